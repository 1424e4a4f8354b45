"""The glyph table of ``data/bijoy.toml`` and the forms in which pasted text carries it."""

import unicodedata
from dataclasses import dataclass

from harkara.bangla.tables import table

HASANTA = "\N{BENGALI SIGN VIRAMA}"
NON_JOINER = "\N{ZERO WIDTH NON-JOINER}"
JOINER = "\N{ZERO WIDTH JOINER}"
REPH = "র" + HASANTA
REPH_GLYPH = "©"
HASANTA_GLYPH = "&"

_ROWS = table("bijoy")


def _part(name: str) -> dict[str, str]:
    return {glyph: unicodedata.normalize("NFC", value) for glyph, value in _ROWS[name].items()}


BEFORE = _part("before")
LETTERS = _part("letter")
SYLLABLES = _part("syllable")
HALVES = _part("half")
LOW = _part("low")
AFTER = _part("after")
VOWELS = _part("vowel")
MARKS = _part("mark")
SIGNS = _part("sign")

SINGLE = {
    "ড" + "\N{BENGALI SIGN NUKTA}": "\N{BENGALI LETTER RRA}",
    "ঢ" + "\N{BENGALI SIGN NUKTA}": "\N{BENGALI LETTER RHA}",
    "য" + "\N{BENGALI SIGN NUKTA}": "\N{BENGALI LETTER YYA}",
}
"""Letters with a nukta as one character, the form in which the setter works."""


def single(text: str) -> str:
    """Return ``text`` in NFC with its nukta letters as one character each."""
    text = unicodedata.normalize("NFC", text)
    for pair, letter in SINGLE.items():
        text = text.replace(pair, letter)
    return text


def _windows() -> dict[int, str]:
    """Map the other codes under which a CP1252 character arrives: C1 controls (Latin-1), symbol-font private use."""
    codes: dict[int, str] = {}
    for byte in range(0x20, 0x100):
        try:
            character = bytes([byte]).decode("cp1252")
        except UnicodeDecodeError:
            continue
        codes[0xF000 + byte] = character
        if 0x80 <= byte < 0xA0:
            codes[byte] = character
    return codes


WINDOWS = _windows()


@dataclass(frozen=True)
class Forms:
    """Which glyph a letter takes beside others."""

    otherwise: str
    beside: dict[str, str]

    def choose(self, before: str) -> str:
        """Return the form after the glyph ``before``."""
        return self.beside.get(before, self.otherwise)


CONJUNCTS: dict[str, str] = {single(value): glyph for glyph, value in _ROWS["letter"].items() if glyph not in "¹ÿ"}
CONJUNCTS |= {single(value): glyphs for value, glyphs in _ROWS["set"].items()}
LOW_FORMS = {
    row["letter"]: Forms(
        row["otherwise"],
        {glyph: form for form, glyphs in row.items() if form not in ("letter", "otherwise") for glyph in glyphs},
    )
    for row in _ROWS["form"]
}
HALF_FORMS = {"ন": "›", "দ": "™", "ম": "¤", "ষ": "®", "স": "¯", "ঙ": "•"}
"""Half forms that any letter may follow."""


def joinable(first: str, second: str) -> bool:
    """Return whether the face can set ``first`` and ``second`` (single letters) as one conjunct."""
    return first in HALF_FORMS or second in LOW_FORMS or first + HASANTA + second in CONJUNCTS


SIGN_FORMS = {
    row["letter"]: Forms(
        row["otherwise"],
        {glyph: row[shape] for shape in ("wide", "deep") for glyph in _ROWS["shapes"][shape]},
    )
    for row in _ROWS["sign_form"]
}
