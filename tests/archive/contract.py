"""What every engine of the archive does alike: one suite, whatever lies below.

The test module of an engine has a fixture ``opened``, a function that opens the one index of the test anew (each call a
handle of its own on the same files or tables, empty at first; ``writing=True`` for the one that writes), and then says
``from tests.archive.contract import *``.
"""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harkara.archive.index import LAST_PAGE, PER_PAGE, Found, Hit, Index, Marked, Place, Search
from harkara.archive.record import Record
from harkara.bangla import graphemes
from tests.archive.stories import NOON, PAPER, story

Opened = Callable[..., Index]


@pytest.fixture
def index(opened: Opened) -> Iterator[Index]:
    """The index of the test, empty."""
    made = opened(writing=True)
    yield made
    made.close()


@pytest.fixture
def paper(index: Index) -> Index:
    """The index with the eight stories of the paper in it."""
    index.write(PAPER, (), Place(8, "eighth"))
    return index


def numbers(found: Found) -> list[int]:
    return [hit.number for hit in found.hits]


def look(index: Index, text: str = "", **wanted: Any) -> set[int]:
    """The numbers of what is found; the total has to agree."""
    found = index.search(Search(text, **wanted))
    assert found.total == len(found.hits)
    assert not found.at_least
    return set(numbers(found))


def plain(marked: Marked) -> str:
    return "".join(piece for piece, _ in marked)


def marks(marked: Marked) -> list[str]:
    return [piece for piece, is_mark in marked if is_mark]


# Putting, replacing, removing


def test_an_empty_index_answers(index):
    assert (index.count(), index.place()) == (0, None)
    assert index.search(Search("কোরিয়া")) == Found()
    assert index.search(Search()) == Found()
    assert (tuple(index.suggest("কো")), list(index.like(PAPER[0]))) == ((), [])


def test_what_was_put_is_found_and_counted(paper):
    assert paper.count() == 8
    assert look(paper, "পুতিন") == {3}


def test_a_record_takes_the_place_of_the_one_with_its_key(paper):
    paper.write([story(3, "বন্যায় ভাসছে সুনামগঞ্জ", section="country")], ())
    assert (look(paper, "পুতিন"), look(paper, "সুনামগঞ্জ"), paper.count()) == (set(), {3}, 8)
    assert 3 not in look(paper, section="world")


def test_the_last_of_two_records_with_one_key_stays(index):
    index.write([story(1, "প্রথম সংস্করণ"), story(1, "দ্বিতীয় সংস্করণ")], ())
    assert (index.count(), look(index, "প্রথম"), look(index, "দ্বিতীয়")) == (1, set(), {1})


def test_what_was_removed_is_gone(paper):
    paper.write((), ["story:3", "story:4", "story:999"])
    assert (paper.count(), look(paper, "পুতিন"), look(paper, "বাঁধ") & {4}) == (6, set(), set())


def test_one_write_puts_and_removes(paper):
    paper.write([story(20, "সুনামগঞ্জে বন্যা")], {"story:1"}, Place(9, "ninth"))
    assert (paper.count(), look(paper, "সুনামগঞ্জ"), look(paper, "পিয়ংইয়ং")) == (8, {20}, set())


def test_kinds_with_one_number_are_different_records(index):
    index.write([story(1, "মেঘনা"), story(1, "মেঘনা", kind="draft"), story(1, "মেঘনা", kind="clipping")], ())
    assert index.count() == 3
    index.write((), ["draft:1"])
    assert [hit.kind for hit in index.search(Search("মেঘনা", sort="newest")).hits].count("draft") == 0
    assert index.count() == 2


def test_many_records_in_one_write(index):
    index.write((story(number, "জোয়ার", "পদ্মার পানি বাড়ছে। " * 20) for number in range(1, 301)), ())
    assert (index.count(), index.search(Search("জোয়ার")).total) == (300, 300)


