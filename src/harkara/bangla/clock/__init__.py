"""The clock: dates and times as Bangla newspapers print them, and back.

Pure functions; every moment is an aware ``datetime``, every zone an IANA name (``Asia/Dhaka`` unless told).
May import: the standard library and the rest of :mod:`harkara.bangla`.
"""

from harkara.bangla.clock.ago import relative
from harkara.bangla.clock.printing import STYLES, day_part, format, pattern  # noqa: A004  see printing.format
from harkara.bangla.clock.reading import Found, find, parse

__all__ = ["STYLES", "Found", "day_part", "find", "format", "parse", "pattern", "relative"]
