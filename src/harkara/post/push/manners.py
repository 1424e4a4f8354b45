"""When a browser is left in peace: its quiet hours, and how many notices it gets in a day.

Hours and days are those of the paper's zone (``HARKARA_ZONE``).
"""

from datetime import date, datetime, timedelta
from enum import Enum
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings

from harkara.post.models import Message, Subscription

Kind = Message.Kind

FIRST: Final = (Kind.NEWS, Kind.BREAKING, Kind.URGENT)
"""Kinds that tell of a story; the others follow what was told."""

SILENT: Final = (Kind.KILL, Kind.RESTATED)
"""Kinds that take the place of a notice without a sound, and so at any hour."""


class Verdict(Enum):
    """What becomes of a message for one browser, now."""

    SEND = "send"
    QUIET = "quiet"
    ENOUGH = "enough"


def zone() -> ZoneInfo:
    """The paper's zone."""
    return ZoneInfo(settings.HARKARA_ZONE)


def day_of(moment: datetime) -> date:
    """The day of ``moment`` in the paper's zone."""
    return moment.astimezone(zone()).date()


def is_quiet(one: Subscription, moment: datetime) -> bool:
    """Whether ``moment`` is in the quiet hours of ``one``: from the first hour on, up to the last, over midnight too."""
    hour, first, last = moment.astimezone(zone()).hour, one.quiet_from, one.quiet_until
    return first <= hour < last if first <= last else hour >= first or hour < last


def rests(one: Subscription, message: Message, moment: datetime) -> bool:
    """Whether ``one`` is not to be disturbed by ``message`` at ``moment``."""
    if message.kind in SILENT or (message.kind == Kind.URGENT and one.is_woken):
        return False
    return is_quiet(one, moment)


def verdict(one: Subscription, message: Message, moment: datetime, had: int) -> Verdict:
    """What becomes of ``message`` for ``one``, who ``had`` so many notices today. A message that was taken up again in the
    morning is for those alone who rested when it was made; what follows a notice is not counted.
    """
    if message.round and not rests(one, message, message.made_at):
        return Verdict.ENOUGH
    if rests(one, message, moment):
        return Verdict.QUIET
    most = min(one.most or settings.HARKARA_PUSH_MOST, settings.HARKARA_PUSH_MOST)
    return Verdict.ENOUGH if message.kind in FIRST and had >= most else Verdict.SEND


def next_hour(hours: int, moment: datetime) -> datetime | None:
    """The next full hour after ``moment`` at which one of ``hours`` begins (a bit each); ``None`` where there is none."""
    begun = moment.replace(minute=0, second=0, microsecond=0)
    for ahead in range(1, 25):
        found = begun + timedelta(hours=ahead)
        if hours >> found.astimezone(zone()).hour & 1:
            return found
    return None
