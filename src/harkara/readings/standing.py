"""How high a story stands in a list that forgets: pure arithmetic.

A reading weighs 1 when it is made, half after the list's half-life, a quarter after two. The sum of such weights would have to
be worked out anew for every story whenever somebody asks. Instead each reading is weighed forwards, by ``2 ** (t / half-life)``:
the sums keep their order, whatever time it is, and one more reading changes one number. These weights grow without end, so
their logarithms (base 2) are kept.

Source: G. Cormode and others, Forward Decay: A Practical Time Decay Model for Streaming Systems, ICDE 2009.
"""

import math
from typing import Final

HALF_LIVES: Final = {"day": 6 * 3600.0, "week": 48 * 3600.0, "shared": 24 * 3600.0}
"""Seconds after which a reading weighs half, by list: after a day 1/16 in the one, after a week 1/11 in the other."""

LEAST: Final = 1.0
"""Who weighs less than so many readings of this moment is in no list any more."""


def added(standing: float, count: int, moment: float, half_life: float) -> float:
    """``standing`` (0: none yet) after ``count`` more at ``moment`` (POSIX seconds).

    >>> once = added(0, 1, 1_000_000, 3600)
    >>> added(once, 1, 1_000_000, 3600) == added(0, 2, 1_000_000, 3600)
    True
    >>> added(0, 3, 1_000_000, 3600) < added(0, 2, 1_003_600, 3600)
    True
    """
    if count <= 0:
        return standing
    fresh = math.log2(count) + moment / half_life
    if not standing:
        return fresh
    high, low = max(standing, fresh), min(standing, fresh)
    return high + math.log2(1.0 + 2.0 ** (low - high))


def least(moment: float, half_life: float) -> float:
    """The standing that weighs :data:`LEAST` at ``moment``.

    >>> least(3600, 3600) == added(0, 1, 3600, 3600)
    True
    """
    return math.log2(LEAST) + moment / half_life
