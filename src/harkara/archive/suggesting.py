"""Suggestions while somebody types: words of headlines, and what follows them there."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from harkara.bangla.query import is_stopword
from harkara.bangla.romanise import romanise
from harkara.bangla.skeleton import distance, key

from .columns import GAP, forms, printed
from .view import View
from .wanted import Wanted, word

_HEADLINES = 60  # headlines that are read for what comes before and after a word
_TERMS = 200
_HEARD = 80  # of the words that may be meant by Latin letters, so many of the most frequent are compared by ear


def suggest(view: View, typed: str, limit: int = 8) -> tuple[str, ...]:
    """At most ``limit`` texts to look for, the likeliest first; () where nothing is known that begins so."""
    words = printed(typed[:200])
    if not words or limit < 1:
        return ()
    *before, last = words
    if typed[-1:].isspace():
        before, last = words, ""
    found = _after(view, before, last) if before else _alone(view, last)
    kept: list[str] = []
    for text in found:
        if text not in kept and text != " ".join(words):
            kept.append(text)
        if len(kept) == limit:
            break
    return tuple(kept)


def _alone(view: View, typed: str) -> Iterator[str]:
    """Words that begin so, each of the most frequent also with the word that follows it most often."""
    whole = (one for one in _words(view, typed) if view.holds("lead", one))
    for at, one in enumerate(islice(whole, 12)):
        yield one
        if at < 3:
            yield from _after(view, [one], "", most=2)


def _words(view: View, typed: str) -> list[str]:
    if not typed.isascii() or typed.isdigit():
        return [term for term, _ in view.terms("lead", typed, _TERMS) if GAP not in term]
    latin = [(0.0, -count, term) for term, count in view.terms("lead", typed, 20) if GAP not in term and term.isascii()]
    sound = key(typed)
    heard = view.terms("lead", sound, _HEARD) if sound else []
    for term, count in heard:
        _, marked, one = term.partition(GAP)
        if marked and not one.isascii():
            far = _far(typed, one)
            if far <= _allowed(typed):
                latin.append((round(far * 2) / 2, -count, one))
    return [one for _, _, one in sorted(latin)]


def _after(view: View, before: list[str], last: str, most: int = 8) -> Iterator[str]:
    """The words before, as headlines have them, with one that begins like ``last`` and follows them there. Nobody looks for
    a word that says nothing (ও, এবং) unless he typed it whole.
    """
    tokens = [form for one in before for form in forms(one)]
    wanted = Wanted(words=tuple(word(form[0]) for form in tokens), sort="newest")
    if not tokens:
        return
    stems = {form[1] for form in tokens} | {form[2] for form in tokens if form[2] and form[0].isascii()}
    counted: Counter[str] = Counter()
    for row in view.find(replace(wanted, sort="relevance"), every=True, limit=_HEADLINES):
        line = printed(view.card(row.address).headline)
        for at in range(len(before), len(line)):
            if (
                _is(line[at - 1], stems)
                and _begins(line[at], last)
                and not (is_stopword(line[at]) and line[at] != last)
            ):
                counted[" ".join(line[at - len(before) : at + 1])] += 1
    yield from (text for text, _ in counted.most_common(most))


def _is(one: str, stems: set[str]) -> bool:
    return any(form[1] in stems or form[2] in stems for form in forms(one))


def _begins(one: str, last: str) -> bool:
    if one.startswith(last):
        return True
    return last.isascii() and not one.isascii() and _far(last, one) <= _allowed(last)


def _far(typed: str, one: str) -> float:
    """How far by ear the beginning of a Bangla word is from what was typed in Latin letters."""
    return distance(typed, romanise(one)[: len(typed)])


def _allowed(typed: str) -> float:
    return 0.5 + len(typed) / 4
