"""An index kept by SQLite: one file, with FTS5 as the carrier of our tokens. It needs nothing beyond Python.

A row of ``record`` holds what is shown and filtered by, a row of the contentless table ``copy`` with the same number the
tokens. SQLite's WAL lets many read while one writes. A write is one transaction, the place in the change log with it.
"""

import sqlite3
import threading
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from .columns import Columns, columns, instant, moment, tags
from .engine import Engine, Handed, handed
from .index import IndexBusy, Place
from .packing import Card, Packing, storable
from .record import Record
from .view import Column, Row, View, rarity
from .wanted import Phrase, Wanted, Word

FORMAT = 1
_FILE = "index.sqlite3"
_MAPPED = 4_000_000_000  # bytes of the file that are read without copying
_COLUMNS: tuple[Column, ...] = ("exact", "folded", "sounds", "head", "lead")
_BM25 = "bm25(copy, 3.0, 10.0, 6.0, 5.0, 0.0)"
"""Large weights on purpose: bm25 multiplies counts by them before it saturates, so that lengths hardly tell."""

_SCHEMA = """
CREATE TABLE record (
    number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, published INTEGER NOT NULL, section TEXT NOT NULL,
    card BLOB NOT NULL, text BLOB NOT NULL
);
CREATE INDEX record_published ON record (published);
CREATE TABLE tag (tag TEXT NOT NULL, record INTEGER NOT NULL, PRIMARY KEY (tag, record)) WITHOUT ROWID;
CREATE INDEX tag_record ON tag (record);
CREATE TABLE place (one INTEGER PRIMARY KEY CHECK (one = 1), position INTEGER NOT NULL, change TEXT NOT NULL);
CREATE VIRTUAL TABLE copy USING fts5(exact, folded, sounds, head, lead, content='', tokenize='ascii');
CREATE VIRTUAL TABLE vocabulary USING fts5vocab('copy', 'col');
"""


class SqliteIndex(Engine):
    """An index in ``folder``; see :class:`~harkara.archive.index.Index`."""

    name = "sqlite"
    format = FORMAT

    def __init__(self, folder: Path, *, writing: bool = False) -> None:
        super().__init__(folder, writing=writing)
        self._file = folder / _FILE
        self._mine = threading.local()
        self._written: tuple[int, sqlite3.Connection] | None = None
        self._open: set[sqlite3.Connection] = set()
        self._lock = threading.Lock()

    def write(self, put: Iterable[Record], remove: Collection[str], place: Place | None = None) -> None:
        """See :meth:`~harkara.archive.index.Index.write`."""
        with self._lock, self._failures():
            self._begin_writing()
            base = self._for_writing()
            try:
                base.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                    raise
                raise IndexBusy(f"Another process is writing the index in {self.folder}.") from error
            try:
                empty = base.execute("SELECT 1 FROM record LIMIT 1").fetchone() is None
                coming = self._taught(put) if empty else put
                packing = self._packed()
                for row in handed(_row(record, packing) for record in coming):
                    _remove(base, row.values[0], packing)
                    _put(base, row)
                for key in remove:
                    _remove(base, key, packing)
                if place:
                    base.execute("REPLACE INTO place VALUES (1, ?, ?)", (place.position, place.change))
                base.execute("COMMIT")
            except BaseException:
                if base.in_transaction:
                    base.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """See :meth:`~harkara.archive.index.Index.close`."""
        with self._lock:
            while self._open:
                self._open.pop().close()
            self._mine = threading.local()
            self._written = None

    @contextmanager
    def _now(self) -> Iterator[View | None]:
        with self._failures():
            base = self._for_reading()
            if base is None:
                yield None
                return
            base.execute("BEGIN")  # everything is read from one commit
            try:
                yield _View(base, self._packed())
            finally:
                base.execute("ROLLBACK")

    def _for_writing(self) -> sqlite3.Connection:
        """The connection that writes, which is nobody's for reading."""
        self._written = self._connected(self._written)
        base = self._written[1]
        if not base.execute("SELECT 1 FROM sqlite_schema").fetchone():
            base.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} COMMIT;")
        return base

    def _for_reading(self) -> sqlite3.Connection | None:
        """This thread's connection; None where there is no index."""
        if not self._file.exists():
            return None
        self._mine.connection = self._connected(getattr(self._mine, "connection", None))
        found: sqlite3.Connection = self._mine.connection[1]
        return found

    def _connected(self, kept: tuple[int, sqlite3.Connection] | None) -> tuple[int, sqlite3.Connection]:
        """The connection that is kept, or another where the file was exchanged; the file is known by its inode."""
        inode = self._file.stat().st_ino if self._file.exists() else None
        if kept and kept[0] == inode:
            return kept
        if kept:
            self._open.discard(kept[1])
            kept[1].close()
        if inode is not None:
            self._check_format()
        self._packing = None
        base = sqlite3.connect(self._file, isolation_level=None, check_same_thread=False, timeout=2)
        for setting in (
            "page_size=8192",
            "journal_mode=WAL",
            "synchronous=FULL",
            "cache_size=-32000",
            f"mmap_size={_MAPPED}",
        ):
            base.execute(f"PRAGMA {setting}")
        self._open.add(base)
        return self._file.stat().st_ino, base

    @contextmanager
    def _failures(self) -> Iterator[None]:
        """What SQLite says of a file it cannot read becomes :class:`IndexDamaged`."""
        try:
            yield
        except Handed as handed_in:
            raise handed_in.error from None
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise IndexBusy(f"The index in {self.folder} is held by another process.") from error
            raise self._damaged(str(error)) from error
        except (sqlite3.DatabaseError, zlib.error, ValueError) as error:
            raise self._damaged(str(error)) from error


