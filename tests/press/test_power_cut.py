"""What a power cut may leave of the files of a run, at any of its instants, is a paper that heals and has lost nothing.

A kill of processes cannot show this: the system still writes what they wrote. So the file operations of a run are
recorded by strace, and beginnings of the record are replayed on a disk that loses what was not synced.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import connection

from harkara.press.check import check
from harkara.press.storeroom import Storeroom
from harkara.press.turns import Turns
from harkara.rack.manifest import Manifest
from harkara.rack.shelf import Shelf
from tests.desk.factories import make_paper
from tests.press.power import tracing
from tests.press.power.disk import Disk, File, lay
from tests.press.power.tracing import Event
from tests.press.test_process import ROOT

recorded = pytest.mark.skipif(tracing.STRACE is None, reason="strace is not installed")


def environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HARKARA_")}
    paths = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
    own = {"HARKARA_HOME": str(home), "HARKARA_LOG": "ERROR", "HARKARA_SECRET_KEY": "x" * 50, "PYTHONPATH": paths}
    return kept | own | {"DJANGO_SETTINGS_MODULE": "harkara.settings"}


def record(folder: Path, seed: int, acts: int) -> tuple[Disk, list[Event]]:
    """The disk before a run, and what the run did to it."""
    if connection.vendor != "sqlite":
        pytest.skip("about the files of SQLite")
    home = folder / "home"
    home.mkdir()
    original = str(connection.settings_dict["NAME"])
    with closing(sqlite3.connect(original)) as tables, closing(sqlite3.connect(home / "newsroom.sqlite3")) as copy:
        tables.backup(copy)
        copy.execute("PRAGMA journal_mode = WAL")
    disk = Disk(home)
    words = [sys.executable, "-m", "tests.press.power.acting", str(seed), str(acts)]
    log = folder / "strace.log"
    done = subprocess.run(
        [*tracing.command(log), *words], env=environment(home), cwd=ROOT, capture_output=True, text=True, check=False
    )
    if "ptrace" in done.stderr and not log.exists():
        pytest.skip("this machine lets nobody trace a process")
    assert done.returncode == 0, done.stderr
    return disk, tracing.events(log, home)


def cut(disk: Disk, events: list[Event], instants: list[int], folder: Path, chance: Random) -> list[Path]:
    """A home for each of ``instants``, as a power cut after so many events may have left it."""
    homes = []
    done = 0
    book = Acknowledged()
    for number, instant in enumerate(sorted(instants)):
        for event in events[done:instant]:
            disk.do(event)
            book.note(event)
        done = instant
        new = folder / f"cut-{number}"
        new.mkdir()
        lay(disk.cut(chance), disk.root, new)
        (new / "acknowledged.json").write_text(book.text())
        homes.append(new)
    return homes


class Acknowledged:
    """What the newsroom was told so far, and what it had only begun."""

    def __init__(self) -> None:
        self.stories: dict[int, tuple[int, int, str, int]] = {}
        self.killing: set[int] = set()
        self.killed: set[int] = set()
        self.taken: dict[int, tuple[int, str]] = {}

    def note(self, event: Event) -> None:
        if event.kind != "said":
            return
        word, pk, *rest = event.data.decode().split()
        number = int(pk)
        if word == "ack":
            self.stories[number] = (int(rest[0]), int(rest[1]), rest[2], int(rest[1]))
        elif word == "try":
            mark, version, href, _ = self.stories[number]
            self.stories[number] = (mark, version, href, version + 1)
        elif word == "killing":
            self.killing.add(number)
        elif word == "killed":
            self.killed.add(number)
            del self.stories[number]
        elif word == "taken":
            self.taken[number] = (int(rest[0]), rest[1])

    def text(self) -> str:
        killing, marks = sorted(self.killing - self.killed), sorted(mark for mark, _ in self.taken.values())
        return json.dumps({"stories": self.stories, "killing": killing, "killed": sorted(self.killed), "taken": marks})


def judged(homes: list[Path]) -> list[dict[str, Any]]:
    """What is wrong with each home, by a process of its own."""
    words = [sys.executable, "-m", "tests.press.power.judging", *map(str, homes)]
    done = subprocess.run(words, env=environment(homes[0]), cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


@recorded
@pytest.mark.process
def test_a_power_cut_loses_nothing_that_was_acknowledged(tmp_path: Path, db: None) -> None:
    disk, events = record(tmp_path, seed=1, acts=7)
    kinds = Counter(event.kind for event in events)
    assert min(kinds[kind] for kind in ("write", "rename", "unlink", "sync", "said")) > 0
    chance = Random(1)
    first = next(n for n, event in enumerate(events) if event.kind == "said")
    instants = [chance.randint(first, len(events)) for _ in range(4)]
    found = judged(cut(disk, events, instants, tmp_path, chance))
    assert [one["wrong"] for one in found] == [[]] * 4


@recorded
@pytest.mark.process
def test_a_power_cut_brings_back_nothing_that_was_killed(tmp_path: Path, db: None) -> None:
    """From the moment at which the press has followed the log over a kill, without a look by any press or stand."""
    disk, events = record(tmp_path, seed=1, acts=4)
    book = Acknowledged()
    for event in events:
        disk.do(event)
        book.note(event)
    (last, (mark, href)) = list(book.taken.items())[-1]
    chance = Random(1)
    for number in range(60):
        home = tmp_path / f"cut-{number}"
        lay(disk.cut(chance), disk.root, home)
        shelf, manifest = Shelf(home / "rack/shelf"), Manifest(home / "rack/manifest.sqlite3")
        entry = manifest.find(href)
        assert (shelf.get(f"story:{last}"), shelf.aside(f"story:{last}"), entry and entry.kind) == (None, None, "gone")
        assert [name for name in shelf.names() if f"[#{mark}.".encode() in identity(shelf, name)] == []
        assert list((home / "rack/ready").rglob(f"*/{last},*")) == []
        manifest.close()
        shutil.rmtree(home)


def identity(shelf: Shelf, name: str) -> bytes:
    """The words of a page on the shelf; none where it is not whole."""
    page = shelf.get(name)
    return page.identity() if page else b""


@recorded
@pytest.mark.proof
def test_many_power_cuts(tmp_path: Path, db: None) -> None:
    """Runs of their own seeds, each cut at many instants, and at each in another way."""
    cuts, kinds, served, torn, all_events = 0, Counter[str](), 0, 0, 0
    seeds = [int(seed) for seed in os.environ.get("HARKARA_POWER_SEEDS", "1 2 3 4 5 6").split()]
    each = int(os.environ.get("HARKARA_POWER_CUTS", "60"))
    for seed in seeds:
        folder = tmp_path / str(seed)
        folder.mkdir()
        disk, events = record(folder, seed, acts=25)
        all_events += len(events)
        chance = Random(seed)
        homes = cut(disk, events, [chance.randint(1, len(events)) for _ in range(each)], folder, chance)
        found = judged(homes)
        assert [(home.name, one["wrong"]) for home, one in zip(homes, found, strict=True) if one["wrong"]] == []
        cuts += len(found)
        kinds.update(one["kind"] for one in found)
        served += sum(one["served"] for one in found)
        torn += sum(one["torn"] for one in found)
        shutil.rmtree(folder)
    print(
        f"FIGURE: power cuts replayed (beginnings of {len(seeds)} recorded runs, {all_events:,} file operations) | {cuts}"
    )
    print("FIGURE: acknowledged acts lost, torn answers before the press was back, differences after it | 0, 0, 0")
    print(
        f"FIGURE: answers handed out before the press was back; torn files met and printed again | {served:,}; {torn:,}"
    )
    print(f"FIGURE: what the press took the rack for | {', '.join(f'{k} {n}' for k, n in kinds.most_common())}")


def test_only_a_synced_rack_is_called_clean(turns: Turns, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a note says after the machine has gone down must have been true on the disk."""
    synced = []
    monkeypatch.setattr(os, "sync", lambda: synced.append("all"))

    def is_clean() -> bool:
        place = turns.store.place()
        assert place is not None
        return place.clean

    turns.close()
    assert (is_clean(), synced) == (False, [])
    again = Turns(turns.store)
    again.close(sync=True)
    assert (is_clean(), synced) == (True, ["all"])
    turns.store.begin_work()
    assert not is_clean()
    Turns(turns.store).close(sync=True)
    last = Turns(turns.store)
    assert not is_clean()
    last.close()


