"""Did you mean: for words that the index hardly knows, ones that it knows well, near by ear or by letter."""

from collections.abc import Iterator
from dataclasses import replace
from heapq import nsmallest

from harkara.bangla.analyse import folded, sounds
from harkara.bangla.skeleton import distance

from .columns import GAP, forms
from .marking import WORDS
from .view import View
from .wanted import Wanted, Word, word

FEW = 5
"""Hits below which another text is looked for."""

_NEAREST = 2.0  # how far by ear a word may be from what was typed, for each five letters
_SPELLED = 0.5  # how far it may be from a word that the index has: only another spelling (0.9 parts পুতিন from পতন)
_COMPARED = 24
_LOOKED_AT = 400  # terms of the index that are compared with a word


def meant(view: View, text: str, wanted: Wanted, total: int) -> str:
    """``text`` with other words in the place of those the index hardly knows; "" where that does not find more."""
    if not wanted.words:
        return ""
    changed: dict[str, str] = {}
    for one in wanted.words:
        known = view.frequency("folded", one.folded)
        if (known == 0 or max(known, total) < FEW) and not one.exact.isdigit():
            other = _better(view, one, known)
            if other:
                changed[one.exact] = other
    if not changed:
        return ""
    words = tuple(word(changed.get(one.exact, one.exact)) for one in wanted.words)
    if view.total(replace(wanted, words=words), every=True) <= view.total(wanted, every=True):
        return ""
    return _replaced(text, changed)


def _better(view: View, one: Word, known: int) -> str:
    """The nearest word of the index that is in many more records; "" where there is none."""
    allowed = _SPELLED if known else _NEAREST * max(1.0, len(one.exact) / 5)
    best, found = (allowed, 0), ""
    for other in _likely(one, _candidates(view, one)):
        far = distance(one.exact, other)
        if far > best[0]:
            continue
        count = view.frequency("folded", folded(other))
        if count > 4 * known and (far, -count) < best:
            best, found = (far, -count), other
    return found


def _likely(one: Word, others: Iterator[str]) -> list[str]:
    """The few that share most letters with the word, since comparing by ear takes long."""
    letters = set(one.exact)
    size = len(one.exact)
    rated = [
        (len(letters ^ set(other)) + abs(size - len(other)), at, other)
        for at, other in enumerate(dict.fromkeys(others))
        if one.is_latin or abs(size - len(other)) <= 3
    ]
    return [other for _, _, other in nsmallest(_COMPARED, rated) if folded(other) != one.folded]


def _candidates(view: View, one: Word) -> Iterator[str]:
    """Words of the index with the same first letters, or the same sound in headlines, the frequent ones first."""
    sound = sounds(one.exact)
    if sound:
        yield from (term.partition(GAP)[2] for term, _ in view.terms("lead", sound + GAP, _LOOKED_AT))
    for length in (3, 2, 1):
        if len(one.exact) > length:
            yield from (term for term, _ in view.terms("exact", one.exact[:length], _LOOKED_AT) if term != GAP)


def _replaced(text: str, changed: dict[str, str]) -> str:
    """The text as it was typed, but for the words that are changed."""

    pieces, at = [], 0
    for match in WORDS.finditer(text):
        made = forms(match.group())
        if len(made) == 1 and made[0][0] in changed:
            pieces += [text[at : match.start()], changed[made[0][0]]]
            at = match.end()
    return "".join([*pieces, text[at:]]).strip()
