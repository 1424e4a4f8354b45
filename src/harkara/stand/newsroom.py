"""``harkara newsroom``: Django as a process of its own, at the far end of the stand's :mod:`.corridor`.

``harkara serve`` starts it with a socket that listens already. So a request that comes while Django is loading, or while
a newsroom that died is started again, waits for its turn instead of being refused.
"""

import argparse
import asyncio
import gc
import logging
import signal
import socket
import threading
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final

from asgiref.sync import ThreadSensitiveContext

from harkara.figures import EVERY, Histogram, Sheet
from harkara.logbook import logged

from .asgi import AsgiApp, Message, Receive, Send
from .corridor import exchange

log = logging.getLogger(__name__)

COURTESY: Final = 0.02
"""Seconds for which a newsroom that is at work leaves the next request to another one that has nothing to do. It takes one at a
time: whoever took all that wait would let them stand behind one another, beside a newsroom with empty hands.
"""

AT_WORK: Final = 0.3
"""For which part of these seconds it must have wanted the processor: else the request under way waits for something (the
database, a mail server), and another one may come in. Two that compute take turns at every step, and both wait for both.
"""

PATIENCE: Final = 0.25
"""Seconds after which the next request comes in all the same: nobody stands behind a long export."""

KEPT: Final = 4
"""Hands that wait for their next request; more come while requests stand still, and go again."""

OPEN: Final = 60
"""Seconds for which a hand keeps its line to the database open. To open one costs SQLite the reading of all the tables' plans and
what it had in its memory, and PostgreSQL a process that knows nothing yet: as much as a short request.
"""

PARTING: Final = 10.0
"""Seconds that requests under way get when the newsroom is told to close."""


def newsroom(argv: list[str]) -> int:
    """``harkara newsroom --fd N``: answers what comes in on the listening Unix socket ``N`` until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(
        prog="harkara newsroom", description="What `harkara serve` starts behind the stand."
    )
    parser.add_argument("--fd", type=int, required=True, help="the listening socket, as it was inherited")
    options = parser.parse_args(argv)
    from django.db import connections

    from .handler import application

    app = Counting(application())
    for database in connections.settings.values():
        database |= {"CONN_MAX_AGE": OPEN, "CONN_HEALTH_CHECKS": True}
    run(app, socket.socket(fileno=options.fd))
    return 0


def voices(argv: list[str]) -> int:
    """``harkara voices --fd N``: the same for the readers' side, which knows nothing of the newsroom (``HARKARA_ROLE=stand``)."""
    return newsroom(argv)


def run(app: AsgiApp, listening: socket.socket) -> None:
    """Answers with ``app`` until told to stop. To be run in the main thread."""
    gc.collect()
    gc.freeze()  # what is loaded stays: the collector need not go through it again and again
    asyncio.run(_serve(app, listening))


async def _serve(app: AsgiApp, listening: socket.socket) -> None:
    ends, loop = asyncio.Event(), asyncio.get_running_loop()
    telling = asyncio.create_task(app.tell(Sheet.of_environment())) if isinstance(app, Counting) else None
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ends.set)
    under_way: set[asyncio.Task[None]] = set()
    taking = asyncio.create_task(take(app, listening, under_way))
    await ends.wait()
    taking.cancel()
    if telling is not None:
        telling.cancel()
    await asyncio.wait([one for one in (taking, telling) if one is not None])
    listening.close()
    if under_way:
        with suppress(TimeoutError):
            await asyncio.wait([*under_way], timeout=PARTING)


