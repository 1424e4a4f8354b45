"""What the stand's parts know of a request and its answer, and nothing of the connection below (:mod:`.connection`)."""

from collections.abc import AsyncIterator, Awaitable
from typing import Any, Protocol

__all__ = ["Application", "Closed", "Exchange", "Fields", "Headers", "Request", "Stream"]

Headers = list[tuple[str, str]]
"""Headers of an answer, names in lower case; a name may come twice. Characters beyond Latin-1 go out as UTF-8."""


class Closed(Exception):  # noqa: N818 (it is no error: readers leave)
    """Raised by an exchange whose reader has left, also in the middle of a request's body."""


class Fields(Protocol):
    """The headers of a request. Values are read as Latin-1, so that each character is one byte of what came."""

    def get(self, key: str, default: None = None) -> str | None:
        """The first value of the header ``key`` (lower case), or None."""
        ...

    def any_of(self, keys: frozenset[bytes]) -> bool:
        """Whether there is a header of ``keys`` (lower case)."""
        ...

    def items(self) -> list[tuple[str, str]]:
        """All of them, repeated ones too, in their order; names in lower case."""
        ...


class Request(Protocol):
    """A request's line and headers. ``place`` is the path as it came; ``client`` and ``server`` are endpoints as
    ``127.0.0.1:80``; ``authority`` is the host of a request line that names one.
    """

    method: str
    place: bytes

    @property
    def path(self) -> str:
        """The path, percent-decoded; what is not UTF-8 is replaced by U+FFFD."""
        ...

    @property
    def headers(self) -> Fields:
        """The headers."""
        ...

    @property
    def query_string(self) -> str:
        """What follows the question mark, as it came."""
        ...

    @property
    def http_version(self) -> str:
        """``1.0`` or ``1.1``."""
        ...

    @property
    def scheme(self) -> str:
        """``http``: who speaks TLS stands in front."""
        ...

    @property
    def client(self) -> str:
        """Who asks."""
        ...

    @property
    def server(self) -> str:
        """Who was asked."""
        ...

    @property
    def authority(self) -> str | None:
        """Of ``GET http://host/path``, the host."""
        ...


class Stream(Protocol):
    """An answer that is sent piece by piece."""

    async def send_bytes(self, data: bytes) -> None:
        """Sends a piece, and returns when there is room for another; raises :class:`Closed` if the reader has left."""
        ...

    def end(self) -> None:
        """The answer is complete."""
        ...

    def fail(self) -> None:
        """The answer will never be complete: the connection is cut, so that nobody takes the part for the whole."""
        ...


class Exchange(Protocol):
    """The body of a request, and its one answer."""

    def __aiter__(self) -> AsyncIterator[bytes]: ...

    async def client_disconnect(self) -> Any:
        """Returns when the reader has left."""
        ...

    def response_empty(self, status: int, headers: Headers) -> None:
        """Answers without a body."""
        ...

    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None:
        """Answers with ``body``, whose length is added."""
        ...

    def response_ready(self, head: bytes, body: bytes) -> None:
        """Answers with ``body`` and a ``head`` that was worked out before (:func:`.heads.head`)."""
        ...

    def response_stream(self, status: int, headers: Headers) -> Stream:
        """Begins an answer whose body follows."""
        ...


class Application(Protocol):
    """What answers requests."""

    def __call__(self, request: Request, exchange: Exchange) -> Awaitable[None] | None:
        """Answers one request: at once, or, where it has to wait for something, by what it returns."""
        ...
