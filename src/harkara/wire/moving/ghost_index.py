"""The tables of a Ghost export on the disk for the time of an import: posts come before what they name by a number."""

import json
import sqlite3
from collections.abc import Iterator
from typing import Any, Final

TABLES: Final = ("posts_meta", "tags", "users", "posts_tags", "posts_authors")
"""Tables that posts are put together from, beside their own."""

_OWNERS: Final = {
    "posts_meta": "post_id",
    "posts_tags": "post_id",
    "posts_authors": "post_id",
    "tags": "id",
    "users": "id",
}


class Index:
    """Posts in the order of the export, and by a post's number what belongs to it."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._inherited: list[sqlite3.Connection] = []
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            "CREATE TABLE post (n INTEGER PRIMARY KEY, key TEXT, row TEXT, until REAL);"
            "CREATE TABLE row (kind TEXT, owner TEXT, place INTEGER, row TEXT);"
            "CREATE TABLE other (kind TEXT PRIMARY KEY, count INTEGER);"
            "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT);"
        )
        self._db.execute("BEGIN")

    def apart(self) -> None:
        """Opens the file anew in a forked process; the connection that came along is left as it is."""
        self._inherited.append(self._db)
        self._db = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)

    def close(self) -> None:
        self._db.close()

    def add_post(self, key: str, row: dict[str, Any], share: float) -> None:
        self._db.execute("INSERT INTO post (key, row, until) VALUES (?, ?, ?)", (key, _stored(row), share))

    def add(self, table: str, row: dict[str, Any]) -> None:
        """Keeps a row of one of ``TABLES``, counts one of any other."""
        if table in TABLES:
            place = row.get("sort_order")
            values = (table, str(row.get(_OWNERS[table])), place if isinstance(place, int) else 0, _stored(row))
            self._db.execute("INSERT INTO row (kind, owner, place, row) VALUES (?, ?, ?, ?)", values)
            return
        if table == "settings" and isinstance(row.get("key"), str):
            self._db.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (row["key"], str(row.get("value") or "")))
        self._db.execute("INSERT INTO other VALUES (?, 1) ON CONFLICT (kind) DO UPDATE SET count = count + 1", (table,))

    def close_up(self) -> None:
        """Everything is in: what is looked for gets its index."""
        self._db.executescript(
            "CREATE INDEX row_owner ON row (kind, owner, place); CREATE INDEX post_key ON post (key, n);"
        )

    def posts(self, after: int) -> Iterator[tuple[int, str, dict[str, Any], float, bool]]:
        """Number, key, row and share of each post after the number given, and whether one before has the same key."""
        query = (
            "SELECT n, key, row, until, EXISTS (SELECT 1 FROM post AS first WHERE first.key = post.key AND first.n < post.n)"
            " FROM post WHERE n > ? ORDER BY n LIMIT 200"
        )
        while found := self._db.execute(query, (after,)).fetchall():
            for number, key, row, share, is_double in found:
                yield number, key, json.loads(row), share, bool(is_double)
            after = found[-1][0]

    def of(self, kind: str, owner: object) -> list[dict[str, Any]]:
        """The rows of a table that belong to ``owner``, in their order."""
        query = "SELECT row FROM row WHERE kind = ? AND owner = ? ORDER BY place, rowid LIMIT 200"
        return [json.loads(row) for (row,) in self._db.execute(query, (kind, str(owner)))]

    def all(self, kind: str) -> Iterator[dict[str, Any]]:
        """All rows of a table."""
        for (row,) in self._db.execute("SELECT row FROM row WHERE kind = ? ORDER BY rowid", (kind,)):
            yield json.loads(row)

    def others(self) -> list[tuple[str, int]]:
        """The tables that nothing is taken from, with the count of their rows."""
        return list(self._db.execute("SELECT kind, count FROM other WHERE kind <> 'meta' ORDER BY kind"))

    def setting(self, name: str) -> str:
        found = self._db.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else ""

    @property
    def is_empty(self) -> bool:
        return self._db.execute("SELECT 1 FROM post LIMIT 1").fetchone() is None


def _stored(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False)
