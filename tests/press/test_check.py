"""The check says what is wrong, and only that."""

import io
import re
from pathlib import Path

import pytest

from harkara.desk import actions
from harkara.press import check as checking
from harkara.press.check import check
from harkara.press.command import MINUTE, Progress
from harkara.press.command import check as verb
from harkara.press.turns import Turns
from harkara.rack import ledger
from harkara.rack.pages import Page
from tests import mould
from tests.desk.factories import make_paper, make_story
from tests.press.test_process import Home


def test_a_wrong_page_is_shown(turns: Turns, capsys: pytest.CaptureFixture[str]) -> None:
    make_paper()
    story = make_story(headline="নদীর নতুন ঘাট")
    turns.settle()
    assert verb(["--all"]) == 0
    lies = turns.store.shelf.get("front")
    assert lies is not None
    body = lies.identity().replace("নদীর নতুন ঘাট".encode(), "নদীর পুরোনো ঘাট".encode(), 1)
    turns.store.shelf.put("front", Page(200, lies.headers, body))
    assert verb(["--all"]) == 1
    said = capsys.readouterr().out
    assert "front, printed at position" in said
    assert "নদীর পুরোনো ঘাট" in said
    assert "1 wrong" in said
    assert verb(["--sample", "500"]) == 1
    assert story.pk


def test_a_missing_hot_sheet_is_told(turns: Turns) -> None:
    make_paper()
    turns.settle()
    turns.store.shelf.drop("rail")
    assert check(turns.store).wrong == ["rail is in the ledger and not on the shelf."]


def test_an_unknown_file_is_told(turns: Turns) -> None:
    make_paper()
    turns.settle()
    turns.store.shelf.put("story:999", Page(200, (("content-type", "text/plain"),), b"?"))
    assert check(turns.store).wrong == ["story:999 is on the shelf, and the ledger does not know it."]


def test_what_the_press_has_not_come_to_yet_waits(turns: Turns) -> None:
    make_paper()
    story = make_story()
    turns.settle()
    actions.edit(story, None, headline="আরেক শিরোনাম")
    found = check(turns.store)
    assert found.wrong == []
    assert found.waiting > 0


def test_parts_together_are_the_whole(turns: Turns, monkeypatch: pytest.MonkeyPatch) -> None:
    """However small the parts, each sheet is compared once, and each file is looked at."""
    make_paper()
    make_story()
    turns.settle()
    turns.store.shelf.put("story:999", Page(200, (("content-type", "text/plain"),), b"?"))
    whole = check(turns.store)
    monkeypatch.setattr(checking, "STRETCH", 7)
    monkeypatch.setattr(checking, "LOT", 3)
    told: list[tuple[int, int]] = []
    parts = check(turns.store, progress=lambda compared, total: told.append((compared, total)))
    assert parts == whole
    assert whole.compared == ledger.count() == told[-1][0]
    assert {total for _, total in told} == {ledger.count()}


def test_a_sample_is_as_large_as_was_said(turns: Turns) -> None:
    make_paper()
    turns.settle()
    few = check(turns.store, sample=5)
    assert 0 < few.compared <= 5
    assert check(turns.store, sample=10**6).compared == ledger.count()


@pytest.mark.proof
@pytest.mark.process
def test_processes_find_what_one_finds(tmp_path: Path) -> None:
    home = Home(tmp_path)
    mould.cast(tmp_path / "newsroom.sqlite3")
    with home.acts("publish", 2) as editor:
        assert editor.wait() == 0
    assert home.run("press", "--once").returncode == 0
    assert home.run("check", "--all", "--jobs", "3").returncode == 0
    store = home.store()
    lies = store.shelf.get("front")
    assert lies is not None
    store.shelf.put("front", Page(200, lies.headers, b"<p>?</p>"))
    store.shelf.drop("rail")
    said = [home.run("check", "--all", "--jobs", jobs) for jobs in ("1", "3")]
    assert [one.returncode for one in said] == [1, 1]
    one, several = (sorted(run.stdout.splitlines()) for run in said)
    assert one == several
    assert re.search(r"(\d+) sheets compared, 2 wrong", said[0].stdout)


def test_progress_is_told_a_line_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("harkara.press.command.time.monotonic", lambda: now[0])
    out = io.StringIO()
    progress = Progress(out)
    for _ in range(6):
        now[0] += MINUTE / 2
        progress(int(now[0]), 360)
    assert out.getvalue().splitlines() == [
        "60 of 360 sheets compared, about 5 min left",
        "120 of 360 sheets compared, about 4 min left",
        "180 of 360 sheets compared, about 3 min left",
    ]


def test_progress_stays_in_its_line_on_a_screen() -> None:
    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    out = Screen()
    Progress(out)(200, 200)
    assert out.getvalue() == "\r200 of 200 sheets compared, about 0 min left\n"
