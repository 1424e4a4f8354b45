"""Reports: what is counted, to whom, who sees it, and that nothing counts the archive."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from harkara.desk import actions, clock
from harkara.desk.models import Remit, Story, Tally
from harkara.desk.reports import report, sums
from tests.desk.factories import NOON, make_desk, make_section, make_story, make_user

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 28)


def told(lines: Any) -> list[tuple[str, str, tuple[int, ...]]]:
    return [(line.begins.isoformat(), line.name, tuple(line.counts.values())) for line in lines]


def test_a_story_counts_for_who_began_it_however_published_it() -> None:
    tom, rina = make_user(group="reporter", first_name="টম"), make_user(group="desk_editor", first_name="রিনা")
    with clock.at(NOON):
        story = make_story(published=False, user=tom)
        actions.publish(story, rina)
        actions.edit(Story.objects.get(pk=story.pk), rina, tell_reader="নতুন তথ্য", headline="নতুন")
        actions.edit(Story.objects.get(pk=story.pk), rina, headline="বানান")
        actions.correct(Story.objects.get(pk=story.pk), "ভুল ছিল।", rina)
        actions.unpublish(Story.objects.get(pk=story.pk), rina, "যাচাই")
        actions.publish(Story.objects.get(pk=story.pk), rina)
    assert told(report(rina, "author", "day", DAY, DAY)) == [("2026-11-28", "টম", (1, 1, 1))]
    assert told(report(tom, "section", "day", DAY, DAY)) == [("2026-11-28", "আন্তর্জাতিক", (1, 1, 1))]


def test_days_weeks_and_months_are_those_of_the_paper() -> None:
    rina = make_user(group="desk_editor", first_name="রিনা")
    # Half past eleven of the last evening of the month, and half past twelve of the first night of the next.
    for moment in (NOON, NOON + timedelta(days=2, hours=11.5), NOON + timedelta(days=2, hours=12.5)):
        make_story(at=moment, user=rina)
    until = DAY + timedelta(days=10)
    assert [(begins, counts[0]) for begins, _name, counts in told(report(rina, "author", "day", DAY, until))] == [
        ("2026-12-01", 1),
        ("2026-11-30", 1),
        ("2026-11-28", 1),
    ]
    assert [(begins, counts[0]) for begins, _name, counts in told(report(rina, "author", "week", DAY, until))] == [
        ("2026-11-29", 2),
        ("2026-11-22", 1),
    ]
    months = report(rina, "author", "month", DAY, until)
    assert [(line.begins.isoformat(), line.counts["published"]) for line in months] == [
        ("2026-12-01", 1),
        ("2026-11-01", 2),
    ]
    assert sums(months)["published"] == 3


def test_everybody_sees_their_own_and_desk_editors_what_they_work_on() -> None:
    world, sports, desk = make_section("world"), make_section("sports"), make_desk()
    tom, rina, chief = (make_user(group=group) for group in ("reporter", "desk_editor", "admin"))
    Remit.objects.create(user=rina, section=sports)
    with clock.at(NOON):
        actions.publish(make_story(section=world, user=tom, published=False), None)
        make_story(section=sports, user=chief)
        make_story(section=world, desk=desk, user=chief)
    seen = {
        user.pk: sum(line.counts["published"] for line in report(user, "section", "day", DAY, DAY))
        for user in (tom, rina, chief)
    }
    assert seen == {tom.pk: 1, rina.pk: 1, chief.pk: 3}


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_the_same_two_queries(count: int, django_assert_num_queries: Any) -> None:
    rina = make_user(group="desk_editor")
    for _ in range(count):
        make_story(at=NOON, user=make_user())
    report(rina, "author", "day", DAY, DAY)
    with django_assert_num_queries(2):
        report(rina, "author", "day", DAY, DAY)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads the query plans of SQLite")
def test_a_report_reads_its_days_by_an_index() -> None:
    tom, rina = make_user(group="reporter"), make_user(group="desk_editor")
    plans = []
    for user, by in ((rina, "author"), (rina, "section"), (tom, "author")):
        with CaptureQueriesContext(connection) as queries:
            report(user, by, "day", DAY, DAY)  # type: ignore[arg-type]  # one of the three
        sql = next(query["sql"] for query in queries if "desk_tally" in query["sql"])
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            plans.append(" ".join(row[3] for row in cursor.fetchall() if "desk_tally" in row[3]))
    assert ["SEARCH" in plan and "SCAN" not in plan for plan in plans] == [True, True, True], plans


def test_what_stands_in_the_tally_stays_without_its_author() -> None:
    rina = make_user(group="desk_editor")
    make_story(at=NOON, user=rina)
    rina.delete()
    assert list(Tally.objects.values_list("author", flat=True)) == [None]
