"""What a search finds, in which order, on both engines."""

from datetime import UTC, date, datetime

import pytest

from harkara.archive.index import LAST_PAGE, PER_PAGE, Found, Index, Search

from .conftest import Opener
from .records import marked, numbers, story

COPY = [
    "উত্তর কোরিয়ার নেতা কিম জং উন",
    "দক্ষিণ কোরিয়া ও জাপান",
    "কিমকে আমন্ত্রণ জানালেন পুতিন",
    "নদীতে বাঁধ দেওয়া হচ্ছে",
    "কাজে বাধা এল",
    "লাখ টাকার নির্মাণসামগ্রীর দাম",
    "হঠাৎ বৃষ্টি, ৫০০ মানুষ আটকা",
    "ই-পাসপোর্ট পেতে দেরি",
    "র‍্যাবের অভিযান",
    "নেতা উত্তর দিলেন কোরিয়ায়",
]


@pytest.fixture
def paper(opened: Opener) -> Index:
    index = opened(writing=True)
    index.write([story(number, "", body) for number, body in enumerate(COPY)], [])
    return index


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("কোরিয়া", {0, 1, 9}),
        ("কোরি\u09dfা", {0, 1, 9}),
        ("কোরিয়ার", {0, 1, 9}),
        ("কিমকে", {0, 2}),
        ("putin", {2}),
        ("মা", set()),
        ("হঠাত", {6}),
        ("500", {6}),
        ("৫০০", {6}),
        ("ই-পাসপোর্ট", {7}),
        ("র্যাব", {8}),
        ("rab", {8}),
        ('"উত্তর কোরিয়া"', {0}),
        ("“উত্তর কোরিয়া” জাপান", {0}),
        ('"কোরিয়া উত্তর"', set()),
        ("কোরিয়া -জাপান", {0, 9}),
        ('কোরিয়া -"উত্তর কোরিয়া"', {1, 9}),
        ("-জাপান", set()),
        ("?!", set()),
        ("", set(range(10))),
        ("   ", set(range(10))),
        ("এবং", set()),
        ("কিম এবং জাপান", {0, 1, 2}),
        ("অজানাশব্দ", set()),
    ],
)
def test_what_is_found(paper: Index, text: str, found: set[int]) -> None:
    answer = paper.search(Search(text))
    assert (set(numbers(answer)), answer.total, answer.at_least) == (found, len(found), False)


def test_the_exact_form_comes_first(paper: Index) -> None:
    first = [numbers(paper.search(Search(text)))[0] for text in ("কোরিয়া", "কোরিয়ার", "কিমকে", "বাঁধ", "বাধা")]
    assert first == [1, 0, 2, 3, 4]


def test_who_has_every_word_comes_first(paper: Index) -> None:
    assert numbers(paper.search(Search("নেতা কিম উত্তর কোরিয়া")))[0] == 0


def test_a_headline_weighs_more_than_a_text(opened: Opener) -> None:
    index = opened(writing=True)
    index.write([story(1, "ঢাকায় বৃষ্টি", "রোদ নেই"), story(2, "রোদ নেই", "ঢাকায় বৃষ্টি")], [])
    assert numbers(index.search(Search("বৃষ্টি"))) == [1, 2]


def test_of_equals_the_newest_comes_first(opened: Opener) -> None:
    index = opened(writing=True)
    index.write([story(number, "ঢাকায় বৃষ্টি") for number in (3, 1, 2)], [])
    assert numbers(index.search(Search("বৃষ্টি"))) == [3, 2, 1]


def test_order_by_time(opened: Opener) -> None:
    index = opened(writing=True)
    index.write([story(3, "ঢাকা"), story(1, "ঢাকা", "ঢাকা ঢাকা"), story(2, "খুলনা")], [])
    assert numbers(index.search(Search("ঢাকা", sort="newest"))) == [3, 1]
    assert numbers(index.search(Search("ঢাকা", sort="oldest"))) == [1, 3]
    assert [numbers(index.search(Search(sort=sort))) for sort in ("newest", "relevance", "oldest")] == [
        [3, 2, 1],
        [3, 2, 1],
        [1, 2, 3],
    ]
    assert index.search(Search("ঢাকা", sort="by colour")) == index.search(Search("ঢাকা"))  # type: ignore[arg-type]


def test_by_time_only_records_with_every_word_are_sorted(opened: Opener) -> None:
    index = opened(writing=True)
    index.write([story(1, "ঢাকা খুলনা"), story(2, "ঢাকা"), story(3, "খুলনা")], [])
    assert numbers(index.search(Search("ঢাকা খুলনা", sort="newest"))) == [1]
    assert set(numbers(index.search(Search("ঢাকা বরিশাল", sort="newest")))) == {1, 2}


