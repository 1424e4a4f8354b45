"""Set the front: an editor puts stories in the places at the top of the home page."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from harkara.desk import fronts, rights
from harkara.desk.actions.fronts import let_stand, locked
from harkara.desk.errors import NotPublished, Refused
from harkara.desk.fronts import Arrangement, Pin
from harkara.desk.models import Story
from harkara.people.models import User
from harkara.rack import changes

PLACES = 5
"""The lead, and four in the second row."""


def set_front(
    pins: Mapping[int, Story],
    until: datetime | None = None,
    user: User | None = None,
) -> None:
    """Puts each story in its place (1 is the lead) and frees the others at the top. ``until`` (aware) ends these pins.

    Raises ``Refused`` for a place that is not there or a story named twice or where ``user`` may not, ``NotPublished``.
    """
    rights.demand(user, "front")
    if wrong := [place for place in pins if not 1 <= place <= PLACES]:
        raise Refused(_("The front has places 1 to %(most)s, not %(place)s.") % {"most": PLACES, "place": wrong[0]})
    numbers = [story.pk for story in pins.values()]
    if len(set(numbers)) < len(numbers):
        raise Refused(_("A story can stand in one place of the front only."))
    with transaction.atomic():
        row = locked(fronts.HOME, user)
        _demand_published(pins.values())
        places = {place: Pin(story.pk, place, until) for place, story in pins.items()}
        changes.touch(let_stand(row, _with_top(row.standing, places), user))


def set_lead(story: Story | None, until: datetime | None = None, user: User | None = None) -> None:
    """Makes ``story`` the lead, or frees the place; the other places stay. Raises as ``set_front``."""
    with transaction.atomic():
        row = locked(fronts.HOME, user)
        stands = row.standing
        places = {place: pin for place, pin in _top_of(stands).items() if place > 1}
        if story is not None:
            _demand_published([story])
            places = {place: pin for place, pin in places.items() if pin.story != story.pk}
            places[1] = Pin(story.pk, 1, until)
        changes.touch(let_stand(row, _with_top(stands, places), user))


def _demand_published(stories: Iterable[Story]) -> None:
    numbers = [story.pk for story in stories]
    live = set(Story.objects.filter(pk__in=numbers, live=True).values_list("pk", flat=True))
    if absent := [number for number in numbers if number not in live]:
        raise NotPublished(_("Story %(number)s is not published: it cannot stand on a front.") % {"number": absent[0]})


def _top_of(stands: Arrangement) -> dict[int, Pin]:
    """The pins of lead and second row, the lead being place 1."""
    rows = {slot.look: slot.pins for slot in stands.slots}
    return {pin.place: pin for pin in rows.get("lead", ())} | {
        pin.place + 1: pin for pin in rows.get("second", ()) if pin.place < PLACES
    }


def _with_top(stands: Arrangement, places: Mapping[int, Pin]) -> Arrangement:
    names = {slot.look: slot.name for slot in stands.slots}
    lead = [Pin(pin.story, 1, pin.until, pin.headline, pin.kicker) for place, pin in places.items() if place == 1]
    second = [
        Pin(pin.story, place - 1, pin.until, pin.headline, pin.kicker)
        for place, pin in sorted(places.items())
        if place > 1
    ]
    return stands.with_pins({names["lead"]: lead, names["second"]: second})
