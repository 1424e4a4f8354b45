"""The shelf: finished pages as files, found by the name of their sheet.

``root/abc/def….page`` where ``abcdef…`` is the hash of the name: names of any length and script fit, and a million
pages lie about 250 to a folder. A page comes by a temporary file and a rename and is not fsynced: the rack is derived
data, and what a power cut tears is noticed on reading and printed again.

A touched page that is not printed again at once is *set aside* (``….aside``): nobody gets it any more, except that
the stand may hand it out, marked stale, while the press is down. A killed page is dropped, also from there.
"""

import errno
import itertools
import logging
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from email.utils import formatdate, parsedate_to_datetime
from hashlib import blake2b
from pathlib import Path
from typing import Final

import brotli

from .errors import RackFull, TornPage
from .generation import Generation
from .pages import Page, Stored, etag, pack, stored, unpack, unpack_label

LABEL: Final = 8192
"""Bytes that hold nearly every label."""

NO_ROOM: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}

FOLDERS: Final = 16**3
"""Folders of a shelf, by the first three letters of the hash."""

Mark = tuple[int, int, int]
"""Inode, time of writing in nanoseconds and size of a page file."""

log = logging.getLogger(__name__)
_turn = itertools.count()


def place_of(name: str) -> str:
    """Where the sheet ``name`` lies below the shelf's root, without the ending."""
    digest = blake2b(name.encode(), digest_size=16).hexdigest()
    return f"{digest[:3]}/{digest[3:]}"


