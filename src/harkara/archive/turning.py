"""An index that is made anew beside the one that is searched, and takes its place in one step.

``public`` in the archive's folder is a link to the folder in which that index lies now, ``public.3``. A new one is written
in ``public.4`` and found by nobody; turning puts a new link in the place of the old one, by a rename, so that who opens the
index finds the old or the new. Engines see by the folder behind the link that it is another one and open that. The old
folder stays for a while, for who is reading in it just then.

A folder that stands where the link should be (an index made before, or by hand) counts as the first.

Where a server keeps the index there are no folders, and paths only name it: :mod:`.servers` does the same there.
"""

import fcntl
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import shelf

STAYS = 60.0
"""Seconds for which a folder stays after another has taken its place: a search takes less by far."""


class TurningBusy(RuntimeError):  # noqa: N818 (it says what is)
    """Somebody else is making this index anew."""


def now(place: Path) -> Path | None:
    """The folder in which the index called ``place`` lies; None where there is none yet."""
    if shelf.is_served():
        return shelf.served().now(place)
    if place.is_symlink():
        return place.parent / os.readlink(place)
    return place if place.is_dir() else None


@contextmanager
def anew(place: Path) -> Iterator[Path]:
    """An empty folder for a new index beside ``place``. It is for one at a time: raises :class:`TurningBusy`.

    What others left half made is thrown away, and so is this one, unless it is turned to (:func:`turn`) in the block.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.with_name(f"{place.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise TurningBusy(
                f"The index {place} is being made anew by another process: let it come to its end."
            ) from error
        if shelf.is_served():
            with shelf.served().anew(place) as path:
                yield path
            return
        standing = now(place)
        for other in _others(place):
            if _number(other) > _number(standing):
                shutil.rmtree(other, ignore_errors=True)
        fresh = place.with_name(f"{place.name}.{1 + max([0, *map(_number, [*_others(place), standing])])}")
        fresh.mkdir()
        try:
            yield fresh
        finally:
            if now(place) != fresh:
                shutil.rmtree(fresh, ignore_errors=True)


def turn(place: Path, fresh: Path) -> None:
    """Puts the index in ``fresh`` in the place of the one that was found there. Durable when it returns."""
    if shelf.is_served():
        shelf.served().turn(place, fresh)
        return
    link = place.with_name(f"{place.name}.link")
    link.unlink(missing_ok=True)
    link.symlink_to(fresh.name)
    if place.is_dir() and not place.is_symlink():
        place.rename(place.with_name(f"{place.name}.0"))  # for this moment, once, there is none
    link.replace(place)
    folder = os.open(place.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def sweep(place: Path, *, stays: float = STAYS) -> int:
    """Throws away the folders that were turned away from longer than ``stays`` seconds ago; returns how many."""
    if shelf.is_served():
        return 0  # a server throws the old one away when it turns
    standing = now(place)
    if standing is None or not place.is_symlink() or time.time() - place.lstat().st_mtime < stays:
        return 0
    old = [other for other in _others(place) if _number(other) < _number(standing)]
    for other in old:
        shutil.rmtree(other, ignore_errors=True)
    return len(old)


def _others(place: Path) -> list[Path]:
    """All folders of this index but the one that stands where the link should be."""
    pattern = re.compile(re.escape(place.name) + r"\.[0-9]+")
    return sorted(path for path in place.parent.iterdir() if pattern.fullmatch(path.name) and path.is_dir())


def _number(folder: Path | None) -> int:
    found = re.fullmatch(r"\.([0-9]+)", folder.suffix) if folder else None
    return int(found[1]) if found else 0
