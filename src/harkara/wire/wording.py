"""The words of the trade, read once from the data files and made ready to be compared with a line."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Kind = Literal["end", "box", "line"]
_SQUEEZE = re.compile(r"[\s\u00a0]+")
_EDGES = " \t•·●▪■□►▶»«>|*–—-:ঃ।.,…[]()॥#"


@dataclass(frozen=True, slots=True)
class Group:
    """Words of furniture that share a reason."""

    reason: str
    kind: Kind
    whole: frozenset[str]
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    has: tuple[str, ...]
    needs: tuple[str, ...]
    longest: int


def compare(text: str) -> str:
    """Return ``text`` as it is compared: NFC, lower case, single spaces.

    >>> compare("  Leave a   REPLY ")
    'leave a reply'
    """
    return _SQUEEZE.sub(" ", unicodedata.normalize("NFC", text)).strip().casefold()


def bare(text: str) -> str:
    """Return ``text`` as it is compared, without bullets and points at its edges.

    >>> bare("• আরও পড়ুন :") == compare("আরও পড়ুন")
    True
    """
    return compare(text).strip(_EDGES)


def pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """Compile the regular expression ``source`` in the one spelling (NFC) that lines have."""
    return re.compile(unicodedata.normalize("NFC", source), flags)


@cache
def table(name: str) -> dict[str, Any]:
    """Return the data file ``name`` of this room as plain values, in NFC."""
    text = (files("harkara.wire") / "data" / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(unicodedata.normalize("NFC", text))


@cache
def groups() -> tuple[Group, ...]:
    """Return the groups of furniture words, in the order of the data file."""

    def listed(row: dict[str, Any], key: str) -> tuple[str, ...]:
        return tuple(compare(word) for word in row.get(key, ()))

    return tuple(
        Group(
            row["reason"],
            row["kind"],
            frozenset(bare(word) for word in row.get("whole", ())),
            listed(row, "starts"),
            listed(row, "ends"),
            listed(row, "has"),
            listed(row, "needs"),
            row.get("longest", 110),
        )
        for row in table("furniture")["group"]
    )


@cache
def places(country: str) -> frozenset[str]:
    """Return the names of places in ``country`` (``bangladesh``, ``india`` or ``world``)."""
    return frozenset(table("places")[country])


def is_place(text: str) -> bool:
    """Whether ``text`` is a place that stands in bylines.

    >>> is_place("রাজশাহী"), is_place("নীল")
    (True, False)
    """
    word = unicodedata.normalize("NFC", text).strip(" ,।:()")
    return any(word in places(country) for country in ("bangladesh", "india", "world"))
