"""``harkara count``: counts what the stand of this machine wrote down, where no press runs beside it."""

import argparse
import logging
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connections

from harkara.rack.outbox.sides import READERS
from harkara.readings import counting, popular

log = logging.getLogger(__name__)

PAUSE: Final = 4.0
"""Seconds between two meals. What is not eaten yet lies in the spool, where no sudden end loses it."""

RHYTHM: Final = 60.0
"""Seconds between two looks at what is popular."""

HOUR: Final = 3600.0


class Counter:
    """Counts from ``folder`` until ``over`` is set. ``steady`` is a clock that is never set."""

    def __init__(self, folder: Path, steady: Callable[[], float] = time.monotonic) -> None:
        self.folder: Final = folder
        self._steady: Final = steady
        self._ordered = self._thinned = float("-inf")

    def step(self) -> None:
        """One meal; once a minute the lists, once an hour what is too old."""
        counting.eat(self.folder)
        now = self._steady()
        if now - self._ordered >= RHYTHM:
            self._ordered = now
            popular.settle()
        if now - self._thinned >= HOUR:
            self._thinned = now
            counting.thin(time.time())

    def work(self, over: threading.Event) -> None:
        """Until ``over`` is set. Where the database refuses nothing is lost: the spool keeps it."""
        while not over.wait(PAUSE):
            try:
                self.step()
            except DatabaseError as error:
                log.error("readings cannot be counted; trying again. %s", refused(error))
                connections[READERS].close()
            except OSError:
                log.exception("readings cannot be counted; trying again")
        connections[READERS].close()


class Counting:
    """A counter in a thread of this process, until :meth:`close`."""

    def __init__(self) -> None:
        self._over = threading.Event()
        counter = Counter(settings.HARKARA_HOME / "readings")
        self._thread = threading.Thread(target=counter.work, args=(self._over,), name="counter", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Ends it after its meal."""
        self._over.set()
        self._thread.join()


def refused(error: DatabaseError) -> str:
    """What to say where the readers' database refuses, and what to do about it."""
    said = " ".join(str(error).split())
    return (
        f"The readers' database refuses ({said}): HARKARA_READERS_DATABASE says where it is, and “harkara migrate” makes its"
        " tables. What the stand wrote down stays in its spool meanwhile."
    )


def count(argv: list[str]) -> int:
    """``harkara count``: counts until it is told to stop (SIGTERM, SIGINT). ``--once``: what lies there. Returns 0, or 1 with
    a sentence where the database refuses then.
    """
    parser = argparse.ArgumentParser(prog="harkara count", description="Counts what the stand wrote down as read.")
    parser.add_argument("--once", action="store_true", help="count what lies there, then end")
    options = parser.parse_args(argv)
    counter = Counter(settings.HARKARA_HOME / "readings")
    if options.once:
        try:
            counter.step()
        except DatabaseError as error:
            print(refused(error), file=sys.stderr)
            return 1
        return 0
    over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    counter.work(over)
    return 0
