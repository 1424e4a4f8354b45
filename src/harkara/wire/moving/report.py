"""The report of a move: a line for each item, and for each thing in it that did not come along, with the reason."""

import csv
import fcntl
import io
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Final

from harkara.wire.errors import UnreadableItem


@dataclass(frozen=True, slots=True)
class Line:
    """A line: the item's key at its origin, what became of it (``story``, ``draft``, ``known``, ``dropped``, ``lacks``), the story's
    number and address here, its old address and headline, and of what in it is told why.
    """

    key: str
    became: str
    story: str = ""
    address: str = ""
    old: str = ""
    headline: str = ""
    what: str = ""
    why: str = ""


HEAD: Final = [one.name for one in fields(Line)]

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""How cells begin that spreadsheets run (OWASP, CSV injection)."""


def cell(text: str) -> str:
    """``text`` as a cell that no spreadsheet takes for a formula.

    >>> cell("=1+1"), cell("নদী")
    ("'=1+1", 'নদী')
    """
    flat = text.replace("\0", "")
    return f"'{flat}" if flat.startswith(_FORMULA) or flat.lstrip().startswith(_FORMULA) else flat


class Report:
    """The file of the report. Whoever writes it keeps others from it; ``size`` is what was written up to a commit."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("ab")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as why:
            self._file.close()
            raise UnreadableItem(
                f"another import writes {path} at this moment; wait for it, or name another --report"
            ) from why

    def begin(self, size: int) -> None:
        """Goes on after the first ``size`` bytes; what was written behind them was of what is done again."""
        self._file.truncate(min(size, self._file.seek(0, io.SEEK_END)))
        if not self._file.seek(0, io.SEEK_END):
            self._write([HEAD])

    def add(self, lines: Iterable[Line]) -> int:
        """Writes ``lines``; returns how many bytes the file has then."""
        self._write([cell(text) for text in astuple(line)] for line in lines)
        return self._file.tell()

    def _write(self, rows: Iterable[list[str]]) -> None:
        text = io.StringIO()
        csv.writer(text, lineterminator="\r\n").writerows(rows)
        self._file.write(text.getvalue().encode("utf-8", "replace"))
        self._file.flush()

    def close(self) -> None:
        self._file.close()
