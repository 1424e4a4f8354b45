"""What changed between two versions of a text, told by words and graphemes as a Bangla reader sees them.

``diff`` gives pieces in reading order. The ``old`` sides of all pieces, joined, are the old text as it was written; the
``new`` sides are the new one. Two spellings of the same word (see ``clean.normalise``) are no change, and a paragraph
that only stands elsewhere is moved, not removed and added.

Lines are laid side by side first, then the words of those that differ: by words that occur once in each (Bram Cohen's
patience diff), and between those by longest runs, where the stretch is short enough (``CLOSELY``). So the time grows with
the length of the text, not with its square; of a longer stretch without a common rare word all is told as replaced.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, zip_longest
from typing import Literal, TypeAlias

import regex

from harkara.bangla import graphemes
from harkara.bangla.clean import normalise

__all__ = ["Kind", "Piece", "changed", "diff"]

Kind: TypeAlias = Literal["same", "removed", "added", "from", "to"]
"""``from``: a paragraph stood here and stands elsewhere now; ``to``: here it stands now."""

CLOSELY = 40_000
"""Old words times new words of a stretch that is looked at word by word."""

MOVED = 4
"""Words that a paragraph has at least, for it to be told as moved."""

DEEPEST = 40

_LINES = regex.compile(r"[^\n]*\n|[^\n]+")
_SPACES = regex.compile(r"\s+")
_CHUNKS = regex.compile(r"[^\s]+|\s+")
_TOKENS = regex.compile(r"[\p{L}\p{M}\p{N}\p{Cf}]+|[^\p{L}\p{M}\p{N}\p{Cf}]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one kind. ``removed`` and ``from`` have no ``new``, ``added`` and ``to`` no ``old``; of ``same`` the
    two may differ in spelling, in the width of spaces and in what cannot be seen only.
    """

    kind: Kind
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    key: str


