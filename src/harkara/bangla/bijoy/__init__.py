"""Bijoy: text typed for the face SutonnyMJ, to Unicode and back, and told from the English it is mixed with.

Pure functions. May import: the standard library and the rest of :mod:`harkara.bangla`.
"""

from harkara.bangla.bijoy.reading import to_unicode
from harkara.bangla.bijoy.setting import to_bijoy
from harkara.bangla.bijoy.telling import Run, is_bijoy, mend, runs

__all__ = ["Run", "is_bijoy", "mend", "runs", "to_bijoy", "to_unicode"]
