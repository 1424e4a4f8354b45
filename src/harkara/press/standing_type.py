"""Standing type: what was set of a story and will be printed again stays set, until something it was set from changes.

A feed holds thirty whole stories and a list as many teasers, of which a publication changes one. What the press keeps of
each is exact by the same rule as a sheet on the rack: beside it stand the keys that were read for it, and it leaves as soon
as one of them is touched. The type follows the change log by itself, inside the snapshot of whoever asks, so it needs no one
to tell it anything, and two processes need not know of each other. Where it cannot tell what happened since (the database
was restored and has another past, the log was pruned, too much was touched, or what every page shows) it lets go of all.
"""

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from harkara.desk.copy import Alone, TeaserSet
from harkara.layout.copy import PaperCopy
from harkara.press.feeds import Item
from harkara.rack import changes
from harkara.rack.changes import Change
from harkara.rack.keys import of_frame

LIMIT = 32 * 1024 * 1024
"""Bytes of feeds' items that stand at most: some 500 stories whose pages have 58 KB."""

TEASERS = 4096
COPIES = 32
"""How many teasers and how many stories stand at most: a story is printed as page, as data and in feeds, one after another."""

LOOK = 2000
"""Changes that are looked through at most; after more of them everything is set anew."""


@dataclass(frozen=True, slots=True)
class Set:
    """An item, and the keys that were read while it was set."""

    item: Item
    keys: frozenset[str]


class Kept(Protocol):
    """What was set, with the keys that were read meanwhile."""

    @property
    def keys(self) -> frozenset[str]:
        """The keys."""
        ...


@dataclass(frozen=True, slots=True)
class Framed:
    """The paper's own copy, and the keys that were read for it."""

    paper: PaperCopy
    keys: frozenset[str]


T = TypeVar("T", bound=Kept)

Since = Callable[[int, object], list[Change]]
"""What the log holds after a position, and the snapshot of who asks."""


class StandingType(Generic[T]):
    """What stands of stories, by number, all true at one position of the log. Safe for many threads.

    ``size``: bytes that one of them takes in memory. ``limit``: how many are kept; those that were not asked for longest leave
    first. ``since``: how the log is asked.
    """

    def __init__(self, size: Callable[[T], int], limit: int, since: Since | None = None) -> None:
        self.limit = limit
        self.size = 0
        """Bytes that stand."""
        self._size_of = size
        self._since = since or _since
        self._sets: dict[int, T] = {}
        self._last: Change | None = None
        self._frame: object = None
        self._snapshot: object = None
        self._lock = threading.Lock()

    def take(self, numbers: Iterable[int], position: int, frame: object, snapshot: object = None) -> dict[int, T]:
        """Those of ``numbers`` that stand and are true at ``position``, the caller's snapshot.

        ``frame``: whatever else they are made of; under another one everything is set anew. ``snapshot``: any object that
        stands for it: who asks again in the same one need not have the log looked at again.
        """
        with self._lock:
            if not self._is_there(position, frame, snapshot):
                if not self._follow(position, frame, snapshot):
                    self._clear(position, frame)
                self._snapshot = snapshot
            found = {number: self._sets.pop(number) for number in numbers if number in self._sets}
            self._sets.update(found)  # at the end: what was asked for last leaves last
            return found

    def keep(self, sets: Mapping[int, T], position: int, frame: object) -> None:
        """Lets ``sets`` stand, which were set in the snapshot at ``position``; not where others went on meanwhile."""
        with self._lock:
            if self._last is None or self._last.position != position or self._frame != frame:
                return
            for number, one in sets.items():
                self._drop(number)
                self._sets[number] = one
                self.size += self._size_of(one)
            while self.size > self.limit:
                self._drop(next(iter(self._sets)))

    def _is_there(self, position: int, frame: object, snapshot: object) -> bool:
        """Whether all is true at ``position``, as it was found to be in the same snapshot."""
        is_same = snapshot is not None and snapshot is self._snapshot
        return is_same and self._last is not None and self._last.position == position and self._frame == frame

    def _follow(self, position: int, frame: object, snapshot: object) -> bool:
        """Drops what was touched up to ``position``. False where it cannot be known what was."""
        last = self._last
        if last is None or self._frame != frame or position < last.position:
            return False
        later = self._since(last.position - 1, snapshot)  # with the last one itself: it must still be what it was
        if len(later) >= LOOK or later[:1] != [last] or later[-1].position != position:
            return False
        if len(later) > 1:
            touched = frozenset[str]().union(*(change.keys for change in later[1:]))
            if of_frame(touched):
                return False
            for number in [number for number, one in self._sets.items() if not one.keys.isdisjoint(touched)]:
                self._drop(number)
            self._last = later[-1]
        return True

    def _clear(self, position: int, frame: object) -> None:
        self._sets.clear()
        self.size = 0
        self._last, self._frame = changes.at(position), frame

    def _drop(self, number: int) -> None:
        one = self._sets.pop(number, None)
        if one is not None:
            self.size -= self._size_of(one)


class TypeStore:
    """All type that stands in one process: the items of feeds, the teasers of lists, the stories printed last, and the
    frame. They look at the log together, once a snapshot.
    """

    def __init__(self) -> None:
        self._looked: tuple[object, int, list[Change]] = (None, 0, [])
        self.items: StandingType[Set] = StandingType(lambda one: one.item.size, LIMIT, self._later)
        self.teasers: StandingType[TeaserSet] = StandingType(_one, TEASERS, self._later)
        self.copies: StandingType[Alone] = StandingType(_one, COPIES, self._later)
        self.papers: StandingType[Framed] = StandingType(_one, 1, self._later)

    def _later(self, position: int, snapshot: object) -> list[Change]:
        """What the log holds after ``position``, asked once in a snapshot."""
        known, since, found = self._looked
        if snapshot is None or known is not snapshot or since != position:
            found = _since(position, snapshot)
            self._looked = snapshot, position, found
        return found


def _since(position: int, _: object) -> list[Change]:
    return changes.since(position, LOOK)


def _one(_: object) -> int:
    return 1
