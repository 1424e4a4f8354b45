"""Breaking a headline into lines: as large as it goes, lines of nearly the same length, never inside a written syllable.

A line breaks at a blank. A word of signs alone (a dash, a slash) stays with the word before it, one that opens something
or says a currency with the word behind. A word that is wider than its box breaks between syllables, and a text that is
too long for its box in the smallest size loses its end.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import regex

from harkara.bangla import graphemes

STEP: Final = 0.95
"""From one size to the next smaller one."""

MEASURED: Final = 100
"""The size in which words are measured; their widths in others follow from it, and are measured again at the end."""

LONE: Final = regex.compile(r"[\p{P}\p{S}\p{M}\u200c\u200d]+")
OPENS: Final = regex.compile(r"[\p{Ps}\p{Pi}\p{Sc}#№]+")

Width = Callable[[str, int], float]
"""How wide a text is in a size."""

Way = tuple[float, tuple[int, ...]]
"""What a way to set words costs, and where its lines end."""

INFINITE: Final = float("inf")
NONE: Final[Way] = (INFINITE, ())


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines and the size in which they fit."""

    lines: tuple[str, ...]
    size: int


def words(text: str) -> list[str]:
    """The words of ``text`` between which a line may break, each with the lone signs that belong to it.

    >>> words("ঢাকা – চট্টগ্রাম ( ৳ ৫০ )")
    ['ঢাকা –', 'চট্টগ্রাম', '( ৳ ৫০ )']
    """
    found: list[str] = []
    waits = ""
    for word in text.split():
        if OPENS.fullmatch(word):
            waits = f"{waits}{word} "
        elif LONE.fullmatch(word) and found and not waits:
            found[-1] = f"{found[-1]} {word}"
        else:
            found.append(waits + word)
            waits = ""
    if waits:
        found[-1:] = [" ".join([*found[-1:], waits.strip()])]
    return found


def fit(text: str, box: tuple[int, int], sizes: tuple[int, int], most: int, line: float, width: Width) -> Lines:
    """``text`` in lines for a box of (width, height), in the largest of ``sizes`` (largest, smallest) in which it has at most
    ``most`` lines, each ``line`` times the size high.
    """
    largest, smallest = sizes
    pieces = words(text)
    spans = [width(piece, MEASURED) / MEASURED for piece in pieces]
    blank = (width("ক ক", MEASURED) - width("কক", MEASURED)) / MEASURED
    size = largest
    while size > smallest:
        allowed = min(most, int(box[1] // (size * line)))
        if allowed and (found := _whole(pieces, spans, blank, box[0], size, allowed, width)):
            return Lines(found, size)
        size = max(smallest, min(size - 1, round(size * STEP)))
    allowed = max(1, min(most, int(box[1] // (smallest * line))))
    found = _whole(pieces, spans, blank, box[0], smallest, allowed, width)
    return Lines(found or _cut(text, box[0], smallest, allowed, width), smallest)


def _whole(
    pieces: list[str], spans: list[float], blank: float, room: int, size: int, most: int, width: Width
) -> tuple[str, ...]:
    """The balanced lines of ``pieces``; none where they do not fit."""
    if not pieces or max(spans) * size > room:
        return ()
    ends = _balanced([span * size for span in spans], blank * size, room, most)
    lines = tuple(" ".join(pieces[start:end]) for start, end in zip((0, *ends), ends, strict=False))
    return lines if all(width(one, size) <= room for one in lines) else ()


def _balanced(spans: list[float], blank: float, room: float, most: int) -> tuple[int, ...]:
    """Where lines end, in as few lines as there can be: those whose lengths differ least (least squares of what lacks). None
    where ``most`` lines are too few.
    """
    best: list[Way] = [(0.0, ()), *[NONE] * len(spans)]
    for _ in range(most):
        best = _one_more(best, spans, blank, room)
        if best[-1] != NONE:
            return best[-1][1]
    return ()


def _one_more(best: list[Way], spans: list[float], blank: float, room: float) -> list[Way]:
    """The best ways to set the first n words in one line more than ``best`` has."""
    longer = [NONE] * len(best)
    for start, (cost, ends) in enumerate(best):
        if cost == INFINITE:
            continue
        length = -blank
        for end in range(start + 1, len(best)):
            length += spans[end - 1] + blank
            if length > room:
                break
            found = cost + (room - length) ** 2
            if found < longer[end][0]:
                longer[end] = (found, (*ends, end))
    return longer


def _cut(text: str, room: int, size: int, most: int, width: Width) -> tuple[str, ...]:
    """``text`` in its smallest size: words that are too wide break between syllables, and what does not fit is left out."""
    low, high = 0, graphemes.length(text)
    lines = _greedy(text, room, size, width)
    if len(lines) <= most:
        return lines
    while low < high:
        middle = (low + high + 1) // 2
        if len(_greedy(graphemes.truncate(text, middle), room, size, width)) <= most:
            low = middle
        else:
            high = middle - 1
    return _greedy(graphemes.truncate(text, low), room, size, width)


def _greedy(text: str, room: int, size: int, width: Width) -> tuple[str, ...]:
    """``text`` line by line, each as full as it goes."""
    lines: list[str] = []
    for word in words(text):
        for number, part in enumerate(_parts(word, room, size, width)):
            longer = f"{lines[-1]} {part}" if lines else part
            if number or not lines or width(longer, size) > room:
                lines.append(part)
            else:
                lines[-1] = longer
    return tuple(lines)


def _parts(word: str, room: int, size: int, width: Width) -> list[str]:
    """``word``, or where it is wider than ``room`` its parts, none of which begins with a lone sign."""
    if width(word, size) <= room:
        return [word]
    parts = [""]
    for syllable in graphemes.split(word):
        is_lone = LONE.fullmatch(syllable) is not None
        if parts[-1] and not is_lone and width(parts[-1] + syllable, size) > room:
            parts.append("")
        parts[-1] += syllable
    return parts
