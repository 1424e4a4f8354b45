"""An entry of a feed, whichever kind, and the dispatch that it becomes."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from harkara.bangla import graphemes
from harkara.bangla.sentences import split
from harkara.wire import chain, complaints, markup, moments
from harkara.wire.dispatch import Dispatch, Picture
from harkara.wire.markup import whole
from harkara.wire.paragraphs import number

HEADLINE: Final = 120
"""Graphemes of a headline that is made of an item's first sentence."""

TEXT: Final = 200_000
"""Letters of an item that are taken: a long read has a tenth of it."""

AHEAD: Final = timedelta(hours=26)
"""How far ahead of us a time may be: who writes local time as UTC is a zone ahead, who plans for tomorrow more."""

_BASED: Final = ("title_detail", "summary_detail")
"""Where feedparser says what the addresses of an entry begin with (``xml:base``)."""

_MAIL = re.compile(r"[\w.+-]+@[\w.-]+")
_BRACKETS = re.compile(r"^\s*\((.*)\)\s*$")


@dataclass(slots=True)
class Entry:
    """What an entry says, as it stands there. ``html`` are its texts, the fullest first; addresses are made whole."""

    guid: str = ""
    title: str = ""
    link: str = ""
    html: list[str] = field(default_factory=list)
    author: str = ""
    published: str = ""
    updated: str = ""
    subjects: list[str] = field(default_factory=list)
    source: str = ""
    pictures: list[Picture] = field(default_factory=list)
    language: str = ""
    rights: str = ""


Wrong = list[tuple[str, str]]
"""What was odd: one of ``complaints``, and the words it is about."""


def of_feedparser(entry: Any, feed: Any, address: str) -> Entry:
    """The entry that feedparser read at ``address``."""
    base = next((said["base"] for name in _BASED if (said := entry.get(name)) and said.get("base")), "")
    base = whole(base, address) or address
    link = whole(entry.get("link", ""), base)
    texts = [content.get("value", "") for content in entry.get("content", [])] + [entry.get("summary", "")]
    pictures = [_media(media, base) for media in entry.get("media_content", [])]
    pictures += [_enclosure(link_, base) for link_ in entry.get("links", [])]
    if not any(pictures):
        pictures += [_media({"medium": "image", **one}, base) for one in entry.get("media_thumbnail", [])]
    return Entry(
        guid=str(entry.get("id", "")).strip(),
        title=entry.get("title", ""),
        link=link,
        html=sorted((text for text in texts if text.strip()), key=len, reverse=True),
        author=entry.get("author", ""),
        published=entry.get("published", "") or entry.get("created", ""),
        updated=dict.get(entry, "updated", ""),  # its own ``get`` gives the time of publication in its place
        subjects=[tag.get("label") or tag.get("term") or "" for tag in entry.get("tags", [])],
        source=entry.get("source", {}).get("title", ""),
        pictures=[picture for picture in pictures if picture],
        language=entry.get("language", "") or feed.get("language", ""),
        rights=entry.get("rights", "") or feed.get("rights", ""),
    )


def as_dispatch(
    entry: Entry, outlet: str, zone: str, now: datetime, seen: dict[str, str]
) -> tuple[Dispatch | None, Wrong]:
    """The dispatch of an entry of the feed of ``outlet``, or ``None`` for one without words; and what was odd about it.

    ``seen`` are the guids of the entries before, each with what else named that entry; this one is added.
    """
    wrong: Wrong = []
    read = [markup.read(text, entry.link) for text in entry.html]
    body = next((marked.paragraphs for marked in read if marked.paragraphs), ())
    body = _cut(body)
    headline = markup.line(entry.title) or _first_sentence(body)
    if not headline:
        return None, [(complaints.NO_WORDS, "")]
    if body and body[0] == headline:
        body = body[1:]
    published, updated = (_moment(said, zone, wrong) for said in (entry.published, entry.updated))
    if not (entry.published or entry.updated):
        wrong.append((complaints.NO_DATE, ""))
    if published and published > now + AHEAD:
        published = None
        wrong.append((complaints.FUTURE, ""))
    placed = chain.dateline(body[0]) if body else None
    found = chain.find(list(body), [entry.source] if entry.source else [], outlet)
    pictures = dict.fromkeys([*entry.pictures, *(picture for marked in read for picture in marked.pictures)])
    return Dispatch(
        guid=_guid(entry, headline, body, seen, wrong),
        headline=headline,
        body=body,
        sender=outlet,
        byline=_byline(entry.author, outlet),
        dateline=placed[0] if placed else "",
        language=entry.language[:35],
        published=published or (updated if not entry.published else None),
        updated=updated,
        subjects=tuple(dict.fromkeys(filter(None, map(markup.line, entry.subjects[:50])))),
        source_chain=tuple(found),
        pictures=tuple(_once(pictures)),
        address=entry.link,
        rights=markup.line(entry.rights)[:500],
    ), wrong


