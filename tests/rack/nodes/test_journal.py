"""The journal: a line for whatever became of the rack, whoever did it, and never before it did."""

import sqlite3
from contextlib import suppress
from pathlib import Path

import pytest

from harkara.rack.generation import Generation
from harkara.rack.manifest import Manifest
from harkara.rack.nodes.journal import ADDRESS, SHEET
from harkara.rack.pages import Page
from tests.rack.nodes.paper import HEADERS, Press, dense


@pytest.fixture
def press(tmp_path: Path) -> Press:
    return Press(tmp_path / "rack")


def names(press: Press, after: int = 0) -> list[tuple[int, str]]:
    return [(kind, name) for _serial, kind, name in press.journal.since(after, 100)]


def head(press: Press) -> int:
    past = press.journal.past()
    assert past is not None
    return past.head


def test_every_change_has_a_line(press: Press) -> None:
    path = press.publish(12)
    assert names(press) == [(ADDRESS, path), (SHEET, "story:12")]
    for change in (
        lambda: dense(press, "story:12"),
        lambda: press.shelf.set_aside("story:12"),
        lambda: press.shelf.drop("story:12"),
        lambda: press.publish(12, "দ্বিতীয়"),
        lambda: press.shelf.add_brotli("story:12", 4),
    ):
        before = head(press)
        change()
        assert names(press, before) == [(SHEET, "story:12")]
    before = head(press)
    press.manifest.move("/12", path, 302)
    press.manifest.remove("/12")
    press.kill(12, path)
    assert names(press, before) == [(ADDRESS, "/12"), (ADDRESS, path), (SHEET, "story:12")]


def test_a_thing_has_one_line_the_last(press: Press) -> None:
    for turn in range(5):
        press.publish(12, f"সংস্করণ {turn}")
    assert len(names(press)) == 2
    assert head(press) == 6


def test_whoever_writes_the_manifest_writes_the_journal(press: Press) -> None:
    """Another process, that knows nothing of it."""
    other = Manifest(press.root / "manifest.sqlite3", Generation(press.root / "generation"))
    other.place("/world/7/অন্য", "story:7")
    with suppress(ZeroDivisionError), other.writing():
        other.place("/world/8/না", "story:8")
        1 // 0  # noqa: B018 - what goes wrong after it
    assert names(press) == [(ADDRESS, "/world/7/অন্য")]


def test_a_line_is_not_seen_before_what_it_is_about(press: Press) -> None:
    """From another connection nothing is to be seen until the page lies there and the transaction is over."""
    with sqlite3.connect(press.root / "manifest.sqlite3") as other, press.manifest.writing():
        press.publish(12)
        assert press.shelf.mark("story:12") is not None
        assert other.execute("SELECT COUNT(*) FROM journal").fetchone() == (0,)
    other.close()
    assert len(names(press)) == 2


def test_one_that_is_put_in_vain_has_no_line(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    press.publish(12)
    before = head(press)

    def refuse(*_: object) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr("harkara.rack.shelf.os.replace", refuse)
    with pytest.raises(OSError, match="the disk is gone"):
        press.shelf.put("story:12", Page(200, HEADERS, b"x" * 5000))
    assert names(press, before) == []


def test_old_lines_are_struck_and_the_floor_says_so(press: Press) -> None:
    for number in range(30):
        press.shelf.put(f"story:{number}", Page(200, HEADERS, b"x" * 500))
    assert press.journal.prune(kept=20, spare=15) == 0
    assert press.journal.prune(kept=20, spare=5) == 10
    past = press.journal.past()
    assert past is not None
    assert (past.floor, past.head, len(names(press))) == (10, 30, 20)
    assert press.journal.since(0, 1)[0][0] == 11


def test_another_past_is_another_epoch(press: Press) -> None:
    first = press.journal.past()
    press.journal.open("boot", HEADERS, anew=False)
    same = press.journal.past()
    press.journal.close()
    closed = press.journal.past()
    press.journal.open("boot", HEADERS, anew=True)
    other = press.journal.past()
    assert first is not None
    assert same is not None
    assert closed is not None
    assert other is not None
    assert (first.epoch, same.boot, closed.boot, other.boot) == (same.epoch, "boot", "", "boot")
    assert other.epoch != first.epoch
    assert other.headers == HEADERS


def test_who_wants_none_has_none(press: Press) -> None:
    press.publish(12)
    press.journal.end()
    press.shelf.diary = None
    press.publish(13)
    assert press.journal.past() is None
    assert not press.journal.is_kept()
    press.journal.open("boot", HEADERS, anew=False)
    assert names(press) == []
