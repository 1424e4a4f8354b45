"""What is read now, in numbers, for the newsroom. Each reads a range of minutes or hours by its key."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Sum

from harkara.readings.counting import OPENED, WHATS
from harkara.readings.models import AdRow, HeadlineRow, HourRow, MinuteRow

WINDOW: Final = 30
"""Minutes that count as now."""

MOST: Final = 200
"""Stories that are read now, of which sections are added up."""

QUARTERS: Final = ("e0", "e1", "e2", "e3", "e4")


@dataclass(frozen=True, slots=True)
class Read:
    """A story that is read now: openings of each of the last minutes, the oldest first, and their sum."""

    story: int
    opened: int
    minutes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """Sums of some hours, by the letters of the spool."""

    of: dict[str, int] = field(default_factory=lambda: dict.fromkeys(WHATS, 0))

    @property
    def opened(self) -> int:
        """How often something was opened."""
        return sum(self.of[what] for what in OPENED)

    @property
    def left(self) -> int:
        """How often it was left, as far as a page could tell."""
        return sum(self.of[what] for what in QUARTERS)

    @property
    def seconds(self) -> int:
        """For how long it was open, on average of those who left."""
        return round(self.of["t"] / self.left) if self.left else 0

    def reached(self, quarter: int) -> int:
        """How many in a hundred of those who left had seen so many quarters."""
        seen = sum(self.of[f"e{number}"] for number in range(quarter, 5))
        return round(100 * seen / self.left) if self.left else 0


def minutes(now: float) -> tuple[int, ...]:
    """Openings of the whole paper in each of the last minutes, the oldest first. One query."""
    last = int(now // 60)
    rows = MinuteRow.objects.filter(minute__gt=last - WINDOW, minute__lte=last)
    found = dict(rows.values_list("minute").annotate(Sum("opened")).order_by("minute"))
    return tuple(found.get(minute, 0) for minute in range(last - WINDOW + 1, last + 1))


def read_now(now: float, most: int = MOST) -> list[Read]:
    """The stories that were opened most often in the last minutes, most first. Two queries."""
    last = int(now // 60)
    rows = MinuteRow.objects.filter(minute__gt=last - WINDOW, minute__lte=last)
    ordered = rows.values_list("story").annotate(times=Sum("opened")).order_by("-times", "story")[:most]
    sums: dict[int, int] = dict(ordered)
    by_minute: dict[int, list[int]] = {story: [0] * WINDOW for story in sums}
    for minute, story, opened in rows.filter(story__in=list(sums)).values_list("minute", "story", "opened"):
        by_minute[story][minute - last + WINDOW - 1] = opened
    return [Read(story, opened, tuple(by_minute[story])) for story, opened in sums.items()]


def counts(now: float, hours: int, stories: Iterable[int] | None = None) -> Counts:
    """The sums of the last ``hours``, this one included, of all stories or of some. One query."""
    rows = _hours(now, hours)
    if stories is not None:
        rows = rows.filter(story__in=list(stories))
    found = rows.aggregate(**{f"sum_{what}": Sum(what) for what in WHATS})
    return Counts({what: found[f"sum_{what}"] or 0 for what in WHATS})


def by_story(now: float, hours: int, most: int) -> dict[int, Counts]:
    """The sums of the last ``hours`` of each story, those that most addresses read first. One query."""
    sums = {f"sum_{what}": Sum(what) for what in WHATS}
    rows = _hours(now, hours).values("story").annotate(**sums).order_by("-sum_a", "story")[:most]
    return {row["story"]: Counts({what: row[f"sum_{what}"] for what in WHATS}) for row in rows}


def headlines(tests: Iterable[tuple[int, int, int]]) -> dict[tuple[int, int], tuple[int, ...]]:
    """How often stories were opened from fronts by each headline of their tests, given as story, the last digit of the test's
    number among those of the story, and how many headlines it has. By story and digit. One query.
    """
    wanted = {(story, turn): [0] * places for story, turn, places in tests}
    rows = HeadlineRow.objects.filter(story__in={story for story, _turn in wanted}) if wanted else ()
    for row in rows:
        found = wanted.get((row.story, row.turn), [])
        if row.place < len(found):
            found[row.place] = row.opened
    return {test: tuple(opened) for test, opened in wanted.items()}


def ads(numbers: Iterable[int]) -> dict[int, tuple[int, int]]:
    """How often what is sold was seen and clicked, by its number. One query."""
    rows = AdRow.objects.filter(ad__in=list(numbers)).values_list("ad").annotate(Sum("vs"), Sum("vp"))
    return {ad: (seen, pressed) for ad, seen, pressed in rows}


def ads_by_hour(numbers: Iterable[int]) -> list[tuple[int, int, int, int]]:
    """The same by hours (POSIX seconds // 3600): number, hour, seen, clicked, in the order of hours. One query."""
    rows = AdRow.objects.filter(ad__in=list(numbers)).order_by("hour", "ad")
    return list(rows.values_list("ad", "hour", "vs", "vp"))


def _hours(now: float, hours: int) -> Any:
    last = int(now // 3600)
    return HourRow.objects.filter(hour__gt=last - hours, hour__lte=last)
