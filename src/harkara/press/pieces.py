"""Pieces: bytes that come again in many versions of a file, compressed once.

A file put together of pieces is one gzip member (RFC 1952) whose deflate blocks (RFC 1951) are those of the pieces, one
behind the other. Each piece ends with a full flush: it is whole bytes, and nothing behind it refers back into it. So
the file's compressed bytes are the same whether a piece was compressed just now or an hour ago.
"""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

LEVEL: Final = 6
"""How hard zlib tries. Other libraries are quicker, but none of them leaves its last block open."""

HEAD: Final = b"\x1f\x8b\x08\x00" + bytes(4) + b"\x00\x03"
"""The header of a gzip member: no time, no name."""

END: Final = b"\x03\x00"
"""An empty last block."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some bytes of a file, and what they are compressed: whole blocks of deflate, none of them the last."""

    body: bytes
    packed: bytes = field(repr=False)

    @property
    def size(self) -> int:
        """Bytes that it takes in memory."""
        return len(self.body) + len(self.packed)


def piece(body: bytes) -> Piece:
    """``body``, compressed."""
    squeeze = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Piece(body, squeeze.compress(body) + squeeze.flush(zlib.Z_FULL_FLUSH))


def joined(pieces: Iterable[Piece]) -> tuple[bytes, bytes]:
    """The file made of ``pieces``, as it is and as a gzip member."""
    pieces = list(pieces)
    body = b"".join(one.body for one in pieces)
    tail = zlib.crc32(body).to_bytes(4, "little") + (len(body) % (1 << 32)).to_bytes(4, "little")
    return body, b"".join((HEAD, *(one.packed for one in pieces), END, tail))