def _guid(entry: Entry, headline: str, body: tuple[str, ...], seen: dict[str, str], wrong: Wrong) -> str:
    """What names the entry: its own number; where it has none, or that of another, its address, else its words. Two entries
    with one number that say when each was changed are versions of one (RFC 4287, 4.1.2).
    """
    other = f"{entry.link}\n{headline}"
    guid = entry.guid
    if not guid:
        wrong.append((complaints.NO_GUID, ""))
    elif seen.setdefault(guid, other) != other and not entry.updated:
        wrong.append((complaints.SAME_GUID, ""))
        guid = ""
    if guid:
        return guid
    if entry.link and entry.link not in (entry.guid, "") and seen.setdefault(entry.link, headline) == headline:
        return entry.link
    return "words:" + hashlib.sha256("\n".join((headline, *body[:1])).encode()).hexdigest()


def _moment(said: str, zone: str, wrong: Wrong) -> datetime | None:
    if not said.strip():
        return None
    found = moments.read(said, zone)
    if found is None:
        wrong.append((complaints.ODD_DATE, " ".join(said.split())[:80]))
    return found


def _byline(author: str, outlet: str) -> str:
    """Who wrote it: without mail addresses, and nothing where the outlet stands for itself."""
    name = _MAIL.sub("", markup.line(author)).replace("()", "").strip(" ,;")
    match = _BRACKETS.match(name)
    name = (match[1] if match else name).strip()
    is_nobody = name.casefold() in ("", "admin", "administrator", "editor", outlet.casefold())
    return "" if is_nobody else name[:120]


def _first_sentence(body: tuple[str, ...]) -> str:
    sentences = split(body[0]) if body else []
    return graphemes.truncate(sentences[0], HEADLINE) if sentences else ""


def _cut(body: tuple[str, ...]) -> tuple[str, ...]:
    kept, letters = [], 0
    for paragraph in body:
        letters += len(paragraph)
        if letters > TEXT:
            break
        kept.append(paragraph)
    return tuple(kept) or tuple(paragraph[:TEXT] for paragraph in body[:1])


def _media(media: Any, base: str) -> Picture | None:
    kind = media.get("medium", "") or media.get("type", "")
    address = whole(media.get("url", ""), base)
    if not address or not (
        kind.startswith("image") or re.search(r"\.(?:jpe?g|png|webp|avif)$", urlsplit(address).path)
    ):
        return None
    return Picture(address, "", "", *(number(str(media.get(side) or "")) for side in ("width", "height")))


def _enclosure(link: Any, base: str) -> Picture | None:
    if link.get("rel") != "enclosure" or not str(link.get("type", "")).startswith("image"):
        return None
    address = whole(link.get("href", ""), base)
    return Picture(address) if address else None


def _once(pictures: Any) -> list[Picture]:
    """Each picture once, by its address; what is said of it the most."""
    by_address: dict[str, Picture] = {}
    for picture in pictures:
        known = by_address.get(picture.address)
        if known is None or (picture.caption and not known.caption):
            by_address[picture.address] = picture
    return list(by_address.values())[:20]
