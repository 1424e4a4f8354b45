"""What readers' searches say to whoever keeps the index."""

import os
import time
from pathlib import Path

import pytest

from harkara.archive import complaints, turning


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "archive" / "public"


def made(place: Path, *, ago: float = 2 * complaints.HEEDED) -> None:
    """An index that was made so many seconds ago."""
    with turning.anew(place) as fresh:
        turning.turn(place, fresh)
    then = time.time() - ago
    os.utime(place, (then, then), follow_symlinks=False)


def names(place: Path) -> set[str]:
    return {path.name for path in place.parent.iterdir()} - {"public.lock"}


def test_a_complaint_stays_until_it_is_settled(place: Path) -> None:
    made(place)
    assert complaints.complaint(place) == ""
    complaints.complain(place, "ভাঙা পাতা ৭")
    assert [complaints.complaint(place), complaints.complaint(place)] == ["ভাঙা পাতা ৭", "ভাঙা পাতা ৭"]
    complaints.settle(place)
    complaints.settle(place)
    assert (complaints.complaint(place), names(place)) == ("", {"public", "public.1"})


def test_a_complaint_of_another_index_is_thrown_away(place: Path) -> None:
    made(place)
    complaints.complain(place, "torn")
    made(place)
    assert (complaints.complaint(place), names(place)) == ("", {"public", "public.1", "public.2"})


def test_an_index_is_not_made_anew_again_and_again(place: Path) -> None:
    made(place, ago=0)
    complaints.complain(place, "torn")
    assert (complaints.complaint(place), names(place)) == ("", {"public", "public.1"})


def test_without_an_index_there_is_nothing_to_complain_of(place: Path) -> None:
    complaints.complain(place, "torn")
    assert (complaints.complaint(place), place.parent.exists()) == ("", False)


@pytest.mark.parametrize("note", ["", "{", "[]", "7", '{"folder": "public.1"}', "\x00"])
def test_half_a_note_says_nothing(place: Path, note: str) -> None:
    made(place)
    place.with_name("public.complaint").write_text(note)
    assert (complaints.complaint(place), names(place)) == ("", {"public", "public.1"})


def test_a_disk_that_takes_nothing_troubles_nobody(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    made(place)
    monkeypatch.setattr(Path, "write_text", full)
    complaints.complain(place, "torn")
    assert complaints.complaint(place) == ""


def test_a_long_reason_is_cut(place: Path) -> None:
    made(place)
    complaints.complain(place, "x" * 10_000)
    assert complaints.complaint(place) == "x" * complaints.LONGEST
