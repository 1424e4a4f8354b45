"""The change log: what was touched, in the order it was committed.

Positions come from a sequence, and a sequence alone hands out numbers in the order of asking: two writers may commit
in the other order, and a follower that has passed the higher number never sees the lower. So a writer takes a lock
before it asks for its number and keeps it until it commits. SQLite has that lock already (its transactions begin
IMMEDIATE, one writer at a time); on PostgreSQL it is an advisory lock. Positions may have holes (a transaction rolled
back), never a late arrival.
"""

import os
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db import connection
from django.utils import timezone

from harkara.rack.bell import Bell
from harkara.rack.models import ChangeRow

ON_ITS_WAY = 2 * 10**9
"""Nanoseconds after a write into the write-ahead log in which its commit may still wait for the disk."""

SINCE = "SELECT position, keys, at FROM rack_change WHERE position > %s ORDER BY position LIMIT %s"

RING = "NOTIFY harkara_rack"

HURRY = "hurry"
"""The key of what readers must not see a moment longer, beside the keys of what was changed: it waits for nobody."""

LOCK = 0x68617263  # "harc": any constant, but always the same one


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the log; ``at`` is in UTC."""

    position: int
    keys: frozenset[str]
    at: datetime


def touch(*keys: str) -> None:
    """Writes into the log that ``keys`` changed, in the transaction that changes them.

    Call it last in the transaction: on PostgreSQL it makes every later ``touch`` wait until this one is committed.
    Raises ``RuntimeError`` outside ``transaction.atomic()`` (the change and its entry would not be one commit) and
    ``ValueError`` for a key that is empty or holds white space. Without keys it writes nothing.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("touch() outside transaction.atomic(): the change and its log entry must be one commit.")
    for key in keys:
        if not key or key.split() != [key]:
            raise ValueError(f"{key!r} is no key: write a short word such as story:12.")
    if not keys:
        return
    hold()
    ChangeRow.objects.create(keys="\n".join(sorted(set(keys))), at=timezone.now())


def hold() -> None:
    """Makes every other writer of the log wait until this transaction ends. Raises ``RuntimeError`` outside of one.

    On SQLite the transaction, which began IMMEDIATE, holds that lock already.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("hold() outside transaction.atomic(): there is no transaction that could let go again.")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def ring() -> None:
    """Wakes the runners of other machines (``LISTEN harkara_rack``) when this transaction is committed. On SQLite nobody
    can listen: runners look twice a second.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(RING)


def position() -> int:
    """The position of the newest entry that this connection sees; 0 in an empty log."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT MAX(position) FROM rack_change")
        (newest,) = cursor.fetchone()
    return int(newest or 0)


def since(position: int, limit: int = 1000) -> list[Change]:
    """The entries after ``position``, oldest first, at most ``limit``."""
    # Asked many times in each turn of the press; putting a query together takes Django longer than the database its answer.
    with connection.cursor() as cursor:
        cursor.execute(SINCE, [position, limit])
        return [Change(number, frozenset(keys.split("\n")), _aware(at)) for number, keys, at in cursor.fetchall()]


def hurries(position: int) -> bool:
    """Whether anything after ``position`` was withdrawn from readers (``HURRY`` stands among its keys)."""
    return any(HURRY in change.keys for change in since(position))


def at(position: int) -> Change | None:
    """The entry at exactly ``position``, or ``None`` (a hole, or pruned)."""
    return next((change for change in since(position - 1, 1) if change.position == position), None)


class Word(Protocol):
    """A word that somebody may give while a follower waits, such as the word to stop."""

    def wait(self, seconds: float, bell: int = -1) -> bool:
        """Waits until it is given, until ``bell`` (a file descriptor) can be read, or ``seconds``; whether it was given."""
        ...


class Pulse:
    """Feels whether another connection has committed anything. For a follower with nothing to do: on SQLite a look costs
    some microseconds, so it can be taken often; on PostgreSQL it is a query for the newest position.

    A commit on SQLite writes into the write-ahead log, so while that file lies there as before there is no need to ask,
    and where the system tells who writes (:mod:`.bell`) not even to look.
    """

    def __init__(self) -> None:
        self._felt: tuple[int, int] | None = None
        self._log: tuple[int, int] | None = None
        self._bell: Bell | None = None
        self._rang = float("-inf")

    def wait(self, word: Word, look: float, seconds: float) -> bool:
        """Waits until it is time for another look: ``look`` seconds, but as long as nobody writes ``seconds``. Returns
        whether ``word`` was given meanwhile.
        """
        if connection.vendor != "sqlite":
            return word.wait(min(look, seconds))
        if self._bell is None:
            self._bell = Bell(os.path.dirname(os.path.abspath(connection.settings_dict["NAME"])))
            self._rang = time.monotonic()
        if self._bell.rang():
            self._rang = time.monotonic()
        if self._bell.fd < 0 or time.monotonic() - self._rang < ON_ITS_WAY / 10**9:
            return word.wait(min(look, seconds))
        return word.wait(seconds, self._bell.fd)

    def beats(self) -> bool:
        """Whether something may have been committed since the last look; true at the first one."""
        if connection.vendor == "sqlite":
            if self._lies_still():
                return False
            connection.ensure_connection()
            raw = connection.connection
            with connection.wrap_database_errors:
                now = id(raw), int(raw.execute("PRAGMA data_version").fetchone()[0])
        else:
            now = 0, position()
        before, self._felt = self._felt, now
        return now != before

    def _lies_still(self) -> bool:
        """Whether nobody has written into the write-ahead log since the last look, nor shortly before it."""
        try:
            found = os.stat(f"{connection.settings_dict['NAME']}-wal")
        except FileNotFoundError:
            self._log = None
            return False
        seen, since = (found.st_mtime_ns, found.st_size), time.time_ns() - found.st_mtime_ns
        is_still = seen == self._log
        self._log = seen if since > ON_ITS_WAY else None
        return is_still


def prune(before: int) -> int:
    """Deletes the entries before position ``before`` and returns how many; the newest entry always stays."""
    deleted, _ = ChangeRow.objects.filter(position__lt=min(before, position())).delete()
    return deleted


def _aware(at: datetime) -> datetime:
    """The moment, which SQLite gives without its zone."""
    return at if at.tzinfo else timezone.make_aware(at, connection.timezone)
