"""Voucher copies: kept before the page is put, never written over, told apart by time and hash."""

import hashlib
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from harkara.rack.errors import TornPage
from harkara.rack.manifest import Manifest
from harkara.rack.pages import Page
from harkara.rack.shelf import Shelf, place_of
from harkara.rack.vouchers import FOLDERS, Vouchers, sheet_at

HTML = (("content-type", "text/html; charset=utf-8"), ("cache-control", "public, no-cache"))
NAME = "story:12"


def page(text: str) -> Page:
    return Page(200, HTML, (text * 50).encode())


@pytest.fixture
def vouchers(tmp_path: Path) -> Vouchers:
    return Vouchers(tmp_path / "vouchers")


@pytest.fixture
def shelf(tmp_path: Path, vouchers: Vouchers) -> Shelf:
    return Shelf(tmp_path / "rack" / "shelf", vouchers=vouchers)


def texts(vouchers: Vouchers, name: str = NAME) -> list[str]:
    return [one.page().identity().decode()[:6] for one in vouchers.of(name, place_of(name))]


def test_every_version_is_kept_once_with_its_hash(shelf: Shelf, vouchers: Vouchers) -> None:
    before = datetime.now(UTC)
    for text in ("first ", "second", "second", "first "):
        shelf.put(NAME, page(text))
    shelf.put("story:13", page("other "))
    found = vouchers.of(NAME, place_of(NAME))
    assert texts(vouchers) == ["first ", "second", "first "]
    assert [one.sha256 for one in found] == [
        hashlib.sha256(page(text).body).hexdigest() for text in ("first ", "second", "first ")
    ]
    assert found[0].until is None
    assert [found[1].until, found[2].until] == [found[0].since, found[1].since]
    assert before <= found[2].since <= found[0].since <= datetime.now(UTC)


def test_a_sheet_without_any_beside_one_that_has_some(shelf: Shelf, vouchers: Vouchers) -> None:
    shelf.put(NAME, page("first "))
    assert vouchers.of("story:13", place_of("story:13")) == []


def test_it_is_the_very_file_and_survives_the_shelf(shelf: Shelf, vouchers: Vouchers) -> None:
    shelf.put(NAME, page("first "))
    kept = vouchers.of(NAME, place_of(NAME))[0]
    assert os.stat(kept.waits).st_ino == os.stat(shelf.file(NAME)).st_ino
    shelf.put(NAME, page("second"))
    shelf.drop(NAME)
    assert kept.page().identity() == page("first ").body
    assert vouchers.file() == 2
    assert kept.page().identity() == page("first ").body  # found though it was filed after somebody had looked for it
    assert list((vouchers.root / "waiting").iterdir()) == []


def test_what_waits_and_what_is_filed_tell_the_same(shelf: Shelf, vouchers: Vouchers) -> None:
    assert vouchers.file() == 0
    for text in ("first ", "second", "third "):
        shelf.put(NAME, page(text))
    waiting = vouchers.of(NAME, place_of(NAME))
    assert (vouchers.file(2), texts(vouchers)) == (2, ["third ", "second", "first "])
    shelf.put("story:13", page("other "))
    assert (vouchers.file(), vouchers.file()) == (2, 0)
    filed = vouchers.of(NAME, place_of(NAME))
    assert [(one.since, one.until, one.sha256, one.path) for one in filed] == [
        (one.since, one.until, one.sha256, one.path) for one in waiting
    ]
    assert ({one.waits for one in filed}, all(one.waits for one in waiting)) == ({""}, True)


