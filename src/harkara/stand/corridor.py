"""The corridor between the stand's workers and the newsroom, which is a process of its own: ASGI over a Unix socket.

So no worker holds Django in its memory, and no editor's request takes a reader's turn. One connection is one exchange.
What goes through it are frames: a byte for the kind, four for the length, and what the frame holds. The stand asks
(``ASK``, the scope), hands on the body piece by piece (``PIECE``, at its end ``LAST``), and says when the reader has
left (``LEFT``, or it hangs up). The newsroom says that it has taken the request (``TAKEN``), begins its answer
(``START``), and sends the body in the same way; ``FAILED``: there will be no (more) answer.

Both ends read a frame only when they want it, so a slow reader or a slow disk is felt at the other end, and no piece
waits in memory for long.
"""

import asyncio
import json
from contextlib import suppress
from struct import Struct
from typing import Any, Final, cast

from .asgi import AsgiApp, Message, Receive, Send

ASK, PIECE, LAST, LEFT = b"aplx"
TAKEN, START, FAILED = b"tsf"

HEAD: Final = Struct(">BI")
LONGEST: Final = 2**26
"""Bytes of a frame; an answer that is not streamed comes in pieces of 64 KB from Django."""

PATIENCE: Final = 30.0
"""Seconds in which the newsroom has to take a request. It is often still loading, never that long."""

CLOSED: Final = "বার্তাকক্ষ এখনো খোলেনি। একটু পরে আবার চেষ্টা করুন।"
"""What is said while the newsroom is not there."""

PARTING: Final = 5.0
"""Seconds in which the stand has to hang up when it has the whole answer."""

Frame = tuple[int, bytes]


class Frames:
    """Frames that come in on one connection. A call of :meth:`next` that is cancelled loses nothing."""

    def __init__(self, reader: asyncio.StreamReader) -> None:
        self._reader: Final = reader
        self._head: tuple[int, int] | None = None

    async def next(self) -> Frame:
        """The next one. Raises ``EOFError`` where the other side has hung up, and ``ConnectionError``."""
        if self._head is None:
            self._head = HEAD.unpack(await self._reader.readexactly(HEAD.size))
        kind, length = self._head
        if length > LONGEST:
            raise ConnectionAbortedError(f"a frame of {length} bytes is none of ours")
        data = await self._reader.readexactly(length)
        self._head = None
        return kind, data


def frame(kind: int, data: bytes = b"") -> bytes:
    """The bytes of a frame."""
    return HEAD.pack(kind, len(data)) + data


def packed(message: Message) -> bytes:
    """A scope, or the start of an answer, as bytes; those in it are written as the characters of the same numbers."""
    return json.dumps(message, default=lambda data: data.decode("latin-1")).encode()


def scope_of(data: bytes) -> Message:
    """The scope that was packed."""
    scope: Message = json.loads(data)
    for name in ("raw_path", "query_string"):
        scope[name] = scope[name].encode("latin-1")
    for name in ("client", "server"):
        scope[name] = scope[name] and tuple(scope[name])
    scope["headers"] = headers_of(scope)
    return scope


def headers_of(message: Message) -> list[tuple[bytes, bytes]]:
    """The headers of a packed scope or start."""
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in message["headers"]]


def corridor(path: str, patience: float = PATIENCE, closed: str = CLOSED) -> AsgiApp:
    """The application at the other end of the socket ``path``, as an ASGI application. ``closed`` is what is said where nobody
    answers there.
    """

    async def app(scope: Message, receive: Receive, send: Send) -> None:
        try:
            reader, writer = await asyncio.open_unix_connection(path)
        except OSError:
            return await _closed(send, closed)
        frames, passing = Frames(reader), None
        try:
            if not await _taken(frames, writer, scope, patience):
                return await _closed(send, closed)
            passing = asyncio.create_task(_pass(receive, writer))
            await _answer(frames, send)
        finally:
            if passing is not None:
                passing.cancel()
            writer.transport.abort()  # what is left in it nobody wants

    return app


