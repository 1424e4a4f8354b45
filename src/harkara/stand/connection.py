"""HTTP/1.1 on one connection: requests come in, each has an exchange, and the answers go out in the same order.

What is sent is read by llhttp (httptools), which knows the grammar and takes nothing that two servers could read
differently. Here is what follows from it: whose turn it is, what is kept waiting, and when the connection ends.

- A request is handed on when its head is complete; its body comes piece by piece, and only as fast as it is read.
- An answer that is there at once goes out in the same call in which the request came in: no task, no thread.
- Who asks ahead (pipelining) is answered in order; what is ahead of the answers is not read.
- Who takes nothing of what is sent, sends a head that does not end, or says nothing for long, is let go
  (:meth:`Connection.grow_older`, called once a second).
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Coroutine
from typing import Any, Final, Protocol

import httptools

from .exchange import Exchange, Fields
from .heads import escaped
from .server import Application, Closed, Headers

log = logging.getLogger(__name__)

LONGEST_HEAD: Final = 64 * 1024
"""Bytes of a request's line and headers; 431 for more."""

IDLE: Final = 75.0
"""Seconds that a connection may say nothing between two requests; nginx, where it stands in front, hangs up after 60."""

STALLED: Final = 60.0
"""Seconds in which a reader has to take something of what is sent to it, or to send something of a body."""

LINGER: Final = 2.0
"""Seconds in which what cannot be read is still taken in, so that its sender sees the answer before the connection ends."""

WASTED: Final = 8 * 2**20
"""Bytes of a body that are taken in when it is answered already."""

LENGTHS: Final = frozenset({b"content-length", b"transfer-encoding"})
UPGRADE: Final = frozenset({b"upgrade"})
SPECIAL: Final = frozenset({b"connection", *LENGTHS, *UPGRADE})
"""Headers that say something of the body or of the connection."""

CLOSE: Final = b"connection: close\r\n"
KEEP: Final = b"connection: keep-alive\r\n"

TEXT: Final[Headers] = [("content-type", "text/plain; charset=utf-8"), ("cache-control", "no-store")]


class Keeper(Protocol):
    """What the connections of a process share: :class:`.worker.Worker`."""

    app: Application
    headers_within: float
    closing: bool
    failures: int

    def meet(self, connection: "Connection") -> None:
        """A reader comes."""
        ...

    def part(self, connection: "Connection") -> None:
        """A reader has gone."""
        ...

    def see_to(self, rest: Coroutine[Any, Any, None]) -> None:
        """Carries on with an answer that has to wait."""
        ...

    def moment(self) -> bytes:
        """The ``date`` header of this second, and the end of the head."""
        ...


