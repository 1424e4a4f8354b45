"""The print run bakes what is not on the rack, and nothing else."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from harkara.desk import actions
from harkara.press import bake as baking
from harkara.press import editions, print_run
from harkara.press.bake import Baked, bake
from harkara.press.check import check
from harkara.press.editions import Editions
from harkara.press.names import NOTICES
from harkara.press.print_run import Run, lacking, of_others, of_stories
from harkara.press.storeroom import Storeroom
from harkara.press.turns import Turns
from harkara.rack import ledger
from harkara.rack.errors import RackFull
from harkara.rack.pages import Page, Prepared, prepare
from tests.desk.factories import make_paper, make_picture, make_section, make_story, make_topic
from tests.press.test_process import Home, follows, home, until  # noqa: F401 - a fixture


def in_this_process(store: Storeroom, *kinds: str, brotli: bool = True) -> Run:
    """A run by one process, which is this one: a test's transaction is nobody else's."""
    whole = Run()
    for lots in (of_stories, of_others):
        for lot in lots(store, kinds):
            whole.add(print_run._baked(store, lot, brotli=brotli))
    return whole


def old_paper(turns: Turns) -> list[str]:
    """A paper whose stories are not hot any more, and whose rack was emptied of them; returns their sheets."""
    make_paper()
    section, topic, picture = make_section("world"), make_topic("নদী"), make_picture(width=700, height=420)
    numbers = [make_story(section=section, topics=[topic], picture=picture).pk for _ in range(3)]
    turns.settle()
    sheets = [f"{kind}:{number}" for number in numbers for kind in ("story", "data")]
    ledger.strike(sheets)
    for name in sheets:
        turns.store.shelf.drop(name)
    return sheets


def test_what_lacks_is_baked_with_brotli_and_what_is_there_is_left(turns: Turns) -> None:
    sheets = old_paper(turns)
    front = turns.store.shelf.mark("front")
    names = turns.store.manifest.sheets(["sitemap", "calendar", "on", "area", "feed", "icon"])
    maps = [
        name for name in names if turns.store.shelf.mark(name) is None
    ]  # of old days and months, of places, feeds of topics and in JSON, icons: printed when asked for
    first = in_this_process(turns.store)
    pictures = list(turns.store.manifest.sheets(["picture"]))
    assert pictures
    assert first == Run(baked=len(sheets + maps + pictures), there=first.there)
    assert turns.store.shelf.mark("front") == front
    for name in sheets:
        lies = turns.store.shelf.get(name)
        assert lies is not None
        assert lies.brotli is not None
    again = in_this_process(turns.store)
    assert (again.baked, again.there) == (0, first.seen)
    assert check(turns.store).wrong == []


def test_the_notices_which_have_no_address_are_baked_too(turns: Turns) -> None:
    make_paper()
    turns.settle()
    ledger.strike(NOTICES)
    for name in NOTICES:
        turns.store.shelf.drop(name)
    assert in_this_process(turns.store, "notice") == Run(baked=len(NOTICES))
    assert check(turns.store).wrong == []


def test_only_the_kinds_that_were_asked_for(turns: Turns) -> None:
    sheets = old_paper(turns)
    pages = [name for name in sheets if name.startswith("story:")]
    done = in_this_process(turns.store, "story", brotli=False)
    assert done == Run(baked=len(pages))
    assert set(ledger.sheets(sheets)) == set(pages)
    lies = turns.store.shelf.get(pages[0])
    assert lies is not None
    assert lies.brotli is None
    assert in_this_process(turns.store, "topic") == Run(there=turns.store.manifest.count(["topic"]))
    assert turns.store.manifest.count(["topic"]) > 0


def test_what_the_books_do_not_know_or_know_otherwise_lacks(turns: Turns) -> None:
    make_paper()
    turns.settle()
    names, current = ["front", "rail", "robots", "feed:rss"], editions.now()
    assert lacking(turns.store, names, current) == []
    ledger.strike(["rail"])
    turns.store.shelf.drop("robots")
    assert lacking(turns.store, names, current) == ["rail", "robots"]
    assert lacking(turns.store, names, Editions("another", {})) == names


def test_a_sheet_that_cannot_be_printed_keeps_no_other_back(turns: Turns, monkeypatch: pytest.MonkeyPatch) -> None:
    sheets = old_paper(turns)

    def refusing(store: Storeroom, names: list[str], *, brotli: int | None) -> Baked:
        if sheets[0] in names:
            raise ZeroDivisionError(sheets[0])
        return bake(store, names, brotli=brotli)

    monkeypatch.setattr(print_run, "bake", refusing)
    done = in_this_process(turns.store, "story", "data")
    assert (done.failed, done.baked) == (1, len(sheets) - 1)
    assert list(done.lines())[1] == "1 sheets could not be printed; the log says why."


def test_a_full_disk_ends_the_run_in_order(turns: Turns, monkeypatch: pytest.MonkeyPatch) -> None:
    sheets = old_paper(turns)

    def full(store: Storeroom, names: list[str], *, brotli: int | None) -> Baked:
        raise RackFull("there is no room on the disk")

    monkeypatch.setattr(print_run, "bake", full)
    done = in_this_process(turns.store, "story", "data")
    assert (done.refused, done.baked, done.failed) == (len(sheets), 0, 0)


def test_a_run_without_a_press_first_does_what_a_press_does_at_its_start(store: Storeroom, database: None) -> None:
    make_paper()
    story = make_story(headline="নদীর ঘাট")
    print_run.plan_addresses(store)
    assert store.manifest.find(story.href) is not None
    actions.edit(story, None, headline="নতুন শিরোনাম")
    press = Turns(store, brotli=False)
    print_run.plan_addresses(store)  # another one follows the log: it is left to do so
    press.settle()
    press.close()
    assert check(store).wrong == []


def test_a_sheet_that_came_with_a_new_version_is_baked_on_the_old_rack(store: Storeroom, database: None) -> None:
    make_paper()
    Turns(store, brotli=False).close()
    store.manifest.remove("/look.css")  # as a rack is on which a version lay that had none
    print_run.plan_addresses(store)
    in_this_process(store)
    assert (store.shelf.mark("look") is not None, store.manifest.find("/look.css") is not None) == (True, True)
    assert check(store).wrong == []


def test_the_words_at_the_end() -> None:
    assert list(Run(baked=3, there=2).lines()) == [
        "3 sheets baked, 2 lay there already, 0 do not exist, 0 touched each time."
    ]
    assert (
        list(Run(is_whole=False).lines())[-1] == "Not all was baked. Start again: what lies on the rack is left alone."
    )
    assert list(Run(refused=4, is_whole=False).lines())[-1] == (
        "The disk is full: 4 sheets were refused. Free some room and start again."
    )


def test_nobody_waits_for_compression(turns: Turns, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are compressed before anything of theirs is in hand, and so before the writers are held off."""
    make_paper()
    story = make_story()
    in_hand: list[int] = []

    def watched(page: Page, quality: int | None = None) -> Prepared:
        in_hand.append(len(list((turns.store.root / "in-hand").iterdir())))
        return prepare(page, quality)

    monkeypatch.setattr(baking, "prepare", watched)
    assert bake(turns.store, [f"story:{story.pk}", "front"]).put == [f"story:{story.pk}", "front"]
    assert in_hand == [0, 0]


