"""Digits, Bangla and Latin, both ways. Nothing but the digits changes.

>>> to_bangla(2022), to_latin("১৫ আগস্ট ২০২২")
('২০২২', '15 আগস্ট 2022')
"""

BANGLA = "০১২৩৪৫৬৭৮৯"
LATIN = "0123456789"

_TO_BANGLA = str.maketrans(LATIN, BANGLA)
_TO_LATIN = str.maketrans(BANGLA, LATIN)


def to_bangla(text: str | int) -> str:
    """``text`` (or a whole number) with Bangla digits."""
    return str(text).translate(_TO_BANGLA)


def to_latin(text: str) -> str:
    """``text`` with Latin digits."""
    return text.translate(_TO_LATIN)
