"""The archivist as a process: how soon an act is seen, and that no sudden end loses anything."""

import os
import signal
import time
from pathlib import Path
from random import Random

import pytest

from harkara.archive import turning
from harkara.archive.index import IndexDamaged, Search
from harkara.archive.shelf import open_index
from tests.press.test_process import Home, home, until

__all__ = ["home"]

pytestmark = pytest.mark.process


def children(pid: int) -> list[int]:
    """The processes that ``pid`` started."""
    return [int(number) for number in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def archivist(press: int) -> int | None:
    """The process in which the archivist of a press works, or ``None`` while there is none."""
    return next((worker for keeper in children(press) for worker in children(keeper)), None)


def is_there(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def finds(home: Home, text: str, name: str = "public") -> set[int]:
    """The stories that an index finds."""
    reader = open_index(home.path / "archive" / name)
    try:
        return {hit.number for hit in reader.search(Search(text, sort="newest")).hits}
    finally:
        reader.close()


def same(home: Home) -> list[str]:
    """What ``harkara archive check`` says of both indexes: nothing where they are right."""
    checked = home.run("archive", "check")
    return [] if checked.returncode == 0 else checked.stdout.splitlines() + checked.stderr.splitlines()


def test_what_the_desk_does_is_found_by_a_press_that_runs(home: Home) -> None:
    with home.press() as press:
        published = [line.split()[0] for line in home.acts("publish", 3).communicate()[0].splitlines()]
        numbers = {int(number) for number in published}
        until(lambda: finds(home, "খবর") == numbers, press)
        home.acts("correct", 1).communicate()
        until(lambda: finds(home, "সংশোধিত") == {min(numbers)}, press)
        home.acts("kill", 1).communicate()
        until(lambda: finds(home, "খবর") == numbers - {min(numbers)}, press)
        press.send_signal(signal.SIGTERM)
        assert press.wait(120) == 0
    assert same(home) == []


def test_once_brings_the_archive_to_the_end_too(home: Home) -> None:
    home.acts("publish", 2).communicate()
    assert home.run("press", "--once").returncode == 0
    assert len(finds(home, "খবর")) == 2
    assert same(home) == []


def test_the_archivist_ends_with_the_press_however_that_ends(home: Home) -> None:
    with home.press() as press:
        until(lambda: archivist(press.pid), press)
        keeper, worker = children(press.pid)[0], archivist(press.pid)
        assert worker is not None
        press.kill()
        press.wait()
        gone(keeper, worker)
    with home.press() as press:
        until(lambda: archivist(press.pid), press)
        keeper, worker = children(press.pid)[0], archivist(press.pid)
        assert worker is not None
        press.send_signal(signal.SIGTERM)
        assert press.wait(120) == 0
        assert not is_there(keeper)
        gone(worker)


def test_an_archivist_that_dies_is_followed_by_another(home: Home) -> None:
    with home.press() as press:
        until(lambda: archivist(press.pid), press)
        first = archivist(press.pid)
        assert first is not None
        os.kill(first, signal.SIGKILL)
        until(lambda: archivist(press.pid) not in (first, None), press)
        home.acts("publish", 1).communicate()
        until(lambda: finds(home, "খবর"), press)


def test_an_index_that_is_damaged_while_the_press_is_down_is_made_anew(home: Home) -> None:
    home.acts("publish", 2).communicate()
    assert home.run("press", "--once").returncode == 0
    folder = turning.now(home.path / "archive" / "public")
    assert folder is not None
    for path in folder.iterdir():
        os.truncate(path, path.stat().st_size // 2)
    with pytest.raises(IndexDamaged):
        finds(home, "খবর")
    done = home.run("press", "--once")
    assert (done.returncode, f"The index in {folder} cannot be used" in done.stderr) == (0, True)
    assert len(finds(home, "খবর")) == 2
    assert same(home) == []


def test_search_stays_up_while_an_index_is_made_anew_beside_a_press(home: Home) -> None:
    home.acts("publish", 3).communicate()
    assert home.run("press", "--once").returncode == 0
    with home.press() as press:
        until(lambda: archivist(press.pid), press)
        rebuilt = home.run("archive", "rebuild", "--public")
        assert (rebuilt.returncode, rebuilt.stdout) == (0, "public: 3 records, made anew.\n")
        home.acts("kill", 1).communicate()
        until(lambda: len(finds(home, "খবর")) == 2, press)
    assert same(home) == []


def kills(home: Home, chance: Random, count: int, acts: tuple[str, ...]) -> None:
    """Lets editors act, and kills the archivist or the whole press ``count`` times at random moments of its work."""
    for _ in range(count):
        editor = home.acts(chance.choice(acts), 2)
        with home.press() as press:
            until(lambda press=press: archivist(press.pid), press)
            editor.communicate()
            pause = chance.random() * 0.4
            end = time.monotonic() + pause
            until(lambda end=end: time.monotonic() >= end, press)
            worker = archivist(press.pid)
            if worker and chance.random() < 0.5:
                os.kill(worker, signal.SIGKILL)
            press.kill()


def test_no_sudden_end_loses_anything(home: Home) -> None:
    home.acts("publish", 4).communicate()
    kills(home, Random(3), 3, ("publish", "edit"))
    assert home.run("press", "--once").returncode == 0
    assert same(home) == []


def gone(*processes: int) -> None:
    """Waits until the processes are there no more."""
    end = time.monotonic() + 120
    while any(is_there(pid) for pid in processes):
        assert time.monotonic() < end, f"{processes} do not end"
        time.sleep(0.005)
