"""Sections and topics: lists in pages that are counted from the oldest end."""

from collections.abc import Iterable
from dataclasses import replace

from harkara.desk import keys
from harkara.desk.copy.areas import area_link
from harkara.desk.copy.frame import section_copy
from harkara.desk.copy.fronts import front_of, stories_of
from harkara.desk.copy.teasers import mentions, teasers
from harkara.desk.models import Area, Listing, Place, Section, Topic
from harkara.desk.models.places import PER_PAGE
from harkara.layout.addresses import feeds as feeds_of
from harkara.layout.copy import FrontCopy, Link, ListPageCopy, NewerCopy, SectionCopy
from harkara.rack.keys import read

NEWER = 12
"""Stories of a topic in its fragment: a page whose story is older than all of them shows the newest."""


def sections() -> tuple[str, ...]:
    """The slugs of all sections, in their order."""
    read(keys.PAGE)
    return tuple(Section.objects.values_list("slug", flat=True))


def topics(slugs: Iterable[str] | None = None) -> tuple[str, ...]:
    """The slugs of the topics that have a published story: of ``slugs`` alone, if they are given."""
    read(keys.TOPICS)
    names = Listing.objects.filter(shown__gt=0).order_by("name")
    if slugs is None:
        names = names.filter(name__startswith="topic:")
    else:
        names = names.filter(name__in=[keys.topic(slug) for slug in slugs])
    return tuple(name.removeprefix("topic:") for name in names.values_list("name", flat=True))


def merged_topics(slugs: Iterable[str] | None = None) -> dict[str, tuple[str, int]]:
    """Topics that were merged into another (of ``slugs`` alone, if they are given): by slug, the address of the topic that
    took them up, and how many older pages they had. Two queries.
    """
    rows = Topic.objects.filter(into__isnull=False).select_related("into")
    if slugs is not None:
        rows = rows.filter(slug__in=list(slugs))
    merged = {row.listing: row for row in rows}
    pages = {row.name: row.older_pages for row in Listing.objects.filter(name__in=merged)} if merged else {}
    return {row.slug: (row.into.href, pages.get(name, 0)) for name, row in merged.items() if row.into}


def section(slug: str, number: int | None) -> ListPageCopy | None:
    """The first page of a section (``number`` None: the newest 20 to 39 stories), or its older page ``number``.

    Older pages are numbered from 1, the oldest; page *n* holds the places 20(n-1) to 20n-1 for ever. ``None`` where there
    is no such section or page. What editors set as the section's front stands above the newest, and is not repeated among them.
    Notes ``list:section:{slug}`` and ``front:{slug}``, an older page ``list:section:{slug}:{number}``.
    """
    read(keys.PAGE)
    row = Section.objects.filter(slug=slug).first()
    if row is None:
        return None
    feeds = feeds_of(row.href, "feed.xml", "atom.xml", "feed.json")
    page = list_page(row.listing, number, row.name, row.href, section_copy(row), feeds)
    front = front_of(row) if number is None else None
    return under(front, page) if page and front else page


def under(front: FrontCopy, page: ListPageCopy) -> ListPageCopy:
    """A section's newest page under its front: what stands on that is not repeated."""
    above = stories_of(front)
    return replace(page, front=front, stories=tuple(one for one in page.stories if one.id not in above))


def older_pages(names: Iterable[str]) -> dict[str, int]:
    """How many older, numbered pages each of the listings ``names`` has: of a topic or an area none where no story stands in
    it any more. One query. Notes ``list:{name}`` of each.
    """
    wanted = list(names)
    if not wanted:
        return {}
    read(*(keys.listing(name) for name in wanted))
    rows = Listing.objects.filter(name__in=wanted)
    found = {row.name: row.older_pages for row in rows if row.shown > 0 or row.name.startswith("section:")}
    return {name: found.get(name, 0) for name in wanted}


def section_pages(slug: str) -> int:
    """How many older, numbered pages a section has: 1 to this many."""
    return _pages(keys.section(slug))


def topic(slug: str, number: int | None) -> ListPageCopy | None:
    """A page of a topic, as ``section`` gives one of a section; ``None`` also for a topic without stories."""
    read(keys.topic(slug))
    row = Topic.objects.filter(slug=slug, into=None).first()
    if row is None:
        return None
    page = list_page(row.listing, number, row.name, row.href, None, feeds_of(row.href, "feed.xml", "feed.json"))
    if page is None or page.stories:
        return page
    # The newest places may be holes while older pages are full: the topic stands as long as one story stands in it.
    return page if Listing.objects.filter(name=row.listing, shown__gt=0).exists() else None


