"""Many files of an export: a folder, or a ZIP of one, or a single file. Names are relative, with ``/``, in an order that is the same
each time.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol
from zipfile import is_zipfile

from harkara.wire.errors import UnreadableItem
from harkara.wire.moving.packed import Store

LARGEST_FILE = 64 * 1024 * 1024
"""Bytes of one file that is read."""


class Files(Protocol):
    """Files by their names."""

    def walk(self, after: str = "") -> Iterator[str]:
        """The names behind ``after``, in order."""
        ...

    def read(self, name: str) -> bytes:
        """The bytes of a file. Raises ``UnreadableItem`` for one that is too large or broken."""
        ...

    def apart(self) -> None:
        """Opens anew in a forked process what two cannot share."""
        ...

    def close(self) -> None:
        """Lets go of what is open."""
        ...


def opened(path: Path) -> Files:
    """The files at ``path``. Raises ``OSError`` where there are none."""
    if path.is_dir():
        return Folder(path)
    return Zipped(path) if is_zipfile(path) else Single(path)


class Folder:
    """A folder with all that lies below it. Links to folders, and those that lead out of it, are not followed; a folder's names are held, never all."""

    def __init__(self, path: Path) -> None:
        self._root = os.path.realpath(path)

    def walk(self, after: str = "") -> Iterator[str]:
        behind = tuple(after.split("/")) if after else ()
        waiting = [""]
        while waiting:
            name = waiting.pop()
            steps = tuple(name.split("/")) if name else ()
            if behind and steps and steps <= behind and steps != behind[: len(steps)]:
                continue
            path = os.path.join(self._root, *steps)
            if os.path.isdir(path):
                if steps and os.path.islink(path):  # it may lead back here
                    continue
                below = sorted(os.listdir(path), reverse=True)
                waiting += [f"{name}/{one}" if name else one for one in below if not one.startswith(".")]
            elif steps > behind and self._is_inside(path):
                yield name

    def read(self, name: str) -> bytes:
        path = os.path.join(self._root, *name.split("/"))
        if not self._is_inside(path):
            raise UnreadableItem(f"“{name}” leads out of the folder, and is not read")
        with open(path, "rb") as file:
            return _bounded(file.read(LARGEST_FILE + 1), name)

    def apart(self) -> None:
        """Nothing is open."""

    def close(self) -> None:
        """Nothing is open."""

    def _is_inside(self, path: str) -> bool:
        real = os.path.realpath(path)
        return real.startswith(f"{self._root}{os.sep}") and os.path.isfile(real)


class Zipped:
    """A ZIP of a folder."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._store = Store(path)
        self._names = sorted(self._store.names, key=lambda name: name.split("/"))

    def walk(self, after: str = "") -> Iterator[str]:
        behind = after.split("/") if after else []
        return (name for name in self._names if name.split("/") > behind)

    def read(self, name: str) -> bytes:
        with self._store.open(name) as file:
            return _bounded(file.read(LARGEST_FILE + 1), name)

    def apart(self) -> None:
        self._store = Store(self._path)

    def close(self) -> None:
        self._store.close()


class Single:
    """One file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.stat()

    def walk(self, after: str = "") -> Iterator[str]:
        return iter([self._path.name] if self._path.name > after else [])

    def read(self, name: str) -> bytes:
        with self._path.open("rb") as file:
            return _bounded(file.read(LARGEST_FILE + 1), name)

    def apart(self) -> None:
        """Nothing is open."""

    def close(self) -> None:
        """Nothing is open."""


def _bounded(data: bytes, name: str) -> bytes:
    if len(data) > LARGEST_FILE:
        raise UnreadableItem(f"“{name}” is larger than {LARGEST_FILE // 1024 // 1024} MB; take it apart")
    return data
