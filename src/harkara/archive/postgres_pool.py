"""Connections to PostgreSQL that threads share, each used by one at a time."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg

from .index import IndexAway

MOST_IDLE = 8
"""Connections that are kept open; more are opened while more threads ask at once."""


class Pool:
    """Connections to ``url``, each told ``ready`` (statements that set it up) when it is made."""

    def __init__(self, url: str, ready: Callable[[psycopg.Connection], None]) -> None:
        self._url = url
        self._ready = ready
        self._idle: list[psycopg.Connection] = []
        self._lock = threading.Lock()
        self._closed = False

    @contextmanager
    def transaction(self, *, reading: bool) -> Iterator[psycopg.Connection]:
        """A connection within a transaction of its own, which ends with the block; a reader's sees one state throughout.

        Raises :class:`IndexAway` where the server cannot be reached or takes too long.
        """
        connection = self._begun(reading)
        try:
            yield connection
            connection.commit()
        except (psycopg.OperationalError, psycopg.errors.InsufficientPrivilege) as error:
            raise _away(error) from error
        finally:
            self._put_back(connection)

    def close(self) -> None:
        """Closes what is idle, and what is put back later."""
        with self._lock:
            idle, self._idle, self._closed = self._idle, [], True
        for connection in idle:
            connection.close()

    def _begun(self, reading: bool) -> psycopg.Connection:
        """A connection in a transaction. One that lay idle may have died: then the next, at last a new one."""
        isolation = psycopg.IsolationLevel.REPEATABLE_READ if reading else psycopg.IsolationLevel.READ_COMMITTED
        while True:
            with self._lock:
                connection = self._idle.pop() if self._idle else None
            is_new = connection is None
            try:
                if connection is None:
                    connection = psycopg.connect(self._url, connect_timeout=5, application_name="harkara archive")
                    connection.prepare_threshold = None  # a plan for every tsquery would be a plan for none
                    self._ready(connection)
                    connection.commit()
                connection.isolation_level = isolation
                connection.read_only = reading
                connection.execute("SELECT 1")
            except psycopg.OperationalError as error:
                if connection is not None:
                    connection.close()
                if is_new:
                    raise _away(error) from error
            else:
                return connection

    def _put_back(self, connection: psycopg.Connection) -> None:
        if not connection.closed:
            try:
                connection.rollback()
            except psycopg.OperationalError:
                connection.close()
        with self._lock:
            if not connection.closed and not self._closed and len(self._idle) < MOST_IDLE:
                self._idle.append(connection)
                return
        connection.close()


def _away(error: psycopg.Error) -> IndexAway:
    """The error as a sentence, without what PostgreSQL says of hosts and users on further lines."""
    if isinstance(error, psycopg.errors.QueryCanceled):
        return IndexAway("PostgreSQL took too long to answer the archive.")
    told = str(error).strip().splitlines()
    if isinstance(error, psycopg.errors.InsufficientPrivilege):
        return IndexAway(f"PostgreSQL refuses the archive's user: {told[0]}")
    return IndexAway(f"PostgreSQL cannot be reached by the archive: {told[0] if told else type(error).__name__}")
