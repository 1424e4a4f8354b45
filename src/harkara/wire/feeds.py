"""Feeds: RSS 0.9x, 1.0, 2.0, Atom and JSON Feed become dispatches, whatever is wrong with them.

feedparser reads the XML, and what only looks like XML; what the entries say is read here.
"""

import codecs
import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urljoin

import feedparser

from harkara.wire import complaints, json_feeds, markup, moments
from harkara.wire.complaints import Complaint
from harkara.wire.dispatch import Dispatch
from harkara.wire.entries import Entry, as_dispatch, of_feedparser

MOST: Final = 500
"""Items of a feed that are taken at once."""

_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_STARTS: Final = (
    (b"<\x00?\x00", "utf-16-le"),
    (b"\x00<\x00?", "utf-16-be"),
    (b"<\x00r\x00", "utf-16-le"),
    (b"\x00<\x00r", "utf-16-be"),
)
_TOMBSTONE = re.compile(
    r"<(?:[\w-]{1,40}:)?deleted-entry\b([^<>]{0,2000}?)(?:/>|>(.{0,5000}?)</(?:[\w-]{1,40}:)?deleted-entry\s*>)",
    re.DOTALL,
)
_COMMENT = re.compile(r"<(?:[\w-]+:)?comment\b[^>]{0,200}>(.*?)</(?:[\w-]+:)?comment\s*>", re.DOTALL)
_SUBSET_ENDS = re.compile(r"\]\s{0,100}>")
_LINK = re.compile(r"<link\b[^<>]{0,1000}>", re.IGNORECASE)
TAGS: Final = 200_000
"""Tags of a feed that is read: five hundred items have a quarter of them."""

AMPERSANDS: Final = 50_000
"""Ampersands after which those that begin no entity are mended before the XML is read: what reads broken XML takes two millionths of
a second for each.
"""

_LONE = re.compile(r"&(?!(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});)", re.IGNORECASE)
_TTL: Final = 24 * 60


@dataclass(frozen=True, slots=True)
class Reading:
    """What a feed says: its items in its order, what was odd, and for how many minutes it asks not to be asked again (0: it
    does not say).
    """

    dispatches: tuple[Dispatch, ...]
    complaints: tuple[Complaint, ...] = ()
    minutes: int = 0


class NoFeed(ValueError):  # noqa: N818 (a refusal says what is, as editors do)
    """What came is no feed; ``complaint`` says what it is."""

    def __init__(self, complaint: Complaint) -> None:
        self.complaint = complaint
        super().__init__(str(complaint))


def read(
    data: bytes, *, address: str, outlet: str, zone: str, now: datetime, content_type: str = "", charset: str = ""
) -> Reading:
    """Return what the feed ``data`` says.

    ``address`` is where it was fetched, ``outlet`` whose it is, ``zone`` the IANA zone of times that do not tell theirs; ``charset``
    is what the answer's header said. Times are aware. Raises :class:`NoFeed`.
    """
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf"):
        raise NoFeed(Complaint(complaints.EMPTY, {"address": address}))
    if data.count(b"<") > TAGS:
        raise NoFeed(Complaint(complaints.TOO_MANY_TAGS, {"address": address, "most": TAGS}))
    text, said = _decoded(data, charset)
    told: list[Complaint] = list(said)
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        entries, minutes = _json(text, address), 0
    else:
        entries, minutes = _xml(text, address, told)
    count = len(entries)
    if count > MOST:
        told.append(Complaint(complaints.TOO_MANY, {"count": count, "most": MOST}))
    dispatches = _dispatches(entries[:MOST], outlet, zone, now, told)
    return Reading((*dispatches, *_cancelled(text, outlet, zone)), tuple(told), minutes)


@dataclass(frozen=True, slots=True)
class Kept:
    """All entries of a feed that was kept, as they stand there; the page of its site, if it says so; the items that it deleted."""

    entries: tuple[Entry, ...]
    site: str = ""
    deleted: tuple[str, ...] = ()


def entries(data: bytes, address: str) -> Kept:
    """Every entry of the feed ``data``, however many: for archives. Raises :class:`NoFeed`."""
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf"):
        raise NoFeed(Complaint(complaints.EMPTY, {"address": address}))
    text, _said = _decoded(data, "")
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        return Kept(tuple(_json(text, address)), _home(text))
    found, _minutes = _xml(text, address, [])
    return Kept(tuple(found), "", tuple(dispatch.guid for dispatch in _cancelled(text, "", "UTC")))


def _home(text: str) -> str:
    """What a JSON Feed says of the page of its site."""
    told = json.loads(text.lstrip("\ufeff")).get("home_page_url")
    return told if isinstance(told, str) else ""


def _json(text: str, address: str) -> list[Entry]:
    try:
        found = json.loads(text.lstrip("\ufeff"))
        return json_feeds.entries(found, address)
    except (ValueError, RecursionError) as error:
        raise NoFeed(Complaint(complaints.NO_JSON, {"address": address, "why": str(error)[:200]})) from error