@pytest.mark.process
@pytest.mark.long
def test_processes_bake_the_whole_paper_beside_a_press(home: Home) -> None:  # noqa: F811 - the fixture
    """One run without a press, broken off at its first lot, then one beside a press and an editor."""
    with home.acts("publish", 3) as editor:
        assert editor.wait() == 0
    words = [sys.executable, "-m", "harkara", "bake", "--jobs", "2"]
    stopped = subprocess.Popen(words, env={**home.env, "PYTHONUNBUFFERED": "1"}, stdout=subprocess.PIPE)
    until(lambda: (home.path / "rack" / "manifest.sqlite3").exists(), stopped)
    os.kill(stopped.pid, signal.SIGTERM)
    stopped.communicate()
    with home.press() as press, home.acts("publish", 3) as editor:
        until(lambda: follows(home), press)
        done = home.run("bake", "--jobs", "3")
        assert (done.returncode, done.stderr) == (0, "")
        assert editor.wait() == 0
    assert home.run("press", "--once").returncode == 0
    found = home.run("check", "--all")
    assert found.returncode == 0, found.stdout


@pytest.mark.process
@pytest.mark.long
def test_processes_end_when_nobody_listens_any_more(home: Home, tmp_path: Path) -> None:  # noqa: F811
    """The run is killed: its children find out and end by themselves."""
    with home.acts("publish", 2) as editor:
        assert editor.wait() == 0
    script = tmp_path / "slow.py"
    script.write_text(
        "import django; django.setup()\n"
        "import os, time\n"
        "from harkara.press import print_run\n"
        "from harkara.press.storeroom import Storeroom\n"
        "print_run.of_stories = lambda store, kinds: iter(lambda: open(f'{store.root}/{os.getpid()}.alive', 'w') and [], 0)\n"
        "print_run.run(Storeroom.of_settings(), jobs=2)\n"
    )
    rack = home.path / "rack"
    started = subprocess.Popen([sys.executable, str(script)], env=home.env)
    until(lambda: len(list(rack.glob("*.alive"))) == 2, started)
    started.kill()
    started.wait()
    left = [int(path.stem) for path in rack.glob("*.alive")]
    gone = threading.Event()
    for _ in range(1200):
        if not any(Path(f"/proc/{pid}").exists() and "Z" not in Path(f"/proc/{pid}/stat").read_text() for pid in left):
            gone.set()
            break
        threading.Event().wait(0.05)
    assert gone.is_set()
