"""Feeds: the newest stories for feed readers and partners.

Sources: RSS 2.0 (rssboard.org) with the content, dc, media and atom extensions; Atom (RFC 4287). What a source does
not let us syndicate is left out, and an excerpt stays an excerpt.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from itertools import chain
from xml.etree.ElementTree import Element
from zoneinfo import ZoneInfo

from harkara.layout import cases
from harkara.layout.addresses import absolute, short
from harkara.layout.compositor import over
from harkara.layout.copy import CorrectionsPageCopy, Link, PaperCopy, StoryCopy
from harkara.layout.words import labelled
from harkara.press import prose
from harkara.press.pieces import Piece, piece
from harkara.press.xml import add, clean, document, part, parted, words

RSS = "application/rss+xml; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)  # when an empty feed was last changed


@dataclass(frozen=True, slots=True)
class Item:
    """A story as feeds hold it, in pieces, in both forms; its whole text, the largest part, is one piece of both.

    It is made of the story's copy and the paper's alone, so it is the same in every feed and in every version of one.
    Empty where the story's sources let us pass nothing on.
    """

    modified_at: datetime
    rss: tuple[Piece, ...] = ()
    atom: tuple[Piece, ...] = ()

    @property
    def size(self) -> int:
        """Bytes that it takes in memory."""
        return sum(one.size for one in {id(one): one for one in (*self.rss, *self.atom)}.values())


def named(paper: PaperCopy) -> PaperCopy:
    """All of ``paper`` that an item can show: what is empty here changes none."""
    return PaperCopy(paper.name, "", paper.origin, "", paper.zone, sections=(), language=paper.language)


def item(story: StoryCopy, paper: PaperCopy) -> Item:
    """``story`` ready to be put into feeds; ``paper`` is what is left of it by :func:`named`."""
    modified_at = story.modified_at
    if story.syndication == "nothing":
        return Item(modified_at)
    whole = prose.whole(story, paper) if story.syndication == "full" else ""
    content = piece(words(whole)) if whole else None
    return Item(
        modified_at,
        _around(_rss_item(story, paper), b"<content:encoded />", content),
        _around(_atom_entry(story, paper), b'<content type="html" />', content),
    )


def rss(items: Sequence[Item], paper: PaperCopy, href: str, of: Link | None = None, hub: str = "") -> list[Piece]:
    """The feed at ``href`` as RSS 2.0: of the paper, or ``of`` one section or topic; ``hub`` says when it has news."""
    items = syndicated(items)
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
    add(channel, "title", title(paper, of))
    add(channel, "link", absolute(of.href if of else "/", paper))
    add(channel, "description", paper.tagline or paper.name)
    add(channel, "language", paper.language)
    add(channel, "lastBuildDate", _rfc822(newest(items), paper))
    add(channel, "atom:link", href=absolute(href, paper), rel="self", type="application/rss+xml")
    if hub:
        add(channel, "atom:link", href=hub, rel="hub")
    head, tail = parted(root, add(channel, "item"))
    return [piece(head), *chain.from_iterable(item.rss for item in items), piece(tail)]


def atom(items: Sequence[Item], paper: PaperCopy, href: str, of: Link | None = None, hub: str = "") -> list[Piece]:
    """The feed at ``href`` as Atom 1.0: of the paper, or ``of`` one section or topic; ``hub`` says when it has news."""
    items = syndicated(items)
    root = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": clean(paper.language)})
    add(root, "title", title(paper, of))
    if paper.tagline:
        add(root, "subtitle", paper.tagline)
    add(root, "id", absolute(href, paper))
    add(root, "updated", _iso(newest(items), paper))
    add(root, "link", rel="self", type="application/atom+xml", href=absolute(href, paper))
    if hub:
        add(root, "link", rel="hub", href=hub)
    add(root, "link", rel="alternate", type="text/html", href=absolute(of.href if of else "/", paper))
    add(add(root, "author"), "name", paper.name)
    head, tail = parted(root, add(root, "entry"))
    return [piece(head), *chain.from_iterable(item.atom for item in items), piece(tail)]


def corrections(page: CorrectionsPageCopy, paper: PaperCopy, href: str) -> bytes:
    """The newest corrections of the whole paper as RSS 2.0, each with the headline of its story and what was wrong. A
    correction keeps its id whatever becomes of the story's address.
    """
    say: dict[str, str] = cases.table("wording")["say"]
    root = Element("rss", {"version": "2.0", "xmlns:atom": "http://www.w3.org/2005/Atom"})
    channel = add(root, "channel")
    add(channel, "title", f"{say['corrections']} | {paper.name}")
    add(channel, "link", absolute(page.href, paper))
    add(channel, "description", say["corrections_lead"])
    add(channel, "language", paper.language)
    add(channel, "atom:link", href=absolute(href, paper), rel="self", type="application/rss+xml")
    for one in page.notes:
        entry = add(channel, "item")
        add(entry, "title", one.headline)
        add(entry, "link", absolute(f"{one.href}#corrections-title", paper))
        add(entry, "guid", absolute(f"{page.href}#{one.note.made_at.timestamp():.6f}", paper), isPermaLink="false")
        add(entry, "pubDate", _rfc822(one.note.made_at, paper))
        add(entry, "description", escape(one.note.told, quote=False))  # readers of RSS take it for HTML
    return document(root)


def _rss_item(story: StoryCopy, paper: PaperCopy) -> Element:
    item = Element("item")
    add(item, "title", labelled(story.headline, story.sponsor))
    add(item, "link", absolute(story.href, paper))
    add(item, "guid", short(story, paper), isPermaLink="true")
    add(item, "pubDate", _rfc822(story.published_at, paper))
    for name in authors(story, paper):
        add(item, "dc:creator", name)
    add(item, "category", story.section.name)
    if label := over(story.kind, "", story.sponsor):
        add(item, "category", label)
    for topic in story.topics:
        add(item, "category", topic.label)
    add(item, "description", story.summary or prose.text(story.body[:1]))
    if story.syndication == "full":
        add(item, "content:encoded")
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
    return item


def _atom_entry(story: StoryCopy, paper: PaperCopy) -> Element:
    entry = Element("entry")
    add(entry, "title", labelled(story.headline, story.sponsor))
    add(entry, "id", short(story, paper))
    add(entry, "link", rel="alternate", type="text/html", href=absolute(story.href, paper))
    add(entry, "published", _iso(story.published_at, paper))
    add(entry, "updated", _iso(story.modified_at, paper))
    for name in authors(story, paper):
        add(add(entry, "author"), "name", name)
    add(entry, "category", term=story.section.slug, label=story.section.name)
    if label := over(story.kind, "", story.sponsor):
        add(entry, "category", term=story.kind, label=label)
    for topic in story.topics:
        add(entry, "category", term=topic.label)
    add(entry, "summary", story.summary or prose.text(story.body[:1]))
    if story.syndication == "full":
        add(entry, "content", type="html")
    return entry


def _around(element: Element, empty: bytes, content: Piece | None) -> tuple[Piece, ...]:
    """``element`` in pieces, with ``content`` inside its element that stands there as ``empty``."""
    before, found, after = part(element).partition(empty)
    if content is None or not found:
        return (piece(before + found + after),)
    tag = empty[1:].split()[0]
    return piece(before + empty.removesuffix(b" />") + b">"), content, piece(b"</" + tag + b">" + after)


def syndicated(items: Sequence[Item]) -> list[Item]:
    """Those whose sources let us pass anything on."""
    return [item for item in items if item.rss]


def title(paper: PaperCopy, of: Link | None) -> str:
    """What a feed is called: the paper, with the section or topic in front."""
    return f"{of.label} | {paper.name}" if of else paper.name


def newest(items: Sequence[Item]) -> datetime:
    """When the feed last changed."""
    return max((item.modified_at for item in items), default=EPOCH)


def authors(story: StoryCopy, paper: PaperCopy) -> list[str]:
    """The bylines, else the desk, else the paper."""
    return [byline.name for byline in story.bylines] or [story.desk or paper.name]


def _rfc822(moment: datetime, paper: PaperCopy) -> str:
    return format_datetime(moment.astimezone(ZoneInfo(paper.zone)))


def _iso(moment: datetime, paper: PaperCopy) -> str:
    return moment.astimezone(ZoneInfo(paper.zone)).isoformat(timespec="seconds")
