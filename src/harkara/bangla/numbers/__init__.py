"""Numbers as a Bangla newspaper prints and spells them.

Doors: ``group``, ``compact``, ``ordinal``, ``day`` (figures), ``words``, ``year_words``, ``ordinal_words``, ``day_words``
(words), ``parse_words``, ``parse_ordinal`` (reading both), ``money``. What a number is: ``int`` or ``Decimal``.
"""

from harkara.bangla.numbers.figures import Number, compact, day, group, ordinal
from harkara.bangla.numbers.money import money
from harkara.bangla.numbers.reading import parse_ordinal, parse_words
from harkara.bangla.numbers.spelling import day_words, ordinal_words, words, year_words

__all__ = [
    "Number",
    "compact",
    "day",
    "day_words",
    "group",
    "money",
    "ordinal",
    "ordinal_words",
    "parse_ordinal",
    "parse_words",
    "words",
    "year_words",
]
