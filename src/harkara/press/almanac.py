"""The calendar's sheets: which of them there are, and what a day that begins, ends or is over changes in that."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from harkara.desk import clock, copy
from harkara.press import names

DAY = "list:day:"
MONTH = "list:month:"


class Plan(Protocol):
    """What is noted of sheets that there are, and of those that there are not (``press.plan``)."""

    def put(self, name: str) -> None: ...

    def take(self, name: str) -> None: ...


def of(plan: Plan, touched: Iterable[str]) -> None:
    """What comes or goes with days that began or ended: the pages of their months and of their day of the year."""
    for key in touched:
        if key.startswith(MONTH):
            code = key.removeprefix(MONTH)
            _decide(plan, names.calendar(code), there=copy.has_month(code))
        elif key.startswith(DAY):
            of_the_year(plan, date.fromisoformat(key.removeprefix(DAY)))


def of_the_year(plan: Plan, day: date) -> None:
    """The page of what was published on this day of the year."""
    _decide(plan, names.on(day), there=copy.has_anniversary(day))


def everything(plan: Plan, days: Iterable[date]) -> None:
    """All months, and every day of the year on one of ``days``, those with news."""
    for code in copy.months():
        plan.put(names.calendar(code))
    for day in days:
        if day <= clock.today():
            plan.put(names.on(day))


def _decide(plan: Plan, name: str, *, there: bool) -> None:
    if there:
        plan.put(name)
    else:
        plan.take(name)
