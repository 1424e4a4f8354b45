"""What the paper holds, read: each row as a dictionary of plain values, in lots of a constant number of queries.

Call it in one snapshot, and all is of one moment. Times are ISO 8601 in UTC, to the microsecond; a row that is referred to
stands there by its slug, a story or a picture by its number.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, BinaryIO

from django.db.models import Sum
from wagtail.blocks import StreamValue

from harkara.desk.holdings.sorts import FRAME, LATER, OF_THE_KILLED, OF_THE_WITHDRAWN, PICTURE, STORY, Sort
from harkara.desk.models import Picture, Story

Row = dict[str, Any]

ORIGINALS: Any = Picture._meta.get_field("file")
"""Where the media keep the originals of pictures."""

LOT = 500
"""Rows of the frame read at once."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is to go: stories, pictures, and the bytes of their originals."""

    stories: int
    pictures: int
    bytes: int


def counts() -> Counts:
    """How much there is to go."""
    standing = Picture.objects.filter(withdrawn=False)
    size = standing.aggregate(size=Sum("file_size"))["size"]
    return Counts(Story.objects.filter(STORY.only).count(), Picture.objects.count(), size or 0)


TABLES = (*FRAME, *LATER)
"""What is neither a story nor a picture, by name."""


def frame(name: str) -> Iterator[Row]:
    """The rows of one of ``TABLES``."""
    sort, seen = {**FRAME, **LATER}[name], 0
    while rows := _read(sort, sort.model._base_manager.filter(sort.only).order_by(*sort.order)[seen : seen + LOT]):
        yield from rows
        seen += len(rows)


def stories(after: int, limit: int) -> list[Row]:
    """The stories with numbers above ``after``, ascending, at most ``limit``. As many queries as a story has parts, and one."""
    rows = _read(STORY, Story.objects.filter(STORY.only, pk__gt=after).order_by("pk")[:limit])
    return [_without_words(row) for row in rows]


def pictures(after: int, limit: int) -> list[Row]:
    """The pictures with numbers above ``after``, ascending, at most ``limit``; ``file`` is the name of the original."""
    rows = _read(PICTURE, Picture.objects.filter(pk__gt=after).order_by("pk")[:limit])
    return [
        {name: value for name, value in row.items() if name in OF_THE_WITHDRAWN} if row["withdrawn"] else row
        for row in rows
    ]


def original(name: str) -> BinaryIO:
    """The original of a picture by the name of its ``file``, open for reading. Raises ``OSError`` where it is not there."""
    opened: BinaryIO = ORIGINALS.storage.open(name, "rb")
    return opened


def _read(sort: Sort, rows: Any) -> list[Row]:
    names = list(sort.paths)
    numbers, found = [], []
    for number, *values in rows.values_list("pk", *sort.paths.values()):
        numbers.append(number)
        found.append({name: told(value) for name, value in zip(names, values, strict=True)})
    for part, below in sort.below.items():
        parts = _parts(below, numbers) if numbers else {}
        for number, row in zip(numbers, found, strict=True):
            row[part] = parts.get(number, [])
    return found


def _parts(sort: Sort, numbers: Iterable[Any]) -> dict[Any, list[Row]]:
    names = list(sort.paths)
    rows = sort.model._base_manager.filter(sort.only, **{f"{sort.of}__in": numbers}).order_by(*sort.order)
    parts: dict[Any, list[Row]] = defaultdict(list)
    for number, *values in rows.values_list(sort.of, *sort.paths.values()):
        parts[number].append({name: told(value) for name, value in zip(names, values, strict=True)})
    return parts


def told(value: Any) -> Any:
    """A value of a field as JSON can hold it.

    >>> told(datetime(2026, 11, 28, 6, tzinfo=UTC))
    '2026-11-28T06:00:00+00:00'
    """
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StreamValue):
        return [dict(block) for block in value.raw_data]
    return value


def _without_words(row: Row) -> Row:
    """``row``; of a killed story only what goes along of one."""
    if not row["killed_at"]:
        return row
    return {name: value for name, value in row.items() if name in OF_THE_KILLED}