def test_who_ends_while_filing_loses_nothing(shelf: Shelf, vouchers: Vouchers, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process ends before a version has its name, and right after it."""
    rename = os.rename
    for text in ("first ", "second", "third "):
        shelf.put(NAME, page(text))
    shelf.drop(NAME)

    def before(old: str, new: str) -> None:
        raise KeyboardInterrupt

    def after(old: str, new: str) -> None:
        rename(old, new)
        raise KeyboardInterrupt

    for ends in (before, after, before):
        monkeypatch.setattr(os, "rename", ends)
        with pytest.raises(KeyboardInterrupt):
            vouchers.file()
        assert texts(vouchers) == ["third ", "second", "first "]
    monkeypatch.undo()
    assert (vouchers.file(), texts(vouchers)) == (2, ["third ", "second", "first "])


def test_what_another_files_at_the_same_time_is_in_nobodys_way(
    shelf: Shelf, vouchers: Vouchers, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = os.rename
    for text in ("first ", "second"):
        shelf.put(NAME, page(text))

    def late(old: str, new: str) -> None:
        monkeypatch.undo()
        assert Vouchers(vouchers.root).file() == 2
        rename(old, new)

    monkeypatch.setattr(os, "rename", late)
    assert (vouchers.file(), texts(vouchers)) == (0, ["second", "first "])


def test_what_a_power_cut_tore_is_named(shelf: Shelf, vouchers: Vouchers, caplog: pytest.LogCaptureFixture) -> None:
    for text in ("first ", "second", "third "):
        shelf.put(NAME, page(text))
    found = vouchers.of(NAME, place_of(NAME))
    Path(found[1].waits).unlink()
    Path(found[1].waits).write_bytes(b"")
    assert texts(vouchers) == ["third ", "first "]
    assert (vouchers.file(), texts(vouchers)) == (3, ["third ", "first "])
    left = vouchers.of(NAME, place_of(NAME))
    assert (left[1].until, vouchers.torn(place_of(NAME))) == (found[1].since, [found[1].since])
    assert vouchers.at(NAME, place_of(NAME), found[1].since) is None
    assert "is lost" in caplog.text


def test_what_ends_before_the_page_is_put_has_kept_it(
    shelf: Shelf, vouchers: Vouchers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process ends at the last moment before readers could get the page, and at the first one after it."""
    replace = os.replace

    def ends(old: str, new: str) -> None:
        replace(old, new)
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", ends)
    with pytest.raises(KeyboardInterrupt):
        shelf.put(NAME, page("first "))
    assert texts(vouchers) == ["first "]


def test_when_it_left_for_good_is_told(shelf: Shelf, vouchers: Vouchers) -> None:
    shelf.put(NAME, page("first "))
    shelf.drop(NAME)
    gone = vouchers.of(NAME, place_of(NAME))[0]
    assert gone.until is not None
    shelf.put(NAME, page("first "))
    back = vouchers.of(NAME, place_of(NAME))
    assert (len(back), back[0].until, back[1].until) == (2, None, gone.until)
    between = gone.until + (back[0].since - gone.until) / 2
    seen = [vouchers.at(NAME, place_of(NAME), moment) for moment in (gone.since, between, back[0].since)]
    assert seen == [back[1], None, back[0]]
    assert vouchers.at(NAME, place_of(NAME), gone.since - timedelta(seconds=1)) is None


def test_what_was_set_aside_and_comes_back_the_same_is_one_version(shelf: Shelf, vouchers: Vouchers) -> None:
    shelf.put(NAME, page("first "))
    shelf.set_aside(NAME)
    shelf.put(NAME, page("first "))
    assert texts(vouchers) == ["first "]


def test_other_bytes_are_noticed(shelf: Shelf, vouchers: Vouchers, tmp_path: Path) -> None:
    shelf.put(NAME, page("first "))
    vouchers.file()
    other = Shelf(tmp_path / "other" / "shelf")
    other.put(NAME, page("forged"))
    kept = vouchers.of(NAME, place_of(NAME))[0]
    Path(kept.path).unlink()
    Path(kept.path).write_bytes(Path(other.file(NAME)).read_bytes())
    with pytest.raises(TornPage, match="other bytes"):
        kept.page()


def test_a_file_that_cannot_be_linked_is_copied(
    shelf: Shelf, vouchers: Vouchers, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(old: str, new: str) -> None:
        raise OSError(18, "another file system") if os.path.isdir(os.path.dirname(new)) else FileNotFoundError(new)

    monkeypatch.setattr(os, "link", refuse)
    shelf.put(NAME, page("first "))
    assert texts(vouchers) == ["first "]


def test_what_ended_long_ago_goes_and_what_is_newest_stays(shelf: Shelf, vouchers: Vouchers) -> None:
    for text in ("first ", "second"):
        shelf.put(NAME, page(text))
    vouchers.file()
    folder, later = int(place_of(NAME)[:3], 16), datetime.now(UTC) + timedelta(days=1)
    assert vouchers.thin((folder + 1) % FOLDERS, later) == 0
    assert (vouchers.thin(folder, datetime.now(UTC) - timedelta(days=1)), texts(vouchers)) == (0, ["second", "first "])
    assert (vouchers.thin(folder, later), texts(vouchers)) == (1, ["second"])


def test_an_address_leads_to_its_sheet_though_the_story_is_gone(tmp_path: Path) -> None:
    manifest = Manifest(tmp_path / "manifest.sqlite3")
    manifest.place("/", "front")
    manifest.place("/world/12/নদী", NAME)
    manifest.gone("/world/13/খাল")
    asked = (
        "/",
        "https://example.org/?x=1",
        "/world/12/%E0%A6%A8%E0%A6%A6%E0%A7%80",
        "/world/13/খাল",
        "/12",
        "/13.json",
        "/nowhere/",
    )
    assert [sheet_at(address, manifest) for address in asked] == [
        "front",
        "front",
        NAME,
        "story:13",
        NAME,
        "data:13",
        None,
    ]
