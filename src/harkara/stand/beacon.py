"""The beacon: a page says that it was read, and the stand counts it without waiting for anything.

A page sends ``POST /r`` with no body and one of five queries (``navigator.sendBeacon`` does): ``story=12&from=HOST`` when it
was opened, HOST being where the reader came from, ``story=12&seconds=35&depth=3`` when it is left, the depth in quarters,
``story=12&shared`` when it was shared, a front ``story=12&headline=40`` when a story is opened there by headline 0 of its
test 4, and a poll ``story=12&vote=02`` for answer 2 of its question 0 (a form that sends it without a script adds ``&back``,
and is led to the result). The picture ``/r.gif?story=12`` counts for lite pages, which run no script, where the paper wants
that (it is one request more), and ``/r.gif?ad=17`` that something that is sold was seen: a frame of no origin can tell it by
nothing else. Each is answered at once. No cookie is set, and of the reader nothing is kept but bits of a filter
(:mod:`.repeats`), which know a repeat and nobody: each reader counts once a day for a story, once for a test of its headlines,
with the one that came first, once for a question, and for what is sold once in ten minutes as who saw it, once in an hour as
who clicked.

**The spool** is a folder of files ``PID.spool``, one for each worker, of lines ``MOMENT STORY WHAT COUNT``: sums of a second,
the moment in POSIX seconds, what was counted in a letter or some (:data:`WHATS`). Who eats it renames a file, locks it
(``flock``, so that a worker which is just writing ends first), reads it and unlinks it; the worker then begins a new one.
Lines come once a second, so a worker that is killed loses at most a second of readings. The folder never grows beyond
``limit`` bytes: what comes when it is full is dropped and counted, and readers are served as ever.
"""

import asyncio
import fcntl
import logging
import os
import re
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Final
from zlib import crc32

from harkara.rack import poll
from harkara.rack.errors import RackError

from .heads import head
from .repeats import Repeats
from .server import Exchange, Headers, Request
from .turnstile import LOOPBACK, Turnstile

log = logging.getLogger(__name__)

ADDRESS: Final = "/r"
PICTURE: Final = "/r.gif"

WHATS: Final = {
    "rd": "opened, from nowhere: typed, a bookmark, an app that does not say",
    "ro": "opened from a page of the paper itself",
    "rs": "opened from a search engine",
    "rc": "opened from a social network or a messenger",
    "rx": "opened from any other site",
    "rl": "opened as a lite page",
    "a": "opened by an address that had not opened it today, whatever its browser",
    "t": "seconds that those who left it had it open",
    "e0": "left before a quarter of it was seen",
    "e1": "left after a quarter",
    "e2": "left after half",
    "e3": "left after three quarters",
    "e4": "left after its end was seen",
    "s": "shared",
    "vs": "of something that is sold (its number in the place of a story's): seen",
    "vp": "the same: clicked",
    "vTN": "voted in the poll of the story: the digit of its question T, and of the answer",
    "hTN": "opened from a front by headline N of the story's test T: the last digit of the test's number, and 0 to 2",
}
"""What is counted, in the letters of the spool."""

LIMIT: Final = 32 * 2**20
"""Bytes of spool, of all workers together: more than a million sums."""

DIFFERENT: Final = 20_000
"""Sums of a second that a worker keeps; a flood of invented stories gets no more."""

RATE: Final = 1200
BURST: Final = 600
"""Readings a minute, and at once, of one address in one worker. Thousands of phones may share an address; programs pass it."""

VOTERS: Final = 2**26
VOTING: Final = 62 * 86_400
"""Bits by which those who voted are known, and the seconds for which they are. A poll is open for a month at most; who comes
back after the bits have turned may vote once more.
"""

PAUSE: Final = 1.0
"""Seconds between two writings."""

ASKED: Final = re.compile(
    r"story=([1-9][0-9]{0,17})"
    r"(?:&from=([\w.:-]{0,120})|&seconds=([0-9]{1,5})&depth=([0-4])|&headline=([0-9][0-2])|(&shared)|&vote=([0-9]{2})(&back)?)"
)
SHOWN: Final = re.compile(r"(?:story|(ad))=([1-9][0-9]{0,17})")
OWN: Final = (None, "same-origin", "same-site", "none")
"""What ``Sec-Fetch-Site`` says of the paper's own pages; old browsers say nothing."""

LONGEST: Final = 3600
"""Seconds of a reading that count: who has a page open for longer is not reading it."""

