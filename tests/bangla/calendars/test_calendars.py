"""The Bangla calendars of Dhaka and Kolkata, the Hijri calendar, and the masthead."""

import csv
import re
import unicodedata
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harkara.bangla import calendars
from harkara.bangla.calendars import BanglaDate, HijriDate, moon, revised, siddhanta
from harkara.bangla.clock.words import WEEKDAYS
from tests.shared import vectors

TO_BANGLA = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")
PRINTED = {
    "getDate": lambda day, found: f"{WEEKDAYS[day.weekday()].name}, {found.day} {found.month_name}, {found.year}",
    "getDay": lambda _, found: str(found.day),
    "getMonth": lambda _, found: found.month_name,
    "getYear": lambda _, found: str(found.year),
}


def rows(name, **how):
    with vectors(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, **how))


def test_rules_of_2019():
    """Every shared row, with the rules of 2019 forced: the set applies them to the days before the reform too."""
    shared = rows("calendar-bd2019-bangladatetime/2019-2020.csv")
    found = [calendars.bangla(date.fromisoformat(row["gregorian"]), rules=2019) for row in shared]
    assert [f"{day.year}-{day.month:02}-{day.day:02}" for day in found] == [row["bengali"] for row in shared]


def test_rules_of_1987():
    shared = rows("calendar-bd1987-date-bengali-revised/cases.tsv", delimiter="\t")
    found = [calendars.bangla(date(int(row["gy"]), int(row["gm"]), int(row["gd"])), rules=1987) for row in shared]
    assert found == [BanglaDate(int(row["by"]), int(row["bm"]), int(row["bd"])) for row in shared]


def day_of(text):
    """A day as JavaScript writes it; all the set's times are morning, in any zone the paper could have."""
    match = re.match(r"\w+ \d+ \d{4}", text)
    return datetime.strptime(match[0], "%B %d %Y").date() if match else date.fromisoformat(text)


@pytest.mark.parametrize(
    "row",
    rows("calendar-bangla-calendar-js/cases.tsv", delimiter="\t"),
    ids=lambda row: " ".join(str(part) for part in row.values()),
)
def test_dhaka_and_kolkata(row):
    day = day_of(row["js_date"])
    found = calendars.bangla(day, "WB" if "IN" in row["options"] else "BD")
    printed = PRINTED[row["function"]](day, found).translate(TO_BANGLA)
    assert printed == unicodedata.normalize("NFC", row["expected"])


def test_the_reform_shows_on_the_thirty_first_of_ashwin():
    days = [str(calendars.bangla(date(2019, 10, day))) for day in (15, 16, 17)]
    assert days == ["৩০ আশ্বিন ১৪২৬", "৩১ আশ্বিন ১৪২৬", "১ কার্তিক ১৪২৬"]


def test_no_day_of_dhaka_is_printed_twice():
    day, seen = date(1900, 1, 1), set()
    while day < date(2100, 1, 1):
        found = calendars.bangla(day)
        assert found not in seen
        assert calendars.gregorian(found) == day
        seen.add(found)
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("year", "day"),
    [(2015, 15), (2016, 14), (2017, 15), (2018, 15), (2019, 15), (2020, 14), (2021, 15), (2022, 15), (2024, 14)],
)  # fmt: skip
def test_new_year_in_kolkata(year, day):
    assert calendars.gregorian(BanglaDate(year - 593, 1, 1), "WB") == date(year, 4, day)


@given(st.dates(date(1600, 1, 1), date(2400, 1, 1)))
def test_kolkata_and_back(day):
    assert siddhanta.to_gregorian(siddhanta.from_gregorian(day)) == day


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_every_day_has_a_bangla_date_after_the_one_before(day):
    found = calendars.bangla(day)
    assert 1 <= found.day <= revised.months(found.year)[found.month - 1]
    if day > date.min:
        assert calendars.bangla(day - timedelta(days=1)) < found


def test_days_that_do_not_exist_are_refused():
    with pytest.raises(ValueError, match="There is no day 32 in month 1"):
        calendars.gregorian(BanglaDate(1429, 1, 32))
    with pytest.raises(ValueError, match="There is no day 33 in month 1"):
        calendars.gregorian(BanglaDate(1429, 1, 33), "WB")
    with pytest.raises(ValueError, match="There is no day 31 in month 1"):
        calendars.gregorian(HijriDate(1444, 1, 31))


def test_other_places_have_no_bangla_calendar():
    with pytest.raises(ValueError, match="'NP'"):
        calendars.bangla(date(2022, 8, 15), "NP")


@pytest.mark.parametrize(
    ("day", "offset", "text"),
    [
        (date(2022, 7, 9), 0, "১০ জিলহজ ১৪৪৩"),  # Eid al-Adha in Makkah
        (date(2022, 7, 10), -1, "১০ জিলহজ ১৪৪৩"),  # and in Dhaka, a day later
        (date(2023, 6, 29), -1, "১০ জিলহজ ১৪৪৪"),
        (date(2024, 4, 11), -1, "১ শাওয়াল ১৪৪৫"),
        (date(2022, 8, 15), -1, "১৬ মহররম ১৪৪৪"),
    ],
)
def test_hijri(day, offset, text):
    assert str(calendars.hijri(day, offset)) == unicodedata.normalize("NFC", text)


def test_an_offset_may_be_given_month_by_month():
    """মহররম 1444 began late, সফর did not: then মহররম has a day less, and no day is lost."""
    offsets = {(1444, 1): -1}
    days = [calendars.hijri(date(2022, 7, 29) + timedelta(days=step), offsets) for step in (0, 1, 2, 29, 30)]
    assert days[:3] == [HijriDate(1443, 12, 30), HijriDate(1443, 12, 31), HijriDate(1444, 1, 1)]
    assert days[3:] == [HijriDate(1444, 1, 28), HijriDate(1444, 2, 1)]


@given(st.dates(date(700, 1, 1), date(2300, 1, 1)), st.integers(-2, 2))
def test_hijri_and_back(day, offset):
    assert calendars.gregorian(calendars.hijri(day, offset), hijri_offset=offset) == day


def test_hijri_days_follow_one_another():
    day, before = date(1922, 1, 1), moon.from_gregorian(date(1921, 12, 31))
    while day < date(2080, 1, 1):
        found = moon.from_gregorian(day)
        assert found == HijriDate(before.year, before.month, before.day + 1) or (found.day == 1 and before.day >= 28)
        day, before = day + timedelta(days=1), found


def test_masthead():
    assert calendars.masthead(date(2022, 8, 15), -1) == "সোমবার, ১৫ আগস্ট ২০২২, ৩১ শ্রাবণ ১৪২৯, ১৬ মহররম ১৪৪৪"
    assert calendars.masthead(date(2022, 8, 15), place="WB") == "সোমবার, ১৫ আগস্ট ২০২২, ২৯ শ্রাবণ ১৪২৯, ১৭ মহররম ১৪৪৪"


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_masthead_is_read_back(day):
    assert calendars.find(calendars.masthead(day)) == [calendars.bangla(day), calendars.hijri(day)]