def diff(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces that lead from ``old`` to ``new``, in reading order; neighbours differ in kind.

    >>> [(piece.kind, piece.old or piece.new) for piece in diff("ঢাকায় তিন জন আহত", "ঢাকায় চার জন আহত")]
    [('same', 'ঢাকায় '), ('removed', 'তিন '), ('added', 'চার '), ('same', 'জন আহত')]
    >>> [(piece.kind, piece.old or piece.new) for piece in diff("সংবাদ সম্মেলন", "সংবাদে সম্মেলন")]
    [('same', 'সংবা'), ('removed', 'দ'), ('added', 'দে'), ('same', ' সম্মেলন')]
    """
    before, after = _lines(old), _lines(new)
    kept = list(_matches([line.key for line in before], [line.key for line in after]))
    moved = _moved(before, after, kept)
    pieces: list[Piece] = []
    i = j = 0
    for here, there in [*kept, (len(before), len(after))]:
        pieces += _stretch(before[i:here], after[j:there], moved)
        if here < len(before):
            pieces.append(Piece("same", before[here].text, after[there].text))
        i, j = here + 1, there + 1
    return tuple(_joined(pieces))


def changed(old: str, new: str) -> bool:
    """Whether a reader would see a difference: other words, signs or order; not another spelling of the same.

    >>> changed("কোরিয়া", "কোরিয়া"), changed("কোরিয়া", "কোরিয়ায়")
    (False, True)
    """
    return old != new and any(piece.kind != "same" for piece in diff(old, new))


def _lines(text: str) -> list[_Token]:
    return [_Token(line, _key(line)) for line in _LINES.findall(text)]


def _key(text: str) -> str:
    """``text`` in its one spelling; runs of spaces count as one, and those at the ends for nothing."""
    return _SPACES.sub(lambda run: "\n" if "\n" in run[0] else " ", normalise(text)).strip()


def _moved(before: Sequence[_Token], after: Sequence[_Token], kept: Sequence[tuple[int, int]]) -> frozenset[str]:
    """The keys of paragraphs, line end aside, that left one place and came to another, once each."""
    here, there = {i for i, _ in kept}, {j for _, j in kept}
    left = Counter(line.key for i, line in enumerate(before) if i not in here)
    come = Counter(line.key for j, line in enumerate(after) if j not in there)
    return frozenset(key for key, count in left.items() if count == 1 == come[key] and len(key.split()) >= MOVED)


def _stretch(before: Sequence[_Token], after: Sequence[_Token], moved: frozenset[str]) -> Iterator[Piece]:
    """Lines that differ; those that moved are told by themselves, the others word by word."""
    for (lost, went), (got, came) in zip_longest(_parted(before, moved), _parted(after, moved), fillvalue=("", "")):
        yield from _words(lost, got)
        if went:
            yield Piece("from", went, "")
        if came:
            yield Piece("to", "", came)


def _parted(lines: Sequence[_Token], moved: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The text up to each line that moved, and that line; the last one has none."""
    text = ""
    for line in lines:
        if line.key in moved:
            yield text, line.text
            text = ""
        else:
            text += line.text
    if text:
        yield text, ""


def _words(old: str, new: str) -> Iterator[Piece]:
    """The pieces of a stretch, by words."""
    before, after = _tokens(old), _tokens(new)
    i = j = 0
    pairs = list(_matches([token.key for token in before], [token.key for token in after]))
    for here, there in [*_without_crumbs(pairs, len(before), len(after)), (len(before), len(after))]:
        yield from _replaced(before[i:here], after[j:there])
        if here < len(before):
            yield Piece("same", before[here].text, after[there].text)
        i, j = here + 1, there + 1


def _tokens(text: str) -> list[_Token]:
    """Words and signs, each with the space after it. A key says the one spelling, and whether a space follows."""
    found: list[_Token] = []
    for chunk in _CHUNKS.findall(text):
        if chunk.isspace():
            gap = "\n" if "\n" in chunk else " "
            if found and not found[-1].key.endswith((" ", "\n")):
                found[-1] = _Token(found[-1].text + chunk, found[-1].key + gap)
            else:
                found.append(_Token(chunk, gap))
            continue
        written, spelled = _TOKENS.findall(chunk), _TOKENS.findall(normalise(chunk))
        if len(written) != len(spelled):  # a rule reached across words and signs: the chunk stays whole
            written, spelled = [chunk], [normalise(chunk)]
        found += map(_Token, written, spelled)
    return found


def _replaced(before: Sequence[_Token], after: Sequence[_Token]) -> Iterator[Piece]:
    """Words for which others stand now. Where as many stand there, each is laid beside its successor."""
    old, new = "".join(token.text for token in before), "".join(token.text for token in after)
    if _key(old) == _key(new):
        if old or new:
            yield Piece("same", old, new)
        return
    pairs = (
        [(old, new)]
        if len(before) != len(after)
        else list(zip([token.text for token in before], [token.text for token in after], strict=True))
    )
    if not all(_alike(*pair) for pair in pairs):
        pairs = [(old, new)]
    for one, other in pairs:
        yield from _inside(one, other)


def _alike(old: str, new: str) -> bool:
    """Whether one word came of the other: half of the longer one is common at its ends."""
    start, end, longer = _ends(graphemes.split(old), graphemes.split(new))
    return (start + end) * 2 >= longer


def _ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int, int]:
    """How many graphemes are common at the start, how many at the end, and how many the longer one has."""
    a, b = [_grapheme(one) for one in old], [_grapheme(one) for one in new]
    shorter = min(len(a), len(b))
    start = next((i for i in range(shorter) if a[i] != b[i]), shorter)
    rest = shorter - start
    end = next((i for i in range(rest) if a[-1 - i] != b[-1 - i]), rest)
    return start, end, max(len(a), len(b))


def _grapheme(text: str) -> str:
    return normalise(text) if not text.isspace() else "\n" if "\n" in text else " "


