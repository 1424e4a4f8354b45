"""Amounts of money."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from harkara.bangla.digits import to_bangla
from harkara.bangla.numbers.figures import Number, compact, group
from harkara.bangla.numbers.spelling import Style, words
from harkara.bangla.numbers.table import TABLE

__all__ = ["Form", "money"]

Form = Literal["sign", "name", "compact", "words"]


def money(
    amount: Number, currency: str = "BDT", form: Form = "sign", *, full: bool = False, style: Style = "news"
) -> str:
    """``amount`` of ``currency`` (ISO 4217), rounded half up to hundredths.

    ``sign`` gives ৳১,২৫০, ``name`` ১,২৫০ টাকা, ``compact`` ১.৩ হাজার টাকা, ``words`` the amount spelled out in ``style``.
    ``full`` names the country as well, where the currency's name alone does not tell. Raises ``ValueError`` for a
    currency that ``data/numbers.toml`` does not have.

    >>> money(1250), money(Decimal("99.5")), money(-20, "USD")
    ('৳১,২৫০', '৳৯৯.৫০', '-$২০')
    >>> money(Decimal("99.5"), form="name"), money(12500000, form="compact"), money(Decimal("0.25"), "GBP", "words")
    ('৯৯ টাকা ৫০ পয়সা', '১.৩ কোটি টাকা', 'পঁচিশ পেন্স')
    >>> money(300, "USD", "words", full=True)
    'তিনশ মার্কিন ডলার'
    """
    known = TABLE["currencies"].get(currency.upper())
    if known is None:
        raise ValueError(f"The currency {currency} is not in data/numbers.toml; add it there.")
    exact = Decimal(amount).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    whole, hundredths = divmod(abs(int(exact.scaleb(2))), 100)
    minus = "-" if exact < 0 else ""
    if form == "sign":
        decimals = f".{to_bangla(f'{hundredths:02}')}" if hundredths else ""
        return f"{minus}{known['sign']}{group(whole)}{decimals}"
    country = f"{known['country']} " if full and "country" in known else ""
    name = known["full"] if full and "full" in known else country + known["name"]
    if form == "compact":
        return f"{compact(amount)} {name}"
    hundredth = known["full_hundredth"] if full and "full_hundredth" in known else country + known["hundredth"]
    spelled = group if form == "name" else lambda number: words(number, style)
    said = [f"{spelled(whole)} {name}"] if whole or not hundredths else []
    said += [f"{spelled(hundredths)} {hundredth}"] if hundredths else []
    if form == "words":
        minus = TABLE["signs"]["minus"] + " " if minus else ""
    return minus + " ".join(said)
