"""A new index out of the desk's tables, beside the one that is searched, which it replaces in one step at the end."""

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from harkara.archive import turning
from harkara.archive.record import Kind, Record
from harkara.desk import morgue
from harkara.press import room
from harkara.press.following import Follower
from harkara.press.snapshot import snapshot

LOT = 200
"""Records read in one snapshot of the database."""

PORTION = 20_000
"""Records of one commit; between two of them the new index follows the log, so that this never runs away from it."""

Progress = Callable[[int, int], None]


def renew(place: Path, kinds: tuple[Kind, ...], progress: Progress = lambda done, total: None) -> int:
    """Makes the index at ``place`` anew and returns how many records were put. Search stays up on the old one.

    ``progress`` is told how many records were read, and of about how many, after each lot. Raises
    :class:`~harkara.archive.turning.TurningBusy` where another process does this, :class:`RackFull` without room.
    A sudden end leaves the old index as it was.
    """
    with turning.anew(place) as fresh:
        follower = Follower(place, kinds, fresh)
        try:
            with snapshot() as position:
                total = sum(morgue.DRAWERS[kind].count() for kind in kinds)
            done = 0
            records = _everything(kinds, lambda read: progress(read, max(total, read)))
            while portion := list(islice(records, 1)):
                room.require(fresh)
                follower.index().write(_counted(portion, records), [])
                if not done:
                    follower.begin(position)
                done += PORTION
                follower.settle()
            if not done:
                follower.begin(position)
            follower.settle()
            count = follower.index().count()
        finally:
            follower.close()
        turning.turn(place, fresh)
    return count


def _counted(first: list[Record], others: Iterator[Record]) -> Iterator[Record]:
    """One portion, which begins with what was taken already."""
    yield from first
    yield from islice(others, PORTION - len(first))


def _everything(kinds: tuple[Kind, ...], tell: Callable[[int], None]) -> Iterator[Record]:
    """All records of the desk, lot by lot, each lot as it is at one moment."""
    read = 0
    for kind in kinds:
        after = 0
        while True:
            with snapshot():
                numbers = morgue.DRAWERS[kind].numbers(after, LOT)
                records = morgue.DRAWERS[kind].read(numbers) if numbers else []
            if not numbers:
                break
            after = numbers[-1]
            read += len(numbers)
            yield from records
            tell(read)
