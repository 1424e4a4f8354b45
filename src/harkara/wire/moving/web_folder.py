"""``harkara import folder-of-html``: saved pages of a paper, as ``wget --mirror`` or a browser leaves them, in a folder or a ZIP.

The clipper (``wire.html``) takes each page apart; a page that holds no story is told of with its reason. Where a page stood is what it
says of itself, else its path below the old paper's address: the folder that ``wget`` calls by the host tells that, too.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Final, Literal
from urllib.parse import quote, unquote, urlsplit

from harkara.wire import html
from harkara.wire.clipping import Clipping
from harkara.wire.errors import UnreadableItem, UnreadablePage
from harkara.wire.moving import files
from harkara.wire.moving.parcel import Block, Dropped, Found, Label, Paragraph, Parcel, Picture, Reader, Wanted
from harkara.wire.moving.uploads import LARGEST, Uploads

PAGES: Final = (".html", ".htm", ".xhtml", ".shtml", ".php")
PARTS: Final = (
    *(
        ".css",
        ".js",
        ".mjs",
        ".map",
        ".json",
        ".xml",
        ".txt",
        ".ico",
        ".svg",
        ".woff",
        ".woff2",
        ".ttf",
        ".eot",
        ".otf",
    ),
    *(".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"),
)
"""Files that pages are made of: nothing is lost where one is no story."""

NOWHERE: Final = "https://folder.invalid"
"""Stands for the old paper's address where nobody told it."""

_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?\Z", re.IGNORECASE)
_INDEX = re.compile(r"(?:^|/)index\.(?:x?html?|shtml|php)\Z", re.IGNORECASE)
_SECTION = re.compile(r"[a-z][a-z0-9-]{1,39}\Z")
_NO_SECTION: Final = frozenset(
    ("news", "article", "articles", "post", "story", "archives", "archive", "details", "bn", "en")
)


def open_(path: Path, wanted: Wanted) -> "WebFolder":
    """Opens the pages at ``path``. Raises ``UnreadableItem`` where none lies there, ``OSError`` where it cannot be read."""
    return WebFolder(path, wanted)


class WebFolder(Reader):
    """Saved pages. A page's position is its name."""

    def __init__(self, path: Path, wanted: Wanted) -> None:
        self._files = files.opened(path)
        self._uploads = Uploads(wanted.uploads or (str(path) if path.is_dir() else ""))
        self._zone = wanted.zone
        self._count, first = 0, ""
        for name in self._files.walk():
            self._count += 1
            first = first or (name if _is_page(name) else "")
        if not first:
            self.close()
            raise UnreadableItem("there is no page (.html) in it; give the folder in which the saved pages lie")
        host = first.partition("/")[0]
        self._host = host if "/" in first and _HOST.match(host) and not _is_page(host) else ""
        told = wanted.origin.rstrip("/")
        self._at = told or (f"https://{self._host}" if self._host else "")
        self.origin = self._at or path.stem

    def raw(self, after: str = "") -> Iterator[tuple[str, float]]:
        """Every page behind ``after``; what else lies there and is no part of pages is told of."""
        behind = sum(1 for _ in self._files.walk()) - sum(1 for _ in self._files.walk(after)) if after else 0
        for number, name in enumerate(self._files.walk(after), behind + 1):
            if _is_page(name) or not name.lower().endswith(PARTS):
                yield name, min(1.0, number / max(1, self._count))

    def made(self, raw: tuple[str, float]) -> Found:
        """A page as a parcel, or why it is none."""
        name, share = raw
        if not _is_page(name):
            return Found(name[:200], name, share, dropped=Dropped(name, "It is no page of HTML."))
        try:
            clipping = html.clip(self._files.read(name), address=self._address(name), zone=self._zone)
        except (UnreadablePage, UnreadableItem) as why:
            return Found(name[:200], name, share, dropped=Dropped(name, f"It is no story: {why}."))
        return Found(self._key(name), name, share, self._parcel(name, clipping))

    def apart(self) -> None:
        """Opens a ZIP anew: two processes would share the place at which they read."""
        self._files.apart()

    def labels(self) -> Iterator[tuple[Literal["section", "topic", "author"], Label]]:
        """Nothing: pages do not tell where lists of them stood."""
        return iter(())

    def picture(self, address: str) -> bytes | None:
        """The bytes of a picture that was saved beside the pages, or lies in the folder of uploads."""
        path = unquote(urlsplit(address).path).strip("/")
        if ".." not in path.split("/"):
            for name in (f"{self._host}/{path}" if self._host else path, path):
                try:
                    return self._files.read(name)[: LARGEST + 1]
                except (UnreadableItem, OSError, KeyError):
                    continue
        return self._uploads.read(address)

    def close(self) -> None:
        self._files.close()

    def _address(self, name: str) -> str:
        path = name.removeprefix(f"{self._host}/") if self._host else name
        return f"{self._at or NOWHERE}/{quote(_INDEX.sub(lambda found: '/' if found[0].startswith('/') else '', path))}"

    def _key(self, name: str) -> str:
        return self._address(name).removeprefix(NOWHERE)[:200]

    def _parcel(self, name: str, clipping: Clipping) -> Parcel:
        def own(address: str) -> str:
            return address.removeprefix(NOWHERE)

        pictures = [Picture(own(one.address), "", one.caption, one.credit) for one in clipping.pictures if one.address]
        body: list[Block] = [Paragraph(escape(text, quote=False)) for text in clipping.body]
        addresses = dict.fromkeys((own(clipping.address), own(self._address(name)), *self._as_saved(name)))
        return Parcel(
            key=self._key(name),
            headline=clipping.headline,
            body=(*body, *pictures[1:]),
            published=clipping.published,
            updated=clipping.updated if _is_later(clipping.updated, clipping.published) else None,
            sections=self._section(own(clipping.address) or own(self._address(name))),
            authors=(Label(clipping.byline),) if clipping.byline else (),
            lead=pictures[0] if pictures else None,
            addresses=tuple(one for one in addresses if one),
            dateline=clipping.dateline or "",
            desk=clipping.desk or "",
            sources=clipping.source_chain,
            dropped=tuple(
                Dropped(piece.text[:200], f"It stands around the story ({piece.reason}).")
                for piece in clipping.furniture
            ),
        )

    def _as_saved(self, name: str) -> tuple[str, ...]:
        """The address of a page with its ending and without: ``wget -E`` adds one."""
        path = name.removeprefix(f"{self._host}/") if self._host else name
        bare = re.sub(r"\.html\Z", "", path)
        return tuple(f"{self._at}/{quote(one)}" for one in dict.fromkeys((path, bare)) if not _INDEX.search(path))

    def _section(self, address: str) -> tuple[Label, ...]:
        """The first step of the path, where it is a word and not the only step."""
        steps = [step for step in urlsplit(address).path.split("/") if step]
        if len(steps) < 2 or not _SECTION.match(steps[0]) or steps[0] in _NO_SECTION:
            return ()
        return (Label(steps[0], steps[0], (f"{self._at}/{steps[0]}/",)),)


def _is_page(name: str) -> bool:
    return name.lower().endswith(PAGES)


def _is_later(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and (other is None or one > other)
