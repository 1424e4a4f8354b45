"""The words of the clock, read once from ``data/clock.toml``, and patterns for the spellings they are met in."""

import re
import unicodedata
from dataclasses import dataclass

from harkara.bangla.tables import table

_ALIKE = ("িী", "ুূ", "শষস", "নণ")
_TWO_PART = "\N{BENGALI VOWEL SIGN O}\N{BENGALI VOWEL SIGN AU}"
_NUKTA = "\N{BENGALI SIGN NUKTA}"
_HASANTA = "\N{BENGALI SIGN VIRAMA}"
_JOINERS = "[\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}]?"
_COMPOSED = {
    "য" + _NUKTA: "\N{BENGALI LETTER YYA}",
    "ড" + _NUKTA: "\N{BENGALI LETTER RRA}",
    "ঢ" + _NUKTA: "\N{BENGALI LETTER RHA}",
}


@dataclass(frozen=True)
class Name:
    """A month or weekday: the house name, its short forms, and every form that is read as it."""

    name: str
    short: str
    shortest: str
    forms: tuple[str, ...]


def spelling(word: str) -> str:
    """Return a regular expression that matches ``word`` in every encoding and with the usual misspellings.

    Long and short ``i`` and ``u``, the three sibilants, the two ``n``, a missing nukta or hasanta and both
    encodings of য়, ড়, ঢ় are alike; a space may be several.

    >>> bool(re.fullmatch(spelling("আগস্ট"), "আগষ্ট"))
    True
    """
    pieces = []
    letters = unicodedata.normalize("NFC", word)
    index = 0
    while index < len(letters):
        pair = letters[index : index + 2]
        if pair in _COMPOSED:
            pieces.append(f"(?:{pair}|{_COMPOSED[pair]}" + (f"|{pair[0]}" if pair[0] == "য" else "") + ")")
            index += 2
            continue
        letter = letters[index]
        alike = next((group for group in _ALIKE if letter in group), None)
        if letter == _HASANTA:
            pieces.append(f"{_HASANTA}?{_JOINERS}")
        elif letter in _TWO_PART:
            pieces.append(f"(?:{letter}|{unicodedata.normalize('NFD', letter)})")
        elif letter == " ":
            pieces.append(r"[^\S\n]*")
        else:
            pieces.append(f"[{alike}]" if alike else re.escape(letter))
        index += 1
    return "".join(pieces)


def any_of(words: list[str] | tuple[str, ...]) -> str:
    """Return an alternation of the spellings of ``words``, the longest first."""
    return "(?:" + "|".join(spelling(word) for word in sorted(words, key=lambda word: (-len(word), word))) + ")"


def _names(kind: str) -> tuple[Name, ...]:
    return tuple(
        Name(
            unicodedata.normalize("NFC", row["name"]),
            unicodedata.normalize("NFC", row["short"]),
            unicodedata.normalize("NFC", row.get("shortest", row["short"])),
            (row["name"], row["short"], row.get("shortest", row["short"]), *row["spellings"], *row["latin"]),
        )
        for row in table("clock")[kind]
    )


MONTHS = _names("month")
WEEKDAYS = _names("weekday")


class Index:
    """Finds which of several rows a matched form belongs to."""

    def __init__(self, rows: list[tuple[str, ...]] | tuple[tuple[str, ...], ...]) -> None:
        """Take one tuple of forms for each row."""
        exact = sorted(
            ((form, number) for number, forms in enumerate(rows) for form in forms),
            key=lambda pair: (-len(pair[0]), pair[0]),
        )
        self._rows = [(re.compile(spelling(form), re.IGNORECASE), number) for form, number in exact]
        self.pattern = any_of([form for form, _ in exact])

    def row(self, text: str) -> int:
        """Return the number of the row, from 0, that ``text`` is a form of; raises ``KeyError`` if it is none."""
        for pattern, number in self._rows:
            if pattern.fullmatch(text):
                return number
        raise KeyError(text)


MONTH_INDEX = Index(tuple(month.forms for month in MONTHS))
WEEKDAY_INDEX = Index(tuple(day.forms for day in WEEKDAYS))
GENITIVE = f"(?:{spelling('য়ের')}|ের|র)?"


def month_number(text: str) -> int | None:
    """Return the number of the month that ``text`` names, in any spelling or in the genitive, or ``None``.

    >>> month_number("আগষ্ট"), month_number("জুলাইয়ের"), month_number("Sept"), month_number("শ্রাবণ")
    (8, 7, 9, None)
    """
    match = re.fullmatch(f"({MONTH_INDEX.pattern}){GENITIVE}", text, re.IGNORECASE)
    return MONTH_INDEX.row(match[1]) + 1 if match else None
