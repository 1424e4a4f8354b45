"""From the stand's exchanges to the application behind (ASGI 3.0).

Both directions stream: a large upload is handed on in pieces (Django spools it), a long answer is sent as it comes.
A reader who leaves is told of by ``http.disconnect``; what is sent after that goes nowhere.
"""

import asyncio
import gc
import logging
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from typing import Final
from urllib.parse import quote

from .asgi import AsgiApp, Message, Receive, Send
from .server import Closed, Exchange, Headers, Request, Stream

log = logging.getLogger(__name__)

FAILED: Final[Headers] = [("content-type", "text/plain; charset=utf-8"), ("cache-control", "no-store")]


class Bridge:
    """The ASGI application ``app`` as one of the stand's."""

    def __init__(self, app: AsgiApp) -> None:
        self.app: Final = app

    async def __call__(self, request: Request, exchange: Exchange) -> None:
        """Answers one request by way of the ASGI application; 500 if it fails before it has begun to answer."""
        passage = _Passage(exchange, request.method == "HEAD")
        try:
            await self.app(asgi_scope(request), passage.receive, passage.send)
        except Exception:
            log.exception("The application behind failed at %s %s", request.method, request.path)
        finally:
            passage.end()


def later(make: Callable[[], AsgiApp]) -> AsgiApp:
    """An ASGI application that ``make`` makes in a thread of its own, beginning now; requests wait for it.

    So readers are served at once by a process that has still to load a large application for the newsroom. Where
    ``make`` fails, every request gets its exception, and the log says so.
    """
    made: Future[AsgiApp] = Future()

    def work() -> None:
        try:
            loaded = make()
            gc.freeze()  # it stays: the collector need not go through it again and again while readers wait
            made.set_result(loaded)
        except BaseException as error:
            log.exception("The application behind cannot be loaded")
            made.set_exception(error)

    async def app(scope: Message, receive: Receive, send: Send) -> None:
        loaded = made.result() if made.done() else await asyncio.wrap_future(made)
        await loaded(scope, receive, send)

    threading.Thread(target=work, name="behind", daemon=True).start()
    return app


def asgi_scope(scope: Request) -> Message:
    """The ASGI scope of a request; ``raw_path`` is quoted anew, since only the decoded path is handed over."""
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in scope.headers.items()]
    if scope.authority:  # what the request's line says counts (RFC 9112, 3.2.2)
        headers = [(b"host", scope.authority.encode("latin-1")), *(field for field in headers if field[0] != b"host")]
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": scope.http_version,
        "method": scope.method,
        "scheme": scope.scheme,
        "path": scope.path,
        "raw_path": quote(scope.path, safe="/:@!$&'()*+,;=~").encode("ascii"),
        "query_string": scope.query_string.encode("latin-1", "replace"),
        "root_path": "",
        "headers": headers,
        "client": _endpoint(scope.client),
        "server": _endpoint(scope.server),
        "extensions": {},
    }


class _Passage:
    """One request and its answer."""

    def __init__(self, exchange: Exchange, head: bool) -> None:
        self.exchange = exchange
        self.head = head
        self.start: tuple[int, Headers] | None = None
        self.stream: Stream | None = None
        self.done = asyncio.Event()
        self.body: AsyncIterator[bytes] | None = None
        self.read = False

    async def receive(self) -> Message:
        """The next piece of the request's body, at last one that is empty; afterwards the end of the exchange."""
        if not self.read:
            if self.body is None:
                self.body = aiter(self.exchange)
            try:
                return {"type": "http.request", "body": await anext(self.body), "more_body": True}
            except StopAsyncIteration:
                self.read = True
                return {"type": "http.request", "body": b"", "more_body": False}
            except Closed:
                self.read = True
        await self._parted()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        """Takes the start of the answer or a piece of its body."""
        if self.done.is_set():
            return
        if message["type"] == "http.response.start":
            headers = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in message["headers"]]
            self.start = message["status"], headers
            return
        if self.start is None:
            raise RuntimeError("the application behind sent a body before the start of its answer")
        await self._piece(*self.start, bytes(message.get("body", b"")), bool(message.get("more_body")))

    async def _piece(self, status: int, headers: Headers, body: bytes, more: bool) -> None:
        try:
            if self.head or status in (204, 304):
                self._finish_empty(status, headers, body, more)
            elif self.stream is None and not more:
                self.exchange.response_bytes(status, headers, body)
                self.done.set()
            else:
                if self.stream is None:
                    self.stream = self.exchange.response_stream(status, headers)
                if body:
                    await self.stream.send_bytes(body)
                if not more:
                    self.stream.end()
                    self.done.set()
        except Closed:
            self.done.set()  # the reader has left

    def _finish_empty(self, status: int, headers: Headers, body: bytes, more: bool) -> None:
        sized = any(name == "content-length" for name, _ in headers)
        if self.head and not more and not sized:
            headers = [*headers, ("content-length", str(len(body)))]
        self.exchange.response_empty(status, headers)
        self.done.set()

    def end(self) -> None:
        """Closes the exchange; an application that has not said all has failed."""
        if not self.done.is_set():
            if self.stream is None:
                self.exchange.response_bytes(500, FAILED, b"The server failed to answer.\n")
            else:
                self.stream.fail()
        self.done.set()

    async def _parted(self) -> None:
        """Waits until the answer is complete or the reader has left."""
        waits = [asyncio.ensure_future(self.done.wait()), asyncio.ensure_future(self.exchange.client_disconnect())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
        self.done.set()


def _endpoint(address: str) -> tuple[str, int | None] | None:
    """``127.0.0.1:80`` or ``[::1]:80`` taken apart; None for what has no port (a Unix socket)."""
    host, _, port = address.rpartition(":")
    return (host.strip("[]"), int(port)) if host and port.isdecimal() else None
