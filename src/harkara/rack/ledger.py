"""The ledger: which sheet read which key, since when, in which edition, and until when it is good.

A key is kept as its number, the first eight bytes of its BLAKE2b digest: an entry costs sixteen bytes instead of a
word, and no table of words has to be asked first. Two keys with one number would only bake a sheet too often.

Everything that writes here runs inside the caller's ``transaction.atomic()``.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from itertools import islice
from random import Random
from typing import TypeVar

from django.db import connection
from django.db.models import Max, Min
from django.utils import timezone

from harkara.rack.models import BookmarkRow, EntryRow, SheetRow

T = TypeVar("T")

COLUMNS = ("position", "edition", "valid_until", "hot_until", "baked_at")
"""The columns of a sheet beside its name, in the order in which they are written."""

EDITIONS = """
    WITH RECURSIVE step(edition) AS (
        SELECT MIN(edition) FROM rack_sheet WHERE edition > ''
        UNION ALL
        SELECT (SELECT MIN(edition) FROM rack_sheet WHERE edition > step.edition) FROM step
        WHERE step.edition IS NOT NULL
    )
    SELECT edition FROM step WHERE edition IS NOT NULL
"""
"""From each edition to the next one behind it, by the index."""

FOLIO = "folio"
"""The bookmark that holds how often the ledger was written."""

TURN_OVER = "UPDATE rack_bookmark SET value = CAST(CAST(value AS integer) + 1 AS text) WHERE name = %s RETURNING value"

NOTE = "INSERT INTO rack_bookmark (name, value) VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET value = excluded.value"

LOT = 400  # how many values go into one statement: far below what any SQLite allows


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet on the shelf: the change-log position it was rendered at, its edition ("" for what no edition changes),
    the end of its validity, and until when it is hot (both UTC, ``None`` for never).
    """

    id: int
    name: str
    position: int
    edition: str
    valid_until: datetime | None
    hot_until: datetime | None
    baked_at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be written of a sheet that was just rendered: ``keys`` are what it read, the rest is as in
    :class:`Sheet`.
    """

    name: str
    position: int
    edition: str
    keys: Collection[str]
    valid_until: datetime | None = None
    hot_until: datetime | None = None


@lru_cache(maxsize=65_536)
def number(key: str) -> int:
    """The number of a key: a signed 64-bit integer, the same on every machine and for ever."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big", signed=True)


def enter(
    name: str,
    *,
    position: int,
    edition: str,
    keys: Collection[str],
    valid_until: datetime | None = None,
    hot_until: datetime | None = None,
) -> tuple[int, int]:
    """Writes that sheet ``name``, rendered at ``position``, read ``keys``; what it read before is forgotten.

    Returns how many entries were added and how many were struck, mostly 0 and 0 when a sheet is baked again.
    """
    return enter_all([Entry(name, position, edition, keys, valid_until, hot_until)])


def enter_all(entries: Collection[Entry]) -> tuple[int, int]:
    """:func:`enter` for many sheets at once, in a constant number of statements. No name may come twice."""
    added = struck = 0
    for lot in _lots(entries):
        numbers = _written(lot)
        before: dict[int, set[int]] = {number_: set() for number_ in numbers.values()}
        with connection.cursor() as cursor:
            rows = list(before)
            cursor.execute(f"SELECT sheet, key FROM rack_entry WHERE sheet IN ({_marks(rows)})", rows)  # noqa: S608 - marks alone
            for row, key in cursor.fetchall():
                before[row].add(key)
        fresh, stale = [], []
        for entry in lot:
            row = numbers[entry.name]
            wanted = {number(key) for key in entry.keys}
            fresh += [(key, row) for key in wanted - before[row]]
            stale += [(key, row) for key in before[row] - wanted]
        with connection.cursor() as cursor:
            if fresh:
                cursor.executemany("INSERT INTO rack_entry (key, sheet) VALUES (%s, %s)", sorted(fresh))
            if stale:
                cursor.executemany("DELETE FROM rack_entry WHERE key = %s AND sheet = %s", sorted(stale))
        added, struck = added + len(fresh), struck + len(stale)
    return added, struck


