"""Feeds as JSON Feed 1.1 (jsonfeed.org): the same stories as in RSS, under the same lasting ids.

What a source does not let us syndicate is left out, and an excerpt stays an excerpt.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from harkara.layout import assets
from harkara.layout.addresses import absolute, short
from harkara.layout.compositor import over
from harkara.layout.copy import Link, PaperCopy, StoryCopy
from harkara.layout.words import labelled
from harkara.press import feeds, prose

CONTENT_TYPE: Final = "application/feed+json"
VERSION: Final = "https://jsonfeed.org/version/1.1"


def feed(stories: Sequence[StoryCopy], paper: PaperCopy, href: str, of: Link | None = None, hub: str = "") -> bytes:
    """The feed at ``href``: of the paper, or ``of`` one section or topic; ``hub`` says when it has news."""
    said: dict[str, Any] = {
        "version": VERSION,
        "title": feeds.title(paper, of),
        "home_page_url": absolute(of.href if of else "/", paper),
        "feed_url": absolute(href, paper),
        "description": paper.tagline or paper.name,
        "icon": paper.origin + assets.href("mark.svg"),
        "language": paper.language,
        "authors": [{"name": paper.name, "url": paper.origin + "/"}],
        "items": [_item(story, paper) for story in stories if story.syndication != "nothing"],
    }
    if hub:
        said["hubs"] = [{"type": "WebSub", "url": hub}]
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def _item(story: StoryCopy, paper: PaperCopy) -> dict[str, Any]:
    zone = ZoneInfo(paper.zone)
    summary = story.summary or prose.text(story.body[:1])
    item: dict[str, Any] = {
        "id": short(story, paper),
        "url": absolute(story.href, paper),
        "title": labelled(story.headline, story.sponsor),
        "summary": summary,
        "date_published": _iso(story.published_at, zone),
        "date_modified": _iso(story.modified_at, zone),
        "authors": [{"name": name} for name in feeds.authors(story, paper)],
        "tags": [
            *filter(None, (story.section.name, over(story.kind, "", story.sponsor))),
            *(topic.label for topic in story.topics),
        ],
        "language": paper.language,
    }
    if story.syndication == "full":
        item["content_html"] = prose.whole(story, paper)
    else:
        item["content_text"] = summary
    if file := prose.main_file(story.picture):
        item["image"] = absolute(file.href, paper)
    return item


def _iso(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).isoformat(timespec="seconds")
