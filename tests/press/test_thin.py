"""Pages that were baked for a waiting reader get their brotli part when there is nothing else to do."""

from pathlib import Path

import pytest

from harkara.press import oven, ovens, thin
from harkara.press.bake import bake
from harkara.press.ovens import Ovens
from harkara.press.storeroom import Storeroom
from harkara.press.thin import Search
from harkara.press.turns import Turns
from harkara.rack import ledger
from harkara.rack.shelf import has_brotli
from tests.desk.factories import make_paper, make_story


@pytest.fixture
def turns(turns: Turns) -> Turns:
    """One that makes brotli parts."""
    turns.brotli = True
    return turns


def asked_for(turns: Turns, count: int = 1) -> list[str]:
    """Pages of stories that an oven baked: the press knows of them only by the books."""
    make_paper()
    turns.settle()
    wanted = [f"story:{make_story(headline='খবর ' * 40).pk}" for _ in range(count)]
    turns.brotli = False
    turns.settle()
    turns.brotli = True
    for name in wanted:
        ledger.strike([name])
        turns.store.shelf.drop(name)
    assert bake(turns.store, wanted).put == wanted
    return wanted


def are_thin(turns: Turns, wanted: list[str]) -> list[bool]:
    marks = [turns.store.shelf.mark(name) for name in wanted]
    return [mark is not None and not has_brotli(mark) for mark in marks]


def test_what_an_oven_baked_is_thickened(turns: Turns) -> None:
    wanted = asked_for(turns, 2)
    assert (are_thin(turns, wanted), turns.dense.isdisjoint(wanted)) == ([True, True], True)
    turns.settle()
    assert are_thin(turns, wanted) == [False, False]
    copy = turns.store.shelf.get(wanted[0])
    assert copy is not None
    assert copy.brotli is not None


def test_it_waits_for_everything_else(turns: Turns) -> None:
    wanted = asked_for(turns)
    later = make_story()
    turns.turn()
    assert (ledger.sheet(f"story:{later.pk}") is not None, are_thin(turns, wanted)) == (True, [True])


def test_it_waits_while_readers_wait(turns: Turns) -> None:
    wanted = asked_for(turns)
    turns.readers_wait = lambda: True
    turns.settle()
    assert are_thin(turns, wanted) == [True]
    turns.readers_wait = lambda: False
    turns.settle()
    assert are_thin(turns, wanted) == [False]


def test_who_asks_an_oven_waits_and_a_moment_later_nobody_does(turns: Turns, monkeypatch: pytest.MonkeyPatch) -> None:
    (wanted,) = asked_for(turns)
    turns.store.shelf.drop(wanted)
    monkeypatch.setattr(oven, "bake_lot", lambda _, lot: (lot, []))
    baking = Ovens(turns.store, 1, processes=False)
    try:
        (path,) = turns.store.manifest.paths(wanted)
        assert baking.is_wanted is False
        assert baking.ask(path).result() == "baked"
        assert baking.is_wanted is True
        monkeypatch.setattr(ovens, "LULL", 0.0)
        assert baking.is_wanted is False
    finally:
        baking.close()


def test_a_press_without_brotli_looks_for_nothing(turns: Turns) -> None:
    wanted = asked_for(turns)
    turns.brotli = False
    turns.settle()
    assert are_thin(turns, wanted) == [True]


def test_what_was_thin_when_a_press_ended_is_found_by_the_next(turns: Turns) -> None:
    wanted = asked_for(turns)
    turns.close()
    fresh = Turns(Storeroom(turns.store.root))
    fresh.settle()
    assert are_thin(fresh, wanted) == [False]
    fresh.close()


def test_each_entry_is_looked_at_once_and_a_few_at_a_time(turns: Turns, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thin, "STRETCH", 3)
    monkeypatch.setattr(thin, "SELDOM", 6)
    asked_for(turns, 2)
    search = Search(turns.store.shelf, anew=True)
    found, looks = set[str](), 0
    while (some := search.next()) is not None:
        assert len(some) <= 3
        found, looks = found | some, looks + 1
    assert looks == -(-ledger.count() // 3)
    assert found == {sheet.name for sheet in ledger.walk() if are_thin(turns, [sheet.name]) == [True]}
    assert search.next() is None
    noted = int(ledger.bookmark("thin") or 0)
    assert 0 <= ledger.bounds()[1] - noted < 6
    assert Search(turns.store.shelf).seen == noted
    (name,) = asked_for(turns)
    assert name in (search.next() or ())


def test_after_a_power_cut_the_books_are_gone_through_again(
    turns: Turns, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parts are not synced: the disk may have lost those of pages that it kept."""
    (name,) = asked_for(turns)
    turns.settle()
    ledger.note("thin", str(ledger.bounds()[1]))
    turns.close()
    Path(turns.store.shelf.file(name)).with_suffix(".br").unlink()
    monkeypatch.setattr("harkara.rack.nodes.boot.BOOT", tmp_path / "no-boot")
    fresh = Turns(Storeroom(turns.store.root))
    fresh.settle()
    copy = fresh.store.shelf.get(name)
    assert copy is not None
    assert copy.brotli is not None
    fresh.close()
