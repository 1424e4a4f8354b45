"""Print a moment as the paper does, in a named style or by a pattern of letters."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo

from harkara.bangla.clock.words import MONTHS, WEEKDAYS
from harkara.bangla.digits import to_bangla
from harkara.bangla.tables import table

STYLES = {
    "stamp": "D MMMM YYYY, HH:mm",
    "day": "D MMMM YYYY",
    "weekday": "dddd, D MMMM YYYY",
    "long": "dddd, D MMMM YYYY, a h:mm",
    "spoken": "D MMMM YYYY, a hটা m মিনিট",
    "full": "dddd, D MMMM YYYY, HH:mm:ss Z",
    "short": "D MMM YYYY, HH:mm",
    "numeric": "DD/MM/YYYY",
    "iso": "iso",
}
"""The house's styles; :func:`harkara.bangla.clock.parse` reads every one of them back, as far as it is precise."""

LOCAL_PATTERNS = {
    "LTS": "A h:mm:ss সময়",
    "LT": "A h:mm সময়",
    "LLLL": "dddd, D MMMM YYYY, A h:mm সময়",
    "LLL": "D MMMM YYYY, A h:mm সময়",
    "LL": "D MMMM YYYY",
    "L": "DD/MM/YYYY",
    "llll": "ddd, D MMM YYYY, A h:mm সময়",
    "lll": "D MMM YYYY, A h:mm সময়",
    "ll": "D MMM YYYY",
    "l": "D/M/YYYY",
}

_LETTERS = re.compile(
    r"\[([^\]]*)\]|LTS|LT|L{1,4}|l{1,4}|YYYY|YY|MMMM|MMM|Mo|MM?|DDDD|DDDo|DDD|Do|DD?|dddd|ddd|dd|do|d"
    r"|wo|ww?|HH?|hh?|kk?|mm?|ss?|[aA]|ZZ?"
)


def format(  # noqa: A001  the act is called format; callers write clock.format
    moment: datetime, style: str = "stamp", zone: str | tzinfo = "Asia/Dhaka"
) -> str:
    """Return the aware ``moment`` in ``zone`` as one of :data:`STYLES`, in Bangla digits (``iso``: in Latin ones).

    Raises ``ValueError`` for a naive moment or an unknown style.

    >>> from datetime import UTC
    >>> moment = datetime(2022, 8, 15, 5, 29, tzinfo=UTC)
    >>> format(moment), format(moment, "weekday"), format(moment, "long")
    ('১৫ আগস্ট ২০২২, ১১:২৯', 'সোমবার, ১৫ আগস্ট ২০২২', 'সোমবার, ১৫ আগস্ট ২০২২, সকাল ১১:২৯')
    """
    if style not in STYLES:
        raise ValueError(f"There is no style {style!r}; choose one of {', '.join(STYLES)}.")
    local = in_zone(moment, zone)
    return local.isoformat() if style == "iso" else pattern(local, STYLES[style], zone)


def in_zone(moment: datetime, zone: str | tzinfo) -> datetime:
    """Return the aware ``moment`` in ``zone``; raises ``ValueError`` for a naive one."""
    if moment.tzinfo is None:
        raise ValueError(f"The moment {moment.isoformat()} has no time zone; give an aware datetime.")
    return moment.astimezone(ZoneInfo(zone) if isinstance(zone, str) else zone)


def day_part(hour: int, use: str = "house") -> str:
    """Return the name of the part of the day at ``hour`` (0–23) in a division of ``data/clock.toml``.

    >>> [day_part(hour) for hour in (3, 4, 6, 12, 15, 18, 20)]
    ['রাত', 'ভোর', 'সকাল', 'দুপুর', 'বিকেল', 'সন্ধ্যা', 'রাত']
    """
    divisions: list[tuple[int, str]] = table("clock")["house"][use]
    return [name for first, name in divisions if first <= hour][-1]


def pattern(moment: datetime, letters: str, zone: str | tzinfo = "Asia/Dhaka", use: str = "house") -> str:
    """Return ``moment`` in ``zone`` by a pattern in the letters of the JavaScript library moment, in Bangla digits.

    ``YYYY MM DD dddd HH:mm``, ``a`` for the part of the day by ``use``, ``LLLL`` for the local long forms; text in
    square brackets and Bangla text stand for themselves.

    >>> from datetime import UTC
    >>> pattern(datetime(2022, 8, 15, 5, 29, tzinfo=UTC), "D MMM, a h[টা]")
    '১৫ আগস্ট, সকাল ১১টা'
    """
    local = in_zone(moment, zone)

    def part(match: re.Match[str]) -> str:
        name = match.group()
        if name in LOCAL_PATTERNS:
            return _LETTERS.sub(part, LOCAL_PATTERNS[name])
        if name in "aA":
            return day_part(local.hour, use)
        return match.group(1) if name.startswith("[") else _PARTS[name](local)

    return unicodedata.normalize("NFC", to_bangla(_LETTERS.sub(part, letters)))


def week(day: date) -> int:
    """Return the number of the week of the year as moment's Bangla locales count: Sunday first, 1 January in week 1."""
    start = date(day.year, 1, 1)
    number = (day.timetuple().tm_yday + start.isoweekday() % 7 - 1) // 7 + 1
    ahead = day.month == 12 and day.day + 6 - day.isoweekday() % 7 > 31
    return 1 if ahead else number


def _offset(moment: datetime) -> str:
    text = moment.strftime("%z")
    return text[0] + ":".join(text[index : index + 2] for index in range(1, len(text), 2))


_PARTS: dict[str, Callable[[datetime], str]] = {
    "YYYY": lambda at: f"{at.year:04}",
    "YY": lambda at: f"{at.year % 100:02}",
    "MMMM": lambda at: MONTHS[at.month - 1].name,
    "MMM": lambda at: MONTHS[at.month - 1].short,
    "Mo": lambda at: str(at.month),
    "MM": lambda at: f"{at.month:02}",
    "M": lambda at: str(at.month),
    "DDDD": lambda at: f"{at.timetuple().tm_yday:03}",
    "DDDo": lambda at: str(at.timetuple().tm_yday),
    "DDD": lambda at: str(at.timetuple().tm_yday),
    "Do": lambda at: str(at.day),
    "DD": lambda at: f"{at.day:02}",
    "D": lambda at: str(at.day),
    "dddd": lambda at: WEEKDAYS[at.weekday()].name,
    "ddd": lambda at: WEEKDAYS[at.weekday()].short,
    "dd": lambda at: WEEKDAYS[at.weekday()].shortest,
    "do": lambda at: str(at.isoweekday() % 7),
    "d": lambda at: str(at.isoweekday() % 7),
    "wo": lambda at: str(week(at)),
    "ww": lambda at: f"{week(at):02}",
    "w": lambda at: str(week(at)),
    "HH": lambda at: f"{at.hour:02}",
    "H": lambda at: str(at.hour),
    "hh": lambda at: f"{(at.hour - 1) % 12 + 1:02}",
    "h": lambda at: str((at.hour - 1) % 12 + 1),
    "kk": lambda at: f"{(at.hour - 1) % 24 + 1:02}",
    "k": lambda at: str((at.hour - 1) % 24 + 1),
    "mm": lambda at: f"{at.minute:02}",
    "m": lambda at: str(at.minute),
    "ss": lambda at: f"{at.second:02}",
    "s": lambda at: str(at.second),
    "ZZ": lambda at: at.strftime("%z")[:5],
    "Z": _offset,
}
