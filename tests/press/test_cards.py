"""Cards as sheets: drawn when asked for, right at any time, gone with their story, and no burden to a publication."""

import io
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from PIL import Image

from harkara.desk import actions, clock, copy
from harkara.desk.models import CardTemplate, Paper, Story
from harkara.press import names
from harkara.press.bake import bake
from harkara.press.cards import faces
from harkara.press.check import check
from harkara.press.storeroom import Storeroom
from harkara.press.turns import Turns
from harkara.rack import cards, ledger
from harkara.rack.manifest import Entry
from tests.desk.factories import NOON, make_paper, make_picture, make_section, make_story, make_user

FILES = ("square.jpg", "portrait.webp", "landscape.jpg")


@pytest.fixture
def story(turns: Turns) -> Story:
    """A story with a picture, printed."""
    make_paper()
    made = make_story(at=NOON - timedelta(hours=1), picture=make_picture())
    turns.settle()
    return made


def drawn(turns: Turns, story: Story, *files: str) -> list[bytes]:
    """The cards of ``story``, drawn for a reader."""
    wanted = [names.card(story.pk, file) for file in files or FILES]
    bake(turns.store, wanted, hot_until=clock.now() + timedelta(hours=1))
    found = [turns.store.shelf.get(name) for name in wanted]
    return [page.identity() if page else b"" for page in found]


def on_rack() -> set[str]:
    return {sheet.name for sheet in ledger.named("card:")}


def right(turns: Turns) -> None:
    found = check(turns.store)
    assert (found.wrong, found.waiting, found.backlog) == ([], 0, 0)


def test_a_publication_draws_none_and_each_is_to_be_had(turns: Turns, story: Story) -> None:
    assert on_rack() == set()
    for name in cards.names(story.pk):
        address = names.address(name)
        assert address is not None
        assert turns.store.manifest.find(address) == Entry("sheet", name, "", 200)
    assert turns.store.manifest.find(f"/card/{story.pk}/round.jpg") is None
    assert turns.store.manifest.find(f"/card/{story.pk + 9}/square.jpg") is None
    right(turns)


def test_cards_are_pictures_of_their_size(turns: Turns, story: Story) -> None:
    sizes = [Image.open(io.BytesIO(body)).size for body in drawn(turns, story)]
    assert sizes == [(1080, 1080), (1080, 1350), (1200, 630)]
    page = turns.store.shelf.get(names.card(story.pk, "portrait.webp"))
    assert page is not None
    assert dict(page.headers)["content-type"] == "image/webp"
    right(turns)


@pytest.mark.parametrize(
    "act",
    [
        lambda story, user: actions.edit(story, user, headline="অন্য শিরোনাম"),
        lambda story, user: actions.edit(story, user, picture=None),
        lambda story, user: actions.edit(story, user, kicker="নদী"),
        lambda story, user: actions.describe_picture(story.picture, user, credit="রয়টার্স"),
        lambda story, user: actions.correct(story, "আগে ভুল ছিল।", user),
        lambda story, user: actions.set_card(story, user, "quote", words="নদী আমাদের", speaker="একজন"),
        lambda story, user: actions.raise_banner(story, user, "breaking", 2),
        lambda story, user: CardTemplate(kind="headline", ground="dark").save(),
        lambda story, user: Paper.objects.get().__class__.objects.get().save(),
        lambda story, user: make_paper(accent="#0057b8"),
        lambda story, user: make_paper(name="অন্য কাগজ"),
    ],
    ids=[
        "headline",
        "picture",
        "kicker",
        "credit",
        "correction",
        "words",
        "breaking",
        "template",
        "nothing",
        "accent",
        "name",
    ],
)
def test_what_a_card_shows_draws_it_anew(
    turns: Turns, story: Story, act: object, request: pytest.FixtureRequest
) -> None:
    CardTemplate.objects.filter(kind="headline").delete()
    turns.settle()
    before = drawn(turns, story, "square.jpg")
    act(Story.objects.get(pk=story.pk), make_user())  # type: ignore[operator]
    turns.settle()
    is_nothing = request.node.callspec.id == "nothing"
    assert (names.card(story.pk, "square.jpg") in on_rack()) == is_nothing
    assert (drawn(turns, story, "square.jpg") == before) == is_nothing
    right(turns)


def test_what_a_card_does_not_show_leaves_it(turns: Turns, story: Story) -> None:
    drawn(turns, story)
    actions.edit(story, None, body=[("paragraph", "<p>আরেকটি অনুচ্ছেদ।</p>")])
    make_story(headline="অন্য খবর")
    turns.settle()
    assert len(on_rack()) == len(FILES)
    right(turns)


