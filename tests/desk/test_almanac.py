"""Months of two calendars."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harkara.desk.almanac import CALENDARS, Calendar, Month, months_of


@given(st.dates(date(1600, 1, 1), date(2200, 12, 31)), st.sampled_from(CALENDARS))
def test_every_day_lies_in_its_month_and_months_follow_one_another(day: date, calendar: Calendar) -> None:
    month = Month.of(day, calendar)
    assert month.first <= day <= month.last
    assert 28 <= (month.last - month.first).days + 1 <= 31
    assert Month.of(month.first, calendar) == Month.of(month.last, calendar) == month
    assert Month.of(month.last + timedelta(days=1), calendar) > month
    assert Month.read(month.code) == month


def test_a_month_has_a_name_and_an_address() -> None:
    gregorian, bangla = months_of(date(2022, 8, 15))
    assert (gregorian.title, gregorian.href) == ("আগস্ট ২০২২", "/all/2022-08/")
    assert (bangla.title, bangla.href, bangla.first) == ("শ্রাবণ ১৪২৯", "/all/bn/1429-04/", date(2022, 7, 16))


@pytest.mark.parametrize(
    "code", ["", "2022", "2022-00", "2022-13", "0000-01", "২০২২-০৮", "en:2022-08", "2022-8", "x-01"]
)
def test_what_is_no_month_is_none(code: str) -> None:
    assert Month.read(code) is None
