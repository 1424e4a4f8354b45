"""A crew: processes forked from this one that work side by side and give back what they made in the order of what was asked.

So the result is that of one process. A bounded number of pieces, and of bytes, is on its way.
"""

import gc
import os
import signal
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from multiprocessing.reduction import ForkingPickler
from queue import SimpleQueue
from typing import Any, Final, Self

from django.db import connections

MOST: Final = 64
"""Processes that somebody may ask for."""

HEAVY: Final = 32 * 2**20
"""Bytes on their way, after which nothing further is handed over."""


class CrewLost(RuntimeError):  # noqa: N818 (it says what is)
    """One of the processes ended before its work was done; the sentence says how."""


def usual() -> int:
    """How many there are where nobody says: one a processor, none where there is only one."""
    processors = len(os.sched_getaffinity(0))
    return processors if processors > 1 else 0


class Crew:
    """``count`` processes, each of which calls ``begin`` once and then ``work`` with what it is handed, with what this one has in
    memory now. They have no connection to a database of this one's.
    """

    def __init__(self, count: int, work: Callable[[Any], Any], begin: Callable[[], None] = lambda: None) -> None:
        for one in connections.all(initialized_only=True):
            if not one.in_atomic_block:
                one.close()  # none inherits one
        self._processes: list[ForkProcess] = []
        self._pipes: list[Connection] = []
        self._waiting: deque[tuple[int, int]] = deque()
        self._turn = 0
        context = get_context("fork")
        for _ in range(count):
            ours, theirs = context.Pipe()
            process = context.Process(target=_man, args=(work, begin, theirs, [*self._pipes, ours]), daemon=True)
            process.start()
            theirs.close()
            self._processes.append(process)
            self._pipes.append(ours)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        """Lets them end what they have in hand; ends them where this one is left by an error."""
        for pipe in self._pipes:
            pipe.close()
        for process in self._processes:
            if kind is not None:
                process.terminate()
            process.join(10)
            if process.is_alive():
                process.kill()
                process.join()

    def all(self, piece: Any) -> list[Any]:
        """What each of them makes of ``piece``. Call it while nothing is on its way."""
        for turn in range(len(self._pipes)):
            self._send(turn, piece)
        return [self._received(turn) for turn in range(len(self._pipes))]

    def map(self, pieces: Iterator[Any], ahead: int) -> Iterator[Any]:
        """What becomes of ``pieces``, in their order; at most ``ahead`` of them are on their way.

        Raises what ``work`` raises where its result would come, and what ``pieces`` raise after everything before; ``CrewLost``.
        """
        is_over, broken = False, None
        while self.waiting or not is_over:
            while not is_over and not self.is_busy(ahead):
                try:
                    piece = next(pieces)
                except StopIteration:
                    is_over = True
                except Exception as why:  # what stands before comes first
                    is_over, broken = True, why
                else:
                    self.hand(piece)
            if self.waiting:
                yield self.take()
        if broken is not None:
            raise broken

    @property
    def waiting(self) -> int:
        """How many pieces are on their way."""
        return len(self._waiting)

    def is_busy(self, ahead: int) -> bool:
        """Whether ``ahead`` pieces are on their way, or so many bytes that nothing further is to be handed over."""
        return self.waiting >= ahead or sum(size for _, size in self._waiting) >= HEAVY

    def hand(self, piece: Any) -> None:
        """Hands a piece over, to each process in turn."""
        self._waiting.append((self._turn, self._send(self._turn, piece)))
        self._turn = (self._turn + 1) % len(self._pipes)

    def take(self) -> Any:
        """What became of the oldest piece that is on its way; waits for it."""
        return self._received(self._waiting.popleft()[0])

    def _send(self, turn: int, piece: Any) -> int:
        data = ForkingPickler.dumps(piece)
        try:
            self._pipes[turn].send_bytes(data)
        except OSError as why:
            raise self._ended(turn) from why
        return len(data)

    def _received(self, turn: int) -> Any:
        try:
            is_well, made = self._pipes[turn].recv()
        except (EOFError, OSError) as why:
            raise self._ended(turn) from why
        if not is_well:
            raise made
        return made

    def _ended(self, turn: int) -> CrewLost:
        self._processes[turn].join(10)
        code = self._processes[turn].exitcode
        how = f"by signal {-code}, {signal.Signals(-code).name}" if code is not None and code < 0 else f"with {code}"
        return CrewLost(f"one of the processes that work beside this one ended ({how})")


def _man(work: Callable[[Any], Any], begin: Callable[[], None], pipe: Connection, others: list[Connection]) -> None:
    """One of them: works until nobody sends any more. It takes in and gives out by threads of their own, so that neither side
    waits for the other while both have something to say.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started us says when
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for other in others:
        other.close()  # else nobody would notice that the one who started us is gone
    gc.freeze()  # what came from the one who started us stays shared, for nobody looks through it
    begin()
    come: SimpleQueue[tuple[Any] | None] = SimpleQueue()
    made: SimpleQueue[tuple[bool, Any] | None] = SimpleQueue()
    threading.Thread(target=_hear, args=(pipe, come), daemon=True).start()
    telling = threading.Thread(target=_tell, args=(pipe, made), daemon=True)
    telling.start()
    while (piece := come.get()) is not None:
        made.put(_worked(work, piece[0]))
    made.put(None)


def _worked(work: Callable[[Any], Any], piece: Any) -> tuple[bool, Any]:
    try:
        return True, work(piece)
    except Exception as why:  # it is raised in the one who asked
        why.add_note("".join(traceback.format_tb(why.__traceback__)))
        return False, why


def _hear(pipe: Connection, come: "SimpleQueue[tuple[Any] | None]") -> None:
    with suppress(EOFError, OSError):
        while True:
            come.put((pipe.recv(),))
    come.put(None)


def _tell(pipe: Connection, made: "SimpleQueue[tuple[bool, Any] | None]") -> None:
    with suppress(OSError):
        while (one := made.get()) is not None:
            pipe.send(one)