def topic_feed(slug: str, limit: int = 30) -> tuple[Link, tuple[int, ...]] | None:
    """A topic and the ids of its newest stories, newest first, for its feeds; ``None`` for a topic without stories.

    Notes the topic, ``list:topic:{slug}`` and ``story:{id}`` of each. What else they show is read with their copy.
    """
    name = keys.topic(slug)
    read(name, keys.listing(name))
    row = Topic.objects.filter(slug=slug, into=None).first()
    if row is None:
        return None
    places = Place.objects.filter(listing__name=name, shown=True).order_by("-published_at", "-story_id")
    numbers = tuple(places.values_list("story", flat=True)[:limit])
    read(*(keys.story(number) for number in numbers))
    return (Link(row.name, row.href), numbers) if numbers else None


def newer(slug: str) -> NewerCopy | None:
    """The newest stories of a topic, for the pages of its older ones; ``None`` for a topic without stories.

    Notes ``list:topic:{slug}``, and of each story its mention.
    """
    name = keys.topic(slug)
    read(keys.listing(name))
    places = Place.objects.filter(listing__name=name, shown=True).order_by("-published_at", "-story_id")
    stories = mentions(places.values_list("story", flat=True)[:NEWER])
    return NewerCopy(stories) if stories else None


def areas() -> tuple[str, ...]:
    """The slugs of the areas that have a published story."""
    read(keys.AREAS)
    names = Listing.objects.filter(name__startswith="area:", shown__gt=0).order_by("name")
    return tuple(name.removeprefix("area:") for name in names.values_list("name", flat=True))


def area(slug: str, number: int | None) -> ListPageCopy | None:
    """A page of an area, as ``section`` gives one of a section, with the areas above it and those inside that have a story;
    ``None`` where no story stands, but for the country's.
    """
    row = Area.objects.filter(slug=slug).first()
    if row is None:
        return None
    link = area_link(row.slug, row.name)
    page = list_page(row.listing, number, link.label, link.href, None, ())
    if page is None:
        return None
    if row.above_id and not page.stories and not Listing.objects.filter(name=row.listing, shown__gt=0).exists():
        return None
    above = Area.objects.filter(slug__in=row.lineage.split()[:-1])
    return replace(
        page, above=tuple(area_link(one.slug, one.name) for one in above), below=_inside(row) if number is None else ()
    )


def _inside(row: Area) -> tuple[Link, ...]:
    """The areas inside another one that have a story, in the order of the gazetteer."""
    read(keys.areas(row.slug))
    inside = list(Area.objects.filter(above=row))
    names = Listing.objects.filter(name__in=[one.listing for one in inside], shown__gt=0).values_list("name", flat=True)
    shown = set(names) if inside else set()
    return tuple(area_link(one.slug, one.name) for one in inside if one.listing in shown)


def area_pages(slug: str) -> int:
    """How many older, numbered pages an area has; none where no story stands in it any more."""
    return _pages(keys.area(slug))


def topic_pages(slug: str) -> int:
    """How many older, numbered pages a topic has; none where no story stands in it any more."""
    return _pages(keys.topic(slug))


def _pages(name: str) -> int:
    return older_pages([name])[name]


def list_page(
    name: str,
    number: int | None,
    title: str,
    href: str,
    section: SectionCopy | None,
    feeds: tuple[Link, ...],
) -> ListPageCopy | None:
    """The first page of the listing ``name``, or its older page ``number``; ``None`` where there is no such page."""
    read(keys.listing(name) if number is None else keys.page(name, number))
    listing = Listing.objects.filter(name=name).first() or Listing(name=name)
    last = listing.older_pages
    if number is not None and not 1 <= number <= last:
        return None
    page = last + 1 if number is None else number
    begin, end = (page - 1) * PER_PAGE, listing.length if number is None else page * PER_PAGE - 1
    places = Place.objects.filter(listing=listing, shown=True, number__range=(begin, end)) if listing.pk else None
    newest_first = places.order_by("-published_at", "-story_id") if places is not None else None
    return ListPageCopy(
        title=title,
        href=href if number is None else f"{href}page/{number}/",
        stories=() if newest_first is None else teasers(newest_first.values_list("story", flat=True)),
        section=section,
        number=number,
        newer="" if number is None else href if number == last else f"{href}page/{number + 1}/",
        older=f"{href}page/{page - 1}/" if page > 1 else "",
        feeds=feeds,
    )
