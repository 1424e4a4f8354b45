"""``python -m harkara.stand.worker --fd N MODULE:APP``: one process that answers readers.

``harkara serve`` starts one a core. Each has a listening socket of its own on the same port (the kernel shares readers
out among them), and the socket is kept open by who started it: where a worker dies, its readers wait for the next one.
"""

import argparse
import asyncio
import gc
import importlib
import logging
import resource
import signal
import socket
import time
from collections.abc import Callable, Coroutine
from itertools import islice
from pathlib import Path
from typing import Any, Final

from harkara.figures import Sheet
from harkara.logbook import logged, open_book

from .connection import Connection
from .heads import dated, lines
from .limits import CONNECTIONS, HEADERS_WITHIN, SPARE
from .server import Application

log = logging.getLogger(__name__)

LOOKED: Final = 4096
"""Readers among whom one is chosen that goes: to look at all of them for each that comes would be most of the work."""

PARTING: Final = 5.0
"""Seconds that answers under way get when the worker is told to stop."""


class Worker:
    """What the connections of a process share: the application, the date, and who is there."""

    def __init__(
        self, app: Application, headers_within: float = HEADERS_WITHIN, connections: int = CONNECTIONS
    ) -> None:
        self.app = app
        self.headers_within = headers_within
        self.connections: Final = connections
        self.closing = False
        self.there: Final[set[Connection]] = set()
        self.under_way: Final[set[asyncio.Task[None]]] = set()
        self._second, self._moment = 0, b""
        self._always: Final = lines(getattr(app, "always", ()))
        self.failures = 0
        """Requests that could not be answered."""
        self._sheet: Final = Sheet.of_environment()

    def meet(self, connection: Connection) -> None:
        """A reader comes. Where there are too many, one that has been idle for long goes (of some thousand, the one for
        longest); else the new one.
        """
        if len(self.there) >= self.connections:
            idle = [one for one in islice(self.there, LOOKED) if one.is_idle]
            (max(idle, key=lambda one: one.age) if idle else connection).cut()
        self.there.add(connection)

    def part(self, connection: Connection) -> None:
        """A reader has gone."""
        self.there.discard(connection)

    def see_to(self, rest: Coroutine[Any, Any, None]) -> None:
        """Carries on with an answer that has to wait."""
        task = asyncio.get_running_loop().create_task(rest)
        self.under_way.add(task)
        task.add_done_callback(self.under_way.discard)

    def moment(self) -> bytes:
        """The ``date`` header of this second, what stands on every answer, and the end of the head."""
        second = int(time.time())
        if second != self._second:
            self._second, self._moment = second, b"date: %b\r\n%b\r\n" % (dated(second), self._always)
        return self._moment

    async def serve(self, listening: socket.socket) -> None:
        """Answers what comes in at ``listening`` until SIGTERM or SIGINT."""
        loop, ends = asyncio.get_running_loop(), asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, ends.set)
        server = await loop.create_server(lambda: Connection(self), sock=listening, backlog=self.connections)
        ageing = asyncio.create_task(self._age())
        await ends.wait()
        server.close()
        self.closing = True
        for connection in [*self.there]:
            connection.part_in_order()
        limit = time.monotonic() + PARTING
        while self.there and time.monotonic() < limit:
            await asyncio.sleep(0.05)
        ageing.cancel()

    async def _age(self) -> None:
        pause = min(1.0, self.headers_within / 2)
        while True:
            await asyncio.sleep(pause)
            for connection in [*self.there]:
                connection.grow_older(pause)
            if self._sheet.is_due():
                self._sheet.write(self.figures())

    def figures(self) -> dict[str, float]:
        """What this process tells who watches it."""
        told: dict[str, float] = {"harkara_stand_connections": len(self.there)}
        told["harkara_stand_failures_total"] = self.failures
        told |= logged()
        of_app = getattr(self.app, "figures", None)
        return told | of_app() if of_app else told


def run(app: Application, listening: socket.socket, headers_within: float = HEADERS_WITHIN) -> None:
    """Answers with ``app`` at ``listening`` until told to stop. To be run in the main thread."""
    worker = Worker(app, headers_within, _room(CONNECTIONS))
    gc.collect()
    gc.freeze()  # what is loaded stays: the collector need not go through it again and again while readers wait
    with asyncio.Runner(loop_factory=_loop()) as runner:
        runner.run(worker.serve(listening))


def _room(connections: int) -> int:
    """How many connections this process may have: as many files may be open, after asking for more of them."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = connections + SPARE
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return connections if soft == resource.RLIM_INFINITY else max(1, min(connections, soft - SPARE))


def _loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop's event loop where there is one, else asyncio's own."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


def main(argv: list[str] | None = None) -> int:
    """Loads the application and answers. Returns 0 when told to stop."""
    parser = argparse.ArgumentParser(prog="python -m harkara.stand.worker", description="What `harkara serve` starts.")
    parser.add_argument("--fd", type=int, required=True, help="the listening socket, as it was inherited")
    parser.add_argument("--headers-within", type=float, default=HEADERS_WITHIN, help="seconds for a request's headers")
    parser.add_argument("--up", type=Path, help="a file that is made once the application is loaded")
    parser.add_argument("application", metavar="MODULE:APP")
    options = parser.parse_args(argv)
    open_book("WARNING")
    gc.disable()  # nothing of what loading makes is garbage
    module, _, name = options.application.partition(":")
    app: Application = getattr(importlib.import_module(module), name)
    gc.enable()
    if options.up:
        options.up.touch()
    run(app, socket.socket(fileno=options.fd), options.headers_within)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
