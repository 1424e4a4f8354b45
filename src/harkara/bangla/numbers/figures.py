"""Numbers in figures: grouped by lakh and crore, compact, ordinal."""

from decimal import ROUND_HALF_UP, Context, Decimal

from harkara.bangla.digits import to_bangla
from harkara.bangla.numbers.table import CRORE, TABLE, checked_day

__all__ = ["Number", "compact", "day", "group", "ordinal"]

Number = int | Decimal

_LAKH = 100_000
_STEPS = ((1, ""), (1_000, "হাজার"), (_LAKH, "লাখ"), (CRORE, "কোটি"))


def group(number: Number) -> str:
    """``number`` in Bangla digits, with commas after the thousands and then after every two digits.

    Decimals stay as they are. Raises ``ValueError`` for what is not finite.

    >>> group(12345678), group(-999), group(Decimal("1234.50"))
    ('১,২৩,৪৫,৬৭৮', '-৯৯৯', '১,২৩৪.৫০')
    """
    whole, point, decimals = _plain(number).partition(".")
    head, tail = whole[:-3], whole[-3:]
    pairs = [head[max(end - 2, 0) : end] for end in range(len(head), 0, -2)][::-1]
    sign = "-" if number < 0 else ""
    return to_bangla(sign + ",".join([*pairs, tail]) + point + decimals)


def compact(number: Number, places: int = 1) -> str:
    """``number`` with the largest of হাজার, লাখ, কোটি that fits, rounded half up to ``places`` decimals at most.

    Below a thousand the number itself is rounded. From a lakh crore on the crores are compact themselves. Raises
    ``ValueError`` for what is not finite.

    >>> compact(1250000), compact(30000000), compact(99960), compact(950), compact(-15000000)
    ('১২.৫ লাখ', '৩ কোটি', '১ লাখ', '৯৫০', '-১.৫ কোটি')
    >>> compact(7_900_000_000_000), compact(12_345_678_901)
    ('৭.৯ লাখ কোটি', '১,২৩৪.৬ কোটি')
    """
    step = max((index for index, (size, _) in enumerate(_STEPS) if _magnitude(number) >= size), default=0)
    share = _rounded(number, _STEPS[step][0], places)
    # What rounds up to the next name gets that name: 99,960 is a lakh, not a hundred thousand.
    if step + 1 < len(_STEPS) and abs(share) * _STEPS[step][0] >= _STEPS[step + 1][0]:
        step += 1
        share = _rounded(number, _STEPS[step][0], places)
    if step + 1 == len(_STEPS) and abs(share) >= _LAKH:
        crores = Decimal(number).scaleb(-7, Context(prec=len(_plain(number)) + 8))
        return f"{compact(crores, places)} {_STEPS[step][1]}"
    return f"{group(share)} {_STEPS[step][1]}".rstrip()


def ordinal(number: int) -> str:
    """``number`` as an ordinal in figures. Raises ``ValueError`` below 1.

    >>> [ordinal(number) for number in (1, 2, 4, 6, 10, 11, 100)]
    ['১ম', '২য়', '৪র্থ', '৬ষ্ঠ', '১০ম', '১১তম', '১০০তম']
    """
    if number < 1:
        raise ValueError(f"There is no {number}th in a row; an ordinal starts at 1.")
    ordinals = TABLE["ordinals"]
    return to_bangla(number) + str(ordinals["figures"].get(str(number), ordinals["other"]))


def day(number: int) -> str:
    """The day of a month with its ending. Raises ``ValueError`` outside 1 to 31.

    >>> [day(number) for number in (1, 2, 4, 5, 18, 19, 21)]
    ['১লা', '২রা', '৪ঠা', '৫ই', '১৮ই', '১৯শে', '২১শে']
    """
    days = TABLE["days"]
    if checked_day(number) <= 4:
        ending = days["first"][number - 1]
    else:
        ending = days["to_eighteen"] if number <= 18 else days["from_nineteen"]
    return to_bangla(number) + str(ending)


def _magnitude(number: Number) -> Number:
    _plain(number)
    return -number if number < 0 else number


def _plain(number: Number) -> str:
    """The size of ``number`` in Latin digits, without an exponent."""
    if isinstance(number, Decimal) and not number.is_finite():
        raise ValueError(f"{number} cannot be printed; give a finite number.")
    return f"{number:f}".lstrip("-") if isinstance(number, Decimal) else str(abs(number))


def _rounded(number: Number, size: int, places: int) -> Decimal:
    """``number / size`` with at most ``places`` decimals, without trailing zeros."""
    digits = Context(prec=max(len(_plain(number)) + places + 8, 28), rounding=ROUND_HALF_UP)
    share = digits.quantize(digits.divide(Decimal(number), Decimal(size)), Decimal(1).scaleb(-places))
    return Decimal(format(share, "f").rstrip("0").rstrip(".")) if places else share
