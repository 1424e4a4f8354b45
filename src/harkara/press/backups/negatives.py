"""The pictures of a folder of backups, each kept once, under its SHA-256: a nightly backup copies the new ones alone.

A picture's file never changes once it is saved, so what was kept once under a name, with that size and time, need not be read
again: ``known.sqlite3`` tells. It is only a memory; without it everything is read again, and what lies there is
not written again. Where the folder is sealed every picture is, and the memory holds digests of names instead of names.
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from harkara.press.backups.refusals import NotKept
from harkara.press.backups.sealing import Key, Lock, opened, sealed

FOLDER: Final = "negatives"
MEMORY: Final = "known.sqlite3"
PIECE: Final = 1 << 20
SEALED: Final = ".age"


class Negatives:
    """The pictures in ``root/negatives``, sealed with ``lock`` where there is one. One writer at a time."""

    def __init__(self, root: Path, lock: Lock | None) -> None:
        self.root, self._lock = root / FOLDER, lock
        self.copied = self.copied_bytes = 0
        self.root.mkdir(mode=0o700, exist_ok=True)
        self._memory = sqlite3.connect(self.root / MEMORY, isolation_level=None)
        self._memory.execute("PRAGMA synchronous=OFF")  # what is lost is read again
        self._memory.execute(
            "CREATE TABLE IF NOT EXISTS known (name BLOB PRIMARY KEY, size INTEGER, at INTEGER, sha256 TEXT) WITHOUT ROWID"
        )

    def keep(self, name: str, path: Path) -> tuple[int, str]:
        """Keeps the file ``path``, which is called ``name``; returns its size and SHA-256. Raises ``FileNotFoundError`` where it
        is gone.
        """
        found = path.stat()
        key = hashlib.sha256(name.encode()).digest()[:16]
        row = self._memory.execute("SELECT size, at, sha256 FROM known WHERE name = ?", (key,)).fetchone()
        if row and row[:2] == (found.st_size, found.st_mtime_ns) and self._file(row[2]).exists():
            return found.st_size, row[2]
        size, sha256 = self._copy(path)
        self._memory.execute("INSERT OR REPLACE INTO known VALUES (?, ?, ?, ?)", (key, size, found.st_mtime_ns, sha256))
        return size, sha256

    def sweep(self, wanted: "Wanted") -> int:
        """Throws away what no list names; returns how many."""
        gone = 0
        for folder in self.root.iterdir():
            for file in folder.iterdir() if folder.is_dir() else ():
                if folder.name + file.name.removesuffix(SEALED) not in wanted:
                    file.unlink()
                    gone += 1
        return gone

    def close(self) -> None:
        """Lets the folder go."""
        self._memory.close()

    def _file(self, sha256: str) -> Path:
        return place(self.root, sha256, is_sealed=self._lock is not None)

    def _copy(self, path: Path) -> tuple[int, str]:
        fresh = self.root / f"{os.getpid()}.part"
        digest, size = hashlib.sha256(), 0
        try:
            with path.open("rb") as source, fresh.open("wb") as file, sealed(file, self._lock) as target:
                while piece := source.read(PIECE):
                    target.write(piece)
                    digest.update(piece)
                    size += len(piece)
            whole = self._file(digest.hexdigest())
            if not whole.exists():
                whole.parent.mkdir(exist_ok=True)
                fresh.replace(whole)
                self.copied += 1
                self.copied_bytes += size
        finally:
            fresh.unlink(missing_ok=True)
        return size, digest.hexdigest()


class Wanted:
    """The SHA-256 that some lists name, in a file of SQLite's that goes with it: a million need no memory."""

    def __init__(self) -> None:
        self._known = sqlite3.connect("", isolation_level=None)
        self._known.execute("CREATE TABLE wanted (sha256 TEXT PRIMARY KEY) WITHOUT ROWID")

    def add(self, lines: Iterator[str]) -> None:
        """Takes up what a list names."""
        self._known.execute("BEGIN")
        self._known.executemany("INSERT OR IGNORE INTO wanted VALUES (?)", ((line,) for line in lines))
        self._known.execute("COMMIT")

    def __contains__(self, sha256: str) -> bool:
        return self._known.execute("SELECT 1 FROM wanted WHERE sha256 = ?", (sha256,)).fetchone() is not None

    def close(self) -> None:
        """Throws the file away."""
        self._known.close()


def place(root: Path, sha256: str, *, is_sealed: bool) -> Path:
    """Where what has this digest lies below ``root``."""
    return root / sha256[:2] / (sha256[2:] + (SEALED if is_sealed else ""))


@contextmanager
def taken_out(folder: Path, sha256: str, key: Key) -> Iterator[BinaryIO]:
    """The file with this digest of the backups in ``folder``, as a stream whose bytes are still to be compared. Raises
    :class:`NotKept` where it is not there.
    """
    for is_sealed in (False, True):
        path = place(folder / FOLDER, sha256, is_sealed=is_sealed)
        if path.exists():
            with opened(path, key) as stream:
                yield stream
            return
    raise NotKept(f"{folder / FOLDER} lacks the file {sha256}: the folder was moved or emptied without it.")


def take_out(folder: Path, sha256: str, key: Key, target: Path | None) -> int:
    """Copies the file with this digest to ``target``, or only reads it; returns its size. Raises :class:`NotKept` where it is
    not there, or is not what it was.
    """
    digest, size = hashlib.sha256(), 0
    with closing(_target(target)) as file, taken_out(folder, sha256, key) as stream:
        while piece := stream.read(PIECE):
            digest.update(piece)
            size += len(piece)
            file.write(piece)
    if digest.hexdigest() != sha256:
        with suppress(FileNotFoundError):
            if target is not None:
                target.unlink()
        raise NotKept(f"{folder / FOLDER} was altered: the file {sha256} is not what was written.")
    return size


def _target(path: Path | None) -> BinaryIO:
    if path is None:
        return open(os.devnull, "wb")
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.open("xb")
