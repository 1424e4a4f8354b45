"""Much at once: what is due together is printed together, and nobody waits for more than he must."""

from datetime import timedelta

import pytest

from harkara.desk import actions, clock
from harkara.press import names
from harkara.press.check import check
from harkara.press.turns import DUE, LARGE_LOT, Turns, _lots
from harkara.rack import changes, ledger
from tests.desk.factories import NOON, make_paper, make_stories, make_story, make_topic


@pytest.fixture
def turns(turns: Turns) -> Turns:
    """One that makes brotli parts."""
    turns.brotli = True
    return turns


def test_what_is_due_together_is_printed_together(turns: Turns) -> None:
    make_paper()
    topic = make_topic("নদী")
    make_stories(2, topics=[topic])
    turns.settle()
    before, position, soon = turns.printed, changes.position(), NOON + timedelta(hours=1)
    stories = [make_story(published=False, topics=[topic]) for _ in range(DUE // 10)]
    for story in stories:
        actions.schedule(story, soon, None)
    turns.settle()
    assert turns.printed == before
    with clock.at(soon):
        turns.settle()
        fresh = {sheet.name for sheet in ledger.walk() if sheet.position > position}
        assert {f"{kind}:{story.pk}" for kind in ("story", "data") for story in stories} | {"front", "rail"} <= fresh
        assert turns.printed == before + len(fresh)  # each of them once
        assert check(turns.store).wrong == []


@pytest.mark.parametrize(
    ("sizes", "lots"),
    [
        (1, [1]),
        (8, [5, 3]),
        (14, [5, 8, 1]),
        (64, [5, 8, 8, 8, 8, 8, 8, 8, 3]),
    ],
)
def test_what_readers_look_at_is_printed_before_what_machines_fetch(sizes: int, lots: list[int]) -> None:
    ordered = ["story:1", "data:1", "front", "section:world", "rail", *(f"feed:rss:{n}" for n in range(sizes))][:sizes]
    assert [len(lot) for lot in _lots(ordered)] == lots


def test_no_feed_waits_for_a_list_of_old_news() -> None:
    feeds = [f"feed:{form}{desk}" for desk in ("", ":economy") for form in ("atom", "rss")]
    touched = [
        *feeds,
        "sitemap:2026-11-28",
        "sitemap:news",
        "rail",
        "topic:flood",
        "day:2026-11-28",
        "story:1",
        "front",
    ]
    assert [sorted(lot) for lot in _lots(sorted(touched, key=names.urgency))] == [
        ["front", "rail", "story:1"],
        sorted([*feeds, "sitemap:2026-11-28", "sitemap:news"]),
        ["day:2026-11-28", "topic:flood"],
    ]


def test_very_many_are_printed_in_large_lots() -> None:
    ordered = [f"story:{number}" for number in range(2 * LARGE_LOT + 1)]
    assert [len(lot) for lot in _lots(ordered)] == [LARGE_LOT, LARGE_LOT, 1]


def test_brotli_comes_page_by_page(turns: Turns) -> None:
    """What is published meanwhile waits for one page."""
    make_paper()
    make_stories(2)
    while turns.follow() or turns.later:
        turns.catch_up()
    left = len(turns.dense)
    assert left > 2
    assert turns.thicken()
    assert len(turns.dense) == left - 1
