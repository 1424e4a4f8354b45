"""Months of two calendars as the paper counts its days by them: what they are called, and which days they hold. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from harkara.bangla import calendars
from harkara.bangla.clock.words import MONTHS
from harkara.bangla.digits import to_bangla

Calendar = Literal["gregorian", "bangla"]
CALENDARS: Final[tuple[Calendar, ...]] = ("gregorian", "bangla")
BANGLA: Final = "bn"
"""How addresses and keys name the Bangla calendar."""


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of a calendar; ``number`` from 1 (জানুয়ারি, বৈশাখ)."""

    calendar: Calendar
    year: int
    number: int

    @classmethod
    def of(cls, day: date, calendar: Calendar) -> "Month":
        """The month in which ``day`` lies.

        >>> Month.of(date(2022, 8, 15), "bangla").code
        'bn:1429-04'
        """
        if calendar == "gregorian":
            return cls(calendar, day.year, day.month)
        bangla = calendars.bangla(day)
        return cls(calendar, bangla.year, bangla.month)

    @classmethod
    def read(cls, code: str) -> "Month | None":
        """The month with this :attr:`code`; ``None`` where there is none.

        >>> Month.read("bn:1429-04"), Month.read("2022-13")
        (Month(calendar='bangla', year=1429, number=4), None)
        """
        calendar, _, numbers = code.rpartition(":")
        year, _, number = numbers.partition("-")
        if calendar not in ("", BANGLA) or len(year) != 4 or len(number) != 2:
            return None
        if not (numbers.isascii() and year.isdecimal() and number.isdecimal() and 1 <= int(number) <= 12 and int(year)):
            return None
        return cls("bangla" if calendar else "gregorian", int(year), int(number))

    @property
    def code(self) -> str:
        """How keys and sheets call it: ``2022-08``, ``bn:1429-04``."""
        numbers = f"{self.year:04}-{self.number:02}"
        return f"{BANGLA}:{numbers}" if self.calendar == "bangla" else numbers

    @property
    def name(self) -> str:
        """Its name alone: আগস্ট, শ্রাবণ."""
        if self.calendar == "gregorian":
            return str(MONTHS[self.number - 1].name)
        return calendars.BanglaDate(self.year, self.number, 1).month_name

    @property
    def title(self) -> str:
        """Its name and year: আগস্ট ২০২২, শ্রাবণ ১৪২৯."""
        return f"{self.name} {to_bangla(str(self.year))}"

    @property
    def href(self) -> str:
        """The address of its page."""
        return f"/all/{self.code.replace(':', '/')}/"

    @property
    def first(self) -> date:
        """Its first day."""
        if self.calendar == "gregorian":
            return date(self.year, self.number, 1)
        return calendars.gregorian(calendars.BanglaDate(self.year, self.number, 1))

    @property
    def last(self) -> date:
        """Its last day."""
        year, number = (self.year + 1, 1) if self.number == 12 else (self.year, self.number + 1)
        return Month(self.calendar, year, number).first - timedelta(days=1)


def months_of(day: date) -> tuple[Month, ...]:
    """The months of both calendars in which ``day`` lies."""
    return tuple(Month.of(day, calendar) for calendar in CALENDARS)
