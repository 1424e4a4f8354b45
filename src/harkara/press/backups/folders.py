"""A folder of backups: the lock that all of them have, and one of them looked through with its pictures."""

import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final

from harkara.press.backups import negatives
from harkara.press.backups.file import LISTED, PIECE, Found, lines_in, read
from harkara.press.backups.refusals import NotKept
from harkara.press.backups.sealing import Key, Lock, front_of, lock_of_passphrase, opened

LOCK: Final = "lock.age"
"""The private half of a folder's pair of keys, sealed with the passphrase: a line with its length, and the rest."""

RECIPIENT: Final = "recipient"


def lock_of_folder(folder: Path, given: Lock | None, passphrase: str = "") -> Lock | None:
    """The lock of the backups in ``folder``: the one with which the first was sealed, so that its pictures need not be written
    again. ``passphrase`` makes one where there is none. Raises :class:`NotKept` where another was ``given``.
    """
    noted, front = folder / RECIPIENT, folder / LOCK
    try:
        recipient = noted.read_text().strip()
    except FileNotFoundError:
        if (given or passphrase) and any(folder.glob("harkara-*")):
            raise NotKept(f"The backups in {folder} are not sealed: take another folder for those that are.") from None
        lock = given or (lock_of_passphrase(passphrase) if passphrase else None)
        if lock is not None:
            if lock.front:
                front.write_bytes(lock.front)
            noted.write_text(f"{lock.recipient}\n")
        return lock
    if given is not None and given.recipient != recipient:
        raise NotKept(f"The backups in {folder} are sealed for {recipient}: take another folder for another key.")
    lock = Lock(recipient, front.read_bytes() if front.exists() else b"")
    if passphrase and lock.front:
        with front.open("rb") as file:
            Key(passphrase).of(front_of(file, front), front)  # refuses another passphrase
    return lock


def with_folder_key(key: Key, path: Path) -> Key:
    """The key with which the pictures beside the backup ``path`` are opened: with a passphrase, what that opens of it, once for
    all of them.
    """
    with path.open("rb") as file:
        front = front_of(file, path)
    return key.of(front, path) if front else key


def look_through(path: Path, key: Key) -> Found:
    """Reads all of a backup, and the pictures that lie beside it, and compares every byte. Raises :class:`NotKept` with what is
    wrong.
    """
    with tempfile.TemporaryDirectory(prefix="harkara-check-") as room:
        key = with_folder_key(key, path)
        listed = Path(room) / LISTED

        def sink(name: str, member: IO[bytes]) -> None:
            if name == LISTED:
                with listed.open("wb") as file:
                    while piece := member.read(PIECE):
                        file.write(piece)

        with opened(path, key) as stream:
            found = read(stream, path, sink)
        if not found.manifest["inside"]:
            bring_files(path.parent, listed, key, None)
    return found


class _Enough(Exception):  # noqa: N818 (it says what is)
    """The head was read."""


def head_of(path: Path, key: Key) -> dict[str, Any]:
    """What the backup ``path`` says of itself in front. Raises :class:`NotKept` where it is none, or not to be opened."""
    heads: list[dict[str, Any]] = []

    def told(head: dict[str, Any]) -> None:
        heads.append(head)
        raise _Enough

    with suppress(_Enough), opened(path, with_folder_key(key, path)) as stream:
        read(stream, path, lambda name, member: None, told)
    return heads[0]


def bring_files(folder: Path, listed: Path, key: Key, home: Path | None) -> None:
    """Copies what a list names out of a folder of backups into ``home``, or only reads and compares it."""
    for name, size, sha256 in lines_in(listed):
        if name.startswith("/") or ".." in name.split("/"):
            raise NotKept(f"The list of {folder} names {name[:60]!r}, which leads out of the home: it was altered.")
        if negatives.take_out(folder, sha256, key, home / name if home else None) != size:
            raise NotKept(f"{folder} was altered: {name} is not as long as it was.")
