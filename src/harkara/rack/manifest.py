"""The manifest: which addresses there are, although not baked; which moved; which are gone.

One SQLite file that any process reads without a server. Press alone writes. A path is an address' path, decoded and
normalised, as ``/world/12/…``. Every write tells the generation beside the file.
"""

import json
import os
import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal
from zlib import crc32

from . import belonging, lite
from .errors import RackFull, RackUnreadable
from .generation import STRIPES, Generation

FORMAT: Final = 2
"""``PRAGMA user_version`` of the file."""

Kind = Literal["sheet", "moved", "gone"]
MAPPED: Final = 256 * 2**20

KINDS: Final[tuple[Kind, ...]] = ("sheet", "moved", "gone")

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS entry (
    path TEXT PRIMARY KEY,
    kind INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    target TEXT NOT NULL DEFAULT '',
    status INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS entry_name ON entry (name) WHERE name <> '';
"""

OF_STORY: Final = "CAST(substr(target, 2 + instr(substr(target, 2), '/')) AS INTEGER)"
"""The number of the story to which something that moved leads; something else where it leads to no story."""

LEADING: Final = f"CREATE INDEX IF NOT EXISTS entry_story ON entry ({OF_STORY}) WHERE kind = 1"
"""By which story what moved is found. A manifest that an earlier version made gets it when somebody asks for that; every version
writes it.
"""

WHOLE: Final = ""
"""A path that no page has: the entry there says that the manifest is whole."""

FIND: Final = "SELECT kind, name, target, status FROM entry WHERE path = ?"
KNOWN: Final = "SELECT path, name FROM entry WHERE kind = 0 AND path IN (SELECT value FROM json_each(?))"
LED: Final = f"SELECT path FROM entry WHERE kind = 1 AND {OF_STORY} = ? AND target GLOB ? ORDER BY path"  # noqa: S608 (our own)
PUT: Final = "INSERT OR REPLACE INTO entry (path, kind, name, target, status) VALUES (?, ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Entry:
    """What the manifest knows of a path: a sheet's ``name``, the ``target`` of what moved, or that it is gone."""

    kind: Kind
    name: str
    target: str
    status: int


def stripe(path: str) -> int:
    """The stripe of the generation that says when what is known of ``path`` changes; a lite page has that of its page, what
    belongs to a story that of the story.
    """
    path = belonging.follows(lite.full(path))
    return crc32(path.encode(errors="surrogatepass")) % STRIPES


def lite_entry(page: str, found: Entry | None) -> Entry | None:
    """What the lite address of ``page`` leads to, where ``found`` is what ``page`` itself leads to."""
    if found is None or found.kind == "gone":
        return found
    if found.kind == "moved":
        where = lite.twin(found.target) if lite.leads_to_twin(found.target) else found.target
        return Entry("moved", "", where, found.status)
    if lite.has_twin(page):
        return Entry("sheet", lite.NAME + found.name, "", 200)
    return Entry("moved", "", page, 302)  # a feed, a file: there is only one of it


def story_entry(path: str, found: Entry | None) -> Entry | None:
    """What the address ``path`` of something that belongs to a story leads to, where ``found`` is what its data leads to."""
    name = belonging.sheet(path)
    if name is None or found is None or found.kind == "moved":
        return None
    return found if found.kind == "gone" else Entry("sheet", name, "", 200)


class Manifest:
    """The manifest in the SQLite file ``path``, made if absent. Every thread has a connection of its own.

    ``generation`` is told of every change; by default it is the file ``generation`` in the same folder. ``mapped``: how
    many bytes of the file SQLite may read as memory, where they count as held by every process that does.
    """

    def __init__(self, path: Path | str, generation: Generation | None = None, *, mapped: int = MAPPED) -> None:
        self.path = Path(path)
        self.mapped = mapped
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.generation = generation or Generation(self.path.parent / "generation")
        self._local = threading.local()
        self._connection()

    def find(self, path: str) -> Entry | None:
        """What is known of ``path``, or None. Below ``/lite/`` see :func:`lite_entry`; what belongs to a story see
        :func:`story_entry`.
        """
        if lite.is_lite(path):
            page = lite.full(path)
            return None if lite.is_lite(page) else lite_entry(page, self.find(page))
        if belonging.belongs(path):
            is_one = belonging.sheet(path) is not None
            return story_entry(path, self.find(belonging.follows(path))) if is_one else None
        row = self._connection().execute(FIND, (path,)).fetchone()
        return None if row is None else Entry(KINDS[row[0]], row[1], row[2], row[3])

    def first(self, paths: Sequence[str]) -> tuple[str, Entry] | None:
        """The first of ``paths`` that is known, with what is known of it, by one look."""
        query = f"SELECT path, kind, name, target, status FROM entry WHERE path IN ({','.join('?' * len(paths))})"  # noqa: S608 (question marks)
        rows = {row[0]: row for row in self._connection().execute(query, tuple(paths))}
        found = next((rows[path] for path in paths if path in rows), None)
        return found and (found[0], Entry(KINDS[found[1]], *found[2:]))

    def is_whole(self) -> bool:
        """Whether every address of the paper is in it: of a new rack the press has to find them out first."""
        return self.find(WHOLE) is not None

    def make_whole(self) -> None:
        """Says that every address is in it. Writes nothing if that is known."""
        if not self.is_whole():
            with self.writing() as connection, self.generation.changing(stripe(WHOLE)):
                connection.execute(PUT, (WHOLE, KINDS.index("gone"), "", "", 410))

    def paths(self, name: str) -> list[str]:
        """The paths at which the sheet ``name`` is to be had, sorted."""
        if name.startswith(lite.NAME):
            pages = self.paths(name.removeprefix(lite.NAME))
            return [lite.twin(path) for path in pages if lite.has_twin(path)]
        if name.startswith(belonging.NAMES):
            path = belonging.address(name)
            return [path] if self.find(path) == Entry("sheet", name, "", 200) else []
        query = "SELECT path FROM entry WHERE name = ? AND name <> '' ORDER BY path"
        return [path for (path,) in self._connection().execute(query, (name,))]

    def entries(self, after: str = "", limit: int = 1000) -> list[tuple[str, Entry]]:
        """The next ``limit`` entries after the path ``after``, by path."""
        query = "SELECT path, kind, name, target, status FROM entry WHERE path > ? ORDER BY path LIMIT ?"
        rows = self._connection().execute(query, (after, limit))
        return [(path, Entry(KINDS[kind], name, target, status)) for path, kind, name, target, status in rows]

    def sheets(self, kinds: Collection[str] = (), but: Collection[str] = (), step: int = 1000) -> Iterator[str]:
        """The names of all sheets, sorted; of ``kinds`` alone (first words of names) if there are any, and none of the
        kinds ``but``. Reads ``step`` at a time.
        """
        after = ""
        rows = "SELECT DISTINCT name FROM entry"
        query = f"{rows} WHERE name > ? AND {_chosen(kinds, but)} ORDER BY name LIMIT ?"
        while found := self._connection().execute(query, (after, *kinds, *but, step)).fetchall():
            yield from (name for (name,) in found)
            after = found[-1][0]

    def leading_to_story(self, number: int) -> list[str]:
        """The addresses that lead to where the story ``number`` stands or stood. One look at an index."""
        connection = self._connection()
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'entry_story'").fetchone() is None:
            with self.writing():
                connection.execute(LEADING)
        return [path for (path,) in connection.execute(LED, (number, f"/*/{number:d}/?*"))]

    def count(self, kinds: Collection[str] = ()) -> int:
        """How many sheets there are, of ``kinds`` alone if there are any; one that has two addresses counts twice."""
        rows = "SELECT COUNT(*) FROM entry"
        query = f"{rows} WHERE {_chosen(kinds, ())}"
        number: int = self._connection().execute(query, tuple(kinds)).fetchone()[0]
        return number

    def place(self, path: str, name: str) -> None:
        """The sheet ``name`` is to be had at ``path``. Writes nothing if that is known, nor for what follows from other paths:
        a lite page, what belongs to a story.
        """
        if not (lite.is_lite(path) or belonging.belongs(path)):
            self._put(path, Entry("sheet", name, "", 200))

    def place_all(self, placed: Iterable[tuple[str, str]]) -> None:
        """:meth:`place` for many ``(path, name)`` in one transaction; what is known is found by a look for all."""
        wanted = dict(placed)
        with self.writing() as connection:
            paths = json.dumps(list(wanted), ensure_ascii=False)
            known = dict(connection.execute(KNOWN, (paths,)))
            fresh = [(path, 0, name, "", 200) for path, name in wanted.items() if known.get(path) != name]
            if fresh:
                with self.generation.changing(*(stripe(row[0]) for row in fresh)):
                    connection.executemany(PUT, fresh)

    def beginning(self, stem: str) -> list[str]:
        """The paths that begin with ``stem``, in order. Few are meant: each is looked at."""
        found: list[str] = []
        after = stem
        while entries := self.entries(after, 200):
            some = [path for path, _ in entries if path.startswith(stem)]
            found += some
            if len(some) < len(entries):
                break
            after = some[-1]
        return found

    def move(self, path: str, target: str, status: int = 301) -> None:
        """Who asks for ``path`` is sent to ``target`` (a path) with ``status`` 301, 302, 307 or 308."""
        self._put(path, Entry("moved", "", target, status))

    def gone(self, path: str) -> None:
        """``path`` answers 410 from now on."""
        self._put(path, Entry("gone", "", "", 410))

    def remove(self, path: str) -> None:
        """Forgets ``path``."""
        if self.find(path) is not None:
            with self.writing() as connection, self.generation.changing(stripe(path)):
                connection.execute("DELETE FROM entry WHERE path = ?", (path,))

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One write transaction; the writing methods called inside join it and tell what they change.

        Raises :class:`RackFull` and changes nothing if the disk is full.
        """
        connection = self._connection()
        joined = connection.in_transaction
        if joined:
            yield connection
            return
        with self.generation.holding():
            try:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
            except BaseException as error:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                if isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode == sqlite3.SQLITE_FULL:
                    raise RackFull(
                        f"there is no room on the disk of {self.path}; free some, nothing was written"
                    ) from error
                raise

    def set(self, path: str, entry: Entry | None) -> None:
        """``path`` leads where ``entry`` says, ``None`` for nowhere. Writes nothing if that is known."""
        if entry is None:
            self.remove(path)
        else:
            self._put(path, entry)

    def asked(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """The rows of a query, for who keeps something beside the addresses (:mod:`.nodes.journal`)."""
        return self._connection().execute(query, values).fetchall()

    def script(self, statements: str) -> None:
        """Runs statements with transactions of their own, such as those that make tables."""
        self._connection().executescript(statements)

    def version(self) -> int:
        """Changes when another connection has written (``PRAGMA data_version``); for this thread's connection."""
        number: int = self._connection().execute("PRAGMA data_version").fetchone()[0]
        return number

    def close(self) -> None:
        """Closes this thread's connection; the next call opens another."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.__dict__.clear()

    def _put(self, path: str, entry: Entry) -> None:
        if self.find(path) != entry:
            row = (path, KINDS.index(entry.kind), entry.name, entry.target, entry.status)
            with self.writing() as connection, self.generation.changing(stripe(path)):
                connection.execute(PUT, row)

    def _connection(self) -> sqlite3.Connection:
        local = self._local
        if getattr(local, "pid", 0) != os.getpid():  # SQLite connections do not survive a fork
            local.connection, local.pid = _opened(self.path, self.mapped), os.getpid()
        connection: sqlite3.Connection = local.connection
        return connection


def _chosen(kinds: Collection[str], but: Collection[str]) -> str:
    """A condition for names, of some kinds alone or without some, with a parameter for each kind."""
    kind = "substr(name, 1, instr(name || ':', ':') - 1)"
    chosen = f" AND {kind} IN ({', '.join('?' * len(kinds))})" if kinds else ""
    return f"name <> ''{chosen}" + (f" AND {kind} NOT IN ({', '.join('?' * len(but))})" if but else "")


def _opened(path: Path, mapped: int) -> sqlite3.Connection:
    """A connection to the manifest, its tables made if absent."""
    try:
        connection = sqlite3.connect(path, timeout=30, isolation_level=None, cached_statements=32)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA mmap_size = {mapped:d}")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            connection.executescript(f"BEGIN IMMEDIATE; {SCHEMA} {LEADING}; PRAGMA user_version = {FORMAT}; COMMIT;")
        elif version != FORMAT:
            raise RackUnreadable(
                f"the manifest {path} has format {version}; this version reads {FORMAT}: print the rack anew"
            )
    except sqlite3.DatabaseError as error:
        raise RackUnreadable(
            f"the manifest {path} cannot be read ({error}); delete it and print the rack anew"
        ) from error
    return connection
