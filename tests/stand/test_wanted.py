"""What a search address says, and back."""

from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harkara.archive.index import LAST_PAGE, Search
from harkara.bangla import graphemes
from harkara.stand import wanted
from harkara.stand.wanted import days_of, link, read

DAY = date(2022, 8, 15)


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2022-08-15", DAY, DAY),
        ("২০২২-০৮-১৫", DAY, DAY),
        ("১৫/০৮/২০২২", DAY, DAY),
        ("১৫ আগস্ট ২০২২", DAY, DAY),
        ("15 August 2022", DAY, DAY),
        ("৩১ শ্রাবণ ১৪২৯", DAY, DAY),
        ("৩১শে শ্রাবণ, ১৪২৯", DAY, DAY),
        ("১৭ মহররম ১৪৪৪", DAY, DAY),
        ("আগস্ট ২০২২", date(2022, 8, 1), date(2022, 8, 31)),
        ("২০২৪-০২", date(2024, 2, 1), date(2024, 2, 29)),
        ("২০২২", date(2022, 1, 1), date(2022, 12, 31)),
        ("১৪২৯", date(2022, 4, 14), date(2023, 4, 13)),
    ],
)
def test_days(written: str, first: date, last: date) -> None:
    assert days_of(written) == (first, last)


@pytest.mark.parametrize("written", ["৩২ আগস্ট ২০২২", "কাল", "0001-01-01", "9999-12-31", "২০২২-১৩", "-", "99 শ্রাবণ 1429"])
def test_what_is_no_day(written: str) -> None:
    assert days_of(written) is None
    asked = read(urlencode({"q": "নদী", "from": written, "to": written}))
    assert asked.search == Search("নদী")
    assert (asked.troubles, asked.typed) == (("begins", "ends"), {"begins": written, "ends": written})


def test_everything_that_an_address_can_say() -> None:
    said = {
        "q": ' "উত্তর  কোরিয়া" -ফুটবল\n',
        "section": "world",
        "topic": "চরাঞ্চল",
        "writer": "রওশন আরা",
        "from": "১৪২৯",
        "to": "আগস্ট ২০২২",
        "sort": "oldest",
        "page": "৩",
    }
    assert read(urlencode(said)) == wanted.Wanted(
        Search(
            text='"উত্তর কোরিয়া" -ফুটবল',
            section="world",
            topic="চরাঞ্চল",
            writer="রওশন আরা",
            begins=date(2022, 4, 14),
            ends=date(2022, 8, 31),
            sort="oldest",
            page=3,
        )
    )


@pytest.mark.parametrize("topic", ["পদ্মা সেতু", "পদ্মা-সেতু", " পদ্মা  সেতু ", "পদ্মা সেতু!"])
def test_a_topic_is_named_in_words_or_by_its_slug(topic: str) -> None:
    assert read(urlencode({"topic": topic})).search == Search(topic="পদ্মা-সেতু")


def test_days_that_stand_the_wrong_way_round_are_turned() -> None:
    asked = read("from=2022-08-20&to=2022-08-15").search
    assert (asked.begins, asked.ends) == (DAY, date(2022, 8, 20))


@pytest.mark.parametrize(
    ("page", "number"),
    [("", 1), ("0", 1), ("-3", 1), ("৭", 7), ("999999999999999999999", LAST_PAGE), ("²", 1), ("1.5", 1), ("x", 1)],
)
def test_the_number_of_a_page(page: str, number: int) -> None:
    assert read(urlencode({"q": "নদী", "page": page})).search.page == number


def test_text_is_in_our_spelling_on_one_line_and_not_too_long() -> None:
    assert read(urlencode({"q": "হঠাত্\x00\x07 \N{LINE SEPARATOR}নদী\ufffd"})).search.text == "হঠাৎ নদী"
    asked = read(urlencode({"q": "নদী " * 500}))
    assert (graphemes.length(asked.search.text), asked.troubles) == (wanted.LONGEST, ("text",))
    assert read(urlencode({"q": "ক" + "\N{BENGALI SIGN CANDRABINDU}" * 3000})).search.text == "কঁ"
    combining = "e" + "\N{COMBINING ACUTE ACCENT}" * 3000  # one grapheme
    assert len(read(urlencode({"q": combining})).search.text) <= wanted.CHARACTERS


def test_bytes_that_are_not_utf_8_are_left_out() -> None:
    assert read("q=%E0%A6%A8%ff%e0+x").search.text == "ন x"
    assert read("q=নদী".encode().decode("latin-1")).search.text == "নদী"  # somebody sent it as it is


def test_the_first_of_two_that_says_something_counts_and_what_is_unknown_is_nothing() -> None:
    assert read("q=&q=a&q=b&fbclid=1&sort=best&section=&x").search == Search("a")
    assert read("&" * 100_000 + "q=a").search == Search()
    assert read("q=a&section=%2e%2e%2fdesk").troubles == ("section",)


def test_the_address_of_a_search_is_short() -> None:
    assert link(Search()) == "/search/"
    assert link(Search("কিম & জং")) == "/search/?q=%E0%A6%95%E0%A6%BF%E0%A6%AE+%26+%E0%A6%9C%E0%A6%82"
    assert link(Search("x", sort="newest", page=2)) == "/search/?q=x&sort=newest&page=2"


WORDS = st.text(max_size=260)
DAYS = st.none() | st.dates(date(1800, 1, 1), date(2200, 12, 31))
SEARCHES = st.builds(
    Search,
    text=WORDS,
    section=st.sampled_from(["", "world", "a-b"]),
    topic=WORDS,
    writer=WORDS,
    begins=DAYS,
    ends=DAYS,
    sort=st.sampled_from(["relevance", "newest", "oldest"]),
    page=st.integers(-5, 10**6),
)


@given(SEARCHES)
def test_what_was_read_is_read_again_from_its_address(search: Search) -> None:
    once = read(link(search).partition("?")[2])
    again = read(link(once.search).partition("?")[2])
    assert again.search == once.search
    assert link(again.search) == link(once.search)


@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_no_bytes_are_an_error(query: bytes) -> None:
    for begin in (b"", b"q=", b"from=", b"q=x&page="):
        asked = read((begin + query).decode("latin-1"))
        assert 1 <= asked.search.page <= LAST_PAGE
        assert graphemes.length(asked.search.text) <= wanted.LONGEST
        assert replace(asked.search, text="").text == ""
        link(asked.search).encode("ascii")
