"""bangla: the language. Pure Python, without Django; what it knows is data in ``data/``.

Doors: every module without a leading underscore. ``normalise`` is the one spelling that all text coming in goes through.
May import: the standard library, ``regex`` and ``hijridate``; no other room of the house.
"""

from harkara.bangla.clean import normalise

__all__ = ["normalise"]
