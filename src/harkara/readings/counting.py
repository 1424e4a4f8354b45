"""Counting: eats the spool and adds it to the sums, a file and all that it says in one commit.

A process that dies between commit and unlinking finds the file's name in the books, and counts nothing twice.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.db import connections, transaction
from django.db.models import F, Model
from django.utils import timezone

from harkara.rack.outbox.sides import READERS
from harkara.readings import spool, votes
from harkara.readings.models import AdRow, EatenRow, HeadlineRow, HourRow, MinuteRow, StandingRow
from harkara.readings.spool import Sum
from harkara.readings.standing import HALF_LIVES, added, least

OPENED: Final = ("rd", "ro", "rs", "rc", "rx", "rl")
WHATS: Final = (*OPENED, "a", "t", "e0", "e1", "e2", "e3", "e4", "s")
"""The columns of an hour; what else a spool says is of another version, and passed over."""

MINUTES: Final = 3 * 60
HOURS: Final = 8 * 24
"""For how long sums are kept."""

ADS: Final = ("vs", "vp")
"""What is counted of what is sold: seen, pressed. Its number stands in the place of a story's."""

HEADLINE: Final = re.compile("h([0-9])([0-2])")
"""Opened by a headline of a test."""

YEARS: Final = 3 * 366 * 24
"""Hours for which it is kept how often something that was sold was seen: as long as its advertiser may ask."""

VOTE: Final = re.compile("v([0-9])([0-9])")
"""Voted in a poll."""

CHUNK: Final = 500

MEAL: Final = 2**20
"""Bytes of spool that are counted together, at least one file: what several workers say of a story is added up before."""


def eat(folder: Path) -> int:
    """Counts what the stand wrote into ``folder`` and returns how many sums those were."""
    count = 0
    for files in _meals(spool.take(folder) if folder.is_dir() else []):
        with transaction.atomic(using=READERS):
            eaten = set(EatenRow.objects.filter(name__in=[file.name for file in files]).values_list("name", flat=True))
            fresh = [file for file in files if file.name not in eaten]
            EatenRow.objects.bulk_create(EatenRow(name=file.name, at=timezone.now()) for file in fresh)
            sums = [one for file in fresh for one in spool.read(file)]
            add(sums)
            count += len(sums)
        for file in files:
            file.unlink()
    return count


