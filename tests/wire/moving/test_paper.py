"""A paper that was packed moves in: whole, on from wherever it was broken off, and into an empty house alone."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from harkara.comments import holdings as comments
from harkara.desk import clock, holdings
from harkara.desk.models import RelatedStory, Story
from harkara.press.moving_out.crate import Crate
from harkara.press.moving_out.packing import pack
from harkara.wire.moving import paper
from harkara.wire.moving.paper import NotTaken, take
from harkara.wire.moving.paper_command import move_in
from tests.desk.factories import NOON, make_paper, make_picture, make_story
from tests.whole.house import House
from tests.whole.moving import differences, files, furnish

STEPS = ("take_pictures", "take_frame", "take_stories", "take_later", "settle")


@pytest.fixture
def house(tmp_path: Path, settings: Settings, transactional_db: None) -> Iterator[House]:
    yield House(tmp_path, settings)
    clock.set(None)


def moved_out(house: House, *, whole: bool = False) -> Path:
    """A packed paper of a few stories, or a ``whole`` one, in which a story names one that comes after it; and an empty house."""
    house.enter("first")
    clock.set(NOON)
    if whole:
        furnish(demo=False)
    else:
        make_paper()
        for _ in range(3):
            make_story(picture=make_picture(width=100, height=60))
    first, *_, last = Story.objects.filter(live=True).order_by("pk")
    RelatedStory.objects.get_or_create(story=first, named=last, defaults={"position": 9})
    pack(house.home / "packed", with_site=False)
    house.enter("second")
    return house.home / "packed"


class Killed(BaseException):
    """The machine stops."""


def stop_after(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
    """Lets the machine stop as soon as the first call of a function is done, committed and all."""
    does = getattr(module, name)

    def once(*told: Any) -> Any:
        does(*told)
        raise Killed

    monkeypatch.setattr(module, name, once)


def test_it_goes_on_wherever_it_was_killed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = moved_out(house, whole=True)
    monkeypatch.setattr(paper, "LOT", 7)
    monkeypatch.setattr(paper, "PICTURES", 4)
    for module, names in ((holdings, STEPS), (comments, ("take",))):
        for name in names:
            with monkeypatch.context() as patched:
                stop_after(patched, module, name)
                with pytest.raises(Killed):
                    take(folder)
    done = take(folder)
    assert done.there > 20
    with clock.at(NOON):
        pack(house.home / "again", with_site=False)
    assert set(differences(files(folder), files(house.home / "again"))) == {"manifest.json"}
    with pytest.raises(NotTaken, match="This house is not empty"):
        take(folder)


def test_a_house_in_which_a_paper_lives_is_refused(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    folder = moved_out(house)
    make_story()
    assert move_in([str(folder)]) == 2
    assert "This house is not empty: a paper lives here" in capsys.readouterr().err
    assert Story.objects.count() == 1


def test_another_folder_does_not_come_in_between(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = moved_out(house)
    with monkeypatch.context() as patched:
        stop_after(patched, holdings, "take_stories")
        with pytest.raises(Killed):
            take(folder)
    with Crate(house.home / "other") as crate:
        crate.close({"pictures": 0, "origin": "http://localhost:8000", "zone": "Asia/Dhaka"})
    with pytest.raises(NotTaken, match="Another folder was moving in and was broken off"):
        take(house.home / "other")
    assert take(folder).there


def test_what_was_changed_on_the_way_is_refused(house: House) -> None:
    folder = moved_out(house)
    for part in ("pictures", "paper", "stories", "readers"):
        changed = sorted(found for found in (folder / part).rglob("*") if found.is_file() and found.stat().st_size)[-1]
        right = changed.read_bytes()
        changed.write_bytes(right + b" ")
        with pytest.raises(NotTaken, match="was changed since it was packed: copy the folder again"):
            take(folder)
        changed.write_bytes(right)
    assert take(folder).there == 6
    (folder / "sums" / "paper.sha256").write_text("")
    with pytest.raises(NotTaken, match="is not the list that was packed"):
        take(folder)


@pytest.mark.django_db
def test_a_row_that_is_none_is_refused_by_its_name(db: None) -> None:
    make_paper()
    with pytest.raises(holdings.Refused, match="“weight”"):
        holdings.take_stories([{"id": 1, "weight": 3}], holdings.Refs())
    with pytest.raises(holdings.Refused, match="“yesterday”"):
        holdings.take_stories([{"id": 1, "published_at": "yesterday"}], holdings.Refs())
    with pytest.raises(holdings.Refused, match="“nowhere”"):
        holdings.take_stories([{"id": 1, "section": "nowhere"}], holdings.Refs())


@pytest.mark.django_db
def test_a_lot_costs_the_same_however_many_are_in_it(db: None) -> None:
    make_paper()
    for _ in range(3):
        make_story(picture=make_picture())
    counts = []
    for many in (1, 3):
        with CaptureQueriesContext(connection) as stories:
            rows = holdings.stories(0, many)
        with CaptureQueriesContext(connection) as pictures:
            holdings.pictures(0, many)
        assert len(rows) == many
        counts.append((len(stories), len(pictures)))
    assert counts[0] == counts[1] == (15, 1)


def test_another_origin_is_told(house: House, settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    folder = moved_out(house)
    settings.HARKARA_ORIGIN = "https://new.example"
    assert move_in([str(folder)]) == 0
    said = capsys.readouterr().out
    manifest = json.loads((folder / "manifest.json").read_text())
    assert (
        f"HARKARA_ORIGIN is https://new.example here, and was {manifest['origin']} where the paper was packed" in said
    )
