"""Moments to come, in the words of the newsroom and the paper's zone: আগামীকাল সোমবার, ৩০ নভেম্বর, সকাল ৬টায়."""

from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from harkara.bangla import clock as bangla_clock
from harkara.bangla.digits import to_bangla
from harkara.desk import clock

NEAR = {-1: "গতকাল", 0: "আজ", 1: "আগামীকাল", 2: "আগামী পরশু"}
NEAR_ENGLISH = {-1: "yesterday", 0: "today", 1: "tomorrow"}


def in_words(moment: datetime, now: datetime) -> str:
    """When ``moment`` is, seen from ``now`` (both aware): the day by its name where it is near, the date, the time of day.

    >>> from datetime import UTC
    >>> in_words(datetime(2026, 11, 30, 0, 0, tzinfo=UTC), datetime(2026, 11, 29, 6, 0, tzinfo=UTC))
    'আগামীকাল সোমবার, ৩০ নভেম্বর, সকাল ৬টায়'
    """
    zone = clock.zone()
    local, here = moment.astimezone(zone), now.astimezone(zone)
    apart = (local.date() - here.date()).days
    if not (get_language() or "bn").startswith("bn"):
        day = f"{local:%A, %-d %B}" + ("" if local.year == here.year else f" {local.year}")
        return " ".join(filter(None, (NEAR_ENGLISH.get(apart, ""), f"{day}, {local:%H:%M}")))
    pattern = "dddd, D MMMM" if local.year == here.year else "dddd, D MMMM YYYY"
    day = bangla_clock.pattern(local, pattern, zone)
    hour, minute = to_bangla((local.hour - 1) % 12 + 1), f" {to_bangla(local.minute)} মিনিটে" if local.minute else ""
    at = f"{bangla_clock.day_part(local.hour)} {hour}টা{minute or 'য়'}"
    return f"{' '.join(filter(None, (NEAR.get(apart, ''), day)))}, {at}"


def exactly(moment: datetime) -> str:
    """A moment to be sure of: ১২ আগস্ট ২০২৬, রাত ১২:০০.

    >>> from datetime import UTC
    >>> exactly(datetime(2026, 8, 11, 18, 0, tzinfo=UTC))
    '১২ আগস্ট ২০২৬, রাত ১২:০০'
    """
    zone = clock.zone()
    local = moment.astimezone(zone)
    if not (get_language() or "bn").startswith("bn"):
        return f"{local:%-d %B %Y, %H:%M}"
    day = bangla_clock.pattern(local, "D MMMM YYYY", zone)
    return f"{day}, {bangla_clock.day_part(local.hour)} {to_bangla(f'{(local.hour - 1) % 12 + 1}:{local:%M}')}"


def past(moment: datetime, now: datetime) -> str:
    """The sentence that refuses ``moment`` because it is over."""
    return _("%(when)s is past: choose a later time, or publish now.") % {"when": in_words(moment, now)}
