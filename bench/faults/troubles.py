"""What else happens to a paper beside sudden ends: torn files, storms of connections, slow clients, stepping clocks, full disks.

Each trouble is made while readers read and an editor publishes; it says what was wrong while it lasted and whether the paper was
as it should be afterwards.
"""

import asyncio
import os
import random
import socket
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.faults.marks import Book
from bench.faults.paper import Processes
from bench.faults.readers import Watch
from bench.faults.works import status_of, text_of
from harkara.press.room import free
from harkara.rack import door
from harkara.rack.generation import Generation
from harkara.rack.manifest import Manifest
from harkara.rack.pages import unpack
from harkara.rack.shelf import Shelf

TROUBLES: Final = ("torn", "storm", "slow", "clock", "disk")

TORN: Final = 30
"""Page files that are torn at once."""

WRITERS: Final = 40
"""Connections that hold the database's write lock in turns."""

SLOW: Final = 300
LASTS: Final = 4.0
"""Seconds for which a storm, slow clients and a full disk last."""

PATIENCE: Final = 60.0
DISK: Final = 768 * 2**20
"""Bytes of the small disk."""

FAKETIME: Final = Path("/usr/lib") / f"{os.uname().machine}-linux-gnu" / "faketime/libfaketimeMT.so.1"


@dataclass(frozen=True, slots=True)
class Scene:
    """A paper at work: its processes, who watches its front, what the editor said."""

    paper: Processes
    watch: Watch
    book: Book
    dice: random.Random