def test_a_very_long_text_can_be_put(index):
    words = " ".join(f"ক{number}" for number in range(20_000))
    index.write([story(1, "দীর্ঘ", f"শুরুতে পদ্মা সেতু। {words}"), story(2, "ছোট", "ক" * 100_000)], ())
    assert (look(index, '"পদ্মা সেতু"'), look(index, "ছোট")) == ({1}, {2})


# The place in the change log


def test_the_place_is_kept_with_what_was_written(opened, index):
    index.write(PAPER[:2], (), Place(7, "story:2 2022-08-17"))
    assert index.place() == Place(7, "story:2 2022-08-17")
    other = opened()
    assert (other.place(), other.count()) == (Place(7, "story:2 2022-08-17"), 2)
    other.close()


def test_a_write_without_a_place_leaves_it(index):
    index.write((), (), Place(7, "seventh"))
    index.write(PAPER, ())
    assert index.place() == Place(7, "seventh")


def test_a_place_may_go_back(index):
    index.write((), (), Place(7, "seventh"))
    index.write((), (), Place(2, "বাংলা 'quoted' \\ {}"))
    assert index.place() == Place(2, "বাংলা 'quoted' \\ {}")


def test_of_a_write_that_fails_nothing_is_found(opened, paper):
    def broken() -> Iterator[Record]:
        yield story(20, "সুনামগঞ্জে বন্যা")
        yield replace(PAPER[2], headline="বদলে গেল")
        raise OSError("the newsroom's database went away")

    with pytest.raises(OSError, match="went away"):
        paper.write(broken(), ["story:1"], Place(9, "ninth"))
    for handle in (paper, opened()):
        assert (handle.place(), handle.count()) == (Place(8, "eighth"), 8)
        assert (look(handle, "সুনামগঞ্জ"), look(handle, "পুতিন")) == (set(), {3})
    paper.write([story(21, "সুনামগঞ্জে বন্যা")], (), Place(9, "ninth"))
    assert (look(paper, "সুনামগঞ্জ"), paper.place()) == ({21}, Place(9, "ninth"))


def test_a_reader_that_was_there_before_sees_what_is_written(opened, index):
    reader = opened()
    assert look(reader, "মেঘনা") == set()
    index.write([story(1, "মেঘনা")], (), Place(1))
    assert (look(reader, "মেঘনা"), reader.place(), reader.count()) == ({1}, Place(1), 1)
    reader.close()


# Words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("কোরিয়া", {1, 2, 8}),
        ("কোরি\u09dfা", {1, 2, 8}),
        ("কোরি\u09af\u09bcার", {1, 2, 8}),
        ("কিম", {1, 3}),
        ("putin", {3}),
        ("PUTIN", {3}),
        ("মা", set()),
        ("হঠাত", {6}),
        ("500", {4}),
        ("৫০০", {4}),
        ("র্যাব", {7}),
        ("র‍্যাব", {7}),
        ("সংস্কার", {5}),
        ("সংস্কারের", {5}),
        ("উড়োজাহাজ", set()),
    ],
)
def test_a_word_is_found_in_every_spelling(paper, text, found):
    assert look(paper, text) == found


def test_the_exact_form_comes_first(paper):
    assert numbers(paper.search(Search("বাঁধ")))[0] == 4
    assert numbers(paper.search(Search("বাধা")))[0] == 5


def test_a_story_with_all_the_words_comes_first(paper):
    assert numbers(paper.search(Search("কোরিয়ার ফুটবল মাঠে")))[0] == 8
    assert numbers(paper.search(Search("পুতিন আমন্ত্রণ কিম")))[0] == 3


def test_a_word_in_the_headline_weighs_more(index):
    filler = "রাজধানীর সড়কে আজ সকালে যানজট ছিল না। " * 3
    body = [story(n, f"দিনের খবর {n}", f"{filler} মেঘনা {filler}") for n in (1, 2, 4, 5)]
    index.write([*body, story(3, "মেঘনা পাড়ে মেলা", f"{filler} {filler}")], ())
    assert numbers(index.search(Search("মেঘনা")))[0] == 3