def test_breaking_ends_with_its_time(turns: Turns, story: Story) -> None:
    actions.raise_banner(story, make_user(), "breaking", 2)
    found = copy.card(story.pk)
    assert found is not None
    assert (found.kind, found.label) == ("breaking", "ব্রেকিং")
    turns.settle()
    drawn(turns, story, "square.jpg")
    with clock.at(NOON + timedelta(hours=3)):
        turns.settle()
        assert names.card(story.pk, "square.jpg") not in on_rack()
        later = copy.card(story.pk)
    assert later is not None
    assert later.kind == "headline"


@pytest.mark.parametrize("act", ["kill", "unpublish"])
def test_cards_leave_with_their_story(turns: Turns, story: Story, act: str) -> None:
    drawn(turns, story)
    getattr(actions, act)(Story.objects.get(pk=story.pk), None)
    turns.settle()
    assert on_rack() == set()
    assert turns.store.shelf.get(names.card(story.pk, "square.jpg")) is None
    entry = turns.store.manifest.find(f"/card/{story.pk}/square.jpg")
    assert (entry and entry.kind) == ("gone" if act == "kill" else None)
    assert drawn(turns, story, "square.jpg") == [b""]
    right(turns)


def test_a_redacted_name_is_on_no_card(turns: Turns, story: Story) -> None:
    user = make_user()
    actions.set_card(story, user, "quote", words="রহিমা খাতুন বলেন, নদী সব নিয়েছে", speaker="রহিমা খাতুন")
    actions.edit(Story.objects.get(pk=story.pk), user, headline="রহিমা খাতুনের নদী")
    turns.settle()
    before = drawn(turns, story, "square.jpg")
    actions.redact(Story.objects.get(pk=story.pk), "রহিমা খাতুন", user, reason="নাবালিকা", instead="একজন")
    turns.settle()
    assert on_rack() == set()
    found = copy.card(story.pk)
    assert found is not None
    assert "রহিমা" not in f"{found}"
    assert drawn(turns, story, "square.jpg") != before
    right(turns)


@pytest.fixture
def drawing(store: Storeroom, database: None, noon: datetime) -> Iterator[Turns]:
    """A press that draws."""
    make_paper()
    press = Turns(store, draws=True, brotli=False)
    yield press
    press.close()


def test_the_card_that_a_shared_link_shows_is_drawn_ahead_and_again_after_a_change(drawing: Turns) -> None:
    bare, pictured = make_story(at=NOON), make_story(at=NOON, picture=make_picture(width=320, height=200))
    make_story(at=NOON - timedelta(days=5))
    drawing.settle()
    name = names.card(bare.pk, "landscape.jpg")
    assert on_rack() == {name}
    page = drawing.store.shelf.get(name)
    assert page is not None
    actions.edit(bare, None, headline="অন্য শিরোনাম")
    drawing.settle()
    again = drawing.store.shelf.get(name)
    assert again is not None
    assert again.etag != page.etag
    make_paper(cards="always")
    actions.edit(pictured, None, headline="আরেক শিরোনাম")
    drawing.settle()
    assert names.card(pictured.pk, "landscape.jpg") in on_rack()
    right(drawing)


def test_all_cards_of_fresh_stories_are_drawn_where_the_paper_wants_them(drawing: Turns) -> None:
    make_paper(cards_ahead=True)
    story = make_story(at=NOON)
    drawing.settle()
    assert on_rack() == {names.card(story.pk, f"{shape}.jpg") for shape in cards.SHAPES}
    make_paper(cards="never", cards_ahead=False)
    make_story(at=NOON)
    drawing.settle()
    assert len(on_rack()) == len(cards.SHAPES)


def test_without_raqm_none_is_drawn_ahead(drawing: Turns, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faces, "is_able", lambda: False)
    make_story(at=NOON)
    drawing.settle()
    assert on_rack() == set()


def test_another_version_of_what_draws_draws_anew(turns: Turns, story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn(turns, story)
    turns.close()
    again = Turns(turns.store, brotli=False)
    assert len(on_rack()) == len(FILES)
    again.close()
    monkeypatch.setattr("harkara.press.card_sheets.tools", lambda: "another")
    Turns(turns.store, brotli=False).close()
    assert on_rack() == set()


def test_a_section_s_other_name_draws_its_cards_anew(turns: Turns, story: Story) -> None:
    before = drawn(turns, story, "square.jpg")
    section = make_section("world")
    section.name = "বিশ্ব"
    section.save()
    turns.settle()
    right(turns)
    assert drawn(turns, story, "square.jpg") != before
