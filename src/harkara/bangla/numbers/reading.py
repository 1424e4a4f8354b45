"""Reading numbers written in words, figures or both, in any usual spelling."""

import re
from decimal import Decimal
from fractions import Fraction

from harkara.bangla.clean import normalise
from harkara.bangla.digits import to_latin
from harkara.bangla.numbers.figures import day, ordinal
from harkara.bangla.numbers.spelling import NAMES, day_words, ordinal_words
from harkara.bangla.numbers.table import CRORE, TABLE

__all__ = ["parse_ordinal", "parse_words"]

_NAMES: dict[str, int] = {name: number for number, name in enumerate(NAMES)} | TABLE["variants"]
_SCALES: dict[str, int] = TABLE["scales"] | {"শ": 100, "শো": 100, "শত": 100}
_BEFORE = {word: Fraction(part) for word, part in TABLE["parts"]["before"].items()}
_ALONE = {word: Fraction(part) for word, part in TABLE["parts"]["alone"].items()}
_FIGURE = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_LONGEST = 1_000  # words of a number; more than that is no number anybody wrote
_JOINED = re.compile(r"(.+?)(শো|শত|শ)")
_ORDINAL_FIGURE = re.compile(r"([0-9]{1,9})(?:ম|য়|র্থ|ষ্ঠ|তম|লা|রা|ঠা|ই|শে)")

_ORDINALS = {ordinal_words(number): number for number in range(1, len(TABLE["ordinals"]["words"]) + 1)}
_DAYS = {day_words(number): number for number in range(1, 32)} | TABLE["days"]["read"]


def parse_words(text: str) -> int | Decimal | None:
    """The number that ``text`` is, or ``None`` where it is no number.

    Reads what ``words``, ``year_words``, ``group`` and ``compact`` write, other spellings, quarters and halves (সাড়ে,
    সোয়া, পৌনে, দেড়, আড়াই), and figures mixed with words.

    >>> parse_words("মাইনাস দুই শো পাঁচ"), parse_words("ঊনিশশ একাত্তর"), parse_words("এক কোটি কোটি")
    (-205, 1971, 100000000000000)
    >>> parse_words("সাড়ে তিন লাখ"), parse_words("৩ কোটি ২৫ লাখ"), parse_words("১২.৫ লাখ"), parse_words("দেড়")
    (350000, 32500000, 1250000, Decimal('1.5'))
    >>> parse_words("তিন বাড়ি") is None
    True
    """
    tokens = _tokens(text)
    if len(tokens) > _LONGEST:
        return None
    negative = bool(tokens) and tokens[0] in (*TABLE["signs"]["minus_read"], "-")
    tokens = tokens[negative:]
    decimals = ""
    if TABLE["signs"]["point"] in tokens:
        point = tokens.index(TABLE["signs"]["point"])
        digits = [_NAMES.get(token, 10) for token in tokens[point + 1 :]]
        if not digits or max(digits) > 9:
            return None
        tokens, decimals = tokens[:point], "".join(map(str, digits))
    value = _value(tokens)
    if value is None or (decimals and value.denominator != 1):
        return None
    if decimals:
        return Decimal(f"{'-' if negative else ''}{value}.{decimals}")
    return _number(-value if negative else value)


def parse_ordinal(text: str) -> int | None:
    """The ordinal or day of a month that ``text`` is, in figures or words, or ``None`` where it is neither.

    >>> parse_ordinal("৪র্থ"), parse_ordinal("পঞ্চাশতম"), parse_ordinal("পয়লা"), parse_ordinal("২১শে")
    (4, 50, 1, 21)
    >>> parse_ordinal("৪ম") is None
    True
    """
    text = normalise(text).strip()
    if figure := _ORDINAL_FIGURE.fullmatch(to_latin(text)):
        number = int(figure[1])
        spelled = {day(number)} if 1 <= number <= 31 else set()
        spelled |= {ordinal(number), figure[1] + "তম"} if number else set()
        return number if to_latin(text) in map(to_latin, spelled) else None
    if text in _ORDINALS or text in _DAYS:
        return _ORDINALS.get(text) or _DAYS[text]
    for ending in ("তম", "ই", "ে"):
        value = parse_words(text.removesuffix(ending)) if text.endswith(ending) else None
        if isinstance(value, int) and value > 0 and (ending == "তম" or value <= 31):
            return value
    return None


def _tokens(text: str) -> list[str]:
    """The words and figures of ``text``, joined hundreds taken apart, figures in Latin digits."""
    plain = to_latin(normalise(text)).replace("−", "-").replace("’", "").replace("'", "")
    tokens: list[str] = []
    for token in re.sub(r"^\s*-\s*", "- ", plain).split():
        joined = _JOINED.fullmatch(token)
        known = token in _NAMES or token in _SCALES or token in _BEFORE
        if joined and not known and (joined[1] in _NAMES or joined[1] in _ALONE or _FIGURE.fullmatch(joined[1])):
            tokens += joined.groups()
        else:
            tokens.append(token)
    return tokens


def _value(tokens: list[str]) -> Fraction | None:
    """The value of ``tokens``, or ``None`` where they do not make a number.

    ``sums`` holds what stands before each scale: every scale may come once and only after larger ones, but for the
    crore, which counts all that stands before it.
    """
    sums: dict[int, Fraction] = {}
    waiting: Fraction | None = None
    crores: Fraction | None = None
    for place, token in enumerate(tokens):
        scale = _SCALES.get(token)
        if scale == CRORE:
            pieces = [*sums.values(), *([waiting] if waiting is not None else [])]
            if not pieces and crores is None:
                return None
            if not pieces and tokens[place - 1] not in _SCALES:
                return None
            crores, sums, waiting = ((crores or Fraction(0)) + sum(pieces)) * CRORE, {}, None
        elif scale:
            count = _before(scale, sums, waiting)
            if count is None:
                return None
            sums[scale], waiting = count * scale, None
        else:
            quantity = _quantity(tokens, place)
            if quantity is None:
                return None
            if token in _BEFORE and place + 1 < len(tokens) and tokens[place + 1] not in _SCALES:
                continue  # it is counted with the number that follows
            if waiting is not None:
                return None
            waiting = quantity
    if waiting is None and not sums and crores is None:
        return None
    return (crores or Fraction(0)) + sum(sums.values(), Fraction(0)) + (waiting or Fraction(0))


def _before(scale: int, sums: dict[int, Fraction], waiting: Fraction | None) -> Fraction | None:
    """How many of ``scale`` there are, taking up a hundred that stands before a thousand or a lakh."""
    hundreds = sums.pop(100, None) if scale > 100 else None
    if (waiting is None and hundreds is None) or any(other <= scale for other in sums):
        return None
    return (hundreds or Fraction(0)) + (waiting or Fraction(0))


def _quantity(tokens: list[str], place: int) -> Fraction | None:
    """The quantity at ``place``; with the quarter or half before it."""
    token = tokens[place]
    if token in _NAMES:
        value = Fraction(_NAMES[token])
    elif _FIGURE.fullmatch(token):
        value = Fraction(token.replace(",", ""))
    else:
        return _ALONE.get(token) or _BEFORE.get(token)
    return value + (_BEFORE.get(tokens[place - 1], Fraction(0)) if place else 0)


def _number(value: Fraction) -> int | Decimal:
    if value.denominator == 1:
        return value.numerator
    return Decimal(value.numerator) / Decimal(value.denominator)
