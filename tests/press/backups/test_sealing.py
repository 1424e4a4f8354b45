"""What is sealed opens with its key alone, whole or not at all; and with the `age` of any distribution."""

import os
from pathlib import Path

import pyrage
import pytest

from harkara.press.backups.refusals import NotKept
from harkara.press.backups.sealing import (
    KEY,
    Key,
    Lock,
    front_of,
    identities_in,
    lock_of_passphrase,
    lock_of_recipient,
    opened,
    sealed,
)

WORDS = "চার এলোমেলো শব্দ লিখুন"
DATA = os.urandom(300_000)
"""Several pieces of the stream, which are 64 KiB each."""


@pytest.fixture(scope="module")
def by_words() -> Lock:
    """A lock of a passphrase; to make one takes a second, as to try one does."""
    return lock_of_passphrase(WORDS)


@pytest.fixture
def pair() -> tuple[Lock, Key]:
    """A lock and its key."""
    made = pyrage.x25519.Identity.generate()
    return lock_of_recipient(str(made.to_public())), Key(identities=(str(made),))


def written(path: Path, lock: Lock | None, data: bytes = DATA) -> Path:
    with path.open("wb") as file, sealed(file, lock) as out:
        out.write(data)
    return path


def read(path: Path, key: Key) -> bytes:
    with opened(path, key) as stream:
        return stream.read()


def test_a_stream_comes_back(tmp_path: Path, pair: tuple[Lock, Key]) -> None:
    path = written(tmp_path / "one", pair[0])
    assert DATA[:64] not in path.read_bytes()
    assert read(path, pair[1]) == DATA
    assert pyrage.decrypt(path.read_bytes(), [pyrage.x25519.Identity.from_str(pair[1].identities[0])]) == DATA
    assert read(written(tmp_path / "two", None), pair[1]) == DATA


@pytest.mark.long
def test_a_passphrase_opens_what_it_closed(tmp_path: Path, by_words: Lock) -> None:
    path = written(tmp_path / "one", by_words)
    with path.open("rb") as file:
        key = Key(WORDS).of(front_of(file, path), path)
        rest = file.read()
    assert read(path, key) == DATA
    assert pyrage.decrypt(rest, [pyrage.x25519.Identity.from_str(key.identities[0])]) == DATA
    assert path.read_bytes().startswith(KEY)


def test_another_passphrase_or_none_does_not(tmp_path: Path, by_words: Lock) -> None:
    path = written(tmp_path / "one", by_words)
    with pytest.raises(NotKept, match="The passphrase does not open"):
        read(path, Key("আরেকটি দীর্ঘ বাক্য"))
    with pytest.raises(NotKept, match="sealed with a passphrase"):
        read(path, Key())


def test_another_key_or_none_does_not(tmp_path: Path, pair: tuple[Lock, Key]) -> None:
    path = written(tmp_path / "one", pair[0])
    with pytest.raises(NotKept, match="it is sealed for another one"):
        read(path, Key(identities=(str(pyrage.x25519.Identity.generate()),)))
    with pytest.raises(NotKept, match="name the file of its private key"):
        read(path, Key())


@pytest.mark.parametrize("left", [30, 100, 70_000, -1])
def test_what_was_cut_off_is_noticed(tmp_path: Path, pair: tuple[Lock, Key], left: int) -> None:
    path = written(tmp_path / "one", pair[0])
    path.write_bytes(path.read_bytes()[:left])
    with pytest.raises(NotKept, match=r"was cut off or altered|is sealed"):
        read(path, pair[1])


def test_what_was_altered_is_noticed(tmp_path: Path, pair: tuple[Lock, Key]) -> None:
    path = written(tmp_path / "one", pair[0])
    data = bytearray(path.read_bytes())
    data[200_000] ^= 1
    path.write_bytes(data)
    with pytest.raises(NotKept, match="was cut off or altered"):
        read(path, pair[1])


def test_who_reads_only_the_beginning_is_told_nothing(tmp_path: Path, pair: tuple[Lock, Key]) -> None:
    path = written(tmp_path / "one", pair[0], DATA * 20)
    with opened(path, pair[1]) as stream:
        assert stream.read(10) == DATA[:10]


def test_who_fails_while_writing_is_told_why(tmp_path: Path, pair: tuple[Lock, Key]) -> None:
    class FullError(RuntimeError):
        pass

    class Disk:
        def write(self, data: bytes) -> int:
            raise FullError

    with pytest.raises(FullError), sealed(Disk(), pair[0]) as out:  # type: ignore[arg-type]
        out.write(DATA * 20)


def test_a_lock_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotKept, match="'age1x' is no public key of age"):
        lock_of_recipient("age1x")
    with pytest.raises(NotKept, match="The passphrase has 5 letters, and 12 is the least"):
        lock_of_passphrase("short")
    (tmp_path / "key").write_text("nothing")
    with pytest.raises(NotKept, match="holds no private key of age"):
        identities_in(tmp_path / "key")
    made = str(pyrage.x25519.Identity.generate())
    (tmp_path / "key").write_text(f"# created: 2026-11-30\n# public key: age1…\n{made}\n")
    assert identities_in(tmp_path / "key") == (made,)
