"""What is popular, leaving the house and coming back: sums, in which nobody is to be found."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from harkara.rack.outbox import log as outbox
from harkara.rack.outbox.sides import READERS
from harkara.readings.models import OrderRow, StandingRow
from harkara.readings.popular import key

Row = dict[str, Any]


def standings(after: int, limit: int = 1000) -> list[Row]:
    """How high the stories with numbers above ``after`` stand, ascending, at most ``limit`` (``readings.standing``)."""
    rows = StandingRow.objects.filter(story__gt=after).order_by("story")[:limit]
    return [{"story": row.story, "day": row.day, "week": row.week, "shared": row.shared} for row in rows]


def orders() -> dict[str, list[int]]:
    """The lists of what is popular, as sheets show them, by name."""
    return {row.name: [int(story) for story in row.stories] for row in OrderRow.objects.order_by("name")}


def take(rows: Sequence[Row]) -> None:
    """Takes sums; a story that has some here keeps them."""
    with transaction.atomic(using=READERS):
        StandingRow.objects.bulk_create((StandingRow(**row) for row in rows), ignore_conflicts=True)


def take_orders(lists: dict[str, list[int]]) -> None:
    """Lets these lists stand, until their order changes; where one stands already it stays."""
    with transaction.atomic(using=READERS):
        now = timezone.now()
        OrderRow.objects.bulk_create(
            (OrderRow(name=name, stories=stories, at=now) for name, stories in lists.items()), ignore_conflicts=True
        )
        outbox.touch(*(key(name) for name in sorted(lists)))
