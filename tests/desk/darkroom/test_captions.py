"""What a story may say of its pictures: kept tidy, and refused in words where it is too long."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from harkara.desk.darkroom.captions import PARTS, tidied
from harkara.desk.errors import Refused
from harkara.desk.models import Picture


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (None, {}),
        ("", {}),
        ({}, {}),
        ({"7": {"caption": "  ঘাটে নৌকা ", "alt": ""}}, {"7": {"caption": "ঘাটে নৌকা"}}),
        ({"07": {"alt": "নৌকা", "credit": "কেউ"}}, {"7": {"alt": "নৌকা"}}),
        ({"7": {"caption": " "}, "8": {"caption": "পা\u09af\u09bcে"}}, {"8": {"caption": "পায়ে"}}),
    ],
)
def test_what_says_something_is_kept(given: Any, kept: dict[str, dict[str, str]]) -> None:
    assert tidied(given) == kept


@pytest.mark.parametrize("given", [[], 7, {"seven": {"alt": "নৌকা"}}, {"7": "নৌকা"}, {"৭": {"alt": "নৌকা"}}])
def test_what_is_no_set_of_captions_is_refused(given: Any) -> None:
    with pytest.raises(Refused, match="load the page again"):
        tidied(given)


@pytest.mark.parametrize(("part", "most"), [("caption", 400), ("alt", 250)])
def test_what_is_too_long_is_named(part: str, most: int) -> None:
    assert tidied({"7": {part: "ক" * most}}) == {"7": {part: "ক" * most}}
    with pytest.raises(Refused, match=f"“ককক.*…” is too long for a picture: {most} letters at most."):
        tidied({"7": {part: "ক" * (most + 1)}})


def test_what_a_story_says_may_be_as_long_as_what_the_picture_says() -> None:
    columns = {column.name: column.max_length for column in Picture._meta.concrete_fields}
    assert {name: columns[name] for name in PARTS} == PARTS
