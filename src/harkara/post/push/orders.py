"""Orders: what is to be sent, as the press lays it down. A door of the room.

An order names its event. The same event laid down twice, after a sudden end, say, is one message.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Max

from harkara.post import clock
from harkara.post.models import Message, Subscription, Walk
from harkara.post.push import services, words
from harkara.post.push.manners import FIRST
from harkara.rack.outbox.sides import READERS

Kind = Message.Kind
State = Message.State

HOLDS: Final = {
    Kind.NEWS: timedelta(hours=12),
    Kind.BREAKING: timedelta(hours=12),
    Kind.URGENT: timedelta(hours=12),
    Kind.CORRECTION: timedelta(days=3),
    Kind.KILL: timedelta(days=3),
    Kind.RESTATED: timedelta(days=3),
}
"""For how long a message is worth being delivered: a night at least, so that the morning hears of it; what sets something right
for as long as services keep a notice for a phone that is off, at most.
"""

LIVING: Final = (State.ON_ITS_WAY, State.QUIET)


@dataclass(frozen=True, slots=True)
class Order:
    """What the desk ordered: of which ``event`` (its name, for ever), of which story (public id), as what (a word of
    ``Message.Kind``), to whom (``subjects``, of first notices), and in which words; ``at`` is when (aware). ``headline``: what
    the story says now, for those whom a first notice is still on its way to.
    """

    event: str
    story: int
    kind: str
    title: str
    text: str
    subjects: tuple[str, ...]
    at: datetime
    headline: str = ""


def take(order: Order) -> bool:
    """Lays ``order`` down to be carried; returns whether it was new. Raises ``Refused`` where its words are too long.

    A correction and new words replace those of what is still on its way; a kill stops it. What follows a story of which nobody
    was told is nothing to be carried.
    """
    kind = Kind(order.kind)
    packed = words.packed(order.title, order.text, order.story, kind)
    with transaction.atomic(using=READERS):
        if Message.objects.filter(event=order.event).exists():
            return False
        if kind not in FIRST and not _follow(order, kind):
            return False
        until = order.at + HOLDS[kind]
        message = Message.objects.create(
            event=order.event,
            story=order.story,
            kind=kind,
            subjects=list(dict.fromkeys(order.subjects)),
            words=packed,
            upto=Subscription.objects.aggregate(newest=Max("pk"))["newest"] or 0,
            made_at=order.at,
            due=order.at,
            until=until,
            state=State.ON_ITS_WAY if until > clock.now() else State.DONE,
        )
        Walk.objects.bulk_create(Walk(message=message, service=name) for name in dict.fromkeys(services.names()))
    return True


def _follow(order: Order, kind: Kind) -> bool:
    """Does what ``order`` means for what went out before of its story; returns whether anything did."""
    before = Message.objects.filter(story=order.story)
    if not before.filter(kind__in=FIRST).exists():
        return False
    if kind == Kind.KILL:
        before.filter(state__in=LIVING).update(state=State.STOPPED)
        before.update(words=words.packed(order.title, order.text, order.story, kind))  # no word of it stays
        return True
    for one in before.filter(kind__in=FIRST):
        one.words = words.packed(order.headline or order.title, "", order.story, one.kind)
        one.save(update_fields=["words"])
    if kind == Kind.RESTATED:  # what was said in corrections may be what has to go
        before.filter(kind=Kind.CORRECTION).update(
            words=words.packed(order.title, order.text, order.story, "correction")
        )
    return True
