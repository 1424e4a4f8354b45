"""The shelf: finished pages as files, found by the name of their sheet.

``root/abc/def….page`` where ``abcdef…`` is the hash of the name: names of any length and script fit, and a million
pages lie about 250 to a folder. A brotli part lies beside its page as ``….br``. A page comes by a temporary file and a
rename and is not fsynced: the rack is derived data, and what a power cut tears is noticed on reading and printed again.

A touched page that is not printed again at once is *set aside* (``….aside``): nobody gets it any more, except that
the stand may hand it out, marked stale, while the press is down. A killed page is dropped, also from there.

The time of a page's files is not a time: its seconds say which page it is, so that nginx, which makes an entity tag of
time and size, makes the one that :meth:`harkara.rack.pages.Stored.tag` gives.
"""

import errno
import itertools
import logging
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
from datetime import datetime
from email.utils import formatdate, parsedate_to_datetime
from hashlib import blake2b
from pathlib import Path
from typing import Final, Protocol

from . import belonging, beside
from .errors import RackFull, TornPage
from .generation import Generation
from .pages import Page, Prepared, Stored, pack, prepare, stored, time_of, unpack, unpack_label
from .ready import BROTLI, GZIP, Ready
from .vouchers import Vouchers

LABEL: Final = 8192
"""Bytes that hold nearly every label."""

NO_ROOM: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}

FOLDERS: Final = 16**3
"""Folders of a shelf, by the first three letters of the hash."""

Mark = tuple[int, int, int]
"""Inode, time in nanoseconds and size of a page file. The time's seconds say which page it is; the rest is of when it
was written, and odd where a brotli part lies beside it (:func:`has_brotli`).
"""

SECOND: Final = 1_000_000_000

log = logging.getLogger(__name__)
_turn = itertools.count()


def place_of(name: str) -> str:
    """Where the sheet ``name`` lies below the shelf's root, without the ending."""
    digest = blake2b(name.encode(), digest_size=16).hexdigest()
    return f"{digest[:3]}/{digest[3:]}"


def stripe(name: str) -> int:
    """The stripe of the generation that says when the page of the sheet ``name`` changes."""
    return int(place_of(name)[:3], 16)


def has_brotli(mark: Mark) -> bool:
    """Whether a brotli part was laid beside the page file with this mark."""
    return mark[1] & 1 == 1


class Diary(Protocol):
    """Who is told what becomes of sheets (:class:`.nodes.journal.Journal`)."""

    def note(self, name: str) -> None:
        """Something became of the sheet ``name``."""
        ...

    def noting(self, name: str) -> AbstractContextManager[None]:
        """A block in which something becomes of it."""
        ...


