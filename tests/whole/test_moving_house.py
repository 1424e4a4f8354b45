"""A paper is packed, moves into an empty house, and is the same paper: every public page, byte by byte."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from harkara.desk import clock
from harkara.desk.copy import pictures
from harkara.desk.holdings.folder import check
from harkara.press.check import check as look_through
from harkara.press.moving_out import leads
from harkara.press.moving_out.packing import Packed, pack
from harkara.press.plan import Plan, everything
from harkara.press.storeroom import Storeroom
from harkara.press.turns import Turns
from harkara.wire.moving.paper import take
from tests.press.newsroom import small_pages
from tests.whole.house import House
from tests.whole.moving import differences, files, furnish


@pytest.fixture
def house(
    tmp_path: Path, settings: Settings, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[House]:
    small_pages(monkeypatch)
    monkeypatch.setattr(pictures, "WIDTHS", (320,))  # to draw them is what takes long
    pictures.files.cache_clear()
    yield House(tmp_path, settings)
    pictures.files.cache_clear()
    clock.set(None)


def packed(folder: Path, **options: bool) -> Packed:
    return pack(folder, **options)


@pytest.mark.parametrize("demo", [False, pytest.param(True, marks=pytest.mark.proof)])
def test_the_same_paper_comes_out_of_an_empty_house(house: House, tmp_path: Path, demo: bool) -> None:
    house.enter("first")
    numbers = furnish(demo=demo)
    first = packed(tmp_path / "packed")
    assert check(tmp_path / "packed") == []
    assert first.lacking == []
    house.enter("second")
    done = take(tmp_path / "packed")
    second = packed(tmp_path / "again")
    assert (done.stories, done.pictures, done.there, done.warnings) == (
        first.manifest["parts"]["stories"]["files"],
        first.manifest["pictures"],
        0,
        (),
    )
    assert check(tmp_path / "again") == []
    told, again = files(tmp_path / "packed"), files(tmp_path / "again")
    assert differences(told, again) == {"manifest.json": "differs"}
    assert first.manifest | second.manifest == {**first.manifest, "position": second.manifest["position"]}
    assert {first.manifest["stories"][state] for state in ("killed", "withdrawn")} == {1}
    _look_at_what_was_packed(told, numbers)


def _look_at_what_was_packed(told: dict[str, bytes], numbers: dict[str, int]) -> None:
    """What could be the same because it is nowhere: each is there once."""
    stories = {
        int(path.rpartition("/")[2][:-5]): json.loads(data)
        for path, data in told.items()
        if path.startswith("stories/")
    }
    assert {"photo", "video", "obituary", "opinion", "analysis", "explainer", "news"} <= numbers.keys()
    assert stories[numbers["killed"]]["pubStatus"] == "canceled"
    assert "headlines" not in stories[numbers["killed"]]
    assert "যে খবর তুলে নেওয়া হলো".encode() not in b"".join(told.values())
    assert stories[numbers["withdrawn"]]["pubStatus"] == "withheld"
    moved = stories[numbers["moved"]]
    assert [body["role"] for body in moved["bodies"]] == ["main", "plain", "harkara"]
    kept = json.loads(moved["bodies"][2]["value"])
    old, new = (f"/{section}/{numbers['moved']}/{kept['slug']}" for section in ("world", "economy"))
    assert kept["addresses"] == [{"href": old}]
    assert b"".join((b"url=", leads.encoded(new).encode())) in told[f"site/public{old}/index.html"]
    assert f'"{old}" "{leads.encoded(new)}";'.encode() in told["site/nginx/moved.map"]
    assert moved["headlines"][0]["value"].encode() in told[f"site/public{new}/index.html"]
    assert f'"/{numbers["killed"]}" 1;'.encode() in told["site/nginx/gone.map"]
    assert not any(path.startswith(f"site/public/world/{numbers['killed']}/") for path in told)
    for path in (
        "index.html",
        "404.html",
        "410.html",
        "feed.xml",
        "sitemap.xml",
        "look.css",
        "lite/index.html",
        "_redirects",
    ):
        assert f"site/public/{path}" in told


@pytest.mark.long
def test_a_press_that_followed_the_empty_house_has_the_whole_paper_then(house: House, tmp_path: Path) -> None:
    house.enter("first")
    furnish(demo=False)
    packed(tmp_path / "packed", with_site=False)
    house.enter("second")
    turns = Turns(Storeroom.of_settings(), brotli=False)
    turns.settle()
    take(tmp_path / "packed")
    turns.settle()
    addresses = dict(turns.store.manifest.entries(limit=10_000))
    found = look_through(turns.store)
    turns.close()
    assert (found.wrong, found.waiting) == ([], 0)
    planned = Plan()
    for portion in everything():
        for name in ("placed", "moved"):
            getattr(planned, name).update(getattr(portion, name))
        planned.gone |= portion.gone
    pictures = {path for path in addresses if path.startswith("/picture/")}
    assert addresses.keys() - pictures - {""} == planned.placed.keys() | planned.moved.keys() | planned.gone
