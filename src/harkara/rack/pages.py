"""Finished pages, and the one file in which a page lies on the shelf.

Where compression shortens a page, its file is a gzip member with the label in its header (:mod:`harkara.rack.label`):
the stand and nginx send the file as it is. Any other page, a picture mostly, lies behind its label as it is. A brotli
part is a file of its own (:mod:`harkara.rack.brotli`).
"""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from typing import Final, Literal

import deflate

from . import beside, format2, label
from .errors import TornPage
from .label import FORMAT, Label, narrowed, widened

NOT_FOUND: Final = "notice:404"
GONE: Final = "notice:410"
BUSY: Final = "notice:503"
"""Names of the sheets that the stand hands out when there is no page to hand out."""

LEVEL: Final = 4
"""How hard gzip tries, by libdeflate's levels. It is a twentieth shorter here than level 5 of zlib, in a third of the time;
each next level takes a third longer for a hundredth or two less, and who counts bytes takes brotli.
"""

HARDEST: Final = 12
"""The last level, a thirtieth shorter: some milliseconds for a script, which every reader fetches and one version has once."""

GZIP_HEAD: Final = 10
"""Bytes of a gzip header without extra fields."""

TIMES: Final = 1 << 30
"""File times are below this (January 2004), earlier than any page that a reader can have."""

Encoding = Literal["identity", "gzip", "br"]

WRITTEN: Final = ("text/", "application/json", "application/xml", "application/javascript", "image/svg+xml")

__all__ = [
    "BUSY",
    "FORMAT",
    "GONE",
    "NOT_FOUND",
    "Encoding",
    "Page",
    "Prepared",
    "Stored",
    "etag",
    "pack",
    "stored",
    "unpack",
]


