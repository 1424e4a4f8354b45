"""A reader without a network: calls the stand as the server does and gives back what went out."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import brotli

from harkara.rack import door
from harkara.rack.manifest import Manifest
from harkara.rack.pages import Page
from harkara.rack.shelf import Shelf
from harkara.stand.application import Stand, application
from harkara.stand.server import Closed

HTML = (("content-type", "text/html; charset=utf-8"), ("cache-control", "public, max-age=60"))
JPEG = (("content-type", "image/jpeg"), ("cache-control", "public, max-age=31536000, immutable"))
STORY = "/world/12/উত্তর-কোরিয়া-নেতাকে-চিঠি"


class Fields:
    """Request headers, as the server keeps them."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self.pairs = pairs

    def get(self, key: str, default: None = None) -> str | None:
        return next((value for name, value in self.pairs if name == key), default)

    def any_of(self, keys: frozenset[bytes]) -> bool:
        return any(name.encode() in keys for name, _ in self.pairs)

    def items(self) -> list[tuple[str, str]]:
        return self.pairs


@dataclass
class Request:
    path: str
    method: str = "GET"
    headers: Fields = field(default_factory=lambda: Fields([]))
    query_string: str = ""
    http_version: str = "1.1"
    server: str = "127.0.0.1:8000"
    client: str = "127.0.0.1:50000"
    scheme: str = "http"
    authority: str | None = None

    @property
    def place(self) -> bytes:
        return quote(self.path, errors="surrogatepass").encode()

    @place.setter
    def place(self, address: bytes) -> None:
        self.path = unquote(address.decode())


class Exchange:
    """Takes the answer down. ``leaves_after`` pieces of a streamed answer the reader is gone; a body that ``breaks`` off is
    not whole.
    """

    def __init__(
        self, pieces: tuple[bytes, ...] = (), leaves_after: int | None = None, *, breaks: bool = False
    ) -> None:
        self.pieces = pieces
        self.breaks = breaks
        self.status = 0
        self.headers: list[tuple[str, str]] = []
        self.body = b""
        self.sent: list[bytes] = []
        self.answers = 0
        self.leaves_after = leaves_after
        self.left = asyncio.Event()
        self.method = "GET"
        self.failed = self.ended = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self.pieces:
            yield piece
        if self.breaks:
            self.left.set()
            raise Closed

    async def client_disconnect(self) -> None:
        await self.left.wait()

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        if self.method == "HEAD" and body:
            headers, body = [*headers, ("content-length", str(len(body)))], b""
        self.status, self.headers, self.body = status, headers, body
        self.answers += 1

    def response_ready(self, head: bytes, body: bytes) -> None:
        line, *lines = head.decode("latin-1").removesuffix("\r\n").split("\r\n")
        headers = [(name, value) for name, _, value in (text.partition(": ") for text in lines)]
        status = int(line.split()[1])
        if status not in (204, 304):
            assert headers.pop() == ("content-length", str(len(body)))
        self.response_bytes(status, headers, body)

    def response_empty(self, status: int, headers: list[tuple[str, str]]) -> None:
        self.response_bytes(status, headers, b"")

    def response_stream(self, status: int, headers: list[tuple[str, str]]) -> "Exchange":
        self.response_bytes(status, headers, b"")
        return self

    def end(self) -> None:
        self.ended = True

    def fail(self) -> None:
        self.failed = True

    async def send_bytes(self, data: bytes) -> None:
        if self.leaves_after is not None and len(self.sent) >= self.leaves_after:
            self.left.set()
            raise Closed
        self.sent.append(data)

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key == name), None)

    def text(self) -> str:
        """The body, decoded by its content-encoding."""
        decode = {"gzip": gzip.decompress, "br": brotli.decompress, None: bytes}[self.header("content-encoding")]
        return decode(self.body).decode()


@dataclass
class Rack:
    """A rack in a folder, with the objects of the press."""

    root: Path

    def __post_init__(self) -> None:
        self.shelf = Shelf(self.root / "shelf")
        self.manifest = Manifest(self.root / "manifest.sqlite3")
        self.manifest.make_whole()

    def place(self, path: str, name: str, text: str, status: int = 200, **more: Any) -> None:
        """A page of HTML on the shelf, and its address in the manifest."""
        self.shelf.put(name, Page(status, HTML, text.encode()), **more)
        self.manifest.place(path, name)

    def story(self, text: str = "প্রথম সংস্করণ " * 50) -> None:
        """Story 12, as the press places it."""
        self.place(STORY, "story:12", text)
        self.manifest.move("/12", STORY, 302)

    def stand(self, ask: Any = None, **more: Any) -> Stand:
        return application(self.root, ask=ask or nobody, press_url="unix:/nowhere", **more)


async def nobody(url: str, path: str, timeout: float) -> door.Answer:
    """A press that is not there."""
    raise ConnectionRefusedError(url)


def ask(stand: Stand, path: str, method: str = "GET", **headers: str) -> Exchange:
    """One request, on a loop of its own; ``accept_encoding="br"`` is the header ``accept-encoding``."""
    return asyncio.run(asked(stand, path, method, **headers))


async def asked(stand: Stand, path: str, method: str = "GET", **headers: str) -> Exchange:
    exchange = Exchange()
    pairs = [(name.replace("_", "-"), value) for name, value in headers.items()]
    exchange.method = method
    rest = stand(Request(path, method, Fields(pairs)), exchange)
    if rest is not None:
        await rest
    return exchange
