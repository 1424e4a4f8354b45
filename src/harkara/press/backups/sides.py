"""The two databases of a paper, each in one snapshot, and back.

The newsroom's snapshot is taken first and the readers' a moment later. The newsroom notes how far it has carried the readers'
outbox; so what it has carried is in the readers' copy, and what came between the two is carried when the paper is
brought back. The other way round a comment could be noted as carried and not be there.

SQLite: both snapshots are read transactions of the write-ahead log, and the copy is one step of the online backup API inside
it. So writers go on, the copy is never begun again, and takes as long as it takes to read the file once. PostgreSQL: an
exported snapshot each, which ``pg_dump`` enters.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import quote

import psycopg
from psycopg import sql

from harkara.press.backups.refusals import NotKept

SIDES: Final = {"newsroom": "default", "readers": "readers"}
"""The databases by their names in a backup, with Django's; the newsroom's comes first."""

PATIENCE: Final = 20.0
"""Seconds to wait for a lock of SQLite's."""


class Snapshot(Protocol):
    """A database at one moment."""

    engine: str
    ending: str

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query, as of that moment."""

    def dump(self, target: Path) -> None:
        """Writes all of it into the new file ``target``."""

    def close(self) -> None:
        """Lets the moment go."""


def engine_of(database: Mapping[str, Any]) -> str:
    """``sqlite`` or ``postgresql``."""
    return "sqlite" if database["ENGINE"].endswith("sqlite3") else "postgresql"


def snapshot(database: Mapping[str, Any]) -> Snapshot:
    """The snapshot of the database that Django describes so. Raises :class:`NotKept` where it does not answer."""
    try:
        return OfSqlite(Path(database["NAME"])) if engine_of(database) == "sqlite" else OfPostgres(database)
    except (sqlite3.Error, psycopg.Error) as error:
        raise NotKept(f"The database {database['NAME']} does not answer: {str(error).strip()}.") from error


class OfSqlite:
    """The snapshot of a file of SQLite."""

    engine = "sqlite"
    ending = ".sqlite3"

    def __init__(self, path: Path) -> None:
        self._line = sqlite3.connect(
            f"file:{quote(str(path))}?mode=rw", uri=True, timeout=PATIENCE, isolation_level=None
        )
        self._line.execute("BEGIN")
        self._line.execute("SELECT COUNT(*) FROM sqlite_schema").fetchone()  # a transaction begins with its first look

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        return self._line.execute(query).fetchall()

    def dump(self, target: Path) -> None:
        with closing(sqlite3.connect(target)) as copy:
            self._line.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE").fetchone()  # all of it in the one file

    def close(self) -> None:
        self._line.close()


class OfPostgres:
    """The snapshot of a database on a server."""

    engine = "postgresql"
    ending = ".dump"

    def __init__(self, database: Mapping[str, Any]) -> None:
        self._database = database
        self._line = psycopg.connect(**_words(database))
        self._line.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        self._name = str((self._line.execute("SELECT pg_export_snapshot()").fetchone() or ("",))[0])

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        return self._line.execute(query.encode()).fetchall()

    def dump(self, target: Path) -> None:
        words = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={self._name}", f"--file={target}"]
        run_program("pg_dump", [*words, str(self._database["NAME"])], self._database)

    def close(self) -> None:
        self._line.close()


def is_empty(database: Mapping[str, Any]) -> bool:
    """Whether the database on its server has no table yet. Raises :class:`NotKept` where it does not answer."""
    query = "SELECT COUNT(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
    try:
        with closing(psycopg.connect(**_words(database))) as line:
            (count,) = line.execute(query).fetchone() or (0,)
    except psycopg.Error as error:
        raise NotKept(f"The database {database['NAME']} does not answer: {str(error).strip()}.") from error
    return not count


def empty(database: Mapping[str, Any]) -> None:
    """Throws away all tables of the database. Raises :class:`NotKept` where that is not allowed."""
    try:
        with closing(psycopg.connect(**_words(database), autocommit=True)) as line:
            line.execute("DROP SCHEMA public CASCADE")
            line.execute("CREATE SCHEMA public")
    except psycopg.Error as error:
        raise NotKept(f"The database {database['NAME']} could not be emptied: {str(error).strip()}.") from error


def load(dump: Path, database: Mapping[str, Any]) -> None:
    """Fills the empty database from what ``pg_dump`` wrote, in one transaction."""
    words = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    run_program("pg_restore", [*words, f"--dbname={database['NAME']}", str(dump)], database)


def make(database: Mapping[str, Any], name: str) -> None:
    """Makes the database ``name`` on the server of ``database``. Raises :class:`NotKept` where that is not allowed."""
    _on_server(database, sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(name)))


def drop(database: Mapping[str, Any], name: str) -> None:
    """Throws the database ``name`` away, whoever is at it."""
    _on_server(database, sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _on_server(database: Mapping[str, Any], statement: sql.Composed) -> None:
    try:
        with closing(psycopg.connect(**_words(database), autocommit=True)) as line:
            line.execute(statement)
    except psycopg.Error as error:
        raise NotKept(
            f"A database for the drill could not be made or thrown away: {str(error).strip()}."
            " The role needs CREATEDB for that (ALTER ROLE … CREATEDB)."
        ) from error


def run_program(name: str, words: list[str], database: Mapping[str, Any]) -> None:
    """Runs a program of PostgreSQL's. Password and place go by its environment, where no list of processes shows them."""
    told = {
        "PGHOST": database.get("HOST"),
        "PGPORT": database.get("PORT"),
        "PGUSER": database.get("USER"),
        "PGPASSWORD": database.get("PASSWORD"),
    }
    environment = {**os.environ, **{key: str(value) for key, value in told.items() if value}}
    done = subprocess.run(  # noqa: S603 - a program of PostgreSQL's, with our own words
        [program(name), *words], env=environment, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    if done.returncode:
        raise NotKept(f"{name} ended with {done.returncode}: {done.stderr.strip().splitlines()[-1:] or ['no word']}.")


def program(name: str) -> str:
    """Where a program of PostgreSQL's lies, the newest first. Raises :class:`NotKept` where there is none."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -float(path.parent.name))
    found = next((str(folder / name) for folder in folders if (folder / name).exists()), None) or shutil.which(name)
    if found is None:
        raise NotKept(f"{name} is not on this machine: install the client of PostgreSQL (postgresql-client).")
    return found


def _words(database: Mapping[str, Any]) -> dict[str, Any]:
    told = {"dbname": "NAME", "host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    return {word: database[name] for word, name in told.items() if database.get(name)}
