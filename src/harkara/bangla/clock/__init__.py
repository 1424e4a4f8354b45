"""The clock: dates and times as Bangla newspapers print them, and back.

Pure functions; every moment is an aware ``datetime``, every zone an IANA name (``Asia/Dhaka`` unless told).
May import: the standard library and the rest of :mod:`harkara.bangla`.
"""

from harkara.bangla.clock.ago import relative
from harkara.bangla.clock.printing import STYLES, day_part, format, pattern  # noqa: A004  see printing.format
from harkara.bangla.clock.reading import Fields, Found, fields, find, parse
from harkara.bangla.clock.spoken import day_in_words, read_day, read_time, time_in_words

__all__ = [
    "STYLES",
    "Fields",
    "Found",
    "day_in_words",
    "day_part",
    "fields",
    "find",
    "format",
    "parse",
    "pattern",
    "read_day",
    "read_time",
    "relative",
    "time_in_words",
]
