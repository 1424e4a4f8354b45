"""Read the moments that newspapers print: in running text (:func:`find`) or a whole line (:func:`parse`)."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from harkara.bangla.clock import ago, shapes
from harkara.bangla.clock.words import MONTH_INDEX, Index, spelling
from harkara.bangla.digits import to_latin

_PARTS = Index([words for _, words in shapes.PART_ROWS])
_ZONES = [(re.compile(spelling(words)), zone) for words, zone in shapes.ZONE_WORDS.items()]
_OFFSET = re.compile(r"([+-])(\d{1,2}?)(?::?(\d{2})(?::(\d{2}))?)?")
_FRACTIONS = {"সা": 30, "সো": 15, "পৌ": -15}
_EDGES = " \t\r\n,.;:।|()[]–—-•·/\u00a0\u200b\u200c\u200d\ufeff\x00"
_LABEL = re.compile(r"(?:[^\d\n|]{0,60}[:ঃ,|।–—-]|[^\s\d]*)\s*")
_REACH = 100


@dataclass(frozen=True)
class Found:
    """A moment in a text: ``text[start:end]`` says ``moment``; without a time of day ``moment`` is its midnight."""

    start: int
    end: int
    moment: datetime
    has_time: bool


@dataclass(frozen=True)
class _Day:
    start: int
    end: int
    day: date
    clock: "_Hour | None"


@dataclass(frozen=True)
class _Hour:
    start: int
    end: int
    time: time
    zone: tzinfo | None


def find(text: str, zone: str | tzinfo = "Asia/Dhaka", now: datetime | None = None) -> list[Found]:
    """Return every dated moment in ``text``, in order, as aware datetimes in ``zone``.

    Dates of the Bangla and Hijri calendars are recognised and left out. A day without a year is read only when
    ``now`` is given: it is then the nearest such day. A weekday that contradicts the date is ignored.

    >>> [found.moment.isoformat() for found in find("আপডেট : ১৫ আগস্ট ২০২২, ২১: ৫০ | ৩১ শ্রাবণ ১৪২৯")]
    ['2022-08-15T21:50:00+06:00']
    """
    home = _zone(zone)
    masked = shapes.OTHER_DATES.sub(lambda match: "\x00" * len(match.group()), text)
    days = list(_days(masked, now.astimezone(home).date() if now else None))
    taken = 0
    founds = []
    for index, day in enumerate(days):
        limit = days[index + 1].start if index + 1 < len(days) else len(masked)
        hour = day.clock or _hour_before(masked, day.start, taken) or _hour_after(masked, day.end, limit)
        start, end = day.start, day.end
        if hour:
            start, end = min(start, hour.start), max(end, hour.end)
        weekday = shapes.LEADING_WEEKDAY.search(masked, max(taken, start - _REACH), start)
        if weekday and not (hour and hour.start < day.start):
            start = weekday.start()
        taken = end
        moment = _moment(day.day, hour, home)
        if moment is not None:
            founds.append(Found(start, end, moment, hour is not None))
    return founds


def parse(text: str, zone: str | tzinfo = "Asia/Dhaka", now: datetime | None = None) -> datetime | None:
    """Return the one moment that ``text`` as a whole says, as an aware datetime in ``zone``, or ``None``.

    A label or a place in front (``প্রকাশ:``, ``ঢাকা,``, one word) is allowed, other words are not. With ``now``, relative
    expressions (``৩ ঘণ্টা আগে``, ``গতকাল``) and days without a year are read as well.

    >>> parse("১৫ আগস্ট ২০২২, ১১:২৯").isoformat()
    '2022-08-15T11:29:00+06:00'
    """
    founds = find(text, zone, now)
    if len(founds) == 1:
        found = founds[0]
        masked = shapes.OTHER_DATES.sub(lambda match: " " * len(match.group()), text)
        if not masked[found.end :].strip(_EDGES) and _LABEL.fullmatch(to_latin(masked[: found.start])):
            return found.moment
        return None
    if founds or now is None:
        return None
    return ago.read(text, now.astimezone(_zone(zone)))


@dataclass(frozen=True)
class Fields:
    """What a written date says: any part may be missing."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    before_era: bool = False


def fields(text: str) -> Fields | None:
    """Return the parts of the date that ``text`` as a whole is, even of an incomplete one, or ``None``.

    >>> fields("২ জানুয়ারি"), fields("১২১০ খ্রিষ্টাব্দ")
    (Fields(year=None, month=1, day=2, before_era=False), Fields(year=1210, month=None, day=None, before_era=False))
    """
    text = shapes.BEFORE_FIELDS.sub("", text.strip(_EDGES))
    for pattern in shapes.DATES + shapes.YEARLESS:
        match = pattern.fullmatch(text)
        day = _day(match, date(2000, 1, 1)) if match else None
        if match and day:
            return Fields(day.year if match.groupdict().get("year") else None, day.month, day.day)
    year = shapes.YEAR.fullmatch(text)
    if year is None:
        return None
    month = MONTH_INDEX.row(year["name"]) + 1 if year["name"] else None
    return Fields(_number(year["year"]), month, before_era=bool(year["before"]))