# Phrases and exclusions


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('"উত্তর কোরিয়া"', {1}),
        ("“উত্তর কোরিয়ার”", {1}),
        ('"কোরিয়ার উত্তর"', set()),
        ('"দক্ষিণ কোরিয়া"', {2, 8}),
        ('"দক্ষিণ কোরিয়া" জাপান', {2, 8}),
        ('"দক্ষিণ কোরিয়া" "লাখ টাকার"', {8}),
        ('"জং উন পিয়ংইয়ংয়ে"', set()),
        ("কোরিয়া -জাপান", {1, 8}),
        ("কোরিয়া -জাপান -ফুটবল", {1}),
        ('কোরিয়া -"উত্তর কোরিয়া"', {2, 8}),
        ('"দক্ষিণ কোরিয়া" -জাপানের', {8}),
        ("কোরিয়া -কোরিয়ার", set()),
    ],
)
def test_phrases_and_exclusions(paper, text, found):
    assert look(paper, text) == found


def test_a_phrase_does_not_run_from_the_headline_into_the_text(index):
    index.write([story(1, "নেতা এলেন", "ঢাকায় সকালে।"), story(2, "খবর", "নেতা এলেন ঢাকায় সকালে।")], ())
    assert look(index, '"এলেন ঢাকায়"') == {2}


# Filters, sorts, pages


def test_without_text_the_filters_choose(paper):
    assert look(paper) == {1, 2, 3, 4, 5, 6, 7, 8}
    assert look(paper, section="world") == {1, 2, 3}
    assert look(paper, topic="korea") == {1, 2}
    assert look(paper, writer="Anik Das") == {2, 3}
    assert look(paper, writer="রুমানা হক") == {1, 2}
    assert look(paper, kinds=("story",)) == {1, 2, 3, 4, 5, 6, 7, 8}
    assert look(paper, kinds=("draft", "clipping")) == set()


def test_a_filter_is_a_whole_name(paper):
    assert [look(paper, section="worl"), look(paper, topic="kor"), look(paper, writer="Anik")] == [set()] * 3
    assert [look(paper, section="korea"), look(paper, topic="world"), look(paper, "world")] == [set()] * 3


def test_a_section_has_its_parts_with_it(paper):
    assert look(paper, section="country", parts=("capital",)) == {4, 5, 6, 7}
    assert look(paper, section="country", parts=("capital", "sport", "nowhere")) == {4, 5, 6, 7, 8}
    assert look(paper, section="nowhere", parts=("sport",)) == {8}
    assert look(paper, section="country", parts=("sport",), topic="police") == {7}
    assert look(paper, section="country", parts=("sport",), kinds=("story",)) == {4, 5, 7, 8}
    assert look(paper, section="country", parts=("sport",), kinds=("draft", "clipping")) == set()
    assert look(paper, "কোরিয়া", section="world", parts=("sport",)) == {1, 2, 8}
    assert look(paper, "কোরিয়া", section="country", parts=("sport",)) == {8}
    assert numbers(paper.search(Search(section="world", parts=("sport",), sort="newest"))) == [8, 3, 2, 1]
    assert paper.search(Search(section="world", parts=("sport",))).sections == {"world": 3, "sport": 1}
    assert look(paper, parts=("sport",)) == {1, 2, 3, 4, 5, 6, 7, 8}  # parts of no section


def test_filters_and_words_together(paper):
    assert look(paper, "কোরিয়া", section="world") == {1, 2}
    assert look(paper, "কোরিয়া", section="world", topic="army") == {1}
    assert look(paper, '"দক্ষিণ কোরিয়া"', section="sport") == {8}
    assert look(paper, "কোরিয়া -জাপান", topic="korea") == {1}
    assert look(paper, "পুতিন", writer="রুমানা হক") == set()


