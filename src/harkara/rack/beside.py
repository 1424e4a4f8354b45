"""The brotli part of a page: a file of its own beside the page file, handed out as it is.

It comes later than the page and must never go out for another one, so it says which page it is of. Brotli has blocks
that a reader skips (RFC 7932, 9.2, metadata): the last one holds the page's digest and a checksum of all before it.
"""

import zlib
from struct import Struct
from typing import Final

import brotli

from .errors import TornPage

LABEL: Final = Struct("<12sI")
"""Digest of the page; CRC of what comes before the block."""

BEGIN: Final = (0b01_0_11_0 | (LABEL.size - 1) << 6).to_bytes(2, "little")
"""Not the last block, metadata, one byte for the length, the length less one; the rest of the byte is padding."""

END: Final = b"\x03"
"""The last block, which is empty."""

TAIL: Final = len(BEGIN) + LABEL.size + len(END)


def packed(body: bytes, digest: str, quality: int) -> bytes:
    """brotli of ``body``, of the page whose etag is ``digest``."""
    squeeze = brotli.Compressor(quality=quality)
    part: bytes = squeeze.process(body) + squeeze.flush()
    return b"".join((part, BEGIN, LABEL.pack(bytes.fromhex(digest), zlib.crc32(part)), END))


def is_of(data: bytes, digest: str) -> bool:
    """Whether ``data`` is the brotli part of the page with that etag. Raises :class:`TornPage` if it is not whole."""
    tail = data[-TAIL:]
    if len(tail) < TAIL or not tail.startswith(BEGIN) or not tail.endswith(END):
        raise TornPage("the brotli part is short or was changed")
    of, crc = LABEL.unpack_from(tail, len(BEGIN))
    if zlib.crc32(memoryview(data)[:-TAIL]) != crc:
        raise TornPage("the brotli part is short or was changed")
    return bool(of == bytes.fromhex(digest))
