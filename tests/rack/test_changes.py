"""The change log: one entry a call, in the transaction that changes something, in the order of commits."""

import os
import threading
from pathlib import Path

import pytest
from django.db import connection, transaction

from harkara.rack import changes
from harkara.rack.changes import touch


@pytest.mark.django_db
def test_a_touch_is_one_entry() -> None:
    before = changes.position()
    touch("story:2", "story:1", "story:2")
    touch("front")
    first, second = changes.since(before)
    assert (first.keys, second.keys) == ({"story:1", "story:2"}, {"front"})
    assert before < first.position < second.position == changes.position()
    assert changes.at(first.position) == first
    assert changes.since(first.position) == [second]
    assert changes.since(before, limit=1) == [first]


@pytest.mark.django_db
def test_no_keys_no_entry() -> None:
    before = changes.position()
    touch()
    assert changes.position() == before


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", " ", "two words", "story:1\n"])
def test_a_key_is_a_word(key: str) -> None:
    with pytest.raises(ValueError, match="is no key"):
        touch("story:1", key)


@pytest.mark.django_db
def test_pruning_keeps_the_newest() -> None:
    for number in range(5):
        touch(f"story:{number}")
    last = changes.position()
    assert changes.prune(last + 100) >= 4
    assert [change.position for change in changes.since(0)] == [last]
    touch("story:9")
    assert changes.position() == last + 1


@pytest.mark.django_db
def test_what_is_rolled_back_was_never_touched() -> None:
    before = changes.position()
    with transaction.atomic():
        touch("story:1")
        transaction.set_rollback(True)
    assert changes.position() == before


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_touch_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="outside transaction"):
        touch("story:1")
    with pytest.raises(RuntimeError, match="outside transaction"):
        changes.hold()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_positions_come_in_the_order_of_commits() -> None:
    """Many writers, one follower that looks all the time: it misses nobody."""
    writers, each = 4, 12
    start = changes.position()
    go = threading.Barrier(writers)

    def write(name: int) -> None:
        go.wait()
        for number in range(each):
            with transaction.atomic():
                touch(f"writer:{name}:{number}")
        connection.close()

    threads = [threading.Thread(target=write, args=(name,)) for name in range(writers)]
    for thread in threads:
        thread.start()
    seen: list[str] = []
    position = start
    while any(thread.is_alive() for thread in threads) or changes.position() > position:
        for change in changes.since(position):
            seen += change.keys
            position = change.position
    assert sorted(seen) == sorted(f"writer:{name}:{number}" for name in range(writers) for number in range(each))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_late_commit_is_never_passed_by() -> None:
    """Who asks for a position second waits until the first has committed, so no lower position appears later."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets only one transaction write at a time")
    start = changes.position()
    second = threading.Thread(target=_touch_elsewhere, args=("second",))
    with transaction.atomic():
        touch("first")
        second.start()
        while not _somebody_waits():
            pass
        with_second = [change.keys for change in changes.since(start)]
    second.join()
    assert with_second == [{"first"}]
    assert [change.keys for change in changes.since(start)] == [{"first"}, {"second"}]


def _touch_elsewhere(key: str) -> None:
    with transaction.atomic():
        touch(key)
    connection.close()


def _touch_in_a_thread(key: str) -> None:
    other = threading.Thread(target=_touch_elsewhere, args=(key,))
    other.start()
    other.join()


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_commit_of_somebody_else_is_felt() -> None:
    pulse = changes.Pulse()
    assert [pulse.beats(), pulse.beats()] == [True, False]
    _touch_in_a_thread("story:1")
    assert [pulse.beats(), pulse.beats()] == [True, False]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.skipif(connection.vendor == "postgresql", reason="about the write-ahead log of SQLite")
def test_while_the_write_ahead_log_lies_still_nobody_is_asked() -> None:
    _touch_in_a_thread("story:1")
    log = f"{connection.settings_dict['NAME']}-wal"
    pulse = changes.Pulse()
    assert [pulse.beats(), pulse.beats(), pulse._lies_still()] == [True, False, False]  # a commit may be on its way
    os.utime(log, (1, 1))
    assert [pulse.beats(), pulse._lies_still(), pulse.beats()] == [False, True, False]
    _touch_in_a_thread("story:2")
    assert [pulse.beats(), pulse.beats()] == [True, False]


class Patience:
    """A word that nobody gives; notes how long it was waited for, and whether a bell was listened to."""

    def __init__(self) -> None:
        self.waits: list[tuple[float, bool]] = []

    def wait(self, seconds: float, bell: int = -1) -> bool:
        self.waits.append((seconds, bell >= 0))
        return False


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_who_waits_looks_often_only_while_somebody_writes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    if connection.vendor == "sqlite":
        monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path / "newsroom.sqlite3"))
    if changes.Bell(str(tmp_path)).fd < 0 or connection.vendor != "sqlite":
        pytest.skip("nobody tells who writes")
    now = [100.0]
    monkeypatch.setattr(changes.time, "monotonic", lambda: now[0])
    pulse, word = changes.Pulse(), Patience()
    pulse.wait(word, 0.25, 9.0)  # what came before the bell was there was not heard
    now[0] += 3.0
    pulse.wait(word, 0.25, 9.0)
    (tmp_path / "newsroom.sqlite3-wal").write_bytes(b"a frame")
    pulse.wait(word, 0.25, 9.0)
    pulse.wait(word, 0.25, 0.125)
    now[0] += 3.0
    pulse.wait(word, 0.25, 9.0)
    assert word.waits == [(0.25, False), (9.0, True), (0.25, False), (0.125, False), (9.0, True)]
