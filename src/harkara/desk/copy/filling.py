"""Filling a front: pins in their places, and by the rule of each slot the newest in the others. No story twice.

The number of queries depends on the slots alone, and each reads as many rows as the front can show, by an index: it costs
the same in a paper of a thousand stories and of a million.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Q

from harkara.comments import talked
from harkara.desk import clock, keys
from harkara.desk.fronts import ALL, Arrangement, Pin, Slot
from harkara.desk.models import Listing, Place, Story
from harkara.desk.models.story import PUBLISHED
from harkara.rack.keys import expires, read
from harkara.readings import popular

HOLES = 12
"""Places looked at beyond those that can stand elsewhere: some are holes, whose stories left."""

PICTURED = 120
"""Among how many of the newest a story with a picture is looked for."""

KIND = "kind:"
POPULAR = "popular:"
TALKED = "popular:talked"


@dataclass(frozen=True, slots=True)
class Stood:
    """A story in a place of a slot; ``pin`` where an editor put it there."""

    story: int
    place: int
    pin: Pin | None = None


@dataclass(frozen=True, slots=True)
class _Candidate:
    story: int
    published_at: datetime
    pictured: bool


def fill(wanted: Arrangement, only: Sequence[str] | None = None) -> dict[str, list[Stood]]:
    """The stories of each slot by its name, in the order of places; ``only``: of the slots named so.

    Pins come first, whatever slot they stand in, then the slots are filled in their order. Notes what would change it: the
    lists that it looked at, pinned stories, and when a pin ends or a story grows too old.
    """
    now = clock.now()
    pins = _holding(wanted, now)
    slots = [slot for slot in wanted.slots if only is None or slot.name in only]
    found = _candidates(slots, len(pins))
    taken = set(pins)
    filled: dict[str, list[Stood]] = {}
    for slot in slots:
        held = {pin.place: pin for pin in slot.pins if pins.get(pin.story) is pin}
        free = _free(slot, found.get(slot.of, ()), taken, now)
        stood: list[Stood] = []
        for place in range(1, slot.count + 1):
            if pin := held.get(place):
                stood.append(Stood(pin.story, place, pin))
            elif candidate := next(free, None):
                taken.add(candidate.story)
                stood.append(Stood(candidate.story, place))
                if slot.hours:
                    expires(candidate.published_at + timedelta(hours=slot.hours))
        filled[slot.name] = stood
    return filled


def _holding(wanted: Arrangement, now: datetime) -> dict[int, Pin]:
    """The pins that hold and whose story is published, by its number. One query, none without pins."""
    pins = {pin.story: pin for pin in wanted.pins() if pin.holds(now)}
    if not pins:
        return {}
    for pin in pins.values():
        if pin.until:
            expires(pin.until)
    read(*(keys.teaser(number) for number in pins))
    live = set(Story.objects.filter(pk__in=list(pins), live=True).values_list("pk", flat=True))
    return {number: pin for number, pin in pins.items() if number in live}


def _free(slot: Slot, found: Iterable[_Candidate], taken: set[int], now: datetime) -> Iterator[_Candidate]:
    """Of the newest those that may fill ``slot``; ``taken`` grows while they are asked for."""
    oldest = now - timedelta(hours=slot.hours) if slot.hours else None
    for one in found:
        if one.story in taken or (slot.pictured and not one.pictured):
            continue
        if oldest is None or one.published_at > oldest:
            yield one


def _candidates(slots: Sequence[Slot], pinned: int) -> dict[str, list[_Candidate]]:
    """The first of every list that a slot is filled from: enough for it, were all above it and all pins of the same list."""
    depths: dict[str, int] = {}
    above = pinned
    pictured = False
    for slot in slots:
        above += slot.count
        depths[slot.of] = max(depths.get(slot.of, 0), above + (PICTURED if slot.pictured else 0))
        pictured |= slot.pictured
    others = (ALL, KIND, POPULAR)
    found = _of_listings({name: deep for name, deep in depths.items() if not name.startswith(others)}, pictured)
    for name, depth in depths.items():
        if name.startswith(POPULAR):
            found[name] = _of_popular(name)
        elif name.startswith(others):
            found[name] = _of_all(name, depth, pictured)
    if pictured:
        read(keys.PICTURED)
    return found


def _of_all(name: str, depth: int, pictured: bool) -> list[_Candidate]:
    """The newest of the paper, or of one kind."""
    rows = Story.objects.filter(PUBLISHED)
    if name == ALL:
        read(keys.ALL)
    else:
        kind = name.removeprefix(KIND)
        read(keys.kind(kind))
        rows = rows.filter(kind=kind)
    columns = ("pk", "published_at", "picture")[: 3 if pictured else 2]
    newest = rows.order_by("-published_at", "-pk").values_list(*columns)[:depth]
    return [_Candidate(row[0], row[1], bool(row[2]) if pictured else False) for row in newest]


def _of_popular(name: str) -> list[_Candidate]:
    """What readers read, shared or spoke of most, the first first, without what somebody paid for. One query, none while nothing
    is popular.
    """
    order = talked.order() if name == TALKED else popular.order(name.removeprefix(POPULAR))
    if not order:
        return []
    read(*(keys.mention(number) for number in order))
    rows = Story.objects.filter(pk__in=order, live=True, sponsor="").values_list("pk", "published_at", "picture")
    live = {row[0]: _Candidate(row[0], row[1], bool(row[2])) for row in rows}
    return [live[number] for number in order if number in live]


def _of_listings(depths: dict[str, int], pictured: bool) -> dict[str, list[_Candidate]]:
    """The newest of each listing, in two queries for any number of them."""
    if not depths:
        return {}
    read(*(keys.listing(name) for name in depths))
    listings = {row.pk: row for row in Listing.objects.filter(name__in=list(depths))}
    if not listings:
        return {}
    ranges = reduce(
        or_,
        (
            Q(listing=row.pk, number__range=(row.length - depths[row.name] - HOLES, row.length))
            for row in listings.values()
        ),
    )
    columns = ("listing", "story", "published_at", "story__picture")[: 4 if pictured else 3]
    rows = Place.objects.filter(ranges, shown=True).order_by("-published_at", "-story_id").values_list(*columns)
    found: dict[str, list[_Candidate]] = {}
    for row in rows:
        candidate = _Candidate(row[1], row[2], bool(row[3]) if pictured else False)
        found.setdefault(listings[row[0]].name, []).append(candidate)
    return found
