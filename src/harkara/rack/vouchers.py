"""Voucher copies: every version of every page that readers could see, kept as it was printed, with time and hash.

A version is the page file itself, kept under a second name by a hard link before it is put on the shelf: so it costs the
press no writing, what was served is kept whatever ends suddenly after that, and the shelf may be thrown away. The press
only lays it in ``waiting``; hash and folder come when no reader waits (:meth:`Vouchers.file`). Nothing
here is ever written over; a name says it all: ``abc/def….1796000000000000.<SHA-256 of the page>.page``, where ``abcdef…``
is the hash of the sheet's name and the number is the moment in microseconds since 1970. An empty file that ends in
``.gone`` says when the sheet left the shelf for good, one that ends in ``.torn`` that a power cut took this version.

It is not synced page by page, as the shelf is not, but in lots: a power cut may take the versions of the last seconds.
"""

import errno
import hashlib
import logging
import os
import re
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice, pairwise, zip_longest
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from .errors import TornPage
from .manifest import Manifest
from .pages import Stored, unpack

FOLDERS: Final = 16**3
OTHERWISE: Final = {errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP}
"""Where a file cannot have a second name it is copied."""

PREFIX: Final = 3
"""Letters of a place that name its folder."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Voucher:
    """One version: of which sheet, since when and until when (UTC; ``None``: it may be there still), and the SHA-256 of the
    page's bytes, in hexadecimal.
    """

    name: str
    since: datetime
    until: datetime | None
    sha256: str
    path: str
    waits: str = ""
    """Where it lay when it was looked for, if it was not filed yet."""

    def page(self) -> Stored:
        """The page as it was printed. Raises :class:`TornPage` where the file is not what its name says."""
        try:
            data = Path(self.waits or self.path).read_bytes()
        except FileNotFoundError:  # filed meanwhile
            data = Path(self.path).read_bytes()
        page = unpack(data, self.name)
        if hashlib.sha256(page.identity()).hexdigest() != self.sha256:
            raise TornPage(f"{self.path} holds other bytes than were printed")
        return page


class Vouchers:
    """The voucher copies in the folder ``root``, on the file system of the shelf. Safe for many processes."""

    def __init__(self, root: Path | str) -> None:
        self.root = Path(root)
        self._prefix = f"{self.root}/"
        self._waiting = f"{self._prefix}waiting/"

    def keep(self, place: str, file: str) -> None:
        """Keeps ``file``, which is about to be put for the sheet at ``place`` (``shelf.place_of``), as it is."""
        target = f"{self._waiting}{place[:PREFIX]}{place[PREFIX + 1 :]}.{time.time_ns() // 1000}.page"
        try:
            self._link(file, target)
        except FileNotFoundError:
            os.makedirs(self._waiting, exist_ok=True)
            self._link(file, target)

    def file(self, most: int | None = None) -> int:
        """Files what waits, at most so many; returns how many that were. Whoever ends in the midst loses nothing, and who
        does the same at the same time is not in the way.
        """
        with suppress(FileNotFoundError), os.scandir(self._waiting) as entries:
            names = [entry.name for entry in islice(entries, most) if entry.name.endswith(".page")]
            return sum(self._file(name) for name in names)
        return 0

    def _file(self, name: str) -> bool:
        whole, moment, _page = name.split(".")
        waits = self._waiting + name
        target = f"{self._prefix}{whole[:PREFIX]}/{whole[PREFIX:]}.{moment}"
        try:
            target += f".{_digest(waits)}.page"
        except FileNotFoundError:
            return False
        except TornPage as error:
            log.error("the voucher copy %s.%s is lost: %s", whole, moment, error)
            target += ".torn"
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with suppress(FileNotFoundError):  # filed by another meanwhile
            os.rename(waits, target)
            return True
        return False

    def ended(self, place: str) -> None:
        """Notes that the sheet at ``place`` left the shelf for good. A note that cannot be made keeps nothing back."""
        target = f"{self._prefix}{place}.{time.time_ns() // 1000}.gone"
        with suppress(OSError):
            os.makedirs(os.path.dirname(target), exist_ok=True)
            os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o444))

    def of(self, name: str, place: str) -> list[Voucher]:
        """Every version of the sheet ``name``, which lies at ``place``, the newest first. One look at one folder, and one
        at what waits to be filed.
        """
        known = self._known(place)
        moments = sorted(known)
        vouchers: list[Voucher] = []
        for moment, following in zip_longest(moments, moments[1:]):
            digest, path, waits = known[moment]
            if digest:
                until = _moment(following) if following is not None else None
                vouchers.append(Voucher(name, _moment(moment), until, digest, path, waits))
        return vouchers[::-1]

    def torn(self, place: str) -> list[datetime]:
        """When versions of the sheet at ``place`` came that a power cut took, in no order."""
        folder, _slash, rest = place.partition("/")
        found = self._entries(int(folder, 16))
        return [_moment(moment) for sheet, moment, path in found if sheet == rest and path.endswith(".torn")]

    def _known(self, place: str) -> dict[int, tuple[str, str, str]]:
        """What is known of the sheet at ``place``: by moment, the digest (empty: no page since), where it is filed and
        where it waits. What waits is looked at first, so that what is filed meanwhile is met twice rather than never.
        """
        folder, _slash, rest = place.partition("/")
        known: dict[int, tuple[str, str, str]] = {}
        with suppress(FileNotFoundError), os.scandir(self._waiting) as entries:
            for entry in entries:
                if entry.name.startswith(f"{folder}{rest}."):
                    moment = entry.name.split(".")[1]
                    with suppress(FileNotFoundError, TornPage):
                        digest = _digest(entry.path)
                        filed = f"{self._prefix}{place}.{moment}.{digest}.page"
                        known[int(moment)] = (digest, filed, entry.path)
        for sheet, moment_, path in self._entries(int(folder, 16)):
            if sheet == rest:
                known[moment_] = (path.split(".")[-2] if path.endswith(".page") else "", path, "")
        return known

    def at(self, name: str, place: str, moment: datetime) -> Voucher | None:
        """What readers could see of the sheet ``name`` at ``moment`` (aware)."""
        for voucher in self.of(name, place):
            if voucher.since <= moment and (voucher.until is None or moment < voucher.until):
                return voucher
        return None

    def thin(self, folder: int, before: datetime) -> int:
        """Throws away what ended before ``before`` in one of the ``FOLDERS``; returns how many versions. What is the
        newest of its sheet stays, since readers may see it still.
        """
        limit = int(before.timestamp() * 1_000_000)
        entries = list(self._entries(folder))
        following = _following(entries)
        gone = 0
        for rest, moment, path in entries:
            if following.get((rest, moment), limit) < limit:
                with suppress(FileNotFoundError):
                    os.unlink(path)
                    gone += 1
        return gone

    def _entries(self, folder: int) -> Iterator[tuple[str, int, str]]:
        with suppress(FileNotFoundError), os.scandir(f"{self._prefix}{folder:03x}") as entries:
            for entry in entries:
                rest, moment, *_ = entry.name.split(".")
                yield rest, int(moment), entry.path

    def _link(self, file: str, target: str) -> None:
        try:
            os.link(file, target)
        except FileExistsError:
            return  # the same bytes in the same microsecond
        except OSError as error:
            if error.errno not in OTHERWISE:
                raise
            fresh = f"{target}.{os.getpid()}.part"
            shutil.copyfile(file, fresh)
            os.replace(fresh, target)


def sheet_at(address: str, manifest: Manifest) -> str | None:
    """The name of the sheet at ``address`` (with or without an origin), a killed or withdrawn story's too; ``None`` where
    there never was one.
    """
    parts = urlsplit(address.strip())
    path = unquote(parts.path) or "/"
    entry = manifest.find(path)
    if entry is not None and entry.kind == "sheet":
        return entry.name
    story = _STORY.match(path)
    return f"{'data' if story[2] else 'story'}:{int(story[1])}" if story else None


_STORY: Final = re.compile(r"/(?:[a-z]+(?:-[a-z]+)*/)?([0-9]{1,18})(\.json)?(?:/.*)?\Z")


def _digest(path: str) -> str:
    """The SHA-256 of the page in a file, in hexadecimal. Raises :class:`TornPage` where it is not whole."""
    return hashlib.sha256(unpack(Path(path).read_bytes()).identity()).hexdigest()


def vouchers_of(rack: Path | str) -> Path:
    """The folder of the voucher copies that belong to the rack in that folder: beside it, on the same file system."""
    return Path(rack).absolute().parent / "vouchers"


def _following(entries: Iterable[tuple[str, int, str]]) -> dict[tuple[str, int], int]:
    """Of each version, when the next one of its sheet came."""
    moments: dict[str, list[int]] = {}
    for rest, moment, _path in entries:
        moments.setdefault(rest, []).append(moment)
    found: dict[tuple[str, int], int] = {}
    for rest, known in moments.items():
        known.sort()
        found.update({(rest, one): other for one, other in pairwise(known)})
    return found


def _moment(microseconds: int) -> datetime:
    return datetime.fromtimestamp(microseconds / 1_000_000, UTC)
