"""What is not brought back, and what is not kept: one sentence each, and nothing is left behind."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyrage
import pytest

from harkara.press.backups import restoring, taking
from harkara.press.backups.command import backup
from harkara.press.backups.file import HEAD, Writer
from harkara.press.backups.folders import lock_of_folder
from harkara.press.backups.refusals import NotKept
from harkara.press.backups.restoring import restore
from harkara.press.backups.sealing import Key, Lock, lock_of_recipient

HEADED: dict[str, Any] = {
    "format": 1,
    "harkara": "9.0",
    "inside": True,
    "engines": {"newsroom": "sqlite", "readers": "sqlite"},
    "migrations": {"newsroom": ["desk.0001_initial"], "readers": ["comments.0001_comments"]},
}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home that is not there."""
    path = tmp_path / "home"
    monkeypatch.setenv("HARKARA_HOME", str(path))
    return path


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file with a head and nothing else."""

    def write(**changes: Any) -> Path:
        path = tmp_path / "paper.backup"
        with path.open("wb") as out:
            writer = Writer(out)
            writer.put_bytes(HEAD, json.dumps({**HEADED, **changes}).encode())
            writer._tar.close()
        return path

    return write


def refused(words: list[str], capsys: pytest.CaptureFixture[str], verb: Callable[[list[str]], int] = restore) -> str:
    assert verb(words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    return said.err.strip()


def test_a_home_that_is_not_empty(home: Path, file: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    home.mkdir()
    (home / "newsroom.sqlite3").write_text("a paper")
    assert refused([str(file())], capsys).startswith(f"There is something in {home} already: move it away")
    assert (home / "newsroom.sqlite3").read_text() == "a paper"


def test_a_backup_of_a_later_version(home: Path, file: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    later = {**HEADED["migrations"], "newsroom": ["desk.0001_initial", "desk.9998_later", "desk.9999_last"]}
    assert refused([str(file(migrations=later))], capsys) == (
        "The backup is by Harkara 9.0, later than this one (0.1.0): its tables have desk.9998_later and 1 steps more."
        " Take that Harkara."
    )
    assert refused([str(file(format=7))], capsys).endswith(
        "is of format 7, and this Harkara reads 1: take Harkara 9.0."
    )
    assert not home.exists()
    assert sorted(os.listdir(home.parent)) == ["paper.backup"]


def test_a_backup_of_another_kind_of_database(
    home: Path, file: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    said = refused([str(file(engines={"newsroom": "postgresql", "readers": "sqlite"}))], capsys)
    assert said.startswith("The backup holds the newsroom's database of postgresql, and the settings name sqlite")
    assert "harkara export" in said


def test_a_file_that_breaks_off(home: Path, file: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert "was cut off: what says that it is whole is missing" in refused([str(file())], capsys)
    assert refused([str(home.parent / "none")], capsys).endswith("none is no file: name a backup.")
    assert not home.exists()


def test_two_restores_of_one_home(home: Path, file: Callable[..., Path]) -> None:
    with restoring._beside(home), pytest.raises(NotKept, match="Another restore is at work"):
        restoring.bring_back(file(), home, Key())


def test_a_passphrase_that_others_can_read(
    home: Path, file: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = tmp_path / "words"
    words.write_text("চার এলোমেলো শব্দ লিখুন\n")
    words.chmod(0o644)
    said = refused([str(file()), "--passphrase-file", str(words)], capsys)
    assert said == f"{words} can be read by others: chmod 600 {words}."
    words.chmod(0o600)
    assert restoring.passphrase(words) == "চার এলোমেলো শব্দ লিখুন"


def test_what_is_not_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "there"
    assert "Keys only go into a backup that is sealed" in refused([str(target), "--with-keys"], capsys, backup)
    target.write_text("something")
    assert refused([str(target)], capsys, backup) == f"{target} is there already: name a new file, or a folder."
    assert "is no folder: make it first" in refused([str(tmp_path / "none/file")], capsys, backup)
    assert "'age1x' is no public key of age" in refused([str(tmp_path / "new"), "--to", "age1x"], capsys, backup)
    assert sorted(os.listdir(tmp_path)) == ["there"]


def test_a_disk_that_is_full_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device", "newsroom")

    monkeypatch.setattr(taking, "_write", full)
    with pytest.raises(NotKept, match=r"No backup was taken: No space left on device \(newsroom\)"):
        taking.take(tmp_path / "paper.backup", taking.Wishes())
    assert os.listdir(tmp_path) == []


def test_two_backups_at_once_in_one_folder(tmp_path: Path) -> None:
    with taking._room(tmp_path), pytest.raises(NotKept, match="Another backup is being taken"):
        taking.take(tmp_path, taking.Wishes())


def test_a_folder_has_one_lock(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = (str(pyrage.x25519.Identity.generate().to_public()) for _ in range(2))
    assert lock_of_folder(tmp_path, lock_of_recipient(one)) == Lock(one)
    assert lock_of_folder(tmp_path, None) == Lock(one)
    said = refused([str(tmp_path), "--to", other], capsys, backup)
    assert said == f"The backups in {tmp_path} are sealed for {one}: take another folder for another key."
    bare = tmp_path / "bare"
    bare.mkdir()
    (bare / "harkara-20261130T190000Z.backup").write_text("")
    said = refused([str(bare), "--to", one], capsys, backup)
    assert said == f"The backups in {bare} are not sealed: take another folder for those that are."