class Connection(asyncio.Protocol):
    """One connection of a worker."""

    __slots__ = (
        "_age",
        "_asked",
        "_blocked",
        "_current",
        "_deaf",
        "_fed",
        "_fields",
        "_lingers",
        "_parser",
        "_peer",
        "_reading",
        "_receiving",
        "_rooms",
        "_target",
        "_transport",
        "_turning",
        "_unsent",
        "_wasted",
        "_worker",
    )

    def __init__(self, worker: Keeper) -> None:
        self._worker: Final = worker
        self._parser: Any = httptools.HttpRequestParser(self)
        self._transport: Any = None
        self._target = b""
        self._fields: list[tuple[bytes, bytes]] = []
        self._asked: deque[Exchange] = deque()
        self._current: Exchange | None = None
        self._receiving: Exchange | None = None
        self._rooms: list[asyncio.Future[None]] = []
        self._reading, self._blocked, self._deaf = True, False, False
        self._lingers = self._turning = False
        self._fed = self._unsent = self._wasted = 0
        self._age = 0.0
        self._peer = ""

    # What asyncio tells.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A reader is there."""
        self._transport = transport
        self._worker.meet(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """The reader has left, or was let go."""
        self._deaf = True
        self._worker.part(self)
        for exchange in (self._current, self._receiving):
            if exchange is not None:
                exchange.leave()
        self._drop()
        self._free()
        self._parser = None  # each knows of the other: the collector would have to find them

    def data_received(self, data: bytes) -> None:
        """Something was sent."""
        if self._deaf:
            return
        if not self._fed:
            self._age = 0.0
            if self._receiving is None and not data.isascii():
                data = escaped(data)
        self._fed += len(data)
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            self._deaf = True  # what follows is of a protocol that nobody here speaks; the request is answered
        except httptools.HttpParserError as error:
            self._misread(error)
        if self._fed > LONGEST_HEAD:
            self._refuse(431)

    def pause_writing(self) -> None:
        """The reader takes things more slowly than they are sent."""
        self._blocked = True

    def resume_writing(self) -> None:
        """There is room again."""
        self._blocked = False
        self._free()
        self._turn()

    # What the parser tells.

    def on_url(self, piece: bytes) -> None:
        """A part of the target."""
        self._target += piece

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header, or a trailer."""
        self._fields.append((name, value))

    def on_headers_complete(self) -> None:
        """A request is there, but for its body."""
        self._fed, self._age = 0, 0.0
        raw, pairs, self._target, self._fields = self._target, self._fields, b"", []
        if self._deaf:
            return
        parser, fields = self._parser, Fields(pairs)
        exchange = Exchange(self, parser.get_method().decode(), raw, fields)
        # Most requests say nothing of all this: one look at a set, one call.
        if fields.any_of(SPECIAL) or not parser.should_keep_alive() or exchange.method == "CONNECT":
            self._consider(exchange)
        if self._worker.closing:
            exchange.keeps = False
        if not fields.names_one_host and not exchange.old:
            exchange.refused = 400
        self._begin(exchange)

    def _consider(self, exchange: Exchange) -> None:
        """What a request's version, method and headers say of its body and of the connection."""
        fields = exchange.headers
        exchange.old = self._parser.get_http_version() == "1.0"
        exchange.keeps = (
            self._parser.should_keep_alive() and not fields.any_of(UPGRADE) and exchange.method != "CONNECT"
        )
        if fields.any_of(LENGTHS) and not fields.tell_of_nothing:
            exchange.comes((fields.get("expect") or "").lower() == "100-continue" and not exchange.old)
            self._receiving = exchange

    def on_body(self, piece: bytes) -> None:
        """A part of the body."""
        self._fed, self._age = 0, 0.0
        exchange = self._receiving
        if exchange is None or self._deaf:
            return
        if exchange.answered:
            self._wasted += len(piece)
            if self._wasted > WASTED:
                self._lingers = True
                self._close()
        else:
            exchange.take(piece)
            self.settle()

    def on_message_complete(self) -> None:
        """The request is complete."""
        self._fields = []  # trailers, which nobody wants, are not the next request's headers
        self._fed = 0
        exchange, self._receiving = self._receiving, None
        if exchange is not None:
            exchange.ends()
            if exchange.answered and not self._deaf:
                self._turn()

    # Whose turn it is.

    def _begin(self, exchange: Exchange) -> None:
        """Has the request answered when it is its turn."""
        if self._current is None and not self._blocked:
            self._answer(exchange)
        else:
            self._asked.append(exchange)
            self.settle()

    def _answer(self, exchange: Exchange) -> None:
        """Has the request answered."""
        self._current = exchange
        if exchange.refused:
            return exchange.response_bytes(exchange.refused, TEXT, b"This request cannot be read.\n")
        try:
            rest = self._worker.app(exchange, exchange)
        except Exception:
            return self._failed(exchange)
        if rest is not None:
            self._worker.see_to(self._wait(exchange, rest))
        return None

    async def _wait(self, exchange: Exchange, rest: Awaitable[None]) -> None:
        try:
            await rest
        except Closed:
            pass
        except Exception:
            self._failed(exchange)

    def _failed(self, exchange: Exchange) -> None:
        self._worker.failures += 1
        log.exception("%s %s could not be answered", exchange.method, exchange.path)
        if exchange.answered:
            pass  # the reader has what there is
        elif exchange.begun:
            exchange.fail()
        else:
            exchange.response_bytes(500, TEXT, b"The server failed to answer.\n")

    def next(self, exchange: Exchange) -> None:
        """``exchange`` is answered: what comes next on this connection.

        Of a body that nobody read the rest is taken in first: who is still sending does not look for an answer.
        """
        self._age = 0.0
        if self._turning or self._current is not exchange:
            return
        if exchange.complete or exchange.is_unasked:
            self._turn()
        elif not self._reading:
            self.settle()

    def _turn(self) -> None:
        """Answers what waits, as far as that can be done now."""
        self._turning = True
        while True:
            current = self._current
            if current is not None:
                if not current.answered or not (current.complete or current.is_unasked):
                    break
                self._current = None
                if not current.keeps:
                    self._close()
            if not self._asked or self._blocked:
                break
            self._answer(self._asked.popleft())
        self._turning = False
        if not self._reading or self._asked:
            self.settle()

    def settle(self) -> None:
        """Reads on, or stops reading: nothing is read that would only have to wait."""
        wanted = not self._asked and (self._receiving is None or not self._receiving.is_full)
        if wanted != self._reading and not self._transport.is_closing():
            self._reading = wanted
            (self._transport.resume_reading if wanted else self._transport.pause_reading)()

    # What goes out.

    def send(self, exchange: Exchange, head: bytes, body: bytes) -> None:
        """Sends the head of the answer to ``exchange``, and the body where it is there."""
        if self._current is not exchange or self._transport.is_closing():
            return
        if not exchange.keeps:
            head += CLOSE
        elif exchange.old:
            head += KEEP
        if body:
            self._transport.writelines((head + self._worker.moment(), body))
        else:
            self._transport.write(head + self._worker.moment())
        if not exchange.answered:
            return
        if exchange.complete and exchange.keeps and not self._asked:
            self._current, self._age = None, 0.0  # as nearly always
        else:
            self.next(exchange)

    def write(self, data: bytes) -> None:
        """Sends bytes."""
        if not self._transport.is_closing():
            self._transport.write(data)

    async def room(self) -> None:
        """Returns when there is room for more. Raises :class:`Closed` if the reader has left."""
        if self._blocked and not self._transport.is_closing():
            room = asyncio.get_running_loop().create_future()
            self._rooms.append(room)
            await room
        if self._transport.is_closing():
            raise Closed

    def _free(self) -> None:
        rooms, self._rooms = self._rooms, []
        for room in rooms:
            if not room.done():
                room.set_result(None)

    def _misread(self, error: httptools.HttpParserError) -> None:
        """What was sent is no request."""
        if isinstance(error, httptools.HttpParserCallbackError):
            log.error("A request could not be taken", exc_info=error.__context__ or error)
        self._refuse(400)

    def _refuse(self, status: int) -> None:
        """Answers what cannot be read on with ``status``, after what came before it, and closes."""
        if self._deaf:
            return None
        if self._receiving is not None:
            return self.cut()  # a body that is broken
        self._deaf = self._lingers = True
        exchange = Exchange(self, "GET", b"/", Fields([]))
        exchange.refused, exchange.keeps = status, False
        return self._begin(exchange)

    # How it ends.

    @property
    def is_idle(self) -> bool:
        """Whether it is between two requests."""
        return self._current is None and not self._asked

    @property
    def age(self) -> float:
        """Seconds for which nothing has happened."""
        return self._age

    def part_in_order(self) -> None:
        """Closes when what was asked is answered."""
        if self.is_idle:
            self._close()
        elif self._asked:
            self._asked[-1].keeps = False
        elif self._current is not None:
            self._current.keeps = False

    def cut(self) -> None:
        """Ends at once: what is on its way is lost, and the reader notices."""
        self._deaf = True
        self._drop()
        self._transport.abort()

    def _drop(self) -> None:
        """What was asked and is not begun will not be answered."""
        for exchange in self._asked:
            exchange.leave()
        self._asked.clear()

    def _close(self) -> None:
        """Ends when all is sent; who is still sending is listened to for a moment, or would not see the answer."""
        self._deaf, self._current, self._age = True, None, 0.0
        self._drop()
        if not self._lingers:
            self._transport.close()
        elif not self._transport.is_closing():
            self._transport.write_eof()

    def grow_older(self, seconds: float) -> None:
        """So many seconds have passed: lets go of a reader who holds a connection and does nothing with it."""
        self._age += seconds
        if self._lingers and self._current is None:
            if self._age >= LINGER:
                self.cut()
            return
        unsent = self._transport.get_write_buffer_size()
        if unsent:
            if unsent != self._unsent:
                self._age = 0.0
            self._unsent = unsent
            if self._age >= STALLED:
                self.cut()
        elif self._receiving is not None:
            if self._age >= STALLED and self._receiving.waits:
                self.cut()
        elif self.is_idle and self._age >= (self._worker.headers_within if self._fed else IDLE):
            self._close()

    def endpoint(self, name: str) -> str:
        """``127.0.0.1:80`` or ``[::1]:80``."""
        if name == "peername" and self._peer:
            return self._peer
        found = self._transport.get_extra_info(name)
        if not found:
            return ""  # gone already
        host, port = found[:2]
        said = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        if name == "peername":
            self._peer = said
        return said
