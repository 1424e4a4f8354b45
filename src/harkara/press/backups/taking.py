"""Takes a backup: both databases, each in one snapshot, then the pictures, which are never changed once they are there."""

import fcntl
import gzip
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Final

from django.conf import settings

import harkara
from harkara import layout
from harkara.press import editions
from harkara.press.backups import sides
from harkara.press.backups.file import FORMAT, HEAD, LISTED, Listing, Writer, lines_in
from harkara.press.backups.negatives import Negatives, Wanted
from harkara.press.backups.refusals import NotKept
from harkara.press.backups.sealing import Lock, sealed
from harkara.rack import label
from harkara.rack.disk import sync
from harkara.rack.vouchers import vouchers_of

ENDING: Final = ".backup"
LIST_ENDING: Final = ".negatives"
"""Beside a backup in a folder: the digests of its pictures, so that those of no backup any more can be found and thrown away
without a key.
"""

SECRETS: Final = ("secret-key", "readers-key", "netrc")
"""Files of the home that only go into a backup that is sealed, and only when asked for."""

SHOWN: Final = 20


@dataclass(slots=True)
class Wishes:
    """What is to be in a backup, and how it is closed."""

    lock: Lock | None = None
    with_keys: bool = False
    with_vouchers: bool = False
    keep: int = 0


@dataclass(slots=True)
class Kept:
    """What was kept: where, what the manifest says of it, and how many pictures were copied (in bytes too)."""

    path: Path
    manifest: dict[str, Any]
    copied: int = 0
    copied_bytes: int = 0
    swept: int = 0
    dropped: int = 0


Progress = Callable[[str, int], None]


def take(target: Path, wishes: Wishes, progress: Progress = lambda what, done: None) -> Kept:
    """Takes a backup into the folder ``target``, or into the one new file of that name. Raises :class:`NotKept` where that cannot
    be, and leaves nothing half behind.
    """
    if wishes.with_keys and wishes.lock is None:
        raise NotKept(
            "Keys only go into a backup that is sealed: add --passphrase-file or --to, or leave --with-keys out."
        )
    is_folder = target.is_dir()
    if not is_folder and target.exists():
        raise NotKept(f"{target} is there already: name a new file, or a folder.")
    root = target if is_folder else target.absolute().parent
    if not root.is_dir():
        raise NotKept(f"{root} is no folder: make it first.")
    moment = datetime.now(UTC)
    path = target.absolute() / f"harkara-{moment:%Y%m%dT%H%M%S.%fZ}{ENDING}" if is_folder else target.absolute()
    with ExitStack() as stack:
        room = stack.enter_context(_room(root))
        negatives = stack.enter_context(closing(Negatives(root, wishes.lock))) if is_folder else None
        try:
            return _take(path, room, negatives, wishes, moment, progress)
        except OSError as error:
            if error.errno is None:
                raise
            raise NotKept(f"No backup was taken: {error.strerror} ({error.filename or root}).") from error


def _take(
    path: Path, room: Path, negatives: Negatives | None, wishes: Wishes, moment: datetime, progress: Progress
) -> Kept:
    root, fresh = path.parent, room / path.name
    fresh.touch(mode=0o600)
    with fresh.open("wb") as file:
        with sealed(file, wishes.lock) as out:
            manifest = _write(out, room, negatives, wishes, moment, progress)
        file.flush()
        os.fsync(file.fileno())
    kept = Kept(path, manifest)
    if negatives is not None:
        sync(root)  # the pictures, before anything says that they are there
        (room / "list").replace(path.with_suffix(LIST_ENDING))
        kept.copied, kept.copied_bytes = negatives.copied, negatives.copied_bytes
    fresh.replace(path)
    sync(root)
    if negatives is not None and wishes.keep:
        kept.dropped, kept.swept = _thin(root, negatives, wishes.keep)
    return kept


