"""What a CDN in front is told of each page: its key, and for how long it may be kept (:mod:`harkara.rack.edge`).

Only a paper that has one pays for it. A page that is kept by its tag alone may be kept there until it is purged; what is marked
stale, a notice, or not for everybody is told nothing, and a redirect only its key.
"""

from collections.abc import AsyncIterator, Awaitable
from typing import Any, Final

from harkara.rack.edge.keys import key
from harkara.rack.edge.services import HEADERS

from .heads import lines
from .server import Application, Exchange, Headers, Request, Stream

FOR_ALL: Final = "public"
BY_TAG: Final = "public, no-cache"
"""What the press prints on pages that are asked for each time whether they are still right."""

STATUSES: Final = frozenset({200, 301, 302, 304, 307, 308})
READY: Final = b"HTTP/1.1 200 "


class Keyed:
    """Answers with ``app``, for a CDN of this ``kind`` that keeps pages for ``seconds``."""

    def __init__(self, app: Application, kind: str, seconds: int) -> None:
        self.app: Final = app
        self.always: Final[Headers] = getattr(app, "always", [])
        self._key, self._control = HEADERS[kind]
        self._kept: Final = f"max-age={seconds}"

    def __call__(self, request: Request, exchange: Exchange) -> Awaitable[None] | None:
        """Answers one request."""
        if request.method not in ("GET", "HEAD"):
            return self.app(request, exchange)
        return self.app(request, Labelling(exchange, request, self))

    def figures(self) -> dict[str, float]:
        """Those of the stand."""
        told: dict[str, float] = self.app.figures()  # type: ignore[attr-defined]  # the stand's alone are asked for
        return told

    def label(self, path: str, *, by_tag: bool) -> Headers:
        """What is told of the page at ``path``."""
        said = key(path)
        if not said:
            return []
        return [(self._key, said), (self._control, self._kept)] if by_tag else [(self._key, said)]


class Labelling:
    """An exchange whose answer gets its key."""

    def __init__(self, exchange: Exchange, request: Request, keyed: Keyed) -> None:
        self._exchange: Final = exchange
        self._request: Final = request
        self._keyed: Final = keyed

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._exchange.__aiter__()

    async def client_disconnect(self) -> Any:
        """Returns when the reader has left."""
        return await self._exchange.client_disconnect()

    def response_empty(self, status: int, headers: Headers) -> None:
        """Answers without a body."""
        self._exchange.response_empty(status, self._labelled(status, headers))

    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None:
        """Answers with ``body``."""
        self._exchange.response_bytes(status, self._labelled(status, headers), body)

    def response_ready(self, head: bytes, body: bytes) -> None:
        """Answers with a ``head`` that was worked out before."""
        if head.startswith(READY) and b"\r\ncache-control: public" in head and b"\r\nwarning: " not in head:
            label = self._keyed.label(self._request.path, by_tag=b"\r\ncache-control: public, no-cache\r\n" in head)
            first = head.index(b"\n") + 1
            head = head[:first] + lines(label) + head[first:]
        self._exchange.response_ready(head, body)

    def response_stream(self, status: int, headers: Headers) -> Stream:
        """Begins an answer whose body follows: those of who stands behind, which no CDN keeps."""
        return self._exchange.response_stream(status, headers)

    def _labelled(self, status: int, headers: Headers) -> Headers:
        said = dict(headers)
        kept = said.get("cache-control", "")
        if status not in STATUSES or not kept.startswith(FOR_ALL) or "warning" in said:
            return headers
        return [*headers, *self._keyed.label(self._request.path, by_tag=kept == BY_TAG and status in (200, 304))]
