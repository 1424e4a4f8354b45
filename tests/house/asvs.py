"""What OWASP's ASVS asks of a news site (``asvs.toml``), as data and as the page ``docs/security.md``.

``python -m tests.house.asvs`` writes the page anew.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from tests.house.tree import ROOT

DATA = Path(__file__).with_name("asvs.toml")
PAGE = ROOT / "docs/security.md"

ASKED = frozenset(
    [
        "1.2.10",
        "1.3.1",
        "1.3.4",
        "1.3.6",
        "1.5.1",
        "3.2.1",
        "3.3.1",
        "3.3.2",
        "3.3.3",
        "3.3.4",
        "3.4.1",
        "3.4.3",
        "3.4.4",
        "3.4.5",
        "3.4.6",
        "3.5.1",
        "3.5.3",
        "3.5.4",
        "3.7.2",
        "5.2.1",
        "5.2.2",
        "5.2.3",
        "5.2.4",
        "5.2.5",
        "5.2.6",
        "5.3.2",
        "5.3.3",
        "5.4.1",
        "5.4.2",
        "5.4.3",
        "6.1.1",
        "6.2.1",
        "6.2.4",
        "6.2.5",
        "6.2.9",
        "6.3.1",
        "6.3.2",
        "6.3.3",
        "6.3.7",
        "6.4.3",
        "6.5.1",
        "7.3.1",
        "7.3.2",
        "7.4.2",
        "7.4.3",
        "7.4.5",
        "7.5.1",
        "7.5.2",
    ]
)
"""The points that a news site is looked at for. The multi-factor point was 6.3.2 in drafts and is 6.3.3 in the final text."""

FRAME = DATA.with_suffix(".md")
"""What stands around the table."""


@dataclass(frozen=True)
class Item:
    """A point: its number, what it asks, and the tests that hold it, or the reason why there is none."""

    number: str
    asks: str
    tests: tuple[str, ...] = ()
    how: str = ""
    reason: str = ""


def items() -> list[Item]:
    """All points, in their order."""
    rows = tomllib.loads(DATA.read_text())["item"]
    return [Item(**{**row, "tests": tuple(row.get("tests", ()))}) for row in rows]


def page() -> str:
    """The page."""
    return FRAME.read_text().replace("{{ points }}", "".join(_line(item) for item in items()))


def _line(item: Item) -> str:
    held = item.reason or "<br>".join(f"`{name}`" for name in item.tests)
    return f"| {item.number} | {' '.join(filter(None, (item.asks, item.how)))} | {held} |\n"


if __name__ == "__main__":
    PAGE.write_text(page())
