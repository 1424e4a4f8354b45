"""The porter: sits at a door of the rack, takes questions from many connections and says the answers as they come."""

import asyncio
import os
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import Final

from harkara.rack import door
from harkara.rack.door import Answer

BACKLOG: Final = 1024
"""Connections that may wait to be taken."""

Ask = Callable[[str], "Future[Answer]"]
"""Who is asked for a path; the answer may come later, from any thread."""


class Porter:
    """Listens where ``url`` says (``unix:/path`` or ``tcp://host:port``), in a thread of its own, until closed; ``ask`` answers.

    Raises ``OSError`` where it cannot listen. Only one process answers there, so a socket that lies there is of one that
    died.
    """

    def __init__(self, url: str, ask: Ask) -> None:
        self._ask: Final = ask
        self._place = door.place(url)
        self._loop = asyncio.new_event_loop()
        self._lines: set[asyncio.Transport] = set()
        self._server = self._loop.run_until_complete(self._open())
        self._thread = threading.Thread(target=self._loop.run_forever, name="door", daemon=True)
        self._thread.start()

    def close(self, finish: Callable[[], None] = lambda: None) -> None:
        """Stops listening, has who answers ``finish`` what was asked, and ends the thread."""
        self._loop.call_soon_threadsafe(self._server.close)
        finish()
        self._loop.call_soon_threadsafe(self._part)
        self._thread.join()
        self._loop.close()
        if self._place.path:
            with suppress(FileNotFoundError):
                os.unlink(self._place.path)

    async def _open(self) -> asyncio.Server:
        if not self._place.path:
            where = self._place
            return await self._loop.create_server(self._line, where.host, where.port, backlog=BACKLOG)
        with suppress(FileNotFoundError):
            os.unlink(self._place.path)
        os.makedirs(os.path.dirname(self._place.path), exist_ok=True)
        server = await self._loop.create_unix_server(self._line, self._place.path, backlog=BACKLOG)
        os.chmod(self._place.path, 0o660)
        return server

    def _line(self) -> "_Line":
        return _Line(self._ask, self._loop, self._lines)

    def _part(self) -> None:
        """Hangs up, once all that was answered has been written."""
        for transport in self._lines:
            transport.close()
        self._loop.call_soon(self._loop.stop)


class _Line(asyncio.Protocol):
    """One connection: lines in, lines out, as they are answered."""

    def __init__(self, ask: Ask, loop: asyncio.AbstractEventLoop, lines: set[asyncio.Transport]) -> None:
        self._ask = ask
        self._loop = loop
        self._lines = lines
        self._rest = b""
        self._open = 0
        self._is_last = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._lines.add(transport)

    def data_received(self, data: bytes) -> None:
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            path = door.asked(line)
            self._open += 1
            if path is None:
                self._say("unknown", None)
                continue
            answer = self._ask(path)
            if answer.done():
                self._say(answer.result(), path)
            else:
                answer.add_done_callback(lambda done, path=path: self._later(done, path))  # type: ignore[misc]  # mypy cannot infer a lambda with a default
        if len(self._rest) > door.LIMIT:
            self._transport.close()

    def eof_received(self) -> bool:
        """Who has no more questions still waits for the answers."""
        self._is_last = True
        return self._open > 0

    def connection_lost(self, _: Exception | None) -> None:
        self._lines.discard(self._transport)

    def _later(self, done: "Future[Answer]", path: str) -> None:
        with suppress(RuntimeError):  # the door was closed
            self._loop.call_soon_threadsafe(self._say, done.result(), path)

    def _say(self, answer: Answer, path: str | None) -> None:
        self._open -= 1
        if not self._transport.is_closing():
            self._transport.write(door.reply(answer, path))
            if self._is_last and not self._open:
                self._transport.close()
