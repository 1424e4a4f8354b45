"""A page that is printed again and again gets its brotli part when it has come to rest."""

import pytest

from harkara.desk import actions
from harkara.press.drying import LONG, Drying
from harkara.press.turns import Turns
from tests.desk.factories import make_paper, make_stories, make_story


@pytest.fixture
def turns(turns: Turns) -> Turns:
    """One that makes brotli parts."""
    turns.brotli = True
    return turns


class Steady:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_what_is_printed_once_hangs_not_at_all() -> None:
    drying = Drying(Steady())
    assert drying.hang(["front", "story:1"]) == {"front", "story:1"}
    assert drying.dry() == set()


def test_what_is_printed_again_at_once_hangs_until_it_rests() -> None:
    steady = Steady()
    drying = Drying(steady)
    drying.hang(["front", "story:1"])
    for _ in range(10):
        steady.now += LONG / 2
        assert drying.hang(["front"]) == set()
        assert drying.dry() == set()
    steady.now += LONG
    assert drying.dry() == {"front"}
    assert drying.dry() == set()


def test_what_is_printed_again_later_does_not_hang() -> None:
    steady = Steady()
    drying = Drying(steady)
    drying.hang(["front"])
    steady.now += LONG
    assert drying.hang(["front"]) == {"front"}


def test_it_remembers_no_more_than_what_was_put_a_short_time_ago() -> None:
    steady = Steady()
    drying = Drying(steady)
    for number in range(100):
        steady.now += LONG / 10
        drying.hang([f"story:{number}"])
    assert len(drying._fresh) == 10


def test_the_brotli_of_a_front_waits_for_the_last_of_many_stories(turns: Turns) -> None:
    """Two stories in a row: the second front gets its part when it has hung, the stories get theirs at once."""
    steady = Steady()
    turns.drying = Drying(steady)
    make_paper()
    make_stories(2)
    turns.settle()
    assert has_brotli(turns, "front")
    story = make_story(headline="আরেকটি")
    turns.settle()
    assert [has_brotli(turns, name) for name in ("front", "feed:rss", f"story:{story.pk}")] == [False, False, True]
    steady.now += LONG
    turns.settle()
    assert [has_brotli(turns, name) for name in ("front", "feed:rss", f"story:{story.pk}")] == [True, True, True]
    actions.kill(story, None)
    turns.settle()
    assert has_brotli(turns, "front")


def has_brotli(turns: Turns, name: str) -> bool:
    page = turns.store.shelf.get(name)
    assert page is not None, name
    return page.brotli is not None
