"""The Hijri calendar: Umm al-Qura's days moved by what the editor has seen announced.

Umm al-Qura is computed for Makkah (package ``hijridate``); in Bangladesh the moon-sighting committee normally begins a
month one day later, sometimes on the same day. So an editor gives an offset for all days, or for single months.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from hijridate import Gregorian, Hijri

from harkara.bangla.calendars.dates import HijriDate

Offset = int | Mapping[tuple[int, int], int]
"""Days added to Umm al-Qura's count, -1 where the month begins a day later: for all, or by ``(year, month)``."""

_FIRST = date(1924, 8, 2)
_LAST = date(2077, 11, 15)
_CIVIL_EPOCH = 227014
"""1 মহররম of the year 1 of the arithmetic calendar, 15 July 622 (Julian), Thursday, as ``toordinal`` counts."""


def from_gregorian(day: date, offset: Offset = 0) -> HijriDate:
    """Return the Hijri date printed on the Gregorian ``day``; the evening before belongs to the day before.

    Outside Umm al-Qura's tables (2 August 1924 to 15 November 2077) the arithmetic calendar stands in. The tables'
    own record has two months of 28 and 31 days (1343 and 1345), which are kept as they are.

    >>> str(from_gregorian(date(2022, 7, 10))), str(from_gregorian(date(2022, 7, 10), -1))
    ('১১ জিলহজ ১৪৪৩', '১০ জিলহজ ১৪৪৩')
    """
    if isinstance(offset, int):
        return _makkah(day + timedelta(days=offset))
    makkah = _makkah(day)
    months = [_after(makkah.year, makkah.month, step) for step in (1, 0, -1)]
    for year, month in months:
        first = _first(year, month) - offset.get((year, month), 0)
        if first <= day.toordinal():
            return HijriDate(year, month, day.toordinal() - first + 1)
    raise ValueError(f"The offsets around {day} leave it in no Hijri month; an offset is a day or two.")


def to_gregorian(hijri: HijriDate, offset: int = 0) -> date:
    """Return the Gregorian day on which ``hijri`` was printed with ``offset``; ``ValueError`` if there is none."""
    if 1 <= hijri.month <= 12 and hijri.day >= 1:
        day = date.fromordinal(_first(hijri.year, hijri.month) + hijri.day - 1)
        if _makkah(day) == hijri:
            return day - timedelta(days=offset)
    raise ValueError(f"There is no day {hijri.day} in month {hijri.month} of the Hijri year {hijri.year}.")


def _makkah(day: date) -> HijriDate:
    if _FIRST <= day <= _LAST:
        found = Gregorian.fromdate(day).to_hijri()
        return HijriDate(found.year, found.month, found.day)
    year = (30 * (day.toordinal() - _CIVIL_EPOCH) + 10646) // 10631
    month = min(12, (day.toordinal() - _arithmetic(year, 1)) * 2 // 59 + 1)
    if day.toordinal() < _arithmetic(year, month):
        month -= 1
    return HijriDate(year, month, day.toordinal() - _arithmetic(year, month) + 1)


def _first(year: int, month: int) -> int:
    if 1343 <= year <= 1500:
        found = Hijri(year, month, 1).to_gregorian()
        return date(found.year, found.month, found.day).toordinal()
    return _arithmetic(year, month)


def _arithmetic(year: int, month: int) -> int:
    return _CIVIL_EPOCH + (year - 1) * 354 + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2


def _after(year: int, month: int, step: int) -> tuple[int, int]:
    years, month = divmod(month - 1 + step, 12)
    return year + years, month + 1
