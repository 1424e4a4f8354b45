"""Bangla and Latin digits, either way."""

from decimal import Decimal

__all__ = ["BANGLA", "LATIN", "to_bangla", "to_latin"]

LATIN = "0123456789"
BANGLA = "০১২৩৪৫৬৭৮৯"

_TO_BANGLA = str.maketrans(LATIN, BANGLA)
_TO_LATIN = str.maketrans(BANGLA, LATIN)


def to_bangla(value: str | int | Decimal) -> str:
    """``value`` with Bangla digits; everything else stays as it is.

    >>> to_bangla(2022), to_bangla("11:29"), to_bangla(-7)
    ('২০২২', '১১:২৯', '-৭')
    """
    return str(value).translate(_TO_BANGLA)


def to_latin(text: str) -> str:
    """``text`` with Latin digits; everything else stays as it is.

    >>> to_latin("১৫ আগস্ট ২০২২")
    '15 আগস্ট 2022'
    """
    return text.translate(_TO_LATIN)
