"""``harkara archive``: makes the indexes of the archive anew, compares them with the desk, and says how they stand."""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from harkara.archive import turning
from harkara.archive.index import IndexAway, IndexBusy, IndexDamaged, Place
from harkara.archive.record import Kind
from harkara.archive.shelf import open_index
from harkara.press import heap
from harkara.press.archivist import INDEXES
from harkara.press.command import Progress
from harkara.press.comparing import compare
from harkara.press.complaints import Finding
from harkara.press.following import OtherPastError, past, waiting
from harkara.press.renewal import renew
from harkara.rack import changes
from harkara.rack.errors import RackFull

LOOKED = 500
"""Changes behind the place of an index that are looked at: whether they concern it."""


def archive(argv: list[str]) -> int:
    """``harkara archive rebuild|check|status [--public|--newsroom]``. Returns 0, or 1 where something differs, is damaged
    or was refused.
    """
    parser = argparse.ArgumentParser(prog="harkara archive", description="Looks after the indexes of the archive.")
    parser.add_argument(
        "act",
        choices=("rebuild", "check", "status"),
        help="rebuild: make an index anew while search stays up; check: compare it with the desk, record by record; "
        "status: say how far it is",
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--public", action="store_true", help="the index of what readers may see only")
    which.add_argument("--newsroom", action="store_true", help="the newsroom's index only")
    options = parser.parse_args(argv)
    chosen = [name for name in INDEXES if not (options.public or options.newsroom) or getattr(options, name)]
    act = {"rebuild": _rebuild, "check": _check, "status": _status}[options.act]
    return max([act(name, INDEXES[name]) for name in chosen])


def _rebuild(name: str, kinds: tuple[Kind, ...]) -> int:
    heap.settle()
    try:
        count = renew(_place(name), kinds, Progress(sys.stderr, "read", "records"))
    except (turning.TurningBusy, IndexAway, IndexBusy, IndexDamaged, RackFull) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{name}: {count:,} records, made anew.")
    return 0


def _check(name: str, kinds: tuple[Kind, ...]) -> int:
    index = open_index(_place(name))
    try:
        found = compare(index, kinds, Progress(sys.stderr, "compared", "numbers"))
    except (IndexAway, IndexDamaged, OtherPastError) as error:
        print(f"{name}: {error}")
        return 1
    finally:
        index.close()
    for line in found.lines():
        print(f"{name}: {line}")
    return 1 if found.wrong else 0


def _status(name: str, kinds: tuple[Kind, ...]) -> int:
    standing = stand(name)
    print(f"{name}: {standing.sentence}")
    return 1 if standing.damage or standing.other_past else 0


@dataclass(frozen=True, slots=True)
class Standing:
    """How an index stands. ``waiting``: changes that concern it and are not in it; ``owed``: what is put lot by lot."""

    name: str
    folder: Path | None = None
    place: Place | None = None
    last: int = 0
    count: int = 0
    size: int = 0
    waiting: int = 0
    owed: tuple[str, ...] = ()
    damage: str = ""
    other_past: str = ""

    @property
    def sentence(self) -> str:
        """All of it, to be read."""
        if self.folder is None:
            return "There is no index yet; the press makes it."
        if self.damage:
            return self.damage
        if self.other_past:
            return f"The index in {self.folder} does not follow this newsroom's log: {self.other_past}."
        assert self.place is not None
        said = f"{self.count:,} records in {self.folder} ({self.size / 2**20:.1f} MiB), at {self.place.position} of {self.last}"
        said += f", {self.waiting} changes to be put" if self.waiting else ", all that concerns it is put"
        return said + (f"; in lots: {', '.join(self.owed)}." if self.owed else ".")


def stand(name: str) -> Standing:
    """How the index ``name`` stands against the change log."""
    try:
        folder = turning.now(_place(name))
    except IndexAway as error:
        return Standing(name, _place(name), damage=str(error))
    if folder is None:
        return Standing(name)
    index = open_index(_place(name))
    try:
        place, count = index.place(), index.count()
    except (IndexAway, IndexDamaged) as error:
        return Standing(name, folder, damage=str(error))
    finally:
        index.close()
    last = changes.position()
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    try:
        at = past(place)
        behind = waiting(at, INDEXES[name], LOOKED)
        return Standing(name, folder, place, last, count, size, behind, tuple(at.owed))
    except OtherPastError as error:
        return Standing(name, folder, place, last, count, size, other_past=str(error))


def examination() -> Iterator[Finding]:
    """The doctor's lines: one an index."""
    for name in INDEXES:
        found = stand(name)
        if found.damage or found.other_past:
            yield Finding(
                "ill",
                "archive",
                f"{name}: {found.sentence}",
                f"The press makes it anew by itself within a minute; without one: `harkara archive rebuild --{name}`.",
            )
        elif found.folder is None or found.waiting:
            yield Finding(
                "look",
                "archive",
                f"{name}: {found.sentence}",
                "Look again in a minute; if it stays so, see what stands at `press` and in its log.",
            )
        else:
            yield Finding("well", "archive", f"{name}: {found.sentence}")


def _place(name: str) -> Path:
    return Path(settings.HARKARA_ARCHIVE) / name
