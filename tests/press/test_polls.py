"""Polls, printed: the page of the story does not change with votes, the result does, and both leave with their story."""

import json
from datetime import timedelta

import pytest

from harkara.desk import actions, clock
from harkara.desk.models import Story
from harkara.press.bake import bake
from harkara.press.check import check
from harkara.press.turns import Turns
from harkara.rack.manifest import Entry
from harkara.readings import counting
from harkara.readings.spool import Sum
from tests.desk.factories import NOON, make_paper, make_story


@pytest.fixture
def story(turns: Turns) -> Story:
    make_paper()
    made = make_story(at=NOON - timedelta(hours=1))
    actions.ask_poll(made, None, "কোনটি আগে?", ("সেতু", "<b>বাঁধ</b>"), 24)
    turns.settle()
    return made


def page(turns: Turns, name: str) -> str:
    found = turns.store.shelf.get(name)
    return found.identity().decode() if found else ""


def asked(turns: Turns, name: str) -> str:
    bake(turns.store, [name])
    return page(turns, name)


def right(turns: Turns) -> None:
    found = check(turns.store)
    assert (found.wrong, found.waiting, found.backlog) == ([], 0, 0)


def vote(turns: Turns, story: Story, *what: str) -> None:
    counting.add(Sum(int(clock.now().timestamp()), story.pk, one, 1) for one in what)
    turns.settle()


def test_a_vote_takes_the_result_off_the_rack_and_nothing_else(turns: Turns, story: Story) -> None:
    html = page(turns, f"story:{story.pk}")
    assert f'action="/r?story={story.pk}&amp;vote=01&amp;back"' in html
    assert "&lt;b&gt;বাঁধ&lt;/b&gt;" in html
    assert "মোট মত: ০" in asked(turns, f"poll:{story.pk}")
    printed = turns.printed
    vote(turns, story, "v01", "v01", "v00")
    assert (turns.printed, page(turns, f"poll:{story.pk}")) == (printed, "")
    result = asked(turns, f"poll:{story.pk}")
    assert ("মোট মত: ৩" in result, "৬৭%" in result, "৩৩%" in result) == (True, True, True)
    assert page(turns, f"story:{story.pk}") == html
    right(turns)


def test_it_closes_by_the_clock(turns: Turns, story: Story) -> None:
    asked(turns, f"poll:{story.pk}")
    with clock.at(NOON + timedelta(hours=25)):
        turns.settle()
        html = page(turns, f"story:{story.pk}") or asked(turns, f"story:{story.pk}")
        assert ("vote=" in html, "মত নেওয়া শেষ হয়েছে" in html) == (False, True)
        right(turns)


def test_it_leaves_with_its_story(turns: Turns, story: Story) -> None:
    asked(turns, f"poll:{story.pk}")
    assert turns.store.manifest.find(f"/fragment/poll/{story.pk}") == Entry("sheet", f"poll:{story.pk}", "", 200)
    actions.kill(story, None)
    turns.settle()
    assert (page(turns, f"poll:{story.pk}"), turns.store.shelf.aside(f"poll:{story.pk}")) == ("", None)
    assert turns.store.manifest.find(f"/fragment/poll/{story.pk}") == Entry("gone", "", "", 410)
    right(turns)


def test_data_and_lite_pages_carry_the_question(turns: Turns, story: Story) -> None:
    main, _plain = json.loads(page(turns, f"data:{story.pk}"))["bodies"]
    assert "কোনটি আগে?" in main["value"]
    lite = asked(turns, f"lite:story:{story.pk}")
    assert f'action="/r?story={story.pk}&amp;vote=00&amp;back"' in lite
    right(turns)
