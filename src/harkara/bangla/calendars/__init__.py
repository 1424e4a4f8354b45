"""The calendars of the masthead: Bangla (of Bangladesh and of West Bengal) and Hijri beside the Gregorian.

Pure functions on ``date``; take the day in the paper's zone first. May import: the standard library, ``hijridate``
and the clock of this room.
"""

from harkara.bangla.calendars.dates import BanglaDate, HijriDate
from harkara.bangla.calendars.nameplate import bangla, find, gregorian, hijri, masthead

__all__ = ["BanglaDate", "HijriDate", "bangla", "find", "gregorian", "hijri", "masthead"]
