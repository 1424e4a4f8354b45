"""The Bangla calendar of West Bengal: the sun of the Surya Siddhanta.

The month begins with the civil day (midnight to midnight, Indian Standard Time) after the one in which the sun enters
a sign. The sun's place is computed as the Siddhanta teaches, with its own table of sines, epicycle and year; constants
and method follow Reingold and Dershowitz, *Calendrical Calculations*, chapters 10 and 20. Modern (drik) longitudes
give other days: the almanacs that newspapers follow do not use them.
"""

import math
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache

from harkara.bangla.calendars.dates import BanglaDate

_SIDEREAL_YEAR = Fraction(1577917828, 4320000)
_ANOMALISTIC_YEAR = Fraction(1577917828000, 4320000000 - 387)
_KALI = -1132959
"""The epoch of the Kali age, 18 February 3102 BCE (Julian), as days on the scale of ``date.toordinal``."""
_CREATION = _KALI - 1955880000 * _SIDEREAL_YEAR
_EPICYCLE = 14 / 360
_CHANGE = 1 / 42
_UJJAIN_TO_STANDARD = Fraction((82.5 - (75 + 46.1 / 60)) / 360)
"""Indian Standard Time is ahead of the mean time of Ujjain, the meridian of the Siddhanta."""
_BANGLA_ERA = 3694
"""Years of the Kali age that had passed when the Bangla year 0 began."""


def _sine_entry(entry: int) -> float:
    exact = 3438 * math.sin(math.radians(entry * 3.75))
    error = 0.215 * ((exact > 0) - (exact < 0)) * ((abs(exact) > 1716) - (abs(exact) < 1716))
    return round(exact + error) / 3438


_SINES = [_sine_entry(entry) for entry in range(97)]


def _sine(degrees: float) -> float:
    entry = degrees / 3.75
    low = math.floor(entry)
    part = entry - low
    return part * _SINES[(low + 1) % 96] + (1 - part) * _SINES[low % 96]


def _arcsine(amplitude: float) -> float:
    if amplitude < 0:
        return -_arcsine(-amplitude)
    place = next(index for index, sine in enumerate(_SINES) if amplitude <= sine)
    if place == 0:
        return 0.0
    below = _SINES[place - 1]
    return 3.75 * (place - 1 + (amplitude - below) / (_SINES[place] - below))


def _mean(moment: Fraction, period: Fraction) -> float:
    return float((moment - _CREATION) / period % 1) * 360


def longitude(moment: Fraction) -> float:
    """Return the sidereal longitude of the sun in degrees at ``moment``: days as ``toordinal`` counts, Ujjain time."""
    sine = _sine(_mean(moment, _ANOMALISTIC_YEAR))
    contraction = abs(sine) * _CHANGE * _EPICYCLE
    return (_mean(moment, _SIDEREAL_YEAR) - _arcsine(sine * (_EPICYCLE - contraction))) % 360


@lru_cache(maxsize=4096)
def _midnight(ordinal: int) -> tuple[int, int]:
    """The Bangla year and month in which the civil day ``ordinal`` lies."""
    moment = Fraction(ordinal) - _UJJAIN_TO_STANDARD
    degrees = longitude(moment)
    year = round(float((moment - _KALI) / _SIDEREAL_YEAR) - degrees / 360) - _BANGLA_ERA
    return year, int(degrees // 30) + 1


def from_gregorian(day: date) -> BanglaDate:
    """Return the Bangla date that West Bengal's almanacs give the Gregorian ``day``.

    >>> str(from_gregorian(date(2022, 4, 14))), str(from_gregorian(date(2022, 4, 15)))
    ('৩০ চৈত্র ১৪২৮', '১ বৈশাখ ১৪২৯')
    """
    ordinal = day.toordinal()
    month = _midnight(ordinal)
    first = ordinal
    while _midnight(first - 1) == month:
        first -= 1
    return BanglaDate(*month, ordinal - first + 1)


def to_gregorian(bangla: BanglaDate) -> date:
    """Return the Gregorian day of ``bangla``; raises ``ValueError`` if West Bengal's almanacs have no such day."""
    guess = math.floor(_KALI + (bangla.year + _BANGLA_ERA + (bangla.month - 1) / 12) * float(_SIDEREAL_YEAR))
    wanted = (bangla.year, bangla.month)
    first = next((ordinal for ordinal in range(guess - 5, guess + 6) if _midnight(ordinal) == wanted), None)
    if first is not None and bangla.day >= 1 and _midnight(first + bangla.day - 1) == wanted:
        return date.min + timedelta(days=first + bangla.day - 2)
    raise ValueError(f"There is no day {bangla.day} in month {bangla.month} of the Bangla year {bangla.year}.")
