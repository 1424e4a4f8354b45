"""All news by day, in the paper's zone."""

from datetime import date

from harkara.bangla import clock as bangla_clock
from harkara.desk import clock, keys
from harkara.desk.almanac import Month
from harkara.desk.copy.teasers import teasers
from harkara.desk.models import NewsDay, Story
from harkara.layout.copy import Link, ListPageCopy
from harkara.rack.keys import expires, read


def days() -> tuple[date, ...]:
    """The days on which something was published that is still there, oldest first."""
    read(keys.DAYS)
    return tuple(NewsDay.objects.filter(stories__gt=0).order_by("day").values_list("day", flat=True))


def day(when: date) -> ListPageCopy | None:
    """All stories of a day, newest first; ``None`` for a day without any, except today, whose page may be empty.

    Notes ``list:day:{date}`` and ``list:beside:{date}``; the page of today expires at midnight.
    """
    read(keys.day(when))
    of_the_day = Story.objects.filter(live=True, published_at__gte=clock.begin(when), published_at__lt=clock.end(when))
    stories = teasers(of_the_day.order_by("-published_at", "-pk").values_list("pk", flat=True))
    if when == clock.today():
        expires(clock.end(when))
        if not stories:
            read(keys.DAYS)  # not a day among the others yet: whatever day comes or goes may be its neighbour
    elif not stories:
        return None
    read(keys.beside(when))
    month = Month.of(when, "gregorian")
    others = NewsDay.objects.filter(stories__gt=0)
    newer = others.filter(day__gt=when).order_by("day").first()
    older = others.filter(day__lt=when).order_by("-day").first()
    return ListPageCopy(
        title=bangla_clock.format(clock.begin(when), "day", clock.zone().key),
        href=_href(when),
        stories=stories,
        newer=_href(newer.day) if newer else "",
        older=_href(older.day) if older else "",
        day=when,
        month=Link(month.title, month.href) if stories else None,
        on=f"/all/on/{when:%m-%d}/",
    )


def _href(when: date) -> str:
    return f"/all/{when.isoformat()}/"
