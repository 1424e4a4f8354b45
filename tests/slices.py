"""Which of the long tests a run takes.

A test marked ``long`` takes more than three seconds of a two-core machine. A run of the whole suite takes a third of them,
another third for another commit, so that the suite of a day stays short and none of them sleeps for long.
``HARKARA_SLICE=all make test`` takes all, ``HARKARA_SLICE=0`` (or 1, 2) one part; whoever names files or tests gets what he
names; `make proof` runs them all.
"""

import subprocess
from pathlib import Path
from zlib import crc32

PARTS = 3
ALL = "all"
ROOT = Path(__file__).parents[1]


def of_commit() -> str:
    """The part whose turn it is: told by the commit that is checked out; the first where there is no Git."""
    try:
        done = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "0"
    return str(int(done.stdout.strip(), 16) % PARTS)


def checked(part: str) -> str:
    """``part`` as it was asked for; ``ValueError`` if there is no such part."""
    if part not in {ALL, *map(str, range(PARTS))}:
        raise ValueError(f"HARKARA_SLICE is “{part}”; it is {ALL} or a part of the long tests, 0 to {PARTS - 1}.")
    return part


def takes(part: str, nodeid: str) -> bool:
    """Whether ``part`` holds the long test ``nodeid``. The cases of a test stay together: their places are the same."""
    return part == ALL or crc32(nodeid.partition("[")[0].encode()) % PARTS == int(part)
