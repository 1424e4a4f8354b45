"""Invented Bangla prose of any length: words of the demo paper, drawn by Zipf's law from a seed.

No article's text is used; the sentences mean nothing, but letters, lengths and repetition are those of Bangla, which is
what compression, rendering and search feel.
"""

import random
import re
import tomllib
from collections import Counter
from functools import cache
from itertools import accumulate
from pathlib import Path

STORIES = Path(__file__).resolve().parents[1] / "src/harkara/desk/demo/stories.toml"


@cache
def vocabulary() -> tuple[tuple[str, ...], tuple[float, ...]]:
    """The words, most frequent first, and the running sums of their Zipf weights."""
    with STORIES.open("rb") as file:
        text = " ".join(story["body"] for story in tomllib.load(file)["story"])
    counted = Counter(re.findall(r"[\u0980-\u09ff\u200d]{2,}", text))
    words = tuple(word for word, _ in counted.most_common())
    return words, tuple(accumulate(1 / (rank + 2.7) for rank in range(len(words))))


def sentence(dice: random.Random, length: int = 12) -> str:
    """A sentence of about ``length`` words that ends in a danda."""
    words, sums = vocabulary()
    return " ".join(dice.choices(words, cum_weights=sums, k=max(3, round(dice.gauss(length, 3))))) + "।"


def paragraph(dice: random.Random, sentences: int = 4) -> str:
    return " ".join(sentence(dice) for _ in range(sentences))


def headline(dice: random.Random) -> str:
    """Six to ten words, without a danda."""
    return sentence(dice, 8).rstrip("।")


def body(dice: random.Random, characters: int) -> list[str]:
    """Paragraphs of at least ``characters`` code points together."""
    paragraphs: list[str] = []
    while sum(map(len, paragraphs)) < characters:
        paragraphs.append(paragraph(dice))
    return paragraphs