def test_kinds(index):
    index.write([story(1, "মেঘনা"), story(2, "মেঘনা", kind="draft"), story(3, "মেঘনা", kind="clipping")], ())
    assert look(index, "মেঘনা", kinds=("draft", "clipping")) == {2, 3}
    assert look(index, "মেঘনা", kinds=("story",)) == {1}
    assert look(index, "মেঘনা") == {1, 2, 3}


def test_days_are_both_included(paper):
    assert look(paper, begins=date(2022, 8, 18), ends=date(2022, 8, 20)) == {3, 4, 5}
    assert look(paper, begins=date(2022, 8, 21)) == {6, 7, 8}
    assert look(paper, ends=date(2022, 8, 16)) == {1}
    assert look(paper, "কোরিয়া", begins=date(2022, 8, 17)) == {2, 8}
    assert look(paper, begins=date(2022, 8, 20), ends=date(2022, 8, 18)) == set()


def test_a_day_is_a_day_of_the_zone(index):
    late = datetime(2022, 8, 14, 18, 30, tzinfo=UTC)  # half past midnight of the 15th in Dhaka
    index.write([story(1, published_at=late), story(2, published_at=late - timedelta(hours=1))], ())
    day = date(2022, 8, 15)
    assert look(index, begins=day, ends=day) == {1}
    assert look(index, begins=day, ends=day, zone="UTC") == set()
    assert look(index, ends=date(2022, 8, 14), zone="Asia/Dhaka") == {2}


def test_sorts(paper):
    assert numbers(paper.search(Search("কোরিয়া", sort="newest"))) == [8, 2, 1]
    assert numbers(paper.search(Search("কোরিয়া", sort="oldest"))) == [1, 2, 8]
    assert numbers(paper.search(Search(sort="newest"))) == [8, 7, 6, 5, 4, 3, 2, 1]
    assert numbers(paper.search(Search())) == [8, 7, 6, 5, 4, 3, 2, 1]
    assert numbers(paper.search(Search(section="world", sort="oldest"))) == [1, 2, 3]


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
@pytest.mark.parametrize("text", ["", "মেঘনা"])
def test_pages_hold_everything_once(index, sort, text):
    number = 2 * PER_PAGE + 3
    index.write([story(n, "মেঘনা", "একই কথা") for n in range(1, number + 1)], ())
    pages = [index.search(Search(text, sort=sort, page=page)) for page in (1, 2, 3, 4)]
    assert [len(page.hits) for page in pages] == [PER_PAGE, PER_PAGE, 3, 0]
    assert [page.total for page in pages] == [number] * 4
    assert sorted(n for page in pages for n in numbers(page)) == list(range(1, number + 1))


@pytest.mark.parametrize("page", [0, -1, LAST_PAGE + 1, 10**30])
def test_a_page_that_is_not_there_is_no_error(paper, page):
    assert len(paper.search(Search("কোরিয়া", page=page)).hits) in (0, 3)


def test_sections_are_counted(paper):
    assert paper.search(Search("কোরিয়া")).sections in ({"world": 2, "sport": 1}, {})


# What a hit tells


def test_a_hit_tells_what_it_is(paper):
    (hit,) = paper.search(Search("পুতিন")).hits
    assert isinstance(hit, Hit)
    assert (hit.kind, hit.number, hit.href, hit.section) == ("story", 3, "/3/", "world")
    assert hit.published_at == NOON + timedelta(days=3)
    assert hit.published_at.tzinfo is not None
    assert plain(hit.headline) == PAPER[2].headline
    assert "পুতিন" in marks(hit.headline)
    assert "পুতিন" in marks(hit.excerpt)


def test_what_was_looked_for_is_marked_in_any_spelling(paper):
    (hit,) = paper.search(Search("putin")).hits
    assert "পুতিন" in marks(hit.headline)
    first = next(hit for hit in paper.search(Search("কোরি\u09dfা")).hits if hit.number == 1)
    assert marks(first.headline) == ["কোরিয়ার"]


