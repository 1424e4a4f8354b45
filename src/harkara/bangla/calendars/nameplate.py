"""The line under the paper's name: one day in three calendars. Days of the other calendars read from text."""

import re
from datetime import date
from typing import Literal

from harkara.bangla.calendars import moon, revised, siddhanta
from harkara.bangla.calendars.dates import BanglaDate, HijriDate
from harkara.bangla.clock.words import MONTHS, WEEKDAYS, Index
from harkara.bangla.digits import to_bangla, to_latin
from harkara.bangla.tables import table

Place = Literal["BD", "WB"]
_NAMES = {
    kind: Index([(row["name"], *row["spellings"]) for row in table("calendars")[kind]]) for kind in ("bangla", "hijri")
}
_SHAPES = {
    kind: re.compile(
        rf"(?<!\d)(\d{{1,2}})(?:লা|রা|ঠা|শে|ই)?[\s,]{{0,3}}({index.pattern})[\s,]{{0,3}}(?:সন\s?)?(\d{{3,4}})(?!\d)"
    )
    for kind, index in _NAMES.items()
}


def bangla(day: date, place: Place = "BD", rules: int | None = None) -> BanglaDate:
    """Return the Bangla date of ``day``, already taken in the paper's zone.

    ``place`` is ``BD`` (Bangladesh: rules of 2019, of 1987 before 1426, or those forced by ``rules``) or ``WB``
    (West Bengal). Raises ``ValueError`` for another place.

    >>> str(bangla(date(2022, 8, 15))), str(bangla(date(2022, 8, 15), "WB"))
    ('৩১ শ্রাবণ ১৪২৯', '২৯ শ্রাবণ ১৪২৯')
    """
    if place == "BD":
        return revised.from_gregorian(day, rules)
    if place == "WB":
        return siddhanta.from_gregorian(day)
    raise ValueError(f"There is no Bangla calendar of {place!r}; the places are BD and WB.")


def gregorian(day: BanglaDate | HijriDate, place: Place = "BD", hijri_offset: int = 0) -> date:
    """Return the Gregorian day of a Bangla or Hijri date; raises ``ValueError`` if there is no such day.

    >>> gregorian(BanglaDate(1429, 1, 1)), gregorian(BanglaDate(1429, 1, 1), "WB")
    (datetime.date(2022, 4, 14), datetime.date(2022, 4, 15))
    """
    if isinstance(day, HijriDate):
        return moon.to_gregorian(day, hijri_offset)
    return revised.to_gregorian(day) if place == "BD" else siddhanta.to_gregorian(day)


def hijri(day: date, offset: moon.Offset = 0) -> HijriDate:
    """Return the Hijri date of ``day``; see :mod:`harkara.bangla.calendars.moon` for the editor's ``offset``."""
    return moon.from_gregorian(day, offset)


def masthead(day: date, hijri_offset: moon.Offset = 0, place: Place = "BD") -> str:
    """Return the masthead's line for ``day``, already taken in the paper's zone: weekday and three dates.

    >>> masthead(date(2022, 8, 15), hijri_offset=-1)
    'সোমবার, ১৫ আগস্ট ২০২২, ৩১ শ্রাবণ ১৪২৯, ১৬ মহররম ১৪৪৪'
    """
    ours = to_bangla(f"{day.day} {MONTHS[day.month - 1].name} {day.year}")
    return ", ".join((WEEKDAYS[day.weekday()].name, ours, str(bangla(day, place)), str(hijri(day, hijri_offset))))


def find(text: str) -> list[BanglaDate | HijriDate]:
    """Return every full date of the Bangla and Hijri calendars in ``text``, in order.

    >>> [str(day) for day in find("১৫ আগস্ট ২০২২, ৩১ শ্রাবন ১৪২৯, ১৬ মুহাররম ১৪৪৪")]
    ['৩১ শ্রাবণ ১৪২৯', '১৬ মহররম ১৪৪৪']
    """
    figures = to_latin(text)
    found: list[tuple[int, BanglaDate | HijriDate]] = []
    for kind, shape in _SHAPES.items():
        for match in shape.finditer(figures):
            made = BanglaDate if kind == "bangla" else HijriDate
            month = _NAMES[kind].row(match[2]) + 1
            found.append((match.start(), made(int(match[3]), month, int(match[1]))))
    return [day for _, day in sorted(found, key=lambda entry: entry[0])]
