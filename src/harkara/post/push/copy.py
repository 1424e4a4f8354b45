"""How far notices got, for the newsroom and the doctor. A door of the room."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from harkara.post import clock
from harkara.post.models import Message, Subscription, Walk
from harkara.post.push.orders import LIVING


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the message of an ``event`` got: how many browsers it reached, how many could not be had, and whether any are
    left.
    """

    event: str
    reached: int
    failed: int
    is_over: bool


def progress(story: int) -> dict[str, Progress]:
    """How far the messages about a story got, by event."""
    rows = Message.objects.filter(story=story)
    return {one.event: Progress(one.event, one.reached, one.failed, one.state not in LIVING) for one in rows}


def readers() -> int:
    """How many browsers are subscribed; 100,000 stands for more."""
    return Subscription.objects.all()[:100_000].count()


@dataclass(frozen=True, slots=True)
class Trouble:
    """A service that does not take notices, and when it is asked again."""

    service: str
    again_at: datetime


def troubles() -> list[Trouble]:
    """The services that are left alone now because they asked for it, or did not answer."""
    rows = Walk.objects.filter(
        Q(again_at__gt=clock.now()), message__state__in=LIVING, is_over=False, tries__gt=0
    ).order_by("again_at")
    return [Trouble(one.service, one.again_at) for one in rows[:20] if one.again_at]


def oldest_waiting() -> datetime | None:
    """Since when the oldest message is due that is not carried to its end yet."""
    return Message.objects.filter(state__in=LIVING).order_by("due").values_list("due", flat=True).first()
