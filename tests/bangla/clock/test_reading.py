"""Moments read from the lines newspapers print."""

import tomllib
import unicodedata
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harkara.bangla import clock

DHAKA = ZoneInfo("Asia/Dhaka")
CASES = tomllib.loads(Path(__file__).with_name("moments.toml").read_text(encoding="utf-8"))["case"]


def said(text):
    """What a case expects, for comparison: moments in Dhaka, days as their midnight."""
    return [found.moment for found in clock.find(text)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_moments_are_found(case, form):
    expected = [datetime.fromisoformat(moment).replace(tzinfo=DHAKA) for moment in case["moments"]]
    assert said(unicodedata.normalize(form, case["text"])) == expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_whether_there_is_a_time(case):
    assert [found.has_time for found in clock.find(case["text"])] == ["T" in moment for moment in case["moments"]]


def test_span_covers_the_moment_and_nothing_else():
    text = "প্রকাশ: সোমবার, ১৫ আগস্ট ২০২২, রাত ৮টা ৭ মিনিট | ঢাকা"
    (found,) = clock.find(text)
    assert text[found.start : found.end] == "সোমবার, ১৫ আগস্ট ২০২২, রাত ৮টা ৭ মিনিট"


def test_span_begins_with_a_time_printed_first():
    text = "আপডেট: ১২:০৫ এএম, ১৫ আগস্ট ২০২২।"
    (found,) = clock.find(text)
    assert text[found.start : found.end] == "১২:০৫ এএম, ১৫ আগস্ট ২০২২"


def test_moment_is_taken_in_the_zone_of_the_paper():
    (found,) = clock.find("১৫ আগস্ট ২০২২, ১১:২৯", "Asia/Kolkata")
    assert found.moment == datetime(2022, 8, 15, 5, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("প্রকাশিত : ১৫ আগস্ট ২০২২, ১১:২৯", "2022-08-15T11:29"),
        ("ঢাকা, সোমবার, ১৫ আগস্ট ২০২২, ৩১ শ্রাবণ ১৪২৯", "2022-08-15"),
        ("  ১৫ আগস্ট ২০২২।  ", "2022-08-15"),
        ("সেপ্টেম্বর 03 2014", "2014-09-03"),
        ("শুক্রবার, 03 সেপ্টেম্বর 2014", "2014-09-03"),
    ],
)
def test_whole_line(text, moment):
    assert clock.parse(text) == datetime.fromisoformat(moment).replace(tzinfo=DHAKA)


@pytest.mark.parametrize(
    "text",
    ["", "।", "কোনো তারিখ নেই", "১৫ আগস্ট", "৩১ শ্রাবণ ১৪২৯", "১৫ আগস্ট ২০২২ তারিখে বৈঠক বসে", "১৫ আগস্ট ২০২২ ১৬ আগস্ট ২০২২"],
)
def test_what_is_no_whole_moment(text):
    assert clock.parse(text) is None


NOW = datetime(2022, 8, 15, 11, 29, tzinfo=DHAKA)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("গতকাল", "2022-08-14T11:29"),
        ("আজ", "2022-08-15T11:29"),
        ("গত মাস", "2022-07-15T11:29"),
        ("আগামী সপ্তাহ", "2022-08-22T11:29"),
        ("৩ ঘণ্টা আগে", "2022-08-15T08:29"),
        ("তিন ঘন্টা আগে", "2022-08-15T08:29"),
        ("২ দিন পরে", "2022-08-17T11:29"),
        ("৬ মাস আগে", "2022-02-15T11:29"),
        ("এইমাত্র", "2022-08-15T11:29"),
        ("১৬ আগস্ট, রাত ৮টা", "2022-08-16T20:00"),
        ("৩১ ডিসেম্বর", "2022-12-31"),
    ],
)
def test_what_now_makes_plain(text, moment):
    assert clock.parse(text, now=NOW) == datetime.fromisoformat(moment).replace(tzinfo=DHAKA)


def test_relative_words_need_now():
    assert clock.parse("গতকাল") is None


@given(st.text(alphabet=st.sampled_from("০১২৩৪৫৬৭৮৯0123456789 :.,/-আগস্টমেজুনরাতটামিনিটএএমপিএম\n")))
@settings(max_examples=200)
def test_anything_may_be_asked(text):
    for found in clock.find(text):
        assert 0 <= found.start < found.end <= len(text)
        assert found.moment.tzinfo is not None
    clock.parse(text, now=NOW)
