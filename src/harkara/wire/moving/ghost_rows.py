"""The tables of a Ghost export, row by row: the file is one JSON document of any size, and is never held as a whole."""

import io
import json
from collections.abc import Iterator
from typing import Any, Final

from harkara.wire.errors import UnreadableItem

PIECE: Final = 256 * 1024
LONGEST: Final = 64 * 1024 * 1024
"""Characters of one row. A post that a browser can show has a hundredth."""

_BLANK: Final = " \t\r\n\ufeff"
_DECODER: Final = json.JSONDecoder()


def rows(file: io.TextIOBase) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every row of every table of the export in ``file``, with the name of its table, in the order of the file. What stands beside
    the tables is told as a row of ``meta``.

    Raises ``UnreadableItem`` for what is no such export, and where the file breaks off.
    """
    scanner = _Scanner(file)
    if scanner.peek() != "{":
        raise UnreadableItem(
            "the file is no Ghost export: it does not begin with {; give the JSON file of Settings › Export"
        )
    found = False
    for table, row in _object(scanner):
        found = True
        yield table, row
    if not found:
        raise UnreadableItem(
            "the file is no Ghost export: it has no tables under data; give the JSON file of Settings › Export"
        )


def _object(scanner: "_Scanner") -> Iterator[tuple[str, dict[str, Any]]]:
    """What is in ``{"db": [...]}`` or ``{"meta": …, "data": …}``."""
    for name in scanner.names():
        if name == "db" and scanner.peek() == "[":
            for _ in scanner.items():
                if scanner.peek() == "{":
                    yield from _object(scanner)
                else:
                    scanner.value()
        elif name == "data" and scanner.peek() == "{":
            yield from _tables(scanner)
        else:
            value = scanner.value()
            if name == "meta" and isinstance(value, dict):
                yield "meta", value


def _tables(scanner: "_Scanner") -> Iterator[tuple[str, dict[str, Any]]]:
    for table in scanner.names():
        if scanner.peek() != "[":
            scanner.value()
            continue
        for _ in scanner.items():
            row = scanner.value()
            if isinstance(row, dict):
                yield table, row


class _Scanner:
    """JSON from a stream: one value of it is held at a time."""

    def __init__(self, file: io.TextIOBase) -> None:
        self._file = file
        self._text = ""
        self._at = 0
        self._ended = False

    def names(self) -> Iterator[str]:
        """The names of an object that begins here; who is given one takes its value before the next."""
        self._take("{")
        while self.peek() != "}":
            name = self.value()
            if not isinstance(name, str):
                raise self._broken("a name is no text")
            self._take(":")
            yield name
            if self.peek() == ",":
                self._take(",")
            elif self.peek() != "}":
                raise self._broken("a comma is missing")
        self._take("}")

    def items(self) -> Iterator[None]:
        """Once for each value of an array that begins here; who is told of one takes it before the next."""
        self._take("[")
        while self.peek() != "]":
            yield None
            if self.peek() == ",":
                self._take(",")
            elif self.peek() != "]":
                raise self._broken("a comma is missing")
        self._take("]")

    def peek(self) -> str:
        """The next sign that is no blank."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in _BLANK:
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more(PIECE):
                raise self._broken("the file breaks off")

    def value(self) -> Any:
        """The value that begins here."""
        self.peek()
        piece = PIECE
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except RecursionError as why:
                raise self._broken("it nests deeper than any export") from why
            except ValueError as why:
                if not self._more(piece):
                    raise self._broken(str(why)) from why
            else:
                if end < len(self._text) or not self._more(piece):
                    self._at = end
                    return value
            piece = min(2 * piece, LONGEST)

    def _take(self, sign: str) -> None:
        if self.peek() != sign:
            raise self._broken(f"“{sign}” is missing")
        self._at += 1

    def _more(self, size: int) -> bool:
        """Reads on; what lies behind is let go."""
        if self._ended:
            return False
        if len(self._text) - self._at > LONGEST:
            raise UnreadableItem(f"a row of the export is longer than {LONGEST:,} characters, as no post is")
        try:
            piece = self._file.read(size)
        except UnicodeDecodeError as why:
            raise UnreadableItem("the file is not UTF-8, as every Ghost export is; fetch it again") from why
        self._ended = not piece
        self._text, self._at = self._text[self._at :] + piece, 0
        return bool(piece)

    def _broken(self, why: str) -> UnreadableItem:
        near = " ".join(self._text[max(0, self._at - 20) : self._at + 20].split())
        return UnreadableItem(f"the JSON is broken near “{near}” ({why}); fetch the export again")
