"""Reports: how many stories were published, updated and corrected, by reporter, desk or section, over days, weeks, months.

Added up from the tally inside a range of days by its index; nothing counts the archive.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from harkara.desk import rights
from harkara.desk.models import Desk, Remit, Section, Tally
from harkara.people.models import User

By = Literal["author", "desk", "section"]
Unit = Literal["day", "week", "month"]

LONGEST = timedelta(days=366)
"""Days of one report."""

SUNDAY = 6


@dataclass(slots=True)
class Line:
    """One line of a report: the first day of the period, of whom or what, and how many of each kind."""

    begins: date
    name: str
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Tally.Kind.values, 0))


def report(user: User, by: By, unit: Unit, since: date, until: date) -> list[Line]:
    """The lines from ``since`` to ``until`` (both within), the newest period first, most published first. Who may not use
    the tools for many stories gets their own numbers; who works on some sections or desks gets those. Three queries.
    """
    until = min(until, since + LONGEST - timedelta(days=1))
    rows = Tally.objects.filter(day__gte=since, day__lte=until)
    rows = _visible(rows, user)
    lines: dict[tuple[date, int | None], Line] = {}
    found = rows.order_by().values_list("day", by, "kind").annotate(times=Count("pk"))
    counted = list(found)
    names = _names(by, {number for _day, number, _kind, _times in counted if number})
    for day, number, kind, times in counted:
        key = begin(day, unit), number
        if key not in lines:
            lines[key] = Line(key[0], names.get(number or 0, _("without a name")))
        lines[key].counts[kind] += times
    return sorted(lines.values(), key=lambda one: (-one.begins.toordinal(), -one.counts["published"], one.name))


def begin(day: date, unit: Unit) -> date:
    """The first day of the period that holds ``day``; weeks begin on Sunday, as the country's do.

    >>> [begin(date(2026, 11, 28), unit).isoformat() for unit in ("day", "week", "month")]
    ['2026-11-28', '2026-11-22', '2026-11-01']
    """
    if unit == "month":
        return day.replace(day=1)
    if unit == "week":
        return day - timedelta(days=(day.weekday() - SUNDAY) % 7)
    return day


def sums(lines: list[Line]) -> dict[str, int]:
    """All lines together."""
    total: dict[str, int] = defaultdict(int)
    for line in lines:
        for kind, times in line.counts.items():
            total[kind] += times
    return {kind: total[kind] for kind in Tally.Kind.values}


def sees_all(user: Any) -> bool:
    """Whether ``user`` sees the numbers of others."""
    return rights.may(user, "tools")


def _visible(rows: Any, user: User) -> Any:
    if not sees_all(user):
        return rows.filter(author=user)
    if not rights.is_limited(user):
        return rows
    remit = list(Remit.objects.filter(user=user).values_list("section", "desk"))
    sections, desks = [one for one, _desk in remit if one], [one for _section, one in remit if one]
    return rows.filter(Q(section__in=sections) | Q(desk__in=desks))


def _names(by: By, numbers: set[int]) -> dict[int, str]:
    if by == "author":
        return {row.pk: row.get_full_name() or row.get_username() for row in User.objects.filter(pk__in=numbers)}
    model: Any = Desk if by == "desk" else Section
    return {row.pk: str(row) for row in model.objects.filter(pk__in=numbers)}
