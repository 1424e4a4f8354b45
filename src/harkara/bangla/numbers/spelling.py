"""Numbers in words, exact for any size: above a crore the crores are counted in words themselves."""

from decimal import Decimal
from typing import Literal

from harkara.bangla.numbers.figures import Number
from harkara.bangla.numbers.table import CRORE, TABLE, checked_day

__all__ = ["NAMES", "Style", "day_words", "ordinal_words", "words", "year_words"]

Style = Literal["news", "spoken", "formal"]

NAMES: list[str] = TABLE["names"]


def words(number: Number, style: Style = "news") -> str:
    """``number`` in words; decimals digit by digit.

    ``style`` is how a hundred is written: একশ (``news``), এক শো (``spoken``), একশত (``formal``). Raises ``ValueError``
    for what is not finite.

    >>> words(1971), words(-205, "spoken"), words(100, "formal")
    ('এক হাজার নয়শ একাত্তর', 'মাইনাস দুই শো পাঁচ', 'একশত')
    >>> words(Decimal("12.05")), words(10**14)
    ('বারো দশমিক শূন্য পাঁচ', 'এক কোটি কোটি')
    """
    if isinstance(number, Decimal) and not number.is_finite():
        raise ValueError(f"{number} has no words; give a finite number.")
    whole, _, decimals = f"{number:f}".lstrip("-").partition(".") if isinstance(number, Decimal) else (0, "", "")
    said = [TABLE["signs"]["minus"]] if number < 0 else []
    said += _cardinal(int(whole) if isinstance(number, Decimal) else abs(number), TABLE["hundreds"][style])
    if decimals:
        said += [TABLE["signs"]["point"], *(NAMES[int(digit)] for digit in decimals)]
    return " ".join(said)


def year_words(year: int, style: Style = "news") -> str:
    """``year`` as it is said: by hundreds from 1100 to 1999, else like any number. Raises ``ValueError`` below 1.

    >>> year_words(1971), year_words(2022), year_words(1900, "spoken")
    ('ঊনিশশ একাত্তর', 'দুই হাজার বাইশ', 'ঊনিশ শো')
    """
    if year < 1:
        raise ValueError(f"There was no year {year}; years start at 1.")
    if not 1100 <= year <= 1999:
        return words(year, style)
    hundreds, rest = divmod(year, 100)
    said = NAMES[hundreds] + TABLE["hundreds"][style]
    return f"{said} {NAMES[rest]}" if rest else str(said)


def ordinal_words(number: int) -> str:
    """``number`` as an ordinal in words. Raises ``ValueError`` below 1.

    >>> ordinal_words(1), ordinal_words(21), ordinal_words(50)
    ('প্রথম', 'একবিংশ', 'পঞ্চাশতম')
    """
    if number < 1:
        raise ValueError(f"There is no {number}th in a row; an ordinal starts at 1.")
    own = TABLE["ordinals"]["words"]
    return str(own[number - 1]) if number <= len(own) else words(number) + TABLE["ordinals"]["other"]


def day_words(number: int) -> str:
    """The day of a month as it is said. Raises ``ValueError`` outside 1 to 31.

    >>> day_words(1), day_words(16), day_words(21)
    ('পয়লা', 'ষোলোই', 'একুশে')
    """
    days = TABLE["days"]
    if checked_day(number) <= len(days["words"]):
        return str(days["words"][number - 1])
    return NAMES[number] + str(days["to_eighteen"] if number <= 18 else days["from_nineteen_word"])


def _cardinal(number: int, hundred: str) -> list[str]:
    """The words of ``number``, which is not negative."""
    crores: list[str] = []
    parts = []
    while number >= CRORE:
        number, part = divmod(number, CRORE)
        parts.append(part)
    crores = _below_crore(number, hundred)
    for part in reversed(parts):
        crores += ["কোটি", *_below_crore(part, hundred)]
    return crores or [NAMES[0]]


def _below_crore(number: int, hundred: str) -> list[str]:
    """The words of ``number``, which is below a crore; none for 0."""
    lakhs, rest = divmod(number, 100_000)
    thousands, rest = divmod(rest, 1_000)
    hundreds, rest = divmod(rest, 100)
    said = [NAMES[lakhs], "লাখ"] if lakhs else []
    said += [NAMES[thousands], "হাজার"] if thousands else []
    said += [NAMES[hundreds] + hundred] if hundreds else []
    return said + ([NAMES[rest]] if rest else [])
