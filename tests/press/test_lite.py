"""Lite pages on the rack: printed when asked for, taken off when touched, gone with their story, right at any time."""

from datetime import timedelta

import pytest

from harkara.desk import actions, clock
from harkara.press.bake import bake
from harkara.press.check import check
from harkara.press.turns import Turns
from harkara.rack import ledger, lite
from tests.desk.factories import NOON, make_paper, make_picture, make_stories, make_story, make_topic
from tests.press.newsroom import small_pages
from tests.press.test_editions import set_paper
from tests.press.test_fields import CASES, Exhibit


def twins(turns: Turns) -> list[str]:
    """The names of all lite pages that there may be."""
    entries = turns.store.manifest.entries(limit=5000)
    return [lite.NAME + entry.name for path, entry in entries if entry.kind == "sheet" and lite.has_twin(path)]


def printed(turns: Turns) -> set[str]:
    """The lite pages that lie on the rack, but for the notices."""
    return {sheet.name for sheet in ledger.named(lite.NAME)} - {*lite.NOTICES}


def right(turns: Turns) -> None:
    found = check(turns.store)
    assert (found.wrong, found.waiting, found.backlog) == ([], 0, 0)


def test_a_publication_prints_no_lite_page_but_the_notices(turns: Turns) -> None:
    make_paper()
    make_stories(3)
    turns.settle()
    assert printed(turns) == set()
    assert {sheet.name for sheet in ledger.named(lite.NAME)} == {*lite.NOTICES}


def test_a_reader_has_one_printed(turns: Turns) -> None:
    make_paper()
    story = make_story(picture=make_picture(), topics=[make_topic("নদী")])
    turns.settle()
    addresses = ("/lite/", f"/lite{story.href}", "/lite/search/")
    known = [turns.store.manifest.find(path) for path in addresses]
    wanted = [entry.name for entry in known if entry is not None]
    assert bake(turns.store, wanted).put == ["lite:front", f"lite:story:{story.pk}", "lite:search"]
    page = turns.store.shelf.get(f"lite:story:{story.pk}")
    assert page is not None
    assert '<a href="/lite/topic/নদী/" rel="tag">' in page.identity().decode()
    assert turns.store.manifest.find(f"/picture/{story.picture_id}/640.webp") is not None
    right(turns)


def test_where_the_paper_counts_lite_readers_a_story_may_ask_for_that_picture(turns: Turns) -> None:
    make_paper()
    story = make_story()
    turns.settle()
    name = f"lite:story:{story.pk}"
    policies = []
    for counts in (False, True):
        set_paper(counts_lite=counts)
        turns.settle()
        assert bake(turns.store, [name]).put == [name]
        page = turns.store.shelf.get(name)
        assert page is not None
        assert (f'<img src="/r.gif?story={story.pk}"' in page.identity().decode()) == counts
        policies.append("img-src 'self'" in dict(page.headers)["content-security-policy"])
        right(turns)
    assert policies == [False, True]


@pytest.mark.long
def test_every_page_has_one_and_each_is_as_it_would_be_printed(turns: Turns, monkeypatch: pytest.MonkeyPatch) -> None:
    small_pages(monkeypatch)
    exhibit = Exhibit(turns)
    turns.settle()
    wanted = twins(turns)
    kinds = {name.split(":")[1] for name in wanted}
    assert kinds == {
        "front",
        "saved",
        "search",
        "story",
        "section",
        "topic",
        "area",
        "package",
        "day",
        "calendar",
        "on",
        "corrections",
        "writer",
        "desk",
        "document",
    }
    assert bake(turns.store, wanted).absent == []
    right(turns)
    for number, case in enumerate(CASES[::9]):
        clock.set(NOON + number * timedelta(seconds=20))
        bake(turns.store, twins(turns))
        case.act(exhibit)
        turns.settle()
        right(turns)


def test_a_touched_lite_page_leaves_and_is_not_set_aside(turns: Turns) -> None:
    make_paper()
    story, _ = make_stories(2)
    turns.settle()
    names = [f"lite:story:{story.pk}", "lite:calendar", "lite:front"]
    bake(turns.store, names, hot_until=clock.now() + timedelta(hours=1))
    actions.edit(story, None, headline="আরেক শিরোনাম")
    turns.settle()
    assert printed(turns) == {"lite:calendar"}
    assert [turns.store.shelf.aside(name) for name in names] == [None, None, None]
    right(turns)


def test_a_lite_page_of_another_day_leaves(turns: Turns) -> None:
    make_paper()
    turns.settle()
    bake(turns.store, ["lite:front"])
    with clock.at(NOON + timedelta(days=1)):
        turns.settle()
        assert printed(turns) == set()
        right(turns)


def test_a_new_layout_takes_lite_pages_off_instead_of_printing_them(
    turns: Turns, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_paper()
    turns.settle()
    bake(turns.store, ["lite:front"])
    monkeypatch.setattr("harkara.layout.VERSION", "another")
    turns.settle()
    assert printed(turns) == set()
    right(turns)


def test_a_killed_story_leaves_every_lite_page(turns: Turns) -> None:
    make_paper()
    _, story = make_stories(2)
    turns.settle()
    bake(turns.store, twins(turns))
    actions.kill(story, None)
    turns.settle()
    for name in turns.store.shelf.names():
        page = turns.store.shelf.get(name)
        assert page is not None
        assert f"/{story.pk}/" not in page.identity().decode(errors="replace"), name
    entry = turns.store.manifest.find(f"/lite{story.href}")
    assert entry is not None
    assert (entry.kind, turns.store.shelf.get(f"lite:story:{story.pk}")) == ("gone", None)
    right(turns)


def test_a_redacted_name_leaves_every_lite_page(turns: Turns) -> None:
    make_paper()
    story = make_story(headline="রহিমা বেগমের সাক্ষ্য")
    turns.settle()
    bake(turns.store, twins(turns))
    actions.redact(story, "রহিমা বেগম", None, reason="নাম", instead="একজন নারী")
    turns.settle()
    bodies = {
        name: page.identity().decode(errors="replace")
        for name in turns.store.shelf.names()
        if (page := turns.store.shelf.get(name))
    }
    assert [name for name, body in bodies.items() if "রহিমা" in body] == []
    assert [name for name in twins(turns) if turns.store.shelf.aside(name)] == []
    right(turns)


def test_a_killed_story_whose_lite_page_is_asked_for_first_leads_to_its_note(turns: Turns) -> None:
    make_paper()
    story = make_story()
    turns.settle()
    actions.kill(story, None)
    assert bake(turns.store, [f"lite:story:{story.pk}"]).absent == [f"lite:story:{story.pk}"]
    entry = turns.store.manifest.find(f"/lite{story.href}")
    assert entry is not None
    assert entry.kind == "gone"
    turns.settle()
    right(turns)
