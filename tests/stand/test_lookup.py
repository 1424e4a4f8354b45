"""The index as the stand asks it."""

import pytest

from harkara.archive.index import Found, Index, IndexDamaged, Place, Search
from harkara.stand.lookup import AGAIN, Lookup, Resting
from tests.stand.archives import Shelf, found


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_it_is_opened_once_and_when_it_is_needed() -> None:
    opened: list[Shelf] = []

    def opens() -> Index:
        opened.append(Shelf(found(2), ("নদী",)))
        return opened[-1]

    lookup = Lookup(opens)
    assert opened == []
    assert lookup.search(Search("নদী")).total == 2
    assert lookup.suggest("ন") == ("নদী",)
    assert len(opened) == 1
    assert (opened[0].asked, opened[0].typed) == ([Search("নদী")], ["ন"])


def test_without_an_archive_it_rests() -> None:
    with pytest.raises(Resting):
        Lookup(None).search(Search("নদী"))


def test_an_index_that_cannot_be_opened_is_tried_again_after_a_while() -> None:
    clock, shelf, tries = Clock(), Shelf(found(1)), []

    def opens() -> Index:
        tries.append(1)
        if len(tries) < 2:
            raise OSError("no such folder")
        return shelf

    lookup = Lookup(opens, clock)
    for _ in range(3):
        with pytest.raises(Resting):
            lookup.search(Search("নদী"))
    assert len(tries) == 1
    clock.now += AGAIN
    assert lookup.search(Search("নদী")).total == 1


def test_an_index_that_was_never_written_is_no_answer() -> None:
    clock, empty = Clock(), Shelf(Found(), stands=None)
    lookup = Lookup(lambda: empty, clock)
    with pytest.raises(Resting):
        lookup.search(Search("নদী"))
    assert (empty.asked, empty.closed) == ([], 1)
    empty.stands = Place(1)
    clock.now += AGAIN
    assert lookup.search(Search("নদী")) == Found()


def test_a_damaged_index_is_let_go_and_opened_anew() -> None:
    def breaks() -> None:
        raise IndexDamaged("torn")

    clock, torn, whole = Clock(), Shelf(acts=breaks), Shelf(found(1))
    shelves = [torn, whole]
    told: list[str] = []
    lookup = Lookup(lambda: shelves.pop(0), clock, told.append)
    with pytest.raises(Resting):
        lookup.search(Search("নদী"))
    assert (torn.closed, told) == (1, ["torn"])
    with pytest.raises(Resting):
        lookup.search(Search("নদী"))
    clock.now += AGAIN
    assert lookup.search(Search("নদী")).total == 1
    assert told == ["torn"]


def test_any_other_trouble_is_for_one_reader_alone() -> None:
    troubles = [ZeroDivisionError(), None]

    def acts() -> None:
        if trouble := troubles.pop(0):
            raise trouble

    shelf = Shelf(found(1), acts=acts)
    lookup = Lookup(lambda: shelf)
    with pytest.raises(Resting):
        lookup.search(Search("নদী"))
    assert lookup.search(Search("নদী")).total == 1
    assert shelf.closed == 0
