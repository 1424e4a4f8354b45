"""Several processes take an export apart as one does."""

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from harkara.wire.errors import UnreadableItem
from harkara.wire.moving import command, hands, wxr
from harkara.wire.moving.parcel import Found, Paragraph, Parcel, Reader, Wanted
from tests.wire.moving.papers import attachment, export, item

pytestmark = pytest.mark.django_db


def mixed(count: int) -> list[str]:
    """Items of many sorts: text, tables, shortcodes, a featured picture that two share, what is thrown away."""
    found = []
    for number in range(1, count + 1):
        match number % 6:
            case 0:
                found.append(attachment(number, f"photo-{number}", caption="ঘাট"))
            case 1:
                found.append(item(number, f"খবর {number}", "<p>নদীর পানি।</p>", meta=[("_thumbnail_id", "6")]))
            case 2:
                found.append(item(number, "", "<table><tr><td>এক</td><td>দুই</td></tr></table>"))
            case 3:
                found.append(
                    item(number, f"ছবি {number}", f'[caption]<img src="/a{number}.jpg"> ঘাট[/caption] [odd x="1"]')
                )
            case 4:
                found.append(item(number, f"বাদ {number}", status="trash"))
            case _:
                found.append(
                    item(number, f"শেষ {number}", "একটি লাইন।\n\nআরেকটি।", at=f"2019-08-15 06:{number % 60:02}:00")
                )
    return found


class Counted(Reader):
    """Pieces 1 to ``many``. ``harm`` is done in the process that makes piece ``at``; ``read`` is how many were read."""

    origin = "https://old.example"

    def __init__(self, many: int, at: int = 0, harm: str = "") -> None:
        self.many, self.at, self.harm, self.read, self.home = many, at, harm, 0, os.getpid()

    def raw(self, after: str = "") -> Iterator[int]:
        for number in range(int(after or 0) + 1, self.many + 1):
            self.read = number
            if self.harm == "breaks off" and number == self.at:
                raise UnreadableItem("it breaks off")
            yield number

    def made(self, raw: int) -> Found:
        if raw == self.at and self.harm == "kill" and os.getpid() != self.home:
            os.kill(os.getpid(), signal.SIGKILL)
        if raw == self.at and self.harm == "mistake":
            raise KeyError("some mistake")
        return Found(f"{raw}", f"{raw}", raw / self.many, Parcel(f"{raw}", f"খবর {raw}", (Paragraph("পানি।"),)))

    def apart(self) -> None:
        """Nothing is open."""

    def labels(self) -> Iterator[Any]:
        return iter(())

    def picture(self, address: str) -> bytes | None:
        return None

    def close(self) -> None:
        """Nothing is open."""


def keys(found: Iterator[Found]) -> tuple[list[int], BaseException | None]:
    """What came until something was raised, and what that was."""
    came: list[int] = []
    try:
        for one in found:
            came.append(int(one.position))
    except Exception as why:
        return came, why
    return came, None


@pytest.mark.parametrize("after", ["", "77"])
def test_what_hands_make_is_the_same_in_the_same_order(tmp_path: Path, after: str) -> None:
    reader = wxr.open_(export(tmp_path / "a.xml", *mixed(240)), Wanted())
    try:
        alone = list(hands.found(reader, after, 0))
        assert len(alone) == 240 - int(after or 0)
        assert {bool(one.laid) for one in alone} == {True, False}
        assert list(hands.found(reader, after, 2)) == alone
        assert multiprocessing.active_children() == []
    finally:
        reader.close()


def test_an_import_by_hands_is_that_of_one_process(tmp_path: Path) -> None:
    path = export(tmp_path / "a.xml", *mixed(240))
    for jobs in ("0", "3"):
        told = ["wxr", str(path), "--dry-run", "--report", str(tmp_path / f"{jobs}.csv"), "--jobs", jobs]
        assert command.move_in(told) == 0
    assert (tmp_path / "3.csv").read_bytes() == (tmp_path / "0.csv").read_bytes()
    assert len((tmp_path / "0.csv").read_bytes().splitlines()) > 240


@pytest.mark.parametrize("count", [0, 2])
def test_what_stands_before_a_break_comes_first(count: int) -> None:
    came, why = keys(hands.found(Counted(1000, 333, "breaks off"), "", count))
    assert came == list(range(1, 333))
    assert str(why) == "it breaks off"


def test_a_hand_that_is_killed_is_told_of() -> None:
    came, why = keys(hands.found(Counted(1000, 333, "kill"), "", 2))
    assert came == list(range(1, len(came) + 1))
    assert len(came) < 333
    assert isinstance(why, UnreadableItem)
    assert "ended (by signal 9, SIGKILL); what is taken in stays" in str(why)
    assert multiprocessing.active_children() == []


def test_a_mistake_is_raised_where_parcels_are_taken_in() -> None:
    came, why = keys(hands.found(Counted(1000, 333, "mistake"), "", 2))
    assert came == list(range(1, 301))
    assert isinstance(why, KeyError)
    assert "made" in "".join(why.__notes__)


def test_no_more_is_read_ahead_than_is_said() -> None:
    reader = Counted(4 * hands.AHEAD * hands.LOT)
    most = 0
    for one in hands.found(reader, "", 2):
        most = max(most, reader.read - int(one.position))
    assert (hands.AHEAD - 1) * hands.LOT <= most <= (hands.AHEAD + 1) * hands.LOT


def test_hands_end_with_the_one_who_started_them() -> None:
    found = hands.found(Counted(4 * hands.AHEAD * hands.LOT), "", 2)
    next(found)
    children = multiprocessing.active_children()
    assert len(children) == 2
    found.close()
    until = time.monotonic() + 20
    while multiprocessing.active_children() and time.monotonic() < until:
        time.sleep(0.01)
    assert {one.exitcode for one in children} <= {0, -signal.SIGTERM}


def test_a_small_export_needs_no_hands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hands, "Crew", None)
    came, why = keys(hands.found(Counted(hands.LOT - 1), "", 2))
    assert (len(came), why) == (hands.LOT - 1, None)


@pytest.mark.parametrize("jobs", ["-1", "65", "two"])
def test_a_number_of_processes_that_is_none_is_refused(jobs: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.move_in(["wxr", "a.xml", "--jobs", jobs])
    assert jobs in capsys.readouterr().err
