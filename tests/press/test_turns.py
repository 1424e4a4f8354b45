"""From an act of the desk to the pages on the rack."""

import math
from datetime import timedelta
from typing import Any

import pytest

from harkara.desk import actions, clock
from harkara.press.bake import bake
from harkara.press.check import check
from harkara.press.turns import AT_REST, PAUSE, Turns
from tests.desk.factories import NOON, make_paper, make_picture, make_section, make_stories, make_story, make_topic
from tests.press.newsroom import small_pages

QUERIES = 3
"""Queries of a turn in which nobody has committed anything and nothing is due: the day, the readers' side, what has expired."""


def body(turns: Turns, name: str) -> str:
    page = turns.store.shelf.get(name)
    assert page is not None, name
    return page.identity().decode(errors="replace")  # the face of headlines is no text


def right(turns: Turns) -> None:
    found = check(turns.store)
    assert (found.wrong, found.waiting, found.backlog) == ([], 0, 0)


def test_a_published_story_is_on_the_paper(turns: Turns) -> None:
    make_paper()
    story = make_story(headline="নদীর নতুন ঘাট", picture=make_picture())
    turns.settle()
    for name in (f"story:{story.pk}", f"data:{story.pk}", "front", "section:world", "rail", "feed:rss", "sitemap:news"):
        assert "নদীর নতুন ঘাট" in body(turns, name), name
    entry = turns.store.manifest.find(story.href)
    assert entry is not None
    assert entry.name == f"story:{story.pk}"
    right(turns)


def test_a_killed_story_is_nowhere(turns: Turns) -> None:
    make_paper()
    _, story = make_stories(2)
    turns.settle()
    actions.kill(story, None)
    turns.settle()
    for name in turns.store.shelf.names():
        assert f"/{story.pk}/" not in body(turns, name), name
    entry = turns.store.manifest.find(story.href)
    assert entry is not None
    assert entry.kind == "gone"
    right(turns)


def test_an_unpublished_story_comes_back(turns: Turns) -> None:
    make_paper()
    story = make_story()
    turns.settle()
    actions.unpublish(story, None)
    turns.settle()
    assert turns.store.manifest.find(story.href) is None
    assert turns.store.shelf.get(f"story:{story.pk}") is None
    right(turns)
    actions.publish(story, None)
    turns.settle()
    assert turns.store.shelf.get(f"story:{story.pk}") is not None
    right(turns)


def test_a_moved_story_leads_on(turns: Turns) -> None:
    make_paper()
    story = make_story()
    old = story.href
    turns.settle()
    story = actions.move(story, make_section("sports"), None)
    turns.settle()
    entry = turns.store.manifest.find(old)
    assert entry is not None
    assert (entry.kind, entry.target) == ("moved", story.href)
    right(turns)


def test_a_merged_topic_leads_to_the_one_that_took_it_up(turns: Turns, monkeypatch: pytest.MonkeyPatch) -> None:
    small_pages(monkeypatch)
    make_paper()
    kept, other = make_topic("ধান"), make_topic("ধানচাষ")
    stories = make_stories(7, topics=[other])
    turns.settle()
    stands = [path for path, _ in turns.store.manifest.entries(after=other.href[:-1]) if path.startswith(other.href)]
    assert stands == [f"{other.href}{end}" for end in ("", "feed.json", "feed.xml", "page/1/")]
    actions.merge_topics(kept, other, None)
    turns.settle()
    leads = [turns.store.manifest.find(path) for path in stands]
    targets = [kept.href, f"{kept.href}feed.json", f"{kept.href}feed.xml", kept.href]
    assert [(entry.kind, entry.target, entry.status) for entry in leads if entry] == [
        ("moved", target, 301) for target in targets
    ]
    page = body(turns, f"story:{stories[0].pk}")
    assert (kept.href in page, other.href in page) == (True, False)
    right(turns)


def test_a_renamed_section_is_renamed_everywhere(turns: Turns) -> None:
    make_paper()
    story = make_story()
    turns.settle()
    actions.rename_section(story.section, "বিশ্ব সংবাদ")
    turns.settle()
    for name in (f"story:{story.pk}", "front", "section:world"):
        assert "বিশ্ব সংবাদ" in body(turns, name)
    right(turns)


def test_an_empty_topic_takes_its_older_pages_along(turns: Turns, monkeypatch: pytest.MonkeyPatch) -> None:
    small_pages(monkeypatch)
    make_paper()
    river = make_topic("নদী")
    stories = make_stories(12, topics=[river])
    turns.settle()
    older = f"{river.href}page/1/"
    assert turns.store.manifest.find(older) is not None
    for story in stories:
        actions.unpublish(story, None)
    turns.settle()
    assert turns.store.manifest.find(older) is None
    right(turns)
    actions.publish(stories[0], None)
    turns.settle()
    assert turns.store.manifest.find(older) is not None
    right(turns)


