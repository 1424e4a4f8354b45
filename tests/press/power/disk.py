"""A disk that loses power: what may be left of a list of file operations, by the rules that file systems promise.

What was synced is there. Of what was not: any of the written blocks of a file may be there or not, whole or torn in the
middle, in any order among files, also when the file has been renamed since; names in a folder change in order, but how
many of the last changes are lost is open, for each folder by itself.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.press.power.tracing import Event

BLOCK = 4096
SECTOR = 512
NEVER = ("-shm",)
"""Files whose content means nothing after a start: SQLite makes them anew."""


@dataclass
class File:
    """The writes that a file was given: bytes and where, or a new size. The first ``synced`` of them are on the disk."""

    content: bytes = b""
    writes: list[tuple[int, bytes | None]] = field(default_factory=list)
    synced: int = 0

    def left(self, chance: Random) -> bytes:
        """What is left of it."""
        data = bytearray(self.content)
        for place, written in self.writes[: self.synced]:
            _apply(data, place, written)
        likely = chance.choice((0.0, 0.5, 0.9, 1.0))
        for place, written in self.writes[self.synced :]:
            if written is None:
                if chance.random() < likely:
                    _apply(data, place, None)
                continue
            for start in range(0, len(written), BLOCK):
                block = written[start : start + BLOCK]
                if chance.random() < likely:
                    _apply(data, place + start, block)
                elif chance.random() < 0.2:
                    _apply(data, place + start, block[: SECTOR * chance.randrange(len(block) // SECTOR + 1)])
                elif chance.random() < 0.3 and len(data) < place + start + len(block):
                    data.extend(bytes(place + start + len(block) - len(data)))  # the size came, the bytes did not
        return bytes(data)


class Disk:
    """The files below ``root`` as they were, all of them on the disk, and what is done to them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.names: dict[str, File] = {}
        for path in root.rglob("*"):
            if path.is_file() and not path.is_symlink() and not path.name.endswith(NEVER):
                self.names[str(path)] = File(path.read_bytes())
        self.durable = dict(self.names)
        self.lately: dict[str, list[tuple[str, File | None]]] = defaultdict(list)
        """By folder: names given and taken since it was synced."""

    def do(self, event: Event) -> None:
        """One operation."""
        if event.kind == "sync all":
            for file in {id(file): file for file in (*self.names.values(), *self.durable.values())}.values():
                file.synced = len(file.writes)
            for folder in list(self.lately):
                self._settle(folder)
        elif event.kind == "sync folder":
            self._settle(event.path)
        elif event.path.endswith(NEVER):
            return
        elif event.kind == "make":
            if event.path not in self.names:
                self._name(event.path, File())
        elif event.kind == "rename":
            file = self.names[event.path]
            if str(Path(event.path).parent) == str(Path(event.other).parent):
                self.lately[str(Path(event.path).parent)].append((f"{event.path}\0{event.other}", file))
                del self.names[event.path]
                self.names[event.other] = file
            else:
                self._name(event.other, file)
                self._name(event.path, None)
        elif event.kind == "link":
            if event.path in self.names:
                self._name(event.other, self.names[event.path])
        elif event.kind == "unlink":
            if event.path in self.names:
                self._name(event.path, None)
        elif event.path in self.names:
            file = self.names[event.path]
            if event.kind == "write":
                file.writes.append((event.place, event.data))
            elif event.kind == "size":
                file.writes.append((event.place, None))
            elif event.kind == "sync":
                file.synced = len(file.writes)

    def cut(self, chance: Random) -> "dict[str, Left]":
        """The power goes: the files that are left, by path; two names of one file have one and the same. The disk itself
        stays as it is.
        """
        names = dict(self.durable)
        for changes in self.lately.values():
            for path, file in changes[: chance.choice((0, len(changes), chance.randint(0, len(changes))))]:
                _change(names, path, file)
        kept: dict[int, Left] = {}
        return {path: kept.setdefault(id(file), Left(file.left(chance))) for path, file in names.items()}

    def _name(self, path: str, file: File | None) -> None:
        self.lately[str(Path(path).parent)].append((path, file))
        _change(self.names, path, file)

    def _settle(self, folder: str) -> None:
        for path, file in self.lately.pop(folder, []):
            _change(self.durable, path, file)


def _change(names: dict[str, File], path: str, file: File | None) -> None:
    old, _, new = path.partition("\0")
    if file is None:
        names.pop(old, None)
    elif new:
        names.pop(old, None)
        names[new] = file
    else:
        names[old] = file


def _apply(data: bytearray, place: int, written: bytes | None) -> None:
    if written is None:
        del data[place:]
        data.extend(bytes(place - len(data)))
        return
    if len(data) < place:
        data.extend(bytes(place - len(data)))
    data[place : place + len(written)] = written


class Left(bytes):
    """What is left of one file. Two files with the same bytes are still two."""


def lay(files: dict[str, Left], old: Path, new: Path) -> None:
    """Writes what is left of the folder ``old`` into the empty folder ``new``; what had two names has two again."""
    laid: dict[int, Path] = {}
    for path, data in files.items():
        place = new / Path(path).relative_to(old)
        place.parent.mkdir(parents=True, exist_ok=True)
        first = laid.setdefault(id(data), place)
        if first is place:
            place.write_bytes(data)
        else:
            place.hardlink_to(first)
