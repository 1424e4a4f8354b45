"""Scores and tables of results as finished copy. Digits come as the desk has them and are set in Bangla."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SideCopy:
    """One side of a score: a team, what it has (``২৮৭/৬``), and what stands below that (``৪৮.২ ওভার``)."""

    name: str
    points: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ScoreCopy:
    """How a match stands: what it is, both sides, and how far it is."""

    title: str
    sides: tuple[SideCopy, ...]
    status: str = ""


@dataclass(frozen=True, slots=True)
class TableCopy:
    """A table: what it is, the names of its columns (none for a table without), its rows, all as long as the longest."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    source: str = ""

    @property
    def numeric(self) -> tuple[bool, ...]:
        """Of each column, whether figures stand in it: they are set at the right."""
        columns = zip(*self.rows, strict=True) if self.rows else ()
        return tuple(all(_is_figure(cell) for cell in column) for column in columns)


def _is_figure(cell: str) -> bool:
    """Whether a cell holds a figure, a sign for none, or nothing."""
    bare = cell.strip().strip("+-\N{MINUS SIGN}\N{EN DASH}\N{EM DASH}%৳$.,/:() ")
    return not bare or all(letter.isdecimal() or letter in ".,/:-" for letter in bare)
