"""Moments printed in the house's styles, and read back."""

import csv
import unicodedata
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harkara.bangla import clock
from harkara.bangla.clock.printing import week
from tests.shared import vectors

MOMENT = datetime(2022, 8, 15, 14, 7, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("style", "text"),
    [
        ("stamp", "১৫ আগস্ট ২০২২, ২০:০৭"),
        ("day", "১৫ আগস্ট ২০২২"),
        ("weekday", "সোমবার, ১৫ আগস্ট ২০২২"),
        ("long", "সোমবার, ১৫ আগস্ট ২০২২, রাত ৮:০৭"),
        ("spoken", "১৫ আগস্ট ২০২২, রাত ৮টা ৭ মিনিট"),
        ("full", "সোমবার, ১৫ আগস্ট ২০২২, ২০:০৭:০৯ +০৬:০০"),
        ("short", "১৫ আগস্ট ২০২২, ২০:০৭"),
        ("numeric", "১৫/০৮/২০২২"),
        ("iso", "2022-08-15T20:07:09+06:00"),
    ],
)
def test_style(style, text):
    assert clock.format(MOMENT, style) == text


def test_every_style_is_tested_above():
    assert list(clock.STYLES) == ["stamp", "day", "weekday", "long", "spoken", "full", "short", "numeric", "iso"]


def test_the_day_is_the_day_of_the_zone():
    late = datetime(2022, 8, 15, 18, 30, tzinfo=UTC)
    assert clock.format(late, "day") == "১৬ আগস্ট ২০২২"
    assert clock.format(late, "day", "Europe/London") == "১৫ আগস্ট ২০২২"


def test_naive_moments_are_refused():
    with pytest.raises(ValueError, match="has no time zone"):
        clock.format(datetime(2022, 8, 15))


def test_unknown_style_is_refused():
    with pytest.raises(ValueError, match="There is no style 'curly'"):
        clock.format(MOMENT, "curly")


ZONES = (
    "Asia/Dhaka",
    "Asia/Kolkata",
    "UTC",
    "America/New_York",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "Australia/Lord_Howe",
)
PRECISION = {
    "stamp": {"second": 0, "microsecond": 0},
    "long": {"second": 0, "microsecond": 0},
    "spoken": {"second": 0, "microsecond": 0},
    "short": {"second": 0, "microsecond": 0},
    "full": {"microsecond": 0},
    "iso": {},
    "day": {"hour": 0, "minute": 0, "second": 0, "microsecond": 0},
    "weekday": {"hour": 0, "minute": 0, "second": 0, "microsecond": 0},
    "numeric": {"hour": 0, "minute": 0, "second": 0, "microsecond": 0},
}


@given(
    moment=st.datetimes(datetime(1000, 1, 2), datetime(9999, 12, 30)),
    style=st.sampled_from(list(PRECISION)),
    zone=st.sampled_from(ZONES),
)
@settings(max_examples=200)
def test_what_is_printed_is_read_back(moment, style, zone):
    """Every style in every zone; only the second pass of a repeated hour cannot be told apart without an offset."""
    local = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    if style not in ("full", "iso"):
        local = local.replace(fold=0)
    expected = local.replace(**PRECISION[style])
    read = clock.parse(clock.format(local, style, zone), zone)
    assert read is not None
    assert read.replace(tzinfo=None) == expected.replace(tzinfo=None)
    if style in ("full", "iso"):
        assert read.astimezone(UTC) == expected.astimezone(UTC)


def moment_rows():
    with vectors("dates-moment/cases.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("row", moment_rows(), ids=lambda row: f"{row['locale']} {row['format']}")
def test_patterns_agree_with_moment(row):
    """Every row; the expectation is compared in NFC, in which the paper stores its text."""
    kind, _, figures = row["date"].partition(" ")
    if kind == "format":
        at = datetime.fromisoformat(figures)
    else:
        year, month, *rest = map(int, figures.split(", "))
        at = datetime(year, month + 1, *rest)  # JavaScript counts months from 0
    printed = clock.pattern(at.replace(tzinfo=UTC), row["format"], "UTC", f"moment-{row['locale']}")
    assert printed == unicodedata.normalize("NFC", row["expected"])


def test_weeks_are_counted_from_the_sunday_before_new_year():
    for offset in range(4000):
        day = date(2015, 1, 1) + timedelta(days=offset)
        sunday = day - timedelta(days=day.isoweekday() % 7)
        new_year = date((sunday + timedelta(days=6)).year, 1, 1)
        first = new_year - timedelta(days=new_year.isoweekday() % 7)
        assert week(day) == (sunday - first).days // 7 + 1


@pytest.mark.parametrize(
    ("hour", "part"),
    [(0, "রাত"), (3, "রাত"), (4, "ভোর"), (5, "ভোর"), (6, "সকাল"), (11, "সকাল"), (12, "দুপুর"), (14, "দুপুর"), (15, "বিকেল"),
     (17, "বিকেল"), (18, "সন্ধ্যা"), (19, "সন্ধ্যা"), (20, "রাত"), (23, "রাত")],
)  # fmt: skip
def test_part_of_the_day_by_house_use(hour, part):
    assert clock.day_part(hour) == part
