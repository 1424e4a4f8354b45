"""What a CDN is told of an answer: its key and for how long it may be kept, where it may be kept at all."""

from pathlib import Path

import pytest

from harkara.press import paging
from harkara.rack.pages import GONE, Page
from harkara.stand.keyed import Keyed
from tests.stand.echo import echo
from tests.stand.reader import JPEG, STORY, Rack, ask

BY_TAG = paging.public()


@pytest.fixture
def rack(tmp_path: Path) -> Rack:
    made = Rack(tmp_path)
    made.shelf.put("story:12", Page(200, BY_TAG, ("খবর" * 400).encode()))
    made.manifest.place(STORY, "story:12")
    made.shelf.put("picture:7:640.jpg", Page(200, JPEG, b"0123456789"))
    made.manifest.place("/picture/7/640.jpg", "picture:7:640.jpg")
    made.shelf.put(GONE, Page(410, (("cache-control", "no-store"),), b"gone"))
    made.manifest.gone("/world/13/x")
    made.manifest.move("/12", STORY, 302)
    return made


def told(
    rack: Rack, path: str, kind: str = "varnish", method: str = "GET", **headers: str
) -> tuple[int, dict[str, str]]:
    """The status, and what is said to a CDN."""
    answer = ask(Keyed(rack.stand(), kind, 3600), path, method, **headers)
    names = ("surrogate-key", "surrogate-control", "cache-tag", "cdn-cache-control")
    return answer.status, {name: value for name, value in answer.headers if name in names}


KEPT = {"surrogate-key": "story-12", "surrogate-control": "max-age=3600"}


def test_a_page_says_its_key_and_for_how_long_it_may_be_kept(rack: Rack) -> None:
    keyed = Keyed(rack.stand(), "varnish", 3600)
    for _ in range(3):  # from the shelf, by a slip or from memory
        answer = ask(keyed, STORY, accept_encoding="gzip")
        said = dict(answer.headers)
        assert {name: said[name] for name in KEPT} == KEPT
        assert answer.text() == "খবর" * 400
        assert said["cache-control"] == "public, no-cache"
    assert told(rack, STORY, method="HEAD") == (200, KEPT)


def test_a_page_that_is_still_right_says_it_too(rack: Rack) -> None:
    tag = ask(rack.stand(), STORY).header("etag")
    assert tag
    assert told(rack, STORY, if_none_match=tag) == (304, KEPT)


def test_cloudflare_has_its_own_names(rack: Rack) -> None:
    assert told(rack, STORY, "cloudflare") == (200, {"cache-tag": "story-12", "cdn-cache-control": "max-age=3600"})


def test_what_has_a_time_of_its_own_says_its_key_alone(rack: Rack) -> None:
    assert told(rack, "/picture/7/640.jpg") == (200, {"surrogate-key": "/picture/7/640.jpg"})
    assert told(rack, "/12") == (301, {"surrogate-key": "story-12"})


@pytest.mark.parametrize(("path", "status"), [("/world/13/x", 410), ("/nowhere/", 404), ("/r.gif", 404)])
def test_what_is_not_there_says_nothing(rack: Rack, path: str, status: int) -> None:
    assert told(rack, path) == (status, {})


def test_what_is_stale_says_nothing(rack: Rack) -> None:
    rack.shelf.set_aside("story:12")
    answer = ask(Keyed(rack.stand(), "varnish", 3600), STORY)
    assert (answer.status, answer.header("warning") is not None) == (200, True)
    assert answer.header("surrogate-key") is None


def test_who_says_something_gets_no_key(rack: Rack) -> None:
    keyed = Keyed(rack.stand(behind=echo, prefixes=("/desk/",)), "varnish", 3600)
    for method in ("GET", "POST"):
        answer = ask(keyed, "/desk/", method)
        assert answer.status == 201
        assert answer.header("surrogate-key") is None