class _View:
    """One commit, as a transaction sees it."""

    def __init__(self, base: sqlite3.Connection, packing: Packing) -> None:
        self.base = base
        self.packing = packing

    def place(self) -> Place | None:
        """See :class:`~harkara.archive.view.View`, here and below."""
        found = self.base.execute("SELECT position, change FROM place").fetchone()
        return Place(*found) if found else None

    def count(self) -> int:
        return self._number("SELECT count(*) FROM record")

    def frequency(self, column: Column, term: str) -> int:
        found = self.base.execute("SELECT doc FROM vocabulary WHERE term = ? AND col = ?", (term, column)).fetchone()
        return int(found[0]) if found else 0

    def holds(self, column: Column, term: str) -> bool:
        return self.frequency(column, term) > 0

    def find(self, wanted: Wanted, *, every: bool, limit: int) -> Sequence[Row]:
        by_score = wanted.sort == "relevance" and wanted.looks_for_text
        score = f"-{_BM25}" if by_score else "0.0"
        order = "3 DESC, number" if by_score else f"published {'' if wanted.sort == 'oldest' else 'DESC'}, number"
        where, values = _where(wanted, self._match(wanted, every=every))
        sql = f"SELECT number, published, {score} FROM {where} ORDER BY {order} LIMIT ?"  # noqa: S608 (no part is typed)
        return [Row(number, rank, at) for number, at, rank in self.base.execute(sql, (*values, limit))]

    def total(self, wanted: Wanted, *, every: bool) -> int:
        where, values = _where(wanted, self._match(wanted, every=every))
        return self._number(f"SELECT count(*) FROM {where}", values)  # noqa: S608 (values are bound)

    def sections(self, wanted: Wanted, *, every: bool) -> dict[str, int]:
        where, values = _where(wanted, self._match(wanted, every=every))
        sql = f"SELECT section, count(*) FROM {where} GROUP BY section ORDER BY 2 DESC, 1"  # noqa: S608 (values are bound)
        return {section: count for section, count in self.base.execute(sql, values) if section}

    def alike(self, terms: dict[str, float], wanted: Wanted, limit: int) -> Sequence[Row]:
        """FTS5 weighs columns and not words: the best by its own measure are weighed again, word by word."""
        match = " OR ".join(f'folded : "{term}"' for term in terms)
        where, values = _where(wanted, match)
        sql = f"SELECT number, published, card, text FROM {where} ORDER BY {_BM25} LIMIT ?"  # noqa: S608 (values are bound)
        count = self.count()
        rows = []
        for number, at, *stored in self.base.execute(sql, (*values, 4 * limit)):
            held = set(_columns(self.packing, *stored).folded.split())
            score = sum(
                weight * rarity(count, self.frequency("folded", term)) for term, weight in terms.items() if term in held
            )
            rows.append(Row(number, score, at))
        return sorted(rows, key=lambda row: (-row.score, row.address))[:limit]

    def terms(self, column: Column, prefix: str, limit: int) -> list[tuple[str, int]]:
        sql = (
            "SELECT term, doc FROM vocabulary WHERE term >= ? AND term < ? AND col = ? ORDER BY doc DESC, term LIMIT ?"
        )
        return list(self.base.execute(sql, (prefix, prefix + "\U0010ffff", column, limit)))

    def card(self, address: Any) -> Card:
        return self.packing.card(self._stored(address)[0])

    def whole(self, address: Any) -> tuple[Card, str]:
        card, text = self._stored(address)
        return self.packing.card(card), self.packing.unpack(text)

    def kept(self, key: str) -> Row | None:
        found = self.base.execute("SELECT number, published FROM record WHERE key = ?", (key,)).fetchone()
        return Row(found[0], 0.0, found[1]) if found else None

    def _stored(self, number: int) -> tuple[bytes, bytes]:
        found: tuple[bytes, bytes] = self.base.execute(
            "SELECT card, text FROM record WHERE number = ?", (number,)
        ).fetchone()
        return found

    def _number(self, sql: str, values: Sequence[Any] = ()) -> int:
        return int(self.base.execute(sql, values).fetchone()[0])

    def _match(self, wanted: Wanted, *, every: bool) -> str:
        """The expression for FTS5; "" where the filters alone choose."""
        phrases = [_phrase(phrase) for phrase in wanted.phrases]
        words = [self._word(word, every=every) for word in wanted.words]
        if every:
            match = " AND ".join([*phrases, *words])
        elif phrases and words:
            needed = " AND ".join(phrases)
            match = f"(({needed}) AND ({' OR '.join(words)})) OR ({needed})"
        else:
            match = " AND ".join(phrases) or " OR ".join(words)
        return match

    def _word(self, word: Word, *, every: bool) -> str:
        ways = [f'folded : "{word.folded}"', f'exact : "{word.exact}"', f'head : "{word.folded}"']
        ways += [f'{column} : "{stem}"' for stem in word.heard for column in ("folded", "head")]
        if word.sound and (not every or word.is_latin or not self.frequency("folded", word.folded)):
            ways.append(f'sounds : "{word.sound}"')
        return f"({' OR '.join(ways)})"


