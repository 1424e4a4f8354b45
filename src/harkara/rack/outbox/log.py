"""The entries of the outbox, in the order in which they were committed. What :mod:`harkara.rack.changes` is to the newsroom."""

from collections.abc import Iterable

from django.db import connections, transaction
from django.db.models import Max
from django.utils import timezone

from harkara.rack.changes import LOCK, Change
from harkara.rack.outbox.models import OutboxRow
from harkara.rack.outbox.sides import READERS

EVERYTHING = "readers"
"""The key of all that comes from the readers' database: who reads any of it for a sheet reads this key, too. It is touched
where that database is another than it was (restored from a backup).
"""


def touch(*keys: str) -> None:
    """Writes into the outbox that ``keys`` changed, in the transaction on the readers' database that changes them.

    Call it last in the transaction: on PostgreSQL it makes every later ``touch`` wait until this one is committed, so that
    no position is seen after a higher one. Raises ``RuntimeError`` outside ``transaction.atomic(using=READERS)`` and
    ``ValueError`` for a key that is empty or holds white space. Without keys it writes nothing.
    """
    connection = connections[READERS]
    if not connection.in_atomic_block:
        raise RuntimeError("touch() outside transaction.atomic(using=READERS): change and entry must be one commit.")
    for key in keys:
        if not key or key.split() != [key]:
            raise ValueError(f"{key!r} is no key: write a short word such as comments:12.")
    if not keys:
        return
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK + 1])
    OutboxRow.objects.create(keys="\n".join(sorted(set(keys))), at=timezone.now())


def position() -> int:
    """The position of the newest entry; 0 in an empty outbox."""
    return OutboxRow.objects.aggregate(newest=Max("position"))["newest"] or 0


def since(position: int, limit: int = 1000) -> list[Change]:
    """The entries after ``position``, oldest first, at most ``limit``."""
    return _changes(OutboxRow.objects.filter(position__gt=position).order_by("position")[:limit])


def prune(before: int) -> int:
    """Deletes the entries before position ``before`` and returns how many; the newest entry always stays."""
    with transaction.atomic(using=READERS):
        deleted, _ = OutboxRow.objects.filter(position__lt=min(before, position())).delete()
    return deleted


def _changes(rows: Iterable[OutboxRow]) -> list[Change]:
    return [Change(row.position, frozenset(row.keys.split("\n")), row.at) for row in rows]
