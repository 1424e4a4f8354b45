"""An index kept by PostgreSQL 15 or newer, for papers that have a server anyway, or more than one machine that reads.

Its tables hold tokens of our own analyser; of PostgreSQL's text search it takes only the carrier: tsvector, tsquery, GIN.
What was put, what was removed and the place in the change log are one transaction.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from . import postgres_tables as tables
from . import searching
from .columns import columns, instant, tags
from .engine import Engine
from .index import Found, IndexBusy, IndexDamaged, Place, Search
from .postgres_lexemes import vector
from .postgres_pool import Pool
from .postgres_view import PostgresView
from .record import Record
from .view import View
from .wanted import understand

AT_ONCE = 1000
"""Records that are written together; a write of more is still one transaction."""
EVEN = 256
"""Tokens below which all texts count as equally long, as in the embedded engines."""
PATIENCE = 5.0
"""Seconds after which a search is given up."""

_DAMAGE = (
    psycopg.errors.UndefinedTable,
    psycopg.errors.UndefinedColumn,
    psycopg.errors.InvalidSchemaName,
    psycopg.errors.DataCorrupted,
    psycopg.errors.IndexCorrupted,
)


class PostgresIndex(Engine):
    """An index in the schema ``schema`` of the database at ``url`` (``postgresql://…``); see
    :class:`~harkara.archive.index.Index`. The first write makes the schema; until then nothing is found in it.

    ``only`` is by what the index is known (:meth:`identity`) that alone may be written: once another has taken its place,
    writing raises :class:`~harkara.archive.index.IndexBusy`. Every method may raise
    :class:`~harkara.archive.index.IndexAway` where the server cannot be reached.
    """

    name = "postgres"
    format = tables.FORMAT

    def __init__(self, url: str, schema: str, *, writing: bool = False, only: int | None = None) -> None:
        super().__init__(Path(schema), writing=writing)
        self.schema = schema
        self._only = only
        self._pool = Pool(url, self._ready)

    def write(self, put: Iterable[Record], remove: Collection[str], place: Place | None = None) -> None:
        """See :meth:`~harkara.archive.index.Index.write`. Two that write wait for one another."""
        if not self.writing:
            raise RuntimeError(f"The index in {self.schema} was opened for reading.")
        with self._damage(), self._pool.transaction(reading=False) as connection:
            connection.execute("SET LOCAL statement_timeout = 0; SET LOCAL synchronous_commit = on")
            connection.execute("SET LOCAL gin_pending_list_limit = '64kB'")  # searches look through what is pending
            tables.hold(connection, self.schema)
            standing = tables.stands(connection, self.schema)
            if self._only not in (None, standing):
                raise IndexBusy(f"Another index has taken the place of the one in the schema {self.schema}.")
            if standing is not None:
                tables.check(connection, self.schema)
            else:
                tables.make(connection, self.schema)
            _note(connection, _removed(connection, [*map(sendable, remove)]))
            waiting, done = iter(put), 0
            while batch := {sendable(record.key): record for record in islice(waiting, AT_ONCE)}:
                if len(batch) == AT_ONCE:  # many go into the index quicker in large lots
                    connection.execute("SET LOCAL gin_pending_list_limit = '64MB'; SET LOCAL work_mem = '128MB'")
                change = _removed(connection, [*batch])
                change.add(_put(connection, batch))
                _note(connection, change)
                done += len(batch)
            if done >= AT_ONCE:
                connection.execute("SELECT gin_clean_pending_list('stories_lexemes')")
                connection.execute("ANALYZE stories")
            if place is not None:
                connection.execute(
                    "UPDATE state SET position = %s, change = %s", (place.position, sendable(place.change))
                )

    def identity(self) -> int | None:
        """By what the index that is there now is known from those before and after it; None where there is none."""
        with self._pool.transaction(reading=True) as connection:
            return tables.stands(connection, self.schema)

    def give_way(self, fresh: str) -> None:
        """Puts the index in the schema ``fresh`` in the place of this one, in one step."""
        with self._pool.transaction(reading=False) as connection:
            connection.execute("SET LOCAL statement_timeout = 0")
            tables.swap(connection, fresh, self.schema)

    def drop(self) -> None:
        """Removes the index, if it is there."""
        with self._pool.transaction(reading=False) as connection:
            tables.hold(connection, self.schema)
            tables.drop(connection, self.schema)

    def close(self) -> None:
        """See :meth:`~harkara.archive.index.Index.close`."""
        self._pool.close()

    def search(self, wanted: Search) -> Found:
        """See :meth:`~harkara.archive.index.Index.search`. What is sure to be asked is asked at once."""
        with self._now() as view:
            if view is None:
                return Found()
            assert isinstance(view, PostgresView)
            view.learn(understand(wanted))
            return searching.search(view, wanted)

    @contextmanager
    def _now(self) -> Iterator[View | None]:
        with self._damage(), self._pool.transaction(reading=True) as connection:
            if tables.stands(connection, self.schema) is not None:
                tables.check(connection, self.schema)
                yield PostgresView(connection)
            else:
                yield None

    @contextmanager
    def _damage(self) -> Iterator[None]:
        try:
            yield
        except _DAMAGE as error:
            raise self._damaged(str(error).strip()) from error

    def _damaged(self, why: str) -> IndexDamaged:
        return IndexDamaged(f"The index in the schema {self.schema} cannot be used: {why}. It has to be made anew.")

    def _ready(self, connection: psycopg.Connection) -> None:
        """Sets a new connection up: its schema, its patience, and that words are looked up in the index, never in texts."""
        connection.execute(sql.SQL("SET search_path TO {}").format(sql.Identifier(self.schema)))
        patience = sql.Literal(int(PATIENCE * 1000))
        connection.execute(sql.SQL("SET statement_timeout = {}; SET jit = off; SET work_mem = '32MB'").format(patience))
        connection.execute("SET enable_seqscan = off; SET enable_indexscan = off")


@dataclass(slots=True)
class Change:
    """How many records more (or fewer) have each lexeme, how many there are, and how many tokens they have."""

    lexemes: Counter[str] = field(default_factory=Counter)
    records: int = 0
    tokens: int = 0

    def add(self, other: "Change") -> None:
        """Adds another change to this one."""
        self.lexemes.update(other.lexemes)
        self.records += other.records
        self.tokens += other.tokens


def sendable(text: str) -> str:
    """``text`` without what PostgreSQL's text cannot hold: NUL goes, half a surrogate pair becomes U+FFFD.

    >>> sendable("a\\0b\\ud800")
    'ab\\ufffd'
    """
    return text.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _put(connection: psycopg.Connection, records: dict[str, Record]) -> Change:
    change = Change()
    with (
        connection.cursor() as cursor,
        cursor.copy(
            "COPY stories (key, kind, number, instant, length, section, href, lexemes, headline, summary, body, writers)"
            " FROM STDIN"
        ) as copy,
    ):
        for key, record in records.items():
            made = columns(record)
            written, lexemes = vector(made, tags(record))
            length = max(made.exact.count(" ") + 1, EVEN)
            texts = (record.section, record.href, written, record.headline, record.summary, record.body)
            given = (key, record.kind, record.number, instant(record.published_at), length)
            copy.write_row((*given, *map(sendable, texts), [*map(sendable, record.writers)]))
            change.lexemes.update(lexemes)
            change.records += 1
            change.tokens += length
    return change


def _removed(connection: psycopg.Connection, keys: list[str]) -> Change:
    """Removes what is there of ``keys``; returns what that changes."""
    rows: list[tuple[Any, ...]] = connection.execute(
        "WITH gone AS (DELETE FROM stories WHERE key = ANY(%s) RETURNING lexemes, length)"
        " SELECT NULL, count(*), coalesce(sum(length), 0)::bigint FROM gone UNION ALL"
        " SELECT lexeme, count(*), 0 FROM gone, unnest(tsvector_to_array(lexemes)) AS lexeme GROUP BY lexeme",
        (keys,),
    ).fetchall()
    change = Change()
    for lexeme, number, length in rows:
        if lexeme is None:
            change.records, change.tokens = -number, -length
        else:
            change.lexemes[lexeme] = -number
    return change


def _note(connection: psycopg.Connection, change: Change) -> None:
    """Counts the change in the terms and the state."""
    moved = sorted((lexeme, number) for lexeme, number in change.lexemes.items() if number)
    if moved:
        connection.execute(
            "INSERT INTO terms SELECT * FROM unnest(%s::text[], %s::bigint[])"
            " ON CONFLICT (lexeme) DO UPDATE SET records = terms.records + excluded.records",
            ([lexeme for lexeme, _ in moved], [number for _, number in moved]),
        )
        fewer = [lexeme for lexeme, number in moved if number < 0]
        if fewer:
            connection.execute("DELETE FROM terms WHERE lexeme = ANY(%s) AND records <= 0", (fewer,))
    connection.execute(
        "UPDATE state SET records = records + %s, tokens = tokens + %s WHERE (%s, %s) <> (0, 0)",
        (change.records, change.tokens, change.records, change.tokens),
    )
