"""Lookers: keep-alive connections that ask every few milliseconds for what is to change, and note what they saw when.

They ask with the tag of what they have, as browsers and readers of feeds do, and so cost little where nothing changed.
"""

import gzip
import re
import selectors
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar
from urllib.parse import quote
from zoneinfo import ZoneInfo

EVERY = 0.01
"""Seconds between two looks of a connection."""

SETTLE = 0.05
PATIENCE = 300.0
STORY = re.compile(rb"/world/([0-9]+)/")
NOTHING: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Look:
    """One answer: what was asked for, when it was sent and had come, and the new stories that it shows."""

    what: str
    path: str
    began: float
    ended: float
    ids: frozenset[int]


@dataclass
class Line:
    """A connection that looks at one thing."""

    what: str
    path: str
    socket: socket.socket
    due: float
    began: float = 0.0
    tag: bytes = b""
    ids: frozenset[int] = NOTHING
    data: bytearray = field(default_factory=bytearray)
    waits: bool = False
    place: int = 0


class Lookers:
    """``each`` connections for each page, front to rail, on the stand at ``port``; only stories after ``base`` count."""

    WATCHED: ClassVar = ("front", "section", "story", "feed", "news sitemap", "sitemap of the day", "rail")

    def __init__(self, port: int, base: int, each: int) -> None:
        self.port, self.base, self.each = port, base, each
        self.stories: list[str] = []
        """The addresses of stories in the order in which something happens to them; one is looked at until it did."""
        self.until = 200
        """What their addresses are looked at for: 200, or (a kill) 410."""
        today = datetime.now(ZoneInfo("Asia/Dhaka"))
        self._paths = {
            "front": "/",
            "section": "/world/",
            "story": "",
            "feed": "/feed.xml",
            "news sitemap": "/news-sitemap.xml",
            "sitemap of the day": f"/sitemap/{today:%Y-%m-%d}.xml",
            "rail": "/fragment/rail",
        }
        self._looks: list[Look] = []

    def warm(self, paths: list[str]) -> None:
        """Asks for each of ``paths`` and of what is looked at until it is there: a new rack has to be filled first."""
        line = self._line("warm", "", 0.0)
        for path in [*paths, *(quote(path) for path in self._paths.values() if path)]:
            limit = time.monotonic() + PATIENCE
            while (status := self._answer(line, path)[0]) != 200:
                if time.monotonic() > limit:
                    raise RuntimeError(f"{path} was answered with {status}")
                time.sleep(5 * EVERY)
        line.socket.close()

    def _answer(self, line: Line, path: str) -> tuple[int, bytes, bytes]:
        self._send(line, path)
        while not (answer := self._whole(line, line.socket.recv(1 << 20))):
            pass
        return answer

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Looks, on a thread of its own, until the block is left."""
        stop = threading.Event()
        thread = threading.Thread(target=self._look, args=(stop,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join(30)

    def taken(self) -> list[Look]:
        """What was seen since this was last asked."""
        looks, self._looks = self._looks, []
        return looks

    def _look(self, stop: threading.Event) -> None:
        watched = selectors.DefaultSelector()
        lines = []
        for number in range(self.each):
            for place, (what, path) in enumerate(self._paths.items()):
                begin = time.monotonic() + EVERY * (number / self.each + place / len(self._paths) / self.each)
                line = self._line(what, path, begin)
                watched.register(line.socket, selectors.EVENT_READ, line)
                lines.append(line)
        while not stop.is_set():
            now = time.monotonic()
            for line in lines:
                if not line.waits and line.due <= now:
                    self._ask(line)
            dues = [line.due for line in lines if not line.waits]
            pause = max(0.0, min(dues) - time.monotonic()) if dues else SETTLE
            for key, _ in watched.select(pause):
                self._took(key.data)
        for line in lines:
            line.socket.close()

    def _line(self, what: str, path: str, due: float) -> Line:
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return Line(what, path, connection, due)

    def _ask(self, line: Line) -> None:
        if line.what == "story" and line.place < len(self.stories) and line.path != self.stories[line.place]:
            line.path, line.tag, line.ids = self.stories[line.place], b"", NOTHING
        if not line.path:
            line.due += EVERY
            return
        line.began = time.monotonic()
        self._send(line, quote(line.path))

    def _send(self, line: Line, path: str) -> None:
        known = b"If-None-Match: " + line.tag + b"\r\n" if line.tag else b""
        line.data.clear()
        line.waits = True
        head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n".encode()
        line.socket.sendall(head + known + b"\r\n")

    def _took(self, line: Line) -> None:
        answer = self._whole(line, line.socket.recv(1 << 20))
        if answer is None:
            return
        ended = time.monotonic()
        status, tag, body = answer
        if status == 200:
            line.tag = tag
            line.ids = frozenset(n for n in map(int, STORY.findall(body)) if n > self.base)
            if line.what == "story":
                line.ids = frozenset({int(line.path.split("/")[2])})
        elif status != 304:
            line.tag, line.ids = b"", NOTHING
        is_done = status == self.until or (status == 304 and self.until == 200)  # 304: seen, while none was to follow
        if line.what == "story" and is_done and line.place + 1 < len(self.stories):
            line.place += 1
        self._looks.append(Look(line.what, line.path, line.began, ended, line.ids))
        line.due = max(line.due + EVERY, ended)

    def _whole(self, line: Line, data: bytes) -> tuple[int, bytes, bytes] | None:
        """Status, tag and body once all of the answer has come. Raises ``RuntimeError`` where the server hung up."""
        if not data:
            raise RuntimeError("The stand closed a connection.")
        line.data += data
        end = line.data.find(b"\r\n\r\n")
        if end < 0:
            return None
        head = bytes(line.data[:end])
        fields = {
            name.strip().lower(): value.strip()
            for name, _, value in (f.partition(b":") for f in head.split(b"\r\n")[1:])
        }
        status = int(head[9:12])
        length = 0 if status == 304 else int(fields.get(b"content-length", b"0"))
        if len(line.data) < end + 4 + length:
            return None
        line.waits = False
        body = bytes(line.data[end + 4 :])
        if fields.get(b"content-encoding") == b"gzip" and body:
            body = gzip.decompress(body)
        return status, fields.get(b"etag", b""), body
