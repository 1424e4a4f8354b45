"""From the server's interface (RSGI) to the application behind (ASGI 3.0).

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
    """The ASGI application ``app`` as an RSGI application."""

    def __init__(self, app: AsgiApp) -> None:
        self.app: Final = app

    async def __call__(self, scope: Request, protocol: Exchange) -> None:
        """Answers one request by way of the ASGI application; 500 if it fails before it has begun to answer."""
        exchange = _Passage(protocol, scope.method == "HEAD", _length(scope))
        try:
            await self.app(asgi_scope(scope), exchange.receive, exchange.send)
        except Exception:
            log.exception("The application behind failed at %s %s", scope.method, scope.path)
        finally:
            exchange.end()


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
    """The ASGI scope of an RSGI one; ``raw_path`` is quoted anew, since only the decoded path is handed over."""
    headers = [(name.encode("latin-1"), value.encode()) for name, value in scope.headers.items()]
    if scope.authority and not any(name == b"host" for name, _ in headers):
        headers.insert(0, (b"host", scope.authority.encode("latin-1")))  # HTTP/2 says it otherwise
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

    def __init__(self, protocol: Exchange, head: bool, due: int) -> None:
        self.protocol = protocol
        self.head = head
        self.due = due
        self.start: tuple[int, Headers] | None = None
        self.stream: Stream | None = None
        self.done = asyncio.Event()
        self.body: AsyncIterator[bytes] | None = None
        self.read = False

    async def receive(self) -> Message:
        """The next piece of the request's body, at last one that is empty; afterwards the end of the exchange.

        The server tells a body that was broken off like one that is whole. Where it was to be longer, its reader has left.
        """
        if not self.read:
            if self.body is None:
                self.body = aiter(self.protocol)
            try:
                while not (piece := await anext(self.body)):
                    pass  # the server begins an empty body with an empty piece
                self.due -= len(piece)
                return {"type": "http.request", "body": piece, "more_body": True}
            except StopAsyncIteration:
                self.read = True
                if self.due <= 0:
                    return {"type": "http.request", "body": b"", "more_body": False}
                self.done.set()
            except Closed:
                self.read = True
        await self._parted()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        """Takes the start of the answer or a piece of its body."""
        if self.done.is_set():
            return
        if message["type"] == "http.response.start":
            self.start = (message["status"], [(_text(name), _text(value)) for name, value in message["headers"]])
            return
        if self.start is None:
            raise RuntimeError("the application behind sent a body before the start of its answer")
        await self._piece(*self.start, bytes(message.get("body", b"")), bool(message.get("more_body")))

    async def _piece(self, status: int, headers: Headers, body: bytes, more: bool) -> None:
        try:
            if self.head or status in (204, 304):
                self._finish_empty(status, headers, body, more)
            elif self.stream is None and not more:
                self.protocol.response_bytes(status, headers, body)
                self.done.set()
            else:
                if self.stream is None:
                    self.stream = self.protocol.response_stream(status, headers)
                if body:
                    await self.stream.send_bytes(body)
                if not more:
                    self.done.set()
        except Closed:
            self.done.set()  # the reader has left

    def _finish_empty(self, status: int, headers: Headers, body: bytes, more: bool) -> None:
        sized = any(name == "content-length" for name, _ in headers)
        if self.head and not more and not sized:
            headers = [*headers, ("content-length", str(len(body)))]
        self.protocol.response_empty(status, headers)
        self.done.set()

    def end(self) -> None:
        """Closes the exchange; an application that has said nothing has failed."""
        if not self.done.is_set() and self.stream is None:
            self.protocol.response_bytes(500, FAILED, b"The server failed to answer.\n")
        self.done.set()

    async def _parted(self) -> None:
        """Waits until the answer is complete or the reader has left."""
        waits = [asyncio.ensure_future(self.done.wait()), asyncio.ensure_future(self.protocol.client_disconnect())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
        self.done.set()


def _length(scope: Request) -> int:
    """Bytes that the body of the request is to have; 0 where nobody has said it."""
    said = scope.headers.get("content-length") or ""
    return int(said) if said.isascii() and said.isdecimal() else 0


def _text(value: bytes) -> str:
    """What the server will encode as UTF-8: so that the bytes of a header stay as they are wherever they are UTF-8."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _endpoint(address: str) -> tuple[str, int | None] | None:
    """``127.0.0.1:80`` or ``[::1]:80`` taken apart; None for what has no port (a Unix socket)."""
    host, _, port = address.rpartition(":")
    return (host.strip("[]"), int(port)) if host and port.isdecimal() else None