def filtered(opened: Opener) -> Index:
    index = opened(writing=True)
    index.write(
        [
            story(1, "ঢাকা", section="sports", topics=("cricket", "বিশ্বকাপ"), writers=("রহিমা  বেগম",)),
            story(2, "ঢাকা", section="world", topics=("cricket",), writers=("রহিমা বেগম", "John O'Neil")),
            story(3, "ঢাকা", section="ভ্রমণ", kind="draft"),
            story(4, "খুলনা", section="sports", kind="clipping"),
        ],
        [],
    )
    return index


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"section": "sports"}, {1, 4}),
        ({"section": "sport"}, set()),
        ({"section": "ভ্রমণ"}, {3}),
        ({"section": "sports", "text": "ঢাকা"}, {1}),
        ({"topic": "cricket"}, {1, 2}),
        ({"topic": "বিশ্বকাপ"}, {1}),
        ({"topic": "cricket", "section": "world"}, {2}),
        ({"writer": "রহিমা বেগম"}, {1, 2}),
        ({"writer": "john o’neil"}, {2}),
        ({"writer": "রহিমা"}, set()),
        ({"kinds": ("draft",)}, {3}),
        ({"kinds": ("draft", "clipping")}, {3, 4}),
        ({"kinds": ("story",), "text": "ঢাকা"}, {1, 2}),
        ({"text": "ঢাকা খুলনা", "section": "sports"}, {1, 4}),
    ],
)
def test_filters(opened: Opener, given: dict[str, object], found: set[int]) -> None:
    answer = filtered(opened).search(Search(**given))  # type: ignore[arg-type]  # each case is right
    assert (set(numbers(answer)), answer.total) == (found, len(found))


def test_sections_are_counted(opened: Opener) -> None:
    index = filtered(opened)
    assert index.search(Search("ঢাকা")).sections == {"sports": 1, "world": 1, "ভ্রমণ": 1}
    assert index.search(Search()).sections == {"sports": 2, "world": 1, "ভ্রমণ": 1}
    assert index.search(Search("ঢাকা", section="world")).sections == {"world": 1}


def test_days_are_days_of_the_zone(opened: Opener) -> None:
    index = opened(writing=True)
    moments = {1: datetime(2024, 5, 1, 17, 59, 59, tzinfo=UTC), 2: datetime(2024, 5, 1, 18, tzinfo=UTC)}
    index.write([story(number, "ঢাকা", published_at=moment) for number, moment in moments.items()], [])
    first, second = date(2024, 5, 1), date(2024, 5, 2)
    assert numbers(index.search(Search(begins=first, ends=first))) == [1]
    assert numbers(index.search(Search("ঢাকা", begins=second))) == [2]
    assert numbers(index.search(Search(ends=first))) == [1]
    assert numbers(index.search(Search(begins=first, ends=second, sort="oldest"))) == [1, 2]
    assert numbers(index.search(Search(begins=second, ends=first))) == []
    assert numbers(index.search(Search(begins=first, ends=first, zone="UTC", sort="oldest"))) == [1, 2]
    assert numbers(index.search(Search(begins=first, ends=first, zone="Nowhere/At All"))) == [1]
    assert numbers(index.search(Search(begins=date.min, ends=date.max, sort="oldest"))) == [1, 2]
    assert index.search(Search("ঢাকা", sort="oldest")).hits[0].published_at == moments[1]


def test_pages(opened: Opener) -> None:
    index = opened(writing=True)
    index.write([story(number, "ঢাকা") for number in range(2 * PER_PAGE + 3)], [])
    for sort in ("relevance", "newest"):
        pages = [index.search(Search("ঢাকা", sort=sort, page=page)) for page in (1, 2, 3, 4)]  # type: ignore[arg-type]
        assert [number for page in pages for number in numbers(page)] == list(reversed(range(43)))
        assert [page.total for page in pages] == [43] * 4
    first = index.search(Search("ঢাকা"))
    assert index.search(Search("ঢাকা", page=0)) == index.search(Search("ঢাকা", page=-7)) == first
    assert index.search(Search("ঢাকা", page=LAST_PAGE + 1)).hits == ()
    assert index.search(Search("ঢাকা", page=10**30)).hits == ()


def test_a_hit_is_shown_with_what_was_looked_for_marked(opened: Opener) -> None:
    index = opened(writing=True)
    index.write([story(1, "পুতিনের সফর", "মস্কো থেকে ফিরলেন পুতিন।", section="world", summary="ছোট করে")], [])
    hit = index.search(Search("putin")).hits[0]
    assert hit.headline == (("পুতিনের", True), (" সফর", False))
    assert hit.excerpt == (("মস্কো থেকে ফিরলেন ", False), ("পুতিন", True), ("।", False))
    assert (hit.kind, hit.href, hit.section) == ("story", "/news/1/", "world")


def test_a_record_without_a_text_shows_its_summary(opened: Opener) -> None:
    index = opened(writing=True)
    index.write([story(1, "সফর", "", summary="পুতিন এলেন")], [])
    assert marked(index.search(Search("পুতিন")).hits[0].excerpt) == ["পুতিন"]


def test_a_writer_is_found_by_name(opened: Opener) -> None:
    index = filtered(opened)
    assert set(numbers(index.search(Search("রহিমা বেগম")))) == {1, 2}


def test_a_phrase_does_not_reach_from_the_headline_into_the_text(opened: Opener) -> None:
    index = opened(writing=True)
    index.write([story(1, "ঢাকায় বৃষ্টি", "আজ সকালে")], [])
    assert [index.search(Search(text)).total for text in ('"বৃষ্টি আজ"', '"ঢাকায় বৃষ্টি"', '"আজ সকালে"')] == [0, 1, 1]


def test_nothing_found_is_nothing_found(paper: Index) -> None:
    assert paper.search(Search("zzz")) == Found()