def _xml(text: str, address: str, told: list[Complaint]) -> tuple[list[Entry], int]:
    clean = _NOT_XML.sub("", _DECLARATION.sub("", text.lstrip("\ufeff"), count=1)).lstrip()
    clean = _without_doctype(clean)
    if clean.count("&") > AMPERSANDS:
        clean = _LONE.sub("&amp;", clean)
    found = feedparser.parse(
        b'<?xml version="1.0" encoding="utf-8"?>' + clean.encode("utf-8", "ignore"),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,  # a number that looks like a path would change with the address of the feed
    )
    if not found.get("version") and not found.entries:
        raise NoFeed(_page(clean, address))
    if found.bozo and not isinstance(found.get("bozo_exception"), feedparser.exceptions.CharacterEncodingOverride):
        why = " ".join(str(found.bozo_exception).split())[:200] or type(found.bozo_exception).__name__
        told.append(Complaint(complaints.BROKEN, {"why": why}))
    return [of_feedparser(entry, found.feed, address) for entry in found.entries], _minutes(found.feed)


def _without_doctype(text: str) -> str:
    """``text`` without its document type: no feed needs names of its own for letters, and what bombs and spies write stands
    there.
    """
    start = text[:2000].upper().find("<!DOCTYPE")
    if start < 0:
        return text
    inner, end = text.find("[", start), text.find(">", start)
    if 0 <= inner < end:
        closed = _SUBSET_ENDS.search(text, inner)
        end = closed.end() - 1 if closed else -1
    return text[:start] + text[end + 1 :] if end >= 0 else text[:start]


def _page(text: str, address: str) -> Complaint:
    """What is to be said of a page that is no feed: the feed that it names, where it does."""
    for link in _LINK.findall(text[:200_000]):
        told = {name.lower(): value for name, value in re.findall(r"""([a-zA-Z-]+)\s*=\s*["']([^"']*)["']""", link)}
        if told.get("rel", "").lower() == "alternate" and re.search(r"rss|atom|feed\+json", told.get("type", "")):
            try:
                return Complaint(
                    complaints.NAMED_FEED, {"address": address, "feed": urljoin(address, told.get("href", ""))}
                )
            except ValueError:
                continue
    return Complaint(complaints.NOT_A_FEED, {"address": address})


def _minutes(feed: Any) -> int:
    """How long a feed asks to be left alone (``ttl`` of RSS 2.0)."""
    said = str(feed.get("ttl", "")).strip()
    return min(int(said), _TTL) if said.isascii() and said.isdecimal() and len(said) < 7 else 0


def _dispatches(entries: list[Entry], outlet: str, zone: str, now: datetime, told: list[Complaint]) -> list[Dispatch]:
    counts: dict[str, int] = {}
    odd: list[str] = []
    found: list[Dispatch] = []
    seen: dict[str, str] = {}
    for entry in entries:
        dispatch, wrong = as_dispatch(entry, outlet, zone, now, seen)
        for sentence, said in wrong:
            counts[sentence] = counts.get(sentence, 0) + 1
            if sentence == complaints.ODD_DATE and said not in odd and len(odd) < 3:
                odd.append(said)
        if dispatch is not None:
            found.append(dispatch)
    told += [Complaint(complaints.ODD_DATE, {"said": said}) for said in odd]
    told += [
        Complaint(sentence, {"count": count}) for sentence, count in counts.items() if sentence != complaints.ODD_DATE
    ]
    return found


def _cancelled(text: str, outlet: str, zone: str) -> list[Dispatch]:
    """The items that an Atom feed says it has deleted (RFC 6721)."""
    found = []
    for attributes, inside in _TOMBSTONE.findall(text):
        told = dict(re.findall(r"""([a-zA-Z:-]+)\s*=\s*["']([^"']*)["']""", attributes))
        guid = told.get("ref", "").strip()
        if guid:
            comment = _COMMENT.search(inside)
            found.append(
                Dispatch(
                    guid=markup.line(guid),
                    headline="",
                    body=(),
                    state="cancelled",
                    sender=outlet,
                    updated=moments.read(told.get("when", ""), zone),
                    note=markup.line(comment[1])[:1000] if comment else "",
                )
            )
    return found


def _decoded(data: bytes, charset: str) -> tuple[str, list[Complaint]]:
    """The text of a feed, and what was odd about its letters. What is UTF-8 is read as that, whatever is said of it: hardly a
    text in another encoding looks like it, and feeds say many things.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "ignore").lstrip("\ufeff"), []
    for start, encoding in _STARTS:
        if data.startswith(start):
            return data.decode(encoding, "ignore"), []
    declared = _DECLARED.search(data[:500])
    said = charset or (declared[1].decode("ascii") if declared else "") or "utf-8"
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _otherwise(data, said)
    is_odd = _codec(said) not in ("utf-8", "ascii") and not text.isascii()
    return text, [Complaint(complaints.ENCODING, {"said": said, "found": "UTF-8"})] if is_odd else []


def _otherwise(data: bytes, said: str) -> tuple[str, list[Complaint]]:
    """The text of what is no UTF-8: as it says, where that is something else and fits, else what can be read of it."""
    if _codec(said) not in ("", "utf-8"):
        # Who says Latin-1 means what Windows calls so (the URL standard's labels).
        named = "cp1252" if _codec(said) in ("iso8859-1", "ascii") else said
        try:
            return data.decode(named), []
        except (UnicodeDecodeError, LookupError):
            pass
    text = data.decode("utf-8", "ignore")
    whole = data.decode("utf-8", "replace").count("\ufffd")
    if whole > len(text) // 50:  # not a slip here and there: another encoding
        return data.decode("cp1252", "ignore"), [
            Complaint(complaints.ENCODING, {"said": said, "found": "Windows-1252"})
        ]
    return text, [Complaint(complaints.UNREADABLE_LETTERS)]


def _codec(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""
