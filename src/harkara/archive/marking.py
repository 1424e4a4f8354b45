"""Marks what was looked for: in a headline whole, in a text the best window around it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from harkara.bangla import graphemes

from .columns import forms
from .index import Marked
from .wanted import Wanted

WINDOW = 240
"""Characters of an excerpt, about; it begins and ends between words."""

_LONGEST = 60_000  # characters of a text in which hits are looked for
WORDS = re.compile(
    "[0-9০-৯\u0981-\u09fe\u200c\u200da-zA-Z\u00c0-\u024f]"
    "(?:[0-9\u0981-\u09fe\u200c\u200da-zA-Z\u00c0-\u024f\u0300-\u036f]"
    "|['’ʼ`.,·](?=[0-9\u0981-\u09fea-zA-Z\u00c0-\u024f]))*"
)


@dataclass(frozen=True, slots=True)
class Marker:
    """Knows the words that were looked for, in all their forms."""

    exact: frozenset[str]
    stems: frozenset[str]
    sounds: frozenset[str]

    def headline(self, text: str) -> Marked:
        """The whole text, marked."""
        return _pieces(text, 0, len(text), self.spans(text))

    def excerpt(self, text: str) -> Marked:
        """The best window of ``text``, marked; its beginning where nothing is found. ``…`` stands for what is left out."""
        spans = self.spans(text[:_LONGEST])
        begins, ends = _window(text, spans)
        pieces = _pieces(text, begins, ends, spans)
        return ((("… ", False),) if begins else ()) + pieces + (((" …", False),) if ends < len(text) else ())

    def spans(self, text: str) -> list[tuple[int, int, str]]:
        """Where the words stand in ``text``, and which stem each shows."""
        if not (self.stems or self.sounds):
            return []
        found = []
        for match in WORDS.finditer(text):
            for exact, stem, sound in forms(match.group()):
                if stem in self.stems or exact in self.exact or sound in self.sounds:
                    found.append((match.start(), match.end(), stem))
                    break
        return found


def marker(wanted: Wanted, also: Sequence[str] = ()) -> Marker:
    """The marker of a search; the sound counts for words in Latin letters and for those whose exact words are ``also``."""
    stems = {word.folded for word in wanted.words} | {stem for phrase in wanted.phrases for stem in phrase}
    sounds = {word.sound for word in wanted.words if word.sound and (word.is_latin or word.exact in also)}
    return Marker(frozenset(word.exact for word in wanted.words), frozenset(stems), frozenset(sounds))


def _window(text: str, spans: list[tuple[int, int, str]]) -> tuple[int, int]:
    """Where the window with most different words begins and ends."""
    if len(text) <= WINDOW:
        return 0, len(text)
    best, first = (0, 0), 0
    for at, (begins, _, _) in enumerate(spans):
        inside = [stem for start, end, stem in spans[at : at + 40] if end - begins <= WINDOW * 3 // 4]
        worth = (len(set(inside)), len(inside))
        if worth > best:
            best, first = worth, begins
    begins = max(0, first - WINDOW // 5)
    if begins:
        line = text.rfind("\n", begins, first)
        begins = line + 1 if line >= 0 else text.find(" ", begins, first) + 1 or first
    ends = begins + WINDOW
    if ends >= len(text):
        return begins, len(text)
    space = text.rfind(" ", begins + WINDOW // 2, ends)
    if space < 0:
        space = text.find(" ", ends)
    return begins, space if 0 <= space < begins + 3 * WINDOW else ends


def _pieces(text: str, begins: int, ends: int, spans: list[tuple[int, int, str]]) -> Marked:
    """``text[begins:ends]`` in pieces, their edges moved outwards to where graphemes end."""
    edges = _edges(text, begins, ends)
    begins, ends = _before(edges, begins), _after(edges, ends)
    pieces: list[tuple[str, bool]] = []
    at = begins
    for start, end, _ in spans:
        if start < begins or end > ends:
            continue
        start, end = _before(edges, start), _after(edges, end)
        if start < at:
            continue
        if start > at:
            pieces.append((text[at:start], False))
        pieces.append((text[start:end], True))
        at = end
    if at < ends:
        pieces.append((text[at:ends], False))
    return tuple(pieces)


def _edges(text: str, begins: int, ends: int) -> list[int]:
    """The places between graphemes from a little before ``begins`` to a little after ``ends``."""
    first = max(0, begins - 64)
    return list(accumulate(map(len, graphemes.split(text[first : ends + 64])), initial=first))


def _before(edges: list[int], at: int) -> int:
    return edges[bisect_right(edges, at) - 1]


def _after(edges: list[int], at: int) -> int:
    return edges[min(bisect_left(edges, at), len(edges) - 1)]
