"""What the press tells who watches the paper: how far it is, what waits, and what only a process with a database knows."""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connections
from django.utils import timezone

from harkara.archive import turning
from harkara.archive.index import IndexAway, IndexDamaged
from harkara.archive.shelf import open_index
from harkara.comments.models import Comment
from harkara.figures import EVERY, Sheet
from harkara.logbook import logged
from harkara.press import editions, room
from harkara.press.archivist import INDEXES
from harkara.press.following import OtherPastError, past, waiting
from harkara.press.turns import Turns
from harkara.rack import changes, ledger
from harkara.rack.slow import Watch

log = logging.getLogger(__name__)

LOOKED: Final = 30.0
"""Seconds between two looks at what costs a query over more than a row."""

MOST: Final = 1000
"""So many are counted of what waits: more is as bad."""


class Watching:
    """Writes the figures of the press into the sheet of its environment, about once a second, in a thread of its own until
    :meth:`close`: the press waits for none of them. Without a sheet there is no thread.
    """

    def __init__(self, turns: Turns, sheet: Sheet | None = None) -> None:
        self.turns: Final = turns
        self.sheet: Final = sheet or Sheet.of_environment()
        self._looked: dict[str, float] = {}
        self._due = 0.0
        self._ends = threading.Event()
        self._thread: threading.Thread | None = None
        if self.sheet.path is not None:
            self._thread = threading.Thread(target=self._write, name="watching", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Ends the thread."""
        self._ends.set()
        if self._thread is not None:
            self._thread.join()

    def _write(self) -> None:
        while not self._ends.wait(EVERY):
            try:
                self.sheet.write(self.figures())
            except Exception:
                log.exception("there are no figures of the press; trying again")
                close_old_connections()
        connections.close_all()

    def figures(self) -> dict[str, float]:
        """All figures of now. A database that refuses leaves out what it would have told."""
        told = {**self._of_turns(), **logged(), "harkara_slow_queries_total": Watch.count}
        with suppress(DatabaseError):
            told |= self._of_log()
        if time.monotonic() >= self._due:
            self._due = time.monotonic() + LOOKED
            self._looked = look()
        return {**told, **self._looked}

    def _of_turns(self) -> dict[str, float]:
        turns = self.turns
        return {
            "harkara_press_sheets_waiting": len(turns.later),
            "harkara_press_compression_waiting": len(turns.dense),
            "harkara_press_sheets_printed_total": turns.printed,
            "harkara_press_sheets_same_total": turns.same,
            "harkara_press_disk_full": turns.is_full,
            **turns.seen_after.told(),
        }

    def _of_log(self) -> dict[str, float]:
        """How far the press is behind the log: the position is that of the last change, so their difference is how many."""
        last, followed = changes.position(), self.turns.followed
        oldest = changes.since(followed, 1) if last > followed else []
        age = (timezone.now() - oldest[0].at).total_seconds() if oldest else 0.0
        return {"harkara_press_changes_waiting": max(0, last - followed), "harkara_press_lag_seconds": max(0.0, age)}


def look() -> dict[str, float]:
    """What is asked more seldom: the archive, the readers' side, the disks, the layout backlog."""
    told: dict[str, float] = {}
    looks: Mapping[str, Callable[[], Mapping[str, float]]] = {
        "archive": _archive,
        "comments": _comments,
        "rack": _rack,
        "readings": _readings,
        "disks": _disks,
    }
    for name, one in looks.items():
        try:
            told |= one()
        except (DatabaseError, OSError, IndexAway, IndexDamaged, OtherPastError) as error:
            log.warning("no figures of %s: %s", name, error)
    return told


def _archive() -> Mapping[str, float]:
    told = {}
    for name, kinds in INDEXES.items():
        place = Path(settings.HARKARA_ARCHIVE) / name
        if turning.now(place) is None:
            continue
        index = open_index(place)
        try:
            at = past(index.place())
        finally:
            index.close()
        told[f'harkara_archive_changes_waiting{{index="{name}"}}'] = float(waiting(at, kinds, MOST))
    return told


def _comments() -> Mapping[str, float]:
    return {"harkara_comments_waiting": Comment.objects.filter(due__isnull=False)[:MOST].count()}


def _rack() -> Mapping[str, float]:
    return {"harkara_layout_backlog_sheets": len(ledger.behind(editions.now().are_current, MOST))}


def _readings() -> Mapping[str, float]:
    folder = Path(settings.HARKARA_HOME) / "readings"
    return {"harkara_readings_spool_bytes": sum(path.stat().st_size for path in folder.glob("*.*") if path.is_file())}


def _disks() -> Mapping[str, float]:
    disks = {"rack": settings.HARKARA_RACK, "home": settings.HARKARA_HOME}
    return {
        f'harkara_disk_free_bytes{{of="{name}"}}': room.free(folder)
        for name, folder in disks.items()
        if Path(folder).exists()
    }
