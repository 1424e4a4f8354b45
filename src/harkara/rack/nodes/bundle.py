"""Bundles: pages on their way from one rack to another, and how two racks compare what they have without sending it.

A bundle is parcel after parcel, each a line of JSON (the sheet's name, the lengths of what follows) with the page file and
its brotli part behind it, byte for byte as they lie on the press's rack. The *look* of a page is a short word that is the
same for the same bytes: it is made of the label, which holds lengths and checksums of all behind it, so that to look at a
large picture costs no more than at a short page.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from harkara.rack.beside import TAIL
from harkara.rack.errors import TornPage
from harkara.rack.ready import BROTLI
from harkara.rack.shelf import FOLDERS, LABEL, Shelf, place_of

ASIDE: Final = "aside"
"""The look of a sheet that is set aside: touched, and not printed again."""

NOTHING: Final = ""
"""The look of a sheet that is not there."""

LONGEST_LINE: Final = 4096


@dataclass(frozen=True, slots=True)
class Parcel:
    """A page on its way. ``page`` is empty where only its brotli part is sent; both are where there is no such page now."""

    name: str
    page: bytes
    part: bytes


def look(shelf: Shelf, name: str) -> str:
    """The look of the sheet ``name``: two digests with a full stop between, of the page file and of its brotli part (empty
    where there is none), or :data:`ASIDE` or :data:`NOTHING`.
    """
    place = f"{shelf.root}/{place_of(name)}"
    page, is_dense = _digest(f"{place}.page", 0)
    if not page:
        return ASIDE if os.path.exists(f"{place}.aside") else NOTHING
    return f"{page}.{_digest(place + BROTLI, TAIL)[0] if is_dense else ''}"


def listed(shelf: Shelf, folder: int) -> dict[str, str]:
    """The looks of all sheets in one ``folder`` of the shelf, those that are set aside too."""
    found = {name: look(shelf, name) for name in shelf.names([folder])}
    found.update((name, look(shelf, name)) for name in shelf.asides([folder]))
    return {name: seen for name, seen in found.items() if seen}


def folders(shelf: Shelf, first: int, most: int) -> tuple[dict[str, str], int]:
    """What is listed from the folder ``first`` on, whole folders until there are ``most`` sheets; and the next folder."""
    found: dict[str, str] = {}
    while first < FOLDERS and len(found) < most:
        found |= listed(shelf, first)
        first += 1
    return found, first


def packed(shelf: Shelf, wanted: Iterable[tuple[str, str]], room: int) -> bytes:
    """The bundle of the sheets ``wanted``, each with the look that the other side has; as many as have ``room`` (bytes), one
    at least. A page that the other side has already is not sent again, only its brotli part.
    """
    made: list[bytes] = []
    size = 0
    for name, known in wanted:
        parcel = _parcel(shelf, name, known)
        line = json.dumps([name, len(parcel.page), len(parcel.part)], ensure_ascii=False).encode() + b"\n"
        size += len(line) + len(parcel.page) + len(parcel.part)
        if made and size > room:
            break
        made += [line, parcel.page, parcel.part]
    return b"".join(made)


def unpacked(data: bytes) -> Iterator[Parcel]:
    """The parcels of a bundle. Raises :class:`TornPage` where it is not whole."""
    start = 0
    while start < len(data):
        end = data.find(b"\n", start, start + LONGEST_LINE)
        try:
            name, page, part = json.loads(data[start:end])
        except (ValueError, TypeError) as error:
            raise TornPage("a bundle cannot be read") from error
        start = end + 1
        middle, last = start + page, start + page + part
        if end < 0 or last > len(data):
            raise TornPage("a bundle is short")
        yield Parcel(name, data[start:middle], data[middle:last])
        start = last


def _parcel(shelf: Shelf, name: str, known: str) -> Parcel:
    before = look(shelf, name)
    raw = shelf.raw(name)
    if raw is None:
        return Parcel(name, b"", b"")
    page, part = raw
    # What lies there may have been replaced between the look and the reading: then all of it is sent.
    is_known = bool(known) and known.partition(".")[0] == before.partition(".")[0] and look(shelf, name) == before
    return Parcel(name, b"" if is_known and part else page, part or b"")


def _digest(path: str, tail: int) -> tuple[str, bool]:
    """The digest of a file's length and its first bytes (or its last ``tail``), and whether its mark is odd."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return "", False
    try:
        found = os.fstat(file)
        data = os.pread(file, tail or LABEL, max(0, found.st_size - tail) if tail else 0)
    finally:
        os.close(file)
    digest = blake2b(data, digest_size=12, person=found.st_size.to_bytes(8, "big")).hexdigest()
    return digest, found.st_mtime_ns & 1 == 1
