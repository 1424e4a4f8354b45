"""Which of several headlines is opened more often, and when that may be said: pure arithmetic, with no error for looking early.

Each reader's browser throws a die and shows one of the headlines, each as often as the others. If two of them draw readers
alike, then of those who opened the story by one of the two every other one, as by the toss of a fair coin, had the one: whoever
saw which headline and how often need not be known. Editors look at the numbers all the time, though, and whoever looks often
enough sees any difference once. So each look asks for more than chance gives at *all* looks together: a gambler bets
against the coin, on all its leanings alike, and holds ``2**n * a! * b! / (n + 1)!`` times what he began with after ``n = a + b``
tosses. While the coin is fair, the odds that he ever, at any look, holds 20 times as much are at most 1 in 20.

Sources: J. Ville, Étude critique de la notion de collectif, 1939 (the odds); H. Robbins, Statistical methods related to the law
of the iterated logarithm, Annals of Mathematical Statistics 41, 1970 (the even bet on all leanings); R. Johari and others,
Always Valid Inference: Continuous Monitoring of A/B Tests, Operations Research 70, 2022 (looking while a test runs).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

ERROR: Final = 0.05
"""How likely it may be at most, over a whole test, that a headline wins which draws no more readers than another."""

LEAST: Final = 100
"""Openings, of all headlines together, before which nothing is said."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What may be said: the ``winner`` (a place, or None), ``lacking`` openings until anything may be, and which ``part`` (0 to
    1) of the way to a win the leader has come against the one next to it: of the logarithm of what the gambler has to hold.
    """

    winner: int | None
    lacking: int
    part: float


def verdict(opened: Sequence[int]) -> Verdict:
    """What may be said of headlines by which a story was opened so often, two or three of them.

    The leader wins where the bet against each of the others is won; of three headlines three bets run, so each asks for
    three times as much (Bonferroni). Raises ``ValueError`` for one headline or for more than three.

    >>> verdict([34, 66]), verdict([35, 65]).winner, verdict([1, 29]).lacking
    (Verdict(winner=1, lacking=0, part=1.0), None, 70)
    """
    if not 2 <= len(opened) <= 3:
        raise ValueError(f"A test has two or three headlines, not {len(opened)}.")
    lacking = max(0, LEAST - sum(opened))
    leader = max(range(len(opened)), key=lambda place: opened[place])
    needed = math.log(math.comb(len(opened), 2) / ERROR)
    found = min(held(opened[leader], other) for place, other in enumerate(opened) if place != leader)
    part = min(1.0, max(0.0, found / needed))
    return Verdict(leader if found >= needed and not lacking else None, lacking, part)


def held(one: int, other: int) -> float:
    """How many times what he began with the gambler holds after so many tosses of each side, as a natural logarithm.

    >>> round(math.exp(held(1, 1)), 6), round(math.exp(held(2, 0)), 6)
    (0.666667, 1.333333)
    """
    tosses = one + other
    return tosses * math.log(2) + math.lgamma(one + 1) + math.lgamma(other + 1) - math.lgamma(tosses + 2)
