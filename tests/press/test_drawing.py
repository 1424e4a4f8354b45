"""Pictures are drawn before readers ask, and pages name the newest form when all of it is there."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from harkara.desk import actions
from harkara.desk.models import Picture
from harkara.press.check import check
from harkara.press.storeroom import Storeroom
from harkara.press.turns import Turns
from harkara.rack import ledger
from tests.desk.factories import make_paper, make_picture, make_story

pytestmark = pytest.mark.usefixtures("database")

FILES = 6
"""A picture of 700 pixels comes in two widths and three forms."""


@pytest.fixture
def drawing(store: Storeroom, database: None, noon: datetime) -> Iterator[Turns]:
    """A press that draws pictures."""
    make_paper()
    press = Turns(store, draws=True)
    yield press
    press.close()


def shown(press: Turns, name: str) -> str:
    page = press.store.shelf.get(name)
    assert page is not None
    return page.identity().decode()


def files(picture: Picture) -> list[str]:
    return sorted(sheet.name for sheet in ledger.named(f"picture:{picture.pk}:"))


def test_every_file_is_drawn_and_then_pages_name_the_newest_form(drawing: Turns) -> None:
    picture = make_picture(width=700, height=420)
    story = make_story(picture=picture)
    while drawing.drawing is None or drawing.drawing.is_empty:
        assert drawing.turn()  # the pages come first
    before = shown(drawing, f"story:{story.pk}")
    assert ("640.webp" in before, "640.jpg" in before, ".avif" in before) == (True, True, False)
    assert files(picture) == []
    drawing.settle()
    assert len(files(picture)) == FILES
    page, front = shown(drawing, f"story:{story.pk}"), shown(drawing, "front")
    assert [page.count(f'type="image/{form}"') for form in ("avif", "webp")] == [1, 1]
    assert [front.count(f'type="image/{form}"') for form in ("avif", "webp")] == [1, 0]
    entry = drawing.store.manifest.find(f"/picture/{picture.pk}/640.avif")
    assert entry is not None
    assert entry.name == f"picture:{picture.pk}:640.avif"
    found = check(drawing.store)
    assert (found.wrong, found.waiting, found.backlog) == ([], 0, 0)


def test_another_caption_draws_nothing_anew(drawing: Turns) -> None:
    picture = make_picture(width=700, height=420)
    make_story(picture=picture)
    drawing.settle()
    positions = {sheet.name: sheet.position for sheet in ledger.named(f"picture:{picture.pk}:")}
    actions.describe_picture(Picture.objects.get(), caption="আরেক কথা")
    drawing.settle()
    assert {sheet.name: sheet.position for sheet in ledger.named(f"picture:{picture.pk}:")} == positions


def test_a_killed_picture_leaves_in_every_form_wherever_the_drawing_was(drawing: Turns) -> None:
    picture = make_picture(width=700, height=420)
    story = make_story(picture=picture)
    while len(files(picture)) < FILES - 1:  # AVIF is drawn, and no page names it yet
        assert drawing.turn()
    assert any(name.endswith(".avif") for name in files(picture))
    actions.kill(story, None, "ভুল")
    drawing.settle()
    assert (files(picture), Picture.objects.get().avif) == ([], False)
    left = [name for name in drawing.store.shelf.names() if name.startswith("picture:")]
    assert left == []


@pytest.mark.usefixtures("noon")
def test_what_a_press_left_undrawn_its_successor_draws(store: Storeroom) -> None:
    make_paper()
    picture = make_picture(width=700, height=420)
    make_story(picture=picture)
    before = Turns(store, draws=True)
    while not files(picture):
        assert before.turn()
    before.close()
    after = Turns(store, draws=True)
    after.settle()
    assert (len(files(picture)), Picture.objects.get().avif) == (FILES, True)
    after.close()
