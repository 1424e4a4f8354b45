"""Crowding: whether the processors are wanted by others, so that what no reader waits for can wait for a calmer moment.

Linux counts for each thread how long it ran and how long it was ready to run and had to wait. A press that waits for more
than a part of its time shares its machine with readers who would have to wait in its stead. Where the system does not
count, nothing is ever crowded.
"""

import time
from collections.abc import Callable
from pathlib import Path

from harkara.rack import changes
from harkara.rack.changes import Word

LOOK = 0.05
"""Seconds between two looks, at rest, whether something hurries."""

SHARE = 0.25
"""Of the time in which the press wanted to run: from here on it is crowded."""

LEAST = 2_000_000
"""Nanoseconds of such time that say something."""

IDLE = 0.05
"""Of the time of all processors, that in which they had nothing to do: below it readers queue for every one of them."""

WINDOW = 0.5
"""Seconds over which that is looked at, at least: the system counts in hundredths."""

LONGEST = 60.0
"""Seconds after which what waits for a calmer moment takes its turn all the same, one at a time."""


def counted() -> tuple[int, int]:
    """For how long this thread ran and for how long it waited for a processor, both in nanoseconds since it began;
    (0, 0) where nobody counts.
    """
    try:
        ran, waited, _ = Path("/proc/thread-self/schedstat").read_text("ascii").split()
    except (OSError, ValueError):
        return 0, 0
    return int(ran), int(waited)


def idled() -> tuple[int, int]:
    """For how long the processors had nothing to do, and how long that counts, in ticks of all of them together since the
    machine began; (0, 0) where nobody counts.
    """
    try:
        with open("/proc/stat", encoding="ascii") as file:
            ticks = [int(one) for one in file.readline().split()[1:9]]
    except (OSError, ValueError):
        return 0, 0
    return ticks[3] + ticks[4], sum(ticks)


class Crowding:
    """What the system counts, between one look and the next. To be asked in the thread that works.

    ``count`` gives what :func:`counted` does, ``steady`` is a clock that is never set.
    """

    def __init__(
        self, count: Callable[[], tuple[int, int]] = counted, steady: Callable[[], float] = time.monotonic
    ) -> None:
        self._count = count
        self._steady = steady
        self._before = count()
        self._is_crowded = False
        self._since = steady()

    def lets(self) -> bool:
        """Whether there is room for one more piece of what may wait. Whoever is let does it."""
        ran, waited = (now - before for now, before in zip(self._count(), self._before, strict=True))
        if ran + waited >= LEAST:
            self._is_crowded = waited > SHARE * (ran + waited)
            self._before = self._before[0] + ran, self._before[1] + waited
        now = self._steady()
        if self._is_crowded and now - self._since < LONGEST:
            return False
        self._since = now
        return True


class Rests:
    """How long a worker whose work may be gathered rests after a piece of it: not at all, unless no processor has been idle and
    it had to wait for one itself; then ``longest`` seconds, so that readers keep their processors and what comes meanwhile is
    done at once. ``count`` and ``steady`` as in :class:`Crowding`, ``idle`` does what
    :func:`idled` does.
    """

    def __init__(
        self,
        longest: float,
        count: Callable[[], tuple[int, int]] = counted,
        steady: Callable[[], float] = time.monotonic,
        idle: Callable[[], tuple[int, int]] = idled,
    ) -> None:
        self.longest = longest
        self._count = count
        self._steady = steady
        self._idle = idle
        self._looked, self._idled = steady(), idle()
        self._is_full = False
        self.begin()

    def begin(self) -> None:
        """A piece of work begins."""
        self._before = self._count()

    def due(self) -> float:
        """It is done: for how many seconds to rest."""
        now = self._steady()
        if now - self._looked >= WINDOW:
            found = self._idle()
            idle, whole = (one - before for one, before in zip(found, self._idled, strict=True))
            self._looked, self._idled = now, found
            self._is_full = idle < IDLE * whole
        ran, waited = (one - before for one, before in zip(self._count(), self._before, strict=True))
        if not self._is_full or ran + waited < LEAST or waited <= SHARE * (ran + waited):
            return 0.0
        return self.longest


def rest(word: Word, seconds: float, seen: int) -> None:
    """Rests for ``seconds``, until ``word`` is given, or until something hurries that was logged behind position ``seen``."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0 and not word.wait(min(LOOK, left)):
        if changes.hurries(seen):
            return