class Shelf:
    """The shelf in the folder ``root``. Safe to use from many threads and processes.

    ``generation`` is told of every change; by default it is the file ``generation`` beside the folder.
    """

    def __init__(self, root: Path | str, generation: Generation | None = None) -> None:
        self.root = Path(root)
        self.root.mkdir(parents=True, exist_ok=True)
        self.generation = generation or Generation(self.root.parent / "generation")
        self.torn = 0
        """How many unusable files this object has met."""
        self._prefix = f"{self.root}/"

    def file(self, name: str) -> str:
        """The path of the page file of the sheet ``name``, whether there is one or not."""
        return f"{self._prefix}{place_of(name)}.page"

    def put(
        self,
        name: str,
        page: Page,
        *,
        valid_until: datetime | None = None,
        extra: Mapping[str, str] | None = None,
    ) -> Stored:
        """Puts ``page`` on the shelf in place of what lies there, and returns it as it now lies.

        ``valid_until`` (aware): when the page ceases to be right. ``extra``: facts of the printing, kept on the label.
        A page without ``last-modified`` gets one: that of the page before while nothing changed, else now, and always
        later than that of the page before. Raises :class:`RackFull` and leaves all as it was if there is no room.
        """
        until = valid_until.timestamp() if valid_until else None
        place = self._prefix + place_of(name)
        before = self._label(name, place + ".page") or self._label(name, place + ".aside")
        copy = stored(name, page, valid_until=until, extra=extra, last_modified=_dated(page, before))
        with self._written(place, pack(copy)) as temporary, self.generation.changing():
            os.replace(temporary, place + ".page")
            with suppress(FileNotFoundError):
                os.unlink(place + ".aside")
        return copy

    def get(self, name: str) -> Stored | None:
        """The page of the sheet ``name``; None where there is none or the file is not whole (counted in ``torn``)."""
        found = self._read(name, ".page")
        return found and found[0]

    def fetch(self, name: str) -> tuple[Stored, Mark] | None:
        """As :meth:`get`, with the mark of the file that was read."""
        return self._read(name, ".page")

    def mark(self, name: str) -> Mark | None:
        """The mark of the file that lies there now: equal marks, equal bytes."""
        try:
            found = os.stat(f"{self._prefix}{place_of(name)}.page")
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size

    def aside(self, name: str) -> Stored | None:
        """The page that was set aside and not printed again since."""
        found = self._read(name, ".aside")
        return found and found[0]

    def set_aside(self, name: str) -> bool:
        """Takes the page off the shelf, so that it counts as missing, and keeps it for :meth:`aside`."""
        place = self._prefix + place_of(name)
        with self.generation.changing():
            try:
                os.replace(place + ".page", place + ".aside")
            except FileNotFoundError:
                return False
        return True

    def drop(self, name: str) -> bool:
        """Takes the page off the shelf for good; True if there was one, on the shelf or set aside."""
        place = self._prefix + place_of(name)
        dropped = False
        with self.generation.changing():
            for ending in (".page", ".aside"):
                with suppress(FileNotFoundError):
                    os.unlink(place + ending)
                    dropped = True
        return dropped

    def add_brotli(self, name: str, quality: int = 9) -> bool:
        """Adds the brotli part to a page that has only gzip. The entity tag stays.

        False if there is no such page, if brotli gains nothing, or if another page was put meanwhile.
        """
        copy = self.get(name)
        if copy is None or copy.plain is not None or copy.brotli is not None:
            return False
        part = brotli.compress(copy.identity(), quality=quality)
        if len(part) >= len(copy.gzip):
            return False
        place = self._prefix + place_of(name)
        with self._written(place, pack(replace(copy, brotli=part))) as temporary, self.generation.changing():
            if self.get(name) != copy:
                return False
            os.replace(temporary, place + ".page")
        return True

    def names(self, folders: Iterable[int] = range(FOLDERS)) -> Iterator[str]:
        """The names of all sheets on the shelf, or of those in some of its ``folders``, in no order; files without a
        readable label are counted as torn.
        """
        for number in folders:
            try:
                entries = os.scandir(f"{self._prefix}{number:03x}")
            except FileNotFoundError:
                continue
            with entries:
                for entry in entries:
                    if entry.name.endswith(".page"):
                        label = self._label("", entry.path)
                        if label is not None:
                            yield label.name

    def sweep(self, names: Iterable[str] | None = None) -> int:
        """Removes what writers that died have left behind, and returns how many files that were. ``names``: only beside
        the pages of these sheets, which costs a look at their folders; without, a look at the whole shelf.

        To be called when no other process writes, as at the start of the press.
        """
        patterns = ["*/*.part"] if names is None else [f"{place_of(name)}.*.part" for name in names]
        left = [path for pattern in patterns for path in self.root.glob(pattern)]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def _read(self, name: str, ending: str) -> tuple[Stored, Mark] | None:
        path = f"{self._prefix}{place_of(name)}{ending}"
        try:
            file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            return None
        try:
            found = os.fstat(file)
            data = os.read(file, found.st_size)
            return unpack(data, name), (found.st_ino, found.st_mtime_ns, found.st_size)
        except TornPage as error:
            self._met_torn(path, error)
            return None
        finally:
            os.close(file)

    def _label(self, name: str, path: str) -> Stored | None:
        """The label of the file ``path`` (bodies left empty); None if absent, torn or another sheet's than ``name``."""
        try:
            file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            return None
        try:
            data = os.read(file, LABEL)
            try:
                label, _ = unpack_label(data)
            except TornPage:
                label, _ = unpack_label(data + os.read(file, os.fstat(file).st_size))
        except TornPage as error:
            self._met_torn(path, error)
            return None
        finally:
            os.close(file)
        if name and label["name"] != name:
            return None
        headers = tuple((key, value) for key, value in label["headers"])
        return Stored(label["name"], label["status"], headers, label["etag"], label["length"], extra=label["extra"])

    def _met_torn(self, path: str, error: TornPage) -> None:
        self.torn += 1
        log.warning("%s counts as missing: %s", path, error)

    @contextmanager
    def _written(self, place: str, data: bytes) -> Iterator[str]:
        """A temporary file beside ``place`` that holds ``data``; removed if it was not renamed."""
        temporary = f"{place}.{os.getpid()}.{next(_turn)}.part"
        try:
            _write(temporary, data)
            yield temporary
        except OSError as error:
            if error.errno in NO_ROOM:
                raise RackFull(
                    f"there is no room on the disk of {self.root}; free some, nothing was replaced"
                ) from error
            raise
        finally:
            with suppress(FileNotFoundError):
                os.unlink(temporary)


def _write(path: str, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    try:
        file = os.open(path, flags, 0o644)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        file = os.open(path, flags, 0o644)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(file, left) :]
        written = time.time_ns()  # the kernel's own stamp is coarse; marks must differ
        os.utime(file, ns=(written, written))
    finally:
        os.close(file)


def _dated(page: Page, before: Stored | None) -> str:
    """``last-modified`` for a page that has none of its own (HTTP date, seconds)."""
    now = time.time()
    was = before.header("last-modified") if before else None
    if before and was:
        if before.etag == etag(page):
            return was
        with suppress(ValueError):
            now = max(now, parsedate_to_datetime(was).timestamp() + 1)  # two versions of one second must differ
    return formatdate(now, usegmt=True)
