"""A story as data: ninjs 3.0, the news industry's JSON.

Source: IPTC ninjs 3.0 schema (iptc.org/std/ninjs). What our sources do not let us syndicate is not in it: an excerpt
has no body, and "nothing" leaves headline, dates and address.
"""

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from harkara.layout.addresses import absolute, short
from harkara.layout.compositor import over
from harkara.layout.copy import PaperCopy, PictureBlock, PictureCopy, SourceLinkCopy, StoryCopy, TeaserCopy
from harkara.press import prose

CONTENT_TYPE = "application/json; charset=utf-8"
STANDARD = {"name": "ninjs", "version": "3.0", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.0.json"}
TERMS = {
    "full": "সূত্র উল্লেখ করে পুরোটা প্রকাশ করা যাবে।",
    "excerpt": "সূত্র উল্লেখ করে সারাংশ প্রকাশ করা যাবে।",
    "nothing": "পুনঃপ্রকাশের অনুমতি নেই।",
}
"""What the paper lets others do with a story, by its ``syndication``."""

Node = dict[str, Any]


def story(copy: StoryCopy, paper: PaperCopy) -> bytes:
    """The story as one JSON object, UTF-8."""
    return (json.dumps(item(copy, paper), ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def item(copy: StoryCopy, paper: PaperCopy) -> Node:
    """The story as a ninjs object."""
    node: Node = {
        "standard": STANDARD,
        "uri": short(copy, paper),
        "type": "text",
        "representationType": "full" if copy.syndication == "full" else "partial",
        "version": _iso(copy.modified_at, paper),
        "firstCreated": _iso(copy.published_at, paper),
        "versionCreated": _iso(copy.modified_at, paper),
        "contentCreated": _iso(copy.published_at, paper),
        "pubStatus": "usable",
        "language": paper.language,
        "copyrightHolder": paper.name,
        "usageTerms": TERMS[copy.syndication],
        "headlines": [{"role": "main", "value": copy.headline}],
        "by": ", ".join(_byline(byline.name, byline.place) for byline in copy.bylines) or copy.desk or paper.name,
        "slugline": copy.slug,
        "subjects": [{"name": copy.section.name, "rel": "section", "literal": copy.section.slug}]
        + [{"name": topic.label, "rel": "topic", "uri": absolute(topic.href, paper)} for topic in copy.topics]
        + [{"name": one.name, "rel": "package", "uri": absolute(one.href, paper)} for one in copy.packages],
        "genres": [
            {"literal": copy.kind} | ({"name": words} if (words := over(copy.kind, copy.kicker)) else {}),
            *_paid(copy),
        ],
        "infoSources": [_source(link, place, paper) for place, link in enumerate(copy.source_chain, 1)],
        "altIds": [{"role": "internal", "value": str(copy.id)}],
        "renditions": [
            {"name": "web", "href": absolute(copy.href, paper), "contentType": "text/html", "title": copy.headline}
        ],
    }
    if copy.areas:
        node["places"] = [{"name": place.label, "uri": absolute(place.href, paper)} for place in copy.areas]
    if copy.life:
        node["people"] = [{"name": copy.life.name, "rel": "about"}]
    if copy.dateline:
        node["located"] = copy.dateline
    if copy.syndication == "nothing":
        return node
    if copy.summary:
        node["descriptions"] = [{"role": "summary", "contentType": "text/plain", "value": copy.summary}]
    if copy.updated_because:
        because = {"role": "update", "contentType": "text/plain", "value": copy.updated_because}
        node.setdefault("descriptions", []).append(because)
    if copy.corrections:
        node.setdefault("descriptions", []).extend(
            {"role": "correction", "contentType": "text/plain", "value": f"{_iso(note.made_at, paper)} {note.told}"}
            for note in copy.corrections
        )
    if copy.syndication == "full":
        node["bodies"] = _bodies(copy, paper)
        pictures = [copy.picture, *(block.picture for block in copy.body if isinstance(block, PictureBlock))]
        node["associations"] = [_picture(picture, paper) for picture in pictures if picture and picture.files]
        if copy.video:
            node["associations"].append({"name": "video", "type": "video", "uri": copy.video.href})
        node["associations"] += [_related(teaser, paper) for teaser in copy.related]
    return node


def _paid(copy: StoryCopy) -> list[Node]:
    """That somebody paid for it, and who."""
    return [{"literal": "sponsored", "name": f"{over('', '', copy.sponsor)}: {copy.sponsor}"}] if copy.sponsor else []


def _bodies(copy: StoryCopy, paper: PaperCopy) -> list[Node]:
    words = prose.said(copy)
    sizes = {"charCount": len(words), "wordCount": len(words.split())}
    return [
        {"role": "main", "contentType": "text/html", **sizes, "value": prose.whole(copy, paper)},
        {"role": "plain", "contentType": "text/plain", **sizes, "value": words},
    ]


def _picture(picture: PictureCopy, paper: PaperCopy) -> Node:
    node: Node = {
        "name": f"picture-{picture.id}",
        "uri": absolute(f"/picture/{picture.id}", paper),
        "type": "picture",
        "descriptions": [{"role": "alt", "value": picture.alt}],
        "renditions": [
            {
                "name": f"{file.width}w",
                "href": absolute(file.href, paper),
                "contentType": prose.content_type(file),
                "width": file.width,
                "height": file.height,
            }
            for file in picture.files
        ],
    }
    if picture.caption:
        node["descriptions"].append({"role": "caption", "value": picture.caption})
    if picture.credit:
        node["by"] = picture.credit
    return node


def _related(teaser: TeaserCopy, paper: PaperCopy) -> Node:
    return {
        "name": f"related-{teaser.id}",
        "uri": f"{paper.origin}/{teaser.id}",
        "type": "text",
        "headlines": [{"role": "main", "value": teaser.headline}],
    }


def _source(link: SourceLinkCopy, place: int, paper: PaperCopy) -> Node:
    node: Node = {"name": link.name or paper.name, "role": link.kind, "literal": str(place)}
    if link.url:
        node["uri"] = absolute(link.url, paper)
    return node


def _byline(name: str, place: str) -> str:
    return f"{name}, {place}" if place else name


def _iso(moment: datetime, paper: PaperCopy) -> str:
    return moment.astimezone(ZoneInfo(paper.zone)).isoformat(timespec="seconds")
