"""The Bangla language, for every other room: spelling, digits, numbers, dates, order, search.

Doors: the modules, one for each job (README.md lists them); ``normalise`` is here because everybody needs it.
May import: the standard library, ``regex`` and ``hijridate``; never Django, never another room.
"""

from harkara.bangla.clean import normalise

__all__ = ["normalise"]
