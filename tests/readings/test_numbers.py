"""The newsroom's numbers, from what was counted."""

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from harkara.rack.outbox.sides import READERS
from harkara.readings import counting, numbers
from harkara.readings.numbers import Counts, Read
from harkara.readings.spool import Sum

pytestmark = pytest.mark.django_db

NOON = 1_800_003_600


def test_now_is_the_last_half_hour() -> None:
    counting.add(
        [Sum(NOON, 1, "rd", 2), Sum(NOON - 60, 1, "rc", 1), Sum(NOON - 29 * 60, 2, "rl", 7), Sum(NOON, 2, "a", 9)]
    )
    counting.add([Sum(NOON - 30 * 60, 3, "rd", 99), Sum(NOON + 60, 3, "rd", 99)])
    assert numbers.read_now(NOON) == [Read(2, 7, (7, *[0] * 29)), Read(1, 3, (*[0] * 28, 1, 2))]
    assert numbers.read_now(NOON, most=1) == [Read(2, 7, (7, *[0] * 29))]
    assert numbers.minutes(NOON) == (7, *[0] * 27, 1, 2)


def test_sums_of_hours() -> None:
    counting.add(
        [Sum(NOON, 1, "rd", 2), Sum(NOON - 3600, 1, "rs", 3), Sum(NOON - 7200, 1, "rs", 50), Sum(NOON, 2, "a", 4)]
    )
    counting.add(Sum(NOON, 1, what, count) for what, count in {"e0": 2, "e2": 1, "e4": 1, "t": 90}.items())
    whole = numbers.counts(NOON, 2)
    assert (whole.opened, whole.left, whole.seconds) == (5, 4, 22)
    assert [whole.reached(quarter) for quarter in range(1, 5)] == [50, 50, 25, 25]
    assert numbers.counts(NOON, 2, [2]).opened == 0
    assert list(numbers.by_story(NOON, 2, 10)) == [2, 1]
    assert numbers.by_story(NOON, 2, 1)[2].of["a"] == 4


def test_openings_by_headlines_of_some_tests() -> None:
    counting.add([Sum(NOON, 1, "h00", 2), Sum(NOON, 1, "h02", 3), Sum(NOON, 1, "h10", 9), Sum(NOON, 2, "h71", 4)])
    assert numbers.headlines([(1, 0, 3), (2, 7, 2), (3, 0, 2)]) == {(1, 0): (2, 0, 3), (2, 7): (0, 4), (3, 0): (0, 0)}
    assert numbers.headlines([(1, 0, 2)]) == {(1, 0): (2, 0)}
    with CaptureQueriesContext(connections[READERS]) as sent:
        assert numbers.headlines([]) == {}
    assert len(sent) == 0


def test_nothing_is_no_division() -> None:
    none = Counts()
    assert (none.opened, none.seconds, none.reached(4)) == (0, 0, 0)
