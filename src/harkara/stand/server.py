"""All that the stand needs of the server in front (granian's RSGI), so that another server is a file's work."""

from collections.abc import AsyncIterator
from typing import Any, Protocol

from granian.rsgi import ProtocolClosed  # type: ignore[attr-defined]  # granian re-exports it without saying so

__all__ = ["Application", "Closed", "Exchange", "Fields", "Headers", "Request", "Stream"]

Headers = list[tuple[str, str]]
"""Headers of an answer, names in lower case; a name may come twice."""

Closed: type[Exception] = ProtocolClosed
"""Raised by an exchange whose reader has left."""


class Fields(Protocol):
    """The headers of a request."""

    def get(self, key: str, default: None = None) -> str | None:
        """The first value of the header ``key`` (lower case), or None."""
        ...

    def items(self) -> list[tuple[str, str]]:
        """All of them, repeated ones too, in their order."""
        ...


class Request(Protocol):
    """A request's line and headers. ``path`` is percent-decoded, what is not UTF-8 replaced by U+FFFD."""

    http_version: str
    server: str
    client: str
    scheme: str
    method: str
    path: str
    query_string: str
    authority: str | None

    @property
    def headers(self) -> Fields:
        """The headers."""
        ...


class Stream(Protocol):
    """An answer that is sent piece by piece."""

    async def send_bytes(self, data: bytes) -> None:
        """Sends a piece; raises :data:`Closed` if the reader has left."""
        ...


class Exchange(Protocol):
    """The body of a request, and its one answer."""

    def __aiter__(self) -> AsyncIterator[bytes]: ...

    async def client_disconnect(self) -> Any:
        """Returns when the reader has left."""
        ...

    def response_empty(self, status: int, headers: Headers) -> Any:
        """Answers without a body."""
        ...

    def response_bytes(self, status: int, headers: Headers, body: bytes) -> Any:
        """Answers with ``body``, whose length the server adds."""
        ...

    def response_stream(self, status: int, headers: Headers) -> Stream:
        """Begins an answer whose body follows."""
        ...


class Application(Protocol):
    """What answers requests."""

    async def __call__(self, scope: Request, protocol: Exchange) -> None:
        """Answers one request."""
        ...
