"""Counting: eats the spool and adds it to the sums, a file and all that it says in one commit.

A process that dies between commit and unlinking finds the file's name in the books, and counts nothing twice.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.db import connections, transaction
from django.utils import timezone

from harkara.rack.outbox.sides import READERS
from harkara.readings import spool
from harkara.readings.models import EatenRow, HourRow, MinuteRow, StandingRow
from harkara.readings.spool import Sum
from harkara.readings.standing import HALF_LIVES, added, least

OPENED: Final = ("rd", "ro", "rs", "rc", "rx", "rl")
WHATS: Final = (*OPENED, "a", "t", "e0", "e1", "e2", "e3", "e4", "s")
"""The columns of an hour; what else a spool says is of another version, and passed over."""

MINUTES: Final = 3 * 60
HOURS: Final = 8 * 24
"""For how long sums are kept."""

CHUNK: Final = 500


def eat(folder: Path) -> int:
    """Counts what the stand wrote into ``folder`` and returns how many sums those were."""
    count = 0
    for file in spool.take(folder) if folder.is_dir() else ():
        sums = list(spool.read(file))
        with transaction.atomic(using=READERS):
            _row, is_new = EatenRow.objects.get_or_create(name=file.name, defaults={"at": timezone.now()})
            if is_new:
                add(sums)
                count += len(sums)
        file.unlink()
    return count


def add(sums: Iterable[Sum]) -> None:
    """Adds ``sums`` to minutes, hours and standings, inside the caller's transaction on the readers' database."""
    minutes: dict[tuple[int, int], int] = defaultdict(int)
    hours: dict[tuple[int, int], dict[str, int]] = defaultdict(lambda: dict.fromkeys(WHATS, 0))
    weights: dict[int, list[Sum]] = defaultdict(list)
    for one in sums:
        if one.what not in WHATS:
            continue
        hours[one.moment // 3600, one.story][one.what] += one.count
        if one.what in OPENED:
            minutes[one.moment // 60, one.story] += one.count
        elif one.what in ("a", "s"):
            weights[one.story].append(one)
    _upsert(MinuteRow, ("minute", "story"), ("opened",), [(*key, opened) for key, opened in minutes.items()])
    _upsert(HourRow, ("hour", "story"), WHATS, [(*key, *counts.values()) for key, counts in hours.items()])
    _weigh(weights)


def thin(now: float) -> None:
    """Deletes what is older than it is kept: minutes, hours, names of files, standings that nothing is left of."""
    MinuteRow.objects.filter(minute__lt=now // 60 - MINUTES).delete()
    HourRow.objects.filter(hour__lt=now // 3600 - HOURS).delete()
    EatenRow.objects.filter(at__lt=timezone.now() - timedelta(days=1)).delete()
    faded = {f"{name}__lt": least(now, half_life) - 5 for name, half_life in HALF_LIVES.items()}
    StandingRow.objects.filter(**faded).delete()


def _weigh(weights: dict[int, list[Sum]]) -> None:
    stories = sorted(weights)
    for start in range(0, len(stories), CHUNK):
        some = stories[start : start + CHUNK]
        rows = StandingRow.objects.in_bulk(some)
        for story in some:
            row = rows.setdefault(story, StandingRow(story=story))
            for one in weights[story]:
                for name in ("day", "week") if one.what == "a" else ("shared",):
                    setattr(row, name, added(getattr(row, name), one.count, one.moment, HALF_LIVES[name]))
        StandingRow.objects.bulk_create(
            rows.values(), update_conflicts=True, unique_fields=["story"], update_fields=[*HALF_LIVES]
        )


def _upsert(
    model: type[MinuteRow] | type[HourRow], keys: tuple[str, ...], counts: tuple[str, ...], rows: list[tuple[int, ...]]
) -> None:
    """Adds ``rows`` (keys, then counts) to those that are there. Django's own way replaces them."""
    if not rows:
        return
    table = model._meta.db_table
    columns = [*keys, *counts]
    sums = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in counts)
    with connections[READERS].cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})"  # noqa: S608 - our own names
            f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {sums}",
            rows,
        )
