"""The front page, and the rail beside every page."""

from functools import reduce
from itertools import chain
from operator import or_

from django.db.models import Q

from harkara.desk import clock, keys
from harkara.desk.copy.frame import section_copy
from harkara.desk.copy.teasers import described, mentions, sets, teasers
from harkara.desk.models import FrontPin, Listing, Place, Section, Story
from harkara.desk.models.front import PLACES
from harkara.layout.copy import FrontCopy, RailCopy, SectionBlockCopy, SectionCopy
from harkara.rack.keys import expires, read

LATEST = 10
IN_BLOCK = 4
_LOOK_BACK = 24  # places looked at for a block: some may be holes, some stand higher up the page


def front() -> FrontCopy:
    """The front: what editors pinned, then the newest; a block for each section that has a story."""
    top, newest = _top_and_newest(PLACES + LATEST)
    latest = [number for number in newest if number not in top][:LATEST]
    blocks = _blocks()
    ready = sets([*top[1:], *latest, *chain(*blocks.values())])
    return FrontCopy(
        lead=described(top[0]) if top else None,
        secondary=teasers(top[1:], ready),
        latest=teasers(latest, ready),
        blocks=tuple(SectionBlockCopy(section, teasers(numbers, ready)) for section, numbers in blocks.items()),
    )


def rail() -> RailCopy:
    """The lists beside every page: top and latest. Popular ones come from readings."""
    top, newest = _top_and_newest(LATEST)
    ready = sets([*top, *newest])
    return RailCopy(top=mentions(top, ready), latest=mentions(newest[:LATEST], ready))


def _top_and_newest(count: int) -> tuple[list[int], list[int]]:
    """By number, the five at the top (pins in their places, the newest in the others) and the newest ``count``."""
    read(keys.FRONT, keys.ALL)
    now = clock.now()
    pins = {pin.story_id: pin for pin in FrontPin.objects.filter(Q(until=None) | Q(until__gt=now))}
    for pin in pins.values():
        if pin.until:
            expires(pin.until)
    live = Story.objects.filter(live=True)
    newest = list(live.order_by("-published_at", "-pk").values_list("pk", flat=True)[:count])
    missing = set(pins).difference(newest)
    there = {*newest, *(live.filter(pk__in=missing).values_list("pk", flat=True) if missing else ())}
    held = {pin.place: number for number, pin in pins.items() if number in there}
    free = iter([number for number in newest if number not in pins])
    top = [number for place in range(1, PLACES + 1) if (number := held.get(place) or next(free, None))]
    return top, newest


def _blocks() -> dict[SectionCopy, list[int]]:
    """The newest of each section that has any, by number, in three queries for any number of sections."""
    sections = list(Section.objects.all())
    read(keys.PAGE, *(keys.listing(section.listing) for section in sections))
    listings = {row.pk: row for row in Listing.objects.filter(name__in=[section.listing for section in sections])}
    if not listings:
        return {}
    ranges = reduce(or_, (Q(listing=row.pk, number__gte=row.length - _LOOK_BACK) for row in listings.values()))
    rows = Place.objects.filter(ranges, shown=True).order_by("-published_at", "-story_id")
    found: dict[str, list[int]] = {}
    for listing, number in rows.values_list("listing", "story"):
        shown = found.setdefault(listings[listing].name, [])
        if len(shown) < IN_BLOCK:
            shown.append(number)
    return {section_copy(section): found[section.listing] for section in sections if section.listing in found}
