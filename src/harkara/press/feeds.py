"""Feeds: the newest stories for feed readers and partners.

Sources: RSS 2.0 (rssboard.org) with the content, dc, media and atom extensions; Atom (RFC 4287). What a source does
not let us syndicate is left out, and an excerpt stays an excerpt.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.etree.ElementTree import Element
from zoneinfo import ZoneInfo

from harkara.layout.addresses import absolute, short
from harkara.layout.copy import PaperCopy, SectionCopy, StoryCopy
from harkara.press import prose
from harkara.press.xml import add, clean, document

RSS = "application/rss+xml; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)  # when an empty feed was last changed


def rss(stories: Sequence[StoryCopy], paper: PaperCopy, href: str, section: SectionCopy | None = None) -> bytes:
    """The feed at ``href`` as RSS 2.0: of the paper, or of one section."""
    stories = syndicated(stories)
    root = Element(
        "rss",
        {
            "version": "2.0",
            "xmlns:atom": "http://www.w3.org/2005/Atom",
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:media": "http://search.yahoo.com/mrss/",
        },
    )
    channel = add(root, "channel")
    add(channel, "title", title(paper, section))
    add(channel, "link", absolute(section.href if section else "/", paper))
    add(channel, "description", paper.tagline or paper.name)
    add(channel, "language", paper.language)
    add(channel, "lastBuildDate", _rfc822(newest(stories), paper))
    add(channel, "atom:link", href=absolute(href, paper), rel="self", type="application/rss+xml")
    for story in stories:
        item = add(channel, "item")
        add(item, "title", story.headline)
        add(item, "link", absolute(story.href, paper))
        add(item, "guid", short(story, paper), isPermaLink="true")
        add(item, "pubDate", _rfc822(story.published_at, paper))
        for name in authors(story, paper):
            add(item, "dc:creator", name)
        add(item, "category", story.section.name)
        for topic in story.topics:
            add(item, "category", topic.label)
        add(item, "description", story.summary or prose.text(story.body[:1]))
        if story.syndication == "full":
            add(item, "content:encoded", prose.html(story.body, paper))
        if file := prose.main_file(story.picture):
            media = add(
                item,
                "media:content",
                url=absolute(file.href, paper),
                type=prose.content_type(file),
                medium="image",
                width=str(file.width),
                height=str(file.height),
            )
            if story.picture and story.picture.caption:
                add(media, "media:description", story.picture.caption)
            if story.picture and story.picture.credit:
                add(media, "media:credit", story.picture.credit)
    return document(root)


def atom(stories: Sequence[StoryCopy], paper: PaperCopy, href: str, section: SectionCopy | None = None) -> bytes:
    """The feed at ``href`` as Atom 1.0: of the paper, or of one section."""
    stories = syndicated(stories)
    root = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": clean(paper.language)})
    add(root, "title", title(paper, section))
    if paper.tagline:
        add(root, "subtitle", paper.tagline)
    add(root, "id", absolute(href, paper))
    add(root, "updated", _iso(newest(stories), paper))
    add(root, "link", rel="self", type="application/atom+xml", href=absolute(href, paper))
    add(root, "link", rel="alternate", type="text/html", href=absolute(section.href if section else "/", paper))
    add(add(root, "author"), "name", paper.name)
    for story in stories:
        entry = add(root, "entry")
        add(entry, "title", story.headline)
        add(entry, "id", short(story, paper))
        add(entry, "link", rel="alternate", type="text/html", href=absolute(story.href, paper))
        add(entry, "published", _iso(story.published_at, paper))
        add(entry, "updated", _iso(story.modified_at, paper))
        for name in authors(story, paper):
            add(add(entry, "author"), "name", name)
        add(entry, "category", term=story.section.slug, label=story.section.name)
        for topic in story.topics:
            add(entry, "category", term=topic.label)
        add(entry, "summary", story.summary or prose.text(story.body[:1]))
        if story.syndication == "full":
            add(entry, "content", prose.html(story.body, paper), type="html")
    return document(root)


def syndicated(stories: Sequence[StoryCopy]) -> list[StoryCopy]:
    """The stories whose sources let us pass anything on."""
    return [story for story in stories if story.syndication != "nothing"]


def title(paper: PaperCopy, section: SectionCopy | None) -> str:
    """What a feed is called: the paper, with the section in front."""
    return f"{section.name} | {paper.name}" if section else paper.name


def newest(stories: Sequence[StoryCopy]) -> datetime:
    """When the feed last changed."""
    return max((story.modified_at for story in stories), default=EPOCH)


def authors(story: StoryCopy, paper: PaperCopy) -> list[str]:
    """The bylines, else the desk, else the paper."""
    return [byline.name for byline in story.bylines] or [story.desk or paper.name]


def _rfc822(moment: datetime, paper: PaperCopy) -> str:
    return format_datetime(moment.astimezone(ZoneInfo(paper.zone)))


def _iso(moment: datetime, paper: PaperCopy) -> str:
    return moment.astimezone(ZoneInfo(paper.zone)).isoformat(timespec="seconds")