def test_pieces_end_where_graphemes_end(paper):
    for text in ("কোরিয়া", "র‍্যাব", "বৃষ্টি", "rab"):
        for hit in paper.search(Search(text)).hits:
            for marked in (hit.headline, hit.excerpt):
                whole = graphemes.split(plain(marked))
                assert [grapheme for piece, _ in marked for grapheme in graphemes.split(piece)] == whole


def test_an_excerpt_shows_the_place_in_a_long_text(index):
    filler = "রাজধানীর সড়কে আজ সকালে যানজট ছিল না। " * 200
    index.write([story(1, "খবর", f"{filler} মেঘনায় নৌকা বাইচ হলো। {filler}")], ())
    (hit,) = index.search(Search("মেঘনা")).hits
    assert marks(hit.excerpt) == ["মেঘনায়"]
    assert len(plain(hit.excerpt)) < 1000


# Nothing of what was taken back is left


def test_a_redacted_word_is_nowhere(paper):
    secret = "ঝিলমিলপুর"
    paper.write([story(30, f"{secret} থেকে", f"সাক্ষী {secret} গ্রামে থাকেন।", topics=("police",))], ())
    assert look(paper, secret) == {30}
    paper.write([story(30, "গ্রাম থেকে", "সাক্ষী গ্রামে থাকেন।", topics=("police",))], ())
    assert look(paper, secret) == set()
    assert secret not in str(paper.search(Search("সাক্ষী")))
    assert secret not in str(paper.suggest("ঝিলমি"))
    assert secret not in str(paper.search(Search("ঝিলমিলপু")))


def test_a_killed_story_is_nowhere(paper):
    paper.write((), ["story:3"])
    assert look(paper, "মস্কো") == set()
    assert "মস্কো" not in str(paper.suggest("মস্ক"))
    assert 3 not in [number for number, _ in paper.like(PAPER[2])]
    assert look(paper, section="world") == {1, 2}


# Did you mean, suggestions, likeness


def test_did_you_mean_is_only_said_where_it_finds_something(paper):
    assert paper.search(Search("পাসপোর্ট")).meant == ""
    found = paper.search(Search("পাসপোরট অফিসস"))
    if found.meant:
        assert 6 in numbers(paper.search(Search(found.meant)))


def test_did_you_mean(index):
    index.write([story(n, f"আগারগাঁওয়ে পাসপোর্ট {n}") for n in range(1, 6)], ())
    found = index.search(Search("পাসপোর্টট"))
    assert found.meant == "পাসপোর্ট" or found.total == 5
    assert index.search(Search("পাসপুট")).meant in ("পাসপোর্ট", "")


def test_suggestions_in_either_script(paper):
    for typed in ("পাসপো", "paspo"):
        suggested = paper.suggest(typed)
        assert "পাসপোর্ট" in " ".join(suggested)
        assert len(set(suggested)) == len(suggested) <= 8
    assert len(paper.suggest("ক", limit=1)) <= 1


def test_what_is_suggested_is_found(paper):
    for typed in ("কো", "পু", "দক", "put", "kori"):
        for text in paper.suggest(typed):
            assert paper.search(Search(text)).total > 0


