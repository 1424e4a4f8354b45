"""What changed on the readers' side comes into the newsroom's log, once, whatever ends in between."""

import logging

import pytest
from django.db import DatabaseError, transaction

from harkara.press import carrying
from harkara.press.carrying import Carrier
from harkara.press.check import check
from harkara.press.storeroom import Storeroom
from harkara.press.turns import Turns
from harkara.rack import changes, ledger
from harkara.rack.outbox import log as outbox
from harkara.rack.outbox.sides import READERS


def touch(*keys: str) -> None:
    with transaction.atomic(using=READERS):
        outbox.touch(*keys)


def test_what_is_touched_there_is_touched_here(database: None) -> None:
    carrier, before = Carrier(), changes.position()
    assert carrier.carry() is False
    touch("comments:1")
    touch("comments:2", "popular:day")
    assert carrying.waiting() == {"comments:1", "comments:2", "popular:day"}
    assert carrier.carry() is True
    assert [change.keys for change in changes.since(before)] == [{"comments:1", "comments:2", "popular:day"}]
    assert (carrying.waiting(), carrier.carry()) == (frozenset(), False)


def test_another_carrier_goes_on_where_the_last_one_was(database: None) -> None:
    touch("comments:1")
    assert Carrier().carry() is True
    assert Carrier().carry() is False
    touch("comments:2")
    before = changes.position()
    assert Carrier().carry() is True
    assert [change.keys for change in changes.since(before)] == [{"comments:2"}]


def test_a_long_outbox_comes_in_batches(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carrying, "BATCH", 2)
    for number in range(3):
        touch(f"comments:{number}")
    carrier = Carrier()
    assert [carrier.carry() for _ in range(3)] == [True, True, False]


def test_an_outbox_that_was_restored_touches_everything(database: None) -> None:
    with transaction.atomic():
        ledger.note(carrying.CARRIED, str(outbox.position() + 1000))
    before = changes.position()
    carrier = Carrier()
    carrier.carry()
    assert [change.keys for change in changes.since(before)] == [{outbox.EVERYTHING}]
    touch("comments:1")
    assert carrier.carry() is True


def test_without_the_readers_database_the_press_goes_on(
    database: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuses(*_: object) -> None:
        raise DatabaseError("no such server")

    carrier = Carrier()
    touch("comments:1")
    with monkeypatch.context() as patch, caplog.at_level(logging.ERROR):
        patch.setattr("harkara.press.carrying.outbox.since", refuses)
        assert [carrier.carry(), carrier.carry()] == [False, False]
        assert carrying.waiting() == frozenset()
    assert [record.getMessage() for record in caplog.records] == ["the readers' database refuses: no such server"]
    assert carrier.carry() is True


def test_a_turn_carries_and_follows(turns: Turns, store: Storeroom) -> None:
    turns.settle()
    touch("frame")
    printed = turns.printed
    turns.settle()
    assert turns.printed > printed
    assert check(store).wrong == []
