"""The journal: of which sheets and addresses something became, in the order in which it happened.

It lies in the manifest's own file, so that an address and its line are one commit; triggers write those lines, whoever
writes the manifest. A line says only *look at this again*: what became of it is what lies there when somebody looks. So
there is one line for a sheet however often it was printed, whoever follows reads of each thing only the last, and what he
finds is never older than the line. A line can be seen only after what it is about, never before.

An *epoch* is one past: where the rack was gone through (a new one, a power cut, a restored database), another begins, and
who followed the former compares everything. While that is going on nothing is handed out.
"""

import json
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, Literal

from harkara.rack.label import Headers
from harkara.rack.manifest import Manifest

SHEET: Final = 0
ADDRESS: Final = 1
"""What a line is about."""

KEPT: Final = 200_000
"""Lines that stay: some weeks of a busy newsroom. Who was away for longer compares everything."""

SPARE: Final = 10_000
"""So many more may lie there before the oldest are struck."""

SCHEMA: Final = """
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS journal (
    serial INTEGER PRIMARY KEY AUTOINCREMENT,
    kind INTEGER NOT NULL,
    name TEXT NOT NULL,
    UNIQUE (kind, name)
);
CREATE TABLE IF NOT EXISTS journal_fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TRIGGER IF NOT EXISTS journal_comes AFTER INSERT ON entry WHEN NEW.path <> '' BEGIN
    INSERT OR REPLACE INTO journal (kind, name) VALUES (1, NEW.path);
END;
CREATE TRIGGER IF NOT EXISTS journal_goes AFTER DELETE ON entry WHEN OLD.path <> '' BEGIN
    INSERT OR REPLACE INTO journal (kind, name) VALUES (1, OLD.path);
END;
COMMIT;
"""

NO_MORE: Final = (
    "DROP TRIGGER IF EXISTS journal_comes",
    "DROP TRIGGER IF EXISTS journal_goes",
    "DROP TABLE IF EXISTS journal",
    "DROP TABLE IF EXISTS journal_fact",
)

NOTE: Final = "INSERT OR REPLACE INTO journal (kind, name) VALUES (?, ?)"
SINCE: Final = "SELECT serial, kind, name FROM journal WHERE serial > ? ORDER BY serial LIMIT ?"
NEWEST: Final = "SELECT serial, kind, name FROM journal WHERE serial > ? ORDER BY serial DESC LIMIT ?"
FACT: Final = "INSERT OR REPLACE INTO journal_fact (name, value) VALUES (?, ?)"

Line = tuple[int, Literal[0, 1], str]
"""Serial, what it is about, and its name: of a sheet, or the path of an address."""


@dataclass(frozen=True, slots=True)
class Past:
    """Which past the journal tells: its ``epoch``, the ``floor`` up to which lines were struck, the ``head`` (the newest
    serial), the ``boot`` of the machine in which a press last looked at the rack (empty while it is looking), and the
    ``headers`` of pages that nginx may hand out by itself.
    """

    epoch: str
    floor: int
    head: int
    boot: str
    headers: Headers


class Journal:
    """The journal in the file of ``manifest``. Safe for many processes."""

    def __init__(self, manifest: Manifest) -> None:
        self.manifest: Final = manifest

    def is_kept(self) -> bool:
        """Whether there is one: whoever changes the rack then writes it, whatever his settings say."""
        return bool(self.manifest.asked("SELECT 1 FROM sqlite_master WHERE name = 'journal'"))

    def open(self, boot: str, headers: Headers, *, anew: bool) -> None:
        """Keeps a journal from now on, or goes on with it; ``boot``: of this machine; ``headers``: as in :class:`Past`.
        ``anew``: another epoch begins.
        """
        is_new = not self.is_kept()
        if is_new:
            self.manifest.script(SCHEMA)
        with self.manifest.writing() as connection:
            if is_new or anew:
                connection.execute(FACT, ("epoch", secrets.token_hex(8)))
                connection.execute("DELETE FROM journal")
                connection.execute(FACT, ("floor", "0"))
            connection.execute(FACT, ("headers", json.dumps(headers)))
            connection.execute(FACT, ("boot", boot))

    def close(self) -> None:
        """Lets nobody follow until it is opened again: the rack is being gone through."""
        if self.is_kept():
            with self.manifest.writing() as connection:
                connection.execute(FACT, ("boot", ""))

    def end(self) -> None:
        """Keeps none any more."""
        if self.is_kept():
            with self.manifest.writing() as connection:
                for statement in NO_MORE:
                    connection.execute(statement)

    def note(self, name: str) -> None:
        """Notes that something became of the sheet ``name``. To be called when it did, or inside :meth:`noting`."""
        with self.manifest.writing() as connection:
            connection.execute(NOTE, (SHEET, name))

    @contextmanager
    def noting(self, name: str) -> Iterator[None]:
        """A block in which something becomes of the sheet ``name``; the line is seen when the block is left, and where it
        finds no room (:class:`~harkara.rack.errors.RackFull`) the block is not entered.
        """
        with self.manifest.writing() as connection:
            connection.execute(NOTE, (SHEET, name))
            yield

    def prune(self, kept: int = KEPT, spare: int = SPARE) -> int:
        """Strikes the oldest lines where there are more than ``kept`` and ``spare``; returns how many."""
        (count,) = self.manifest.asked("SELECT COUNT(*) FROM journal")[0]
        if count <= kept + spare:
            return 0
        (floor,) = self.manifest.asked("SELECT serial FROM journal ORDER BY serial DESC LIMIT 1 OFFSET ?", (kept,))[0]
        with self.manifest.writing() as connection:
            connection.execute("DELETE FROM journal WHERE serial <= ?", (floor,))
            connection.execute(FACT, ("floor", str(floor)))
        return int(count) - kept

    def past(self) -> Past | None:
        """Which past it tells; ``None`` where none is kept."""
        try:
            facts = dict(self.manifest.asked("SELECT name, value FROM journal_fact"))
            (head,) = self.manifest.asked("SELECT COALESCE(MAX(serial), 0) FROM journal")[0]
        except sqlite3.OperationalError:  # no such table
            return None
        floor = int(facts.get("floor", 0))
        headers = tuple((name, value) for name, value in json.loads(facts.get("headers", "[]")))
        return Past(facts.get("epoch", ""), floor, max(int(head), floor), facts.get("boot", ""), headers)

    def since(self, serial: int, limit: int) -> list[Line]:
        """The next ``limit`` lines after ``serial``, the oldest first."""
        return [(row[0], row[1], row[2]) for row in self.manifest.asked(SINCE, (serial, limit))]

    def newest(self, serial: int, limit: int) -> list[Line]:
        """The newest ``limit`` lines after ``serial``, the newest first."""
        return [(row[0], row[1], row[2]) for row in self.manifest.asked(NEWEST, (serial, limit))]
