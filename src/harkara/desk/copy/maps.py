"""What there is: for sitemaps, and for the press to enumerate."""

from collections.abc import Collection
from datetime import date, timedelta

from harkara.desk import clock, keys
from harkara.desk.models import Story
from harkara.desk.models.story import AFTERWARDS
from harkara.layout.copy import ChangesCopy, SitemapEntry
from harkara.rack.keys import expires, read

NEWS_LIMIT = 1000
"""The most entries a news sitemap may have (Google's rule)."""


CHANGES = 500
"""Stories in the list of changes: a day or two of a large paper."""


def ids(after: int = 0, limit: int = 1000) -> list[int]:
    """Ids of published stories above ``after``, ascending, at most ``limit``."""
    return list(Story.objects.filter(live=True, pk__gt=after).order_by("pk").values_list("pk", flat=True)[:limit])


def killed(after: int = 0, limit: int = 1000) -> list[int]:
    """Ids of killed stories that once were published above ``after``, ascending, at most ``limit``."""
    rows = Story.objects.filter(killed_at__isnull=False, published_at__isnull=False, pk__gt=after)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def map_of_day(when: date) -> tuple[SitemapEntry, ...]:
    """The stories first published on a day of the paper's zone, oldest first. Notes ``list:map:{date}``."""
    read(keys.map_of_day(when))
    begin = clock.begin(when)
    rows = (
        Story.objects.filter(live=True, published_at__gte=begin, published_at__lt=clock.end(when))
        .order_by("published_at", "pk")
        .values_list("section__slug", "pk", "slug", "modified_at")
    )
    return tuple(
        SitemapEntry(f"/{section}/{number}/{slug}", modified_at or begin) for section, number, slug, modified_at in rows
    )


def published_lately(span: timedelta, among: Collection[int] | None = None) -> set[int]:
    """Ids of the stories published in the last ``span``, the newest ``NEWS_LIMIT``; or those of ``among`` that were."""
    rows = Story.objects.filter(live=True, published_at__gt=clock.now() - span)
    if among is not None:
        return set(rows.filter(pk__in=among).values_list("pk", flat=True)) if among else set()
    return set(rows.order_by("-published_at", "-pk").values_list("pk", flat=True)[:NEWS_LIMIT])


def changed() -> ChangesCopy:
    """The last ``CHANGES`` stories that were changed or withdrawn after they were published. Notes ``list:changed``."""
    read(keys.CHANGED)
    rows = Story.objects.filter(AFTERWARDS).order_by("-modified_at", "-pk").values_list("pk", "modified_at")
    stories = tuple((number, at) for number, at in rows[:CHANGES] if at)
    return ChangesCopy(stories, stories[-1][1] if len(stories) == CHANGES else None)


def recent(days: int = 2) -> tuple[SitemapEntry, ...]:
    """The stories published in the last ``days`` days, newest first, for the news sitemap, without what somebody paid for
    (Google News takes none); expires with its oldest.

    When a story was modified is not in it, so that a small edit changes nothing here: the day's sitemap says that.
    """
    read(keys.ALL)
    span = timedelta(days=days)
    every = list(
        Story.objects.filter(live=True, published_at__gt=clock.now() - span)
        .order_by("-published_at", "-pk")
        .values_list("section__slug", "pk", "slug", "published_at", "headline", "sponsor")[:NEWS_LIMIT]
    )
    read(*(keys.mention(number) for _, number, *_ in every))
    rows = [row[:-1] for row in every if not row[-1]]
    if rows:
        expires(min(published_at for *_, published_at, _ in rows) + span)
    return tuple(
        SitemapEntry(f"/{section}/{number}/{slug}", published_at, headline, published_at)
        for section, number, slug, published_at, headline in rows
    )
