"""What an engine must be able to do, so that searching, suggesting and comparing can be written once for all."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Any, Literal, Protocol

from .index import Place
from .packing import Card
from .wanted import Wanted

Column = Literal["exact", "folded", "sounds", "head", "lead"]

WEIGHTS: dict[Column, float] = {"exact": 0.3, "folded": 1.0, "sounds": 0.6, "head": 0.5}
"""What a hit in a column is worth. Who matches the exact form matches its stem too, and weighs both."""


@dataclass(frozen=True, slots=True)
class Row:
    """A record that was found: where the engine keeps it, how well it matches, and its instant."""

    address: Any
    score: float
    published: int


def rarity(count: int, frequency: int) -> float:
    """What finding a term is worth in bm25, that ``frequency`` of ``count`` records have."""
    return log(1 + max(0.5, count - frequency + 0.5) / (frequency + 0.5))


class View(Protocol):
    """An index as it stands after one commit."""

    def place(self) -> Place | None:
        """The place noted in the commit."""
        ...

    def count(self) -> int:
        """How many records there are."""
        ...

    def frequency(self, column: Column, term: str) -> int:
        """How many records have a term, about: what was removed lately may still count."""
        ...

    def holds(self, column: Column, term: str) -> bool:
        """Whether any record has a term, those that were removed not counted."""
        ...

    def find(self, wanted: Wanted, *, every: bool, limit: int) -> Sequence[Row]:
        """The first ``limit`` records (from the first on, whatever the offset) in the order wanted; with ``every`` those
        that have each of the words, else those that have any.
        """
        ...

    def total(self, wanted: Wanted, *, every: bool) -> int:
        """How many :meth:`find` would find without a limit; where a text is looked for, any number above 10,000 will do
        for more than that.
        """
        ...

    def sections(self, wanted: Wanted, *, every: bool) -> dict[str, int]:
        """How many of them there are of each section; {} where that is not known."""
        ...

    def alike(self, terms: dict[str, float], wanted: Wanted, limit: int) -> Sequence[Row]:
        """Records that have any of these stems, each worth its weight, the best first."""
        ...

    def terms(self, column: Column, prefix: str, limit: int) -> list[tuple[str, int]]:
        """The most frequent terms of a column that begin so, each with the number of its records."""
        ...

    def card(self, address: Any) -> Card:
        """What a hit shows beside its text."""
        ...

    def whole(self, address: Any) -> tuple[Card, str]:
        """That, and the text."""
        ...

    def kept(self, key: str) -> Row | None:
        """Where the record with a key is kept; None where there is none."""
        ...
