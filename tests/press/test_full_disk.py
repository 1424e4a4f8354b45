"""A full disk: nothing half-done, the old pages stay, kills leave the rack, it is said, and it heals by itself.

The disk is a small one of its own, in memory, really full; mounting it takes the right to mount.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from harkara.desk import actions
from harkara.press import complaints, room
from harkara.press.bake import bake
from harkara.press.check import check
from harkara.press.command import TROUBLE, _turn
from harkara.press.storeroom import Storeroom
from harkara.press.turns import Turns
from harkara.rack.changes import Pulse
from harkara.rack.errors import RackFull
from tests.desk.factories import make_paper, make_story
from tests.press.test_process import Home, follows, until

SIZE = 64 * 2**20


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 MiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    if os.geteuid() or mount is None:
        pytest.skip("to mount a small disk takes root")
    done = subprocess.run(
        [mount, "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)], check=False, capture_output=True
    )
    if done.returncode:
        pytest.skip(f"this machine lets nobody mount a disk: {done.stderr.decode().strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def filled(folder: Path, left: int) -> Iterator[None]:
    """The disk, but for ``left`` bytes, is taken by something else."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        for _ in range(20):  # a press that is at work takes some of it meanwhile
            with suppress(OSError):
                os.posix_fallocate(file.fileno(), 0, max(1, room.free(folder) - left))
                break
        if left == 0:  # to the last page, which the count of the free ones may miss
            try:
                while True:
                    file.seek(0, os.SEEK_END)
                    file.write(b"x" * 4096)
            except OSError:
                pass
    try:
        yield
    finally:
        filler.unlink()


@pytest.fixture
def press(disk: Path, turns: Turns, settings: Settings) -> Iterator[Turns]:
    """A press whose rack lies on the small disk."""
    settings.HARKARA_RACK = disk / "rack"
    made = Turns(Storeroom.of_settings())
    yield made
    made.close()


def headline(press: Turns, pk: int) -> str:
    """What the page of a story says now."""
    page = press.store.shelf.get(f"story:{pk}")
    assert page is not None
    text = page.identity().decode()
    return next(word for word in ("আগের", "পরের") if f"{word} শিরোনাম" in text)


def whole(press: Turns) -> None:
    press.settle()
    found = check(press.store)
    assert (found.wrong, found.waiting, found.backlog) == ([], 0, 0)


def test_a_disk_that_is_nearly_full_keeps_room_for_the_newsroom(
    press: Turns, disk: Path, caplog: pytest.LogCaptureFixture
) -> None:
    make_paper()
    story, killed = make_story(headline="আগের শিরোনাম"), make_story()
    press.settle()
    with filled(disk, room.RESERVE // 2):
        actions.edit(story, None, headline="পরের শিরোনাম")
        actions.kill(killed, None)
        left = room.free(disk)
        press.settle()
        assert press.is_full
        assert headline(press, story.pk) == "আগের"
        assert press.store.shelf.get(f"story:{killed.pk}") is None
        entry = press.store.manifest.find(killed.href)
        assert entry is not None
        assert entry.kind == "gone"
        assert room.free(disk) > left - 2**20  # it does not eat up the reserve
        assert [record.message for record in caplog.records if "disk is full" in record.message] != []
        said = [finding for finding in complaints.disk() if finding.state == "ill"]
        assert len(said) >= 1
        assert "the press refuses to print and the old pages stay" in said[0].sentence
        before = len(caplog.records)
        press.settle()
        assert len(caplog.records) == before  # once, not at each turn
    press.settle()
    assert headline(press, story.pk) == "পরের"
    assert "there is room on the disk again" in caplog.text
    whole(press)


def test_a_disk_that_is_full_to_the_last_byte(press: Turns, disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else took the reserve: every write of the press fails, and only what is killed is lost to readers."""
    make_paper()
    story, killed = make_story(headline="আগের শিরোনাম"), make_story()
    press.settle()
    monkeypatch.setattr(room, "RESERVE", 0)
    with filled(disk, 0):
        with pytest.raises(RackFull):
            bake(press.store, [f"story:{story.pk}"])
        fresh = make_story(headline="আগের শিরোনাম")
        actions.edit(story, None, headline="পরের শিরোনাম")
        for _ in range(3):
            assert _turn(press, Pulse(), Pulse()) == TROUBLE
        assert headline(press, story.pk) == "আগের"
        assert press.store.shelf.get(f"story:{fresh.pk}") is None
        actions.kill(killed, None)
        _turn(press, Pulse(), Pulse())
        assert press.store.shelf.get(f"story:{killed.pk}") is None
    press.settle()
    assert headline(press, story.pk) == "পরের"
    assert headline(press, fresh.pk) == "আগের"
    whole(press)


@pytest.mark.parametrize("kept", [0, 9])
def test_the_disk_fills_in_the_middle_of_a_bake(
    press: Turns, disk: Path, monkeypatch: pytest.MonkeyPatch, kept: int
) -> None:
    """At any page of the disk, in a page file, in the manifest or in a note: what lies there is whole."""
    make_paper()
    story = make_story(headline="আগের শিরোনাম")
    press.settle()
    actions.edit(story, None, headline="পরের শিরোনাম")
    monkeypatch.setattr(room, "RESERVE", 0)
    with filled(disk, kept * 4096):
        for _ in range(2):
            _turn(press, Pulse(), Pulse())
        torn = [name for name in press.store.shelf.names() if press.store.shelf.get(name) is None]
        assert torn == []
    press.settle()
    assert headline(press, story.pk) == "পরের"
    whole(press)


@pytest.mark.process
@pytest.mark.long
def test_the_newsroom_cannot_save_and_goes_on_when_it_can(disk: Path, db: None) -> None:
    """The database lies on the full disk: the commit fails, nothing of it is there, and the press lives through it."""
    if connection.vendor != "sqlite":
        pytest.skip("about the file of SQLite")
    original = str(connection.settings_dict["NAME"])
    with closing(sqlite3.connect(original)) as tables, closing(sqlite3.connect(disk / "newsroom.sqlite3")) as copy:
        tables.backup(copy)
    home = Home(disk)
    assert len(home.acts("publish", 1).communicate()[0].splitlines()) == 1
    with home.press() as press:
        until(lambda: follows(home), press)
        with filled(disk, 0):
            refused = home.acts("publish", 1)
            assert refused.communicate()[0] == ""
            assert refused.returncode == 1
            told = home.run("doctor")
            assert told.returncode == 1
            assert "the press refuses to print and the old pages stay" in told.stdout
            assert press.poll() is None
        saved = home.acts("publish", 1).communicate()[0].splitlines()
        assert len(saved) == 1
        until(lambda: home.store().shelf.mark(f"story:{saved[0].split()[0]}") is not None, press)
        until(lambda: home.run("check").returncode == 0, press)  # what waited for room comes when nothing is due
        press.terminate()
        assert press.wait() == 0
    with closing(sqlite3.connect(disk / "newsroom.sqlite3")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert database.execute("SELECT COUNT(*) FROM desk_story WHERE live").fetchone()[0] == 2
    checked = home.run("check", "--all")
    assert checked.returncode == 0, checked.stdout