def _written(entries: Collection[Entry]) -> dict[str, int]:
    """Writes the rows of the sheets, and returns their numbers by name. A sheet keeps its number."""
    moment = connection.ops.adapt_datetimefield_value
    now = moment(timezone.now())
    rows = {
        entry.name: [entry.position, entry.edition, moment(entry.valid_until), moment(entry.hot_until), now, entry.name]
        for entry in entries
    }
    known = _numbers(rows)
    again = [row for name, row in rows.items() if name in known]
    fresh = [row for name, row in rows.items() if name not in known]
    with connection.cursor() as cursor:
        if again:
            cursor.executemany(f"UPDATE rack_sheet SET {' = %s, '.join(COLUMNS)} = %s WHERE name = %s", again)  # noqa: S608 - our own columns
        if fresh:
            columns = (*COLUMNS, "name")
            cursor.executemany(f"INSERT INTO rack_sheet ({', '.join(columns)}) VALUES ({_marks(columns)})", fresh)  # noqa: S608 - our own columns
    return known | _numbers(rows.keys() - known.keys()) if fresh else known


def _numbers(names: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for lot in _lots(names):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT name, id FROM rack_sheet WHERE name IN ({_marks(lot)})", lot)  # noqa: S608 - marks alone
            found.update(cursor.fetchall())
    return found


def _marks(values: Collection[object]) -> str:
    """A mark for each value of a statement."""
    return ", ".join(["%s"] * len(values))


def strike(names: Iterable[str], *, before: int | None = None) -> list[str]:
    """Takes sheets out of the ledger and returns the names of those that were in it.

    With ``before``, only sheets rendered at a position below it are struck: a newer rendering stays.
    """
    struck: list[str] = []
    for lot in _lots(names):
        rows = SheetRow.objects.filter(name__in=lot)
        if before is not None:
            rows = rows.filter(position__lt=before)
        found = dict(rows.values_list("pk", "name"))
        EntryRow.objects.filter(sheet__in=found).delete()
        SheetRow.objects.filter(pk__in=found).delete()
        struck.extend(found.values())
    return struck


def readers(keys: Iterable[str], *, before: int | None = None) -> list[Sheet]:
    """The sheets that read any of ``keys``, by name; with ``before``, only those rendered below that position."""
    found: dict[str, Sheet] = {}
    for lot in _lots(number(key) for key in keys):
        ids = list(EntryRow.objects.filter(key__in=lot).values_list("sheet", flat=True).distinct())
        for part in _lots(ids):
            rows = SheetRow.objects.filter(pk__in=part)
            if before is not None:
                rows = rows.filter(position__lt=before)
            found.update((sheet.name, sheet) for sheet in _sheets(rows))
    return [found[name] for name in sorted(found)]


def sheet(name: str) -> Sheet | None:
    """The sheet called ``name``, or ``None`` where it is not on the shelf."""
    return next(iter(_sheets(SheetRow.objects.filter(name=name))), None)


def keys_of(name: str) -> list[int]:
    """The numbers of the keys that the sheet ``name`` read; none where it is not on the shelf."""
    ids = SheetRow.objects.filter(name=name).values("pk")
    return list(EntryRow.objects.filter(sheet__in=ids).values_list("key", flat=True))


def sheets(names: Iterable[str]) -> dict[str, Sheet]:
    """Those of ``names`` that are in the ledger."""
    return {found.name: found for lot in _lots(names) for found in _sheets(SheetRow.objects.filter(name__in=lot))}


def named(prefix: str, limit: int = 1000) -> list[Sheet]:
    """The sheets whose names begin with ``prefix``, by name, at most ``limit``."""
    rows = SheetRow.objects.filter(name__gte=prefix, name__lt=prefix + "\uffff").order_by("name")[:limit]
    return [found for found in _sheets(rows) if found.name.startswith(prefix)]


def walk(step: int = 1000, *, after: int = 0, before: int | None = None) -> Iterator[Sheet]:
    """Every sheet, in the order of the books; reads ``step`` at a time, so that memory stays level. With bounds, only
    the sheets whose ids lie between ``after`` and ``before``.
    """
    stretch = SheetRow.objects.all() if before is None else SheetRow.objects.filter(pk__lt=before)
    while rows := list(_sheets(stretch.filter(pk__gt=after).order_by("pk")[:step])):
        yield from rows
        after = rows[-1].id


def bounds() -> tuple[int, int]:
    """The first and the last id in the ledger; 1 and 0 where it is empty."""
    # Two queries: SQLite finds one end in an index at once, and goes through all of it for both.
    first = SheetRow.objects.aggregate(first=Min("pk"))["first"]
    return (1, 0) if first is None else (first, SheetRow.objects.aggregate(last=Max("pk"))["last"] or first)


def count() -> int:
    """How many sheets are in the ledger."""
    return SheetRow.objects.count()


def drawn(size: int, chance: Random) -> list[str]:
    """The names of about ``size`` sheets drawn from the whole ledger by ``chance``; each is one look at an index."""
    first, last = bounds()
    if first > last:
        return []
    found = set()
    for _ in range(size):
        start = chance.randint(first, last)
        found.add(SheetRow.objects.filter(pk__gte=start).order_by("pk").values_list("name", flat=True)[:1][0])
    return sorted(found)


def expired(now: datetime, limit: int = 1000) -> list[Sheet]:
    """The sheets whose validity ended at or before ``now``, the longest ended first."""
    return list(_sheets(SheetRow.objects.filter(valid_until__lte=now).order_by("valid_until")[:limit]))


def next_expiry() -> datetime | None:
    """When the next sheet expires, or ``None`` where none does."""
    moment: datetime | None = SheetRow.objects.aggregate(first=Min("valid_until"))["first"]
    return moment


def editions() -> list[str]:
    """The editions of which there are sheets; not "". One step along an index for each, however many sheets are of it."""
    with connection.cursor() as cursor:
        cursor.execute(EDITIONS)
        return [edition for (edition,) in cursor.fetchall()]


def behind(are_current: Callable[[str], bool], limit: int = 100) -> list[Sheet]:
    """Sheets of editions that are not current: the layout backlog, as far as ``limit``, in the order of an index.

    Sheets of no edition ("") are never behind.
    """
    found: list[Sheet] = []
    for edition in editions():
        if len(found) < limit and not are_current(edition):
            found += _sheets(SheetRow.objects.filter(edition=edition).order_by("pk")[: limit - len(found)])
    return found


def backlog(are_current: Callable[[str], bool]) -> int:
    """How many sheets are of editions that are not current."""
    old = (edition for edition in editions() if not are_current(edition))
    return sum(SheetRow.objects.filter(edition=edition).count() for edition in old)


def bookmark(name: str) -> str | None:
    """What is noted under ``name``, or ``None``."""
    return BookmarkRow.objects.filter(name=name).values_list("value", flat=True).first()


def bookmarks(prefix: str) -> dict[str, str]:
    """What is noted under names that begin with ``prefix``, by name."""
    return dict(BookmarkRow.objects.filter(name__startswith=prefix).values_list("name", "value"))


def note(name: str, value: str) -> None:
    """Notes ``value`` under ``name``, over what was there."""
    with connection.cursor() as cursor:
        cursor.execute(NOTE, [name, value])


def folio() -> int:
    """How often the ledger was written."""
    return int(bookmark(FOLIO) or 0)


def turn_over() -> int:
    """Counts one writing of the ledger, and returns the new :func:`folio`. To be called where others wait to write
    (:func:`.changes.hold`).
    """
    with connection.cursor() as cursor:
        cursor.execute(TURN_OVER, [FOLIO])
        row = cursor.fetchone()
    if row is None:
        note(FOLIO, "1")
        return 1
    return int(row[0])


def _sheets(rows: Iterable[SheetRow]) -> Iterator[Sheet]:
    for row in rows:
        yield Sheet(row.pk, row.name, row.position, row.edition, row.valid_until, row.hot_until, row.baked_at)


def _lots(values: Iterable[T]) -> Iterator[list[T]]:
    remaining = iter(values)
    while lot := list(islice(remaining, LOT)):
        yield lot
