"""Feeds that are printed when asked for: those of topics, and all in JSON."""

import json

from harkara.desk import actions
from harkara.press.bake import bake
from harkara.press.check import check
from harkara.press.turns import Turns
from harkara.rack import ledger
from tests.desk.factories import make_paper, make_section, make_story, make_topic

COLD = ["feed:json", "feed:json:world", "feed:json:topic:নদী", "feed:rss:topic:নদী"]


def said(turns: Turns, name: str) -> str:
    page = turns.store.shelf.get(name)
    assert page is not None, name
    return page.identity().decode()


def test_they_are_printed_for_who_asks_and_leave_when_a_story_of_theirs_changes(turns: Turns) -> None:
    make_paper()
    make_section("world")
    story = make_story(topics=[make_topic("নদী")], headline="নদীর কথা")
    turns.settle()
    assert ledger.sheets(COLD) == {}
    assert bake(turns.store, COLD).absent == []
    assert [json.loads(said(turns, name))["items"][0]["title"] for name in COLD[:3]] == ["নদীর কথা"] * 3
    assert "<title>নদী | " in said(turns, COLD[3])
    actions.edit(story, None, headline="নদীর নতুন কথা")
    turns.settle()
    assert ledger.sheets(COLD) == {}
    assert (check(turns.store).wrong, bake(turns.store, COLD).absent) == ([], [])
    assert [json.loads(said(turns, name))["items"][0]["title"] for name in COLD[:3]] == ["নদীর নতুন কথা"] * 3
    actions.kill(story, None)
    turns.settle()
    assert [turns.store.shelf.get(name) for name in COLD] == [None] * 4
    assert [turns.store.manifest.find(path) for path in ("/topic/নদী/feed.json", "/topic/নদী/feed.xml")] == [None, None]
    assert check(turns.store).wrong == []


def test_the_feeds_of_a_merged_topic_lead_to_those_of_the_other(turns: Turns) -> None:
    make_paper()
    river, rivers = make_topic("নদী"), make_topic("নদনদী")
    make_story(topics=[rivers])
    turns.settle()
    actions.merge_topics(river, rivers, None)
    turns.settle()
    found = [turns.store.manifest.find(f"/topic/নদনদী/{file}") for file in ("feed.xml", "feed.json")]
    assert [entry and entry.target for entry in found] == ["/topic/নদী/feed.xml", "/topic/নদী/feed.json"]
    assert check(turns.store).wrong == []


def test_topic_feeds_ask_as_much_for_three_stories_as_for_one(turns: Turns) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from harkara.press.printing import at_work

    make_paper()
    river = make_topic("নদী")
    counts = []
    for more in (1, 2):
        for _ in range(more):
            make_story(topics=[river])
        turns.settle()
        with at_work() as press, CaptureQueriesContext(connection) as queries:
            press.print("feed:json:topic:নদী")
        counts.append(len(queries))
    assert counts[0] == counts[1]
