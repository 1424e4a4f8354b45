"""The Bangla calendar of Bangladesh: the rules of 2019, and those of 1987 before them.

Both begin the year on 14 April. The committee of 1987 (after Muhammad Shahidullah's of 1966) gave five months of 31
days and seven of 30, ফাল্গুন one more in a Gregorian leap year. Bangla Academy's reform, first seen by readers when
আশ্বিন 1426 had a thirty-first day on 16 October 2019, gives six months of 31 days, ফাল্গুন 29 or 30, the others 30.
"""

from datetime import date, timedelta

from harkara.bangla.calendars.dates import BanglaDate

REFORM = 1426
"""The first Bangla year of the rules of 2019. Until 15 October 2019 both rules give the same days of that year."""

_MONTHS = {
    1987: (31, 31, 31, 31, 31, 30, 30, 30, 30, 30, 30, 30),
    2019: (31, 31, 31, 31, 31, 31, 30, 30, 30, 30, 29, 30),
}
_FALGUN = 10


def rules_of(year: int) -> int:
    """Return the rules, 1987 or 2019, by which newspapers printed the Bangla ``year``."""
    return 2019 if year >= REFORM else 1987


def months(year: int, rules: int | None = None) -> list[int]:
    """Return the lengths of the twelve months of the Bangla ``year``."""
    lengths = list(_MONTHS[rules or rules_of(year)])
    gregorian = year + 594  # ফাল্গুন of the year lies in February and March of this one
    lengths[_FALGUN] += gregorian % 4 == 0 and (gregorian % 100 != 0 or gregorian % 400 == 0)
    return lengths


def from_gregorian(day: date, rules: int | None = None) -> BanglaDate:
    """Return the Bangla date of the Gregorian ``day``; ``rules`` 1987 or 2019 forces one of the two.

    >>> str(from_gregorian(date(2019, 10, 16))), str(from_gregorian(date(2019, 10, 16), rules=1987))
    ('৩১ আশ্বিন ১৪২৬', '১ কার্তিক ১৪২৬')
    """
    year = day.year - (593 if (day.month, day.day) >= (4, 14) else 594)
    left = (day - _new_year(year)).days if year + 593 >= 1 else _before_year_one(day)
    for month, length in enumerate(months(year, rules), 1):
        if left < length:
            return BanglaDate(year, month, left + 1)
        left -= length
    raise AssertionError(f"{day} lies in no month of {year}")  # a year has as many days as lie between two 14 Aprils


def to_gregorian(bangla: BanglaDate, rules: int | None = None) -> date:
    """Return the Gregorian day of ``bangla``; raises ``ValueError`` if there is no such day."""
    lengths = months(bangla.year, rules)
    if not (1 <= bangla.month <= 12 and 1 <= bangla.day <= lengths[bangla.month - 1]):
        raise ValueError(f"There is no day {bangla.day} in month {bangla.month} of the Bangla year {bangla.year}.")
    return _new_year(bangla.year) + timedelta(days=sum(lengths[: bangla.month - 1]) + bangla.day - 1)


def _new_year(year: int) -> date:
    return date(year + 593, 4, 14)


def _before_year_one(day: date) -> int:
    """Days since 14 April of the year before 1, which ``date`` does not know."""
    return 365 - (date(1, 4, 14) - day).days
