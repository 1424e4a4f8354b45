"""Pictures and cards are drawn before readers ask: one file at a time, when the press has nothing else to do.

What everybody can show comes first. When the newest form is there in every width, the desk is told, and pages name it.
"""

import logging
from collections.abc import Callable, Iterable
from typing import Final

from harkara.desk import copy, due
from harkara.desk.copy.pictures import drawable
from harkara.press import names
from harkara.press.cards import faces
from harkara.rack import ledger

log = logging.getLogger(__name__)

LOOKED: Final = 100
"""Pictures used lately that a press which starts looks at: its predecessor may not have come to them."""


class Ahead:
    """The fresh stories whose cards are perhaps not drawn yet, the newest first; ``bake`` as for :class:`Drawing`. A card that
    was taken off because its story changed is drawn again when the story's page is printed.
    """

    def __init__(self, bake: Callable[[list[str]], bool]) -> None:
        self._bake = bake
        self._numbers: dict[int, None] = {}

    def begin(self, young: Iterable[int]) -> None:
        """Takes up what was left to do for the stories ``young``."""
        if faces.is_able():
            self._numbers.update(dict.fromkeys(sorted(young)))
        else:
            log.error(
                "Pillow has no Raqm here: no card is drawn; install libraqm and libfribidi with the system's packages"
            )

    def take(self, printed: Iterable[str]) -> None:
        """Takes up the stories whose pages are among the sheets ``printed``."""
        stories = sorted(int(name[6:]) for name in printed if name.startswith("story:"))
        self._numbers.update(dict.fromkeys(stories if faces.is_able() else ()))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left to be drawn."""
        return not self._numbers

    def draw(self) -> bool:
        """Draws one card. Returns whether there was anything to do."""
        while self._numbers:
            number = next(reversed(self._numbers))
            wanted = [names.card(number, file) for file in copy.cards_ahead(number)]
            there = ledger.sheets(wanted) if wanted else {}
            lacking = next((name for name in wanted if name not in there), None)
            if lacking is not None and self._bake([lacking]) and ledger.sheets([lacking]):
                return True
            del self._numbers[number]
        return False


class Drawing:
    """The pictures that are shown and perhaps not drawn yet; ``bake`` puts sheets on the rack and says whether it could."""

    def __init__(self, bake: Callable[[list[str]], bool]) -> None:
        self._bake = bake
        self._numbers: dict[int, None] = {}  # the first to come is the first to be drawn

    def begin(self) -> None:
        """Takes up what was left to do."""
        self._numbers.update(dict.fromkeys(due.undrawn(LOOKED)))

    def take(self, shown: Iterable[str]) -> None:
        """Takes up the pictures of files that pages show, by the names of their sheets."""
        self._numbers.update(dict.fromkeys(int(name.split(":")[1]) for name in sorted(shown)))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left to be drawn."""
        return not self._numbers

    def draw(self) -> bool:
        """Draws one file. Returns whether there was anything to do."""
        while self._numbers:
            number = next(iter(self._numbers))
            wanted = [f"picture:{number}:{width}.{form}" for width, form in drawable(number)]
            there = ledger.sheets(wanted)
            lacking = next((name for name in wanted if name not in there), None)
            if lacking is not None and self._bake([lacking]) and ledger.sheets([lacking]):
                return True
            del self._numbers[number]
            if lacking is None and wanted and due.drawn(number):
                return True
        return False
