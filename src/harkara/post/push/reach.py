"""Whom a message reached: a bit for each subscription, in blocks of a kilobyte.

A block holds 8192 numbers; the bit of a number is its remainder, from the lowest bit of the first byte on.
"""

from collections.abc import Iterable, Iterator
from typing import Final

BLOCK: Final = 8192
BYTES: Final = BLOCK // 8


def block_of(number: int) -> int:
    """The block in which ``number`` has its bit.

    >>> block_of(8191), block_of(8192)
    (0, 1)
    """
    return number // BLOCK


def holds(bits: bytes, number: int) -> bool:
    """Whether the bit of ``number`` is set in its block.

    >>> holds(marked(b"", [8192, 8201]), 8201), holds(marked(b"", [8192]), 8201)
    (True, False)
    """
    place = number % BLOCK
    return place // 8 < len(bits) and bool(bits[place // 8] >> place % 8 & 1)


def marked(bits: bytes, numbers: Iterable[int]) -> bytes:
    """The block with the bits of ``numbers`` set, too."""
    made = bytearray(bits.ljust(BYTES, b"\0"))
    for number in numbers:
        place = number % BLOCK
        made[place // 8] |= 1 << place % 8
    return bytes(made)


def joined(many: Iterable[bytes]) -> bytes:
    """A block with every bit that is set in any of ``many``.

    >>> list(numbers(1, joined([marked(b"", [8192]), marked(b"", [8201])])))
    [8192, 8201]
    """
    total = 0
    for bits in many:
        total |= int.from_bytes(bits, "little")
    return total.to_bytes(BYTES, "little")


def numbers(block: int, bits: bytes) -> Iterator[int]:
    """The numbers whose bits are set, in their order."""
    for at, byte in enumerate(bits):
        while byte:
            low = byte & -byte
            yield block * BLOCK + at * 8 + low.bit_length() - 1
            byte ^= low
