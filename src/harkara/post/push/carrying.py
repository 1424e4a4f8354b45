"""The postman's round with notices: the next step of what is on its way.

A step is a lot of subscriptions of one service: they are looked at, the notices handed in, and what became of them is one commit
with the new place. So a postman who is killed does at most one step again. That doubles at most one notice for each of its
readers, and the second takes the place of the first (``Topic`` for the service, ``tag`` for the browser).
"""

import logging
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final, Protocol

from django.conf import settings
from django.db import transaction
from django.db.models import F

from harkara.post import clock
from harkara.post.models import Message, Reached, Subscription, Walk
from harkara.post.push import audience, manners, reach, words
from harkara.post.push.hands import Delivery, Envelope, Hands, Outcome
from harkara.post.push.manners import FIRST, Kind, Verdict
from harkara.post.push.orders import LIVING, State
from harkara.rack.outbox.sides import READERS

log = logging.getLogger(__name__)

BEFORE: Final = {kind: place for place, kind in enumerate((Kind.KILL, Kind.RESTATED, Kind.CORRECTION, Kind.URGENT))}
"""What goes first; then what is breaking and all other news, in the order in which it was ordered."""

URGENCY: Final = {Kind.NEWS: "normal", Kind.CORRECTION: "normal", Kind.RESTATED: "normal"}
"""How a service is asked to hurry (RFC 8030, 5.3); all else is ``high``, for which a phone wakes."""

PAUSES: Final = (5.0, 30.0, 120.0, 600.0)
"""Seconds before a service that does not take notices is asked again, where it does not say; the last again and again."""

ASIDE: Final = 2000
"""Subscriptions that a walk puts aside, at most, to try them once more at its end."""

REST: Final = 60.0
"""Seconds before those aside are tried."""

MISSES: Final = 3
"""How often in a row a subscription is refused for good until it goes."""

LOOKED_AT: Final = 200
"""Messages that are looked at together for what is to be done next."""

END: Final = 2**62
"""The place of a walk behind all subscriptions: only those aside are left."""

KEPT: Final = timedelta(days=30)
"""How long a message, and whom it reached, is kept."""


class Carries(Protocol):
    """Whoever hands notices in."""

    def carry(
        self, payload: bytes, headers: Sequence[tuple[str, str]], envelopes: Sequence[Envelope]
    ) -> list[Delivery]:
        """Hands all in, and says what became of each."""

    def close(self) -> None:
        """Ends."""


class Round:
    """Carries what is on its way, a step at a time. ``hands`` makes those who hand in, when there is something to hand in."""

    def __init__(self, hands: Callable[[], Carries] | None = None, lot: int = audience.LOT) -> None:
        self._make = hands or (lambda: Hands(settings.HARKARA_PUSH_PROCESSES))
        self._hands: Carries | None = None
        self._lot = lot * max(1, settings.HARKARA_PUSH_PROCESSES)

    def step(self) -> bool:
        """Does the next step; returns whether there was one to be done."""
        now = clock.now()
        for message in _on_the_way(now):
            if message.until <= now:
                _end(message)
                return True
            walks = list(Walk.objects.filter(message=message, is_over=False).order_by("place", "pk"))
            if not walks:
                _finish(message, now)
                return True
            due = [walk for walk in walks if walk.again_at is None or walk.again_at <= now]
            if due:
                self._walk(message, due[0], now)
                return True
        return False

    def idle(self) -> None:
        """Lets the hands go while there is nothing to be done."""
        if self._hands is not None:
            self._hands.close()
            self._hands = None

    close = idle

    def _walk(self, message: Message, walk: Walk, now: datetime) -> None:
        """The next lot of a walk."""
        if walk.place == END:
            self._last(message, walk, now)
            return
        upto, lot = audience.after(message, walk.service, walk.place, self._lot)
        if upto is None:
            rests = {"place": END, "again_at": now + timedelta(seconds=REST), "tries": 0}
            _note(message, walk, (), now, 0, 0, **(rests if walk.aside else {"is_over": True}))
            return
        done, hours = self._handed_in(message, lot, now)
        later = [one.number for one in done if one.outcome is Outcome.LATER]
        if later and 2 * len(later) >= len(done):  # it is the service that has trouble
            self._pause(message, walk, done, now, hours)
            return
        room = max(0, ASIDE - len(walk.aside))
        kept = {"place": upto, "aside": [*walk.aside, *later[:room]], "again_at": None, "tries": 0}
        _note(message, walk, done, now, hours, len(later[room:]), **kept)

    def _last(self, message: Message, walk: Walk, now: datetime) -> None:
        """The next lot of those aside, who are tried for the last time."""
        lot, rest = audience.these(walk.aside[: self._lot], walk.service), walk.aside[self._lot :]
        done, hours = self._handed_in(message, lot, now)
        failed = sum(one.outcome is Outcome.LATER for one in done)
        _note(message, walk, done, now, hours, failed, aside=rest, is_over=not rest)

    def _pause(self, message: Message, walk: Walk, done: Sequence[Delivery], now: datetime, hours: int) -> None:
        """The service is left alone for as long as it asks, with the place before the first that it did not take."""
        wait = max(*(one.wait for one in done), PAUSES[min(walk.tries, len(PAUSES) - 1)])
        log.warning("%s does not take notices; again in %.0f s", walk.service, wait)
        first = min(one.number for one in done if one.outcome is Outcome.LATER)
        again = {"place": first - 1, "again_at": now + timedelta(seconds=wait), "tries": F("tries") + 1}
        _note(message, walk, done, now, hours, 0, **again)

    def _handed_in(self, message: Message, lot: list[Subscription], now: datetime) -> tuple[list[Delivery], int]:
        """Hands ``message`` in for those of ``lot`` who are to hear of it now; also a bit for each hour at which the quiet
        hours of others end.
        """
        before = audience.Before(message, lot, manners.day_of(now))
        to_send, hours = [], 0
        for one in lot:
            if before.has(one):
                continue
            found = manners.verdict(one, message, now, before.had(one))
            if found is Verdict.SEND:
                to_send.append(Envelope(one.pk, one.endpoint, one.p256dh, one.auth))
            elif found is Verdict.QUIET:
                hours |= 1 << one.quiet_until
        if not to_send:
            return [], hours
        if self._hands is None:
            self._hands = self._make()
        left = max(60, int((message.until - now).total_seconds()))
        urgency = URGENCY.get(Kind(message.kind), "high")
        headers = (("ttl", str(left)), ("urgency", urgency), ("topic", f"s{message.story}"))
        return self._hands.carry(words.payload(message.words), headers, to_send), hours


