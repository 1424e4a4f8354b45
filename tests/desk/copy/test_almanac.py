"""The calendar: which days are linked, which months stand beside, and what was published on this day."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from harkara.desk import actions, clock, copy
from harkara.desk.models import NewsDay
from harkara.layout.copy import Link
from harkara.rack.keys import recording
from tests.desk.factories import NOON, make_story
from tests.desk.touching import noted, touched

pytestmark = pytest.mark.django_db


def at(day: str) -> datetime:
    """Noon of a day in Dhaka."""
    return datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=ZoneInfo("Asia/Dhaka"))


def linked(code: str) -> list[str]:
    month = copy.month(code)
    assert month is not None
    return [day.href for day in month.days if day.href]


def test_a_month_links_its_days_with_news_and_the_months_beside() -> None:
    for day in ("2022-06-30", "2022-08-15", "2022-08-16", "2022-12-01"):
        make_story(at=at(day))
    with noted() as keys, CaptureQueriesContext(connection) as queries:
        month = copy.month("2022-08")
    assert month is not None
    assert (month.title, len(month.days), len(queries)) == ("আগস্ট ২০২২", 31, 3)
    assert linked("2022-08") == ["/all/2022-08-15/", "/all/2022-08-16/"]
    assert (month.older, month.newer) == (Link("জুন ২০২২", "/all/2022-06/"), Link("ডিসেম্বর ২০২২", "/all/2022-12/"))
    assert month.others == (Link("শ্রাবণ ১৪২৯", "/all/bn/1429-04/"), Link("ভাদ্র ১৪২৯", "/all/bn/1429-05/"))
    assert keys == {"list:month:2022-08"}


def test_a_bangla_month_is_a_way_in_too() -> None:
    for day in ("2022-07-15", "2022-08-15", "2022-08-16"):
        make_story(at=at(day))
    month = copy.month("bn:1429-04")
    assert month is not None
    assert (month.title, month.days[0].day, month.days[-1].day) == ("শ্রাবণ ১৪২৯", date(2022, 7, 16), date(2022, 8, 15))
    assert linked("bn:1429-04") == ["/all/2022-08-15/"]
    assert (month.older, month.newer) == (
        Link("আষাঢ় ১৪২৯", "/all/bn/1429-03/"),
        Link("ভাদ্র ১৪২৯", "/all/bn/1429-05/"),
    )
    assert month.others == (Link("আগস্ট ২০২২", "/all/2022-08/"),)


@pytest.mark.parametrize("code", ["2022-07", "bn:1429-01", "2022-13", "nonsense"])
def test_a_month_without_news_has_no_page(code: str) -> None:
    make_story(at=at("2022-08-15"))
    assert (copy.month(code), copy.has_month(code)) == (None, False)


def test_all_months_stand_under_their_years() -> None:
    for day in ("2021-12-31", "2022-08-15", "2022-08-20"):
        make_story(at=at(day))
    found = copy.years("gregorian")
    assert [(year.year, [month.href for month in year.months if month.href]) for year in found.years] == [
        (2022, ["/all/2022-08/"]),
        (2021, ["/all/2021-12/"]),
    ]
    assert {len(year.months) for year in found.years} == {12}
    assert [year.year for year in copy.years("bangla").years] == [1429, 1428]
    assert copy.months() == ("2021-12", "2022-08", "bn:1428-09", "bn:1429-04", "bn:1429-05")


def test_a_new_day_touches_its_own_months_alone() -> None:
    make_story(at=at("2022-07-20"))
    make_story(at=at("2022-08-02"))
    story = make_story(published=False)
    with touched() as keys, clock.at(at("2022-08-05")):
        actions.publish(story, None)
    assert {key for key in keys if key.startswith("list:month")} == {"list:month:2022-08", "list:month:bn:1429-04"}
    with touched() as keys:
        make_story(at=at("2022-08-05"))
    assert {key for key in keys if key.startswith("list:month")} == set()


def test_a_new_month_touches_the_one_before_and_the_list_of_all() -> None:
    for day in ("2022-05-20", "2022-07-20"):
        make_story(at=at(day))
    with touched() as keys:
        make_story(at=at("2022-08-02"))
    assert {key for key in keys if key.startswith("list:month")} == {
        "list:months",
        "list:month:2022-08",
        "list:month:2022-07",
        "list:month:bn:1429-04",
    }


def test_a_day_names_its_month_and_its_day_of_the_year() -> None:
    make_story(at=at("2022-08-15"))
    day = copy.day(date(2022, 8, 15))
    assert day is not None
    assert (day.month, day.on) == (Link("আগস্ট ২০২২", "/all/2022-08/"), "/all/on/08-15/")
    with clock.at(at("2022-09-01")):
        today = copy.day(date(2022, 9, 1))
    assert today is not None
    assert (today.month, today.stories) == (None, ())


def test_on_this_day_goes_from_new_to_old_and_leaves_today_out() -> None:
    old = [make_story(at=at("2019-11-28") + timedelta(minutes=number)) for number in range(7)]
    last = make_story(at=at("2025-11-28"))
    make_story(at=at("2025-11-27"))
    make_story(at=NOON)
    with clock.at(NOON), recording() as record:
        found = copy.anniversary(11, 28)
    assert found is not None
    assert (found.name, found.href) == ("২৮ নভেম্বর", "/all/on/11-28/")
    assert [(year.day.year, [one.id for one in year.stories]) for year in found.years] == [
        (2025, [last.pk]),
        (2019, [story.pk for story in reversed(old[2:])]),
    ]
    assert record.valid_until == clock.end(date(2026, 11, 28))
    assert "list:day:2026-11-28" not in record.keys
    assert {"list:day:2025-11-28", "list:day:2024-11-28", "list:day:1967-11-28"} < record.keys


def test_when_the_day_is_over_it_is_told_with_the_others() -> None:
    story = make_story(at=NOON)
    with clock.at(NOON + timedelta(days=1)), recording() as record:
        found = copy.anniversary(11, 28)
    assert found is not None
    assert [(year.href, [one.id for one in year.stories]) for year in found.years] == [("/all/2026-11-28/", [story.pk])]
    assert record.valid_until == clock.end(date(2027, 11, 28))


def test_ten_years_are_shown_in_a_bounded_number_of_queries() -> None:
    for year in range(2000, 2026):
        make_story(at=at(f"{year}-11-28"))
    with clock.at(NOON), CaptureQueriesContext(connection) as queries:
        found = copy.anniversary(11, 28)
    assert found is not None
    assert [year.day.year for year in found.years] == list(range(2025, 2015, -1))
    assert len(queries) == 12  # the days, the newest of each of ten, their teasers


@pytest.mark.parametrize(("month", "day"), [(2, 30), (13, 1), (0, 1), (4, 31)])
def test_what_is_no_day_has_no_page(month: int, day: int) -> None:
    assert copy.anniversary(month, day) is None


def test_a_leap_day_waits_for_the_next_one() -> None:
    make_story(at=at("2024-02-29"))
    with clock.at(NOON), recording() as record:
        found = copy.anniversary(2, 29)
    assert found is not None
    assert [year.day for year in found.years] == [date(2024, 2, 29)]
    assert record.valid_until == clock.end(date(2028, 2, 29))


def test_a_day_of_the_year_exists_with_news_or_today() -> None:
    make_story(at=at("2024-05-05"))
    with clock.at(NOON):
        days = (date(2026, 5, 5), date(2026, 11, 28), date(2026, 5, 6))
        assert [copy.has_anniversary(day) for day in days] == [True, True, False]
    NewsDay.objects.update(stories=0)
    with clock.at(NOON):
        assert copy.has_anniversary(date(2026, 5, 5)) is False
