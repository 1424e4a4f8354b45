"""Addresses of what other sites show: there while the story's data is there, gone where that is gone; and sizes of frames."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as parser

from harkara.layout.policy import EMBEDDED_MAY
from harkara.rack import belonging, embeds
from harkara.rack.manifest import Entry, Manifest


@pytest.mark.parametrize("path", ["12/", "12.xml", "0", "012", "x", "12.json/", ""])
def test_other_addresses_are_none(path: str) -> None:
    assert embeds.sheet(f"/embed/{path}") is None


def test_a_name_and_its_address_say_the_same() -> None:
    assert len(embeds.names(12)) == 2
    for name in embeds.names(12):
        assert belonging.sheet(belonging.address(name)) == name
        assert belonging.follows(belonging.address(name)) == "/12.json"


def test_both_follow_the_story(tmp_path: Path) -> None:
    manifest = Manifest(tmp_path / "manifest")
    assert manifest.find("/embed/12") is None
    manifest.place("/12.json", "data:12")
    assert manifest.find("/embed/12") == Entry("sheet", "embed:12", "", 200)
    assert manifest.find("/embed/12.json") == Entry("sheet", "embed:12:json", "", 200)
    manifest.gone("/12.json")
    assert [(manifest.find(path) or Entry("sheet", "", "", 0)).kind for path in ("/embed/12", "/embed/12.json")] == [
        "gone",
        "gone",
    ]


@given(st.booleans(), st.none() | st.integers(1, 10_000), st.none() | st.integers(1, 10_000))
def test_a_frame_is_never_larger_than_was_asked_for(pictured: bool, widest: int | None, highest: int | None) -> None:
    width, height = embeds.size(pictured, widest, highest)
    assert 0 < width <= min(embeds.WIDE, widest or embeds.WIDE)
    assert 0 < height <= (highest or 10_000)


def test_the_frame_may_what_its_document_may_and_no_headline_ends_it() -> None:
    assert embeds.MAY == EMBEDDED_MAY
    told = embeds.framed({"frame": "https://a.example/embed/1", "title": '"><script>alert(1)</script>'}, 300)
    frame = parser.fragment_fromstring(told["html"])
    assert (frame.tag, frame.get("title"), len(frame)) == ("iframe", '"><script>alert(1)</script>', 0)
    assert (frame.get("width"), frame.get("sandbox"), "frame" in told) == ("300", embeds.MAY, False)
