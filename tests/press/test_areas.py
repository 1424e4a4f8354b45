"""The lists of places: সারাদেশ, divisions, districts, upazilas."""

import pytest

from harkara.desk import actions
from harkara.desk.models import Area, Story
from harkara.press import recovery
from harkara.press.bake import bake
from harkara.press.check import check
from harkara.press.turns import Turns
from tests.desk.factories import make_paper, make_stories, make_story
from tests.press.newsroom import small_pages


def right(turns: Turns) -> None:
    found = check(turns.store)
    assert (found.wrong, found.waiting, found.backlog) == ([], 0, 0)


def text(turns: Turns, name: str) -> str:
    if turns.store.shelf.get(name) is None:
        bake(turns.store, [name])
    page = turns.store.shelf.get(name)
    assert page is not None, name
    return page.identity().decode()


def at(turns: Turns, path: str) -> str | None:
    entry = turns.store.manifest.find(path)
    return entry.name if entry else None


def in_area(slug: str, **fields: object) -> Story:
    story = make_story(published=False, **fields)  # type: ignore[arg-type]
    story.areas = [Area.objects.get(slug=slug)]
    story.save()
    story.save_revision(clean=False)
    return actions.publish(story, None)


def test_a_story_of_an_upazila_stands_in_every_list_above_it(turns: Turns) -> None:
    make_paper()
    story = in_area("dhaka-savar", headline="সাভারে নতুন পাঠাগার")
    make_story(headline="কোথাও নয়")
    turns.settle()
    for path, name in (
        ("/places/", "area:bangladesh"),
        ("/places/dhaka-division/", "area:dhaka-division"),
        ("/places/dhaka/", "area:dhaka"),
        ("/places/dhaka-savar/", "area:dhaka-savar"),
    ):
        assert at(turns, path) == name
        page = text(turns, name)
        assert ("সাভারে নতুন পাঠাগার" in page, "কোথাও নয়" in page) == (True, False)
    assert at(turns, "/places/sylhet/") is None
    assert '<a href="/places/dhaka-division/">ঢাকা বিভাগ</a>' in text(turns, "area:bangladesh")
    assert '<a href="/places/dhaka-savar/">সাভার</a>' in text(turns, f"story:{story.pk}")
    right(turns)


def test_an_area_without_stories_goes_and_comes_back(turns: Turns) -> None:
    make_paper()
    story = in_area("sylhet")
    turns.settle()
    assert "/places/sylhet-division/" in text(turns, "area:bangladesh")
    actions.unpublish(story, None)
    turns.settle()
    assert at(turns, "/places/sylhet/") is None
    assert at(turns, "/places/") == "area:bangladesh"
    assert "/places/sylhet-division/" not in text(turns, "area:bangladesh")
    right(turns)
    actions.publish(story, None)
    turns.settle()
    assert at(turns, "/places/sylhet/") == "area:sylhet"
    right(turns)


def test_older_pages_and_a_new_rack(turns: Turns, monkeypatch: pytest.MonkeyPatch) -> None:
    small_pages(monkeypatch)
    make_paper()
    make_stories(2)
    for _ in range(7):
        in_area("sylhet")
    turns.settle()
    paths = ["/places/page/1/", "/places/sylhet/page/1/"]
    assert [at(turns, path) for path in paths] == ["area:bangladesh:1", "area:sylhet:1"]
    right(turns)
    for path in paths:
        turns.store.manifest.remove(path)
    recovery._place_everything(turns.store)
    assert [at(turns, path) for path in paths] == ["area:bangladesh:1", "area:sylhet:1"]
