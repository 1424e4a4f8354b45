"""The front page, and the rail beside every page."""

from functools import reduce
from itertools import chain
from operator import or_

from django.db.models import Q

from harkara.desk import clock, keys
from harkara.desk.copy.frame import section_copy
from harkara.desk.copy.teasers import mention, published, teaser, teasers
from harkara.desk.models import FrontPin, Listing, Place, Section, Story
from harkara.desk.models.front import PLACES
from harkara.layout.copy import FrontCopy, RailCopy, SectionBlockCopy
from harkara.rack.keys import expires, read

LATEST = 10
IN_BLOCK = 4
_LOOK_BACK = 24  # places looked at for a block: some may be holes, some stand higher up the page


def front() -> FrontCopy:
    """The front: what editors pinned, then the newest; a block for each section that has a story."""
    top, newest = _top_and_newest(PLACES + LATEST)
    used = {story.pk for story in top}
    return FrontCopy(
        lead=teaser(top[0], mute=False) if top else None,
        secondary=teasers(top[1:]),
        latest=teasers([story for story in newest if story.pk not in used][:LATEST]),
        blocks=_blocks(),
    )


def rail() -> RailCopy:
    """The lists beside every page: top and latest. Popular ones come from readings."""
    top, newest = _top_and_newest(LATEST)
    return RailCopy(top=tuple(map(mention, top)), latest=tuple(map(mention, newest[:LATEST])))


def _top_and_newest(count: int) -> tuple[list[Story], list[Story]]:
    """The five at the top (pins in their places, the newest in the others) and the newest ``count``."""
    read(keys.FRONT, keys.ALL)
    now = clock.now()
    pins = {pin.story_id: pin for pin in FrontPin.objects.filter(Q(until=None) | Q(until__gt=now))}
    for pin in pins.values():
        if pin.until:
            expires(pin.until)
    newest = list(published().order_by("-published_at", "-pk")[:count])
    missing = set(pins) - {story.pk for story in newest}
    pinned = {story.pk: story for story in [*newest, *published().filter(pk__in=missing)] if story.pk in pins}
    held = {pins[number].place: story for number, story in pinned.items()}
    free = iter([story for story in newest if story.pk not in pins])
    top = [story for place in range(1, PLACES + 1) if (story := held.get(place) or next(free, None))]
    return top, newest


def _blocks() -> tuple[SectionBlockCopy, ...]:
    """The newest of each section, in four queries for any number of sections."""
    sections = list(Section.objects.all())
    read(keys.PAGE, *(keys.listing(section.listing) for section in sections))
    listings = {row.pk: row for row in Listing.objects.filter(name__in=[section.listing for section in sections])}
    if not listings:
        return ()
    ranges = reduce(or_, (Q(listing=row.pk, number__gte=row.length - _LOOK_BACK) for row in listings.values()))
    rows = Place.objects.filter(ranges, shown=True).order_by("-published_at", "-story_id")
    found: dict[str, list[int]] = {}
    for listing, number in rows.values_list("listing", "story"):
        shown = found.setdefault(listings[listing].name, [])
        if len(shown) < IN_BLOCK:
            shown.append(number)
    stories = {story.pk: story for story in published().filter(pk__in=[*chain(*found.values())])}
    return tuple(
        SectionBlockCopy(
            section_copy(section), teasers(stories[number] for number in found[section.listing] if number in stories)
        )
        for section in sections
        if section.listing in found
    )
