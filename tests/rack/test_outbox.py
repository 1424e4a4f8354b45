"""The outbox of the readers' side: one entry a call, in the transaction that changes something, in a database of its own."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connections, transaction

from harkara.rack import changes
from harkara.rack.outbox import log
from harkara.rack.outbox.sides import READERS, Sides


@pytest.mark.django_db
def test_a_touch_is_one_entry_and_none_of_the_newsrooms_log() -> None:
    before, newsroom = log.position(), changes.position()
    log.touch("popular:day", "comments:7", "popular:day")
    log.touch()
    (entry,) = log.since(before)
    assert (entry.keys, entry.position) == ({"popular:day", "comments:7"}, log.position())
    assert log.since(entry.position) == []
    assert changes.position() == newsroom


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "two words", "comments:1\n"])
def test_a_key_is_a_word(key: str) -> None:
    with pytest.raises(ValueError, match="is no key"):
        log.touch(key)


@pytest.mark.django_db(transaction=True)
def test_a_touch_outside_a_transaction_of_the_readers_is_refused() -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="outside transaction"):
        log.touch("comments:1")


@pytest.mark.django_db
def test_pruning_keeps_the_newest() -> None:
    for number in range(4):
        log.touch(f"comments:{number}")
    assert log.prune(log.position() + 100) >= 3
    assert [entry.keys for entry in log.since(0)] == [{"comments:3"}]


@pytest.mark.django_db
def test_each_side_has_its_own_tables() -> None:
    tables = {alias: set(connections[alias].introspection.table_names()) for alias in ("default", READERS)}
    assert tables["default"] & tables[READERS] == {"django_migrations"}
    assert ("outbox_change" in tables[READERS], "rack_change" in tables["default"]) == (True, True)


def test_no_relation_goes_across() -> None:
    of_readers, of_newsroom = apps.get_model("outbox.OutboxRow"), apps.get_model("rack.ChangeRow")
    assert Sides().allow_relation(of_readers, of_newsroom) is False
    assert Sides().allow_relation(of_newsroom, of_newsroom) is None


@pytest.mark.django_db
def test_migrate_looks_at_both_sides(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("migrate")
    said = capsys.readouterr().out
    assert "desk" in said
    assert "outbox" in said
    call_command("migrate", database=READERS)
    assert "desk" not in capsys.readouterr().out
