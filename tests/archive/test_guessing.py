"""Did you mean, suggestions, and more like this, on both engines."""

from datetime import timedelta

import pytest

from harkara.archive.index import Index, Search

from .conftest import Opener
from .records import FIRST, story

HEADLINES = [
    "উত্তর কোরিয়ার নেতা কিম",
    "উত্তর কোরিয়ার নেতা কিম জং উন",
    "উত্তর কোরিয়ায় বন্যা",
    "উত্তরে শীত",
    "পুতিনের সঙ্গে বৈঠক",
    "পুতিন এলেন",
    "পাতানো খেলা",
    "নির্বাচন কমিশন গঠন",
    "নির্বাচন পেছাল",
    "নির্বাচন কমিশন নিয়ে সভা",
    "র‍্যাবের অভিযান",
]


@pytest.fixture
def paper(opened: Opener) -> Index:
    index = opened(writing=True)
    index.write([story(number, line) for number, line in enumerate(HEADLINES)], [])
    return index


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("নিরবাচন", ""),  # its sound finds it
        ("নির্বাচণ", ""),  # the fold finds it
        ("নির্বাজন", "নির্বাচন"),
        ("কোরয়া", "কোরিয়ায়"),
        ("নির্বাজন কমিশন", "নির্বাচন কমিশন"),
        ("“নির্বাজন” কমিশন!", "“নির্বাচন” কমিশন!"),
        ("নির্বাচন", ""),
        ("ক", ""),
        ("৭৭৭", ""),
        ("বুলগাকভ", ""),
        ("", ""),
    ],
)
def test_did_you_mean(paper: Index, typed: str, meant: str) -> None:
    found = paper.search(Search(typed))
    assert found.meant == meant
    if meant:
        assert paper.search(Search(meant)).total >= 1


def test_another_word_is_not_meant_by_one_that_is_there(opened: Opener) -> None:
    """জাহাজ is rare and জন frequent, and they are not far by ear: they are two words."""
    index = opened(writing=True)
    index.write([story(0, "নতুন জাহাজ"), *(story(number, "পাঁচ জন এলেন") for number in range(1, 40))], [])
    assert (index.search(Search("জাহাজ")).total, index.search(Search("জাহাজ")).meant) == (1, "")


def test_it_is_only_meant_where_it_finds_more(paper: Index) -> None:
    assert paper.search(Search("নির্বাজন -নির্বাচন")).meant == ""
    assert paper.search(Search("নির্বাজন", section="sports")).meant == ""


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("নির", ("নির্বাচন", "নির্বাচন কমিশন", "নির্বাচন পেছাল")),
        ("নির্বাচন ", ("নির্বাচন কমিশন", "নির্বাচন পেছাল")),
        ("নির্বাচন পে", ("নির্বাচন পেছাল",)),
        ("কোরি\u09df", ("কোরিয়ার", "কোরিয়ার নেতা", "কোরিয়ায় বন্যা", "কোরিয়ায়")),
        ("র‍্যা", ("র‍্যাবের", "র‍্যাবের অভিযান")),
        ("zzz", ()),
        ("", ()),
        ("!", ()),
    ],
)
def test_suggestions(paper: Index, typed: str, suggested: tuple[str, ...]) -> None:
    assert paper.suggest(typed)[: len(suggested)] == suggested
    assert bool(paper.suggest(typed)) == bool(suggested)


def test_no_suggestion_ends_in_a_word_that_says_nothing(opened: Opener) -> None:
    index = opened(writing=True)
    index.write([story(1, "ঢাকা ও চট্টগ্রাম"), story(2, "ঢাকা এবং খুলনা"), story(3, "ঢাকা শহর")], [])
    assert index.suggest("ঢাকা ") == ("ঢাকা শহর",)
    assert index.suggest("ঢাকা এব") == ()
    assert index.suggest("ঢাকা ও চ") == ("ঢাকা ও চট্টগ্রাম",)


def test_suggestions_in_latin_letters(paper: Index) -> None:
    assert {"পুতিন", "পুতিনের"} <= set(paper.suggest("put"))
    assert paper.suggest("putin")[0] == "পুতিন"
    assert paper.suggest("nirba")[0] == "নির্বাচন"
    assert "উত্তর কোরিয়ার" in paper.suggest("uttor ko")


def test_no_more_suggestions_than_asked_for_and_none_twice(paper: Index) -> None:
    for typed in ("উ", "u", "নি", "উত্তর "):
        found = paper.suggest(typed, 3)
        assert len(found) <= 3
        assert len(set(found)) == len(found)
    assert paper.suggest("উ", 0) == ()


def test_what_is_gone_is_not_suggested(paper: Index) -> None:
    paper.write([], ["story:4", "story:5"])
    assert [one for one in (*paper.suggest("put"), *paper.suggest("পু")) if "পুতিন" in one] == []


TEXTS = {
    1: "পদ্মা সেতুর নির্মাণকাজ শেষ, যান চলাচল শুরু হবে জুনে",
    2: "পদ্মা সেতুর নির্মাণকাজ শেষ হয়েছে, জানালেন মন্ত্রী",
    3: "পদ্মা নদীতে ভাঙন",
    4: "ক্রিকেটে বাংলাদেশের জয়",
}


def test_more_like_this(opened: Opener) -> None:
    index = opened(writing=True)
    index.write([story(number, text) for number, text in TEXTS.items()], [])
    found = index.like(story(1, TEXTS[1]))
    assert [number for number, _ in found] == [2, 3]
    assert all(0 < near <= 1 for _, near in found)
    assert found[0][1] > 2 * found[1][1]
    assert index.like(story(99, TEXTS[1]))[0][0] == 1
    assert index.like(story(99, TEXTS[1]), 1)[0][0] == 1


def test_the_same_story_is_near(opened: Opener) -> None:
    index = opened(writing=True)
    body = " ".join(TEXTS.values())
    index.write([story(7, "সেতু", body), *(story(number, text) for number, text in TEXTS.items())], [])
    assert index.like(story(99, "সেতু", body))[0] == (7, pytest.approx(1, abs=0.25))


def test_more_like_this_from_before(opened: Opener) -> None:
    index = opened(writing=True)
    index.write([story(number, text) for number, text in TEXTS.items()], [])
    before = FIRST + timedelta(days=2)
    assert [number for number, _ in index.like(story(9, TEXTS[3]), published_before=before)] == [1]


def test_more_like_this_are_stories(opened: Opener) -> None:
    index = opened(writing=True)
    index.write([story(1, TEXTS[1], kind="draft"), story(2, TEXTS[2])], [])
    assert [number for number, _ in index.like(story(1, TEXTS[1]))] == [2]
    assert list(index.like(story(1, ""))) == []
    assert list(index.like(story(1, TEXTS[1]), 0)) == []
