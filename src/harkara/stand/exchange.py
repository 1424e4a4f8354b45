"""One request and its answer, as an application sees them; the connection below is known by :class:`Line`."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from typing import Final, Protocol

from .heads import decoded, head, target
from .server import Closed, Headers

AHEAD: Final = 64 * 1024
"""Bytes of a request's body that wait for the application; the rest is not read."""

BODILESS: Final = (204, 304)
OURS: Final = frozenset(
    {"connection", "content-length", "date", "keep-alive", "strict-transport-security", "transfer-encoding"}
)
"""Headers of an answer that belong to the connection and not to who answers."""

ENDLESS: Final = 2**62
"""The length of an answer that ends with its connection."""

CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"


class Line(Protocol):
    """What an exchange needs of its connection: :class:`.connection.Connection`."""

    def send(self, exchange: "Exchange", head: bytes, body: bytes) -> None:
        """Sends the head of the answer to ``exchange``, and the body where it is there."""
        ...

    def write(self, data: bytes) -> None:
        """Sends bytes."""
        ...

    async def room(self) -> None:
        """Returns when there is room for more. Raises :class:`.server.Closed` if the reader has left."""
        ...

    def next(self, exchange: "Exchange") -> None:
        """``exchange`` is answered."""
        ...

    def settle(self) -> None:
        """The application has taken something of the body: perhaps more can be read."""
        ...

    def cut(self) -> None:
        """Ends at once."""
        ...

    def endpoint(self, name: str) -> str:
        """``peername`` or ``sockname`` as ``127.0.0.1:80``."""
        ...


class Fields:
    """The headers of a request (:class:`.server.Fields`)."""

    __slots__ = ("_first", "_pairs")

    def __init__(self, pairs: list[tuple[bytes, bytes]]) -> None:
        self._pairs: Final = pairs
        self._first: Final = {name.lower(): value for name, value in reversed(pairs)}

    def get(self, key: str, default: None = None) -> str | None:
        """The first value of the header ``key`` (lower case), or None."""
        value = self._first.get(key.encode())
        return default if value is None else value.decode("latin-1")

    def any_of(self, keys: frozenset[bytes]) -> bool:
        """Whether there is a header of ``keys``."""
        return not keys.isdisjoint(self._first)

    @property
    def tell_of_nothing(self) -> bool:
        """Whether a length of 0 is told, as browsers do of a beacon: no body follows."""
        return self._first.get(b"content-length") == b"0" and b"transfer-encoding" not in self._first

    @property
    def names_one_host(self) -> bool:
        """Whether there is one ``host`` and no second (RFC 9112, 3.2)."""
        if len(self._first) == len(self._pairs):
            return b"host" in self._first
        return sum(name.lower() == b"host" for name, _ in self._pairs) == 1

    def items(self) -> list[tuple[str, str]]:
        """All of them, in their order."""
        return [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in self._pairs]


