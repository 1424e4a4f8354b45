"""Names that the paper knows, offered while one begins to type them."""

from typing import Any

import pytest

from harkara.desk import sources
from harkara.desk.calling import Called, beginning, known
from harkara.desk.models import SourceLink
from tests.desk.factories import make_person, make_topic

pytestmark = pytest.mark.django_db


def names(typed: str) -> list[str]:
    return [one.name for one in beginning(typed)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("podma", ["পদ্মা সেতু"]),
        ("পদ্ম", ["পদ্মা সেতু"]),
        ("setu", ["পদ্মা সেতু"]),  # a later word of the name
        ("shekh", ["শেখ হাসিনা"]),
        ("p", []),
        ("  ", []),
        ("zzz", []),
        ("50", []),
    ],
)
def test_names_are_found_by_keys_and_by_letters(typed: str, found: list[str]) -> None:
    for name in ("পদ্মা সেতু", "শেখ হাসিনা"):
        make_topic(name)
    assert names(typed) == found


def test_topics_places_sources_and_people_each_once() -> None:
    make_topic("টেকনাফ বন্দর")
    make_person("টেকনাফ প্রতিনিধি")
    sources.remember([SourceLink(name="টেকনাফ বার্তা", kind=SourceLink.Kind.OUTLET)])
    make_topic("প্রতিনিধি")
    make_person("প্রতিনিধি")
    assert beginning("Tekn") == [
        Called("টেকনাফ বন্দর", "topic"),
        Called("টেকনাফ", "place"),
        Called("টেকনাফ বার্তা", "source"),
        Called("টেকনাফ প্রতিনিধি", "person"),
    ]
    assert beginning("প্রতিনি") == [Called("প্রতিনিধি", "topic"), Called("টেকনাফ প্রতিনিধি", "person")]


def test_a_name_that_stands_there_whole_is_not_offered() -> None:
    make_topic("সেতু")
    assert names("সেতু") == []


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_the_names(number: int, django_assert_num_queries: Any) -> None:
    for count in range(number):
        make_topic(f"পদ্মা সেতু {count}")
        make_person(f"পদ্মা প্রতিনিধি {count}")
    with django_assert_num_queries(8):
        assert len(beginning("podma")) == min(number * 2, 6)


def test_words_of_known_names_with_their_endings(django_assert_num_queries: Any) -> None:
    make_topic("গ্রেটা থুনবার্গ")
    with django_assert_num_queries(2):
        assert known({"থুনবার্গের", "থুনবার্গকে", "কুমিল্লায়", "কখগঘ"}) == {"থুনবার্গের", "থুনবার্গকে", "কুমিল্লায়"}
    assert known(set()) == set()