@dataclass(frozen=True, slots=True)
class Page:
    """A rendered page. ``headers``: lower-case names, without ``content-length``, ``content-encoding``, ``etag``,
    ``vary`` and ``date``, which are the shelf's and the stand's. ``body``: identity bytes. ``gzip``: a gzip member of them,
    where who rendered the page has one already.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    gzip: bytes = field(default=b"", compare=False, repr=False)


@dataclass(slots=True)
class Stored:
    """A page as it lies on the shelf. Not to be changed; it is not frozen since that costs a microsecond a page.

    ``etag`` is the digest of the page, the same for all encodings; :meth:`tag` makes the header's value. ``gzip`` is
    empty where only ``plain`` is kept. ``length`` counts identity bytes. ``valid_until`` is POSIX seconds or None.
    ``extra`` is what the press wrote on the label. ``where`` is the address at which nginx may hand the file out, as it
    stands on the label.
    """

    name: str
    status: int
    headers: tuple[tuple[str, str], ...]
    etag: str
    length: int
    gzip: bytes = b""
    brotli: bytes | None = None
    plain: bytes | None = None
    valid_until: float | None = None
    extra: Mapping[str, str] = field(default_factory=dict)
    where: bytes = b""

    def identity(self) -> bytes:
        """The body without compression."""
        return self.plain if self.plain is not None else zlib.decompress(self.gzip, 31)

    def tag(self, encoding: Encoding = "identity") -> str:
        """The entity tag of one encoding, in quotes (RFC 9110, 8.8.3): the one that nginx makes of the file's time and
        size. It is weak for what is uncompressed on the way, as nginx marks it.

        A brotli part that is not there has the tag of the gzip part.
        """
        if self.plain is not None:
            return f'"{self.etag}"'
        size = len(self.brotli) if encoding == "br" and self.brotli is not None else len(self.gzip)
        return f'{"W/" if encoding == "identity" else ""}"{time_of(self.etag):x}-{size:x}"'

    def address(self) -> str | None:
        """The path at which nginx may hand the file out, or None."""
        return widened(self.where) if self.where else None

    def header(self, name: str) -> str | None:
        """The value of the first header ``name`` (lower case), or None."""
        return next((value for key, value in self.headers if key == name), None)

    def page(self) -> Page:
        """The page that was put; a ``last-modified`` the shelf added is among the headers."""
        return Page(self.status, self.headers, self.identity())


@dataclass(frozen=True, slots=True)
class Prepared:
    """What takes long of putting a page, done before: nobody waits for it while a change is under way.

    ``etag`` is the page's digest, ``gzip`` its body compressed (empty for what is not written), ``brotli`` the part that
    lies beside it, if it is to come at once.
    """

    etag: str
    gzip: bytes
    brotli: bytes | None = None


def prepare(page: Page, quality: int | None = None) -> Prepared:
    """``page`` tagged and compressed; with ``quality``, that of brotli, also by it where that is shorter."""
    kind = next((value for key, value in page.headers if key == "content-type"), "")
    tag = etag(page)
    packed = (page.gzip or compressed(page.body)) if is_written(kind) else b""
    dense = beside.packed(page.body, tag, quality) if packed and quality is not None else None
    return Prepared(tag, packed, dense if dense and len(dense) < len(packed) else None)


def etag(page: Page) -> str:
    """The digest of a page: the same for the same status, headers (``last-modified`` aside) and body."""
    stamped = tuple(header for header in page.headers if header[0] != "last-modified")
    digest = blake2b(_stamp(page.status, stamped), digest_size=12)
    digest.update(page.gzip or page.body)
    return digest.hexdigest()


def time_of(digest: str) -> int:
    """The time that the files of a page with this :func:`etag` get, POSIX seconds: another page, another time."""
    return int(digest[:8], 16) % TIMES


def compressed(body: bytes, level: int = LEVEL) -> bytes:
    """gzip of ``body``; the same bytes for the same body (no time, no name)."""
    return bytes(deflate.gzip_compress(body, level))


def is_written(content_type: str) -> bool:
    """True for text, JSON, XML and SVG: what compression shortens. Pictures are compressed already."""
    kind = content_type.partition(";")[0].strip().lower()
    return kind.startswith(WRITTEN) or kind.endswith(("+json", "+xml"))


def stored(
    name: str,
    page: Page,
    *,
    valid_until: float | None = None,
    extra: Mapping[str, str] | None = None,
    last_modified: str = "",
    address: str | None = None,
    before: Prepared | None = None,
) -> Stored:
    """``page`` made ready for the shelf: tagged, compressed if that shortens it, and dated if it has no date.

    ``address``: the path at which nginx may hand it out. ``before``: what was prepared of it.
    """
    before = before or prepare(page)
    headers = tuple(header for header in page.headers if header[0] != "set-cookie")  # never on a public page
    if last_modified and not any(key == "last-modified" for key, _ in page.headers):
        headers = (*headers, ("last-modified", last_modified))
    copy = Stored(
        name=name,
        status=page.status,
        headers=headers,
        etag=before.etag,
        length=len(page.body),
        plain=page.body,
        valid_until=valid_until,
        extra=dict(extra or {}),
    )
    if before.gzip:
        copy.plain, copy.gzip, copy.where = None, before.gzip, narrowed(address) if address else b""
        data = pack(copy)
        if len(data) >= len(page.body):
            copy.plain, copy.gzip, copy.where = page.body, b"", b""
        elif data.startswith(label.MEMBER):
            copy.gzip = data
        else:
            copy.where = b""
    return copy


def pack(copy: Stored) -> bytes:
    """The bytes of the page file of ``copy``; a brotli part is not in it."""
    if copy.gzip.startswith(label.MEMBER):
        return copy.gzip
    packed = copy.plain is None
    body = copy.gzip if copy.plain is None else copy.plain
    short = body[GZIP_HEAD:] if packed else body
    text = _label(copy, short, packed=packed)
    before = label.strip(text, packed)
    if packed and before == label.BARE:
        text, short = _label(copy, body, packed=packed), body
    return b"".join((before, text, short))


def unpack(data: bytes, name: str | None = None) -> Stored:
    """The page in a page file of this format or the one before. Raises :class:`TornPage` if anything is not as it was
    written, or if it is the file of another sheet than ``name``.
    """
    if data.startswith(format2.BEGIN):
        found, parts = format2.read(data)
        copy = Stored(**found, gzip=parts.get("gzip", b""), brotli=parts.get("br"), plain=parts.get("identity"))
        start = len(data)
        size = crc = 0
    else:
        known, start = label.decoded(data)
        size, crc = known.size, known.crc
        if not known.packed:
            gzip, plain = b"", data[start:]
        else:
            gzip, plain = data if data.startswith(label.MEMBER) else data[start:], None
        copy = Stored(
            *(known.name, known.status, known.headers, known.etag, known.length, gzip, None, plain),
            *(known.valid_until, known.extra, known.address),
        )
    if name is not None and copy.name != name:
        raise TornPage(f"the file of {name} holds {copy.name}")
    if len(data) - start > size:
        raise TornPage("there is more in the file than its label says")
    if len(data) - start < size or zlib.crc32(memoryview(data)[start:]) != crc:
        raise TornPage("the body is short or was changed")
    return copy


def unpack_label(data: bytes) -> Stored:
    """What the label of a page file says, without a body; the first bytes of the file are enough.

    Raises :class:`TornPage` if the label is short, changed or of another format.
    """
    if data.startswith(format2.BEGIN):
        return Stored(**format2.read_label(data)[0])
    known, _ = label.decoded(data)
    return Stored(
        *(known.name, known.status, known.headers, known.etag, known.length, b"", None, None),
        *(known.valid_until, known.extra, known.address),
    )


@lru_cache(maxsize=256)
def _stamp(status: int, headers: tuple[tuple[str, str], ...]) -> bytes:
    return json.dumps([status, headers]).encode()


def _label(copy: Stored, body: bytes, *, packed: bool) -> bytes:
    return label.encoded(
        Label(
            *(copy.name, copy.status, copy.headers, copy.etag, copy.length, copy.valid_until, copy.extra, copy.where),
            *(packed, len(body), zlib.crc32(body)),
        )
    )
