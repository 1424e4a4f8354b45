"""What is popular, and who is told when that changes."""

from collections.abc import Iterable

import pytest
from django.db import DatabaseError

from harkara.rack import keys
from harkara.rack.outbox import log as outbox
from harkara.readings import counting, popular
from harkara.readings.models import OrderRow
from harkara.readings.spool import Sum

pytestmark = pytest.mark.django_db

NOON = 1_800_003_600


def read_by(*readers: tuple[int, int], what: str = "a", moment: int = NOON) -> None:
    """So many addresses read each story."""
    counting.add(Sum(moment, story, what, count) for story, count in readers)


def touched(before: int) -> list[list[str]]:
    return [sorted(entry.keys) for entry in outbox.since(before)]


def test_whoever_is_read_by_most_stands_first() -> None:
    before = outbox.position()
    read_by((1, 5), (2, 9), (3, 7))
    read_by((3, 2), what="s")
    assert popular.settle(NOON) == ["day", "week", "shared"]
    assert [popular.order(name) for name in popular.LISTS] == [[2, 3, 1], [2, 3, 1], [3]]
    assert touched(before) == [["popular:day"], ["popular:week"], ["popular:shared"]]


def test_nobody_is_told_while_the_first_keep_their_places() -> None:
    read_by(*((number, 200 - 4 * number) for number in range(1, 15)))
    popular.settle(NOON)
    before = outbox.position()
    read_by((14, 6))  # the order behind the tenth changes
    assert (popular.settle(NOON + 60), touched(before)) == ([], [])
    read_by((10, 6))  # the tenth becomes the ninth
    assert popular.settle(NOON + 120) == ["day", "week"]
    assert popular.order("day")[8:10] == [10, 9]


def test_what_was_read_long_ago_gives_way() -> None:
    read_by((1, 40), moment=NOON - 24 * 3600)
    read_by((2, 5))
    popular.settle(NOON)
    assert (popular.order("day"), popular.order("week")) == ([2, 1], [1, 2])
    popular.settle(NOON + 8 * 3600.0)
    assert (popular.order("day"), popular.order("week")) == ([2], [1, 2])


def test_who_shows_a_list_depends_on_it() -> None:
    with keys.recording() as noted:
        assert popular.order("week") == []
    assert (noted.keys, noted.valid_until) == ({"popular:week", outbox.EVERYTHING}, None)


def test_without_the_database_nothing_is_popular_for_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(**_: object) -> Iterable[OrderRow]:
        raise DatabaseError("no such server")

    monkeypatch.setattr(OrderRow.objects, "filter", refuses)
    with keys.recording() as noted:
        assert popular.order("day") == []
    assert noted.valid_until is not None
