"""The door of the press: how a reader's process asks for a page that exists and is not on the shelf.

A question is a line of JSON, ``{"v": 1, "bake": "/world/12/…"}``, and a line comes back,
``{"v": 1, "answer": "baked", "bake": "/world/12/…"}``. The answer comes when the press has dealt with the path; then the
shelf tells the rest. Many questions may go through one connection, and are answered as they are done.
"""

import asyncio
import json
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import urlsplit

VERSION: Final = 1
"""Version of the two lines. A press answers a question of another version with ``unknown``."""

LIMIT: Final = 16_384
"""Bytes of the longest line."""

Answer = Literal["baked", "absent", "unknown", "busy", "down"]
"""``baked``: it lies on the shelf. ``absent``: there is no such page any more. ``unknown``: the manifest does not know
the path. ``busy``: it could not be printed now. ``down``: who answers cannot reach the press (a runner's answer, never the
press's own).
"""
ANSWERS: Final[tuple[Answer, ...]] = ("baked", "absent", "unknown", "busy", "down")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a door is: a socket in the file system (``path``), or a host and a port."""

    path: str = ""
    host: str = ""
    port: int = 0


def place(url: str) -> Place:
    """Where the door ``url`` is. Raises ``ValueError`` unless it is ``unix:/path`` or ``tcp://host:port``."""
    parts = urlsplit(url)
    if parts.scheme == "unix" and parts.path:
        return Place(path=parts.path)
    if parts.scheme == "tcp" and parts.hostname and parts.port:
        return Place(host=parts.hostname, port=parts.port)
    raise ValueError(f"{url!r} is no door of a press: write unix:/path/to/press.sock or tcp://host:port.")


def question(path: str) -> bytes:
    """The line that asks for ``path``."""
    return json.dumps({"v": VERSION, "bake": path}, ensure_ascii=False).encode() + b"\n"


def asked(line: bytes) -> str | None:
    """The path that a line asks for; ``None`` where it is no question of this version."""
    try:
        said = json.loads(line)
        path = said["bake"] if said["v"] == VERSION else None
    except (ValueError, TypeError, KeyError):
        return None
    return path if isinstance(path, str) else None


def reply(answer: Answer, path: str | None = None) -> bytes:
    """The line that answers; it repeats what was asked for."""
    said = {"v": VERSION, "answer": answer} | ({} if path is None else {"bake": path})
    return json.dumps(said, ensure_ascii=False).encode() + b"\n"


def answered(line: bytes) -> Answer:
    """The answer in a line; ``busy`` where it says nothing we know."""
    try:
        said = json.loads(line)["answer"]
    except (ValueError, TypeError, KeyError):
        return "busy"
    return next((answer for answer in ANSWERS if answer == said), "busy")


async def ask(url: str, path: str, timeout: float) -> Answer:
    """Asks the press at ``url`` to bake ``path`` (decoded, as the manifest has it) and waits for its answer.

    Raises ``TimeoutError`` after ``timeout`` seconds and another ``OSError`` where no press listens.
    """
    async with asyncio.timeout(timeout):
        where = place(url)
        if where.path:
            reader, writer = await asyncio.open_unix_connection(where.path, limit=LIMIT)
        else:
            reader, writer = await asyncio.open_connection(where.host, where.port, limit=LIMIT)
        try:
            writer.write(question(path))
            line = await reader.readline()
        finally:
            writer.close()
        if not line:
            raise ConnectionResetError(f"The press at {url} hung up without an answer for {path}.")
        return answered(line)


class Line:
    """A standing connection to the press, through which one process asks for many sheets at once.

    It is made when first asked, and made again where the press was started anew. To be used on one event loop at a time.
    """

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._url = ""
        self._writer: asyncio.StreamWriter | None = None
        self._waiting: dict[str, asyncio.Future[Answer]] = {}
        self._opening = asyncio.Lock()

    async def ask(self, url: str, path: str, timeout: float) -> Answer:
        """As :func:`ask`, through the standing connection."""
        async with asyncio.timeout(timeout):
            try:
                return await self._asked(url, path)
            except ConnectionError:  # the press went away since, or while it baked: it may be back
                return await self._asked(url, path)

    async def _asked(self, url: str, path: str) -> Answer:
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._loop, self._writer, self._waiting, self._opening = loop, None, {}, asyncio.Lock()
        async with self._opening:
            if self._writer is None or self._writer.is_closing() or self._url != url:
                await self._open(url)
        assert self._writer is not None
        answer = self._waiting.get(path)
        if answer is None:
            answer = self._waiting[path] = loop.create_future()
            self._writer.write(question(path))
        return await asyncio.shield(answer)

    async def _open(self, url: str) -> None:
        if self._writer is not None:
            self._writer.close()
        where = place(url)
        if where.path:
            reader, self._writer = await asyncio.open_unix_connection(where.path, limit=LIMIT)
        else:
            reader, self._writer = await asyncio.open_connection(where.host, where.port, limit=LIMIT)
        self._url, self._waiting = url, {}
        self._reading = asyncio.create_task(self._read(reader, self._writer, self._waiting))
        hang_up = self._writer.close
        self._reading.add_done_callback(lambda _: hang_up())  # a task that is cancelled before it began closes nothing

    async def _read(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, waiting: "dict[str, asyncio.Future[Answer]]"
    ) -> None:
        """Hands out the answers until the press hangs up; who waits then is told so."""
        try:
            while line := await reader.readline():
                future = waiting.pop(json.loads(line).get("bake", ""), None)
                if future is not None and not future.done():
                    future.set_result(answered(line))
        except (OSError, ValueError):
            pass
        finally:
            writer.close()
            for path, future in waiting.items():
                if not future.done():
                    future.set_exception(ConnectionResetError(f"The press hung up without an answer for {path}."))
                    future.exception()  # seen, even where nobody waits any more
