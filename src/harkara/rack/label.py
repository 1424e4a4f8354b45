"""The label of a page file: what is known of a page, in as few bytes as may be, since readers carry them home.

A gzip member has a header with room for extra fields (RFC 1952, 2.3.1.1): there the label lies, so that the page file
*is* the compressed page and any server can hand it out as it is. The label itself::

    head     52 bytes (HEAD): checksum of all that follows it, numbers, lengths
    name     UTF-8
    address  as in `narrowed`
    extra    JSON, or nothing
    date     the page's last-modified, where that is its last header
    headers  JSON, raw deflate with HEADERS as dictionary: the same bytes for all pages with the same headers
    padding  zeros up to a multiple of 16, so that a few digits more make no other size

Lengths and checksums (:func:`zlib.crc32`) show a torn, short or foreign file; they do not defend against malice.
"""

import json
import zlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from math import isnan, nan
from struct import Struct
from typing import Any, Final, NamedTuple

from .errors import TornPage

FORMAT: Final = 3
"""Version of the page file. When it rises, the one before it can still be read."""

STRIP: Final = 16
"""Bytes before the label, in both kinds of file."""

MEMBER: Final = b"\x1f\x8b\x08\x04\x00\x00\x00\x00\x00\x03"
"""How a gzip member begins that has extra fields, no name and no time."""

FIELD: Final = Struct("<H2sH")
"""Length of the extra fields; the name of ours; its length."""

FIELD_NAME: Final = b"H%d" % FORMAT
LONGEST: Final = 65_535 - 4
"""Bytes of a label that fit into a gzip header. A longer one lies before the compressed page, which then nginx cannot
hand out.
"""

BARE: Final = b"harkara-page %d \n" % FORMAT
"""How a file begins whose label cannot lie in a gzip header: pictures, and text that compression does not shorten."""

HEAD: Final = Struct("<IBBHIIId12sHHII")
HEADERS: Final = (
    b'[["x-robots-tag","noindex"],["access-control-allow-origin","*"],["link","<https://>; rel=\\"canonical\\""],'
    b'["content-type","image/webp"],["content-type","image/jpeg"],["content-type","application/rss+xml; charset=utf-8"],'
    b'["content-type","application/atom+xml; charset=utf-8"],["content-type","application/json; charset=utf-8"],'
    b'["cache-control","public, max-age=31536000, immutable"],["cache-control","public, max-age=86400"],'
    b'["content-type","text/html; charset=utf-8"],["cache-control","public, no-cache"],["content-security-policy",'
    b"\"default-src 'none'; script-src 'self' 'sha256-='; style-src 'self'; img-src 'self'; connect-src 'self'; "
    b"base-uri 'none'; form-action 'none'; frame-ancestors 'none'\"],[\"referrer-policy\","
    b'"strict-origin-when-cross-origin"],["x-content-type-options","nosniff"],["cross-origin-opener-policy",'
    b'"same-origin"],["permissions-policy","camera=(), geolocation=(), microphone=(), payment=(), usb=()"]]'
)
"""Words that stand in headers, the likely ones last. Part of the format: another dictionary is another format."""

_NARROW: Final = {number: number - 0x0980 + 0x80 for number in range(0x0980, 0x0A00)}
_WIDE: Final = {narrow: number for number, narrow in _NARROW.items()}

Headers = tuple[tuple[str, str], ...]


class Facts(Mapping[str, str]):
    """What the press wrote on a label. Nobody who hands the page out asks, so the JSON is read when somebody does."""

    __slots__ = ("_json",)

    def __init__(self, data: bytes) -> None:
        self._json = data

    def __getitem__(self, key: str) -> str:
        return self._read()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())

    def __repr__(self) -> str:
        return repr(self._read())

    def _read(self) -> dict[str, str]:
        found: dict[str, str] = _parsed(self._json.decode())
        return found


class Label(NamedTuple):
    """What is known of a page. ``etag``: 24 hexadecimal digits. ``length``: identity bytes. ``valid_until``: POSIX
    seconds. ``packed``: whether the body is gzip. ``size`` and ``crc`` are of the bytes behind the label. ``address``:
    the path at which nginx may hand the file out, :func:`narrowed`, or nothing.
    """

    name: str
    status: int
    headers: Headers
    etag: str
    length: int
    valid_until: float | None
    extra: Mapping[str, str]
    address: bytes
    packed: bool
    size: int
    crc: int


