"""The calendar's sheets: a new day touches no page of an old one but its neighbour, and today's day of the year is hot."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NoReturn

import pytest
from django.db import OperationalError

from harkara.desk import actions, clock
from harkara.press import names
from harkara.press.bake import bake
from harkara.press.check import check
from harkara.press.storeroom import Storeroom
from harkara.press.turns import Turns
from harkara.rack import changes, ledger
from tests.desk.factories import NOON, make_paper, make_story


def baked(turns: Turns) -> dict[str, int]:
    """Everything that the manifest knows, printed."""
    known, after = [], ""
    while entries := turns.store.manifest.entries(after, 1000):
        known += [entry.name for _, entry in entries if entry.kind == "sheet"]
        after = entries[-1][0]
    bake(turns.store, [name for name in known if turns.store.shelf.mark(name) is None])
    return {sheet.name: sheet.position for sheet in ledger.walk()}


def text(turns: Turns, name: str) -> str:
    page = turns.store.shelf.get(name)
    assert page is not None, name
    return page.identity().decode()


def test_a_new_day_changes_its_month_and_its_neighbour_and_no_other_day(turns: Turns) -> None:
    make_paper()
    for days in (40, 5, 4, 3, 1):
        make_story(at=NOON - timedelta(days=days))
    turns.settle()
    rack = baked(turns)
    before = changes.position()
    make_story(at=clock.now())
    turns.settle()
    now = {sheet.name: sheet.position for sheet in ledger.walk()}
    dated = {name for name in rack if name.startswith(("day:", "calendar", "on:"))}
    assert {name for name in dated if now.get(name, before + 1) > before} == {
        "day:2026-11-28",
        "day:2026-11-27",
        "calendar:2026-11",
        "calendar:bn:1433-08",
    }
    assert check(turns.store).wrong == []
    before = changes.position()
    make_story(at=clock.now())
    turns.settle()
    now = {sheet.name: sheet.position for sheet in ledger.walk()}
    assert {name for name in dated if now.get(name, before) > before} == {"day:2026-11-28"}


def test_months_come_and_go_with_their_news(turns: Turns) -> None:
    make_paper()
    make_story(at=NOON - timedelta(days=2))
    turns.settle()
    assert turns.store.manifest.find("/all/2026-09/") is None
    story = make_story(at=NOON - timedelta(days=70))
    turns.settle()
    for path, name in (
        ("/all/2026-09/", "calendar:2026-09"),
        ("/all/bn/1433-06/", "calendar:bn:1433-06"),
        ("/all/on/09-19/", "on:09-19"),
    ):
        entry = turns.store.manifest.find(path)
        assert entry is not None, path
        assert entry.name == name
    assert "/all/2026-09/" in text(turns, "calendar")
    assert "/all/bn/1433-06/" in text(turns, "calendar:bn")
    baked(turns)
    actions.kill(story, None)
    turns.settle()
    assert turns.store.manifest.find("/all/2026-09/") is None
    assert turns.store.manifest.find("/all/on/09-19/") is None
    assert "/all/2026-09/" not in text(turns, "calendar")
    assert check(turns.store).wrong == []


def test_midnight_turns_the_day_of_the_year(turns: Turns) -> None:
    make_paper()
    make_story(at=NOON - timedelta(days=365), headline="গত বছরের খবর")
    make_story(at=NOON - timedelta(days=364), headline="পরদিনের খবর")
    story = make_story(at=clock.now(), headline="আজকের খবর")
    turns.settle()
    today, tomorrow = names.on(date(2026, 11, 28)), names.on(date(2026, 11, 29))
    assert "গত বছরের খবর" in text(turns, today)
    assert "আজকের খবর" not in text(turns, today)
    baked(turns)
    assert check(turns.store).wrong == []
    with clock.at(clock.end(date(2026, 11, 28)) + timedelta(seconds=1)):
        turns.settle()
        assert "পরদিনের খবর" in text(turns, tomorrow)
        assert turns.store.shelf.mark(today) is None  # over, and printed when somebody asks
        assert check(turns.store).wrong == []
        baked(turns)
        assert "আজকের খবর" in text(turns, today)
        actions.kill(story, None)
        turns.settle()
        assert check(turns.store).wrong == []
        assert turns.store.shelf.mark(tomorrow) is not None


def test_the_page_of_today_stays_hot_when_it_was_printed_before_its_day(turns: Turns) -> None:
    make_paper()
    old = make_story(at=NOON - timedelta(days=364))
    turns.settle()
    baked(turns)
    with clock.at(clock.end(date(2026, 11, 28)) + timedelta(hours=1)):
        turns.settle()
        actions.edit(old, None, headline="অন্য শিরোনাম")
        turns.settle()
        assert "অন্য শিরোনাম" in text(turns, names.on(date(2026, 11, 29)))


def test_an_empty_today_leaves_nothing_behind_at_midnight(turns: Turns) -> None:
    make_paper()
    turns.settle()
    assert turns.store.manifest.find("/all/on/11-28/") is not None
    with clock.at(clock.end(date(2026, 11, 28)) + timedelta(seconds=1)):
        turns.settle()
        assert turns.store.manifest.find("/all/on/11-28/") is None
        assert turns.store.manifest.find("/all/on/11-29/") is not None
        assert check(turns.store).wrong == []


def test_a_clock_that_was_set_back_takes_the_day_back(turns: Turns) -> None:
    make_paper()
    make_story(at=clock.now(), headline="আজকের খবর")
    turns.settle()
    with clock.at(clock.end(date(2026, 11, 28)) + timedelta(hours=1)):
        turns.settle()
        baked(turns)
        assert "আজকের খবর" in text(turns, names.on(date(2026, 11, 28)))
    turns.settle()
    assert "আজকের খবর" not in text(turns, names.on(date(2026, 11, 28)))
    assert check(turns.store).wrong == []


def test_the_day_that_begins_while_the_database_refuses_gets_its_pages_when_it_takes_again(
    turns: Turns, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_paper()
    make_story()
    turns.settle()
    tomorrow = clock.today() + timedelta(days=1)

    def refuses(store: Storeroom, wanted: Iterable[str]) -> NoReturn:
        raise OperationalError("database or disk is full")

    clock.set(clock.now() + timedelta(days=1))
    with monkeypatch.context() as broken:
        broken.setattr("harkara.press.turns.bake", refuses)
        for _ in range(3):
            with pytest.raises(OperationalError):
                turns.turn()
    assert turns.store.shelf.get(f"day:{tomorrow}") is None
    turns.settle()
    assert turns.store.shelf.get(f"day:{tomorrow}") is not None
    assert check(turns.store).wrong == []
