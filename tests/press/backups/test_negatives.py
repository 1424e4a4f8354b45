"""Pictures are kept once: the second night reads and copies only what is new."""

import hashlib
import os
from pathlib import Path

import pyrage
import pytest

from harkara.press.backups import negatives
from harkara.press.backups.negatives import FOLDER, Negatives, Wanted, place, take_out
from harkara.press.backups.refusals import NotKept
from harkara.press.backups.sealing import Key, lock_of_recipient


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "ঘাট.jpg"
    path.write_bytes(os.urandom(5000))
    return path


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_picture_is_copied_once(tmp_path: Path, picture: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Negatives(tmp_path, None)
    assert store.keep("media/a", picture) == (5000, sha256(picture))
    assert store.keep("media/b", picture) == (5000, sha256(picture))  # the same one under another name
    assert (store.copied, store.copied_bytes) == (1, 5000)
    store.close()
    again = Negatives(tmp_path, None)
    monkeypatch.setattr(again, "_copy", lambda path: pytest.fail(f"{path} was read again"))
    assert again.keep("media/a", picture) == (5000, sha256(picture))
    assert again.copied == 0
    again.close()


def test_a_memory_that_is_lost_or_wrong_loses_nothing(tmp_path: Path, picture: Path) -> None:
    store = Negatives(tmp_path, None)
    store.keep("media/a", picture)
    place(store.root, sha256(picture), is_sealed=False).unlink()
    store.keep("media/a", picture)
    assert store.copied == 2
    store.close()
    (tmp_path / FOLDER / negatives.MEMORY).unlink()
    store = Negatives(tmp_path, None)
    assert store.keep("media/a", picture) == (5000, sha256(picture))
    assert store.copied == 0
    store.close()


def test_what_is_taken_out_is_compared(tmp_path: Path, picture: Path) -> None:
    store = Negatives(tmp_path, None)
    _, digest = store.keep("media/a", picture)
    store.close()
    assert take_out(tmp_path, digest, Key(), tmp_path / "back" / "a") == 5000
    assert (tmp_path / "back" / "a").read_bytes() == picture.read_bytes()
    kept = place(tmp_path / FOLDER, digest, is_sealed=False)
    kept.write_bytes(kept.read_bytes()[:-1])
    with pytest.raises(NotKept, match=f"the file {digest} is not what was written"):
        take_out(tmp_path, digest, Key(), tmp_path / "back" / "b")
    assert not (tmp_path / "back" / "b").exists()
    kept.unlink()
    with pytest.raises(NotKept, match=f"lacks the file {digest}"):
        take_out(tmp_path, digest, Key(), None)


def test_sealed_pictures_say_neither_name_nor_content(tmp_path: Path, picture: Path) -> None:
    pair = pyrage.x25519.Identity.generate()
    (tmp_path / "kept").mkdir()
    store = Negatives(tmp_path / "kept", lock_of_recipient(str(pair.to_public())))
    _, digest = store.keep("media/ঘাট.jpg", picture)
    store.close()
    everything = b"".join(path.read_bytes() for path in (tmp_path / "kept").rglob("*") if path.is_file())
    assert picture.read_bytes()[:32] not in everything
    assert "ঘাট".encode() not in everything
    assert take_out(tmp_path / "kept", digest, Key(identities=(str(pair),)), tmp_path / "a") == 5000
    assert (tmp_path / "a").read_bytes() == picture.read_bytes()


def test_only_what_no_list_names_is_swept(tmp_path: Path, picture: Path) -> None:
    other = tmp_path / "other"
    other.write_bytes(b"other")
    store, wanted = Negatives(tmp_path, None), Wanted()
    kept, gone = store.keep("media/a", picture)[1], store.keep("media/b", other)[1]
    wanted.add(iter([kept]))
    assert store.sweep(wanted) == 1
    assert [place(store.root, digest, is_sealed=False).exists() for digest in (kept, gone)] == [True, False]
    wanted.close()
    store.close()
