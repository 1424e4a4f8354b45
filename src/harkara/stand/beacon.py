"""The beacon: a page says that it was read, and the stand writes it down without waiting for anything.

A page sends ``POST /r`` with the form ``story=12&seconds=35`` (``navigator.sendBeacon`` with ``URLSearchParams`` does).
It is answered 204 at once. No cookie is set, and nothing of the reader is kept: a reading is a moment, a story and how
long it was read.

**The spool** is a folder of files ``PID.spool``, one for each worker, of lines ``MOMENT STORY SECONDS`` (three decimal
numbers; the moment in POSIX seconds). Who eats it renames a file, locks it (``flock``, so that a worker which is just
writing ends first), reads it and unlinks it; the worker then begins a new one. Lines come once a second, so a worker
that is killed loses at most a second of readings. The folder never grows beyond ``limit`` bytes: what comes when it is
full is dropped and counted, and readers are served as ever.
"""

import asyncio
import fcntl
import logging
import os
import re
import time
from pathlib import Path
from typing import Final

from .server import Exchange, Headers, Request

log = logging.getLogger(__name__)

ADDRESS: Final = "/r"
LIMIT: Final = 32 * 2**20
"""Bytes of spool, of all workers together: more than a million readings."""

LONGEST: Final = 64
"""Bytes of a form."""

PATIENCE: Final = 5.0
"""Seconds a reader has to send them."""

RATE: Final = 500
"""Readings a second that a worker takes; as many again at once after a quiet second."""

PAUSE: Final = 1.0
"""Seconds between two writings."""

FORM: Final = re.compile(rb"story=([1-9][0-9]{0,17})&seconds=(0|[1-9][0-9]{0,3})")
OWN: Final = (None, "same-origin", "same-site", "none")
"""What ``Sec-Fetch-Site`` says of the paper's own pages; old browsers say nothing."""

BARE: Final[Headers] = [("cache-control", "no-store")]


class Beacon:
    """Takes readings in and writes them into the folder ``spool``, which is made when the first comes."""

    def __init__(self, spool: Path, limit: int = LIMIT) -> None:
        self.spool: Final = spool
        self.limit: Final = limit
        self.dropped = 0
        """Readings that found no room, or came faster than they are taken."""
        self._lines: list[str] = []
        self._second = 0
        self._taken = 0
        self._writing: asyncio.Task[None] | None = None

    async def __call__(self, scope: Request, protocol: Exchange) -> None:
        """Answers one request for the beacon's address."""
        if scope.method != "POST":
            protocol.response_empty(405, [*BARE, ("allow", "POST")])
        elif scope.headers.get("sec-fetch-site") not in OWN:
            protocol.response_empty(403, BARE)
        else:
            form = await _form(protocol)
            found = form and FORM.fullmatch(form)
            if not found:
                protocol.response_empty(400, BARE)
            elif not self._note(int(found[1]), int(found[2])):
                protocol.response_empty(429, BARE)
            else:
                protocol.response_empty(204, BARE)

    async def settle(self) -> None:
        """Returns when all that was taken in is written down."""
        while self._writing is not None:
            await self._writing

    def _note(self, story: int, seconds: int) -> bool:
        now = int(time.time())
        if now != self._second:
            self._second, self._taken = now, 0
        self._taken += 1
        if self._taken > RATE:
            self.dropped += 1
            return False
        self._lines.append(f"{now} {story} {seconds}\n")
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())
        return True

    async def _write(self) -> None:
        """Writes what came in within a second, in a thread: a slow disk is nothing to readers."""
        try:
            await asyncio.sleep(PAUSE)
            lines, self._lines = self._lines, []
            self.dropped += await asyncio.to_thread(self._append, lines)
        finally:
            self._writing = asyncio.create_task(self._write()) if self._lines else None

    def _append(self, lines: list[str]) -> int:
        """Appends ``lines`` to this worker's file and returns how many had no room."""
        try:
            self.spool.mkdir(parents=True, exist_ok=True)
            data = "".join(lines).encode()
            held = sum(entry.stat().st_size for entry in os.scandir(self.spool))
            if held + len(data) > self.limit:
                log.warning("The spool %s is full: %d readings are dropped", self.spool, len(lines))
                return len(lines)
            while not _appended(self.spool / f"{os.getpid()}.spool", data):
                pass  # somebody ate the file between opening and locking it
        except OSError as error:
            log.warning("%d readings cannot be written to %s: %s", len(lines), self.spool, error)
            return len(lines)
        return 0


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


async def _form(protocol: Exchange) -> bytes | None:
    """The body of the request; None if it is longer than a form is, or does not come."""
    body = b""
    try:
        async with asyncio.timeout(PATIENCE):
            async for piece in protocol:
                body += piece
                if len(body) > LONGEST:
                    return None
    except TimeoutError:
        return None
    return body