class Shelf:
    """The shelf in the folder ``root``. Safe to use from many threads and processes.

    ``generation`` is told of every change; by default it is the file ``generation`` beside the folder. ``ready``: where
    pages are linked for nginx; who only reads needs none. ``vouchers``: where every version is kept, before it is put.
    """

    def __init__(
        self,
        root: Path | str,
        generation: Generation | None = None,
        ready: Ready | None = None,
        vouchers: Vouchers | None = None,
    ) -> None:
        self.root = Path(root)
        self.root.mkdir(parents=True, exist_ok=True)
        self.generation = generation or Generation(self.root.parent / "generation")
        self.ready = ready
        self.vouchers = vouchers
        self.diary: Diary | None = None
        """Who is told of every change, where somebody follows this shelf from another machine."""
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
        address: str | None = None,
        prepared: Prepared | None = None,
    ) -> Stored:
        """Puts ``page`` on the shelf in place of what lies there, and returns it as it now lies.

        ``valid_until`` (aware): when the page ceases to be right. ``extra``: facts of the printing, kept on the label.
        ``address``: where the sheet is to be had; nginx hands it out there if it can.
        ``prepared``: what :func:`pages.prepare` made of this page; a brotli part among it is laid beside the page at once.
        A page without ``last-modified`` gets one: that of the page before while nothing changed, else now, and always
        later than that of the page before. Raises :class:`RackFull` and leaves all as it was if there is no room.
        """
        until = valid_until.timestamp() if valid_until else None
        place = self._prefix + place_of(name)
        lies = self._label(name, place + ".page")
        before = lies or self._label(name, place + ".aside")
        is_fit = self.ready is not None and self.ready.fits(page.status, page.headers, until, address)
        where = address if is_fit else None
        made = prepared or prepare(page)
        dated = _dated(made.etag, before)
        copy = stored(name, page, valid_until=until, extra=extra, last_modified=dated, address=where, before=made)
        part = made.brotli if copy.plain is None else None
        with ExitStack() as stack:
            temporary = stack.enter_context(self._written(place, pack(copy), copy.etag))
            dense = stack.enter_context(self._written(place, part, copy.etag)) if part else None
            # What readers say is theirs to take back, and a card is drawn again from its story: of these no copy stays.
            if (
                self.vouchers is not None
                and not name.startswith(belonging.NAMES)
                and (before is None or before.etag != copy.etag)
            ):
                self.vouchers.keep(place_of(name), temporary)
            stack.enter_context(self._changing(name))
            self._replace(place, copy, lies, temporary, dense)
        return copy

    def take(self, name: str, data: bytes, part: bytes | None = None) -> Stored:
        """Puts a page file that was made elsewhere, and its brotli ``part``, byte for byte as they are. Raises
        :class:`TornPage` where one is not whole or not of this sheet, and :class:`RackFull`; then all is as it was.
        """
        copy = unpack(data, name)
        if part is not None and not beside.is_of(part, copy.etag):
            raise TornPage(f"the brotli part is not of the page {name}")
        place = self._prefix + place_of(name)
        lies = self._label(name, place + ".page")
        with ExitStack() as stack:
            temporary = stack.enter_context(self._written(place, data, copy.etag))
            dense = stack.enter_context(self._written(place, part, copy.etag)) if part else None
            stack.enter_context(self._changing(name))
            self._replace(place, copy, lies, temporary, dense)
        return copy

    def raw(self, name: str) -> tuple[bytes, bytes | None] | None:
        """The bytes of the page file of ``name`` and of its brotli part, for :meth:`take`; None where there is none, or not a
        whole one.
        """
        path = self.file(name)
        found = _whole(path)
        if found is None:
            return None
        try:
            copy = unpack(found[0], name)
        except TornPage as error:
            self._met_torn(path, error)
            return None
        return found[0], self.brotli(copy) if has_brotli(found[1]) else None

    def get(self, name: str) -> Stored | None:
        """The page of the sheet ``name``; None where there is none or the file is not whole (counted in ``torn``)."""
        found = self.fetch(name)
        return found and found[0]

    def fetch(self, name: str, *, brotli: bool = True) -> tuple[Stored, Mark] | None:
        """As :meth:`get`, with the mark of the file that was read. Without ``brotli`` its part is not looked for."""
        found = self._read(name, ".page")
        if found and brotli and has_brotli(found[1]):
            found[0].brotli = self.brotli(found[0])
        return found

    def brotli(self, copy: Stored) -> bytes | None:
        """The brotli part of the page ``copy``; None where there is none (yet), or where another page lies there now."""
        if copy.plain is not None or copy.brotli is not None:
            return copy.brotli
        path = f"{self._prefix}{place_of(copy.name)}{BROTLI}"
        found = _whole(path)
        if found is None:
            return None
        try:
            return found[0] if beside.is_of(found[0], copy.etag) else None
        except TornPage as error:
            self._met_torn(path, error)
            return None

    def mark(self, name: str) -> Mark | None:
        """The mark of the file that lies there now: equal marks, equal bytes, with and without brotli."""
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
        with self.generation.changing(stripe(name)):
            self._withdraw(name, place)
            with suppress(FileNotFoundError):
                os.unlink(place + BROTLI)
            try:
                os.replace(place + ".page", place + ".aside")
            except FileNotFoundError:
                return False
            self._tell(name)
        return True

    def drop(self, name: str) -> bool:
        """Takes the page off the shelf for good; True if there was one, on the shelf or set aside."""
        place = self._prefix + place_of(name)
        dropped = False
        with self.generation.changing(stripe(name)):
            self._withdraw(name, place)
            with suppress(FileNotFoundError):
                os.unlink(place + BROTLI)
            for ending in (".page", ".aside"):
                with suppress(FileNotFoundError):
                    os.unlink(place + ending)
                    dropped = True
            self._tell(name)
        if dropped and self.vouchers is not None:
            self.vouchers.ended(place_of(name))
        return dropped

    def add_brotli(self, name: str, quality: int = 8) -> bool:
        """Lays the brotli part beside a page that has only gzip. The page file stays as it is, but for its mark.

        False if there is no such page, if brotli gains nothing, or if another page was put meanwhile.
        """
        copy = self.get(name)
        if copy is None or copy.plain is not None or copy.brotli is not None:
            return False
        part = beside.packed(copy.identity(), copy.etag, quality)
        if len(part) >= len(copy.gzip):
            return False
        return self._lay_beside(copy, part)

    def take_brotli(self, name: str, part: bytes) -> bool:
        """Lays a brotli part that was made elsewhere beside the page. False if it is not of the page that lies there.
        Raises :class:`TornPage` where it is not whole.
        """
        copy = self.get(name)
        if copy is None or not beside.is_of(part, copy.etag):
            return False
        return copy.brotli == part or self._lay_beside(copy, part)

    def _lay_beside(self, copy: Stored, part: bytes) -> bool:
        """Lays ``part`` beside the page ``copy``; False if another page was put meanwhile."""
        name = copy.name
        place = self._prefix + place_of(name)
        with self._written(place, part, copy.etag) as temporary, self._changing(name):
            if self.get(name) != copy:
                return False
            self._lay(place, copy, temporary)
        return True

    @contextmanager
    def _changing(self, name: str) -> Iterator[None]:
        """A block in which another page comes into the place of the sheet ``name``."""
        with self.generation.changing(stripe(name)), self.diary.noting(name) if self.diary else nullcontext():
            yield

    def _tell(self, name: str) -> None:
        if self.diary is not None:
            self.diary.note(name)

    def _replace(self, place: str, copy: Stored, lies: Stored | None, temporary: str, dense: str | None) -> None:
        """Puts the file ``temporary``, which is ``copy``, in place of the page there (whose label is ``lies``), with ``dense``
        as its brotli part.
        """
        self._withdraw(copy.name, place, lies)
        with suppress(FileNotFoundError):
            os.unlink(place + BROTLI)
        os.replace(temporary, place + ".page")
        with suppress(FileNotFoundError):
            os.unlink(place + ".aside")
        self._offer(place, copy)
        if dense:
            self._lay(place, copy, dense)

    def tag(self, name: str) -> str | None:
        """The digest of the page that lies there, by its label alone; None where there is none."""
        label = self._label(name, self.file(name))
        return label.etag if label else None

    def offer(self, name: str) -> None:
        """Links the page on the shelf for nginx, as :meth:`put` did: for when links or times may be lost."""
        place = self._prefix + place_of(name)
        with self.generation.changing(stripe(name)):
            found = self.fetch(name, brotli=False)
            if found is None:
                return
            copy, mark = found
            copy.brotli = self.brotli(copy)
            stamp = _stamp(copy.etag, mark[1]) | (copy.brotli is not None)
            for ending in (".page", BROTLI) if copy.brotli is not None else (".page",):
                if mark[1] != stamp or ending == BROTLI:
                    os.utime(place + ending, ns=(stamp, stamp))
                self._offer(place, copy, ending)

    def names(self, folders: Iterable[int] = range(FOLDERS)) -> Iterator[str]:
        """The names of all sheets on the shelf, or of those in some of its ``folders``, in no order; files without a
        readable label are counted as torn.
        """
        return self._labelled(folders, ".page")

    def asides(self, folders: Iterable[int] = range(FOLDERS)) -> Iterator[str]:
        """The names of the sheets that were set aside, as :meth:`names`."""
        return self._labelled(folders, ".aside")

    def _labelled(self, folders: Iterable[int], ending: str) -> Iterator[str]:
        for number in folders:
            try:
                entries = os.scandir(f"{self._prefix}{number:03x}")
            except FileNotFoundError:
                continue
            with entries:
                for entry in entries:
                    if entry.name.endswith(ending):
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
        found = _whole(path)
        if found is None:
            return None
        try:
            return unpack(found[0], name), found[1]
        except TornPage as error:
            self._met_torn(path, error)
            return None

    def _label(self, name: str, path: str) -> Stored | None:
        """The label of the file ``path`` (bodies left empty); None if absent, torn or another sheet's than ``name``."""
        try:
            file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            return None
        try:
            data = os.read(file, LABEL)
            try:
                label = unpack_label(data)
            except TornPage:
                label = unpack_label(data + os.read(file, os.fstat(file).st_size))
        except TornPage as error:
            self._met_torn(path, error)
            return None
        finally:
            os.close(file)
        return None if name and label.name != name else label

    def _lay(self, place: str, copy: Stored, dense: str) -> None:
        """Lays the file ``dense`` beside the page that lies at ``place``, which is ``copy``, as its brotli part."""
        os.replace(dense, place + BROTLI)
        self._offer(place, copy, BROTLI)
        written = time.time_ns()
        os.utime(place + ".page", ns=(written, _stamp(copy.etag, written) | 1))

    def _offer(self, place: str, copy: Stored, ending: str = ".page") -> None:
        """Links a file of the page for nginx, if it may have links. A link that cannot be made is only slower."""
        address = copy.address()
        if self.ready is None or address is None or not self.ready.takes(copy):
            return
        try:
            self.ready.offer(place + ending, address, BROTLI if ending == BROTLI else GZIP)
        except OSError as error:
            log.warning("%s has no link: %s", copy.name, error)

    def _withdraw(self, name: str, place: str, label: Stored | None = None) -> None:
        """Takes the links of the page on the shelf away. ``label`` is its own, if that was read already."""
        if self.ready is None:
            return
        label = label or self._label(name, place + ".page")
        if label is not None:
            self.ready.withdraw(filter(None, [label.address()]))
        elif os.path.exists(place + ".page"):
            self.ready.withdraw(self.ready.paths(name))

    def _met_torn(self, path: str, error: TornPage) -> None:
        self.torn += 1
        log.warning("%s counts as missing: %s", path, error)

    @contextmanager
    def _written(self, place: str, data: bytes, digest: str) -> Iterator[str]:
        """A temporary file beside ``place`` that holds ``data``, of the page with that etag; removed if it was not
        renamed.
        """
        temporary = f"{place}.{os.getpid()}.{next(_turn)}.part"
        try:
            _write(temporary, data, digest)
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


def _whole(path: str) -> tuple[bytes, Mark] | None:
    """The bytes of a file, and its mark; None if there is none."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        found = os.fstat(file)
        return os.read(file, found.st_size), (found.st_ino, found.st_mtime_ns, found.st_size)
    finally:
        os.close(file)


def _stamp(digest: str, written: int) -> int:
    """The time of a file of the page with the etag ``digest``; ``written``: when, in nanoseconds."""
    return time_of(digest) * SECOND + written % SECOND & ~1


def _write(path: str, data: bytes, digest: str) -> None:
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
        os.utime(file, ns=(written, _stamp(digest, written)))
    finally:
        os.close(file)


def _dated(tag: str, before: Stored | None) -> str:
    """``last-modified`` for a page with that etag that has none of its own (HTTP date, seconds)."""
    now = time.time()
    was = before.header("last-modified") if before else None
    if before and was:
        if before.etag == tag:
            return was
        with suppress(ValueError):
            now = max(now, parsedate_to_datetime(was).timestamp() + 1)  # two versions of one second must differ
    return formatdate(now, usegmt=True)