def _inside(old: str, new: str) -> Iterator[Piece]:
    """One word for another: graphemes at both ends that stayed are told as such where the words are alike."""
    a, b = graphemes.split(old), graphemes.split(new)
    start, end, longer = _ends(a, b)
    if (start + end) * 2 < longer:
        start = end = 0
    for kind, one, other in (
        ("same", a[:start], b[:start]),
        ("removed", a[start : len(a) - end], []),
        ("added", [], b[start : len(b) - end]),
        ("same", a[len(a) - end :], b[len(b) - end :]),
    ):
        if one or other:
            yield Piece(kind, "".join(one), "".join(other))  # type: ignore[arg-type]  # mypy widens the literals


def _without_crumbs(pairs: Sequence[tuple[int, int]], old: int, new: int) -> list[tuple[int, int]]:
    """``pairs`` without single ones that lie alone between larger changes: "and" kept between two new sentences."""
    good: list[tuple[int, int]] = []
    ends = [*pairs, (old, new)]
    last = (-1, -1)
    for here, following in zip(pairs, ends[1:], strict=True):
        gap_before = here[0] - last[0] - 1, here[1] - last[1] - 1
        gap_after = following[0] - here[0] - 1, following[1] - here[1] - 1
        if min(*gap_before, *gap_after) < 3:
            good.append(here)
        last = here
    return good


def _matches(a: Sequence[str], b: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of positions that hold the same, rising on both sides."""
    return _between(a, b, 0, len(a), 0, len(b), DEEPEST)


def _between(
    a: Sequence[str], b: Sequence[str], low: int, high: int, left: int, right: int, depth: int
) -> Iterator[tuple[int, int]]:
    while low < high and left < right and a[low] == b[left]:
        yield low, left
        low, left = low + 1, left + 1
    same = 0
    while low < high - same and left < right - same and a[high - 1 - same] == b[right - 1 - same]:
        same += 1
    high, right = high - same, right - same
    if low < high and left < right:
        anchors = _anchors(a, b, low, high, left, right) if depth else []
        if anchors:
            for here, there in anchors:
                yield from _between(a, b, low, here, left, there, depth - 1)
                yield here, there
                low, left = here + 1, there + 1
            yield from _between(a, b, low, high, left, right, depth - 1)
        elif (high - low) * (right - left) <= CLOSELY:
            closely = SequenceMatcher(None, a[low:high], b[left:right], autojunk=False)
            for start, other, length in closely.get_matching_blocks():
                yield from ((low + start + k, left + other + k) for k in range(length))
    yield from ((high + k, right + k) for k in range(same))


def _anchors(a: Sequence[str], b: Sequence[str], low: int, high: int, left: int, right: int) -> list[tuple[int, int]]:
    """The longest rising row of what occurs exactly once on each side (patience sorting)."""
    old, new = Counter(a[low:high]), Counter(b[left:right])
    place = {key: j for j, key in enumerate(b[left:right], left) if new[key] == 1}
    pairs = [(i, place[key]) for i, key in enumerate(a[low:high], low) if old[key] == 1 and key in place]
    tops: list[int] = []
    piles: list[int] = []
    back: list[int] = []
    for index, (_, j) in enumerate(pairs):
        pile = bisect_left(tops, j)
        back.append(piles[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [j]
        piles[pile : pile + 1] = [index]
    row: list[tuple[int, int]] = []
    index = piles[-1] if piles else -1
    while index >= 0:
        row.append(pairs[index])
        index = back[index]
    return row[::-1]


def _joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """``pieces`` with neighbours of one kind joined; in a run of changes what was removed stands before what was added."""
    for is_change, run in groupby(pieces, lambda piece: piece.kind in ("removed", "added")):
        if is_change:
            found = list(run)
            old, new = "".join(piece.old for piece in found), "".join(piece.new for piece in found)
            yield from (
                piece for piece in (Piece("removed", old, ""), Piece("added", "", new)) if piece.old or piece.new
            )
            continue
        for kind, alike in groupby(run, lambda piece: piece.kind):
            found = list(alike)
            yield Piece(kind, "".join(piece.old for piece in found), "".join(piece.new for piece in found))
