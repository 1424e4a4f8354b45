"""Where the pieces of live coverage are to be had follows from the story."""

import doctest
from pathlib import Path

from harkara.rack import live
from harkara.rack.manifest import Entry, Manifest, stripe

PIECES = ("", "/1", "/12")


def test_examples() -> None:
    assert doctest.testmod(live).failed == 0


def test_the_pieces_of_a_story_are_there_as_long_as_its_data_is(tmp_path: Path) -> None:
    manifest = Manifest(tmp_path / "rack" / "manifest.sqlite3")
    paths = [f"/fragment/live/12{piece}" for piece in PIECES]
    assert [manifest.find(path) for path in paths] == [None] * 3
    manifest.place("/12.json", "data:12")
    assert [manifest.find(path) for path in paths] == [
        Entry("sheet", name, "", 200) for name in ("live:12", "live:12:1", "live:12:12")
    ]
    assert manifest.paths("live:12:1") == ["/fragment/live/12/1"]
    manifest.place("/fragment/live/12", "live:12")
    assert manifest.entries() == [("/12.json", Entry("sheet", "data:12", "", 200))]
    manifest.gone("/12.json")
    assert [manifest.find(path) for path in paths] == [Entry("gone", "", "", 410)] * 3


def test_a_worker_that_knows_a_piece_hears_when_its_story_leaves() -> None:
    assert {stripe(f"/fragment/live/12{piece}") for piece in PIECES} == {stripe("/12.json")}


def test_what_waits_is_no_piece() -> None:
    for path in (
        "/fragment/live/12/wait",
        "/fragment/live/0",
        "/fragment/live/x",
        "/fragment/live/12/0",
        "/fragment/live/",
    ):
        assert live.sheet(path) is None
    assert live.waits_for("/fragment/live/12/3/wait") is None
