"""Nothing that readers or the press wait for walks through the archive: every query finds its rows by an index.

PostgreSQL walks through a table as small as a test's whatever its indexes. It is told here to do so only where nothing else
is left.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from harkara.desk import actions, clock, copy, due
from harkara.desk.copy.packages import boxes
from harkara.desk.fronts import Arrangement, Slot
from harkara.desk.models import Package, Story
from tests import planner
from tests.desk.factories import NOON, make_picture, make_section, make_story, make_topic

pytestmark = pytest.mark.django_db

GROWING = (
    "desk_story",
    "desk_place",
    "desk_relatedstory",
    "desk_storyaddress",
    "desk_pictureuse",
    "desk_packageentry",
    "wagtailcore_revision",
)
"""Tables with a row or more for each story."""

EVERY_RULE = Arrangement(
    (
        Slot("lead", "lead", 1),
        Slot("photos", "strip", 6, pictured=True),
        Slot("opinion", "block", 4, of="kind:opinion"),
        Slot("world", "block", 4, of="section:world", pictured=True, hours=48),
        Slot("river", "block", 4, of="topic:নদী"),
    )
)

READERS: dict[str, Callable[[], Any]] = {
    "story": lambda: copy.story(1),
    "standing": lambda: copy.standing(1),
    "front": copy.front,
    "rail": copy.rail,
    "every rule of a slot": lambda: copy.fronts.set_front(EVERY_RULE),
    "newest": copy.newest_ids,
    "a lot": lambda: copy.story_lot([1, 2], alone=True),
    "newest of a section": lambda: copy.newest_ids("world"),
    "section": lambda: copy.section("world", None),
    "older page": lambda: copy.section("world", 1),
    "topic": lambda: copy.topic("নদী", None),
    "month": lambda: copy.month("2026-11"),
    "months": lambda: copy.years("bangla"),
    "on this day": lambda: copy.anniversary(11, 27),
    "newer": lambda: copy.newer("নদী"),
    "changed": copy.changed,
    "day": lambda: copy.day(date(2026, 11, 28)),
    "map of day": lambda: copy.map_of_day(date(2026, 11, 28)),
    "recent": copy.recent,
    "ids": lambda: copy.ids(after=1),
    "packages of stories": lambda: boxes([1, 2]),
    "package": lambda: copy.package("সেতুর-পথে", None),
    "older page of a package": lambda: copy.package("সেতুর-পথে", 1),
    "due": due.next_at,
    "publish due": due.publish_due,
    "first screen": lambda: list(Story.objects.filter(live=False, killed_at=None).order_by("-pk")[:8]),
}


def walks(queries: CaptureQueriesContext) -> list[str]:
    """The steps of the queries' plans that walk through a growing table without an index."""
    steps = {"sqlite": _steps_of_sqlite, "postgresql": _steps_of_postgresql}[connection.vendor]
    said = [query["sql"] for query in queries if query["sql"].startswith(("SELECT", "UPDATE", "DELETE"))]
    return [f"{step}: {sql}" for sql in said for step in steps(sql.replace("%", "%%"))]


def _steps_of_sqlite(sql: str) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + sql)
        for *_, step in cursor.fetchall():
            words = step.split()
            if words[0] == "SCAN" and words[1] in GROWING and "USING" not in words:
                yield step


def _steps_of_postgresql(sql: str) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN (FORMAT JSON) " + sql)
        told = cursor.fetchone()[0]
        cursor.execute("SET LOCAL enable_seqscan = on")
    waiting = [one["Plan"] for one in (json.loads(told) if isinstance(told, str) else told)]
    while waiting:
        step = waiting.pop()
        waiting += step.get("Plans", [])
        if step["Node Type"].endswith("Seq Scan") and step["Relation Name"] in GROWING:
            yield f"{step['Node Type']} on {step['Relation Name']}"


@pytest.fixture
def paper() -> Story:
    with clock.at(NOON):
        package = actions.make_package("সেতুর পথে", None)
        for number in range(61):
            section = "world" if number % 8 else "sports"
            story = make_story(at=NOON + timedelta(minutes=number), section=section, topics=[make_topic("নদী")])
            actions.add_to_package(package, [story], None)
    return story


def test_reading_walks_through_nothing(paper: Story) -> None:
    found = {}
    for name, read in READERS.items():
        with clock.at(NOON + timedelta(hours=2)), CaptureQueriesContext(connection) as queries:
            read()
        if steps := walks(queries):
            found[name] = steps
    assert found == {}


def test_acting_walks_through_nothing(paper: Story) -> None:
    new = make_story(published=False, topics=[make_topic("নদী")], picture=make_picture())
    acts: dict[str, Callable[[], Any]] = {
        "publish": lambda: actions.publish(new, None),
        "edit": lambda: actions.edit(paper, None, headline="আরেক শিরোনাম"),
        "move": lambda: actions.move(Story.objects.get(pk=paper.pk), make_section("economy"), None),
        "correct": lambda: actions.correct(paper, "কথা", None),
        "lead": lambda: actions.set_lead(paper),
        "event": lambda: actions.add_event(Package.objects.get(), "নকশা জমা পড়ে", NOON - timedelta(days=1), None),
        "unpublish": lambda: actions.unpublish(Story.objects.get(pk=paper.pk), None),
        "kill": lambda: actions.kill(new, None),
    }
    found = {}
    for name, act in acts.items():
        with CaptureQueriesContext(connection) as queries:
            act()
        if steps := walks(queries):
            found[name] = steps
    assert found == {}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="about the planner of SQLite")
@pytest.mark.parametrize("statistics", planner.STATISTICS)
@pytest.mark.long
def test_no_statistics_lead_through_a_list(paper: Story, statistics: str) -> None:
    found = {}
    for name, read in READERS.items():
        with clock.at(NOON + timedelta(hours=2)), CaptureQueriesContext(connection) as queries:
            read()
        asked = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
        if wrong := [plan for plan in planner.planned(asked, planner.STATISTICS[statistics]) if planner.walks(plan)]:
            found[name] = wrong
    assert found == {}


def test_a_walk_is_seen(paper: Story) -> None:
    with CaptureQueriesContext(connection) as queries:
        list(Story.objects.filter(kicker="নদী").order_by())
    assert len(walks(queries)) == 1
