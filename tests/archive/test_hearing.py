"""A word in Latin letters means what headlines have that is said so; on both engines."""

import pytest

from harkara.archive.index import Index, Search

from .conftest import Opener
from .records import marked, numbers, story

COPY = [
    ("পুতিনের সফর পেছাল", "নতুন তারিখ জানানো হয়নি।"),
    ("বৈঠক হলো দুই নেতার", "বৈঠকে ছিলেন পুতিন, চিঠি পাঠানো হয়েছে আগেই।"),
    ("Putin on the line", ""),
    ("চিঠি পাঠানো শুরু", "খবর পাঠিয়েছেন অনেকে।"),
    ("সরকারের পতন", ""),
    ("শাকিবের ব্যাটে জয়", ""),
    ("সাকিব ফিরলেন দলে", ""),
    ("হোসেন হলেন সভাপতি", "হাসিনা বেগম সাধারণ সম্পাদক।"),
    ("মাঠে বৃষ্টি", "বিপণিবিতানে ভিড়।"),
]


@pytest.fixture
def paper(opened: Opener) -> Index:
    index = opened(writing=True)
    index.write([story(number, headline, body) for number, (headline, body) in enumerate(COPY)], [])
    return index


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("putin", {0, 1, 2}),  # and nothing that was sent (পাঠানো) or fell (পতন)
        ("Poutine", {0, 1}),
        ("shakib", {5, 6}),
        ("hasina", {7}),  # no headline has her: whatever sounds so
        ("putin -পতন -Putin", {0, 1}),  # what is left out is left out as it is written
        ('putin "দুই নেতার"', {1}),
    ],
)
def test_what_is_meant(paper: Index, text: str, found: set[int]) -> None:
    answer = paper.search(Search(text))
    assert (set(numbers(answer)), answer.total) == (found, len(found))


def test_every_word_is_asked_for_by_ear_too(paper: Index) -> None:
    assert numbers(paper.search(Search("putin বৈঠক")))[0] == 1
    assert numbers(paper.search(Search("putin চিঠি", sort="oldest"))) == [1]


def test_only_what_is_meant_is_marked(paper: Index) -> None:
    hits = {hit.number: hit for hit in paper.search(Search("putin")).hits}
    assert marked(hits[1].excerpt) == ["পুতিন"]
    assert marked(hits[0].headline) == ["পুতিনের"]
