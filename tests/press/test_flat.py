"""Publishing costs the same in a small paper and in a larger one: queries and sheets are counted, not seconds."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from harkara.desk import actions
from harkara.desk.models import Story
from harkara.press.storeroom import Storeroom
from harkara.press.turns import Turns
from harkara.rack import changes, ledger
from tests.desk.factories import NOON, make_paper, make_picture, make_section, make_story, make_topic
from tests.press.newsroom import small_pages
from tests.press.test_invariant import undone

SMALL, LARGE = 45, 63  # whole pages in each list (at an edge one sheet more is printed), and the feeds of both are full


def fill(count: int) -> None:
    """A paper of ``count`` stories in two sections with three topics, all older than two days."""
    topics = [make_topic(name) for name in ("নদী", "ধান", "মেলা")]
    for number in range(count):
        make_story(
            at=NOON - timedelta(days=3) + timedelta(minutes=number),
            section=("world", "world", "national")[number % 3],
            topics=topics,
            headline=f"পুরোনো খবর {number}",
        )


def costs(rack: Path, stories: int) -> dict[str, tuple[int, int]]:
    """For each act in a paper of ``stories``: the queries of the press, and how many sheets it printed."""
    found = {}
    fill(stories)
    turns = Turns(Storeroom(rack), brotli=False)
    turns.settle()
    story = make_story(
        published=False,
        headline="নতুন খবর",
        picture=make_picture(),
        topics=[make_topic(name) for name in ("নদী", "ধান", "মেলা")],
    )
    acts: dict[str, Callable[[], object]] = {
        "publish": lambda: actions.publish(story, None),
        "correct": lambda: actions.correct(Story.objects.get(pk=story.pk), "সংশোধিত", None),
        "kill": lambda: actions.kill(Story.objects.get(pk=story.pk), None),
    }
    for name, act in acts.items():
        before = changes.position()
        act()
        with CaptureQueriesContext(connection) as queries:
            turns.settle()
        found[name] = len(queries), sum(sheet.position > before for sheet in ledger.walk())
    turns.close()
    return found


@pytest.mark.long
def test_an_act_costs_the_same_whatever_the_size(
    database: None, noon: object, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_pages(monkeypatch)
    make_paper()
    for position, slug in enumerate(("world", "national")):
        make_section(slug, position=position)
    with undone():
        few = costs(tmp_path / "small", SMALL)
    with undone():
        many = costs(tmp_path / "large", LARGE)
    assert many == few
    assert all(sheets <= 40 for _, sheets in many.values())
