"""The spool of the stand, from the side of whoever eats it. Its form is told in ``harkara.stand.beacon``."""

import fcntl
import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LINE = re.compile(r"([0-9]{1,12}) ([1-9][0-9]{0,17}) ([a-z][a-z0-9]{0,2}) ([0-9]{1,9})\n")


@dataclass(frozen=True, slots=True)
class Sum:
    """So many of ``what`` (the letters of the spool) at ``moment`` (POSIX seconds)."""

    moment: int
    story: int
    what: str
    count: int


def take(folder: Path) -> list[Path]:
    """The files that are to be eaten, those that somebody took and did not end with first. Workers begin new ones."""
    for file in sorted(folder.glob("*.spool")):
        os.rename(file, folder / f"{time.time_ns()}-{file.stem}.taken")
    return sorted(folder.glob("*.taken"))


def read(file: Path) -> Iterator[Sum]:
    """The sums in a file that was taken, when the worker that may be writing it has ended. Other lines are passed over."""
    with open(file, encoding="ascii", errors="replace") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        for line in opened:
            if found := LINE.fullmatch(line):
                yield Sum(int(found[1]), int(found[2]), found[3], int(found[4]))
