"""A month as a calendar shows it: weeks that begin on Sunday, each day with its number in both calendars."""

from dataclasses import dataclass

from harkara.bangla import calendars
from harkara.bangla.clock.words import MONTHS
from harkara.bangla.digits import to_bangla
from harkara.layout.copy import CalendarCopy, CalendarDayCopy


@dataclass(frozen=True, slots=True)
class Cell:
    """A day in its place: its number in the calendar of the page, that of the other one, both in full, and its address."""

    iso: str
    number: str
    other: str
    label: str
    href: str


def weeks(copy: CalendarCopy) -> list[list[Cell | None]]:
    """The weeks of a month, of seven places each; ``None`` where the month has not begun or is over."""
    cells: list[Cell | None] = [None] * ((copy.days[0].day.weekday() + 1) % 7) if copy.days else []
    cells += [_cell(day, copy.calendar, is_first=not place) for place, day in enumerate(copy.days)]
    cells += [None] * (-len(cells) % 7)
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]


def _cell(one: CalendarDayCopy, calendar: str, *, is_first: bool) -> Cell:
    bangla, day = calendars.bangla(one.day), one.day
    gregorian = day.day, MONTHS[day.month - 1].name
    own, other = (gregorian, (bangla.day, bangla.month_name))[:: 1 if calendar == "gregorian" else -1]
    beside = f"{other[0]} {other[1]}" if is_first or other[0] == 1 else f"{other[0]}"
    label = f"{own[0]} {own[1]}, {other[0]} {other[1]}"
    return Cell(day.isoformat(), to_bangla(str(own[0])), to_bangla(beside), to_bangla(label), one.href)
