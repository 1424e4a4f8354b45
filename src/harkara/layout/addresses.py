"""Addresses as pages need them: absolute, safe to follow, ready to share."""

from functools import lru_cache
from urllib.parse import quote, unquote

from harkara.layout import cases
from harkara.layout.copy import Link, PaperCopy, PictureFile, PointCopy, StoryCopy

_SAFE = ("/", "#", "https://", "http://", "mailto:")
# What may stand unescaped in an address (RFC 3986, sections 2.2 and 2.3); "%" too, so that nothing is escaped twice.
_UNTOUCHED = "%/:?#[]@!$&'()*+,;=~-._"

FIRST_LETTER = "\N{NO-BREAK SPACE}"
"""The first character beyond ASCII that may stand in an address unescaped (URL Standard, URL code points)."""


def absolute(href: str, paper: PaperCopy) -> str:
    """The full address of ``href``, a path of this paper, with every Bangla letter percent-encoded."""
    return quoted(href if "://" in href else paper.origin + href)


@lru_cache(maxsize=4096)
def quoted(address: str) -> str:
    """``address`` with every letter outside ASCII percent-encoded; what is encoded already stays as it is."""
    return quote(address, safe=_UNTOUCHED)


def path(canonical: str, paper: PaperCopy) -> str:
    """The path of the page with that full address, as short as it may stand in a link: Bangla letters as they are."""
    return unquote(canonical.removeprefix(paper.origin))


def lite(canonical: str, paper: PaperCopy) -> str:
    """The address of the lite twin of the page with that full address."""
    return "/lite" + path(canonical, paper)


def followable(href: str) -> str:
    """``href`` where a reader may follow it, else an empty text: no ``javascript:``, no ``data:``."""
    return href if href.lower().startswith(_SAFE) else ""


def leads_out(href: str) -> bool:
    """Whether ``href`` leads to another site."""
    return href.lower().startswith(("https://", "http://"))


def short(story: StoryCopy, paper: PaperCopy) -> str:
    """The short link that people paste: the origin and the story's number."""
    return f"{paper.origin}/{story.id}"


def newer(topic: Link) -> str:
    """Where the newest of a ``topic`` are to be had as a fragment."""
    return f"/fragment{topic.href.rstrip('/')}"


def card(copy: StoryCopy, paper: PaperCopy) -> PictureFile:
    """The card of a story that a shared link shows."""
    width, height = cases.table("cards")["sizes"]["landscape"]
    return PictureFile(absolute(f"/card/{copy.id}/landscape.jpg", paper), width, height)


def shares(story: StoryCopy, paper: PaperCopy, say: dict[str, str]) -> tuple[Link, ...]:
    """Links that hand a story on; plain links, no script of anybody else. ``say`` is the room's wording."""
    address = quote(short(story, paper), safe=":/")  # neither ends a field of a query (RFC 3986, 3.4)
    headline = _said(story.headline)
    return (
        Link(say["facebook"], f"https://www.facebook.com/sharer/sharer.php?u={address}"),
        Link(say["whatsapp"], f"https://wa.me/?text={headline}%20{address}"),
        Link(say["x"], f"https://x.com/intent/post?text={headline}&url={address}"),
        Link(say["telegram"], f"https://t.me/share/url?url={address}&text={headline}"),
    )


def on_map(point: PointCopy) -> str:
    """Where OpenStreetMap shows a district with a mark on it (its documented ``mlat`` and ``mlon``), or a division whole."""
    place = f"{point.latitude}/{point.longitude}"
    if point.wide:
        return f"https://www.openstreetmap.org/#map=8/{place}"
    return f"https://www.openstreetmap.org/?mlat={point.latitude}&mlon={point.longitude}#map=10/{place}"


def feeds(href: str, *files: str) -> tuple[Link, ...]:
    """The feeds of a list at ``href`` (``feed.xml``, ``atom.xml``, ``feed.json``), by the names that readers know."""
    say: dict[str, str] = cases.table("wording")["say"]
    named = {"feed.xml": say["rss"], "atom.xml": say["atom"], "feed.json": say["json"]}
    return tuple(Link(named[file], href + file) for file in files)


def _said(text: str) -> str:
    """``text`` as a part of a query: Bangla stays as it is, a third as long as escaped; browsers escape it when they follow."""
    return "".join(quote(part, safe="") if part < FIRST_LETTER else part for part in text)


def google_source(paper: PaperCopy) -> str:
    """Where a reader tells Google to prefer this paper; empty where the paper has no such host."""
    if not paper.google_source:
        return ""
    return f"https://google.com/preferences/source?q={quote(paper.google_source, safe='')}"
