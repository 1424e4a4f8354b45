"""Addresses of cards: there while the story's data is there, gone where that is gone, and no row for any of them."""

from pathlib import Path

import pytest

from harkara.rack import belonging, cards
from harkara.rack.manifest import Entry, Manifest


@pytest.fixture
def manifest(tmp_path: Path) -> Manifest:
    return Manifest(tmp_path / "manifest")


@pytest.mark.parametrize(
    "path", ["12", "12/", "12/square", "12/square.png", "0/square.jpg", "x/square.jpg", "12/square.jpg/"]
)
def test_other_addresses_are_no_cards(path: str) -> None:
    assert cards.sheet(f"/card/{path}") is None


def test_a_name_and_its_address_say_the_same() -> None:
    assert len(cards.names(12)) == 6
    for name in cards.names(12):
        assert belonging.sheet(belonging.address(name)) == name
        assert belonging.follows(belonging.address(name)) == "/12.json"
    assert belonging.follows("/world/12/x") == "/world/12/x"


def test_a_card_follows_its_story(manifest: Manifest) -> None:
    path, name = "/card/12/square.jpg", "card:12:square.jpg"
    assert (manifest.find(path), manifest.paths(name)) == (None, [])
    manifest.place("/12.json", "data:12")
    assert manifest.find(path) == Entry("sheet", name, "", 200)
    assert manifest.paths(name) == [path]
    manifest.place(path, name)
    assert [one for one, _ in manifest.entries()] == ["/12.json"]
    manifest.gone("/12.json")
    assert manifest.find(path) == Entry("gone", "", "", 410)
    assert manifest.paths(name) == []
