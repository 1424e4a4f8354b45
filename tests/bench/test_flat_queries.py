"""What every act and every turn asks is found by an index, however large the paper; nothing is counted or scanned."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench import papers
from harkara.desk import actions, clock, copy, due
from harkara.desk.models import Section, Story, Topic
from harkara.press import plan
from harkara.rack import changes, ledger
from harkara.rack.manifest import Manifest
from tests.desk.factories import make_picture

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's query plans"),
]

LARGE = {"desk_story", "desk_place", "desk_relatedstory", "desk_correction", "desk_byline", "desk_sourcelink"}
LARGE |= {"desk_story_topics", "desk_storyaddress", "desk_pictureuse", "desk_picture", "wagtailcore_revision"}
LARGE |= {"wagtailcore_referenceindex", "wagtailcore_modellogentry", "rack_sheet", "rack_entry", "rack_change"}
"""Tables that grow with the paper. The others (sections, topics, listings, days, pins) stay small beside them."""


def scans(act: Callable[[], object]) -> list[str]:
    """The queries of ``act`` for which SQLite goes through the whole of a large table, each with that line of its plan."""
    with CaptureQueriesContext(connection) as queries:
        act()
    found = []
    for query in queries.captured_queries:
        sql = query["sql"]
        if not sql.startswith(("SELECT", "UPDATE", "DELETE")):
            continue
        with connection.cursor() as cursor:
            try:
                cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            except Exception as error:  # what stands in the log is not always what was sent
                pytest.fail(f"{error}: {sql}")
            lines = [row[3] for row in cursor.fetchall()]
        tables = dict(re.findall(r'"(\w+)" (\w\d+)\b', sql))
        aliases = {short: name for name, short in tables.items()}
        stops_early = "LIMIT" in sql and "USE TEMP B-TREE FOR ORDER BY" not in lines
        for line in lines:
            if stops_early and "USING INDEX" in line:
                continue  # walks along an index from its end and takes the first few
            scanned = re.match(r"SCAN (\S+)", line)
            if scanned and aliases.get(scanned[1], scanned[1]) in LARGE:
                found.append(f"{line}: {sql}")
    return found


@pytest.fixture
def paper() -> Story:
    """A paper of some hundred stories, of which the planner has statistics; a story that is not published yet."""
    papers.write(400, characters=100, newest=datetime.now(UTC))
    story = Story(
        headline="একটি নতুন খবর",
        section=Section.objects.get(slug="world"),
        body=Story.objects.get(pk=1).body,
        picture=make_picture(width=700, height=420),
    )
    story.topics.set(Topic.objects.all()[:3])
    story.save()
    return story


def test_no_act_goes_through_a_table(paper: Story) -> None:
    sports = Section.objects.get(slug="sports")

    def now() -> Story:
        return Story.objects.get(pk=paper.pk)

    acts: dict[str, Callable[[], object]] = {
        "publish": lambda: actions.publish(paper, None),
        "edit": lambda: actions.edit(now(), None, headline="আরেক শিরোনাম"),
        "correct": lambda: actions.correct(now(), "সংশোধনী", None),
        "move": lambda: actions.move(now(), sports, None),
        "kill": lambda: actions.kill(now(), None),
        "due": due.publish_due,
        "next due": due.next_at,
    }
    assert {name: found for name, act in acts.items() if (found := scans(act))} == {}


def test_no_copy_goes_through_a_table(paper: Story) -> None:
    actions.publish(paper, None)
    readers: dict[str, Callable[[], object]] = {
        "story": lambda: copy.story(paper.pk),
        "several": lambda: copy.story_lot([1, 2, paper.pk]),
        "standing": lambda: copy.standing(paper.pk),
        "standings": lambda: copy.standings([1, 2, paper.pk]),
        "front": copy.front,
        "rail": copy.rail,
        "section": lambda: copy.section("world", None),
        "older page": lambda: copy.section("world", 1),
        "topic": lambda: copy.topic(paper.topics.all()[0].slug, None),
        "older page of a topic": lambda: copy.topic(paper.topics.all()[0].slug, 1),
        "today": lambda: copy.day(clock.today()),
        "a day": lambda: copy.day(clock.today() - timedelta(days=1)),
        "days": copy.days,
        "map of day": lambda: copy.map_of_day(date(2026, 11, 28)),
        "newest": copy.newest_ids,
        "newest of a section": lambda: copy.newest_ids("world"),
        "recent": copy.recent,
        "ids": lambda: copy.ids(after=100, limit=10),
    }
    assert {name: found for name, read in readers.items() if (found := scans(read))} == {}


def test_no_plan_goes_through_a_table(paper: Story, tmp_path: Path) -> None:
    before = changes.position()
    manifest = Manifest(tmp_path / "manifest.sqlite3")
    plan.of({"frame"}, manifest).write(manifest)
    actions.publish(paper, None)
    touched = frozenset[str]().union(*(change.keys for change in changes.since(before)))
    plans: dict[str, Callable[[], object]] = {
        "of a publication": lambda: plan.of(touched, manifest),
        "of the frame": lambda: plan.of({"frame"}, manifest),
        "of the first story of a day, a topic": lambda: plan.of({*touched, plan.DAYS, plan.TOPICS}, manifest),
        "what is hot": plan.hot,
    }
    assert {name: found for name, ask in plans.items() if (found := scans(ask))} == {}


def test_no_look_at_the_manifest_goes_through_it(tmp_path: Path) -> None:
    manifest = Manifest(tmp_path / "manifest.sqlite3")
    asked: list[str] = []
    with manifest.writing() as own:
        own.set_trace_callback(asked.append)
        manifest.place("/world/1/a", "story:1")
        manifest.place("/1.json", "data:1")
        manifest.move("/1", "/world/1/a", 302)
        manifest.remove("/1")
        own.set_trace_callback(None)
    own.set_trace_callback(asked.append)
    assert manifest.find("/world/1/a") is not None
    assert manifest.paths("story:1") == ["/world/1/a"]
    assert len(manifest.entries("/", 10)) == 2
    own.set_trace_callback(None)
    plain = [sql for sql in asked if sql.startswith(("SELECT", "INSERT", "DELETE"))]
    assert len(plain) > 6
    plans = {sql: [row[3] for row in own.execute(f"EXPLAIN QUERY PLAN {sql}")] for sql in plain}
    assert {sql: lines for sql, lines in plans.items() if any(line.startswith("SCAN") for line in lines)} == {}


def test_no_turn_goes_through_the_books() -> None:
    for number in range(300):
        ledger.enter(f"story:{number}", position=number, edition="old", keys=[f"story:{number}", "list:all"])
    ledger.enter("front", position=1, edition="new", keys=["list:all"])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    asks: dict[str, Callable[[], object]] = {
        "behind": lambda: ledger.behind("new".__eq__, 8),
        "editions": ledger.editions,
        "nothing behind": lambda: ledger.behind("old".__eq__, 8),
        "expired": lambda: ledger.expired(datetime.now(UTC)),
        "readers": lambda: ledger.readers(["story:7"], before=400),
        "sheets": lambda: ledger.sheets(["story:7", "front"]),
        "since": lambda: changes.since(5, 100),
        "position": changes.position,
        "next expiry": ledger.next_expiry,
        "bounds": ledger.bounds,
        "named": lambda: ledger.named("asset:"),
    }
    assert {name: found for name, ask in asks.items() if (found := scans(ask))} == {}


def test_related_stories_are_the_newest_of_each_topic() -> None:
    """One query a listing, each of which stops early; together they are what sorting all of them would give."""
    papers.write(400, characters=100, newest=datetime.now(UTC))
    story = Story(headline="খবর", section=Section.objects.get(slug="world"), body=Story.objects.get(pk=1).body)
    topics = list(Topic.objects.all()[:3])
    story.topics.set(topics)
    story.save()
    actions.publish(story, None)
    newest = Story.objects.filter(topics__in=topics, live=True).exclude(pk=story.pk).distinct()
    chosen = story.related_stories.order_by("position").values_list("named_id", flat=True)
    assert list(chosen) == list(newest.order_by("-published_at").values_list("pk", flat=True)[:4])
