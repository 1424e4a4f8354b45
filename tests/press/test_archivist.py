"""The archivist as a process: how soon an act is seen, and that no sudden end loses anything."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from harkara.archive import turning
from harkara.archive.index import IndexDamaged, Search
from harkara.archive.shelf import open_index
from tests.press.test_process import ROOT, Home, home, until

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


@pytest.mark.long
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


@pytest.mark.long
def test_once_brings_the_archive_to_the_end_too(home: Home) -> None:
    home.acts("publish", 2).communicate()
    assert home.run("press", "--once").returncode == 0
    assert len(finds(home, "খবর")) == 2
    assert same(home) == []


@pytest.mark.long
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


@pytest.mark.long
def test_an_archivist_that_dies_is_followed_by_another(home: Home) -> None:
    with home.press() as press:
        until(lambda: archivist(press.pid), press)
        first = archivist(press.pid)
        assert first is not None
        os.kill(first, signal.SIGKILL)
        until(lambda: archivist(press.pid) not in (first, None), press)
        home.acts("publish", 1).communicate()
        until(lambda: finds(home, "খবর"), press)


@pytest.mark.long
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


@pytest.mark.proof
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


def killed(home: Home, seed: int, kills: int, every: int) -> dict[str, int]:
    """Kills an archivist so often at random moments of its work, and compares now and then; what came of it."""
    words = [sys.executable, "-m", "tests.press.killing", str(seed), str(kills), str(every)]
    done = subprocess.run(words, env=home.env, cwd=ROOT, capture_output=True, text=True, check=False)
    found: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    assert (done.returncode, found["wrong"]) == (0, 0), done.stderr
    return found


@pytest.mark.long
def test_no_sudden_end_loses_anything(home: Home) -> None:
    found = killed(home, 3, 5, 4)
    assert found["kills"] == 5


@pytest.mark.proof
@pytest.mark.timeout(7200)
def test_thousands_of_sudden_ends_lose_nothing(home: Home) -> None:
    found = killed(home, 7, int(os.environ.get("HARKARA_KILLS", "3000")), 50)
    print(f"FIGURE: archivists killed at random moments, nothing lost | {found['kills']:,}")
    print(f"FIGURE: of these killed while an index was being written | {found['while writing']:,}")
    assert found["while writing"] > 0


@pytest.mark.proof
@pytest.mark.timeout(600)
def test_how_soon_an_act_is_seen(home: Home) -> None:
    """From the moment at which the database has acknowledged an act to the moment at which a reader finds it, or not."""
    count = 25
    waits: dict[str, list[float]] = {}
    reader = open_index(home.path / "archive" / "public")
    with home.press() as press:
        until(lambda: archivist(press.pid), press)
        for act, sought in (
            ("publish", lambda line, number: f'"নম্বর {number}"'),
            ("correct", lambda line, number: f'"সংশোধিত কথা {number}"'),
            ("redact", lambda line, number: f'"আড়াল {number}"'),
            ("kill", lambda line, number: line.partition(" ")[2]),
        ):
            with home.acts(act, count, asked=True) as editor:
                assert editor.stdin
                assert editor.stdout
                for number in range(count):
                    editor.stdin.write("\n")
                    editor.stdin.flush()
                    line = editor.stdout.readline().strip()
                    began, story = time.monotonic(), int(line.split()[0])
                    search = Search(sought(line, number))

                    def seen(search: Search = search, story: int = story, act: str = act) -> bool:
                        hits = {hit.number for hit in reader.search(search).hits}
                        return (story in hits) == (act != "kill")

                    until(seen, press)
                    waits.setdefault(act, []).append(time.monotonic() - began)
    reader.close()
    for act, found in waits.items():
        middle, longest = sorted(found)[count // 2], max(found)
        print(
            f"FIGURE: archive, {act}: seconds until a reader sees it, median and longest of {count} | "
            f"{middle:.2f}, {longest:.2f}"
        )
    assert [len(found) for found in waits.values()] == [count] * 4


def gone(*processes: int) -> None:
    """Waits until the processes are there no more."""
    end = time.monotonic() + 120
    while any(is_there(pid) for pid in processes):
        assert time.monotonic() < end, f"{processes} do not end"
        time.sleep(0.005)
