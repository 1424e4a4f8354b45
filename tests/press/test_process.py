"""The press as a process: asked through its door, stopped in order, and killed in the middle of its work."""

import asyncio
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from harkara.press.storeroom import Storeroom
from harkara.rack import door
from tests import mould

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0
"""Seconds after which something that should have happened never will."""

pytestmark = pytest.mark.process


class Home:
    """The home of a paper with processes of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.url = f"unix:{path}/press.sock"
        self.env = {**os.environ, "HARKARA_HOME": str(path), "HARKARA_LOG": "WARNING"}
        self.env.pop("HARKARA_DATABASE", None)
        self.env["DJANGO_SETTINGS_MODULE"] = "harkara.settings"
        self.env["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])

    def store(self) -> Storeroom:
        return Storeroom(self.path / "rack")

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A verb of the paper, to its end."""
        return subprocess.run(
            [sys.executable, "-m", "harkara", *words], env=self.env, capture_output=True, text=True, check=False
        )

    @contextmanager
    def press(self) -> Iterator["subprocess.Popen[bytes]"]:
        """A press at work; killed at the end if it is still there."""
        process = subprocess.Popen([sys.executable, "-m", "harkara", "press"], env=self.env)
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    def acts(self, act: str, count: int, *, asked: bool = False) -> "subprocess.Popen[str]":
        """An editor at work. ``asked``: who waits for a line on standard input before each act."""
        words = [sys.executable, "-m", "tests.press.acting", act, str(count), *(["asked"] if asked else [])]
        stdin = subprocess.PIPE if asked else None
        return subprocess.Popen(words, env=self.env, cwd=ROOT, stdin=stdin, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A paper with empty tables, which takes no migrations."""
    mould.cast(tmp_path / "newsroom.sqlite3")
    return Home(tmp_path)


def until(happened: Callable[[], object], process: "subprocess.Popen[bytes]") -> None:
    """Waits until ``happened()``; fails where the process ends before, or it never does."""
    end = time.monotonic() + PATIENCE
    while not happened():
        assert process.poll() is None, f"the press ended with {process.returncode}"
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)


def follows(home: Home) -> bool:
    """Whether a press listens at its door: its socket lies there a moment before."""
    with socket.socket(socket.AF_UNIX) as knock, suppress(FileNotFoundError, ConnectionRefusedError):
        knock.connect(f"{home.path}/press.sock")
        return True
    return False


@pytest.mark.long
def test_the_door_answers_however_many_ask(home: Home) -> None:
    published = home.acts("publish", 3).communicate()[0].splitlines()
    number = published[0].split()[0]
    assert home.run("press", "--once").returncode == 0  # so that the press below has nothing to do but to answer
    with home.press() as press:
        until(lambda: follows(home), press)
        store = home.store()
        entry = store.manifest.find(f"/{number}")
        assert entry is not None
        store.shelf.drop(f"story:{number}")

        async def ask(path: str) -> door.Answer:
            return await door.ask(home.url, path, PATIENCE)

        async def stampede() -> set[door.Answer]:
            return set(await asyncio.gather(*(ask(entry.target) for _ in range(100))))

        assert asyncio.run(stampede()) == {"baked"}
        assert store.shelf.get(f"story:{number}") is not None
        names = sorted(store.shelf.names())
        assert asyncio.run(ask("/world/999999/nothing")) == "unknown"
        assert asyncio.run(ask("/no-such-address")) == "unknown"
        assert sorted(store.shelf.names()) == names  # what nobody knows is not baked
        press.send_signal(signal.SIGTERM)
        assert press.wait(PATIENCE) == 0
    place = home.store().place()
    assert place is not None
    assert place.clean
    assert home.run("check", "--all").returncode == 0


@pytest.mark.long
def test_a_press_killed_while_baking_loses_nothing(home: Home) -> None:
    kills = 3
    editor = home.acts("publish", 15)
    for _ in range(kills):
        with home.press() as press:
            in_hand = home.path / "rack" / "in-hand"
            until(lambda hands=in_hand: hands.exists() and any(hands.iterdir()), press)
            press.kill()
            press.wait()
    with ThreadPoolExecutor(1) as pool:
        published = pool.submit(editor.communicate).result()[0].splitlines()
    assert home.run("press", "--once").returncode == 0
    checked = home.run("check", "--all")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    store = home.store()
    assert len(published) == 15
    for line in published:
        number, headline = line.split(" ", 1)
        page = store.shelf.get(f"story:{number}")
        assert page is not None
        assert headline in page.identity().decode()
    assert store.shelf.torn == 0


LATEST = 5.0
"""Seconds within which what falls due is on the rack, after a sudden end and a new start too."""


def due(home: Home, number: str) -> float:
    """When the scheduled story is due, in seconds since 1970."""
    with closing(sqlite3.connect(home.path / "newsroom.sqlite3")) as tables:
        asked = "SELECT approved_go_live_at FROM wagtailcore_revision WHERE object_id = ? AND approved_go_live_at IS NOT NULL"
        (at,) = tables.execute(asked, [number]).fetchone()
    return datetime.fromisoformat(at).replace(tzinfo=UTC).timestamp()


def on_the_rack(home: Home, number: str, press: "subprocess.Popen[bytes]") -> float:
    """Waits until the story's page is there; returns when that was, in seconds since 1970."""
    until(lambda: home.store().manifest.find(f"/{number}") is not None, press)
    return time.time()


@pytest.mark.proof
def test_what_falls_due_is_on_the_rack_within_five_seconds(home: Home) -> None:
    with home.press() as press:
        until(lambda: follows(home), press)
        late = []
        for _ in range(5):
            number = home.acts("schedule", 1).communicate()[0].split()[0]
            at = due(home, number)
            assert home.store().manifest.find(f"/{number}") is None
            late.append(on_the_rack(home, number, press) - at)
    print(f"FIGURE: a scheduled story is on the rack so long after its time, seconds, longest of 5 | {max(late):.2f}")
    assert max(late) < LATEST


@pytest.mark.proof
def test_what_fell_due_while_the_press_was_down_goes_out_when_it_is_up_again(home: Home) -> None:
    """The clock stands while no press does, and makes up for it; the press's own start counts."""
    with home.press() as press:
        until(lambda: follows(home), press)
        number = home.acts("schedule", 1).communicate()[0].split()[0]
        press.kill()
        press.wait()
    at = due(home, number)
    time.sleep(max(0.0, at - time.time()))
    assert home.store().manifest.find(f"/{number}") is None
    (home.path / "press.sock").unlink(missing_ok=True)
    begun = time.time()
    with home.press() as press:
        late = on_the_rack(home, number, press) - begun
    print(f"FIGURE: one that fell due while no press ran, seconds after the press was started again | {late:.2f}")
    assert late < LATEST


def test_a_press_says_that_it_has_caught_up(home: Home, tmp_path: Path) -> None:
    """The newsroom of a household begins then."""
    up = tmp_path / "up"
    process = subprocess.Popen([sys.executable, "-m", "harkara", "press", "--up", str(up)], env=home.env)
    try:
        end = time.monotonic() + PATIENCE
        while not up.exists() and time.monotonic() < end:
            assert process.poll() is None
            time.sleep(0.02)
        assert up.exists()
    finally:
        process.terminate()
        assert process.wait() == 0