def test_a_page_whose_label_is_torn_is_printed_again(
    turns: Turns, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It does not say whose page it is; the books do."""
    make_paper()
    turns.settle()
    turns.close()
    Path(turns.store.shelf.file("front")).write_bytes(b"")
    monkeypatch.setattr("harkara.rack.nodes.boot.BOOT", tmp_path / "no-boot")
    fresh = Turns(Storeroom(turns.store.root))
    fresh.settle()
    assert check(fresh.store).wrong == []
    assert fresh.store.shelf.get("front") is not None
    fresh.close()


def test_the_disk_keeps_what_was_synced_and_may_lose_the_rest(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(b"as it was")
    disk = Disk(tmp_path)
    new, old = f"{tmp_path}/new", f"{tmp_path}/old"
    for event in (Event("make", new), Event("write", new, data=b"x" * 9000), Event("rename", new, old)):
        disk.do(event)
    left = [disk.cut(Random(seed)) for seed in range(200)]
    contents = {files[old] for files in left}
    assert b"as it was" in contents
    assert b"x" * 9000 in contents
    assert b"" in contents
    assert len(contents) > 4  # and torn in many ways
    disk.do(Event("sync", old))
    assert {disk.cut(Random(seed))[old] for seed in range(50)} == {b"as it was", b"x" * 9000}
    disk.do(Event("sync folder", str(tmp_path)))
    assert {disk.cut(Random(seed))[old] for seed in range(50)} == {b"x" * 9000}


def test_names_are_lost_from_the_end(tmp_path: Path) -> None:
    disk = Disk(tmp_path)
    for name in "abc":
        disk.do(Event("make", f"{tmp_path}/{name}"))
    seen = {"".join(sorted(Path(path).name for path in disk.cut(Random(seed)))) for seed in range(100)}
    assert seen == {"", "a", "ab", "abc"}
    disk.do(Event("sync all"))
    disk.do(Event("unlink", f"{tmp_path}/b"))
    assert {"".join(sorted(Path(path).name for path in disk.cut(Random(seed)))) for seed in range(100)} == {"abc", "ac"}


def test_a_size_may_come_without_its_bytes() -> None:
    file = File(b"", [(0, b"y" * 5000)])
    assert any(left.count(0) > 0 for left in (file.left(Random(seed)) for seed in range(200)))


def test_two_names_of_one_file_stay_two_names(tmp_path: Path) -> None:
    """A page and its link for nginx: laid as two files the link would lead to a page that is not on the shelf."""
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    (old / "twin").write_bytes(b"x")
    disk = Disk(old)
    for event in (
        Event("make", f"{old}/page"),
        Event("write", f"{old}/page", data=b"x"),
        Event("link", f"{old}/page", f"{old}/link"),
    ):
        disk.do(event)
    disk.do(Event("sync all"))
    new.mkdir()
    lay(disk.cut(Random(1)), old, new)
    assert {path.name: (path.read_bytes(), path.stat().st_nlink) for path in new.iterdir()} == {
        "twin": (b"x", 1),
        "page": (b"x", 2),
        "link": (b"x", 2),
    }
