"""A paper is kept while an editor works at it, and comes back: proved by the drill, by a check and by the rack of later."""

import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from harkara.press.storeroom import Storeroom
from tests import mould
from tests.press.test_process import Home, follows
from tests.stand.processes import ROOT, free

pytestmark = pytest.mark.process

PATIENCE = 120.0

LATER = 3
"""Stories that come out after the backup: more than one, since the editor may kill one of them."""

LINE = re.compile(
    r"(\d+) addresses: (\d+) the same as in the running paper, (\d+) as they were at the backup's position \(voucher copies\), "
    r"(\d+) touched since and not printed at that time, (\d+) wrong"
)


class Paper(Home):
    """A paper of processes, at a port."""

    def __init__(self, path: Path) -> None:
        path.mkdir(exist_ok=True)
        super().__init__(path)
        self.port = free()

    @contextmanager
    def served(self) -> Iterator[None]:
        """The paper at work."""
        words = [sys.executable, "-m", "harkara", "serve", "--port", str(self.port), "--workers", "1"]
        household = subprocess.Popen(words, env=self.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            until(lambda: follows(self) and self.status("/") == 200)
            yield
        finally:
            household.terminate()
            household.wait()

    def status(self, path: str) -> int:
        line = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            line.request("GET", path)
            return line.getresponse().status
        except OSError:
            return 0
        finally:
            line.close()

    def editor(self, count: int) -> "subprocess.Popen[str]":
        words = [sys.executable, "-m", "tests.press.backups.editing", str(count)]
        return subprocess.Popen(words, env=self.env, cwd=ROOT, stdout=subprocess.PIPE, text=True)

    def latest(self) -> int:
        """The highest number of a story so far."""
        with closing(sqlite3.connect(self.path / "newsroom.sqlite3")) as books:
            (number,) = books.execute("SELECT max(id) FROM desk_story").fetchone()
        return int(number)

    def stories(self) -> set[str]:
        """The names of the stories that the rack has, as page or as address."""
        rack = Storeroom(self.path / "rack")
        placed = {entry.name for _path, entry in rack.manifest.entries(limit=10_000) if entry.kind == "sheet"}
        return {name for name in {*rack.shelf.names(), *placed} if name.startswith("story:")}

    def settled(self) -> list[str]:
        """What a press found and what a check found after it, as lines."""
        words = [sys.executable, "-m", "tests.press.backups.editing", "settle"]
        done = subprocess.run(words, env=self.env, cwd=ROOT, capture_output=True, text=True, check=True)
        return done.stdout.splitlines()

    def start(self, *words: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, "-m", "harkara", *words],
            env=self.env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def until(happened: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    """A paper with empty tables."""
    made = Paper(tmp_path / "paper")
    mould.cast(made.path / "newsroom.sqlite3")
    return made


@pytest.mark.long
def test_what_is_kept_while_an_editor_works_comes_back_beside_the_rack_of_later(paper: Paper, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    assert len(paper.editor(8).communicate()[0].splitlines()) == 8
    assert paper.settled()[0] == "new"
    editor = paper.editor(1000)
    assert editor.stdout
    later = set[int]()
    try:
        editor.stdout.readline()
        done = paper.run("backup", str(kept))
        assert editor.poll() is None
        latest = paper.latest()
        while len(later) < LATER:
            number = int(editor.stdout.readline())
            later |= {number} if number > latest else set()
    finally:
        editor.kill()
        editor.communicate()
    assert done.returncode == 0, done.stderr
    assert re.search(r"of which (\d+) were new", done.stdout)
    (file,) = kept.glob("*.backup")
    assert file.stat().st_mode & 0o777 == 0o600
    paper.settled()
    printed = {f"story:{number}" for number in later} & paper.stories()
    assert printed, "nothing of what was published after the backup is on the rack"
    _comes_back(paper, file, tmp_path)
    assert not printed & paper.stories()


@pytest.mark.proof
def test_a_drill_of_the_demo_while_an_editor_works(paper: Paper, tmp_path: Path) -> None:
    """Every address of the backup, byte for byte: as the running paper has it, or as it had it at that position."""
    kept = tmp_path / "kept"
    kept.mkdir()
    assert paper.run("demo").returncode == 0
    with paper.served():
        assert paper.run("bake").returncode == 0
        editor = paper.editor(5000)
        try:
            assert paper.run("backup", str(kept)).returncode == 0
            second = paper.run("backup", str(kept), "--with-vouchers")
            file = min(kept.glob("*.backup"))
            drilled = paper.run("backup", str(file), "--drill", "--paper", f"http://127.0.0.1:{paper.port}")
            assert editor.poll() is None
        finally:
            editor.kill()
            written = len(editor.communicate()[0].splitlines())
    found = re.search(r"of which (\d+) were new", second.stdout)
    assert found, second.stderr
    assert drilled.returncode == 0, drilled.stdout + drilled.stderr
    counts = LINE.search(drilled.stdout)
    assert counts, drilled.stdout
    compared, same, as_then, since, wrong = map(int, counts.groups())
    print(
        f"FIGURE: addresses of the demo compared with the running paper while an editor did {written} things | {compared}"
    )
    print(f"FIGURE: of them the same byte for byte | {same}")
    print(f"FIGURE: of them touched since, and the same as the running paper had at the backup's position | {as_then}")
    print(f"FIGURE: of them touched since, and printed by nobody at that time (lite pages) | {since}")
    print(f"FIGURE: of them different | {wrong}")
    assert (wrong, same + as_then + since) == (0, compared)
    assert same + as_then > 3 * since
    assert as_then > 10


def _comes_back(paper: Paper, file: Path, tmp_path: Path) -> None:
    """Restored beside the rack of the paper that went on: what was printed later leaves it."""
    back = Paper(tmp_path / "back")
    back.path.rmdir()
    back.env["HARKARA_RACK"] = str(paper.path / "rack")
    unfinished = tmp_path / ".back.unfinished"
    killed = back.start("restore", str(file))
    until(lambda: (unfinished / "media").exists() or killed.poll() is not None)
    killed.kill()
    killed.wait()
    assert unfinished.exists()
    assert not back.path.exists()
    restored = back.run("restore", str(file))
    assert restored.returncode == 0, restored.stderr
    assert f"{back.path}: the paper of 20" in restored.stdout
    assert "The keys are not in this backup." in restored.stdout
    assert sorted(os.listdir(back.path)) == ["media", "newsroom.sqlite3", "readers.sqlite3"]
    assert not unfinished.exists()
    found, checked = back.settled()
    assert found == "restored"
    assert re.fullmatch(
        r"\d+ sheets compared, 0 wrong, 0 touched and not yet printed again, 0 in the layout backlog\.", checked
    )
    refused = back.run("restore", str(file))
    assert refused.returncode == 2
    assert refused.stderr.startswith(f"There is something in {back.path} already")