def encoded(label: Label) -> bytes:
    """The bytes of ``label``."""
    headers, date = label.headers, b""
    if headers and headers[-1][0] == "last-modified" and len(headers[-1][1]) < 64 and headers[-1][1].isascii():
        headers, date = headers[:-1], headers[-1][1].encode()
    name, address = label.name.encode(), label.address
    extra, packed = _dumped(dict(label.extra)) if label.extra else b"", _headers_packed(headers)
    numbers = (
        *(label.packed, len(date), label.status, label.length, label.size, label.crc),
        nan if label.valid_until is None else label.valid_until,
        *(bytes.fromhex(label.etag), len(name), len(address), len(extra), len(packed)),
    )
    rest = b"".join((HEAD.pack(0, *numbers)[4:], name, address, extra, date, packed))
    rest += bytes(-(len(rest) + 4) % 16)
    return zlib.crc32(rest).to_bytes(4, "little") + rest


def decoded(data: bytes) -> tuple[Label, int]:
    """The label in a page file (its first bytes are enough) and where the body begins.

    Raises :class:`TornPage` if it is short, changed or of another format.
    """
    if len(data) < STRIP + HEAD.size:
        raise TornPage("the file does not begin as a page file")
    crc, packed, dates, status, length, size, body, until, tag, names, addresses, extras, headers = HEAD.unpack_from(
        data, STRIP
    )
    address = STRIP + HEAD.size + names
    extra = address + addresses
    date = extra + extras
    header = date + dates
    end = header + headers
    start = end + -end % 16
    if zlib.crc32(data[STRIP + 4 : start]) != crc or len(data) < start:
        _known(data)
        raise TornPage("the label is short or was changed")
    if data[:STRIP] != BARE and data[:STRIP] != MEMBER + FIELD.pack(start - 12, FIELD_NAME, start - STRIP):
        _known(data)
        raise TornPage("the strip before the label was changed")
    pairs = _headers_read(data[header:end])
    return Label(
        data[STRIP + HEAD.size : address].decode(),
        status,
        (*pairs, ("last-modified", data[date:header].decode())) if dates else pairs,
        tag.hex(),
        length,
        None if isnan(until) else until,
        Facts(data[extra:date]) if extras else {},
        data[address:extra],
        packed == 1,
        size,
        body,
    ), start


def strip(label: bytes, packed: bool) -> bytes:
    """What comes before ``label`` in a file whose body is gzip (``packed``) or as it is."""
    if packed and len(label) <= LONGEST:
        return MEMBER + FIELD.pack(len(label) + 4, FIELD_NAME, len(label))
    return BARE


def narrowed(address: str) -> bytes:
    """``address`` in one byte a letter where it is Latin and Bangla, as the paper's are; any other as UTF-8 behind a
    zero byte.
    """
    try:
        if any("\x7f" < letter < "\u0980" for letter in address):
            raise ValueError
        return address.translate(_NARROW).encode("latin-1")
    except ValueError:
        return b"\0" + address.encode()


def widened(data: bytes) -> str:
    """The address that was :func:`narrowed`."""
    return data[1:].decode() if data[:1] == b"\0" else data.decode("latin-1").translate(_WIDE)


_parsed = json.JSONDecoder().decode
"""The inner part of :func:`json.loads`: labels are read for each page that is not in memory."""


def _dumped(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


@lru_cache(maxsize=256)
def _headers_packed(headers: Headers) -> bytes:
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -12, 5, zlib.Z_DEFAULT_STRATEGY, HEADERS)
    return squeeze.compress(_dumped(headers)) + squeeze.flush()


@lru_cache(maxsize=256)
def _headers_read(data: bytes) -> Headers:
    return tuple((name, value) for name, value in _parsed(zlib.decompressobj(-12, HEADERS).decompress(data).decode()))


def _known(data: bytes) -> None:
    """Raises :class:`TornPage` that says what is wrong with a file that does not begin as ours do."""
    begin, version = data[: STRIP - 3], data[STRIP - 3 : STRIP - 2]
    if data[:10] == MEMBER and data[12:13] == FIELD_NAME[:1]:
        begin, version = BARE[: STRIP - 3], data[13:14]
    if begin != BARE[: STRIP - 3]:
        raise TornPage("the file does not begin as a page file")
    if version != b"%d" % FORMAT:
        raise TornPage(f"the file has format {version.decode('latin-1')}; this version reads {FORMAT} and {FORMAT - 1}")
