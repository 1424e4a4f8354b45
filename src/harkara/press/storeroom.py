"""The rack's files, opened by the one who fills them.

Beside shelf, manifest, generation and what is ready for nginx lie three small things of the press. *In hand*: the names of
the sheets whose books and file are being changed, so that after a sudden end exactly those are taken off and printed
again. *The place*: how far the rack follows the change log, so that a database restored from a backup is noticed. *The
folio*: how often the ledger was written, so that a backup of the very same position is noticed too.
"""

import fcntl
import json
import logging
import os
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from io import FileIO
from pathlib import Path
from typing import IO

from django.conf import settings

from harkara.press import paging, room
from harkara.press.standing_type import TypeStore
from harkara.rack.addresses import Addresses
from harkara.rack.disk import sync
from harkara.rack.generation import Generation
from harkara.rack.manifest import MAPPED
from harkara.rack.nodes.boot import boot
from harkara.rack.nodes.journal import Journal
from harkara.rack.ready import Ready
from harkara.rack.shelf import Shelf
from harkara.rack.vouchers import Vouchers, vouchers_of

WRITTEN = ".part"
"""The ending of a note that is still being written: nothing was begun yet."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Place:
    """How far the rack follows the log, under which boot of the machine, and whether the press ended in order."""

    position: int
    boot: str
    clean: bool


class Storeroom:
    """The rack in the folder ``root``, which is made if absent. Safe for many threads."""

    def __init__(self, root: Path | str, *, mapped: int = MAPPED) -> None:
        self.root = Path(root)
        self.root.mkdir(parents=True, exist_ok=True)
        self.generation = Generation(self.root / "generation")
        self.ready = Ready(self.root / "ready", paging.public(), lambda name: self.manifest.paths(name))
        self.vouchers = Vouchers(vouchers_of(self.root)) if settings.HARKARA_VOUCHER_DAYS else None
        self.shelf = Shelf(self.root / "shelf", self.generation, self.ready, self.vouchers)
        self.manifest = Addresses(self.root / "manifest.sqlite3", self.generation, mapped=mapped, ready=self.ready)
        self.journal = Journal(self.manifest)
        self.shelf.diary = self.journal if self.journal.is_kept() else None
        self.standing = TypeStore()
        self._hands = self.root / "in-hand"
        self._hands.mkdir(exist_ok=True)
        self._place = self.root / "place.json"
        self._folio = self.root / "folio"

    @classmethod
    def of_settings(cls) -> "Storeroom":
        """The rack of this paper (``HARKARA_RACK``)."""
        return cls(settings.HARKARA_RACK)

    def lock(self) -> IO[str]:
        """The right to follow the log for this rack, held until the file is closed or the process ends.

        Raises ``RuntimeError`` where another press has it.
        """
        file = (self.root / "press.lock").open("w")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.close()
            raise RuntimeError(f"Another press follows the rack {self.root}: end it first.") from error
        return file

    @contextmanager
    def in_hand(self, names: Collection[str]) -> Iterator[None]:
        """Notes that ``names`` are being put or taken off. The note stays if the block is not left in order.

        Its writer holds the note locked, so that a press which starts meanwhile sees that somebody is at work on these.
        Raises :class:`RackFull` before anything is begun where the note finds no room.
        """
        note = self._hands / f"{os.getpid()}-{threading.get_ident()}"
        fresh = note.with_suffix(WRITTEN)
        with fresh.open("wb", buffering=0) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            with room.needed(self.root):
                _write(file, "\n".join(names))
            fresh.replace(note)
            yield
            note.unlink(missing_ok=True)

    def left_in_hand(self) -> dict[Path, list[str]]:
        """The notes whose writers ended without taking them back, each with its names."""
        left = {}
        for note in self._hands.iterdir():
            try:
                with note.open(encoding="utf-8") as file:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    if note.suffix != WRITTEN:
                        left[note] = file.read().split("\n")
            except (FileNotFoundError, BlockingIOError):
                continue  # taken back, or its writer is at work
        return left

    def place(self) -> Place | None:
        """How far the rack follows; ``None`` on a new rack or where the note cannot be read."""
        try:
            return Place(**json.loads(self._place.read_text("utf-8")))
        except (FileNotFoundError, ValueError, TypeError):
            return None

    def note_place(self, position: int, *, clean: bool = False, durable: bool = False) -> None:
        """Notes that the rack follows the log up to ``position``. ``clean``: all of it is synced, and nobody is at work.
        ``durable``: the note itself is synced, as it must be where ``clean`` changes. Raises :class:`RackFull`.
        """
        fresh = self._place.with_name(f"place.{os.getpid()}.part")
        with room.needed(self.root), fresh.open("wb", buffering=0) as file:
            _write(file, json.dumps(asdict(Place(position, boot(), clean))))
            if durable:
                os.fsync(file.fileno())
        fresh.replace(self._place)
        if durable:
            folder = os.open(self.root, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def folio(self) -> int:
        """How often the ledger was written when a page was last put or taken off; 0 on a new rack."""
        try:
            return int.from_bytes(self._folio.read_bytes())
        except FileNotFoundError:
            return 0

    def note_folio(self, number: int, *, anew: bool = False) -> None:
        """Notes that the ledger was written for the ``number``-th time; a smaller number than is there only ``anew``.

        It is not synced: after a power cut the rack is gone through anyway.
        """
        if anew or number > self.folio():
            file = os.open(self._folio, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
            try:
                os.pwrite(file, number.to_bytes(8), 0)
            except OSError as error:
                log.error("the rack's count of the ledger was not written: %s", error)
            finally:
                os.close(file)

    def keep_journal(self, *, wanted: bool, anew: bool) -> None:
        """From now on the journal for other machines is kept, if it is ``wanted``; ``anew``: the rack was gone through."""
        if wanted:
            self.journal.open(boot(), self.ready.headers, anew=anew)
            self.journal.prune()
        else:
            self.journal.end()
        self.shelf.diary = self.journal if wanted else None

    def sync(self) -> None:
        """Brings to the disk what was written on the rack's file system, and what was taken away. Tens of milliseconds."""
        sync(self.root)

    def begin_work(self) -> None:
        """Takes back the note that all is synced and nobody is at work, before somebody is who does not follow the log."""
        place = self.place()
        if place is not None and place.clean:
            self.note_place(place.position, durable=True)


def _write(file: FileIO, text: str) -> None:
    """Writes all of ``text``; a file without a buffer takes what there is room for, and closing it fails for nothing."""
    left = memoryview(text.encode())
    while left:
        left = left[file.write(left) :]