class Counting:
    """``app``, of whose answers the status and the time they took are counted (:mod:`harkara.figures`)."""

    def __init__(self, app: AsgiApp) -> None:
        self.app: Final = app
        self.statuses: Final = dict.fromkeys(("1xx", "2xx", "3xx", "4xx", "5xx"), 0)
        self.seconds: Final = Histogram("harkara_request_seconds")

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answers one request, and counts it. One that fails counts as 500."""
        began, status = time.monotonic(), 500

        async def heard(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, heard)
        finally:
            self.statuses[f"{min(max(status // 100, 1), 5)}xx"] += 1
            self.seconds.add(time.monotonic() - began)

    def figures(self) -> dict[str, float]:
        """What was counted since this process began."""
        from harkara.rack.slow import Watch

        told = {f'harkara_requests_total{{status="{name}"}}': count for name, count in self.statuses.items()}
        return {**told, **self.seconds.told(), "harkara_slow_queries_total": Watch.count, **logged()}

    async def tell(self, sheet: Sheet) -> None:
        """Writes the figures down, about once a second, until it is cancelled."""
        while sheet.path is not None:
            sheet.write(self.figures())
            await asyncio.sleep(EVERY)


class Hands:
    """Threads that do what Django does not do asynchronously, one for each request under way. By itself Django takes a new
    thread for each request, and with it a new line to each database; these stay. Who came back last goes first.
    """

    def __init__(self, kept: int = KEPT) -> None:
        self._kept: Final = kept
        self._free: Final[list[ThreadPoolExecutor]] = []

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """What is called in this block and is not asynchronous runs in one thread, which is nobody else's meanwhile."""
        hand = self._free.pop() if self._free else ThreadPoolExecutor(1, thread_name_prefix="hand")
        try:
            async with ThreadSensitiveContext(executor=hand):
                yield
        finally:
            await asyncio.wrap_future(hand.submit(_is_done))  # who asked may have left, and the thread be at it still
            if len(self._free) < self._kept:
                self._free.append(hand)
            else:
                hand.submit(_hang_up)
                hand.shutdown(wait=False)

    def dismiss(self) -> None:
        """Sends home who waits."""
        while self._free:
            hand = self._free.pop()
            hand.submit(_hang_up)
            hand.shutdown(wait=False)


def _is_done() -> None:
    """What a thread says when it has done what it was given before."""


def _hang_up() -> None:
    """Closes the lines of this thread to the databases."""
    from django.db import connections

    connections.close_all()


async def take(
    app: AsgiApp, listening: socket.socket, under_way: set[asyncio.Task[None]], patience: float = PATIENCE
) -> None:
    """Takes one request after the other from ``listening``, and has ``app`` answer it; ``under_way`` are those it works at."""
    listening.setblocking(False)
    loop, hands = asyncio.get_running_loop(), Hands()
    try:
        while True:
            await _hands_free(under_way, patience)
            try:
                connection, _ = await loop.sock_accept(listening)
            except OSError:  # too many files are open
                log.exception("The newsroom cannot take a request now")
                await asyncio.sleep(1)
                continue
            task = asyncio.create_task(_answer(app, connection, hands))
            under_way.add(task)
            task.add_done_callback(under_way.discard)
    finally:
        hands.dismiss()


async def _hands_free(under_way: set[asyncio.Task[None]], patience: float) -> None:
    """Waits until nothing is under way; or until what is only waits itself, or has taken long."""
    end = time.monotonic() + patience
    while under_way and time.monotonic() < end:
        wanted = _wanted()
        await asyncio.wait(under_way, timeout=COURTESY, return_when=asyncio.FIRST_COMPLETED)
        if under_way and _wanted() - wanted < AT_WORK * COURTESY and not _is_queueing():
            break


def _is_queueing() -> bool:
    """Whether another thread of this process could run now: how long it has waited for that is counted only when it does."""
    threads = Path("/proc/self/task")
    for thread in threads.iterdir() if threads.is_dir() else ():
        if thread.name != str(threading.get_native_id()):
            with suppress(OSError):  # it has ended meanwhile
                if (thread / "stat").read_text("utf-8").rpartition(")")[2].split()[0] == "R":
                    return True
    return False


def _wanted() -> float:
    """Seconds for which the threads of this process ran, or could have run had there been a processor for them: Linux counts
    the latter too.
    """
    counted = 0
    for thread in Path("/proc/self/task").glob("*/schedstat"):
        with suppress(OSError, ValueError):  # it has ended meanwhile
            ran, waited, _ = thread.read_text("ascii").split()
            counted += int(ran) + int(waited)
    return counted / 1e9 or time.process_time()


async def _answer(app: AsgiApp, connection: socket.socket, hands: Hands) -> None:
    try:
        async with hands.one():
            await exchange(app, *await asyncio.open_unix_connection(sock=connection))
    except Exception:
        log.exception("A request failed in the newsroom")
