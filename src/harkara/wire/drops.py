"""Folders into which others put files, by FTP or by copying: what lies there whole is read, and put aside when it is filed.

A file is whole when size and time stand still over two looks, and its name does not say that it is still being written. It is
moved only after the desk has said that it has it; ended in between, the file is read once more, and the desk knows it already.
"""

import os
import stat
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from harkara.wire import mail, trees
from harkara.wire.opening import Opened, open_

DONE, REFUSED = "done", "refused"
"""Where files go that were taken, and those that could not be: below the folder, the latter with the reason beside them."""

STILL: Final = 2.0
"""Seconds between the two looks at a file that is younger than :data:`SETTLED`."""

SETTLED: Final = 60.0
"""Seconds since its last change after which a file needs no second look: whoever writes it has stopped."""

PATIENCE: Final = 600.0
"""Seconds for which a file that breaks off, or is empty, may still be completed by a line that was cut."""

LONGEST_WAIT: Final = 86_400.0
"""Seconds that a picture waits for the item that names it."""

AT_ONCE: Final = 200
MOST_BYTES: Final = 200 * 1024 * 1024
"""Files of one look, and bytes of them with their pictures; the rest are read in the next."""

UNFINISHED: Final = (".part", ".partial", ".tmp", ".temp", ".filepart", ".crdownload", ".swp", ".!ut", ".lock", "~")
"""Ends of the names of files that are still being written."""

PICTURES: Final = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".tif", ".tiff")
"""Ends of the names of files that are taken with the item that names them, not by themselves."""

_REASON = ".reason.txt"
_ALLOWED = max(trees.LARGEST, mail.letter.LARGEST) + 1


@dataclass(frozen=True, slots=True)
class Mark:
    """By what a change of a file is seen: its bytes, and its time in nanoseconds since 1970."""

    size: int
    changed: int


@dataclass(frozen=True, slots=True)
class File:
    """A file that was whole when it was read, and what is in it."""

    name: str
    mark: Mark
    opened: Opened


def lying(folder: Path) -> dict[str, Mark]:
    """The files of ``folder`` that may be read: no folders, no links, none whose name is hidden or says that it is unfinished.

    Raises ``OSError`` where the folder cannot be listed.
    """
    found = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            if name.startswith(".") or name.casefold().endswith(UNFINISHED):
                continue
            try:
                told = entry.stat(follow_symlinks=False)
            except OSError:  # it went away meanwhile
                continue
            if stat.S_ISREG(told.st_mode):
                found[name] = Mark(told.st_size, told.st_mtime_ns)
    return found


def whole(
    folder: Path, pause: Callable[[float], None] = time.sleep, now: Callable[[], float] = time.time
) -> dict[str, Mark]:
    """Those of :func:`lying` that stand still, the oldest first. Waits :data:`STILL` seconds where one is young."""
    first = lying(folder)
    if any(now() - mark.changed / 1e9 < SETTLED for mark in first.values()):
        pause(STILL)
        second = lying(folder)
        first = {name: mark for name, mark in first.items() if second.get(name) == mark}
    return dict(sorted(first.items(), key=lambda pair: (pair[1].changed, pair[0])))


def read(
    folder: Path,
    names: Mapping[str, Mark],
    zone: str,
    known: Mapping[str, str] | None = None,
    now: Callable[[], float] = time.time,
    patience: float = PATIENCE,
) -> list[File]:
    """The files ``names`` of ``folder``, opened: agencies' and letters. Pictures are taken with the item that names them.

    Left out, for the next look: what changed since, what breaks off and is younger than ``patience`` seconds, and pictures
    that no item has named for less than a day.
    """
    found: list[File] = []
    pictures = [name for name in names if name.casefold().endswith(PICTURES)]
    taken = 0
    for name in [name for name in names if name not in pictures][:AT_ONCE]:
        if taken > MOST_BYTES:
            break
        data = _bytes(folder / name, names[name])
        if data is None:
            continue
        opened = open_(data, zone, known, lambda told: _beside(folder, names, told))
        taken += len(data) + sum(len(one.data) for one in opened.attached)
        is_young = now() - names[name].changed / 1e9 < patience
        if not (opened.breaks_off and is_young):
            found.append(File(name, names[name], opened))
    shown = {name for file in found for name in file.opened.beside}
    for name in pictures:
        if name not in shown and now() - names[name].changed / 1e9 > LONGEST_WAIT:
            found.append(
                File(name, names[name], Opened(why="no item named this picture for a day; send them together"))
            )
    return found


def put_aside(folder: Path, file: File, now: datetime) -> None:
    """Moves ``file``, and the pictures that belong to it, to ``done/DAY/`` or ``refused/DAY/`` below ``folder``.

    The reason is written before the file is moved. A file that was replaced meanwhile stays: it is another one. One that is
    gone was moved by somebody else who read it.
    """
    day = now.astimezone(UTC).date().isoformat()
    where = folder / (REFUSED if file.opened.why else DONE) / day
    where.mkdir(parents=True, exist_ok=True)
    if _mark(folder / file.name) != file.mark:
        return
    to = _free(where, file.name)
    if file.opened.why:
        (where / (to.name + _REASON)).write_text(f"{file.name}: {file.opened.why}.\n", encoding="utf-8")
    for name in (file.name, *file.opened.beside):
        target = to if name == file.name else _free(where, name)
        try:
            os.replace(folder / name, target)
        except FileNotFoundError:
            continue


def put_all_aside(folder: Path, files: Iterable[File], now: datetime) -> None:
    """:func:`put_aside` for each of ``files``."""
    for file in files:
        put_aside(folder, file, now)


def _mark(path: Path) -> Mark | None:
    try:
        told = path.lstat()
    except OSError:
        return None
    return Mark(told.st_size, told.st_mtime_ns)


def _free(where: Path, name: str) -> Path:
    """``name`` in ``where``, with a number where a file of that name lies there."""
    path, stem, suffix = where / name, Path(name).stem, Path(name).suffix
    for count in range(2, 100_000):
        if not path.exists():
            break
        path = where / f"{stem}-{count}{suffix}"
    return path


def _bytes(path: Path, mark: Mark, largest: int = _ALLOWED) -> bytes | None:
    """The bytes of a file, at most one more than any reader takes; ``None`` where it is no longer the one that was looked at."""
    try:
        number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    with open(number, "rb") as opened:
        told = os.fstat(number)
        if not stat.S_ISREG(told.st_mode) or Mark(told.st_size, told.st_mtime_ns) != mark:
            return None
        return opened.read(largest)


def _beside(folder: Path, names: Mapping[str, Mark], name: str) -> bytes | None:
    mark = names.get(name)
    return None if mark is None else _bytes(folder / name, mark)
