"""Kills an archivist again and again: ``python -m tests.press.killing SEED KILLS EVERY`` in the home of a paper.

Everything happens in forks of this process, which has the paper loaded and never opens the database. Before each kill an
editor acts; the archivist is then killed at a random moment, be it while it opens an index or in the middle of a commit.
After ``EVERY`` so many kills an archivist works to its end, and both indexes are compared with the desk, record by record.
Prints in JSON what was wrong, and in how many kills the archivist was just writing.
"""

import json
import mmap
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from random import Random

LONGEST = 0.15
"""Seconds after which an archivist is killed at the latest, from its beginning or that of its first write."""

PATIENCE = 2.0
"""Seconds in which it begins to write, if there is anything to be written."""


def fork(work: Callable[[], None]) -> int:
    """A process that does ``work``."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            work()
            code = 0
        except BaseException:
            import traceback

            traceback.print_exc()
        finally:
            sys.stdout.flush()
            os._exit(code)
    return pid


def done(work: Callable[[], None]) -> bool:
    """Whether a process that does ``work`` came to its end."""
    return os.waitpid(fork(work), 0)[1] == 0


def main(seed: int, kills: int, every: int) -> int:
    """See the module."""
    from harkara.archive.columns import columns
    from harkara.archive.engine import analyser
    from harkara.archive.record import Record
    from harkara.press import archivist
    from harkara.press.following import Follower
    from harkara.press.stop import Stop

    chance, writes = Random(seed), mmap.mmap(-1, 1)
    real = Follower._write

    def noted(self: Follower, *what: object) -> None:
        writes[0] = 1
        real(self, *what)  # type: ignore[arg-type]  # what it was given
        writes[0] = 0

    Follower._write = noted  # type: ignore[method-assign]  # in these processes only
    analyser(), columns(Record("story", 1, "শব্দ", "শব্দ", datetime.now(UTC)))  # loaded once for all of them
    assert done(_found)
    writing, wrong = 0, 0
    for number in range(1, kills + 1):
        wrong += not done(lambda number=number: _act(seed * kills + number))  # type: ignore[misc]  # bound at once
        writes[0] = 0
        worker = fork(lambda: archivist.follow(Stop()))
        if chance.random() < 0.7:  # most of them once it has begun to write, if there is anything to be written
            end = time.monotonic() + PATIENCE
            while not writes[0] and time.monotonic() < end:
                time.sleep(0.001)
        end = time.monotonic() + chance.random() * LONGEST
        while time.monotonic() < end:
            time.sleep(0.001)
        os.kill(worker, signal.SIGKILL)
        writing += writes[0]
        os.waitpid(worker, 0)
        if number % every == 0 or number == kills:
            wrong += not done(_compare)
    print(json.dumps({"kills": kills, "while writing": writing, "wrong": wrong}))
    return 1 if wrong else 0


def _found() -> None:
    from harkara.press import archivist
    from tests.desk import acts
    from tests.desk.acts import Acts

    acts.found()
    Acts(Random(0), "আদি").publish()
    archivist.settle()  # both indexes are there: from now on none is made anew


def _act(seed: int) -> None:
    """An editor acts, twice."""
    from harkara.desk import actions
    from harkara.desk.errors import DeskError
    from tests.desk.acts import ACTS, Acts

    chance = Random(seed)
    desk = Acts(chance, f"{seed}ক")
    for _ in range(2):
        with suppress(DeskError):
            ACTS[chance.choice(list(ACTS))](desk)
    while len(live := desk.live()) > 15:
        with suppress(DeskError):
            actions.kill(chance.choice(live), None)


def _compare() -> None:
    """Works to the end of the log; raises where an index is not as the desk is."""
    from django.conf import settings

    from harkara.archive.shelf import open_index
    from harkara.press.archivist import INDEXES, Archivist
    from harkara.press.comparing import compare

    archivist = Archivist()
    archivist.settle()
    archivist.close()
    assert archivist.renewed == []
    for name, kinds in INDEXES.items():
        index = open_index(Path(settings.HARKARA_ARCHIVE) / name)
        found = compare(index, kinds)
        index.close()
        assert (found.wrong, found.late) == ([], 0), (name, found.wrong, found.late)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harkara.settings")
    from harkara.waking import wake

    wake()
    sys.exit(main(*map(int, sys.argv[1:4])))
