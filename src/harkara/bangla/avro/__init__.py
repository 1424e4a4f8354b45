"""Avro: Bangla typed phonetically on a Latin keyboard.

``parse`` turns typed text into Bangla by the one scheme in ``rules.json``, which the editor reads too (``avro.mjs``).
``Suggester`` offers words of a list that sound like what was typed. May import the other modules of ``bangla``.
"""

from harkara.bangla.avro.engine import parse
from harkara.bangla.avro.suggestions import Suggester

__all__ = ["Suggester", "parse"]
