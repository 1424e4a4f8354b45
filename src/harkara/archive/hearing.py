"""What somebody means who writes a Bangla word in Latin letters: the words that headlines have, nearest by ear.

A sound alone has many words (putin: পুতিন, পতন, পাঠানো). Where headlines have one that is said as it was typed, it is meant,
and those a little further off too (shakib: শাকিব, সাকিব); where they have none, everything of that sound is.
"""

from dataclasses import replace
from functools import lru_cache

from harkara.bangla.analyse import folded
from harkara.bangla.skeleton import distance
from harkara.bangla.stem import stem

from .columns import GAP
from .view import View
from .wanted import Wanted, Word

NEAR, ALSO = 1.0, 0.4
"""How far by ear the nearest word may be to be meant at all, and how much further those that are meant beside it."""

_LOOKED_AT = 200  # words of one sound that are compared, the most frequent; each costs some ten microseconds once


def hear(view: View, wanted: Wanted) -> Wanted:
    """``wanted``, with the stems that its Latin words mean in the place of their sound, where headlines have such."""
    words = tuple(_heard(view, word) if word.is_latin and word.sound else word for word in wanted.words)
    return replace(wanted, words=words) if words != wanted.words else wanted


def _heard(view: View, word: Word) -> Word:
    far: dict[str, float] = {}
    for term, _ in view.terms("lead", word.sound + GAP, _LOOKED_AT):
        printed = term.partition(GAP)[2]
        if not printed.isascii():
            key = folded(printed)
            far[key] = min(far.get(key, NEAR + 1), _apart(word.exact, printed))
    nearest = min(far.values(), default=NEAR + 1)
    if nearest > NEAR:
        return word
    heard = sorted(key for key, apart in far.items() if apart <= nearest + ALSO)
    return replace(word, sound="", heard=tuple(heard))


@lru_cache(maxsize=50_000)
def _apart(typed: str, printed: str) -> float:
    return distance(typed, stem(printed))