@pytest.mark.parametrize("died", [False, True])
def test_a_clock_that_is_set_back_takes_the_pages_along(turns: Turns, died: bool) -> None:
    make_paper()
    old, _ = make_story(at=NOON - timedelta(hours=47, minutes=50)), make_story(at=NOON)
    actions.set_front({1: old}, NOON + timedelta(minutes=5))
    turns.settle()
    with clock.at(NOON + timedelta(days=1)):
        turns.settle()
        actions.edit(old, None, headline="পুরোনো খবর")  # not young any more: off the shelf until somebody asks
        turns.settle()
        right(turns)
    if died:
        turns._lock.close()
        turns = Turns(turns.store)
    turns.settle()
    assert "পুরোনো খবর" in body(turns, "rail")
    right(turns)
    if died:
        turns.close()


@pytest.mark.parametrize("asked", ["story", "data"])
def test_a_killed_story_that_is_asked_for_before_the_press_heard_of_it_leads_to_its_note(
    turns: Turns, asked: str
) -> None:
    make_paper()
    story = make_story()
    turns.settle()
    turns.store.shelf.drop(f"{asked}:{story.pk}")
    actions.kill(story, None)
    assert bake(turns.store, [f"{asked}:{story.pk}"]).absent == [f"{asked}:{story.pk}"]
    paths = (story.href, f"/{story.pk}", f"/{story.pk}.json")
    assert [(entry := turns.store.manifest.find(path)) and entry.kind for path in paths] == ["gone"] * 3
    turns.settle()
    assert [(entry := turns.store.manifest.find(path)) and entry.kind for path in paths] == ["gone"] * 3
    right(turns)


def test_an_unpublished_story_that_is_asked_for_before_the_press_heard_of_it_leads_nowhere(turns: Turns) -> None:
    make_paper()
    story = make_story()
    turns.settle()
    turns.store.shelf.drop(f"story:{story.pk}")
    actions.unpublish(story, None)
    assert bake(turns.store, [f"story:{story.pk}"]).absent == [f"story:{story.pk}"]
    assert turns.store.manifest.find(story.href) is None
    turns.settle()
    right(turns)


def test_no_rest_is_longer_than_until_something_is_due(turns: Turns) -> None:
    make_paper()
    story = make_story(published=False)
    with clock.at(NOON):
        assert turns.until_due() == math.inf
        actions.schedule(story, NOON + timedelta(seconds=4), None)
        assert turns.until_due() == 4.0
    with clock.at(NOON + timedelta(seconds=5)):
        assert turns.until_due() == 0.0


def test_a_press_at_rest_waits_for_the_next_appointment_and_asks_for_none(
    turns: Turns, django_assert_max_num_queries: Any
) -> None:
    """What is arranged meanwhile is a commit, and what the clock brings is looked for when it is due."""
    make_paper()
    story = make_story(published=False)
    soon, later = NOON + timedelta(seconds=4), NOON + timedelta(seconds=8)
    with clock.at(NOON):
        actions.schedule(story, soon, None)
        turns.settle()
        turns.turn(is_still=True)
        with django_assert_max_num_queries(QUERIES):
            turns.turn(is_still=True)
        assert turns.patience() == AT_REST
    with clock.at(soon - timedelta(seconds=0.25)), django_assert_max_num_queries(QUERIES):
        turns.turn(is_still=True)
        assert turns.patience() == 0.25
    with clock.at(soon):
        assert turns.turn(is_still=True)
        turns.settle()
        assert turns.store.shelf.get(f"story:{story.pk}") is not None
        turns.turn(is_still=True), turns.turn(is_still=True)
        actions.schedule(another := make_story(published=False), later, None)
        turns.turn()  # somebody committed
        assert turns.patience() == PAUSE
        turns.turn(is_still=True)
    with clock.at(later):
        turns.turn(is_still=True)
        turns.settle()
    assert turns.store.shelf.get(f"story:{another.pk}") is not None


def test_a_clock_that_is_set_back_forgets_the_appointment(turns: Turns) -> None:
    make_paper()
    story = make_story(published=False)
    with clock.at(NOON):
        actions.schedule(story, NOON + timedelta(seconds=2), None)
        turns.settle()
    with clock.at(NOON + timedelta(seconds=1)):
        turns.turn(is_still=True), turns.turn(is_still=True)
    kept = []
    turns._diary.keep = lambda **_: kept.append(1) or 0  # type: ignore[method-assign, func-returns-value]
    with clock.at(NOON):
        turns.turn(is_still=True)
    assert kept == [1]
