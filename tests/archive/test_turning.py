"""An index is made anew beside the one that is searched."""

import os
from pathlib import Path

import pytest

from harkara.archive import turning
from harkara.archive.index import Place, Search
from harkara.archive.shelf import ENGINES, open_index

from .records import numbers, story


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "archive" / "public"


def names(place: Path) -> list[str]:
    return sorted(path.name for path in place.parent.iterdir())


def made(place: Path, word: str = "") -> Path:
    """A folder with a word in it, turned to."""
    with turning.anew(place) as fresh:
        (fresh / "word").write_text(word)
        turning.turn(place, fresh)
    return fresh


def test_the_first_and_the_next(place: Path) -> None:
    assert turning.now(place) is None
    first = made(place, "এক")
    assert (first.name, turning.now(place), (place / "word").read_text()) == ("public.1", first, "এক")
    second = made(place, "দুই")
    assert (second.name, turning.now(place), (place / "word").read_text()) == ("public.2", second, "দুই")
    assert names(place) == ["public", "public.1", "public.2", "public.lock"]
    assert turning.sweep(place) == 0  # somebody may be reading in it
    os.utime(place, (1, 1), follow_symlinks=False)
    assert turning.sweep(place) == 1
    assert (turning.sweep(place), names(place)) == (0, ["public", "public.2", "public.lock"])


def test_one_that_is_not_turned_to_leaves_nothing(place: Path) -> None:
    made(place, "এক")
    with turning.anew(place) as fresh:
        (fresh / "word").write_text("দুই")
    assert ((place / "word").read_text(), names(place)) == ("এক", ["public", "public.1", "public.lock"])


def test_what_a_sudden_end_left_is_thrown_away(place: Path) -> None:
    made(place, "এক")
    place.with_name("public.2").mkdir()
    (place.with_name("public.2") / "half").write_text("")
    place.with_name("public.link").symlink_to("public.2")
    assert turning.sweep(place, stays=0) == 0  # it may be on its way
    with turning.anew(place) as fresh:
        assert (fresh.name, list(fresh.iterdir())) == ("public.2", [])
        turning.turn(place, fresh)
    assert turning.now(place) == fresh


def test_two_are_not_made_at_once(place: Path) -> None:
    with turning.anew(place), pytest.raises(turning.TurningBusy, match="by another process"), turning.anew(place):
        pass


def test_a_folder_in_place_of_the_link_is_the_first(place: Path) -> None:
    place.mkdir(parents=True)
    (place / "word").write_text("আগের")
    assert (turning.now(place), turning.sweep(place, stays=0)) == (place, 0)
    made(place, "পরের")
    assert ((place / "word").read_text(), (place.with_name("public.0") / "word").read_text()) == ("পরের", "আগের")
    assert turning.sweep(place, stays=0) == 1


@pytest.mark.parametrize("engine", ENGINES)
def test_what_one_index_was_taught_is_not_taken_for_what_the_next_was(place: Path, engine: str) -> None:
    """An index learns the commonest words of its first records; two of them learn different ones."""
    reader = open_index(place, engine=engine)
    for words in ("ঢাকায় বৃষ্টি নামল সন্ধ্যায়", "খুলনায় রোদ উঠল সকালে"):
        body = f"{words} " * 20
        with turning.anew(place) as fresh:
            writer = open_index(fresh, writing=True, engine=engine)
            writer.write([story(number, words, body) for number in range(1, 601)], [])
            writer.close()
            turning.turn(place, fresh)
        assert reader.kept(["story:7"])["story:7"].body == body
    reader.close()


@pytest.mark.parametrize("engine", ENGINES)
def test_who_reads_finds_the_new_one(place: Path, engine: str) -> None:
    reader = open_index(place, engine=engine)
    assert reader.count() == 0
    for number in (1, 2, 3):
        with turning.anew(place) as fresh:
            writer = open_index(fresh, writing=True, engine=engine)
            writer.write([story(number, "ঢাকায় বৃষ্টি")], [], Place(number))
            writer.close()
            turning.turn(place, fresh)
        assert (reader.place(), numbers(reader.search(Search("বৃষ্টি")))) == (Place(number), [number])
        turning.sweep(place, stays=0)
    follower = open_index(place, writing=True, engine=engine)
    follower.write([story(9, "ঢাকায় ঝড়")], [], Place(9))
    assert (reader.place(), numbers(reader.search(Search("ঢাকা", sort="newest")))) == (Place(9), [9, 3])
    for index in (reader, follower):
        index.close()
