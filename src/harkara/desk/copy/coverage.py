"""Live coverage: what a story's page shows of it, the piece that browsers wait for, the pages of older entries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import reduce
from operator import or_
from typing import Final, cast

from django.db.models import Q

from harkara.desk import keys, results
from harkara.desk.models import Coverage, LiveEntry, Story
from harkara.desk.models.coverage import PAGE
from harkara.layout.coverage import LiveCopy, LiveEntryCopy, LivePageCopy
from harkara.rack.keys import read

NEWEST: Final = 10
"""Entries in the piece that browsers wait for: as few as nobody misses, since each goes to every reader at once."""

CHANGED: Final = 5
"""Older entries in it that changed last."""


def of(story: Story) -> Coverage | None:
    """The coverage that was read with the story; no query."""
    return cast(Coverage | None, story._state.fields_cache.get("coverage"))


def entries_of(coverages: Iterable[Coverage]) -> Mapping[int, list[LiveEntryCopy]]:
    """What the pages of these stories show: the newest 50 to 99 of each, newest first. One query, none for none."""
    wanted = [Q(story=one.story_id, place__gte=one.older_pages * PAGE) for one in coverages]
    found: dict[int, list[LiveEntryCopy]] = defaultdict(list)
    if wanted:
        for row in LiveEntry.objects.filter(reduce(or_, wanted)).order_by("story", "-place"):
            found[row.story_id].append(entry(row))
    return found


def told(coverage: Coverage, entries: Iterable[LiveEntryCopy]) -> LiveCopy:
    """A coverage with some of its ``entries``. Notes ``live:{id}``."""
    read(keys.live(coverage.story_id))
    return LiveCopy(
        story=coverage.story_id,
        began_at=coverage.began_at,
        ended_at=coverage.ended_at,
        version=coverage.version,
        total=coverage.entries,
        older=coverage.older_pages,
        entries=tuple(entries),
        summary=tuple(filter(None, coverage.summary.split("\n"))),
        summary_at=coverage.summary_at,
        board=results.board(coverage.board),
    )


def live(id: int) -> LiveCopy | None:  # noqa: A002 (the door's word)
    """The piece of a published story's live coverage; ``None`` where there is none. Notes ``live:{id}``, and
    ``mention:{id}``, which says whether it is published.

    Three queries, however long it is.
    """
    read(keys.mention(id), keys.live(id))
    story = _story(id)
    if story is None:
        return None
    coverage: Coverage = story.coverage
    rows = LiveEntry.objects.filter(story=id)
    newest = [entry(row) for row in rows.order_by("-place")[:NEWEST]]
    before = newest[-1].place if newest else 0
    changed = rows.filter(place__lt=before, changed_at__isnull=False).order_by("-version")[:CHANGED] if before else ()
    copy = told(coverage, newest)
    return replace(copy, changed=tuple(entry(row) for row in changed))


def live_page(id: int, number: int) -> LivePageCopy | None:  # noqa: A002 (the door's word)
    """The page ``number`` of older entries; ``None`` where there is none. Two queries."""
    read(keys.mention(id), keys.live_page(id, number))
    story = _story(id)
    if story is None:
        return None
    last: int = story.coverage.older_pages
    if not 1 <= number <= last:
        return None
    rows = LiveEntry.objects.filter(story=id, place__gte=(number - 1) * PAGE, place__lt=number * PAGE)
    found = tuple(entry(row) for row in rows.order_by("-place"))
    return LivePageCopy(id, story.href, story.headline, number, min(last, number + 1), found)


def running() -> tuple[int, ...]:
    """The published stories that are covered live now, the one that began last first."""
    numbers = list(Coverage.objects.filter(ended_at=None).order_by("-began_at").values_list("story", flat=True))
    live = set(Story.objects.filter(pk__in=numbers, live=True).values_list("pk", flat=True)) if numbers else set()
    return tuple(number for number in numbers if number in live)


def covered(numbers: Iterable[int]) -> frozenset[int]:
    """Those of these stories that are or were covered live, and are published."""
    wanted = list(numbers)
    rows = Coverage.objects.filter(story__in=wanted, story__live=True) if wanted else Coverage.objects.none()
    return frozenset(rows.values_list("story", flat=True))


def entry(row: LiveEntry) -> LiveEntryCopy:
    """An entry as readers see it: of a struck one that it is struck."""
    if row.is_struck:
        return LiveEntryCopy(row.place, row.written_at, "", (), struck=True, version=row.version)
    return LiveEntryCopy(
        place=row.place,
        at=row.written_at,
        headline=row.headline,
        lines=tuple(filter(None, row.text.split("\n"))),
        key=row.key,
        correction=row.correction,
        corrected_at=row.corrected_at,
        version=row.version,
    )


def _story(number: int) -> Story | None:
    rows = Story.objects.filter(pk=number, live=True, coverage__isnull=False)
    return rows.select_related("section", "coverage").defer("body").first()
