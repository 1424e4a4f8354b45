"""The ledger: which sheet read which key."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from harkara.rack import ledger
from harkara.rack.models import EntryRow

NOON = datetime(2026, 11, 28, 6, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def enter(
    name: str, *keys: str, position: int = 1, edition: str = "a", until: datetime | None = None
) -> tuple[int, int]:
    return ledger.enter(name, position=position, edition=edition, keys=keys, valid_until=until)


def names(sheets: list[ledger.Sheet]) -> list[str]:
    return [sheet.name for sheet in sheets]


def test_readers_of_a_key() -> None:
    enter("story:1", "story:1", "topic:river")
    enter("front", "story:1", "list:all")
    enter("rail", "list:all")
    assert names(ledger.readers(["story:1"])) == ["front", "story:1"]
    assert names(ledger.readers(["topic:river", "list:all"])) == ["front", "rail", "story:1"]
    assert ledger.readers(["story:2"]) == []


def test_a_sheet_entered_again_forgets_what_it_read_before() -> None:
    assert enter("front", "a", "b") == (2, 0)
    assert enter("front", "b", "c", position=2) == (1, 1)
    assert enter("front", "b", "c", position=3) == (0, 0)
    assert ledger.readers(["a"]) == []
    sheet = ledger.sheet("front")
    assert sheet is not None
    assert (sheet.name, sheet.position, sheet.edition) == ("front", 3, "a")


def test_readers_below_a_position() -> None:
    enter("old", "key", position=5)
    enter("new", "key", position=9)
    assert names(ledger.readers(["key"], before=9)) == ["old"]


def test_striking() -> None:
    enter("old", "key", position=5)
    enter("new", "key", position=9)
    assert ledger.strike(["old", "new", "never"], before=9) == ["old"]
    assert names(ledger.readers(["key"])) == ["new"]
    assert ledger.strike(["new"]) == ["new"]
    assert EntryRow.objects.count() == 0


def test_what_expires_first_comes_first() -> None:
    enter("later", until=NOON + timedelta(hours=1))
    enter("soon", until=NOON)
    enter("never")
    assert ledger.next_expiry() == NOON
    assert names(ledger.expired(NOON)) == ["soon"]
    assert names(ledger.expired(NOON + timedelta(hours=2))) == ["soon", "later"]


def test_the_backlog_is_what_has_another_edition() -> None:
    for name, edition in (("old", "a"), ("current", "b"), ("new", "c"), ("picture", "")):
        enter(name, edition=edition)
    enter("older", edition="a")
    assert ledger.editions() == ["a", "b", "c"]
    assert names(ledger.behind("b".__eq__)) == ["old", "older", "new"]
    assert ledger.backlog("b".__eq__) == 3
    assert names(ledger.behind("b".__eq__, limit=1)) == ["old"]
    assert names(ledger.behind({"a", "b", "c"}.__contains__)) == []


def test_where_no_sheet_has_an_edition_none_is_behind() -> None:
    enter("picture", edition="")
    assert (ledger.editions(), ledger.behind("b".__eq__), ledger.backlog("b".__eq__)) == ([], [], 0)


def test_bookmarks() -> None:
    assert ledger.bookmark("day") is None
    ledger.note("day", "2026-11-28")
    ledger.note("day", "2026-11-29")
    assert ledger.bookmark("day") == "2026-11-29"
    ledger.note("dayless", "1")
    assert ledger.bookmarks("day") == {"day": "2026-11-29", "dayless": "1"}
    assert ledger.bookmarks("night") == {}


def test_walking_and_drawing() -> None:
    assert ledger.drawn(3, Random(1)) == []
    for number in range(25):
        enter(f"story:{number}")
    assert names(list(ledger.walk(step=10))) == [f"story:{number}" for number in range(25)]
    assert len(ledger.drawn(10, Random(1))) > 5
    assert names(ledger.named("story:1", limit=3)) == ["story:1", "story:10", "story:11"]
    assert ledger.count() == 25


def test_a_number_is_the_same_for_ever() -> None:
    assert ledger.number("story:1") == 2045803816394494650
    assert -(2**63) <= ledger.number("topic:নদী") < 2**63


@pytest.mark.parametrize("size", [1, 30])
def test_asking_costs_the_same_for_few_and_for_many(size: int) -> None:
    for number in range(size):
        enter(f"story:{number}", "topic:river", f"story:{number}")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(ledger.readers(["topic:river"])) == size
    assert len(queries) == 2


def test_many_are_entered_in_the_statements_of_one() -> None:
    """Rows that were there are written over, keys no longer read are struck, whatever the number."""

    def entries(count: int, keys: list[str]) -> list[ledger.Entry]:
        return [ledger.Entry(f"story:{n}", 5, "a", [f"story:{n}", *keys], hot_until=NOON) for n in range(count)]

    assert ledger.enter_all(entries(2, ["topic:x", "topic:y"])) == (6, 0)
    few = CaptureQueriesContext(connection)
    with few:
        assert ledger.enter_all(entries(2, ["topic:x", "topic:z"])) == (2, 2)
    ledger.enter_all(entries(20, ["topic:x", "topic:z"]))
    many = CaptureQueriesContext(connection)
    with many:
        assert ledger.enter_all(entries(20, ["topic:x", "topic:y"])) == (20, 20)
    assert len(few) == len(many) == 5
    assert names(ledger.readers(["topic:z"])) == []
    assert len(ledger.readers(["topic:y"])) == ledger.count() == 20
    found = ledger.sheet("story:19")
    assert found is not None
    assert (found.position, found.edition, found.hot_until) == (5, "a", NOON)
    assert (ledger.bounds()[1] - ledger.bounds()[0], ledger.enter_all([])) == (19, (0, 0))


def test_a_stretch_of_the_books() -> None:
    for number in range(5):
        enter(f"story:{number}")
    first, last = ledger.bounds()
    inner = [sheet.name for sheet in ledger.walk(2, after=first, before=last)]
    assert inner == ["story:1", "story:2", "story:3"]
    assert [sheet.name for sheet in ledger.walk(2)] == [f"story:{number}" for number in range(5)]
