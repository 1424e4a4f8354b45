"""Marks what was looked for: in a headline whole, in a text the best window around it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate

from harkara.bangla import graphemes

from .columns import forms
from .index import Marked
from .wanted import Wanted

WINDOW = 240
"""Characters of an excerpt, about; it begins and ends between words."""

_LONGEST = 60_000  # characters of a text in which hits are looked for
_SIGNS = frozenset(
    [
        chr(code)
        for code in (*range(0x981, 0x984), 0x9BC, *range(0x9BE, 0x9CE), 0x9D7, 0x9E2, 0x9E3, 0x9FE, 0x200C, 0x200D)
    ]
)
_JOINING = frozenset("\u09cd\u200d")
_PLAIN = re.compile("[\n -~\u0964\u0965\u0980-\u09ff\u2010-\u2026\u200c\u200d]*")
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
    count: int

    def headline(self, text: str) -> Marked:
        """The whole text, marked."""
        return _pieces(text, 0, len(text), self.spans(text))

    def excerpt(self, text: str) -> Marked:
        """The best window of ``text``, marked; its beginning where nothing is found. ``…`` stands for what is left out."""
        spans = self.spans(text[:_LONGEST], enough=True)
        begins, ends = _window(text, spans)
        pieces = _pieces(text, begins, ends, spans)
        return ((("… ", False),) if begins else ()) + pieces + (((" …", False),) if ends < len(text) else ())

    def spans(self, text: str, *, enough: bool = False) -> list[tuple[int, int, str]]:
        """Where the words stand in ``text``, and which of them each is; only as far as ``enough`` for a window with all."""
        found: list[tuple[int, int, str]] = []
        if not self.count:
            return found
        last: dict[str, int] = {}
        until = len(text)
        for match in WORDS.finditer(text):
            begins = match.start()
            if begins > until:
                break
            for exact, stem, sound in forms(match.group()):
                if stem in self.stems or exact in self.exact or sound in self.sounds:
                    which = stem if stem in self.stems else sound
                    found.append((begins, match.end(), which))
                    last[which] = begins
                    if enough and until == len(text) and len(last) >= self.count and _close(last.values()):
                        until = min(last.values()) + WINDOW
                    break
        return found


def marker(wanted: Wanted, also: Sequence[str] = ()) -> Marker:
    """The marker of a search; the sound counts for words in Latin letters and for those whose exact words are ``also``."""
    stems = {word.folded for word in wanted.words} | {stem for phrase in wanted.phrases for stem in phrase}
    sounds = {word.sound for word in wanted.words if word.sound and (word.is_latin or word.exact in also)}
    exact = frozenset(word.exact for word in wanted.words)
    return Marker(exact, frozenset(stems), frozenset(sounds), len(stems))


def _close(places: Collection[int]) -> bool:
    return max(places) - min(places) <= WINDOW // 2


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
    edges = _Edges(text, begins, ends)
    begins, ends = edges.before(begins), edges.after(ends)
    pieces: list[tuple[str, bool]] = []
    at = begins
    for start, end, _ in spans:
        if start < begins or end > ends:
            continue
        start, end = edges.before(start), edges.after(end)
        if start < at:
            continue
        if start > at:
            pieces.append((text[at:start], False))
        pieces.append((text[start:end], True))
        at = end
    if at < ends:
        pieces.append((text[at:ends], False))
    return tuple(pieces)


class _Edges:
    """The places between graphemes in and around a window of a text. Most text is such that two letters tell."""

    def __init__(self, text: str, begins: int, ends: int) -> None:
        self._text = text
        self._found: list[int] = []
        first = max(0, begins - 64)
        around = text[first : ends + 64]
        if not _PLAIN.fullmatch(around):
            self._found = list(accumulate(map(len, graphemes.split(around)), initial=first))

    def before(self, at: int) -> int:
        """The nearest place between graphemes at or before ``at``."""
        if self._found:
            return self._found[bisect_right(self._found, at) - 1]
        while 0 < at < len(self._text) and self._joined(at):
            at -= 1
        return at

    def after(self, at: int) -> int:
        """The nearest one at or after it."""
        if self._found:
            return self._found[min(bisect_left(self._found, at), len(self._found) - 1)]
        while 0 < at < len(self._text) and self._joined(at):
            at += 1
        return at

    def _joined(self, at: int) -> bool:
        return self._text[at] in _SIGNS or self._text[at - 1] in _JOINING