def add(sums: Iterable[Sum]) -> None:
    """Adds ``sums`` to minutes, hours and standings, inside the caller's transaction on the readers' database."""
    minutes: dict[tuple[int, int], int] = defaultdict(int)
    hours: dict[tuple[int, int], dict[str, int]] = defaultdict(lambda: dict.fromkeys(WHATS, 0))
    weights: dict[int, list[Sum]] = defaultdict(list)
    headlines: dict[tuple[int, int, int], list[Sum]] = defaultdict(list)
    ads: dict[tuple[int, int], dict[str, int]] = defaultdict(lambda: dict.fromkeys(ADS, 0))
    cast: list[tuple[int, int, int, int, int]] = []
    for one in sums:
        if one.what in ADS:
            ads[one.story, one.moment // 3600][one.what] += one.count
            continue
        if one.what not in WHATS:
            if found := HEADLINE.fullmatch(one.what):
                headlines[one.story, int(found[1]), int(found[2])].append(one)
            elif found := VOTE.fullmatch(one.what):
                cast.append((one.story, int(found[1]), int(found[2]), one.moment // 3600, one.count))
            continue
        hours[one.moment // 3600, one.story][one.what] += one.count
        if one.what in OPENED:
            minutes[one.moment // 60, one.story] += one.count
        elif one.what in ("a", "s"):
            weights[one.story].append(one)
    _upsert(MinuteRow, ("minute", "story"), ("opened",), [(*key, opened) for key, opened in minutes.items()])
    _upsert(HourRow, ("hour", "story"), WHATS, [(*key, *counts.values()) for key, counts in hours.items()])
    _upsert(AdRow, ("ad", "hour"), ADS, [(*key, *counts.values()) for key, counts in ads.items()])
    _weigh(weights)
    _tell_headlines(headlines)
    votes.add(cast)


def forget(story: int, turn: int) -> None:
    """Deletes what was counted for a test of headlines (``HeadlineRow``): one with the same digit begins."""
    HeadlineRow.objects.filter(story=story, turn=turn).delete()


def thin(now: float) -> None:
    """Deletes what is older than it is kept: minutes, hours, openings by headlines, names of files, and standings that
    nothing is left of.
    """
    MinuteRow.objects.filter(minute__lt=now // 60 - MINUTES).delete()
    HourRow.objects.filter(hour__lt=now // 3600 - HOURS).delete()
    HeadlineRow.objects.filter(hour__lt=now // 3600 - HOURS).delete()
    AdRow.objects.filter(hour__lt=now // 3600 - YEARS).delete()
    EatenRow.objects.filter(at__lt=timezone.now() - timedelta(days=1)).delete()
    faded = {f"{name}__lt": least(now, half_life) - 5 for name, half_life in HALF_LIVES.items()}
    StandingRow.objects.filter(**faded).delete()


def _meals(files: list[Path]) -> Iterator[list[Path]]:
    meal: list[Path] = []
    size = 0
    for file in files:
        weighs = file.stat().st_size
        if meal and size + weighs > MEAL:
            yield meal
            meal, size = [], 0
        meal.append(file)
        size += weighs
    if meal:
        yield meal


def _weigh(weights: dict[int, list[Sum]]) -> None:
    stories, names = sorted(weights), tuple(HALF_LIVES)
    for start in range(0, len(stories), CHUNK):
        some = stories[start : start + CHUNK]
        rows = StandingRow.objects.filter(story__in=some).values_list("story", *names)
        stood = {story: dict(zip(names, standings, strict=True)) for story, *standings in rows}
        fresh: list[tuple[float, ...]] = []
        for story in some:
            standing = stood.get(story) or dict.fromkeys(names, 0.0)
            for one in weights[story]:
                for name in ("day", "week") if one.what == "a" else ("shared",):
                    standing[name] = added(standing[name], one.count, one.moment, HALF_LIVES[name])
            fresh.append((story, *standing.values()))
        _put(StandingRow, ("story",), names, fresh, lambda name: f"excluded.{name}")


def _tell_headlines(sums: dict[tuple[int, int, int], list[Sum]]) -> None:
    for (story, turn, place), some in sorted(sums.items()):
        hour = max(one.moment for one in some) // 3600
        row, _made = HeadlineRow.objects.select_for_update().get_or_create(
            story=story, turn=turn, place=place, defaults={"opened": 0, "hour": hour}
        )
        HeadlineRow.objects.filter(pk=row.pk).update(
            opened=F("opened") + sum(one.count for one in some), hour=max(hour, row.hour)
        )


def _upsert(
    model: type[MinuteRow] | type[HourRow] | type[AdRow],
    keys: tuple[str, ...],
    counts: tuple[str, ...],
    rows: list[tuple[int, ...]],
) -> None:
    """Adds ``rows`` (keys, then counts) to those that are there. Django's own way replaces them."""
    table = model._meta.db_table
    _put(model, keys, counts, rows, lambda name: f"{table}.{name} + excluded.{name}")


def _put(
    model: type[Model],
    keys: tuple[str, ...],
    values: tuple[str, ...],
    rows: Sequence[tuple[float, ...]],
    becomes: Callable[[str], str],
) -> None:
    """Writes ``rows`` (keys, then values). Where one is there already each of its columns is what ``becomes`` says of it in SQL.
    No objects are made of them: thousands come every few seconds.
    """
    if not rows:
        return
    table = model._meta.db_table
    columns = [*keys, *values]
    sums = ", ".join(f"{name} = {becomes(name)}" for name in values)
    with connections[READERS].cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})"  # noqa: S608 - our own names
            f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {sums}",
            rows,
        )
