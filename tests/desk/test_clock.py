"""The desk's clock: it can be set, and days begin at the paper's midnight."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from harkara.desk import clock

NIGHT = datetime(2026, 11, 28, 17, 59, tzinfo=UTC)


def test_it_runs_until_it_is_set() -> None:
    before = datetime.now(UTC)
    assert before <= clock.now() <= datetime.now(UTC)
    with clock.at(NIGHT):
        assert clock.now() == NIGHT
        with clock.at(NIGHT + timedelta(hours=1)):
            assert clock.now() == NIGHT + timedelta(hours=1)
        assert clock.now() == NIGHT
    assert clock.now() >= before


def test_it_shows_utc() -> None:
    with clock.at(datetime(2026, 11, 28, 23, 59, tzinfo=timezone(timedelta(hours=6)))):
        assert (clock.now(), clock.now().tzinfo) == (NIGHT, UTC)


def test_it_refuses_a_moment_without_a_zone() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        clock.set(datetime(2026, 11, 28))


def test_days_begin_at_the_papers_midnight() -> None:
    with clock.at(NIGHT):
        assert clock.today() == date(2026, 11, 28)
    with clock.at(NIGHT + timedelta(minutes=1)):
        assert clock.today() == date(2026, 11, 29)
    assert clock.begin(date(2026, 11, 28)) == datetime(2026, 11, 27, 18, tzinfo=UTC)
    assert clock.end(date(2026, 11, 28)) == datetime(2026, 11, 28, 18, tzinfo=UTC)
