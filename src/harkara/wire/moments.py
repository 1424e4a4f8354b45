"""The times in feeds: RFC 3339, RFC 822 and what is written in their place, Bangla digits and months among it."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_tz
from typing import Final
from zoneinfo import ZoneInfo

from harkara.bangla import clock

_DIGITS = str.maketrans("০১২৩৪৫৬৭৮৯", "0123456789")
_ISO = re.compile(
    r"(?P<year>\d{4})-?(?P<month>\d\d)-?(?P<day>\d\d)"
    r"(?:[Tt ]+(?P<hour>\d\d):?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,]\d+)?)?"
    r"\s*(?P<zone>[Zz]|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?)?"
)
LONGEST: Final = 200
"""Letters of a time that are read."""
_PARTS: Final = ("year", "month", "day", "hour", "minute", "second")
_NAMED: Final = {
    "BDT": 6 * 60,
    "BST": 6 * 60,  # Bangladesh, but from a source whose zone is London's
    "PKT": 5 * 60,
    "IST": 5 * 60 + 30,
    "NPT": 5 * 60 + 45,
    "MMT": 6 * 60 + 30,
    "GMT+6": 6 * 60,
    "UTC+6": 6 * 60,
}
"""Names of zones that RFC 822 does not know, in minutes east of Greenwich."""
_LONDON = "Europe/London"
_MONTHS: Final = {
    "জানুয়ারি": "Jan",
    "জানুয়ারী": "Jan",
    "ফেব্রুয়ারি": "Feb",
    "ফেব্রুয়ারী": "Feb",
    "মার্চ": "Mar",
    "এপ্রিল": "Apr",
    "মে": "May",
    "জুন": "Jun",
    "জুলাই": "Jul",
    "আগস্ট": "Aug",
    "আগষ্ট": "Aug",
    "সেপ্টেম্বর": "Sep",
    "অক্টোবর": "Oct",
    "নভেম্বর": "Nov",
    "ডিসেম্বর": "Dec",
}
_MONTH = re.compile("|".join(sorted(map(re.escape, _MONTHS), key=len, reverse=True)))
_DAY_NAME = re.compile(r"^\s*[^\W\d]+\s*,\s*", re.UNICODE)
_ZONE_AT_END = re.compile(
    r"\s*(?:(?<=[\d\s])(?P<offset>[+-]\d\d:?\d\d)|\b(?P<name>(?:GMT|UTC)\+6|[A-Z]{1,5}(?<!AM)(?<!PM)))(?:\s*\([^)]*\))?$"
)
_HALF = re.compile(r"\s*\b([AaPp])\.?[Mm]\.?$")
EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
"""Before feeds; a year 1970 says that a clock was empty."""


def read(text: str, zone: str) -> datetime | None:
    """Return the moment that ``text`` tells, aware; ``zone`` (IANA) is that of times that do not tell theirs. ``None`` for what
    is no time, and for one before feeds were.

    >>> read("Mon, 30 Nov 2026 10:15:00 +0600", "Asia/Dhaka").isoformat()
    '2026-11-30T10:15:00+06:00'
    >>> read("সোম, ৩০ নভেম্বর ২০২৬ ১০:১৫:০০", "Asia/Dhaka").isoformat()
    '2026-11-30T10:15:00+06:00'
    >>> read("2026-11-30 10:15", "Asia/Kolkata").isoformat(), read("soon", "Asia/Dhaka")
    ('2026-11-30T10:15:00+05:30', None)
    """
    text = text[:LONGEST]
    plain = " ".join(text.translate(_DIGITS).split())
    try:
        found = _iso(plain, zone) or _rfc822(plain, zone) or _as_printed(text, zone)
    except (ValueError, OverflowError):
        return None
    return found if found is not None and found.astimezone(UTC) >= EARLIEST else None


def _iso(text: str, zone: str) -> datetime | None:
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(match[name] or 0) for name in _PARTS)
    return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=_zone(match["zone"], zone))  # a leap second


def _zone(text: str | None, zone: str) -> tzinfo:
    if not text:
        return ZoneInfo(zone)
    if text in ("Z", "z", "UTC", "GMT"):
        return UTC
    digits = text[1:].replace(":", "")
    minutes = int(digits[:2]) * 60 + int(digits[2:] or 0)
    return timezone(timedelta(minutes=minutes if text[0] == "+" else -minutes))


def _rfc822(text: str, zone: str) -> datetime | None:
    english = _MONTH.sub(lambda found: _MONTHS[found[0]], text)
    if english != text:
        english = _DAY_NAME.sub("", english)
    said = _ZONE_AT_END.search(english)
    where: tzinfo = ZoneInfo(zone)
    if said and said["name"] == "BST" and zone == _LONDON:
        english = english[: said.start()]
    elif said and said["name"] in _NAMED:
        where, english = timezone(timedelta(minutes=_NAMED[said["name"]])), english[: said.start()]
    elif said and said["offset"]:
        where, english = _zone(said["offset"], zone), english[: said.start()]
    half = _HALF.search(english)
    if half:
        english = english[: half.start()]
    told = parsedate_tz(english)
    if told is None or not re.search(r"[A-Za-z]", english):
        return None
    if said and not said["offset"] and said["name"] not in _NAMED and told[9] is not None:
        where = timezone(timedelta(seconds=told[9]))
    year, month, day, hour, minute, second = told[:6]
    if half:
        hour = hour % 12 + (12 if half[1] in "pP" else 0)
    return datetime(year, month, day, hour, minute, min(second or 0, 59), tzinfo=where)


def _as_printed(text: str, zone: str) -> datetime | None:
    """A time as a newspaper prints it."""
    found = clock.find(text, zone)
    return found[0].moment if found else None
