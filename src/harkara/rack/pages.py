"""Finished pages, and the one file in which a page lies on the shelf.

A page file is a *strip*, a *label* and the page's *parts*, one after the other::

    strip   33 bytes ASCII: "harkara-page 2 LENGTH CRC\\n", both eight hexadecimal digits, of the label
    label   UTF-8 JSON: name, status, headers, etag, length, valid_until, extra, parts [[encoding, length, crc32], …]
    parts   the body as gzip (and as brotli), or as identity where compression gains nothing

Length and CRC (:func:`zlib.crc32`) show a torn, short or foreign file; they do not defend against malice.
"""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, Final, Literal

from .errors import TornPage

FORMAT: Final = 2
"""Version of the page file. When it rises, :func:`unpack` goes on reading the one before it."""

MAGIC: Final = b"harkara-page "
STRIP: Final = 33

NOT_FOUND: Final = "notice:404"
GONE: Final = "notice:410"
BUSY: Final = "notice:503"
"""Names of the sheets that the stand hands out when there is no page to hand out."""

SUFFIX: Final = {"identity": "", "gzip": "-gz", "br": "-br"}
"""What tells the entity tags of one page's encodings apart."""

Encoding = Literal["identity", "gzip", "br"]

WRITTEN: Final = ("text/", "application/json", "application/xml", "application/javascript", "image/svg+xml")


@dataclass(frozen=True, slots=True)
class Page:
    """A rendered page. ``headers``: lower-case names, without ``content-length``, ``content-encoding``, ``etag``,
    ``vary`` and ``date``, which are the shelf's and the stand's. ``body``: identity bytes.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Stored:
    """A page as it lies on the shelf.

    ``etag`` is the opaque tag without quotes and suffix, the same for all encodings (:meth:`tag` makes the header's
    value). ``gzip`` is empty where only ``plain`` is kept. ``length`` counts identity bytes. ``valid_until`` is POSIX
    seconds or None. ``extra`` is what the press wrote on the label.
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

    def identity(self) -> bytes:
        """The body without compression."""
        return self.plain if self.plain is not None else zlib.decompress(self.gzip, 31)

    def tag(self, encoding: Encoding = "identity") -> str:
        """The strong entity tag of one encoding, in quotes (RFC 9110, 8.8.3)."""
        return f'"{self.etag}{SUFFIX[encoding]}"'

    def header(self, name: str) -> str | None:
        """The value of the first header ``name`` (lower case), or None."""
        return next((value for key, value in self.headers if key == name), None)

    def page(self) -> Page:
        """The page that was put; a ``last-modified`` the shelf added is among the headers."""
        return Page(self.status, self.headers, self.identity())


def etag(page: Page) -> str:
    """The opaque tag of a page: the same for the same status, headers (``last-modified`` aside) and body."""
    stamped = [header for header in page.headers if header[0] != "last-modified"]
    digest = blake2b(json.dumps([page.status, stamped]).encode(), digest_size=12)
    digest.update(page.body)
    return digest.hexdigest()


def compressed(body: bytes, level: int = 6) -> bytes:
    """gzip of ``body``; the same bytes for the same body (no time, no name)."""
    squeeze = zlib.compressobj(level, zlib.DEFLATED, 31)
    return squeeze.compress(body) + squeeze.flush()


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
) -> Stored:
    """``page`` made ready for the shelf: tagged, compressed if that shortens it, and dated if it has no date."""
    kind = next((value for key, value in page.headers if key == "content-type"), "")
    packed = compressed(page.body) if is_written(kind) else b""
    short = bool(packed) and len(packed) < len(page.body)
    headers = tuple(header for header in page.headers if header[0] != "set-cookie")  # never on a public page
    dated = last_modified and not any(key == "last-modified" for key, _ in page.headers)
    return Stored(
        name=name,
        status=page.status,
        headers=(*headers, ("last-modified", last_modified)) if dated else headers,
        etag=etag(page),
        length=len(page.body),
        gzip=packed if short else b"",
        plain=None if short else page.body,
        valid_until=valid_until,
        extra=dict(extra or {}),
    )


def pack(copy: Stored) -> bytes:
    """The bytes of the page file of ``copy``."""
    parts: list[tuple[str, bytes]] = [("gzip", copy.gzip)] if copy.plain is None else [("identity", copy.plain)]
    if copy.brotli is not None:
        parts.append(("br", copy.brotli))
    label = json.dumps(
        {
            "name": copy.name,
            "status": copy.status,
            "headers": copy.headers,
            "etag": copy.etag,
            "length": copy.length,
            "valid_until": copy.valid_until,
            "extra": copy.extra,
            "parts": [(encoding, len(part), zlib.crc32(part)) for encoding, part in parts],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()
    strip = b"%s%d %08x %08x\n" % (MAGIC, FORMAT, len(label), zlib.crc32(label))
    return b"".join((strip, label, *(part for _, part in parts)))


_parsed = json.JSONDecoder().decode
"""The inner part of :func:`json.loads`: a label is read for each page that is not in memory."""


def unpack_label(data: bytes) -> tuple[dict[str, Any], int]:
    """The label of a page file (its first bytes are enough) and where the parts begin.

    Raises :class:`TornPage` if strip or label are short, changed or of another format.
    """
    if len(data) < STRIP or not data.startswith(MAGIC):
        raise TornPage("the file does not begin as a page file")
    try:
        version, length, crc = int(data[13:15]), int(data[15:24], 16), int(data[24:STRIP], 16)
    except ValueError as error:
        raise TornPage("the file's strip cannot be read") from error
    if version != FORMAT:
        raise TornPage(f"the file has format {version}; this version reads {FORMAT}")
    end = STRIP + length
    label = data[STRIP:end]
    if len(label) != length or zlib.crc32(label) != crc:
        raise TornPage("the label is short or was changed")
    loaded: dict[str, Any] = _parsed(label.decode())
    return loaded, end


def unpack(data: bytes, name: str | None = None) -> Stored:
    """The page in a page file. Raises :class:`TornPage` if anything is not as it was written, or if it is the file
    of another sheet than ``name``.
    """
    label, start = unpack_label(data)
    if name is not None and label["name"] != name:
        raise TornPage(f"the file of {name} holds {label['name']}")
    bodies: dict[str, bytes] = {}
    parts: list[tuple[str, int, int]] = label["parts"]
    for encoding, length, crc in parts:
        part = data[start : start + length]
        if len(part) != length or zlib.crc32(part) != crc:
            raise TornPage(f"the {encoding} part is short or was changed")
        bodies[encoding] = part
        start += length
    if start != len(data):
        raise TornPage("there is more in the file than its label says")
    return Stored(
        name=label["name"],
        status=label["status"],
        headers=tuple(map(tuple, label["headers"])),
        etag=label["etag"],
        length=label["length"],
        gzip=bodies.get("gzip", b""),
        brotli=bodies.get("br"),
        plain=bodies.get("identity"),
        valid_until=label["valid_until"],
        extra=label["extra"],
    )
