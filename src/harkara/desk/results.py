"""Scores and tables of results: how they are stored, as blocks of a body and above live coverage, and read as copy.

A table is typed or pasted as lines: a row a line, its cells apart by tabs (as every spreadsheet copies them) or by ``|``.
"""

from collections.abc import Mapping
from typing import Any, Final

from harkara.bangla.clean import normalise
from harkara.layout.results import ScoreCopy, SideCopy, TableCopy

Board = ScoreCopy | TableCopy

ROWS: Final = 60
COLUMNS: Final = 12
CELL: Final = 120
"""What a table holds at most; more is cut."""


def rows(text: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a table as it is typed, filled up with empty cells to the longest.

    >>> rows("দল | পয়েন্ট\\nআবাহনী | 12\\n\\nমোহামেডান")
    (('দল', 'পয়েন্ট'), ('আবাহনী', '12'), ('মোহামেডান', ''))
    """
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if line.strip(" \t|")][:ROWS]
    split = [_cells(line) for line in lines]
    width = max(map(len, split), default=0)
    return tuple((*cells, *[""] * (width - len(cells))) for cells in split)


def _cells(line: str) -> list[str]:
    apart = line.split("\t") if "\t" in line else line.strip().strip("|").split("|")
    return [normalise(" ".join(cell.split()))[:CELL] for cell in apart[:COLUMNS]]


def table(value: Mapping[str, Any]) -> TableCopy | None:
    """The table in the stored ``value`` of a block; ``None`` for one without a cell."""
    found = rows(str(value.get("rows") or ""))
    if not found:
        return None
    has_head = bool(value.get("head", True)) and len(found) > 1
    head, body = (found[0], found[1:]) if has_head else ((), found)
    return TableCopy(str(value.get("caption") or ""), head, body, str(value.get("source") or ""))


def score(value: Mapping[str, Any]) -> ScoreCopy | None:
    """The score in the stored ``value`` of a block; ``None`` for one without a side."""
    sides = tuple(
        SideCopy(*(str(value.get(f"{which}{what}") or "") for what in ("", "_points", "_detail")))
        for which in ("home", "away")
    )
    named = tuple(one for one in sides if one.name or one.points)
    return ScoreCopy(str(value.get("title") or ""), named, str(value.get("status") or "")) if named else None


def board(stored: Mapping[str, Any] | None) -> Board | None:
    """What is stored above live coverage, as copy."""
    if not stored:
        return None
    return table(stored["value"]) if stored["type"] == "table" else score(stored["value"])


def told(copy: Board) -> dict[str, Any]:
    """What is stored of a score or a table: the block that :func:`board` reads."""
    if isinstance(copy, TableCopy):
        lines = [copy.head, *copy.rows] if copy.head else [*copy.rows]
        said: dict[str, Any] = {
            "caption": copy.caption,
            "rows": "\n".join("\t".join(cells) for cells in lines),
            "head": bool(copy.head),
            "source": copy.source,
        }
        return {"type": "table", "value": said}
    said = {"title": copy.title, "status": copy.status}
    for which, side in zip(("home", "away"), copy.sides, strict=False):
        said |= {which: side.name, f"{which}_points": side.points, f"{which}_detail": side.detail}
    return {"type": "score", "value": said}
