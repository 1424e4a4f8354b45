"""A record's tsvector and a query's tsquery as PostgreSQL reads them, made of our own tokens: its parser has no say.

One tsvector holds all by which a record is found. A first sign tells the columns apart, so that the GIN index, which knows
no weights, answers alone; the weights A, B and C (exact, folded, sounds) stand beside it for whoever looks by hand.
Positions are kept for the first two, for phrases.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from .columns import GAP, Columns
from .view import Column
from .wanted import Phrase, Wanted

SIGNS: Final[dict[Column, str]] = {"exact": "", "folded": "~", "sounds": "*", "head": "^", "lead": "+"}
"""What a column's lexemes begin with. No token begins so: tokens are letters, digits and ``·``."""
REPEATED: Final = ((2, "~~"), (4, "~~~"))
"""A stem that a record has so often has one more lexeme, with this before it: how often a word stands counts that much."""
TAG = "#"
"""What the lexeme of a tag begins with."""
MOST_BYTES = 900_000
"""Of the 1 MiB that a tsvector may have. What a longer text says after that is not found."""
SHORT = 60_000
"""Characters of tokens that have room in any case."""
MOST_BESIDE = 100
"""Words of a headline by which a hit weighs more, and is suggested."""
LAST_POSITION = 16_383
"""The last position a tsvector knows: words beyond it are found, phrases are not."""
LONGEST = 600
"""Letters of a lexeme, which may have 2,046 bytes. Cut alike where it is stored and where it is looked for."""


def lexeme(column: Column, term: str) -> str:
    """The lexeme of a term of a column."""
    return SIGNS[column] + term[:LONGEST]


def vector(columns: Columns, tags: Iterable[str]) -> tuple[str, list[str]]:
    """The text of a tsvector, and its lexemes.

    >>> vector(Columns("ঢাকায় মেলা", "ঢাকা মেলা", "dk ml", "ঢাকা", ""), ["k0story"])[0].split()
    ["'#k0story'", "'^ঢাকা'", "'ঢাকায়':1A", "'মেলা':2A", "'~ঢাকা':1B", "'~মেলা':2B", "'*dk':1C", "'*ml':2C"]
    """
    exact, stems, heard = columns.exact.split(), columns.folded.split(), columns.sounds.split()
    beside = [TAG + tag for tag in tags]
    beside += [lexeme("head", term) for term in columns.head.split()[:MOST_BESIDE]]
    beside += [lexeme("lead", term) for term in columns.lead.split()[:MOST_BESIDE]]
    if len(columns.exact) > SHORT:
        exact, stems, heard = _within(exact, stems, heard, MOST_BYTES - sum(map(_bytes, beside)))
    places: dict[str, str] = dict.fromkeys(beside, "")
    places |= _places(exact, "", "A")
    standing = _places(stems, SIGNS["folded"], "B")
    places |= standing
    for least, sign in REPEATED:
        places |= {sign + stem[1:]: "" for stem, at in standing.items() if at.count(",") >= least - 1}
    first = {sound: position for position, sound in reversed([*enumerate(heard, 1)])}
    places |= {lexeme("sounds", sound): f"{min(first[sound], LAST_POSITION)}C" for sound in dict.fromkeys(heard)}
    return " ".join([f"{quoted(one)}:{at}" if at else quoted(one) for one, at in places.items()]), [*places]


def _places(words: list[str], sign: str, weight: str) -> dict[str, str]:
    """Where each of the words stands, as far as a tsvector knows. (Of those places PostgreSQL keeps the first 255.)"""
    found: dict[str, str] = {}
    for position, word in enumerate(words[:LAST_POSITION], 1):
        at = f"{position}{weight}"
        found[word] = f"{found[word]},{at}" if word in found else at
    for word in words[LAST_POSITION:]:
        found.setdefault(word, "")
    found.pop(GAP, None)
    return {sign + word[:LONGEST]: at for word, at in found.items()}


def _within(exact: list[str], stems: list[str], heard: list[str], room: int) -> tuple[list[str], list[str], list[str]]:
    """As many of the first words as there is room for, in bytes, and of their stems and sounds."""
    seen: set[str] = set()
    for at, (word, stem) in enumerate(zip(exact, stems, strict=True)):
        # Twice: a stem has more lexemes where it stands often, and a word may have a sound.
        room -= 6 + 2 * sum(_bytes(one) for one in (word, "~" + stem) if one not in seen)
        seen |= {word, "~" + stem}
        if room <= 0:
            return exact[:at], stems[:at], heard[:at]
    return exact, stems, heard


def quoted(text: str) -> str:
    """A lexeme as it stands in the text of a tsvector or tsquery: in quotes, with quotes and backslashes doubled.

    >>> print(quoted("o'b\\\\"))
    'o''b\\\\'
    """
    if "'" in text or "\\" in text:
        text = text.replace("\\", "\\\\").replace("'", "''")
    return f"'{text}'"


def term(column: Column, word: str) -> str:
    """The tsquery of one term of a column."""
    return quoted(lexeme(column, word))


def phrase(stems: Phrase) -> str:
    """The tsquery of stems that stand one after the other.

    >>> phrase(("উত্তর", "কোরিয়া"))
    "('~উত্তর' <-> '~কোরিয়া')"
    """
    return "(" + " <-> ".join(term("folded", stem) for stem in stems) + ")"


def required(wanted: Wanted) -> str:
    """The tsquery of all that a record must have or not have beside words; "" where there is nothing of the kind."""
    parts = [phrase(stems) for stems in wanted.phrases]
    parts += [quoted(TAG + tag) for tag in wanted.tags]
    parts += [either([quoted(TAG + tag) for tag in group]) for group in wanted.any_tags]
    parts += ["!" + phrase(stems) for stems in wanted.excluded]
    return " & ".join(parts)


def either(parts: Sequence[str]) -> str:
    """Any of those tsqueries."""
    return "(" + " | ".join(parts) + ")"


def both(*parts: str) -> str:
    """All of those tsqueries that are not empty."""
    return " & ".join(part for part in parts if part)


def _bytes(found: str) -> int:
    return len(found[:LONGEST]) * 3 + 8
