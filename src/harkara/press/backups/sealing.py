"""Closes a stream with age (age-encryption.org/v1), and opens it again: flat in memory, by a thread and a pipe.

What is written is always sealed for a *recipient*, the public half of a pair of keys (``age1…``). Whose private half is
somewhere else cannot be read on the machine that wrote it. With a passphrase the private half is made by us, and lies, itself
sealed with the passphrase (scrypt), in front of the stream, behind a line that says how long it is::

    harkara-key 256\n
    … 256 bytes: an age file with the private half …
    … an age file: the stream …

So the ``age`` of any distribution opens both, without Harkara.
"""

import io
import os
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

import pyrage

from harkara.press.backups.refusals import NotKept

AGE: Final = b"age-encryption.org/"
KEY: Final = b"harkara-key "
LONGEST: Final = 4096
"""Bytes of the longest private half in front of a stream."""

PIECE: Final = 1 << 20
LEAST: Final = 12
"""Letters of the shortest passphrase that is taken."""


@dataclass(frozen=True, slots=True)
class Lock:
    """For whom something is sealed (``age1…``), and what is written in front of it."""

    recipient: str
    front: bytes = b""


@dataclass(frozen=True, slots=True)
class Key:
    """With what something is opened: a passphrase, or private halves (``AGE-SECRET-KEY-1…``), or both."""

    passphrase: str = ""
    identities: tuple[str, ...] = ()

    def of(self, front: bytes, path: Path) -> "Key":
        """This key, and what its passphrase opens of ``front``: that takes a second, and so is done once."""
        return Key(self.passphrase, (*self.identities, _private(front, self, path)))


def lock_of_passphrase(passphrase: str) -> Lock:
    """A lock of a fresh pair of keys. Raises :class:`NotKept` for a passphrase that could be guessed by its length."""
    if len(passphrase) < LEAST:
        raise NotKept(
            f"The passphrase has {len(passphrase)} letters, and {LEAST} is the least: take four random words."
        )
    pair = pyrage.x25519.Identity.generate()
    inner = pyrage.passphrase.encrypt(str(pair).encode(), passphrase)
    return Lock(str(pair.to_public()), KEY + f"{len(inner)}\n".encode() + inner)


def lock_of_recipient(recipient: str) -> Lock:
    """A lock for who has the private half of ``recipient``. Raises :class:`NotKept` where it is no public key of age."""
    try:
        pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError as error:
        raise NotKept(f"{recipient!r} is no public key of age ({error}): write it as age-keygen prints it.") from error
    return Lock(recipient)


def identities_in(path: Path) -> tuple[str, ...]:
    """The private halves in a file as ``age-keygen`` writes it. Raises :class:`NotKept` where there is none."""
    try:
        found = re.findall(r"^AGE-SECRET-KEY-1\w+$", path.read_text("ascii", "replace"), re.M)
    except OSError as error:
        raise NotKept(f"{path} cannot be read: {error.strerror}.") from error
    if not found:
        raise NotKept(f"{path} holds no private key of age: it has a line that begins with AGE-SECRET-KEY-1.")
    return tuple(found)


@contextmanager
def sealed(target: BinaryIO, lock: Lock | None) -> Iterator[BinaryIO]:
    """A stream whose bytes arrive in ``target`` sealed, or as they are without a lock."""
    if lock is None:
        yield target
        return
    target.write(lock.front)
    recipients = [pyrage.x25519.Recipient.from_str(lock.recipient)]
    with _through(lambda read: pyrage.encrypt_io(read, target, recipients)) as out:
        yield out


@contextmanager
def opened(path: Path, key: Key) -> Iterator[BinaryIO]:
    """What lies in the file ``path``, opened where it is sealed. Raises :class:`NotKept` where ``key`` does not open it, and
    where the stream was cut off or altered.
    """
    with open(path, "rb") as file:
        front, identities = front_of(file, path), list(key.identities)
        if front and not identities:
            identities += key.of(front, path).identities
        if not file.peek(len(AGE)).startswith(AGE):
            yield file
            return
        if not identities:
            raise NotKept(f"{path} is sealed: name the file of its private key (--identity), or its passphrase.")
        try:
            pairs = [pyrage.x25519.Identity.from_str(one) for one in identities]
        except pyrage.IdentityError as error:
            raise NotKept(f"That is no private key of age: {error}.") from error
        with _out_of(lambda write: pyrage.decrypt_io(file, write, pairs), path) as stream:
            yield stream


def front_of(file: "io.BufferedReader", path: Path) -> bytes:
    """The sealed private half in front of a stream, which is read past; empty where there is none."""
    if not file.peek(len(KEY)).startswith(KEY):
        return b""
    line = file.readline(64).removeprefix(KEY).strip()
    if not line.isdigit() or int(line) > LONGEST:
        raise NotKept(f"{path} was altered: the length of its key cannot be read.")
    return file.read(int(line))


def _private(front: bytes, key: Key, path: Path) -> str:
    if not key.passphrase:
        raise NotKept(f"{path} is sealed with a passphrase: name a file that holds it (--passphrase-file).")
    try:
        private: bytes = pyrage.passphrase.decrypt(front, key.passphrase)
        return private.decode()
    except pyrage.DecryptError as error:
        raise NotKept(f"The passphrase does not open {path}.") from error


@contextmanager
def _through(work: Callable[[BinaryIO], object]) -> Iterator[BinaryIO]:
    """A stream to write to; ``work(source)`` reads it in a thread, to its end."""
    reading, writing = os.pipe()
    failed: list[BaseException] = []

    def run() -> None:
        with open(reading, "rb", buffering=PIECE) as source:
            try:
                work(source)
            except BaseException as error:
                failed.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        with open(writing, "wb", buffering=PIECE) as out:
            yield out
    except BrokenPipeError:
        pass
    finally:
        thread.join()
    if failed:
        raise failed[0]


@contextmanager
def _out_of(work: Callable[[BinaryIO], object], path: Path) -> Iterator[BinaryIO]:
    """A stream to read from; ``work(target)`` writes it in a thread. Why it ended too early is said at the end."""
    reading, writing = os.pipe()
    failed: list[BaseException] = []

    def run() -> None:
        try:
            with open(writing, "wb", buffering=PIECE) as target:
                work(target)
        except BaseException as error:
            if "Broken pipe" not in str(error):  # else who reads has had enough
                failed.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        with open(reading, "rb", buffering=PIECE) as source:
            yield source
    finally:
        thread.join()
        if failed:
            raise NotKept(_why(failed[0], path)) from failed[0]


def _why(error: BaseException, path: Path) -> str:
    if isinstance(error, pyrage.DecryptError) and "matching" in str(error):
        return f"The key does not open {path}: it is sealed for another one."
    return f"{path} was cut off or altered: it cannot be opened to its end."
