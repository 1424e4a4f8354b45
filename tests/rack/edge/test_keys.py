"""Keys: the same for all that changes together, and no two things that do not have one."""

import pytest

from harkara.rack import belonging
from harkara.rack.edge.keys import LONGEST, WITH_IT, key, with_it

OF_STORY_12 = [
    "/world/12/উত্তর-কোরিয়া",
    "/world/12/a-wrong-slug",
    "/national/12/moved",
    "/lite/world/12/উত্তর-কোরিয়া",
    "/12",
    "/lite/12",
    "/12/",
    "/12.json",
    "/world/012/x",
    "/world/12/x?utm_source=y",
]


@pytest.mark.parametrize("path", OF_STORY_12)
def test_every_spelling_of_a_story_has_its_key(path: str) -> None:
    assert key(path) == "story-12"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/", "/"),
        ("/?p=12", "/"),
        ("/lite/", "/"),
        ("/world/", "/world/"),
        ("/feed.xml", "/feed.xml"),
        ("/all/2022-08/", "/all/2022-08/"),
        ("/topic/নদী/", "/topic/%E0%A6%A8%E0%A6%A6%E0%A7%80/"),
        ("/lite/topic/নদী/", "/topic/%E0%A6%A8%E0%A6%A6%E0%A7%80/"),
        ("/picture/12/640.jpg", "/picture/12/640.jpg"),
        ("/card/12/square.jpg", "card-12"),
        ("/fragment/comments/12", "talk-12"),
        ("/fragment/comments/12/best", "talk-12"),
        ("/embed/12", "embed-12"),
        ("/embed/12.json", "embed-12"),
        ("/fragment/live/12", "live-12"),
        ("/fragment/live/12/3", "live-12"),
        ("/fragment/live/12/wait", ""),
        ("/fragment/topic/নদী", "/fragment/topic/%E0%A6%A8%E0%A6%A6%E0%A7%80"),
        ("/a b", "/a%20b"),
        ("/a(b)|c", "/a%28b%29%7Cc"),
    ],
)
def test_other_pages_have_their_path(path: str, said: str) -> None:
    assert key(path) == said


def test_another_spelling_of_bangla_is_the_same_page() -> None:
    one, other = "/topic/\N{BENGALI LETTER YYA}/", "/topic/\N{BENGALI LETTER YA}\N{BENGALI SIGN NUKTA}/"
    assert one != other
    assert key(one) == key(other)


def test_a_page_with_a_very_long_address_has_none() -> None:
    assert key("/topic/" + "ক" * (LONGEST // 9) + "/") == ""
    assert key("/x" * (LONGEST // 2)) != ""


def test_what_stands_and_falls_with_a_story() -> None:
    assert with_it("story-12") == ["story-12", "talk-12", "card-12", "embed-12", "live-12", "poll-12"]
    assert set(WITH_IT) == set(belonging.PREFIXES)
    assert with_it("talk-12") == ["talk-12"]
    assert with_it("") == [""]
