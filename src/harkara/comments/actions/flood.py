"""Flood: the one switch for a night on which everybody writes, with an end; and its end before that."""

from datetime import timedelta
from typing import Final

from django.db import transaction

from harkara.comments import clock, floods
from harkara.comments.errors import Refused
from harkara.comments.models import Flood
from harkara.comments.moderators import Moderator
from harkara.rack.outbox.sides import READERS

HOURS: Final = 72
DAYS: Final = 365
"""The longest flood, and the oldest account that may be asked for."""


def begin_flood(rule: str, hours: int, by: Moderator, days: int = 0) -> Flood:
    """From now on and for so many ``hours`` the ``rule`` holds for all stories: ``queue`` (everything waits until somebody
    has looked) or ``old`` (only accounts of so many ``days`` may write). It takes the place of one in force. Raises
    ``Refused`` for another rule, for no hours or too many.
    """
    if rule not in Flood.Rule.values:
        raise Refused("no_flood_rule", rule=rule)
    if not 1 <= hours <= HOURS:
        raise Refused("flood_hours", hours=hours, most=HOURS)
    if rule == Flood.Rule.OLD and not 1 <= days <= DAYS:
        raise Refused("flood_days", days=days, most=DAYS)
    now = clock.now()
    with transaction.atomic(using=READERS):
        return Flood.objects.create(
            rule=rule,
            days=days if rule == Flood.Rule.OLD else 0,
            until=now + timedelta(hours=hours),
            by_name=by.name[:150],
            at=now,
        )


def end_flood(by: Moderator) -> Flood | None:
    """Ends the rule that is in force, and returns it; ``None`` where none is."""
    with transaction.atomic(using=READERS):
        running = floods.flood()
        if running is not None:
            running.until = clock.now()
            running.save(update_fields=["until"])
    return running
