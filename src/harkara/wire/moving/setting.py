"""From a parcel to what the desk stores: blocks as its body has them, addresses as the manifest calls them."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from html import escape
from typing import Any, Final
from urllib.parse import urlsplit

from harkara.bangla import graphemes
from harkara.bangla.slug import slugify
from harkara.desk.moving import digest, spelled
from harkara.rack.once import address, file
from harkara.wire.moving import blocks
from harkara.wire.moving.parcel import (
    Block,
    Dropped,
    Embed,
    Facts,
    Gallery,
    Heading,
    Laid,
    Paragraph,
    Parcel,
    Picture,
    Points,
    Quote,
    Results,
    Strange,
)

HEADING: Final = 160
SPEAKER: Final = 160
HEADLINE: Final = 250
SUMMARY: Final = 600

Found = Callable[[Picture], int | None]
"""The number of a picture in the library, or ``None``."""

_HREF = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)
_UPLOADS = "/wp-content/uploads/"


def laid(parcel: Parcel, origin: str) -> Laid:
    """A parcel with its text set and spelled, as far as that can be done without the library. Links to the old paper become paths,
    which lead on here. It asks no database: any process may do it.
    """
    dropped: list[Dropped] = []
    pieces = tuple(_set(parcel.body, origin, dropped))
    top = headline(parcel)
    return Laid(
        parcel=replace(parcel, body=()),
        name=digest(origin, parcel.key),
        headline=top,
        slug=parcel.slug or slugify(cut(top, HEADLINE)),
        pieces=tuple((kind, value if isinstance(value, Picture) else spelled(value)) for kind, value in pieces),
        pictures=tuple(_pictures(parcel)),
        dropped=tuple(dropped),
        addresses=tuple(dict.fromkeys(address(one) for one in parcel.addresses if one.strip())),
        files=tuple(dict.fromkeys(_files(parcel, origin))),
    )


def _files(parcel: Parcel, origin: str) -> Iterator[str]:
    """Where the pictures of a parcel lay at its origin, and its other files; of smaller copies where the whole one did."""
    home = _host(origin)
    for where in (*(one.address for one in _pictures(parcel)), *parcel.files):
        if where.startswith("/") or (home and _host(where) == home):
            yield file(address(where.partition("?")[0]))


def _host(where: str) -> str:
    try:
        return (urlsplit(where).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def body(one: Laid, found: Found) -> list[dict[str, Any]]:
    """The blocks as the desk stores them, with the pictures that are ``found``; the origin's digest makes their ids."""
    stored: list[dict[str, Any]] = []
    for kind, value in one.pieces:
        told = found(value) if isinstance(value, Picture) else value
        if told is not None:
            stored.append({"type": kind, "value": told, "id": f"{one.name[:24]}{len(stored):08x}"})
    return stored


def _set(body: Iterable[Block], origin: str, dropped: list[Dropped]) -> Iterator[tuple[str, Any]]:
    for one in body:
        match one:
            case Paragraph(html):
                yield "paragraph", _paragraph(html, origin)
            case Heading(text) if len(text) <= HEADING:
                yield "heading", text
            case Heading(text):
                yield "paragraph", f"<p><b>{escape(text, quote=False)}</b></p>"
            case Quote(text, speaker):
                yield "quote", {"text": text, "speaker": speaker[:SPEAKER]}
            case Points(items, ordered):
                yield "list", {"ordered": ordered, "items": [_paragraph(item, origin) for item in items]}
            case Facts(items, heading, source):
                told = [_paragraph(item, origin) for item in items]
                yield "facts", {"heading": heading[:120], "items": told, "source": source[:160]}
            case Results(kind, value):
                yield kind, dict(value)
            case Picture():
                yield "picture", one
            case Gallery(pictures, caption):
                yield from (("picture", picture) for picture in pictures)
                if caption:
                    yield "paragraph", f"<p>{escape(caption, quote=False)}</p>"
            case Embed(where, caption):
                yield from _embedded(where, caption)
            case Strange(words, reason):
                dropped.append(Dropped(" ".join(words)[:80], reason))
                yield from (("paragraph", f"<p>{escape(line, quote=False)}</p>") for line in words)


def _paragraph(html: str, origin: str) -> str:
    return f"<p>{_HREF.sub(lambda link: _linked(link[1], link[2], origin), html).replace('<br>', '<br/>')}</p>"


def _linked(href: str, words: str, origin: str) -> str:
    """A link within the text: to the old paper as a path, to one of its files as words alone."""
    if _UPLOADS in href:
        return words
    for begin in (origin, origin.replace("https://", "http://", 1), origin.replace("http://", "https://", 1)):
        if begin and href.startswith(f"{begin}/"):
            return f'<a href="{href[len(begin) :]}">{words}</a>'
    return f'<a href="{href}">{words}</a>'


def _embedded(where: str, caption: str) -> Iterator[tuple[str, str]]:
    """Something of another site: its words where it has any, and a link to it."""
    lines = [line for line in caption.split("\n") if line.strip()]
    if len(lines) > 1:
        yield "paragraph", f"<p>{'<br/>'.join(escape(line, quote=False) for line in lines)}</p>"
        lines = []
    shown = lines[0] if lines else re.sub(r"\Ahttps?://(?:www\.)?", "", where)
    shown = shown if len(shown) <= 120 else f"{shown[:119]}…"
    yield "paragraph", f'<p><a href="{escape(where)}">{escape(shown, quote=False)}</a></p>'


def cut(text: str, most: int) -> str:
    """``text`` at most ``most`` characters long, cut between words.

    >>> cut("এক দুই তিন", 8), cut("এক", 8)
    ('এক দুই…', 'এক')
    """
    if len(text) <= most:
        return text
    head = text[: most - 1]
    return f"{head[: head.rfind(' ')] if ' ' in head else graphemes.cut(head, most - 1)}…"


def headline(parcel: Parcel) -> str:
    """The headline, or the first words of the text where there is none."""
    if parcel.headline.strip():
        return parcel.headline.strip()
    for one in parcel.body:
        words = (
            one.text
            if isinstance(one, Heading | Quote)
            else blocks.plain(one.html)
            if isinstance(one, Paragraph)
            else ""
        )
        if words := " ".join(words.split()):
            return cut(words, 80)
    return parcel.lead.caption if parcel.lead else ""


def _pictures(parcel: Parcel) -> Iterator[Picture]:
    """All that the parcel shows, the one above the text first."""
    if parcel.lead is not None:
        yield parcel.lead
    for one in parcel.body:
        if isinstance(one, Picture):
            yield one
        elif isinstance(one, Gallery):
            yield from one.pictures
