"""Marks what was looked for: in a headline whole, in a text the best window around it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from harkara.bangla import graphemes
from harkara.bangla.analyse import folded
from harkara.bangla.skeleton import key

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
_LETTER = "0-9\u0980-\u09fea-zA-Z\u00c0-\u024f"
_IN_WORD = _LETTER + "\u200c\u200d\u0300-\u036f"
_REST = f"[{_IN_WORD}]*(?:['’ʼ`.,·][{_LETTER}][{_IN_WORD}]*)*"
WORDS = re.compile(f"[{_LETTER}]{_REST}")
"""A word as it is printed, with the signs that may stand in it."""
_REST_OF_WORD = re.compile(_REST)  # compiled once: with the letters of each search it would take as long as the search

_TO_GO = frozenset([folded("যাওয়া")])  # গেছে, গেলেন: the one verb that begins otherwise than its stem


@dataclass(frozen=True, slots=True)
class Marker:
    """Knows the words that were looked for, in all their forms."""

    stems: frozenset[str]
    sounds: frozenset[str]
    pattern: re.Pattern[str] | None
    """Finds where the words begin that may be meant, by their first letters."""

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
        """Where the words stand in ``text``, in order, and which of them each is."""
        if self.pattern is None:
            return []
        found = []
        for match in self.pattern.finditer(text):
            begins = match.start()
            rest = _REST_OF_WORD.match(text, begins + 1)
            assert rest is not None  # it may be empty
            for _, stem, sound in forms(text[begins : rest.end()]):
                if stem in self.stems or sound in self.sounds:
                    found.append((begins, rest.end(), stem if stem in self.stems else sound))
                    break
        return found


def marker(wanted: Wanted, also: Collection[str] = ()) -> Marker:
    """The marker of a search; the sound counts for words in Latin letters and for those whose exact words are ``also``."""
    stems = {stem for word in wanted.words for stem in (word.folded, *word.heard)} | {
        stem for phrase in wanted.phrases for stem in phrase
    }
    sounds = {word.sound for word in wanted.words if word.sound and (word.is_latin or word.exact in also)}
    classes = {_class(stem[0]) for stem in stems} | {sound[0] for sound in sounds}
    letters = "".join(letter for one in classes for letter in _letters().get(one, ()))
    if any(stem in _TO_GO for stem in stems):
        letters += "গ"
    pattern = re.compile(f"[{letters}](?<![{_IN_WORD}].)") if letters else None
    return Marker(frozenset(stems), frozenset(sounds), pattern)


def _class(letter: str) -> str:
    """What a word that begins with ``letter`` is heard to begin with: a digit, a consonant's sound, "" for vowels."""
    digit = folded(letter)
    return digit if digit.isdigit() else key(letter)[:1]


@cache
def _letters() -> dict[str, str]:
    """The letters words begin with, by their :func:`_class`. A word's stem begins as the word does, about."""
    found: dict[str, str] = {"k": "cC", "s": "cC"}
    for code in (*range(ord("a"), ord("z") + 1), *range(0x985, 0x9BA), 0x9CE, *range(0x9E6, 0x9F2)):
        letter = chr(code)
        for one in {_class(letter), key(letter + "i")[:1]} if letter.isalpha() else {_class(letter)}:
            found[one] = found.get(one, "") + letter + letter.upper().replace(letter, "")
    for digit in "0123456789":
        found[digit] = found.get(digit, "") + digit
    found[""] += "".join(chr(code) for code in range(0xC0, 0x250) if chr(code).isalpha())
    return found


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
