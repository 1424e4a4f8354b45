"""An upgrade while an editor publishes and readers read: presses of two versions at one home, two formats on one rack."""

import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.faults.__main__ import make
from bench.faults.former.former_press import packed
from bench.faults.marks import Book
from bench.faults.paper import Processes, free_port
from bench.faults.readers import Reader, Seen, Watch
from bench.faults.run import _lost
from harkara.rack import format2, label
from harkara.rack.pages import Page, stored, unpack
from tests import mould
from tests.stand.processes import ROOT

PATIENCE = 120.0


def test_what_the_version_before_writes_is_read() -> None:
    headers = (("content-type", "text/html; charset=utf-8"),)
    copy = stored("story:12", Page(200, headers, ("<p>খবর</p>" * 300).encode()), extra={"position": "7"})
    file = packed(copy)
    assert file.startswith(format2.BEGIN)
    assert label.FORMAT == 3  # who writes the next one makes `former_press` write this one
    read = unpack(file, "story:12")
    assert (read.identity(), read.etag, read.headers, read.extra) == (
        copy.identity(),
        copy.etag,
        headers,
        {"position": "7"},
    )


class Upgrade:
    """A paper at work whose press is started by hand, of one version or the other."""

    def __init__(self, home: Path) -> None:
        self.home, self.book, self.stop = home, Book(), threading.Event()
        self.presses: list[subprocess.Popen[bytes]] = []
        self.paper = Processes(home, free_port(), self.book, seed=5, options=("--no-press",))
        self.seen, self.watch = Seen(self.book), Watch(self.paper.port, self.stop)
        self.readers = [Reader(self.paper.port, self.seen, self.stop, number) for number in range(3)]

    def press(self, version: str, *words: str) -> "subprocess.Popen[bytes]":
        (self.home / "version").write_text(version)
        command = [sys.executable, "-m", "harkara", *(words or ("press",))]
        before = self.starts()
        process = subprocess.Popen(command, env=self.paper.environment, cwd=ROOT, stderr=self.paper.log)
        self.presses.append(process)
        until(lambda: self.starts() > before)
        return process

    def starts(self) -> int:
        notes = self.home / "versions"
        return len(notes.read_text().splitlines()) if notes.exists() else 0

    def formats(self) -> Counter[str]:
        """How many page files of each format lie on the shelf, but for files that no edition changes: those stay as they are."""
        found: Counter[str] = Counter()
        for path in (self.home / "rack/shelf").glob("*/*.page"):
            try:
                data = path.read_bytes()
            except FileNotFoundError:
                continue
            if not data.startswith(format2.BEGIN):
                found["new"] += 1
            elif not format2.read_label(data)[0]["name"].startswith("asset:"):
                found["former"] += 1
        return found

    def acts(self, count: int) -> None:
        """Waits until the editor has done so many more things and the press has followed."""
        end = self.book.acts + count
        until(lambda: self.book.acts >= end)
        position = self.paper.position()
        until(lambda: self.paper.followed(position))


def until(happened: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


@pytest.mark.proof
@pytest.mark.process
def test_two_versions_side_by_side(tmp_path: Path) -> None:
    mould.cast(tmp_path / "newsroom.sqlite3")
    make(tmp_path)
    upgrade = Upgrade(tmp_path)
    paper, book = upgrade.paper, upgrade.book
    former = upgrade.press("former")
    try:
        paper.start_household()
        paper.start_editor()
        until(lambda: upgrade.watch.good() and paper.followed(1) and len(book.paths) > 2)
        for thread in (upgrade.watch, *upgrade.readers):
            thread.start()
        upgrade.acts(4)
        assert set(upgrade.formats()) == {"former"}
        baking = upgrade.press(
            "new", "bake", "--jobs", "1", "--no-brotli"
        )  # the new version prints beside the old press
        upgrade.acts(4)
        assert baking.wait(PATIENCE) == 0
        second = upgrade.press("new")  # and may not follow beside it
        assert second.wait(PATIENCE) == 1
        former.kill()
        former.wait()
        new = upgrade.press("new")
        upgrade.acts(4)
        until(lambda: set(upgrade.formats()) == {"new"})
        assert paper.editor
        paper.editor.kill()
        paper.editor.wait()
        paper.editor = None
        lost = _lost(paper, book, list(book.paths))  # asks when the press has followed
        upgrade.stop.set()
        for thread in (upgrade.watch, *upgrade.readers):
            thread.join(PATIENCE)
        new.terminate()
        assert new.wait(PATIENCE) == 0
    finally:
        upgrade.stop.set()
        for press in upgrade.presses:
            press.kill()
            press.wait()
        paper.stop()
    checked = paper.run("check", "--all")
    assert (lost, upgrade.seen.wrong, upgrade.seen.unwritten()) == ([], [], [])
    assert checked.stdout.splitlines()[-1].endswith(
        "0 wrong, 0 touched and not yet printed again, 0 in the layout backlog."
    )
    assert [look for look in upgrade.watch.looks if not look[2]] == []
    assert upgrade.seen.counts["answers"] > 50
