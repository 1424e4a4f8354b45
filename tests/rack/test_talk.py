"""Where what is said under a story is to be had follows from the story."""

from pathlib import Path

import pytest

from harkara.rack import talk
from harkara.rack.manifest import Entry, Manifest, stripe

PIECES = ("", "/best", "/3", "/t345", "/form")


@pytest.fixture
def manifest(tmp_path: Path) -> Manifest:
    return Manifest(tmp_path / "rack" / "manifest.sqlite3")


def test_the_pieces_of_a_story_are_there_as_long_as_its_data_is(manifest: Manifest) -> None:
    paths = [f"/fragment/comments/12{piece}" for piece in PIECES]
    assert [manifest.find(path) for path in paths] == [None] * 5
    manifest.place("/12.json", "data:12")
    assert [manifest.find(path) for path in paths] == [
        Entry("sheet", name, "", 200)
        for name in ("comments:12", "comments:12:best", "comments:12:3", "comments:12:t345", "comments:12:form")
    ]
    assert [manifest.paths(f"comments:12{piece.replace('/', ':')}") for piece in PIECES] == [[path] for path in paths]
    manifest.gone("/12.json")
    assert [manifest.find(path) for path in paths] == [Entry("gone", "", "", 410)] * 5
    assert manifest.paths("comments:12") == []


def test_no_row_is_written_for_any_of_them(manifest: Manifest) -> None:
    manifest.place("/12.json", "data:12")
    manifest.place("/fragment/comments/12", "comments:12")
    assert manifest.entries() == [("/12.json", Entry("sheet", "data:12", "", 200))]


def test_a_worker_that_knows_a_piece_hears_when_its_story_leaves() -> None:
    assert {stripe(f"/fragment/comments/12{piece}") for piece in PIECES} == {stripe("/12.json")}


@pytest.mark.parametrize("path", ["", "/", "/0", "/12/", "/12/0", "/12/worst", "/12/t", "/12/3/4", "/১২", "/12/৩"])
def test_other_addresses_lead_nowhere(manifest: Manifest, path: str) -> None:
    manifest.place("/12.json", "data:12")
    assert talk.sheet(f"/fragment/comments{path}") is None
    assert manifest.find(f"/fragment/comments{path}") is None


@pytest.mark.parametrize("name", [f"comments:12{piece.replace('/', ':')}" for piece in PIECES])
def test_names_and_addresses_belong_together(name: str) -> None:
    assert talk.sheet(talk.address(name)) == name
