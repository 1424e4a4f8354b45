"""What readers write: plain text, in the one spelling, with links that lead where they say."""

import re
from typing import Final
from unicodedata import combining

from harkara.bangla import graphemes
from harkara.bangla.clean import normalise
from harkara.layout.talking import Piece

from .errors import Refused

LONGEST: Final = 2000
"""Letters of a comment, as readers know them."""

_BLANKS: Final = re.compile(r"[^\S\n]+")
_GAPS: Final = re.compile(r"\n{3,}")
_HEAPS: Final = 2
"""Marks of other scripts that may stand on one letter; more of them climb over other people's words."""

_LINK: Final = re.compile(
    r"https?://[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+(?::[0-9]{1,5})?(?:[/?#][^\s<>\"'`\\^{|}]*)?",
    re.IGNORECASE,
)
_END: Final = ".,;:!?)]}।…’”*_"
"""What ends a sentence and not an address."""


def clean(text: str) -> str:
    """The text as it is kept. Raises :class:`~harkara.comments.errors.Refused` for an empty or endless one."""
    if len(text) > 20 * LONGEST:
        raise Refused("text_long", most=LONGEST)
    cleaned = levelled(text)
    if graphemes.length(cleaned) > LONGEST:
        raise Refused("text_long", most=LONGEST)
    return cleaned


def levelled(text: str) -> str:
    """The text as it is kept, of any length. Raises :class:`~harkara.comments.errors.Refused` for one without a word."""
    plain = normalise(text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n"))
    lines = (_BLANKS.sub(" ", line).strip() for line in _levelled(plain).split("\n"))
    cleaned = _GAPS.sub("\n\n", "\n".join(lines)).strip()
    if not any(letter.isalnum() for letter in cleaned):
        raise Refused("text_empty")
    return cleaned


def paragraphs(text: str) -> tuple[tuple[tuple[Piece, ...], ...], ...]:
    """The text as pages show it: paragraphs of lines of pieces, each piece with the address it leads to, or none."""
    return tuple(
        tuple(_pieces(line) for line in paragraph.split("\n")) for paragraph in text.split("\n\n") if paragraph
    )


def links(text: str) -> list[str]:
    """The addresses in a text."""
    return [href for block in paragraphs(text) for line in block for _, href in line if href]


def _pieces(line: str) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    done = 0
    for found in _LINK.finditer(line):
        address = found[0].rstrip(_END)
        if found.start() > done:
            pieces.append((line[done : found.start()], ""))
        pieces.append((address, address))
        done = found.start() + len(address)
    if done < len(line):
        pieces.append((line[done:], ""))
    return tuple(pieces)


def _levelled(text: str) -> str:
    """``text`` without marks heaped upon one letter; those of Bangla are no heap (their class is 0, 7 or 9)."""
    if text.isascii():
        return text
    kept, heap = [], 0
    for letter in text:
        heap = heap + 1 if combining(letter) > 9 else 0
        if heap <= _HEAPS:
            kept.append(letter)
    return "".join(kept)
