"""The first lines of an answer as bytes (RFC 9112), and what the first line of a request asks for."""

import re
from binascii import a2b_qp
from collections.abc import Iterable
from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus
from typing import Final
from urllib.parse import unquote_to_bytes

LINES: Final = re.compile("(?:[!#$%&'*+.^_`|~0-9a-z-]+: [^\x00-\x08\x0a-\x1f\x7f]*\r\n)*")
"""Headers, as they may look."""

BEYOND: Final = re.compile(b"[\x80-\xff]")
"""Bytes beyond ASCII."""

DAY: Final = 86_400

REMEMBERED: Final = 1500
"""Bytes of an address up to which it is remembered what it says: at most 4 MB."""


@lru_cache(maxsize=128)
def line(status: int) -> bytes:
    """The first line of an answer."""
    try:
        return f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n".encode("ascii")
    except ValueError:
        return b"HTTP/1.1 %d \r\n" % status


def lines(headers: Iterable[tuple[str, str]]) -> bytes:
    """``headers`` as lines. Raises ``ValueError`` where one would not be one header: a line end begins another."""
    single = [f"{name}: {value}\r\n" for name, value in headers]
    text = "".join(single)
    if text.count("\n") != len(single) or not LINES.fullmatch(text):
        raise ValueError(f"these are no headers: {text!r}")
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode()


def head(status: int, headers: Iterable[tuple[str, str]], length: int | None) -> bytes:
    """All lines of an answer but those of its moment (date and connection), with the length of the body if that is known."""
    sized = b"" if length is None else b"content-length: %d\r\n" % length
    return line(status) + lines(headers) + sized


def target(raw: bytes) -> tuple[bytes, bytes, bytes]:
    """Path, query and host of a request's target (RFC 9112, 3.2); the host is empty unless the target names it.

    >>> target(b"/a?q=1")
    (b'/a', b'q=1', b'')
    >>> target(b"http://paper.example/a")
    (b'/a', b'', b'paper.example')
    """
    host = b""
    if raw[:1] != b"/" and b"://" in raw:
        host, slash, rest = raw.partition(b"://")[2].partition(b"/")
        raw = slash + rest or b"/"
    place, _, query = raw.partition(b"?")
    return place, query, host


def escaped(request: bytes) -> bytes:
    """``request`` with its first line in ASCII: some send Bangla as it is, which the parser does not take.

    >>> escaped("GET /ক HTTP/1.1\\r\\nX-A: খ".encode())
    b'GET /%E0%A6%95 HTTP/1.1\\r\\nX-A: \\xe0\\xa6\\x96'
    """
    first, end, rest = request.partition(b"\n")
    return BEYOND.sub(lambda byte: b"%%%02X" % byte[0][0], first) + end + rest


def decoded(place: bytes) -> str:
    """``place`` percent-decoded, what is not UTF-8 replaced by U+FFFD.

    >>> decoded(b"/%E0%A6%95")
    '/ক'
    """
    return _remembered(place) if len(place) <= REMEMBERED else _decoded(place)


def _decoded(place: bytes) -> str:
    """A Bangla address is three bytes a character, all of them escaped. The decoder of quoted-printable does that in one
    pass, ten times as fast as :mod:`urllib.parse`; what it would read otherwise is left to that.
    """
    escapes = place.count(b"%")
    if not escapes:
        return place.decode(errors="replace")
    if b"=" not in place:
        found = a2b_qp(place.replace(b"%", b"="))
        if len(found) == len(place) - 2 * escapes:
            return found.decode(errors="replace")
    return unquote_to_bytes(place).decode(errors="replace")


_remembered = lru_cache(maxsize=1024)(_decoded)


def dated(seconds: int) -> bytes:
    """HTTP date of POSIX seconds."""
    day, rest = divmod(seconds, DAY)
    minutes, second = divmod(rest, 60)
    return b"%b %02d:%02d:%02d GMT" % (_day(day), minutes // 60, minutes % 60, second)


@lru_cache(maxsize=4096)
def _day(number: int) -> bytes:
    return formatdate(number * DAY, usegmt=True)[:16].encode()
