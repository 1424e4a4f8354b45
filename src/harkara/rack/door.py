"""The door of the press: how a reader's process asks for a page that exists and is not on the shelf.

One question a connection: a line of JSON ``{"v": 1, "bake": "/world/12/…"}`` and a line back,
``{"v": 1, "answer": "baked"}``. The answer comes when the press has dealt with the path; then the shelf tells the rest.
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

Answer = Literal["baked", "absent", "unknown", "busy"]
"""``baked``: it lies on the shelf. ``absent``: there is no such page any more. ``unknown``: the manifest does not know
the path. ``busy``: it could not be printed now.
"""
ANSWERS: Final[tuple[Answer, ...]] = ("baked", "absent", "unknown", "busy")


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


def reply(answer: Answer) -> bytes:
    """The line that answers."""
    return json.dumps({"v": VERSION, "answer": answer}).encode() + b"\n"


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