def test_like(index):
    flood = "সুনামগঞ্জে বন্যার পানি বাড়ছে। হাওরের বাঁধ ভেঙে গ্রাম তলিয়ে গেছে।"
    match = "মিরপুর টেস্টে স্পিনারদের দাপটে বাংলাদেশ জয়ের পথে।"
    index.write(
        [
            story(1, "হাওরে বন্যা", flood),
            story(2, "হাওরে আবার বন্যা", f"{flood} ত্রাণ যায়নি।"),
            story(3, "বন্যার্তদের পাশে", "সুনামগঞ্জে হাওরের মানুষ ত্রাণ পেয়েছে।"),
            story(4, "মিরপুরে জয়ের পথে", match),
            story(5, "হাওরে বন্যা", flood, kind="draft"),
        ],
        (),
    )
    near = list(index.like(story(1, "হাওরে বন্যা", flood)))
    assert [number for number, _ in near][:2] == [2, 3]
    assert 1 not in [number for number, _ in near]
    assert 5 not in [number for number, _ in near]
    assert [nearness for _, nearness in near] == sorted((nearness for _, nearness in near), reverse=True)
    assert all(0 <= nearness <= 1 for _, nearness in near)
    assert len(index.like(story(1, "হাওরে বন্যা", flood), limit=1)) == 1
    before = NOON + timedelta(days=3)
    assert [number for number, _ in index.like(PAPER[0], published_before=NOON)] == []
    assert {number for number, _ in index.like(story(9, "হাওরে বন্যা", flood), published_before=before)} <= {1, 2}


def test_like_a_text_without_words(paper):
    assert list(paper.like(story(9, "।", "!!"))) == []


# Nothing that somebody types is an error

TYPED = st.text(max_size=40) | st.text(
    st.sampled_from("কিমা্ \"'-*()^:+ANDORNEAR{}“”।৫.,·_\0\\%&|!<>\ud800"), max_size=30
)
SLUGS = st.sampled_from(["", "world", "'", "\0", "\ud800", "\\", '"', "a:b", "ঢাকা", "x" * 5000]) | st.text(max_size=8)
DAYS = st.none() | st.dates()
WANTED = st.builds(
    Search,
    text=TYPED,
    section=SLUGS,
    topic=SLUGS,
    writer=SLUGS,
    begins=DAYS,
    ends=DAYS,
    kinds=st.sampled_from([(), ("story",), ("story", "draft", "clipping"), ("draft", "draft")]),
    sort=st.sampled_from(["relevance", "newest", "oldest"]),
    page=st.integers(-2, LAST_PAGE + 2),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=WANTED | st.builds(Search, text=TYPED))
def test_no_search_is_an_error(index, wanted):
    if not index.count():
        index.write(PAPER, ())
    assert isinstance(index.search(wanted), Found)
    assert all(isinstance(text, str) for text in index.suggest(wanted.text))


@pytest.mark.parametrize(
    "text", ["ক" * 20_000, "কিম " * 5_000, '"' * 5_000, "-" * 5_000, '"কিম জং" ' * 500, "a." * 3_000]
)
def test_no_length_of_text_is_an_error(paper, text):
    assert isinstance(paper.search(Search(text)), Found)
    paper.suggest(text)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(headline=TYPED, body=TYPED, summary=TYPED, section=SLUGS, topic=SLUGS, writer=SLUGS)
def test_any_text_can_be_put(index, headline, body, summary, section, topic, writer):
    record = Record(
        "story", 77, headline, body, NOON, summary, section=section, topics=(topic,), writers=(writer,), href="/77/"
    )
    index.write([record], ())
    assert (index.count(), look(index)) == (1, {77})
    index.like(record)


def test_many_read_while_one_writes(opened, paper):
    errors: list[BaseException] = []
    seen: list[set[int]] = []
    stop = threading.Event()

    def read(handle: Index) -> None:
        try:
            while not stop.is_set():
                seen.append(set(numbers(handle.search(Search("পুতিন")))))
                handle.suggest("পু")
        except BaseException as error:
            errors.append(error)

    other = opened()
    threads = [threading.Thread(target=read, args=(handle,)) for handle in (paper, paper, other)]
    for thread in threads:
        thread.start()
    for number in range(30, 45):
        paper.write([story(number, f"পুতিন {number}")], (f"story:{number - 1}",), Place(number))
    stop.set()
    for thread in threads:
        thread.join()
    other.close()
    assert errors == []
    assert all(3 in found and len(found) <= 2 for found in seen)
    assert look(paper, "পুতিন") == {3, 44}
