"""The folder of a moving while it is packed: beside its place under a name of its own, and moved there when all is in it.

What lies where says ``desk.holdings.folder``. Nothing is held in memory but the file at hand.
"""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, BinaryIO, Final, Self

from harkara.desk.holdings.folder import FORMAT, MANIFEST, PARTS, SUMS, digest_of
from harkara.press.room import RESERVE, free
from harkara.rack.disk import sync

LOOK: Final = 256
"""Files written between two looks whether there is room on the disk."""

PIECE: Final = 1 << 20


class NotPacked(Exception):  # noqa: N818 (it says what is)
    """The folder cannot be packed: the sentence says why, and what to do."""


class Part:
    """One part of the folder: counts its files and bytes, and lists each with its digest."""

    def __init__(self, root: Path, name: str) -> None:
        self.root, self.name = root, name
        self.files = self.bytes = 0
        self._laid = 0
        self._made: set[str] = set()
        self._list = (root / SUMS / f"{name}.sha256").open("w", encoding="utf-8")

    def put(self, path: str, data: bytes) -> None:
        """Writes the file ``path`` below the part. Raises ``NotPacked`` where there is no room left."""
        self.note(self.lay(path, data))

    def lay(self, path: str, data: bytes) -> "Lying":
        """Writes the file ``path`` and does not list it; any process may."""
        with self._open(path) as file:
            file.write(data)
        return Lying(path, hashlib.sha256(data).hexdigest(), len(data))

    def note(self, one: "Lying") -> None:
        """Lists a file that was written."""
        self._note(one.path, one.digest, one.size)

    def copy(self, path: str, data: BinaryIO) -> str:
        """Writes what is left to be read of ``data`` as the file ``path``; returns its SHA-256."""
        digest, size = hashlib.sha256(), 0
        with self._open(path) as file:
            while piece := data.read(PIECE):
                file.write(piece)
                digest.update(piece)
                size += len(piece)
        self._note(path, digest.hexdigest(), size)
        return digest.hexdigest()

    @contextmanager
    def lines(self, path: str) -> Iterator["Lines"]:
        """The file ``path``, into which rows are written one a line (JSON Lines)."""
        with self._open(path) as file:
            lines = Lines(file)
            yield lines
        self._note(path, lines.digest.hexdigest(), lines.bytes)

    @contextmanager
    def text(self, path: str) -> Iterator["Text"]:
        """The file ``path``, into which words are written."""
        with self._open(path) as file:
            words = Text(file)
            yield words
        self._note(path, words.digest.hexdigest(), words.bytes)

    def close(self) -> dict[str, Any]:
        """Ends the list; returns what the manifest says of this part."""
        self._list.close()
        return {"files": self.files, "bytes": self.bytes, "sha256": digest_of(Path(self._list.name))}

    def _open(self, path: str) -> IO[bytes]:
        self._laid += 1
        if self._laid % LOOK == 1 and free(self.root) < RESERVE:
            raise NotPacked(
                f"The disk of {self.root.parent} is full. Free some room, or name a folder on another disk."
            )
        folder, _, _ = path.rpartition("/")
        whole = self.root / self.name / path
        if folder not in self._made:
            whole.parent.mkdir(parents=True, exist_ok=True)
            if len(self._made) > 10_000:
                self._made.clear()
            self._made.add(folder)
        return whole.open("xb")

    def _note(self, path: str, digest: str, size: int) -> None:
        self.files += 1
        self.bytes += size
        self._list.write(f"{digest}  {self.name}/{path}\n")


@dataclass(frozen=True, slots=True)
class Lying:
    """A file that was written, and is not listed yet: its digest (SHA-256) and its bytes."""

    path: str
    digest: str
    size: int


class Text:
    """A file of words in UTF-8, with the digest of what was written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest, self.bytes = hashlib.sha256(), 0

    def write(self, words: str) -> None:
        """Writes some words."""
        data = words.encode()
        self._file.write(data)
        self.digest.update(data)
        self.bytes += len(data)


class Lines(Text):
    """A file of rows, one a line."""

    rows = 0

    def row(self, row: Any) -> None:
        """Writes one row."""
        self.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")
        self.rows += 1


class Crate:
    """The folder ``target`` while it is packed: ``with Crate(target) as crate: … crate.close(…)``. Left before it is closed,
    by an error or the word to stop, it leaves nothing behind; what a sudden end left, the next packing clears away.

    Raises ``NotPacked`` where something is in ``target`` already, or somebody else packs it now.
    """

    def __init__(self, target: Path) -> None:
        self.target = target.absolute()
        self.root = self.target.with_name(f".{self.target.name}.unfinished")
        self.parts: dict[str, Part] = {}
        self._lock: IO[bytes] | None = None

    def __enter__(self) -> Self:
        self._demand_empty()
        self.target.parent.mkdir(parents=True, exist_ok=True)
        self._lock = self.target.with_name(f".{self.target.name}.lock").open("wb")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.close()
            raise NotPacked(f"{self.target} is being packed by another export: wait for it, or name another.") from None
        shutil.rmtree(self.root, ignore_errors=True)
        (self.root / SUMS).mkdir(parents=True)
        self.parts = {name: Part(self.root, name) for name in PARTS}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for part in self.parts.values():
            with suppress(OSError):
                part.close()
        shutil.rmtree(self.root, ignore_errors=True)
        assert self._lock is not None
        Path(self._lock.name).unlink(missing_ok=True)
        self._lock.close()

    def close(self, told: dict[str, Any]) -> dict[str, Any]:
        """Writes the manifest with what is ``told`` and moves the folder to its place; returns the manifest."""
        manifest = {"format": FORMAT, **told, "parts": {name: part.close() for name, part in self.parts.items()}}
        sync(self.root)
        with (self.root / MANIFEST).open("wb") as file:
            file.write(json.dumps(manifest, ensure_ascii=False, indent=2).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        self._demand_empty()
        with suppress(FileNotFoundError):
            self.target.rmdir()
        os.rename(self.root, self.target)
        sync(self.target.parent)
        return manifest

    def require(self, bytes_needed: int) -> None:
        """Raises ``NotPacked`` where the disk has no room for about so many bytes."""
        left = free(self.target.parent) - RESERVE
        if left < bytes_needed:
            raise NotPacked(
                f"This takes about {_size(bytes_needed)}, and the disk of {self.target.parent} has {_size(max(left, 0))} "
                "left. Free some room, name a folder on another disk, or leave the site out (--no-site)."
            )

    def _demand_empty(self) -> None:
        if self.target.exists() and (not self.target.is_dir() or any(self.target.iterdir())):
            raise NotPacked(f"There is something in {self.target} already: name a folder that is empty or new.")


def _size(count: int) -> str:
    return f"{count / 2**30:.1f} GiB" if count >= 2**30 else f"{count / 2**20:.0f} MiB"
