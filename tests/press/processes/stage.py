"""The stage on which processes of a paper act: a clock that all of them read, a layout version, and short pages.

Everything else is the product. A process enters the stage before it does anything; the clock is eight bytes that are
mapped into every process, so that one step of it is seen by all at once.
"""

import mmap
import os
import struct
from datetime import UTC, datetime
from pathlib import Path

from harkara import layout
from harkara.desk import clock
from harkara.desk.copy import listings
from harkara.desk.models import places

SIZE = 8


class Clock:
    """The clock in the file ``path``; stands still until it is set."""

    def __init__(self, path: Path) -> None:
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            os.ftruncate(file, SIZE)
            self._shown = mmap.mmap(file, SIZE)
        finally:
            os.close(file)

    def set(self, moment: datetime) -> None:
        """All processes take ``moment`` for now."""
        self._shown[:] = struct.pack("d", moment.timestamp())

    def now(self) -> datetime:
        """What it shows, in UTC."""
        return datetime.fromtimestamp(struct.unpack("d", self._shown[:])[0], UTC)


def enter(path: Path, version: str) -> None:
    """This process takes the clock in ``path`` for the desk's, and the layout for that of ``version``."""
    shown = Clock(path)
    clock.now = lambda: clock._set.get() or shown.now()
    layout.VERSION = version
    places.PER_PAGE = listings.PER_PAGE = 3
