"""A night on which everybody writes: the one switch, and what it asks of who wants to say something."""

from datetime import datetime, timedelta

from . import clock
from .errors import Refused
from .models import Flood, Reader


def flood() -> Flood | None:
    """The rule that is in force now. One query."""
    newest = Flood.objects.order_by("-pk").first()
    return newest if newest and newest.until > clock.now() else None


def demand_age(reader: Reader, rule: Flood | None, now: datetime) -> None:
    """Raises ``Refused`` where only older accounts may write and ``reader``'s is younger."""
    if rule and rule.rule == Flood.Rule.OLD and now - reader.joined_at < timedelta(days=rule.days):
        raise Refused("flood_old", days=rule.days)
