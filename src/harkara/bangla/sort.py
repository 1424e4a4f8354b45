"""Dictionary order for engines that have no ICU: a byte key to store beside the text and to sort by.

The order is that of the Unicode Collation Algorithm with CLDR's Bangla order, which ``data/sort.tsv`` holds: ং ঃ ঁ stand
before ক, ৎ counts as ত্, ড় ঢ় য় follow ড ঢ য where nothing else tells two words apart, joiners count last.
"""

import re
from functools import lru_cache
from importlib.resources import files
from unicodedata import category, is_normalized, normalize

__all__ = ["key"]

_END = "\x01"  # between the levels of a key: below every weight
_COMMON = 2  # the weight of a character that is nothing special on the second and third level
_OTHER = "\xfe"  # before the code point of a character that the table does not have: after all that it has
_NUKTA, _HASANTA, _KHANDA_TA = "\u09bc", "\u09cd", "ৎ"

# What weighs on the second level (nukta, accents), the third (ৎ, capitals) or only at the very last (joiners).
_JOINER = re.compile("[\u200c\u200d]")
_SPECIAL = re.compile(f"[\u200c\u200d{_NUKTA}{_KHANDA_TA}A-Z\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff]")


class _Places(dict[int, str]):
    """The first-level weights of characters, for ``str.translate``: a weight is one character of Latin-1, or four."""

    third: dict[str, int]

    def __init__(self) -> None:
        rows = files(__package__).joinpath("data/sort.tsv").read_text("utf-8").splitlines()
        self.third = {_KHANDA_TA: _COMMON + 1}
        for place, row in enumerate((row for row in rows if not row.startswith("# ")), _COMMON):
            for third, code in enumerate(row.partition("\t")[0].split(), _COMMON):
                self[int(code, 16)] = chr(place)
                if not chr(int(code, 16)).isdecimal():  # ১ and 1 are one digit to the collation algorithm
                    self.third[chr(int(code, 16))] = third
        self[ord(_KHANDA_TA)] = self[ord("ত")] + self[ord(_HASANTA)]

    def __missing__(self, code: int) -> str:
        parts = normalize("NFD", chr(code))
        if len(parts) > 1:
            place = parts.translate(self)
        elif category(parts) in ("Mn", "Cf", "Cc"):
            place = ""
        else:
            place = _OTHER + code.to_bytes(3, "big").decode("latin-1")
        self[code] = place
        return place


@lru_cache(maxsize=1)
def _places() -> _Places:
    return _Places()


def key(text: str) -> bytes:
    """The sort key of ``text``: keys compared as bytes (``BLOB`` in SQLite, ``bytea``) stand in dictionary order.

    ``text`` is expected as ``clean.normalise`` stores it; other text is only brought to NFC. A key has about one byte
    for each character. Bangla and Latin digits are equal; of two texts that differ in joiners only, the one without
    them comes first.

    >>> sorted(["হাত", "ঢাকা", "ড়", "অংশ", "অকাল", "তৎকাল", "তত্ত্ব"], key=key)
    ['অংশ', 'অকাল', 'ড়', 'ঢাকা', 'তৎকাল', 'তত্ত্ব', 'হাত']
    >>> key("কলা") < key("কলাম") < key("কাক"), len(key("বাংলাদেশ"))
    (True, 8)
    """
    if not is_normalized("NFC", text):
        text = normalize("NFC", text)
    places = _places()
    first = text.translate(places)
    if _SPECIAL.search(text):
        first += _lower_levels(text, places)
    return first.encode("latin-1")


def _lower_levels(text: str, places: _Places) -> str:
    """What decides where the first level does not: weights of nuktas and accents, then of case and the like."""
    second: list[int] = []
    third: list[int] = []
    for character in normalize("NFD", text):
        weight = places[ord(character)]
        if weight:
            units = 2 if character == _KHANDA_TA else 1
            second += [_COMMON] * units
            third += [places.third.get(character, _COMMON)] + [_COMMON] * (units - 1)
        elif character == _NUKTA:
            second.append(_COMMON + 1)
        elif "\u0300" <= character <= "\u036f":
            second.append(_COMMON + 2 + ord(character) - 0x300)
    last = text.encode() if _JOINER.search(text) else b""
    return "".join(_END + bytes(level).decode("latin-1") for level in (_trimmed(second), _trimmed(third), last)).rstrip(
        _END
    )


def _trimmed(level: list[int]) -> list[int]:
    """``level`` without the common weights at its end: they decide nothing."""
    while level and level[-1] == _COMMON:
        level.pop()
    return level