def _zone(zone: str | tzinfo) -> tzinfo:
    return ZoneInfo(zone) if isinstance(zone, str) else zone


def _number(text: str) -> int:
    return int(to_latin(text))


def _days(text: str, today: date | None) -> Iterator[_Day]:
    """Yield the days in ``text``; of overlapping readings the one that begins first, then the fuller shape."""
    matches = [
        (match.start(), order, match)
        for order, pattern in enumerate(shapes.DATES + (shapes.YEARLESS if today else ()))
        for match in pattern.finditer(text)
    ]
    taken = 0
    for start, _, match in sorted(matches, key=lambda entry: entry[:2]):
        day = _day(match, today)
        if start < taken or day is None:
            continue
        parts = match.groupdict()
        clock = None
        if parts.get("hour"):
            clock = _hour(match)
            if clock is None:
                continue
        taken = match.end()
        yield _Day(start, taken, day, clock)


def _day(match: re.Match[str], today: date | None) -> date | None:
    parts = match.groupdict()
    if parts.get("mark") and parts.get("first"):
        day, month = _number(parts["first"]), _number(parts["second_part"])
        if month > 12 >= day:
            day, month = month, day
    else:
        day = _number(parts["day"])
        month = MONTH_INDEX.row(parts["name"]) + 1 if parts.get("name") else _number(parts["month"])
    if parts.get("year"):
        return _date(full_year(_number(parts["year"]), len(parts["year"])), month, day)
    if today is None:
        return None
    near = [found for year in (today.year - 1, today.year, today.year + 1) if (found := _date(year, month, day))]
    return min(near, key=lambda found: abs(found - today), default=None)


def full_year(year: int, figures: int) -> int:
    """Return the year that ``figures`` digits stand for: two-digit years are 1969 to 2068, as in POSIX ``%y``."""
    return year if figures > 2 else year + (2000 if year < 69 else 1900)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _hour_after(text: str, start: int, limit: int) -> _Hour | None:
    between = shapes.BETWEEN.match(text, start, min(limit, start + _REACH))
    place = between.end() if between else start
    if text.count("\n", start, place) > 1:
        return None
    for pattern in shapes.TIMES:
        if (match := pattern.match(text, place, limit)) and (hour := _hour(match)):
            return hour
    return None


def _hour_before(text: str, end: int, taken: int) -> _Hour | None:
    start = max(taken, end - _REACH)
    weekday = shapes.LEADING_WEEKDAY.search(text, start, end)
    stop = weekday.start() if weekday else end
    for pattern in shapes.TIME_AT_END:
        if (match := pattern.search(text, start, stop)) and (hour := _hour(match)):
            return hour
    return None


def _hour(match: re.Match[str]) -> _Hour | None:
    parts = match.groupdict()
    hour, minute, second = (_number(parts.get(name) or "0") for name in ("hour", "minute", "second"))
    word = parts.get("before") or parts.get("after")
    hour = hour_of_day(hour, word)
    if hour > 23:
        return None
    minutes = hour * 60 + minute + _FRACTIONS.get(unicodedata.normalize("NFC", parts.get("fraction") or "")[:2], 0)
    minutes %= 24 * 60
    if minute > 59 or second > 59:
        return None
    return _Hour(
        match.start(),
        match.start("tail") if "tail" in parts else match.end(),
        time(minutes // 60, minutes % 60, second, _number(((parts.get("split") or "") + "000000")[:6])),
        _offset(parts.get("offset")),
    )


def hour_of_day(hour: int, word: str | None) -> int:
    """Return the hour of 0–23 that ``hour`` means beside the part of the day or meridiem ``word``.

    >>> hour_of_day(8, "রাত"), hour_of_day(12, "রাত"), hour_of_day(1, "দুপুর"), hour_of_day(11, "সকাল")
    (20, 0, 13, 11)
    """
    if word is None or not 1 <= hour <= 12:
        return hour
    row = _PARTS.row(word)
    low: int = shapes.PART_ROWS[row][0]
    return (low + (hour - low) % 12) % 24


def _offset(text: str | None) -> tzinfo | None:
    if not text:
        return None
    for pattern, name in _ZONES:
        if pattern.fullmatch(text):
            return ZoneInfo(name)
    figures = re.sub(r"GMT|UTC|\s", "", to_latin(text).upper())
    if figures in ("", "Z"):
        return UTC
    match = _OFFSET.fullmatch(figures)
    if match is None:
        return None
    hours, minutes, seconds = (int(part or "0") for part in match.group(2, 3, 4))
    shift = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return timezone(-shift if match.group(1) == "-" else shift) if shift < timedelta(hours=24) else None


def _moment(day: date, hour: _Hour | None, home: tzinfo) -> datetime | None:
    if hour is None:
        return datetime.combine(day, time(), home)
    moment = datetime.combine(day, hour.time, hour.zone or home)
    try:
        return moment.astimezone(home) if hour.zone else moment
    except OverflowError:
        return None
