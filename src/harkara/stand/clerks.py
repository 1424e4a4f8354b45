"""Clerks: a few threads for what may take long, so that the event loop answers other readers meanwhile.

No more wait than there is room for; who waits too long is told so, and what he asked is not begun any more. Threads of our
own and not an executor's: those are waited for when the process ends, and a search that hangs would hold it.
"""

import asyncio
import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, Final, TypeVar

log = logging.getLogger(__name__)

T = TypeVar("T")


class Crowded(Exception):  # noqa: N818 (it is no error: readers come)
    """As many wait as may."""


class Clerks:
    """``many`` threads, begun when there is work, for whom up to ``waiting`` pieces of work may wait."""

    def __init__(self, many: int, waiting: int) -> None:
        self.many: Final = many
        self.most: Final = many + waiting
        self._queue: Final[SimpleQueue[_Work]] = SimpleQueue()
        self._lock: Final = threading.Lock()
        self._taken = 0
        self._there = 0

    @property
    def taken(self) -> int:
        """Pieces of work that are done or wait."""
        return self._taken

    async def do(self, work: Callable[[], T], patience: float) -> T:
        """What ``work`` returns, done in a thread. Raises :class:`Crowded` at once where there is no room, ``TimeoutError``
        after ``patience`` seconds, and what ``work`` raises.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        with self._lock:
            if self._taken >= self.most:
                raise Crowded
            self._taken += 1
            if self._there < min(self.many, self._taken):
                self._there += 1
                threading.Thread(target=self._serve, name="clerk", daemon=True).start()
        self._queue.put((loop, future, work))
        result: T = await asyncio.wait_for(future, patience)
        return result

    def _serve(self) -> None:
        while True:
            loop, future, work = self._queue.get()
            result, error = None, None
            if not future.cancelled():
                try:
                    result = work()
                except BaseException as raised:
                    error = raised
            with self._lock:
                self._taken -= 1
            with suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(_settle, future, result, error)
            del future, work, result, error


_Work = tuple[asyncio.AbstractEventLoop, "asyncio.Future[Any]", Callable[[], Any]]


def _settle(future: "asyncio.Future[Any]", result: object, error: BaseException | None) -> None:
    if future.done():
        return
    if error is not None:
        future.set_exception(error)
    else:
        future.set_result(result)