PROGRAMS: Final = re.compile(r"bot|crawl|spider|slurp|preview|headless|monitor|curl|wget|python|java/|go-http|^$", re.I)
SEARCH: Final = re.compile(
    r"(^|\.)(google|bing|yahoo|duckduckgo|yandex|baidu|ecosia|pipilika|startpage)\.|googlequicksearchbox"
)
SOCIAL: Final = re.compile(
    r"(^|\.)(facebook|fb|messenger|instagram|threads|twitter|x|whatsapp|telegram|linkedin|youtube|reddit|tiktok|viber|imo)\."
    r"|(^|\.)(t\.co|t\.me|lnkd\.in|youtu\.be|wa\.me|fb\.me)$|(katana|orca|whatsapp)$"
)

PLACES: Final = 16
"""Browsers of one address that a test of headlines tells apart: so many openings a day of it count, however many it invents."""

SOLD: Final = ("vs", "vp")
AGAIN_SEEN, AGAIN_PRESSED = 600, 3600
"""Seconds within which a browser of an address counts once for what is sold: seen, clicked."""

BARE: Final[Headers] = [("cache-control", "no-store")]
TAKEN: Final = head(204, BARE, None)

GIF: Final = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"


class Beacon:
    """Counts readings and writes the sums into the folder ``spool``, which is made when the first comes.

    ``proxies`` are our own (:mod:`.turnstile`); ``is_story`` says of a number whether the paper has such a story, and is
    asked in another thread.
    """

    def __init__(
        self,
        spool: Path,
        limit: int = LIMIT,
        proxies: Sequence[str] = LOOPBACK,
        is_story: Callable[[int], bool] = lambda story: True,
        is_ad: Callable[[int], bool] = lambda ad: True,
    ) -> None:
        self.spool: Final = spool
        self.limit: Final = limit
        self.dropped = 0
        """Sums that found no room, and readings that came faster than they are taken."""
        self._is_story: Final = is_story
        self._is_ad: Final = is_ad
        self._repeats: Final = Repeats(spool)
        self._voters: Final = Repeats(spool / "votes", VOTERS, lasting=VOTING)
        self._turnstile: Final = Turnstile(RATE, BURST, proxies)
        self._sums: dict[tuple[int, str], int] = {}
        self._writing: asyncio.Task[None] | None = None

    def __call__(self, request: Request, exchange: Exchange) -> None:
        """Answers one request for the beacon's address."""
        if request.method != "POST":
            exchange.response_empty(405, [*BARE, ("allow", "POST")])
        elif request.headers.get("sec-fetch-site") not in OWN:
            exchange.response_empty(403, BARE)
        elif (found := ASKED.fullmatch(request.query_string)) is None:
            exchange.response_empty(400, BARE)
        elif self._turnstile.pass_by(address := self._turnstile.whose(request)):
            self.dropped += 1
            exchange.response_empty(429, BARE)
        else:
            self._note(request, address, found)
            if found[8]:
                exchange.response_empty(303, [*BARE, ("location", poll.address(f"{poll.NAME}{found[1]}"))])
            else:
                exchange.response_ready(TAKEN, b"")

    def show(self, request: Request, exchange: Exchange) -> None:
        """Answers one request for the picture of lite pages, whose readers counts too."""
        found = SHOWN.fullmatch(request.query_string)
        address = self._turnstile.whose(request)
        if found and request.method == "GET" and not self._turnstile.pass_by(address):
            if found[1]:
                self._sold(request, address, found[2], "vs", AGAIN_SEEN)
            else:
                self._opened(request, address, found[2], "rl")
        exchange.response_bytes(200, [*BARE, ("content-type", "image/gif")], GIF)

    def pressed(self, request: Request, ad: int) -> None:
        """Counts a click on what is sold."""
        address = self._turnstile.whose(request)
        if not self._turnstile.pass_by(address):
            self._sold(request, address, str(ad), "vp", AGAIN_PRESSED)

    async def settle(self) -> None:
        """Returns when all that was taken in is written down."""
        while self._writing is not None:
            await self._writing

    def _note(self, request: Request, address: str, found: re.Match[str]) -> None:
        story, host, seconds, depth, headline, shared, vote, _back = found.groups()
        if host is not None:
            self._opened(request, address, story, _source(host, request) if host else "rd")
            return
        browser = request.headers.get("user-agent") or ""
        if headline is not None:
            place = str(crc32(browser.encode("latin-1")) % PLACES)
            if not _is_program(browser) and self._repeats.is_new("headline", story, headline[0], address, place):
                self._add(int(story), f"h{headline}", 1)
            return
        if vote is not None:
            if not _is_program(browser) and self._voters.is_new(story, vote[0], address, browser):
                self._add(int(story), f"v{vote}", 1)
            return
        act = "shared" if shared else "left"
        if _is_program(browser) or not self._repeats.is_new(act, story, address, browser):
            return
        if shared:
            self._add(int(story), "s", 1)
        else:
            self._add(int(story), f"e{depth}", 1)
            self._add(int(story), "t", min(int(seconds), LONGEST))

    def _opened(self, request: Request, address: str, story: str, what: str) -> None:
        browser = request.headers.get("user-agent") or ""
        if _is_program(browser) or not self._repeats.is_new("opened", story, address, browser):
            return
        number = int(story)
        self._add(number, what, 1)
        if self._repeats.is_new("address", story, address):
            self._add(number, "a", 1)

    def _sold(self, request: Request, address: str, ad: str, what: str, again: int) -> None:
        browser = request.headers.get("user-agent") or ""
        turn = str(int(time.time()) // again)
        if not _is_program(browser) and self._repeats.is_new(what, ad, address, browser, turn):
            self._add(int(ad), what, 1)

    def _add(self, story: int, what: str, count: int) -> None:
        key = (story, what)
        if key not in self._sums and len(self._sums) >= DIFFERENT:
            self.dropped += 1
            return
        self._sums[key] = self._sums.get(key, 0) + count
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())

    async def _write(self) -> None:
        """Writes what came in within a second, in a thread: a slow disk is nothing to readers."""
        try:
            await asyncio.sleep(PAUSE)
            sums, self._sums = self._sums, {}
            self.dropped += await asyncio.to_thread(self._append, sums, int(time.time()))
        finally:
            self._writing = asyncio.create_task(self._write()) if self._sums else None

    def _append(self, sums: dict[tuple[int, str], int], moment: int) -> int:
        """Appends ``sums`` of stories that the paper has to this worker's file, and returns how many had no room."""
        lines: list[str] = []
        try:
            asked = {(story, what in SOLD) for story, what in sums}
            known = {pair for pair in asked if (self._is_ad if pair[1] else self._is_story)(pair[0])}
            kept = ((*key, count) for key, count in sums.items() if (key[0], key[1] in SOLD) in known)
            lines = [f"{moment} {story} {what} {count}\n" for story, what, count in kept]
            self.spool.mkdir(parents=True, exist_ok=True)
            data = "".join(lines).encode()
            if _held(self.spool) + len(data) > self.limit:
                log.warning("The spool %s is full: %d sums are dropped", self.spool, len(lines))
                return len(lines)
            while lines and not _appended(self.spool / f"{os.getpid()}.spool", data):
                pass  # somebody ate the file between opening and locking it
        except (OSError, sqlite3.Error, RackError) as error:
            log.warning("%d sums cannot be written to %s: %s", len(lines), self.spool, error)
            return len(lines or sums)
        return 0


def _source(host: str, request: Request) -> str:
    """Whence a reader came who told of a ``host``, in the letters of the spool; it is forgotten."""
    host = host.lower()
    return "ro" if host == (request.headers.get("host") or "") else _kind(host)


@lru_cache(maxsize=1024)
def _kind(host: str) -> str:
    return "rs" if SEARCH.search(host) else "rc" if SOCIAL.search(host) else "rx"


@lru_cache(maxsize=2048)
def _is_program(browser: str) -> bool:
    """Whether a user agent calls itself a program, or says nothing. The cache is in memory only."""
    return PROGRAMS.search(browser) is not None


def _held(spool: Path) -> int:
    """Bytes of the files in ``spool`` that nobody has taken to eat. One may be taken between two looks."""
    found = 0
    for file in spool.glob("*.spool"):
        with suppress(FileNotFoundError):
            found += file.stat().st_size
    return found


def _appended(path: Path, data: bytes) -> bool:
    """Appends ``data`` to the file; False, and nothing is written, if it is no longer the one of that name."""
    with open(path, "ab", buffering=0) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            same = os.path.samestat(os.stat(path), os.fstat(file.fileno()))
        except FileNotFoundError:
            same = False
        if same:
            file.write(data)
        return same
