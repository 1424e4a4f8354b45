"""One view of the database for one rendering: everything it reads is of the same change-log position."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

from harkara.rack import changes


@contextmanager
def snapshot() -> Iterator[int]:
    """A read transaction that sees one state of the database; yields its change-log position.

    SQLite: a deferred transaction, which in WAL mode reads one state and blocks no writer. PostgreSQL: REPEATABLE READ,
    read only. Raises ``RuntimeError`` inside another transaction, whose state may be older than it looks.
    """
    connection.ensure_connection()
    with ExitStack() as stack:
        if connection.vendor == "sqlite":
            _begin_deferred(stack)
        else:
            stack.enter_context(transaction.atomic(durable=True))
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield changes.position()


def _begin_deferred(stack: ExitStack) -> None:
    """Enters an atomic block that begins DEFERRED although the database's transactions begin IMMEDIATE."""
    opened: Any = connections[DEFAULT_DB_ALIAS]  # only SQLite's connection has a transaction mode
    usual = opened.transaction_mode
    opened.transaction_mode = "DEFERRED"
    try:
        stack.enter_context(transaction.atomic(durable=True))
    finally:
        opened.transaction_mode = usual
