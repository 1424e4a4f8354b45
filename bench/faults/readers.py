"""Readers on connections of their own, who check every answer to the last byte and remember what they saw."""

import gzip
import http.client
import random
import threading
import time
import zlib
from collections import Counter
from dataclasses import dataclass, field
from hashlib import blake2b
from urllib.parse import quote

import brotli

from bench.faults.marks import Book, versions

PATIENCE = 15.0
"""Seconds a reader waits: longer than the stand waits for the press."""

ACCEPTED = ("gzip", "br", "gzip, br", "")
LISTS = ("/", "/world/", "/national/", "/fragment/rail", "/feed.xml", "/sitemap.xml")


@dataclass(slots=True)
class Answer:
    """One whole answer: ``body`` decoded by its content-encoding."""

    status: int
    tag: str
    stale: bool
    body: bytes


class Torn(Exception):  # noqa: N818 (says what is, as the trade does)
    """An answer that is whole by HTTP and wrong in itself."""


def ask(connection: http.client.HTTPConnection, path: str, encoding: str = "") -> Answer:
    """Asks for ``path``. Raises :class:`Torn` where the body is not what the headers say, and ``OSError`` or
    ``HTTPException`` where the connection broke off.
    """
    connection.request("GET", quote(path), headers={"accept-encoding": encoding} if encoding else {})
    response = connection.getresponse()
    data = response.read()
    length = response.getheader("content-length")
    if length is not None and int(length) != len(data):
        raise Torn(f"{path}: {len(data)} bytes, announced were {length}")
    coding = response.getheader("content-encoding", "")
    try:
        body = gzip.decompress(data) if coding == "gzip" else brotli.decompress(data) if coding == "br" else data
    except (OSError, EOFError, zlib.error, brotli.error) as error:
        raise Torn(f"{path}: {coding} cannot be unpacked: {error}") from error
    stale = response.getheader("warning", "").startswith("110")
    return Answer(response.status, response.getheader("etag", ""), stale, body)


@dataclass
class Seen:
    """What all readers together have seen. A request that begins after an answer ended may not show less than it."""

    book: Book
    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    """Torn answers and older versions, in words."""
    newest: dict[tuple[str, int], int] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    tags: dict[tuple[str, str], bytes] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def floor(self, path: str) -> tuple[dict[int, int], bool]:
        """What an answer that is asked for now may not fall below: versions, and whether it is gone."""
        with self.lock:
            return {
                story: version for (where, story), version in self.newest.items() if where == path
            }, path in self.gone

    def note(self, path: str, answer: Answer, floor: tuple[dict[int, int], bool]) -> None:
        """Holds an answer against what was seen before it was asked for."""
        shown = versions(answer.body) if answer.status == 200 else {}
        least, was_gone = floor
        digest = blake2b(answer.body).digest()
        with self.lock:
            self.counts["answers"] += 1
            self.counts[str(answer.status)] += 1
            self.counts["stale"] += answer.stale
            if answer.status == 410:
                self.gone.add(path)
            if answer.status != 200:
                return
            torn = [
                f"{path} shows versions {sorted(found)} of story {n}" for n, found in shown.items() if len(found) > 1
            ]
            if answer.tag and self.tags.setdefault((path, answer.tag), digest) != digest:
                torn.append(f"{path}: two bodies with the entity tag {answer.tag}")
            older = [
                f"{path} shows version {min(found)} of story {n} after {least[n]}"
                for n, found in shown.items()
                if n in least and min(found) < least[n]
            ]
            if was_gone:
                older.append(f"{path} is there after it was gone")
            self.counts["torn"] += len(torn)
            self.counts["older"] += len(older)
            self.wrong += torn + older
            for story, found in shown.items():
                self.newest[path, story] = max(max(found), self.newest.get((path, story), 0))

    def unwritten(self) -> list[str]:
        """Versions that were seen and that nobody began to write, in words; to be asked when all is over."""
        return [
            f"{path} showed version {version} of story {story}, which nobody wrote"
            for (path, story), version in self.newest.items()
            if version > self.book.begun.get(story, 0)
        ]


class Reader(threading.Thread):
    """Asks for pages one after the other, ``pause`` seconds apart, until ``stop`` is set."""

    def __init__(self, port: int, seen: Seen, stop: threading.Event, seed: int, pause: float = 0.02) -> None:
        super().__init__(daemon=True)
        self.port, self.seen, self.stopped, self.pause = port, seen, stop, pause
        self.dice = random.Random(seed)

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        while not self.stopped.wait(self.pause):
            path = self._choose()
            floor = self.seen.floor(path)
            try:
                self.seen.note(path, ask(connection, path, self.dice.choice(ACCEPTED)), floor)
            except Torn as error:
                with self.seen.lock:
                    self.seen.counts["torn"] += 1
                    self.seen.wrong.append(str(error))
            except http.client.IncompleteRead:
                connection.close()
                self._count("broken off")
            except (OSError, http.client.HTTPException):
                connection.close()
                self._count("refused")
        connection.close()

    def _choose(self) -> str:
        paths = self.seen.book.paths
        if not paths or self.dice.random() < 0.35:
            return self.dice.choice(LISTS)
        known = list(paths)
        number = self.dice.choice(known[-15:] if self.dice.random() < 0.7 else known)
        return paths[number]

    def _count(self, what: str) -> None:
        with self.seen.lock:
            self.seen.counts[what] += 1


class Watch(threading.Thread):
    """Asks for the front on a new connection every few milliseconds, and notes when that failed and when it was good."""

    def __init__(self, port: int, stop: threading.Event, pause: float = 0.01) -> None:
        super().__init__(daemon=True)
        self.port, self.stopped, self.pause = port, stop, pause
        self.looks: list[tuple[float, float, bool]] = []

    def run(self) -> None:
        while not self.stopped.wait(self.pause):
            began = time.monotonic()
            good = self.good()
            self.looks.append((began, time.monotonic(), good))

    def good(self) -> bool:
        """Whether the front is there, whole, with 200."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            return ask(connection, "/").status == 200
        except (OSError, http.client.HTTPException, Torn):
            return False
        finally:
            connection.close()

    def outage(self, since: float, again: float) -> float | None:
        """Seconds from ``since`` until the stand was back: the first good answer after the last that failed; 0 where none
        failed. None until there was a good answer to a question of later than ``again``, when all processes were there.
        """
        looks = [look for look in self.looks[-20_000:] if look[1] >= since]
        if not looks or not looks[-1][2] or looks[-1][0] < again:
            return None
        failed = [number for number, look in enumerate(looks) if not look[2]]
        return looks[failed[-1] + 1][1] - since if failed else 0.0
