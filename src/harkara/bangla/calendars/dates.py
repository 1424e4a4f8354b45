"""A day of the Bangla or the Hijri calendar, as a value."""

import unicodedata
from dataclasses import dataclass
from typing import ClassVar

from harkara.bangla.digits import to_bangla
from harkara.bangla.tables import table

_NAMES = {
    kind: tuple(unicodedata.normalize("NFC", row["name"]) for row in table("calendars")[kind])
    for kind in ("bangla", "hijri")
}


@dataclass(frozen=True, order=True)
class _Date:
    """Year, month and day from 1; ``str()`` gives it as the masthead prints it."""

    year: int
    month: int
    day: int
    kind: ClassVar[str]

    @property
    def month_name(self) -> str:
        """The house's name of the month."""
        return _NAMES[self.kind][self.month - 1]

    def __str__(self) -> str:
        return to_bangla(f"{self.day} {self.month_name} {self.year}")


@dataclass(frozen=True, order=True)
class BanglaDate(_Date):
    """A day of the Bangla calendar (বঙ্গাব্দ): month 1 is বৈশাখ, 12 is চৈত্র.

    >>> str(BanglaDate(1429, 4, 31))
    '৩১ শ্রাবণ ১৪২৯'
    """

    kind = "bangla"


@dataclass(frozen=True, order=True)
class HijriDate(_Date):
    """A day of the Hijri calendar: month 1 is মহররম, 12 is জিলহজ.

    >>> str(HijriDate(1444, 1, 16))
    '১৬ মহররম ১৪৪৪'
    """

    kind = "hijri"
