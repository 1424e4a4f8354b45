"""The calendar of the paper: on which days of a month there was news, in which months, and what on this day in other years.

A day's page names its month and no other day but its neighbours, so that the calendar grows without touching it.
"""

from datetime import date, timedelta
from itertools import groupby

from django.db.models import QuerySet

from harkara.bangla.clock.words import MONTHS
from harkara.bangla.digits import to_bangla
from harkara.desk import clock, keys
from harkara.desk.almanac import Calendar, Month
from harkara.desk.copy.teasers import mentions, sets
from harkara.desk.models import NewsDay, Story
from harkara.layout.copy import (
    AnniversaryCopy,
    AnniversaryYearCopy,
    CalendarCopy,
    CalendarDayCopy,
    CalendarYearCopy,
    CalendarYearsCopy,
    Link,
)
from harkara.rack.keys import expires, read

BACK = 60
"""Years back in which a day may have had news."""

YEARS = 10
"""Years that the page of a day of the year shows, the newest first."""

OF_A_YEAR = 5
"""Stories that it shows of each."""

INDEX: dict[Calendar, str] = {"gregorian": "/all/calendar/", "bangla": "/all/bn/"}
"""Where all months of a calendar are listed."""


def has_month(code: str) -> bool:
    """Whether there is a page of this month (``2022-08``, ``bn:1429-04``)."""
    month = Month.read(code)
    return month is not None and _days(month.first, month.last).exists()


def months() -> tuple[str, ...]:
    """The codes of all months of both calendars with news."""
    read(keys.MONTHS)
    return tuple(month.code for calendar in INDEX for month in _months(calendar))


def month(code: str) -> CalendarCopy | None:
    """A month's calendar; ``None`` for one without news. Notes ``list:month:{code}``."""
    read(keys.month(code))
    found = Month.read(code)
    if found is None:
        return None
    with_news = set(_days(found.first, found.last).values_list("day", flat=True))
    if not with_news:
        return None
    length = (found.last - found.first).days + 1
    days = [found.first + timedelta(days=number) for number in range(length)]
    other: Calendar = "bangla" if found.calendar == "gregorian" else "gregorian"
    others = NewsDay.objects.filter(stories__gt=0)
    older = others.filter(day__lt=found.first).order_by("-day").first()
    newer = others.filter(day__gt=found.last).order_by("day").first()
    return CalendarCopy(
        title=found.title,
        href=found.href,
        calendar=found.calendar,
        days=tuple(CalendarDayCopy(day, f"/all/{day.isoformat()}/" if day in with_news else "") for day in days),
        years=Link("", f"{INDEX[found.calendar]}#y{found.year}"),
        older=_link(Month.of(older.day, found.calendar)) if older else None,
        newer=_link(Month.of(newer.day, found.calendar)) if newer else None,
        others=tuple(_link(month) for month in sorted({Month.of(day, other) for day in with_news})),
    )


def years(calendar: Calendar) -> CalendarYearsCopy:
    """All months with news, by years, the newest year first. Notes ``list:months``."""
    read(keys.MONTHS)
    found = []
    for year, months in groupby(_months(calendar), key=lambda month: month.year):
        there = {month.number: month for month in months}
        every = (there.get(number) or Month(calendar, year, number) for number in range(1, 13))
        links = tuple(Link(month.name, month.href if month.number in there else "") for month in every)
        found.append(CalendarYearCopy(year, links))
    other: Calendar = "bangla" if calendar == "gregorian" else "gregorian"
    return CalendarYearsCopy(INDEX[calendar], calendar, tuple(reversed(found)), INDEX[other])


def anniversary(number: int, day: int) -> AnniversaryCopy | None:
    """What was published on this day (month ``number``, ``day``) of earlier years, the newest year first; ``None`` for no day
    of the calendar, and for one without news unless it is today.

    A day is told when it is over: the page expires with the next such day. Notes ``list:day:{date}`` of all such days, so
    that a publication of today touches nothing here. A query a year shown.
    """
    today = clock.today()
    over = _over(number, day, today)
    if not over:
        return None
    read(*(keys.day(one) for one in over))
    expires(clock.end(_next(number, day, today)))
    with_news = NewsDay.objects.filter(day__in=over, stories__gt=0).order_by("-day").values_list("day", flat=True)
    shown = {one: _newest(one) for one in with_news[:YEARS]}
    if not shown and (today.month, today.day) != (number, day):
        return None
    ready = sets([story for stories in shown.values() for story in stories])
    name = f"{to_bangla(str(day))} {MONTHS[number - 1].name}"
    told = (AnniversaryYearCopy(one, f"/all/{one.isoformat()}/", mentions(ids, ready)) for one, ids in shown.items())
    return AnniversaryCopy(name, f"/all/on/{number:02}-{day:02}/", tuple(told))


def has_anniversary(when: date) -> bool:
    """Whether the page of the day of the year ``when`` exists: today's does, others when there was news."""
    today = clock.today()
    is_today = (today.month, today.day) == (when.month, when.day)
    over = _over(when.month, when.day, today)
    return is_today or NewsDay.objects.filter(day__in=over, stories__gt=0).exists()


def _days(first: date, last: date) -> "QuerySet[NewsDay]":
    return NewsDay.objects.filter(day__gte=first, day__lte=last, stories__gt=0)


def _months(calendar: Calendar) -> list[Month]:
    days = NewsDay.objects.filter(stories__gt=0).values_list("day", flat=True)
    return sorted({Month.of(day, calendar) for day in days})


def _link(month: Month) -> Link:
    return Link(month.title, month.href)


def _over(number: int, day: int, today: date) -> list[date]:
    """Such days of this year and of those before that are over."""
    found = (_date(year, number, day) for year in range(today.year, today.year - BACK, -1))
    return [one for one in found if one is not None and one < today]


def _next(number: int, day: int, today: date) -> date:
    """Such a day, today or the next to come; a leap day lets eight years wait at most."""
    found = (_date(year, number, day) for year in range(today.year, today.year + 9))
    return next(one for one in found if one is not None and one >= today)


def _date(year: int, number: int, day: int) -> date | None:
    try:
        return date(year, number, day)
    except ValueError:
        return None


def _newest(day: date) -> list[int]:
    of_the_day = Story.objects.filter(live=True, published_at__gte=clock.begin(day), published_at__lt=clock.end(day))
    return list(of_the_day.order_by("-published_at", "-pk").values_list("pk", flat=True)[:OF_A_YEAR])