@contextmanager
def _room(root: Path) -> Iterator[Path]:
    """A folder for what is being written, and the right to write there; what one that was killed left in it is thrown away.
    Raises :class:`NotKept` where another backup is being taken there.
    """
    room = root / ".harkara-backup"
    room.mkdir(mode=0o700, exist_ok=True)
    with (room / "lock").open("wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotKept(f"Another backup is being taken in {root}: wait for it.") from None
        for left in room.iterdir():
            if left.name != "lock":
                left.unlink()
        try:
            yield room
        finally:
            shutil.rmtree(room, ignore_errors=True)


def _write(
    out: BinaryIO, room: Path, negatives: Negatives | None, wishes: Wishes, moment: datetime, progress: Progress
) -> dict[str, Any]:
    with ExitStack() as stack:
        taken = {}
        for name, alias in sides.SIDES.items():
            taken[name] = side = sides.snapshot(settings.DATABASES[alias])
            stack.callback(side.close)
        head = _head(taken, moment, wishes, is_inside=negatives is None)
        writer = Writer(out)
        writer.put_bytes(HEAD, json.dumps(head, ensure_ascii=False, indent=1).encode())
        # The copies first: until they are there SQLite's log grows and PostgreSQL's vacuum waits.
        dumps = {name: _dumped(name, side, room, progress) for name, side in taken.items()}
        lacking = _lacking(taken["newsroom"])
    listing = Listing(room / LISTED)
    for name, path in _files(wishes):
        with suppress(FileNotFoundError):  # thrown away meanwhile, or only a note of something under way
            listing.add(name, *_kept(name, path, writer, negatives))
            progress("files", listing.files)
    listed = listing.close()
    writer.put_file(LISTED, room / LISTED)
    if negatives is not None:
        with (room / "list").open("w") as file:
            file.writelines(f"{sha256}\n" for _name, _size, sha256 in lines_in(room / LISTED))
    for dump in dumps.values():
        writer.put_file(dump.name, dump)
        dump.unlink()
    for name in SECRETS if wishes.with_keys else ():
        if (path := Path(settings.HARKARA_HOME) / name).exists():
            writer.put_file(f"keys/{name}", path)
    said = {**head, "lacking": lacking}
    writer.close(said, listed)
    return {**said, "parts": writer.parts, "files": listed}


def _head(taken: dict[str, sides.Snapshot], moment: datetime, wishes: Wishes, *, is_inside: bool) -> dict[str, Any]:
    """What is known before anything is written."""
    query = "SELECT app, name FROM django_migrations ORDER BY app, name"
    ((position,),) = taken["newsroom"].ask("SELECT COALESCE(MAX(position), 0) FROM rack_change")
    return {
        "format": FORMAT,
        "harkara": harkara.__version__,
        "layout": layout.VERSION,
        "rack": label.FORMAT,
        "press": editions.FORMAT,
        "made": moment.isoformat(timespec="seconds"),
        "position": position,
        "origin": settings.HARKARA_ORIGIN,
        "zone": settings.HARKARA_ZONE,
        "inside": is_inside,
        "keys": wishes.with_keys,
        "vouchers": wishes.with_vouchers,
        "engines": {name: side.engine for name, side in taken.items()},
        "migrations": {name: [".".join(row) for row in side.ask(query)] for name, side in taken.items()},
    }


def _dumped(name: str, side: sides.Snapshot, room: Path, progress: Progress) -> Path:
    """The database in a file of its own, as small as it gets quickly."""
    progress(f"the {name}'s database", 0)
    dump = room / f"{name}{side.ending}"
    side.dump(dump)
    if side.engine != "sqlite":
        return dump
    packed = dump.with_name(f"{dump.name}.gz")
    with dump.open("rb") as source, gzip.open(packed, "wb", compresslevel=3) as target:
        shutil.copyfileobj(source, target, 1 << 20)
    dump.unlink()
    return packed


def _lacking(newsroom: sides.Snapshot) -> list[str]:
    """Files of pictures that the database names and nobody finds, the first few."""
    root, lacking, after = Path(settings.MEDIA_ROOT), list[str](), 0
    query = "SELECT id, file FROM desk_picture WHERE id > {} ORDER BY id LIMIT 1000"
    while rows := newsroom.ask(query.format(after)):
        lacking += [name for _id, name in rows if not (root / name).exists()]
        after = rows[-1][0]
    return lacking[:SHOWN]


def _files(wishes: Wishes) -> Iterator[tuple[str, Path]]:
    """The files that are kept, by their names in a backup. They are walked through one by one, in no order."""
    yield from _walked("media", Path(settings.MEDIA_ROOT))
    if wishes.with_vouchers:
        yield from _walked("vouchers", vouchers_of(settings.HARKARA_RACK))


def _walked(name: str, folder: Path) -> Iterator[tuple[str, Path]]:
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _walked(f"{name}/{entry.name}", Path(entry.path))
            elif entry.is_file(follow_symlinks=False) and not entry.name.endswith(".part"):
                yield f"{name}/{entry.name}", Path(entry.path)


def _kept(name: str, path: Path, writer: Writer, negatives: Negatives | None) -> tuple[int, str]:
    if negatives is not None:
        return negatives.keep(name, path)
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        return size, writer.put(name, file, size)


def _thin(root: Path, negatives: Negatives, keep: int) -> tuple[int, int]:
    """Throws away all backups of the folder but the last ``keep``, and pictures of none of those; returns how many of each."""
    backups = sorted(root.glob(f"harkara-*{ENDING}"))
    old = backups[:-keep]
    for path in old:
        path.unlink()
        path.with_suffix(LIST_ENDING).unlink(missing_ok=True)
    with closing(Wanted()) as wanted:
        for path in backups[-keep:]:
            try:
                with path.with_suffix(LIST_ENDING).open() as lines:
                    wanted.add(line.rstrip("\n") for line in lines)
            except FileNotFoundError:
                return len(old), 0  # nobody knows what it needs: everything stays
        return len(old), negatives.sweep(wanted)
