"""Set the front: an editor puts stories in the places at its top."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from wagtail.log_actions import log

from harkara.desk import keys, rights
from harkara.desk.errors import NotPublished, Overtaken, Refused
from harkara.desk.models import FrontPin, Paper, Story
from harkara.desk.models.front import PLACES
from harkara.people.models import User
from harkara.rack import changes


def arrangement(pins: Iterable[FrontPin]) -> str:
    """What editors set (``pins`` by place), as a word to compare: the same until somebody sets another story, place or end."""
    return " ".join(f"{pin.place}:{pin.story_id}:{pin.until.timestamp() if pin.until else ''}" for pin in pins)


def set_front(
    pins: Mapping[int, Story],
    until: datetime | None = None,
    user: User | None = None,
    *,
    seen: str | None = None,
) -> None:
    """Puts each story in its place (1 is the lead) and frees every other place. ``until`` (aware) ends these pins.
    ``seen``: the :func:`arrangement` that the person had before their eyes; ``None`` where nobody looked.

    Raises ``Refused`` for a place that is not there or a story named twice or where ``user`` may not, ``NotPublished``;
    ``Overtaken`` where the front is no longer as ``seen``.
    """
    rights.demand(user, "front")
    if wrong := [place for place in pins if not 1 <= place <= PLACES]:
        raise Refused(f"The front has places 1 to {PLACES}, not {wrong[0]}.")
    numbers = [story.pk for story in pins.values()]
    if len(set(numbers)) < len(numbers):
        raise Refused("A story can stand in one place of the front only.")
    with transaction.atomic():
        list(Paper.objects.select_for_update().values_list("pk"))  # one sets the front at a time, were it empty as well
        if seen is not None and seen != arrangement(FrontPin.objects.all()):
            raise Overtaken("Somebody else has set the front since you opened it.")
        live = set(Story.objects.select_for_update().filter(pk__in=numbers, live=True).values_list("pk", flat=True))
        if absent := [number for number in numbers if number not in live]:
            raise NotPublished(f"Story {absent[0]} is not published: it cannot stand on the front.")
        FrontPin.objects.all().delete()
        FrontPin.objects.bulk_create(FrontPin(place=place, story=story, until=until) for place, story in pins.items())
        _note(user)
        changes.touch(keys.FRONT)


def set_lead(story: Story | None, until: datetime | None = None, user: User | None = None) -> None:
    """Makes ``story`` the lead, or frees the place; the other places stay. Raises as ``set_front``."""
    rights.demand(user, "front")
    with transaction.atomic():
        if story is not None and not Story.objects.select_for_update().filter(pk=story.pk, live=True).exists():
            raise NotPublished(f"Story {story.pk} is not published: it cannot lead the front.")
        FrontPin.objects.filter(place=1).delete()
        if story is not None:
            FrontPin.objects.filter(story=story).delete()
            FrontPin.objects.create(place=1, story=story, until=until)
        _note(user)
        changes.touch(keys.FRONT)


def _note(user: User | None) -> None:
    pins = {str(pin.place): pin.story_id for pin in FrontPin.objects.all()}
    log(instance=Paper.load(), action="desk.set_front", user=user, data={"places": pins})