class Exchange:
    """One request and its answer: what :class:`.server.Request`, :class:`.server.Exchange` and
    :class:`.server.Stream` say.
    """

    complete = True
    """Whether all of the body has come."""

    keeps = True
    """Whether the connection stays when this is answered."""

    refused = 0
    """The status with which it is refused, if it cannot be taken."""

    old = False
    """Whether the reader speaks HTTP/1.0."""

    begun = answered = False
    """Whether the answer has begun, and whether it is complete."""

    _continues = _gone = False
    _body: deque[bytes] | None = None
    _bytes = 0
    _left: int | None = None
    """Bytes of the answer still to come where its length was told; None: it goes out in chunks."""

    _wakes: asyncio.Future[None] | None = None
    _parted: asyncio.Future[None] | None = None

    def __init__(self, connection: Line, method: str, raw: bytes, headers: Fields) -> None:
        self._connection: Final = connection
        self.method = method
        self.headers = headers
        self.place, self._query, self._host = target(raw)

    # The request.

    @property
    def path(self) -> str:
        """The path, percent-decoded."""
        return decoded(self.place)

    @property
    def query_string(self) -> str:
        """What follows the question mark."""
        return self._query.decode("latin-1")

    @property
    def http_version(self) -> str:
        """``1.0`` or ``1.1``."""
        return "1.0" if self.old else "1.1"

    @property
    def scheme(self) -> str:
        """``http``."""
        return "http"

    @property
    def authority(self) -> str | None:
        """The host in the request's line."""
        return self._host.decode("latin-1") or None

    @property
    def client(self) -> str:
        """The reader's endpoint."""
        return self._connection.endpoint("peername")

    @property
    def server(self) -> str:
        """Our endpoint."""
        return self._connection.endpoint("sockname")

    # Its body.

    def comes(self, continues: bool) -> None:
        """A body follows; ``continues``: its sender waits until it is wanted."""
        self.complete, self._body, self._continues = False, deque(), continues

    def take(self, piece: bytes) -> None:
        """A piece of the body has come."""
        if self._body is not None and not self.answered:
            self._body.append(piece)
            self._bytes += len(piece)
            self._wake()

    def ends(self) -> None:
        """The body has come to its end."""
        self.complete = True
        self._wake()

    @property
    def is_full(self) -> bool:
        """Whether so much waits for the application that nothing more is to be read."""
        return self._bytes >= AHEAD and not self.answered

    @property
    def waits(self) -> bool:
        """Whether the body is due and has room: its sender has the turn."""
        return not self.complete and not self.is_full and not self._continues

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """The pieces of the body. Raises :class:`Closed` where it breaks off."""
        if self._continues and not self.begun and not self._gone:
            self._connection.write(CONTINUE)
        self._continues = False
        body = self._body
        while True:
            while body:
                piece = body.popleft()
                self._bytes -= len(piece)
                self._connection.settle()
                yield piece
            if self.complete:
                return
            if self._gone:
                raise Closed
            self._wakes = asyncio.get_running_loop().create_future()
            await self._wakes

    async def client_disconnect(self) -> None:
        """Returns when the reader has left."""
        if not self._gone:
            if self._parted is None:
                self._parted = asyncio.get_running_loop().create_future()
            await asyncio.shield(self._parted)

    def leave(self) -> None:
        """The reader has left."""
        self._gone = True
        self._wake()
        if self._parted is not None and not self._parted.done():
            self._parted.set_result(None)

    def _wake(self) -> None:
        if self._wakes is not None and not self._wakes.done():
            self._wakes.set_result(None)

    @property
    def is_unasked(self) -> bool:
        """Whether the body's sender waits to be asked for it."""
        return self._continues

    # Its answer.

    def response_ready(self, head: bytes, body: bytes) -> None:
        """Answers with ``body`` under a ``head`` that was worked out before, with its length."""
        self._begin()
        self.answered = True
        self._connection.send(self, head, body)

    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None:
        """Answers with ``body``, whose length is added."""
        if self.method == "HEAD":
            self.response_empty(status, [*_theirs(headers), ("content-length", str(len(body)))])
        elif status in BODILESS:
            self.response_empty(status, headers)
        else:
            self.response_ready(head(status, _theirs(headers), len(body)), body)

    def response_empty(self, status: int, headers: Headers) -> None:
        """Answers without a body. To HEAD, the length that ``headers`` tell is the one of what GET sends."""
        kept = _theirs(headers)
        if status not in BODILESS and self.method == "HEAD":
            kept += [field for field in headers if field[0] == "content-length"]
        length = None if status in BODILESS or self.method == "HEAD" else 0
        self.response_ready(head(status, kept, length), b"")

    def response_stream(self, status: int, headers: Headers) -> "Exchange":
        """Begins an answer whose body follows: in chunks, unless ``headers`` tell its length."""
        told = next((value for name, value in headers if name == "content-length"), "")
        kept = _theirs(headers)
        if told.isascii() and told.isdecimal():
            self._left = int(told)
            kept.append(("content-length", told))
        elif self.old:
            self.keeps, self._left = False, ENDLESS  # the end of the connection is the end of the answer
        else:
            kept.append(("transfer-encoding", "chunked"))
        lines = head(status, kept, None)
        self._begin()
        self._connection.send(self, lines, b"")
        return self

    async def send_bytes(self, data: bytes) -> None:
        """Sends a piece. Raises :class:`Closed` if the reader has left, and where it is more than was told: the rest would
        be taken for the next answer.
        """
        if self._gone or self.answered:
            raise Closed
        if data and self._left is None:
            self._connection.write(b"%x\r\n%b\r\n" % (len(data), data))
        elif data and self._left is not None:
            self._left -= len(data)
            if self._left < 0:
                self.fail()
                raise Closed
            self._connection.write(data)
        await self._connection.room()

    def end(self) -> None:
        """The answer is complete; where it is shorter than was told, the connection is cut."""
        if self.answered or self._gone:
            return
        if self._left is not None and 0 < self._left < ENDLESS // 2:
            self.fail()
            return
        self.answered = True
        if self._left is None:
            self._connection.write(b"0\r\n\r\n")
        self._connection.next(self)

    def fail(self) -> None:
        """The answer will never be complete."""
        self.answered = True
        self._connection.cut()

    def _begin(self) -> None:
        if self.begun:
            raise RuntimeError(f"{self.method} {self.path} is answered already")
        self.begun = True
        if self._continues:
            self.keeps = False  # nobody asked for the body, and whether it comes all the same cannot be known


def _theirs(headers: Headers) -> Headers:
    """``headers`` without those that are the connection's."""
    return [field for field in headers if field[0] not in OURS]
