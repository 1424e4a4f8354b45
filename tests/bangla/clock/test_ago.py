"""Relative time as readers see it."""

from datetime import UTC, datetime, timedelta

import pytest

from harkara.bangla import clock
from harkara.bangla.clock.ago import shift

NOW = datetime(2022, 8, 15, 11, 29, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ago", "text"),
    [
        (timedelta(seconds=0), "এইমাত্র"),
        (timedelta(seconds=59), "এইমাত্র"),
        (timedelta(seconds=60), "১ মিনিট আগে"),
        (timedelta(minutes=59, seconds=59), "৫৯ মিনিট আগে"),
        (timedelta(hours=3, minutes=59), "৩ ঘণ্টা আগে"),
        (timedelta(hours=24), "১ দিন আগে"),
        (timedelta(days=29), "২৯ দিন আগে"),
        (timedelta(days=31), "১ মাস আগে"),
        (timedelta(days=364), "১১ মাস আগে"),
        (timedelta(days=365), "১ বছর আগে"),
        (timedelta(hours=-3), "৩ ঘণ্টা পরে"),
        (timedelta(days=-40), "১ মাস পরে"),
    ],
)
def test_relative(ago, text):
    assert clock.relative(NOW - ago, NOW) == text


@pytest.mark.parametrize("ago", [timedelta(minutes=5), timedelta(hours=7), timedelta(days=12), timedelta(days=-3)])
def test_relative_is_read_back(ago):
    assert clock.parse(clock.relative(NOW - ago, NOW), "UTC", now=NOW) == NOW - ago


def test_naive_moments_are_refused():
    with pytest.raises(ValueError, match="aware"):
        clock.relative(datetime(2022, 8, 15), NOW)


def test_a_month_earlier_than_the_31st_is_the_last_day():
    assert shift(datetime(2022, 3, 31, tzinfo=UTC), -1) == datetime(2022, 2, 28, tzinfo=UTC)