def torn(scene: Scene) -> list[str]:
    """Files of pages lose their end, or a byte turns over: no reader gets any of it, and each is printed again when asked for."""
    manifest, names = Manifest(scene.paper.home / "rack/manifest.sqlite3", mapped=0), []
    shelf = scene.paper.home / "rack/shelf"
    files = sorted(shelf.glob("*/*.page"))
    for path in scene.dice.sample(files, min(TORN, len(files))):
        with suppress(FileNotFoundError):
            data = bytearray(path.read_bytes())
            names.append(unpack(bytes(data)).name)
            if scene.dice.random() < 0.5:
                del data[scene.dice.randrange(1, len(data)) :]
            else:
                data[scene.dice.randrange(len(data) // 2, len(data))] ^= 64
            fresh = path.with_suffix(".torn")
            fresh.write_bytes(data)
            fresh.replace(path)
    asked = {path: _asked(scene, path) for name in names for path in manifest.paths(name)}
    # What a worker has in its memory it hands out without a look at the file; the press is asked for that.
    rack = Shelf(shelf, Generation(scene.paper.home / "rack/generation"))
    for path in (path for name in names if rack.get(name) is None for path in manifest.paths(name)[:1]):
        asyncio.run(door.ask(f"unix:{scene.paper.home}/press.sock", path, PATIENCE))
    return [
        f"{path} answers {status} after its file was torn" for path, status in asked.items() if status not in (200, 410)
    ]


def storm(scene: Scene) -> list[str]:
    """So many connections want to write at once that every writer has to wait: readers notice nothing, and acts are kept."""
    stop, path = threading.Event(), scene.paper.home / "newsroom.sqlite3"

    def hold() -> None:
        while not stop.is_set():
            with (
                suppress(sqlite3.OperationalError),
                closing(sqlite3.connect(path, timeout=0.2, isolation_level=None)) as line,
            ):
                line.execute("BEGIN IMMEDIATE")
                time.sleep(0.03)
                line.execute("ROLLBACK")

    began = time.monotonic()
    threads = [threading.Thread(target=hold, daemon=True) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    time.sleep(LASTS)
    stop.set()
    for thread in threads:
        thread.join()
    return [*_unseen(scene, began), *_stuck(scene)]


def slow(scene: Scene) -> list[str]:
    """Clients who send a byte a second, and others who take none of their answer: the rest is served as ever."""
    began = time.monotonic()
    with ExitStack() as stack:
        lines = [
            stack.enter_context(closing(socket.create_connection(("127.0.0.1", scene.paper.port)))) for _ in range(SLOW)
        ]
        for line in lines[::2]:
            line.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        end = time.monotonic() + LASTS
        while time.monotonic() < end:
            for line in lines[1::2]:
                with suppress(OSError):
                    line.sendall(b"G")
            time.sleep(0.5)
    return [*_unseen(scene, began), *_stuck(scene)]


def clock(scene: Scene) -> list[str]:
    """The clock of the paper's machine steps forwards and back; needs a household that began under :func:`stepping`."""
    wrong = []
    for step in ("+2h", "-2h", "+3d", "+0"):
        _set(scene.paper.home, step)
        time.sleep(1.0)
        wrong += [f"after the clock stepped to {step}: {line}" for line in _stuck(scene)]
    return wrong


@contextmanager
def stepping(paper: Processes) -> Iterator[None]:
    """Every process of the paper that is started here takes its time from a file (libfaketime). The monotonic clock goes on."""
    told = {
        "LD_PRELOAD": str(FAKETIME),
        "FAKETIME_TIMESTAMP_FILE": str(paper.home / "faketime"),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    _set(paper.home, "+0")
    paper.environment |= told
    try:
        yield
    finally:
        for name in told:
            del paper.environment[name]


def disk(scene: Scene) -> list[str]:
    """The disk is full to the last byte for a while: old pages are served, and what could not be saved or printed comes later."""
    filler = scene.paper.home / "filler"
    began = time.monotonic()
    with filler.open("wb", buffering=0) as file:
        with suppress(OSError):
            os.posix_fallocate(file.fileno(), 0, max(1, free(filler.parent)))
        time.sleep(LASTS)
    filler.unlink()
    return [*_unseen(scene, began), *_stuck(scene)]


@contextmanager
def small_disk(home: Path) -> Iterator[None]:
    """A small disk of its own at ``home``, which takes the right to mount. Raises ``OSError`` where that is missing."""
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(home)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise OSError(f"a small disk cannot be mounted: {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(home)], check=True)


def _set(home: Path, step: str) -> None:
    fresh = home / "faketime.part"
    fresh.write_text(f"{step}\n")
    fresh.replace(home / "faketime")


def _asked(scene: Scene, path: str) -> int:
    """The status at a path; what is being printed is asked for again."""
    end = time.monotonic() + PATIENCE
    while (status := status_of(scene.paper.port, path)) == 503 and time.monotonic() < end:
        time.sleep(0.1)
    return status


def _unseen(scene: Scene, began: float) -> list[str]:
    """When the front was not to be had since ``began``."""
    failed = [look for look in scene.watch.looks if look[0] >= began and not look[2]]
    return [f"the front was not to be had {len(failed)} times"] if failed else []


def _stuck(scene: Scene) -> list[str]:
    """Whether the editor's next acts are acknowledged and to be read, now that it is over."""
    acts, end = scene.book.acts, time.monotonic() + PATIENCE
    while scene.book.acts < acts + 2 and time.monotonic() < end:
        scene.paper.tend()
        time.sleep(0.05)
    if scene.book.acts < acts + 2:
        return ["the editor can do nothing any more"]
    position = scene.paper.position()
    while not scene.paper.followed(position) and time.monotonic() < end:
        time.sleep(0.02)
    story, path = list(scene.book.paths.items())[-1]
    least, was_killed = scene.book.acknowledged[story], story in scene.book.killed
    shown = text_of(scene.paper.port, path)
    is_there = any(f"[#{story}.{version}]" in shown for version in range(least, scene.book.begun[story] + 1))
    return (
        []
        if is_there or was_killed or story in scene.book.killing
        else [f"story {story} is not as it was published last"]
    )


ALL: Final = {"torn": torn, "storm": storm, "slow": slow, "clock": clock, "disk": disk}
