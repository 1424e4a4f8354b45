"""How the board looks: its cards, each drawn once for as long as it says the same.

Every open board asks again whenever something happened in the newsroom; of a hundred cards one has changed. A drawn card is
kept under all that it shows, the buttons of whoever looks among it, and under the language: nobody is shown an old card, or
a button of somebody else's.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, lru_cache, partial
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from harkara.desk.screens import digits
from harkara.desk.screens.drawn import Drawn

MOST = 30
"""Cards in a column."""

CARDS = Drawn(4_000)
"""The cards that a process keeps, some kilobyte each."""


@dataclass(frozen=True, slots=True)
class Verb:
    """Something that may be done to a card, and its key."""

    name: str
    label: Any
    key: str
    address: str
    asks: bool = False
    """Leads to a form."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that is to be seen of a card at a glance, and how it is called in the style."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Card:
    """One thing on the board: all that is shown of it, and nothing else, for it is the name it is kept under."""

    name: str
    address: str
    headline: str
    section: str = ""
    person: str = ""
    since: datetime | None = None
    due: datetime | None = None
    lateness: str = ""
    words: int | None = None
    has_picture: bool = False
    outlet: str = ""
    note: str = ""
    marks: tuple[Mark, ...] = ()
    verbs: tuple[Verb, ...] = ()

    @property
    def is_killed(self) -> bool:
        """Whether the card is struck through."""
        return any(mark.name == "killed" for mark in self.marks)


@dataclass(slots=True)
class Column:
    """A column: its cards, and whether there are more than it shows."""

    name: str
    label: Any
    empty: Any
    address: str = ""
    cards: list[Card] = field(default_factory=list)
    has_more: bool = False

    def fill(self, rows: Any, card: Callable[[Any], Card], most: int = MOST) -> "Column":
        found = list(rows[: most + 1])
        self.cards = [card(row) for row in found[:most]]
        self.has_more = len(found) > most
        return self

    def drawn(self) -> list[SafeString]:
        return [CARDS.piece(card, partial(_card, card)) for card in self.cards]


def drawn(found: list[Column]) -> SafeString:
    """The columns, their digits those of the screen's language."""
    return digits.turned(render_to_string("desk/board_columns.html", {"columns": found}))


def _card(card: Card) -> SafeString:
    html = render_to_string("desk/board_card.html", {"card": card})
    return SafeString(digits.in_screen(html)) if get_language() == "bn" else html


@lru_cache(maxsize=50)
def options(pairs: Sequence[tuple[str, str]], chosen: str) -> SafeString:
    """The choices of a filter (values and what they are called; a tuple): a paper has two hundred people."""
    mark = {True: SafeString(" selected"), False: ""}
    rows = ((value, mark[value == chosen], name) for value, name in pairs)
    return format_html_join("", '<option value="{}"{}>{}</option>', rows)


@cache
def _pattern(name: str) -> str:
    return reverse(name, args=[0])


def at(name: str, number: int) -> str:
    """The address of what has a number; a board has hundreds, and to work each out takes a tenth of its time."""
    return _pattern(name).replace("/0/", f"/{number}/")
