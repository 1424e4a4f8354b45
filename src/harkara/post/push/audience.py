"""Who hears of a message: the next of them, by their number. What this costs depends on how many are asked for, not on how
many there are.
"""

from datetime import date
from typing import Final

from django.db.models import Q

from harkara.post.models import Message, Reached, Subscription, Wish
from harkara.post.push import reach
from harkara.post.push.manners import FIRST

LOT: Final = 500
"""Subscriptions that are looked at together, at most."""


def after(message: Message, service: str, place: int, most: int = LOT) -> tuple[int | None, list[Subscription]]:
    """The subscriptions of ``service`` behind ``place`` that are to hear of ``message``, and up to which number that is all of
    them; ``None`` where there are no more.
    """
    numbers = _wanting(message, service, place, most) if message.kind in FIRST else _told(message, place, most)
    if not numbers:
        return None, []
    return numbers[-1], these(numbers, service)


def these(numbers: list[int], service: str) -> list[Subscription]:
    """The subscriptions ``numbers``, as far as there are any of ``service``, in their order."""
    return list(Subscription.objects.filter(pk__in=numbers, service=service).order_by("pk"))


def _wanting(message: Message, service: str, place: int, most: int) -> list[int]:
    found: set[int] = set()
    for subject in message.subjects:
        rows = Wish.objects.filter(
            subject=subject, service=service, subscription__gt=place, subscription__lte=message.upto
        )
        found.update(rows.order_by("subscription").values_list("subscription", flat=True)[:most])
    return sorted(found)[:most]


def _told(message: Message, place: int, most: int) -> list[int]:
    """Those whom notices of the same story reached."""
    rows = Reached.objects.filter(message__story=message.story, message__kind__in=FIRST)
    block: int | None = reach.block_of(place)
    while block is not None:
        bits = reach.joined(bytes(one) for one in rows.filter(block=block).values_list("bits", flat=True))
        numbers = [number for number in reach.numbers(block, bits) if number > place]
        if numbers:
            return numbers[:most]
        block = rows.filter(block__gt=block).order_by("block").values_list("block", flat=True).first()
    return []


class Before:
    """What a lot of subscriptions had before: of ``message``, and of how many first notices on ``day``."""

    def __init__(self, message: Message, lot: list[Subscription], day: date) -> None:
        blocks = sorted({reach.block_of(one.pk) for one in lot})
        wanted = Q(day=day, message__kind__in=FIRST) | Q(message=message)
        rows = Reached.objects.filter(wanted, block__in=blocks) if blocks else Reached.objects.none()
        self._today: dict[int, list[bytes]] = {}
        self._this: dict[int, list[bytes]] = {}
        for number, kind, when, block, bits in rows.values_list("message", "message__kind", "day", "block", "bits"):
            if when == day and kind in FIRST:
                self._today.setdefault(block, []).append(bytes(bits))
            if number == message.pk:
                self._this.setdefault(block, []).append(bytes(bits))

    def had(self, one: Subscription) -> int:
        """How many first notices reached ``one`` on that day."""
        return sum(reach.holds(bits, one.pk) for bits in self._today.get(reach.block_of(one.pk), ()))

    def has(self, one: Subscription) -> bool:
        """Whether the message reached ``one``."""
        return any(reach.holds(bits, one.pk) for bits in self._this.get(reach.block_of(one.pk), ()))
