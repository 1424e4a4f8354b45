"""Where the old addresses lead that a paper brought along when it moved in: those of its lists, and those of stories to check."""

from collections.abc import Collection

from django.db.models import Max, Q, QuerySet

from harkara.desk import keys
from harkara.desk.models import Listing, OldAddress, StoryAddress


def moved_lots() -> int:
    """How many lots of old addresses of lists there are."""
    last = OldAddress.objects.aggregate(last=Max("pk"))["last"]
    return 0 if last is None else int(last) // keys.MOVED_LOT + 1


def moved(lot: int) -> dict[str, str]:
    """The old addresses of lists in a lot, and where each leads; empty where there is no such page. Two queries."""
    begin = lot * keys.MOVED_LOT
    return _leading(OldAddress.objects.filter(pk__gte=begin, pk__lt=begin + keys.MOVED_LOT))


def moved_to(topics: Collection[str] = (), writers: Collection[str] = ()) -> dict[str, str]:
    """The same of those that lead to these topics (or to topics that were merged into others), or to these people; by slugs."""
    if not topics and not writers:
        return {}
    return _leading(OldAddress.objects.filter(Q(topic__slug__in=topics) | Q(person__slug__in=writers)))


def _leading(rows: QuerySet[OldAddress]) -> dict[str, str]:
    found = list(rows.select_related("section", "topic__into", "person").order_by("pk"))
    topics = {row.pk: row.topic.into or row.topic for row in found if row.topic}
    names = {topic.listing for topic in topics.values()}
    standing = Listing.objects.filter(name__in=names, shown__gt=0).values_list("name", flat=True) if names else ()
    stands = set(standing)
    leading: dict[str, str] = {}
    for row in found:
        topic = topics.get(row.pk)
        if row.section:
            leading[row.href] = row.section.href
        elif topic:
            leading[row.href] = topic.href if topic.listing in stands else ""
        elif row.person:
            leading[row.href] = row.person.href if row.person.public else ""
        else:
            leading[row.href] = row.path
    return leading


def moved_at(paths: Collection[str]) -> dict[str, str]:
    """The same of those addresses of lists that are among ``paths``."""
    return _leading(OldAddress.objects.filter(href__in=paths))


def stories_at(paths: Collection[str]) -> dict[str, int]:
    """Those of ``paths`` at which stories once stood, here or in another paper, with their numbers. One query."""
    rows = StoryAddress.objects.filter(href__in=paths)
    return {href: int(story) for href, story in rows.values_list("href", "story")}


def last_story_address() -> int:
    """The highest number of an address at which a story once stood; -1 where there is none."""
    last = StoryAddress.objects.aggregate(last=Max("pk"))["last"]
    return -1 if last is None else int(last)


def story_addresses(begin: int, end: int) -> list[str]:
    """The addresses at which stories once stood, with numbers from ``begin`` up to ``end`` (not included). One query."""
    return list(StoryAddress.objects.filter(pk__gte=begin, pk__lt=end).order_by("pk").values_list("href", flat=True))
