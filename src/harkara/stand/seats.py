"""Seats: a core for each worker, where there are as many workers as cores.

A worker is two threads that take turns, the server's and the event loop's. On one core a turn is passed on at once. On
two they wake one another for every request, and wait where the other core is busy with another worker: readers wait
longer, and there is less of everything.
"""

import fcntl
import os
import sys
from pathlib import Path
from typing import Final

FOLDER: Final = "HARKARA_SEATS"
"""In the environment of the stand: the folder of the seats. Unset: workers sit where they like."""


def cores() -> list[int]:
    """The cores that this process may use; none where the system does not let it choose."""
    return sorted(os.sched_getaffinity(0)) if sys.platform == "linux" else []


def sit(folder: Path | str) -> int | None:
    """Takes the first free core for this process until it ends, and returns it; None where all are taken.

    To be called before there are other threads, which sit where their first one did.
    """
    for core in cores():
        seat = os.open(Path(folder, f"core-{core}"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(seat, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(seat)
            continue
        os.sched_setaffinity(0, [core])
        return core
    return None
