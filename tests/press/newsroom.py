"""A small newsroom at random work, and the press behind it: what the long proofs drive.

Pages of lists hold three stories here, so that a few stories fill several pages. Every act goes through the desk's own
actions; after each one the press turns until it has nothing to do.
"""

import subprocess
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from harkara import layout
from harkara.desk import actions, clock
from harkara.desk.copy import listings
from harkara.desk.errors import DeskError
from harkara.desk.models import places
from harkara.press.bake import bake
from harkara.press.check import Found, check, compare
from harkara.press.storeroom import Storeroom
from harkara.press.turns import Turns
from harkara.rack import changes, ledger, lite
from tests.desk import acts
from tests.desk.acts import Acts
from tests.desk.factories import NOON

LIVE_AT_MOST = 24
"""More published stories than this, and the next act takes one away: a step must stay cheap."""


def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists break into pages after three stories."""
    monkeypatch.setattr(places, "PER_PAGE", 3)
    monkeypatch.setattr(listings, "PER_PAGE", 3)
    monkeypatch.setattr("harkara.desk.models.package.PER_PAGE", 3)
    for room in ("models", "copy", "actions"):
        monkeypatch.setattr(f"harkara.desk.{room}.coverage.PAGE", 3)
    monkeypatch.setattr("harkara.desk.copy.coverage.NEWEST", 4)


class Newsroom(Acts):
    """A paper with editors at work, and a press that follows them."""

    def __init__(self, rack: Path, chance: Random) -> None:
        super().__init__(chance)
        self.rack = rack
        self.now = NOON
        self.done: Counter[str] = Counter()
        self.turns = Turns(Storeroom(rack), brotli=False)

    @classmethod
    def founded(cls, rack: Path, chance: Random, stories: int = 10) -> "Newsroom":
        """A paper with everything that acts need and some stories, printed."""
        clock.set(NOON)
        acts.found()
        room = cls(rack, chance)
        for _ in range(stories):
            room.now += timedelta(minutes=30)
            clock.set(room.now)
            room.publish()
        room.settle()
        return room

    def copied(self, rack: Path, chance: Random) -> "Newsroom":
        """The same paper on a copy of the rack; ends the press of this one."""
        self.turns.close()
        subprocess.run(["cp", "-a", self.rack, rack], check=True)  # pages have second names, and keep them
        room = Newsroom(rack, chance)
        room.now, room.serial = self.now, self.serial
        clock.set(room.now)
        room.settle()
        return room

    @property
    def store(self) -> Storeroom:
        return self.turns.store

    # The acts that need a press or a clock, beside those of the desk. Each returns whether it could be done.

    def schedule_due(self) -> bool:
        """A story is scheduled, and its time comes."""
        actions.schedule(self.draft(), self.now + timedelta(minutes=5), self.editor)
        self.settle()
        self.wait(timedelta(minutes=6))
        return True

    def midnight(self) -> bool:
        """The day ends in the paper's zone."""
        self.wait(clock.end(clock.day_of(self.now)) - self.now + timedelta(seconds=self.chance.randint(0, 90)))
        return True

    def change_layout(self) -> bool:
        """The paper is started again with another layout."""
        self.turns.close()
        layout.VERSION = self.words("layout").replace(" ", "")
        self.turns = Turns(Storeroom(self.rack), brotli=False)
        return True

    def read(self) -> bool:
        """A reader asks for something that is not on the shelf, and for lite pages."""
        missing = [
            entry.name
            for _, entry in self.store.manifest.entries(limit=5000)
            if entry.kind == "sheet" and self.store.shelf.mark(entry.name) is None
        ]
        pages = [
            lite.NAME + entry.name
            for path, entry in self.store.manifest.entries(limit=5000)
            if entry.kind == "sheet" and lite.has_twin(path)
        ]
        chosen = self.chance.sample(missing, min(3, len(missing))) + self.chance.sample(pages, min(3, len(pages)))
        bake(self.store, chosen)
        return bool(chosen)

    def wait(self, span: timedelta) -> None:
        """The clock goes on by ``span``."""
        self.now += span
        clock.set(self.now)

    def act(self, name: str) -> bool:
        """Does the act called ``name`` if it can be done, and lets the press turn until it has nothing to do."""
        self.wait(timedelta(seconds=self.chance.randint(1, 120)))
        try:
            if not ACTS[name](self):
                return False
        except DeskError:
            return False
        self.done[name] += 1
        self.settle()
        while len(live := self.live()) > LIVE_AT_MOST:
            actions.unpublish(self.chance.choice(live), self.editor)
            self.settle()
        return True

    def settle(self) -> None:
        """The press turns until it has nothing to do."""
        self.turns.settle()

    def printed_since(self, position: int) -> list[str]:
        """The sheets that were printed after ``position``."""
        return [sheet.name for sheet in ledger.walk() if sheet.position > position]

    def wrong(self, wanted: list[str]) -> list[str]:
        """What is wrong with the sheets ``wanted``."""
        found = Found()
        compare(self.store, wanted, found)
        assert found.waiting == 0
        return found.wrong

    def everything_wrong(self) -> list[str]:
        """What is wrong on the whole rack. Nothing may wait and nothing may lag when the press has settled."""
        found = check(self.store)
        assert (found.waiting, found.backlog) == (0, 0)
        return found.wrong + self.unreachable()

    def unreachable(self) -> list[str]:
        """Addresses that lead to a sheet which is neither on the shelf nor to be printed."""
        lost = [
            (path, entry.name)
            for path, entry in self.store.manifest.entries(limit=5000)
            if entry.kind == "sheet" and self.store.shelf.mark(entry.name) is None
        ]
        done = bake(self.store, [name for _, name in lost])
        return [f"{path} leads to {name}, which does not exist." for path, name in lost if name in done.absent]

    def position(self) -> int:
        return changes.position()


ACTS: dict[str, Callable[[Any], bool]] = acts.ACTS | {
    "schedule due": Newsroom.schedule_due,
    "midnight": Newsroom.midnight,
    "layout change": Newsroom.change_layout,
    "read": Newsroom.read,
}
