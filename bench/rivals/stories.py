"""The stories that every side tells: invented Bangla of the length that makes a page of about 58 KB."""

import random
from dataclasses import dataclass
from functools import cache

from bench import words

LENGTH = 13_200
"""Code points of a story."""

BODIES = 50


@dataclass(frozen=True, slots=True)
class Told:
    """A story as any system can take it."""

    number: int
    headline: str
    paragraphs: tuple[str, ...]


@cache
def told(count: int, seed: int = 1) -> tuple[Told, ...]:
    """``count`` stories; the same for the same seed."""
    dice = random.Random(seed)
    bodies = [tuple(words.body(dice, LENGTH)) for _ in range(BODIES)]
    return tuple(Told(number, words.headline(dice), bodies[number % BODIES]) for number in range(1, count + 1))