async def _taken(frames: Frames, writer: asyncio.StreamWriter, scope: Message, patience: float) -> bool:
    """Asks, and says whether the newsroom has taken the request."""
    writer.write(frame(ASK, packed(scope)))
    try:
        async with asyncio.timeout(patience):
            return await frames.next() == (TAKEN, b"")
    except (OSError, EOFError):  # OSError: TimeoutError too
        return False


async def _pass(receive: Receive, writer: asyncio.StreamWriter) -> None:
    """Hands the body on, and afterwards that the reader has left."""
    more = True
    with suppress(ConnectionError):
        while more:
            message = await receive()
            more = message["type"] == "http.request"
            kind = LEFT if not more else PIECE if message.get("more_body") else LAST
            writer.write(frame(kind, message.get("body", b"")))
            await writer.drain()


async def _answer(frames: Frames, send: Send) -> None:
    """Sends what comes. Raises ``EOFError`` where the newsroom hangs up in the middle."""
    while True:
        kind, data = await frames.next()
        if kind == START:
            start = json.loads(data)
            await send({"type": "http.response.start", "status": start["status"], "headers": headers_of(start)})
        elif kind in (PIECE, LAST):
            await send({"type": "http.response.body", "body": data, "more_body": kind == PIECE})
        if kind in (LAST, FAILED):
            return


async def _closed(send: Send, said: str) -> None:
    """Nobody is there: 503, and come again."""
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store"), (b"retry-after", b"5")]
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": f"{said}\n".encode()})


class Passage:
    """The newsroom's end of one exchange: what an ASGI application is called with."""

    def __init__(self, frames: Frames, writer: asyncio.StreamWriter) -> None:
        self._frames: Final = frames
        self._writer: Final = writer
        self._left = False
        self._over = False

    async def receive(self) -> Message:
        """The next piece of the body; once the reader has left, that."""
        while not self._left:
            try:
                kind, data = await self._frames.next()
            except (EOFError, ConnectionError):
                kind, data = LEFT, b""
            if kind in (PIECE, LAST):
                return {"type": "http.request", "body": data, "more_body": kind == PIECE}
            self._left = kind == LEFT
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        """Takes the start of the answer or a piece of its body; what nobody will read goes nowhere."""
        if self._over or self._left:
            return
        if message["type"] == "http.response.start":
            await self._write(START, packed({"status": message["status"], "headers": [*message["headers"]]}))
        else:
            self._over = not message.get("more_body")
            await self._write(LAST if self._over else PIECE, bytes(message.get("body", b"")))

    async def fail(self) -> None:
        """There will be no (more) answer, unless it is complete."""
        if not self._over and not self._left:
            await self._write(FAILED, b"")

    async def _write(self, kind: int, data: bytes) -> None:
        try:
            self._writer.write(frame(kind, data))
            await self._writer.drain()
        except ConnectionError:
            self._left = True


async def exchange(app: AsgiApp, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One exchange at the newsroom's end. What ``app`` raises goes through; the stand is told of it before."""
    frames = Frames(reader)
    passage = Passage(frames, writer)
    writer.write(frame(TAKEN))
    try:
        kind, data = await frames.next()
        if kind == ASK:
            await app(scope_of(data), passage.receive, passage.send)
    except (EOFError, ConnectionError):
        pass
    finally:
        await passage.fail()
        await _parting(reader)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


async def _parting(reader: asyncio.StreamReader) -> None:
    """Waits until the stand has hung up: a socket closed with something unread in it would take the answer's end along."""
    with suppress(ConnectionError, TimeoutError):
        async with asyncio.timeout(PARTING):
            while await reader.read(2**16):
                pass


def as_app(app: object) -> AsgiApp:
    """``app`` under the type of this room; Django types its messages more narrowly than ASGI does."""
    return cast(AsgiApp, cast(Any, app))
