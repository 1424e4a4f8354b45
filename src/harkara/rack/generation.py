"""Numbers that all processes of the paper share: the first changes whenever the rack does.

A worker that keeps answers in memory stamps them with the generation it saw *before* it read the rack. While the number
is **even** and equals the stamp, the answer is current. While it is **odd** a change is under way: nothing in memory
may be trusted without a look at the rack, and the rename of a file is then the moment at which all workers change over
together. So no worker hands out an older page after another has handed out a newer one.

**Stripes.** A paper that publishes changes its rack all day, and a page in memory is nearly never what changed. So behind
the first number lie others: one for changes that may be of anything (``WIDE``), and 4,096 of stripes, each for some of the
sheets and some of the paths. Whoever changes one tells its stripe, and who has a page in memory looks at the stripes of its
sheet and of its path. Numbers only rise, so their sum (:meth:`Generation.sum`) is the same only while each is.

The file is 32 KB, mapped into every process. Changes hold an exclusive lock (flock), which the operating system
releases when a process dies; the number then stays odd, which is slow and right, until the next change ends.
"""

import fcntl
import mmap
import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final

from .errors import RackUnreadable

STRIPES: Final = 4096
WIDE: Final = 1
FIRST: Final = 2
"""Where the number of wide changes lies, and where the stripes begin."""

SIZE: Final = 8 * (FIRST + STRIPES)


class _Counter:
    """The mapped file of one path in this process; shared by all :class:`Generation` of that path."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.pid = os.getpid()
        self.file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            if os.fstat(self.file).st_size < SIZE:
                os.ftruncate(self.file, SIZE)  # grows with zeros, so two first starts at once do no harm
            self.number = memoryview(mmap.mmap(self.file, SIZE)).cast("Q")
        except (OSError, ValueError) as error:
            raise RackUnreadable(
                f"the generation {path} cannot be mapped into memory; delete it and start again"
            ) from error
        self.lock = threading.RLock()
        self.depth = 0
        self.under_way: set[int] = set()

    def begin(self, places: Iterable[int]) -> None:
        """Makes the numbers at ``places`` odd: new ones even if the last change died half way."""
        for place in places:
            if place not in self.under_way:
                self.under_way.add(place)
                self.number[place] = (self.number[place] + 1) | 1

    def end(self) -> None:
        """Makes them even again."""
        for place in self.under_way:
            self.number[place] += 1
        self.under_way.clear()
        if self.number[WIDE] & 1:
            self.number[WIDE] += 1  # left by one that died; nobody else is inside


_counters: dict[str, _Counter] = {}
_opening = threading.Lock()


def _counter(path: Path) -> _Counter:
    key = os.path.abspath(path)
    with _opening:
        found = _counters.get(key)
        # A child made by fork shares the parent's lock; it opens a description of its own.
        if found is None or found.pid != os.getpid() or not _same(found.file, key):
            found = _counters[key] = _Counter(Path(key))
        return found


def _same(file: int, path: str) -> bool:
    """Whether ``path`` still names the open file (a rack may be thrown away and made anew)."""
    try:
        now = os.stat(path)
    except FileNotFoundError:
        return False
    return os.path.samestat(now, os.fstat(file))


class Generation:
    """The generation kept in the file ``path``, which is made if absent."""

    __slots__ = ("_counter", "number", "path")

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self._counter = _counter(self.path)
        self.number: Final = self._counter.number
        """The mapped number itself, for the reader that cannot spend a call: ``number[0]``."""

    def value(self) -> int:
        """The generation now. Odd: a change is under way."""
        return self.number[0]

    def bump(self) -> None:
        """Says that something on the rack changed."""
        with self.changing():
            pass

    def sum(self, one: int, other: int) -> int:
        """What says whether the pages of the stripes ``one`` and ``other`` may have changed; -1 while they are changing."""
        wide, first, second = self.number[WIDE], self.number[FIRST + one], self.number[FIRST + other]
        return -1 if (wide | first | second) & 1 else wide + first + second

    def changing(self, *stripes: int) -> AbstractContextManager[None]:
        """Holds the rack for one change (a few renames, one short transaction): odd inside, a new even number after.

        ``stripes``: what may change; without any, everything. May be entered again by the thread that is inside, and what
        that tells counts until the outermost is left; others, of this or another process, wait.
        """
        return self._held(tuple(FIRST + stripe for stripe in stripes) or (WIDE,))

    def holding(self) -> AbstractContextManager[None]:
        """As :meth:`changing` for who tells inside what changes."""
        return self._held(())

    @contextmanager
    def _held(self, places: tuple[int, ...]) -> Iterator[None]:
        counter = self._counter if self._counter.pid == os.getpid() else _counter(self.path)
        with counter.lock:
            if counter.depth == 0:
                fcntl.flock(counter.file, fcntl.LOCK_EX)
                counter.begin((0,))
            counter.depth += 1
            counter.begin(places)
            try:
                yield
            finally:
                counter.depth -= 1
                if counter.depth == 0:
                    counter.end()
                    fcntl.flock(counter.file, fcntl.LOCK_UN)
