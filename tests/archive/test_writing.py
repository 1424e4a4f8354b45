"""What is written is found, with the place up to which the index follows the change log."""

from pathlib import Path

import pytest

from harkara.archive import shelf
from harkara.archive.index import Found, IndexBusy, IndexDamaged, Place, Search

from .conftest import Opener
from .records import numbers, story


def test_an_index_nobody_wrote_is_empty(opened: Opener, tmp_path: Path) -> None:
    index = opened()
    assert (index.place(), index.count(), index.search(Search("ঢাকা"))) == (None, 0, Found())
    assert (index.suggest("ঢা"), index.like(story(1, "ঢাকা"))) == ((), ())
    assert list(tmp_path.iterdir()) == []  # reading makes nothing


def test_a_reader_sees_each_commit_and_its_place(opened: Opener) -> None:
    reader, writer = opened(), opened(writing=True)
    writer.write([story(1, "ঢাকায় বৃষ্টি"), story(2, "খুলনায় রোদ")], [])
    assert (reader.place(), reader.count(), numbers(reader.search(Search("বৃষ্টি")))) == (None, 2, [1])
    writer.write([story(3, "বৃষ্টি থামল")], [], Place(7, "touch:3"))
    assert (reader.place(), reader.count(), numbers(reader.search(Search("বৃষ্টি")))) == (Place(7, "touch:3"), 3, [3, 1])
    writer.write([], [], Place(9))
    assert (reader.place(), reader.count()) == (Place(9), 3)


def test_a_second_record_takes_the_place_of_the_first(opened: Opener) -> None:
    index = opened(writing=True)
    index.write([story(1, "ঢাকায় বৃষ্টি"), story(1, "ঢাকায় ঝড়")], [])
    assert [index.search(Search(text)).total for text in ("বৃষ্টি", "ঝড়", "ঢাকা")] == [0, 1, 1]
    index.write([story(1, "ঢাকায় রোদ")], [])
    assert [index.search(Search(text)).total for text in ("ঝড়", "রোদ", "ঢাকা")] == [0, 1, 1]
    assert index.count() == 1


def test_what_is_removed_is_gone(opened: Opener) -> None:
    index = opened(writing=True)
    index.write([story(1, "ঢাকায় বৃষ্টি"), story(2, "ঢাকায় ঝড়")], [])
    index.write([], ["story:1", "story:77", "place"])
    assert (index.count(), numbers(index.search(Search("ঢাকা"))), index.search(Search("বৃষ্টি")).total) == (1, [2], 0)
    assert index.suggest("বৃ") == ()


def test_kinds_with_one_number_are_apart(opened: Opener) -> None:
    index = opened(writing=True)
    index.write([story(1, "ঢাকায় বৃষ্টি"), story(1, "ঢাকার খসড়া", kind="draft")], [])
    assert index.count() == 2
    assert [hit.kind for hit in index.search(Search("ঢাকা", kinds=("draft",))).hits] == ["draft"]


def test_who_writes_is_read_meanwhile(opened: Opener) -> None:
    """Even by itself, in the midst of a long write: what is not committed is not there."""
    index = opened(writing=True)
    index.write([story(1, "ঢাকায় বৃষ্টি")], [], Place(1))
    seen = []

    def coming():
        for number in range(2, 800):
            if number % 300 == 0:
                seen.append((index.count(), index.place(), numbers(index.search(Search("বৃষ্টি")))))
            yield story(number, "ঢাকায় বৃষ্টি")

    index.write(coming(), [], Place(2))
    assert seen == [(1, Place(1), [1])] * 2
    assert (index.count(), index.place()) == (799, Place(2))


def test_a_write_that_fails_half_way_leaves_nothing(opened: Opener) -> None:
    index = opened(writing=True)

    def broken():
        yield story(2, "খুলনায় বৃষ্টি")
        raise ValueError("the desk stumbled")

    with pytest.raises(ValueError, match="the desk stumbled"):
        index.write(broken(), [], Place(1))
    assert (index.place(), index.count()) == (None, 0)
    index.write([story(1, "ঢাকায় বৃষ্টি")], [], Place(1))
    with pytest.raises(ValueError, match="the desk stumbled"):  # and not IndexDamaged, which would have it made anew
        index.write(broken(), ["story:1"], Place(2))
    assert (index.place(), numbers(index.search(Search("বৃষ্টি")))) == (Place(1), [1])
    index.write([story(3, "বৃষ্টি")], [], Place(3))
    assert (index.place(), index.count()) == (Place(3), 2)


def test_who_opened_for_reading_does_not_write(opened: Opener) -> None:
    with pytest.raises(RuntimeError, match="was opened for reading"):
        opened().write([story(1)], [])


def test_two_do_not_write_at_once(opened: Opener) -> None:
    first, second = opened(writing=True), opened(writing=True)

    def during():
        with pytest.raises(IndexBusy, match="Another process is writing"):
            second.write([story(2, "ঝড়")], [])
        yield story(1, "বৃষ্টি")

    first.write(during(), [])
    assert first.count() == 1


def test_an_index_of_another_engine_is_of_another_format(tmp_path: Path) -> None:
    shelf.open_index(tmp_path, writing=True, engine="sqlite").write([story(1)], [])
    with pytest.raises(IndexDamaged, match="it is one of sqlite in format 1, not of tantivy in format 1"):
        shelf.open_index(tmp_path, writing=True, engine="tantivy").write([story(1)], [])


def test_the_doors_open_where_the_settings_say(settings, tmp_path: Path) -> None:
    settings.HARKARA_ARCHIVE = tmp_path
    for door, name in ((shelf.public, "public"), (shelf.newsroom, "newsroom")):
        index = door(writing=True)
        index.write([story(1, name)], [])
        index.close()
        assert door().search(Search(name)).total == 1
        assert (tmp_path / name / "archive.json").exists()
    assert shelf.public().search(Search("newsroom")).total == 0
