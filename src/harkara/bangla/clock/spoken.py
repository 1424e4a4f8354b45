"""Dates and times in words, as they are read out: ``পয়লা মার্চ দুই হাজার এক``, ``সকাল সাতটা বেজে ঊনিশ মিনিট``."""

import re
import unicodedata
from datetime import date, time

from harkara.bangla.clock.printing import day_part
from harkara.bangla.clock.reading import hour_of_day
from harkara.bangla.clock.shapes import PART_ROWS
from harkara.bangla.clock.words import MONTHS, any_of, month_number
from harkara.bangla.numbers import day_words, parse_ordinal, parse_words, words, year_words

_CLASSIFIER = any_of(["টার", "টায়", "টা", "টে", "টো"])
_PARTS = any_of([word for _, forms in PART_ROWS for word in forms])
_SHORT = {"ন": 9, "দু": 2, "ছ": 6}
_HALVES = {"দেড়": (1, 30), "আড়াই": (2, 30)}
_FRACTIONS = {"সাড়ে": 30, "সোয়া": 15, "পৌনে": -15}
_FRACTION_WORDS = tuple(unicodedata.normalize("NFC", word) for word in _FRACTIONS)
_TIME = re.compile(
    rf"(?:(?P<part>{_PARTS})\s+)?(?:(?P<fraction>{any_of(tuple(_FRACTIONS))})\s+)?(?P<hour>\S+?)\s*{_CLASSIFIER}"
    r"(?:\s+(?:বেজে\s+)?(?P<minute>\S+(?:\s\S+)?)\s+মিনিট(?:ে)?)?(?:\s.*)?"
)


def day_in_words(day: date) -> str:
    """Return ``day`` as it is read out.

    >>> day_in_words(date(2001, 3, 1))
    'পয়লা মার্চ দুই হাজার এক'
    """
    return f"{day_words(day.day)} {MONTHS[day.month - 1].name} {year_words(day.year)}"


def time_in_words(at: time) -> str:
    """Return a time of day as it is read out, to the minute, with its part of the day by house use.

    >>> [time_in_words(time(*at)) for at in ((7, 19), (14, 30), (17, 45), (20, 0))]
    ['সকাল সাতটা বেজে ঊনিশ মিনিট', 'দুপুর আড়াইটা', 'বিকেল পৌনে ছয়টা', 'রাত আটটা']
    """
    part, hour = day_part(at.hour), (at.hour - 1) % 12 + 1
    for word, half in _HALVES.items():
        if (hour, at.minute) == half:
            return unicodedata.normalize("NFC", f"{part} {word}টা")
    fraction = {30: _FRACTION_WORDS[0], 15: _FRACTION_WORDS[1], 45: _FRACTION_WORDS[2]}.get(at.minute)
    if fraction:
        return f"{part} {fraction} {words(hour % 12 + 1 if at.minute == 45 else hour)}টা"
    minutes = f" বেজে {words(at.minute)} মিনিট" if at.minute else ""
    return f"{part} {words(hour)}টা{minutes}"


def read_day(text: str) -> date | None:
    """Return the day that ``text`` says in words, or ``None``.

    >>> read_day("একত্রিশে জানুয়ারি ঊনিশ শো নিরানব্বই")
    datetime.date(1999, 1, 31)
    """
    day, _, rest = text.strip().partition(" ")
    month, _, year = rest.strip().partition(" ")
    number, of_year = parse_ordinal(day), parse_words(year)
    of_month = month_number(month)
    if number is None or of_month is None or not isinstance(of_year, int):
        return None
    try:
        return date(of_year, of_month, number)
    except ValueError:
        return None


def read_time(text: str) -> time | None:
    """Return the time of day that ``text`` says in words, or ``None``; ``পৌনে পাঁচটা`` is a quarter to five.

    >>> read_time("রাত পৌনে বারোটা"), read_time("দুপুর আড়াইটে")
    (datetime.time(23, 45), datetime.time(14, 30))
    """
    match = _TIME.fullmatch(unicodedata.normalize("NFC", text.strip()))
    if match is None:
        return None
    part, fraction, word = match["part"], match["fraction"], match["hour"]
    hour, minutes = _HALVES.get(unicodedata.normalize("NFC", word), (_SHORT.get(word) or parse_words(word), 0))
    extra = parse_words(match["minute"]) if match["minute"] else 0
    if not isinstance(hour, int) or not isinstance(extra, int) or not 0 <= hour <= 24 or not 0 <= extra < 60:
        return None
    if fraction:
        minutes = _FRACTIONS[next(key for key in _FRACTIONS if key[:2] == fraction[:2])]
    total = (hour_of_day(hour, part) * 60 + minutes + extra) % 1440
    return time(total // 60, total % 60)