def _where(wanted: Wanted, match: str) -> tuple[str, list[Any]]:
    """The tables and conditions that choose what is wanted, with their values."""
    conditions: list[str] = []
    values: list[Any] = []
    if match:
        conditions.append("copy MATCH ?")
        unwanted = "".join(f" NOT {_phrase(phrase)}" for phrase in wanted.excluded)
        values.append(f"({match}){unwanted}" if unwanted else match)
    for tag in wanted.tags:
        conditions.append("number IN (SELECT record FROM tag WHERE tag = ?)")
        values.append(tag)
    for group in wanted.any_tags:
        marks = ", ".join("?" * len(group))
        conditions.append(f"number IN (SELECT record FROM tag WHERE tag IN ({marks}))")  # noqa: S608 (values are bound)
        values += group
    for condition, bound in (("published >= ?", wanted.since), ("published < ?", wanted.until)):
        if bound is not None:
            conditions.append(condition)
            values.append(bound)
    tables = "copy JOIN record ON record.number = copy.rowid" if match else "record"
    return f"{tables} WHERE {' AND '.join(conditions) or '1'}", values


def _phrase(phrase: Phrase) -> str:
    return f'folded : "{" ".join(phrase)}"'


class _Row(NamedTuple):
    """A record as it is stored."""

    values: tuple[str, int, str, bytes, bytes]
    columns: Columns
    tags: list[str]


def _row(record: Record, packing: Packing) -> _Row:
    stored = (packing.pack_card(record), packing.pack(record.body))
    values = (record.key, instant(record.published_at), storable(record.section), *stored)
    return _Row(values, columns(record), tags(record))


def _put(base: sqlite3.Connection, row: _Row) -> None:
    number = base.execute(
        "INSERT INTO record (key, published, section, card, text) VALUES (?, ?, ?, ?, ?)", row.values
    ).lastrowid
    base.execute(
        "INSERT INTO copy (rowid, exact, folded, sounds, head, lead) VALUES (?, ?, ?, ?, ?, ?)", (number, *row.columns)
    )
    base.executemany("INSERT OR IGNORE INTO tag VALUES (?, ?)", [(tag, number) for tag in row.tags])


def _remove(base: sqlite3.Connection, key: str, packing: Packing) -> None:
    """Removes a record. FTS5 without content has to be told again what it holds of it."""
    found = base.execute("SELECT number, card, text FROM record WHERE key = ?", (key,)).fetchone()
    if not found:
        return
    number, *stored = found
    base.execute(
        "INSERT INTO copy (copy, rowid, exact, folded, sounds, head, lead) VALUES ('delete', ?, ?, ?, ?, ?, ?)",
        (number, *_columns(packing, *stored)),
    )
    base.execute("DELETE FROM tag WHERE record = ?", (number,))
    base.execute("DELETE FROM record WHERE number = ?", (number,))


def _columns(packing: Packing, card: bytes, text: bytes) -> Columns:
    """The columns of a record that is stored so: the analyser is the one that made them, or nothing is written."""
    shown, body = packing.card(card), packing.unpack(text)
    return columns(
        Record(shown.kind, shown.number, shown.headline, body, moment(0), summary=shown.summary, writers=shown.writers)
    )
