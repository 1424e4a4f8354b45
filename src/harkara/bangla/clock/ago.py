"""Relative time, as a reader's eye takes it: ``৩ ঘণ্টা আগে``. Never for baked pages, which outlive it."""

import calendar
import re
from datetime import UTC, datetime, timedelta

from harkara.bangla.clock.words import any_of, spelling
from harkara.bangla.digits import to_bangla, to_latin

_UNITS = (
    ("সেকেন্ড", ("সেকেন্ড", "সেকেণ্ড")),
    ("মিনিট", ("মিনিট",)),
    ("ঘণ্টা", ("ঘণ্টা", "ঘন্টা")),
    ("দিন", ("দিন",)),
    ("সপ্তাহ", ("সপ্তাহ",)),
    ("মাস", ("মাস",)),
    ("বছর", ("বছর", "বৎসর")),
)
_ALL_UNITS = "|".join(f"(?P<u{index}>{any_of(forms)})" for index, (_, forms) in enumerate(_UNITS))
_ONE = {"এক": 1, "দুই": 2, "তিন": 3, "চার": 4, "পাঁচ": 5, "ছয়": 6, "সাত": 7, "আট": 8, "নয়": 9, "দশ": 10}
_PAST = any_of(["আগে", "পূর্বে", "আগের", "যাবত আগে"])
_FUTURE = any_of(["পরে", "পর", "বাদে", "মধ্যে"])
_COUNT = re.compile(
    rf"(?:{spelling('প্রায়')}\s+)?(?P<count>[0-9০-৯]{{1,6}}|{any_of(tuple(_ONE))})\s*(?:টি|টা)?\s*(?:{_ALL_UNITS})"
    rf"\s*(?:(?P<past>{_PAST})|(?P<future>{_FUTURE}))"
)
_LAST = re.compile(
    rf"(?:(?P<past>{any_of(['গত', 'বিগত', 'পূর্ববর্তী'])})|(?P<future>{any_of(['আগামী', 'পরবর্তী', 'সামনের'])})"
    rf"|{any_of(['এই', 'চলতি', 'এ'])})\s+(?:{_ALL_UNITS})"
)
_DAYS = [
    (re.compile(any_of(words)), days)
    for days, words in (
        (0, ("আজ", "আজকে", "আজকের")),
        (-1, ("গতকাল", "গতকালকে", "গত কাল")),
        (1, ("আগামীকাল", "আগামী কাল", "কাল")),
        (-2, ("গত পরশু", "গতপরশু")),
        (2, ("পরশু", "আগামী পরশু", "পরশুদিন")),
    )
]
_NOW = re.compile(any_of(["এখন", "এইমাত্র", "এই মাত্র", "এখনই", "এক্ষুনি"]))


def relative(moment: datetime, now: datetime) -> str:
    """Return how far ``moment`` is from ``now`` in Bangla; both must be aware.

    Under a minute ``এইমাত্র``; then whole minutes, hours, days (up to a month), months and years, rounded down.

    >>> from datetime import UTC
    >>> relative(datetime(2022, 8, 15, 8, 0, tzinfo=UTC), datetime(2022, 8, 15, 11, 30, tzinfo=UTC))
    '৩ ঘণ্টা আগে'
    """
    if moment.tzinfo is None or now.tzinfo is None:
        raise ValueError("Relative time needs two aware datetimes; give both a time zone.")
    seconds = int(abs((now - moment).total_seconds()))
    if seconds < 60:
        return "এইমাত্র"
    days = seconds // 86400
    if seconds < 3600:
        count, unit = seconds // 60, "মিনিট"
    elif days < 1:
        count, unit = seconds // 3600, "ঘণ্টা"
    elif days < 30:
        count, unit = days, "দিন"
    else:
        early, late = sorted((moment.astimezone(now.tzinfo), now))
        months = (late.year - early.year) * 12 + late.month - early.month
        months -= shift(early, months) > late
        months = max(months, 1)
        count, unit = (months // 12, "বছর") if months >= 12 else (months, "মাস")
    return f"{to_bangla(count)} {unit} {'আগে' if moment <= now else 'পরে'}"


def read(text: str, now: datetime) -> datetime | None:
    """Return the moment a relative expression means at ``now`` (aware), in the zone of ``now``, or ``None``.

    Whole days, weeks, months and years keep the time of day of ``now``.
    """
    text = text.strip(" \t\r\n।,.")
    if _NOW.fullmatch(text):
        return now
    for pattern, days in _DAYS:
        if pattern.fullmatch(text):
            return _move(now, 3, days)
    match = _COUNT.fullmatch(text) or _LAST.fullmatch(text)
    if match is None:
        return None
    parts = match.groupdict()
    unit = next(index for index in range(len(_UNITS)) if parts[f"u{index}"])
    count = _count(parts["count"]) if "count" in parts else 1
    sign = -1 if parts["past"] else 1 if parts["future"] else 0
    return _move(now, unit, sign * count)


def _count(text: str) -> int:
    for word, value in _ONE.items():
        if re.fullmatch(spelling(word), text):
            return value
    return int(to_latin(text))


def _move(now: datetime, unit: int, count: int) -> datetime | None:
    try:
        if unit >= 5:
            return shift(now, count * (1 if unit == 5 else 12))
        if unit >= 3:
            return now + timedelta(days=count * (1 if unit == 3 else 7))
        return (now.astimezone(UTC) + timedelta(seconds=count * (1, 60, 3600)[unit])).astimezone(now.tzinfo)
    except (OverflowError, ValueError):
        return None


def shift(moment: datetime, months: int) -> datetime:
    """Return ``moment`` moved by calendar months; a day the month lacks becomes its last day."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, calendar.monthrange(year, month + 1)[1]))
