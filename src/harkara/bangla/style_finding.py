"""What the style check works with: a house style, and the findings it leads to."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Literal

from harkara.bangla.clean import normalise

__all__ = ["Finding", "Style", "house"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One mark in the margin: ``text[start:end]`` is what is meant; any of ``suggestions`` may stand in its place.

    ``kind`` is "variant", "unknown", "digits", "danda", "doubled", "space" or "lookalike"; ``message`` is for the desk.
    """

    start: int
    end: int
    kind: str
    message: str
    suggestions: tuple[str, ...]


@dataclass(frozen=True)
class Style:
    """A house style: unwanted spellings with the wanted one and the reason, the digits the paper prints, more words."""

    variants: dict[str, tuple[str, str]] = field(default_factory=dict)
    digits: Literal["bangla", "latin", "any"] = "bangla"
    words: frozenset[str] = frozenset()  # known besides the list: names of the day

    @classmethod
    def read(
        cls, lines: Iterable[str], digits: Literal["bangla", "latin", "any"] = "bangla", words: Iterable[str] = ()
    ) -> "Style":
        """A style from the lines of a table: unwanted, tab, wanted, tab, reason; ``#`` begins a comment.

        Raises ``ValueError`` where a line has not three columns.

        >>> Style.read(["ধরণ\\tধরন\\tঅতৎসম শব্দে ন"]).variants
        {'ধরণ': ('ধরন', 'অতৎসম শব্দে ন')}
        """
        variants = {}
        for line in lines:
            if not line.strip() or line.startswith("#"):
                continue
            columns = line.rstrip("\n").split("\t")
            if len(columns) != 3:
                raise ValueError(f"A row of a style table has three columns between tabs; this one has not: {line!r}.")
            variants[normalise(columns[0])] = (normalise(columns[1]), columns[2])
        return cls(variants, digits, frozenset(map(normalise, words)))


@cache
def house() -> Style:
    """The style that comes with the library: ``data/house_style.tsv``."""
    table = (files("harkara.bangla") / "data" / "house_style.tsv").read_text(encoding="utf-8")
    return Style.read(table.splitlines())
