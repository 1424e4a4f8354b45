"""The tables of an index on PostgreSQL: made here, told by their format, and put in the place of others.

An index is a schema of its own: ``stories`` with what is found, ``terms`` with how many records have each lexeme,
``state`` with one row: the format, the place in the change log, and how much there is.
"""

from typing import LiteralString

import psycopg
from psycopg import sql

from .index import IndexDamaged

FORMAT = 1
"""Counts up with every change of the tables or of what is written into them: an index of another format is made anew."""

_TABLES: LiteralString = """
CREATE TABLE state (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    format integer NOT NULL,
    position bigint,
    change text NOT NULL DEFAULT '',
    records bigint NOT NULL DEFAULT 0,
    tokens bigint NOT NULL DEFAULT 0
);
CREATE TABLE stories (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key text COLLATE "C" NOT NULL UNIQUE,
    kind text COLLATE "C" NOT NULL,
    number bigint NOT NULL,
    instant bigint NOT NULL,  -- microseconds since 1970
    length integer NOT NULL,  -- tokens
    section text COLLATE "C" NOT NULL,
    href text COLLATE "C" NOT NULL,
    lexemes tsvector NOT NULL,
    headline text COLLATE "C" NOT NULL,
    summary text COLLATE "C" NOT NULL,
    writers text[] NOT NULL,
    body text COLLATE "C" NOT NULL
) WITH (toast_tuple_target = 256);
CREATE TABLE terms (
    lexeme text COLLATE "C" PRIMARY KEY,
    records bigint NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX stories_lexemes ON stories USING gin (lexemes) WITH (fastupdate = on);
CREATE INDEX stories_instant ON stories (instant, id);
ALTER TABLE stories ALTER lexemes SET STATISTICS 0, ALTER headline SET STATISTICS 0, ALTER summary SET STATISTICS 0,
    ALTER body SET STATISTICS 0, ALTER href SET STATISTICS 0, ALTER writers SET STATISTICS 0;
"""
# What is short stays in the row and what is long beside it: a search then walks over few pages.
# Nothing is to be known of what is long: a plan must not depend on when PostgreSQL looked last.


def make(connection: psycopg.Connection, schema: str) -> None:
    """Makes an index where there is none, in the caller's transaction and schema."""
    name = sql.Identifier(schema)
    connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(name))
    connection.execute(_TABLES)
    connection.execute("INSERT INTO state (format) VALUES (%s)", (FORMAT,))


def stands(connection: psycopg.Connection, schema: str) -> int | None:
    """By what the index in the schema is known from those before and after it; None where there is nothing."""
    found = connection.execute(
        "SELECT n.oid FROM pg_namespace n WHERE nspname = %s AND EXISTS (SELECT FROM pg_class WHERE relnamespace = n.oid)",
        (schema,),
    ).fetchone()
    return int(found[0]) if found else None


def hold(connection: psycopg.Connection, schema: str) -> None:
    """Makes others who write into the schema, or put another in its place, wait until this transaction ends."""
    connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (f"harkara {schema}",))


def check(connection: psycopg.Connection, schema: str) -> None:
    """Raises :class:`IndexDamaged` where what is in the schema is not an index of this format, and PostgreSQL's own error
    where it is no index at all, or is not for this user's eyes.
    """
    row = connection.execute(sql.SQL("SELECT format FROM {}").format(sql.Identifier(schema, "state"))).fetchone()
    if row is None or row[0] != FORMAT:
        told = "none" if row is None else row[0]
        raise IndexDamaged(f"The index on PostgreSQL is of format {told}, not {FORMAT}: it has to be made anew.")


def drop(connection: psycopg.Connection, schema: str) -> None:
    """Removes an index, if it is there, once nobody reads in it.

    Whoever reads touches ``state`` first: waiting for that table first, nobody is met half-way who waits for this one.
    """
    state = sql.Identifier(schema, "state")
    found = connection.execute("SELECT to_regclass(%s)", (state.as_string(connection),)).fetchone()
    if found and found[0] is not None:
        connection.execute(sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(state))
    connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema)))


def swap(connection: psycopg.Connection, fresh: str, schema: str) -> None:
    """Puts the index ``fresh`` in the place of ``schema``, which goes. In the caller's transaction: readers see the old one
    or the new one. Who might read the old one may read the new one.
    """
    hold(connection, schema)
    if stands(connection, fresh) is None:
        raise IndexDamaged(f"There is no index in the schema {fresh} to take the place of {schema}.")
    readers = connection.execute(
        "SELECT DISTINCT grantee::regrole::text FROM pg_namespace, aclexplode(nspacl)"
        " WHERE nspname = %s AND privilege_type = 'USAGE' AND grantee NOT IN (0, nspowner)",
        (schema,),
    ).fetchall()
    for (reader,) in readers:  # a name as PostgreSQL writes it, quoted where it must be
        names = {"schema": sql.Identifier(fresh), "reader": sql.SQL(reader)}
        connection.execute(sql.SQL("GRANT USAGE ON SCHEMA {schema} TO {reader}").format(**names))
        connection.execute(sql.SQL("GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {reader}").format(**names))
    drop(connection, schema)
    connection.execute(sql.SQL("ALTER SCHEMA {} RENAME TO {}").format(sql.Identifier(fresh), sql.Identifier(schema)))
