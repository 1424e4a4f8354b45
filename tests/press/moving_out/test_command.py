"""``harkara export`` on the command line, and what becomes of a packing that is broken off or finds something lacking."""

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from harkara import cli
from harkara.comments.models import Reader
from harkara.desk import clock
from harkara.desk.models import Picture
from harkara.press.moving_out import command, packing
from harkara.press.moving_out.command import Telling, export
from harkara.press.storeroom import Storeroom
from tests.desk.factories import NOON, make_paper, make_picture, make_story

pytestmark = pytest.mark.usefixtures("store", "database", "noon")


def test_a_paper_is_packed_and_looked_at(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_paper()
    make_story(picture=make_picture(width=320, height=200))
    folder = tmp_path / "packed"
    assert cli.main(["export", str(folder)]) == 0
    said = capsys.readouterr().out
    assert said.startswith(
        f"{folder}: 1 stories, 0 that were taken off the paper, 0 killed (their addresses), 1 pictures, 0 com"
    )
    assert cli.main(["export", str(folder), "--check"]) == 0
    assert capsys.readouterr().out == f"{folder} is as it was packed.\n"
    (folder / "site/public/index.html").write_text("")
    (folder / "paper/more").write_text("")
    assert cli.main(["export", str(folder), "--check"]) == 1
    assert capsys.readouterr().out == (
        "paper holds 1 files that were not packed.\n"
        f"site/public/index.html was changed.\n2 things are wrong with {folder}.\n"
    )
    assert cli.main(["export", str(folder)]) == 2
    assert "There is something in" in capsys.readouterr().err
    assert cli.main(["export", str(tmp_path), "--check"]) == 2
    assert "has no manifest.json" in capsys.readouterr().err


def test_readers_addresses_leave_only_when_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_paper()
    Reader.objects.create(email="somebody@example.com", name="পাঠক ক", joined_at=NOON, seen_on=NOON.date())
    assert export([str(tmp_path / "a"), "--no-site"]) == 0
    assert b"somebody@" not in b"".join(file.read_bytes() for file in (tmp_path / "a").rglob("*") if file.is_file())
    assert "personal data" not in capsys.readouterr().out
    assert export([str(tmp_path / "b"), "--no-site", "--with-readers"]) == 0
    assert command.WITH_READERS in capsys.readouterr().out
    (row,) = (tmp_path / "b/readers/accounts.jsonl").read_text().splitlines()
    assert json.loads(row) == {
        "name": "পাঠক ক",
        "email": "somebody@example.com",
        "joined_at": NOON.isoformat(),
        "seen_on": NOON.date().isoformat(),
    }


def test_a_lost_original_is_told_and_the_rest_is_packed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_paper()
    picture = make_picture()
    Path(picture.file.path).unlink()
    assert export([str(tmp_path / "a"), "--no-site"]) == 1
    lacking = f"picture {picture.pk}: its file {picture.file.name} is not there"
    assert f"Lacking: {lacking}." in capsys.readouterr().out
    assert json.loads((tmp_path / "a/manifest.json").read_text())["lacking"] == [lacking]
    assert export([str(tmp_path / "a"), "--check"]) == 0


def test_the_word_to_stop_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make_paper()
    make_story()

    def stopped(*_: Any) -> None:
        os.kill(os.getpid(), 15)

    monkeypatch.setattr(packing.Site, "stories", stopped)
    assert export([str(tmp_path / "a/packed")]) == 2
    assert capsys.readouterr().err == "Broken off: nothing is left behind.\n"
    assert list((tmp_path / "a").iterdir()) == []


def test_one_moment_is_packed_whatever_is_published_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_paper()
    make_story()
    seen: list[bool] = []
    packs = packing._Packing.everything

    def everything(self: Any, *told: Any, **named: Any) -> dict[str, Any]:
        seen.append(connection.in_atomic_block)
        return packs(self, *told, **named)

    monkeypatch.setattr(packing._Packing, "everything", everything)
    done = packing.pack(tmp_path / "a", with_site=False)
    assert seen == [True]
    assert done.manifest["stories"] == {"live": 1, "withdrawn": 0, "killed": 0}


def test_packing_asks_as_often_for_six_as_for_three(tmp_path: Path) -> None:
    make_paper()
    counts = []
    for name in ("three", "six"):
        for _ in range(3):
            make_story(at=clock.now(), picture=make_picture())
        with CaptureQueriesContext(connection) as queries:
            packing.pack(tmp_path / name, with_site=False)
        counts.append(len(queries))
    assert Picture.objects.count() == 6
    assert counts[0] == counts[1]


def test_it_says_how_far_it_is() -> None:
    out = io.StringIO()
    tell = Telling(out)
    tell("stories", 1, 3)
    tell("stories", 3, 3)
    tell.said = 0.0
    tell("stories", 2, 3)
    tell("pages", 64, 0)
    assert out.getvalue() == "stories: 3 of 3, about 0 min left\nstories: 2 of 3, about 0 min left\n"


def test_pictures_that_lie_on_the_rack_are_not_drawn_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_paper()
    make_story(picture=make_picture(width=320, height=200))
    packing.pack(tmp_path / "a")
    drawn = {file.name for file in (tmp_path / "a/site/public/picture").rglob("*") if file.is_file()}
    assert drawn == {"320.jpg", "320.webp"}
    from harkara.press.bake import bake

    number = Picture.objects.get().pk
    bake(Storeroom.of_settings(), [f"picture:{number}:{name}" for name in drawn])
    monkeypatch.setattr("harkara.press.moving_out.site._drawn", lambda _name: b"anew")
    packing.pack(tmp_path / "b")
    for name in drawn:
        where = f"site/public/picture/{number}/{name}"
        assert (tmp_path / "a" / where).read_bytes() == (tmp_path / "b" / where).read_bytes() != b"anew"