def _note(
    message: Message, walk: Walk, done: Sequence[Delivery], now: datetime, hours: int, failed: int, **of_walk: object
) -> None:
    """Writes down in one commit what became of a step, and where it ended."""
    by = {outcome: [one.number for one in done if one.outcome is outcome] for outcome in Outcome}
    with transaction.atomic(using=READERS):
        if not Walk.objects.filter(pk=walk.pk, place=walk.place, is_over=False).update(**of_walk):
            log.error("another postman carries the same: only one may run for a paper")
        _mark(message, manners.day_of(now), by[Outcome.TAKEN])
        _forget(by[Outcome.GONE])
        _missed(by[Outcome.REFUSED])
        if by[Outcome.TAKEN]:
            Subscription.objects.filter(pk__in=by[Outcome.TAKEN], misses__gt=0).update(misses=0)
        Message.objects.filter(pk=message.pk).update(
            hours=F("hours").bitor(hours),
            reached=F("reached") + len(by[Outcome.TAKEN]),
            gone=F("gone") + len(by[Outcome.GONE]),
            failed=F("failed") + len(by[Outcome.REFUSED]) + failed,
        )


def _on_the_way(now: datetime) -> list[Message]:
    """What may be carried now, what goes first first. A first notice waits for what follows it."""
    rows = Message.objects.filter(state__in=LIVING, due__lte=now).order_by("due", "pk")[:LOOKED_AT]
    found = sorted(rows, key=lambda one: (BEFORE.get(Kind(one.kind), len(BEFORE)), one.made_at, one.pk))
    followed = {one.story for one in found if one.kind not in FIRST and one.state == State.ON_ITS_WAY}
    return [one for one in found if one.kind not in FIRST or one.story not in followed or one.until <= now]


def _finish(message: Message, now: datetime) -> None:
    """All walks are over: it waits for the morning of those who rest, or is done."""
    due = manners.next_hour(message.hours, now) if message.hours else None
    if due is None or due >= message.until:
        _end(message)
        return
    with transaction.atomic(using=READERS):
        Walk.objects.filter(message=message).update(place=0, is_over=False, again_at=None, tries=0, aside=[])
        Message.objects.filter(pk=message.pk, state__in=LIVING).update(
            state=State.QUIET, due=due, hours=0, round=F("round") + 1
        )


def _end(message: Message) -> None:
    Message.objects.filter(pk=message.pk, state__in=LIVING).update(state=State.DONE)


def _mark(message: Message, day: date, numbers: Iterable[int]) -> None:
    blocks: dict[int, list[int]] = {}
    for number in numbers:
        blocks.setdefault(reach.block_of(number), []).append(number)
    rows = Reached.objects.filter(message=message, day=day, block__in=list(blocks)) if blocks else ()
    there = {row.block: row for row in rows}
    for block, marked in blocks.items():
        row = there.get(block) or Reached(message=message, day=day, block=block, bits=b"")
        row.bits = reach.marked(bytes(row.bits), marked)
        row.save()


def _forget(numbers: Collection[int]) -> None:
    if numbers:
        Subscription.objects.filter(pk__in=numbers).delete()


def _missed(numbers: Collection[int]) -> None:
    if numbers:
        rows = Subscription.objects.filter(pk__in=numbers)
        rows.update(misses=F("misses") + 1)
        rows.filter(misses__gte=MISSES).delete()


def tidy() -> int:
    """Throws away messages that are older than :data:`KEPT`, with whom they reached; returns how many, a few at a time."""
    old = Message.objects.filter(made_at__lt=clock.now() - KEPT).order_by("made_at").values_list("pk", flat=True)
    with transaction.atomic(using=READERS):
        gone = list(old[:20])
        Message.objects.filter(pk__in=gone).delete()
    return len(gone)


def waiting() -> int:
    """How many messages are on their way or wait for a morning."""
    return Message.objects.filter(state__in=LIVING).count()
