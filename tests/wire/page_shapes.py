"""The page shapes as data: what a page says, line by line, and what a clipping made of it."""

import re
import unicodedata
from collections import Counter
from collections.abc import Container
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from harkara.wire.clipping import parse
from harkara.wire.errors import UnreadablePage

FOLDER = Path(__file__).parent / "shapes"
# Which fields of a clipping a letter stands for.
FIELDS = {
    "H": {"headline"},
    "Y": {"byline"},
    "T": {"published", "updated", "furniture"},
    "B": {"body"},
    "b": {"body"},
    "C": {"captions"},
    "G": {"source_chain"},
    "S": {"sign_off"},
    "R": {"related", "furniture"},
    "F": {"furniture", "related"},
}
SINGLE = ("headline", "outlet", "desk", "byline", "dateline", "published", "updated")


def nfc(text: str) -> str:
    """The one spelling, with single spaces; the danda of Devanagari."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip().replace("\u09f7", "\u0964")


@dataclass(frozen=True)
class Shape:
    """One invented page: its lines with their letters, and the fields it must give."""

    name: str
    expected: dict[str, str]
    lines: tuple[tuple[str, str], ...]

    @cached_property
    def text(self) -> str:
        """The page as it was saved."""
        return "\n".join(words for _, words in self.lines) + "\n"

    @cached_property
    def body(self) -> list[str]:
        """The paragraphs of the story."""
        paragraphs: list[str] = []
        for letter, words in self.lines:
            if letter == "B":
                paragraphs.append(nfc(words))
            elif letter == "b":
                paragraphs[-1] += " " + nfc(words)
        return paragraphs

    def wanted(self) -> dict[str, Any]:
        """The fields of the clipping, ``...`` for one that is not checked."""
        headline = next((nfc(words) for letter, words in self.lines if letter == "H"), "")
        fields: dict[str, Any] = {name: self._field(name) for name in SINGLE}
        if fields["headline"] is None:
            fields["headline"] = re.sub(r" \| .*", "", headline)
        outlet = self.expected.get("outlet")
        chain = self.expected.get("chain", outlet or "")
        fields["source_chain"] = ... if chain == "?" else [nfc(name) for name in chain.split("→") if name.strip()]
        sign_off = self._field("sign_off")
        if isinstance(sign_off, str):
            parts = [part.strip() or None for part in sign_off.split("|")]
            sign_off = dict(zip(("outlet", "date", "initials"), parts, strict=True))
        fields["sign_off"] = sign_off
        fields["body"] = self.body
        return fields

    def _field(self, name: str) -> Any:
        value = self.expected.get(name)
        return ... if value == "?" else None if value is None else nfc(value)


def read(path: Path) -> Shape:
    """Read one shape file."""
    head, page = path.read_text(encoding="utf-8").split("\n---\n", 1)
    expected = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
    lines = []
    for line in page.rstrip("\n").split("\n"):
        match = re.fullmatch(r"([HYTBbCGSRF])\| ?(.*)", line)
        assert match or not line.strip(), f"{path.name}: no letter before {line!r}"
        lines.append((match[1], match[2]) if match else ("", ""))
    return Shape(path.stem, expected, tuple(lines))


def shapes() -> list[Shape]:
    """All shapes, by name."""
    return [read(path) for path in sorted(FOLDER.glob("*.txt"))]


@dataclass(frozen=True)
class Result:
    """What a clipping got right of a shape."""

    shape: Shape
    got: dict[str, Any]

    def wrong(self) -> dict[str, tuple[Any, Any]]:
        """The fields that are not as expected: wanted and got."""
        fields = dict(self.got)
        fields["source_chain"] = [source["name"] for source in fields["source_chain"]]
        return {
            name: (wanted, fields[name])
            for name, wanted in self.shape.wanted().items()
            if wanted is not ... and fields[name] != wanted
        }

    def body_words(self) -> tuple[int, int, int]:
        """Words of the body: right, wanted, got."""
        wanted = Counter(" ".join(self.shape.body).split())
        got = Counter(" ".join(self.got["body"]).split())
        return (wanted & got).total(), wanted.total(), got.total()

    def lines_right(self) -> tuple[int, int]:
        """Lines in the field they belong to, and all lines."""
        given = {line["n"]: line["field"] for line in self.got["lines"]}
        labels = [(n, letter) for n, (letter, _) in enumerate(self.shape.lines, 1) if letter]
        return sum(given.get(n) in allowed(letter) for n, letter in labels), len(labels)


def allowed(letter: str) -> set[str]:
    """The fields that are right for a line with ``letter``."""
    return FIELDS[letter]


NOTHING: dict[str, Any] = dict.fromkeys((*SINGLE, "sign_off")) | {
    "body": [],
    "captions": [],
    "source_chain": [],
    "related": [],
    "furniture": [],
    "lines": [],
}


def clip(shape: Shape, off: Container[str] = ()) -> Result:
    """Clip ``shape`` with the rules named in ``off`` silent; a page that is refused gives nothing."""
    try:
        return Result(shape, parse(shape.text, off=off).as_json())
    except UnreadablePage:
        return Result(shape, NOTHING)
