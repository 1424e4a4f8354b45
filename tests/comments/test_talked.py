"""The list of the most commented: it forgets, it is touched only when its first places change, and costs the same at any size."""

from datetime import timedelta

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from harkara.comments import actions, talked
from harkara.comments.models import Comment, Talk
from harkara.rack import keys
from harkara.rack.outbox import log
from tests.comments.factories import NOON, a_reader, said

pytestmark = pytest.mark.django_db


def touches(since: int) -> int:
    return sum("talk:most" in change.keys for change in log.since(since))


def test_who_has_more_comments_lately_stands_first_and_yesterdays_weigh_half() -> None:
    for number in range(3):
        said(a_reader(), f"কাল {number}", story=1, at=NOON + timedelta(minutes=2 * number))
    for number in range(2):
        said(a_reader(), f"আজ {number}", story=2, at=NOON + timedelta(days=1, minutes=2 * number))
    with keys.recording() as recording:
        assert talked.order() == [2, 1]
    assert recording.keys == {"talk:most", "readers"}


def test_what_is_withdrawn_takes_its_weight_along() -> None:
    made = [said(a_reader(), f"এক {number}", story=1, at=NOON + timedelta(minutes=2 * number)) for number in range(2)]
    said(a_reader(), "দুই", story=2, at=NOON + timedelta(minutes=10))
    assert talked.order() == [1, 2]
    before = Talk.objects.get(pk=1).warmth
    for one in made:
        actions.withdraw(one.pk)
    assert Talk.objects.get(pk=1).warmth == 0
    for one in made:
        actions.approve(one.pk)
    assert Talk.objects.get(pk=1).warmth == pytest.approx(before)


def test_what_waits_weighs_nothing() -> None:
    said(a_reader(), takes="checked", story=1)
    assert talked.order() == []


def test_it_is_touched_when_first_places_change_and_once_a_minute_at_most() -> None:
    before = log.position()
    said(a_reader(), "এক", story=1, at=NOON)
    said(a_reader(), "দুই", story=1, at=NOON + timedelta(minutes=2))
    assert touches(before) == 1
    said(a_reader(), "তিন", story=2, at=NOON + timedelta(minutes=3))
    said(a_reader(), "চার", story=3, at=NOON + timedelta(minutes=3, seconds=20))
    assert (touches(before), talked.order()) == (2, [1, 2])
    said(a_reader(), "পাঁচ", story=3, at=NOON + timedelta(minutes=5))
    assert (touches(before), talked.order()[:2]) == (3, [3, 1])


@pytest.mark.parametrize("stories", [3, 3000])
def test_it_costs_the_same_whatever_was_said(stories: int) -> None:
    Talk.objects.bulk_create(Talk(story=n, warmth=20_000 + n / 1000) for n in range(100, 100 + stories))
    Comment.objects.bulk_create(
        Comment(story=n, place=0, state="shown", text="কথা", made_at=NOON) for n in range(100, 100 + stories)
    )
    made = said(a_reader(), takes="checked", story=1)
    with CaptureQueriesContext(connections["readers"]) as sent:
        actions.approve(made.pk)
    selects = [one["sql"] for one in sent.captured_queries if '"warmth" DESC' in one["sql"]]
    assert len(selects) == 1
    with connections["readers"].cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {selects[0]}")
        plan = " ".join(row[3] for row in cursor.fetchall())
    assert ("warmth" in plan, "SCAN" in plan) == (True, False)
