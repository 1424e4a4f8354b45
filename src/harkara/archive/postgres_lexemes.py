"""A record's tsvector and a query's tsquery as PostgreSQL reads them, made of our own tokens: its parser has no say.

One tsvector holds all by which a record is found. A first sign tells the columns apart, so that the GIN index, which knows
no weights, answers alone; the weights A, B and C (exact, folded, sounds) stand beside it for whoever looks by hand.
Positions are kept for the first two, for phrases.
"""

from collections import Counter
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
LAST_POSITION = 16_383
"""The last position a tsvector knows: words beyond it are found, phrases are not."""
MOST_POSITIONS = 255
"""Positions of one lexeme that PostgreSQL keeps."""
LONGEST = 600
"""Letters of a lexeme, which may have 2,046 bytes. Cut alike where it is stored and where it is looked for."""


def lexeme(column: Column, term: str) -> str:
    """The lexeme of a term of a column."""
    return SIGNS[column] + term[:LONGEST]


def vector(columns: Columns, tags: Iterable[str]) -> tuple[str, list[str]]:
    """The text of a tsvector, and its lexemes.

    >>> vector(Columns("ঢাকায় মেলা", "ঢাকা মেলা", "dk ml", "ঢাকা", ""), ["k0story"])[0].split()
    ["'#k0story'", "'^ঢাকা'", "'ঢাকায়':1A", "'~ঢাকা':1B", "'মেলা':2A", "'~মেলা':2B", "'*dk':1C", "'*ml':2C"]
    """
    beside = [TAG + tag for tag in tags]
    beside += [lexeme("head", term) for term in columns.head.split()]
    beside += [lexeme("lead", term) for term in columns.lead.split()]
    places: dict[str, list[str]] = {one: [] for one in beside}
    room = MOST_BYTES - sum(_bytes(one) for one in places)
    for position, (exact, stem) in enumerate(zip(columns.exact.split(), columns.folded.split(), strict=True), 1):
        if exact == GAP:
            continue
        room -= _note(places, exact[:LONGEST], position, "A") + _note(places, lexeme("folded", stem), position, "B")
        if room <= 0:
            break
    for stem, times in Counter(columns.folded.split()).items():
        for least, sign in REPEATED:
            if times >= least and stem != GAP and room > 0:
                places[sign + stem[:LONGEST]] = []
                room -= _bytes(stem)
    for position, sound in enumerate(columns.sounds.split(), 1):
        if room <= 0:
            break
        if lexeme("sounds", sound) not in places:
            room -= _note(places, lexeme("sounds", sound), position, "C")
    return " ".join([f"{quoted(one)}:{','.join(at)}" if at else quoted(one) for one, at in places.items()]), [*places]


def quoted(text: str) -> str:
    """A lexeme as it stands in the text of a tsvector or tsquery: in quotes, with quotes and backslashes doubled.

    >>> print(quoted("o'b\\\\"))
    'o''b\\\\'
    """
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


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
    if wanted.any_tags:
        parts.append(either([quoted(TAG + tag) for tag in wanted.any_tags]))
    parts += ["!" + phrase(stems) for stems in wanted.excluded]
    return " & ".join(parts)


def either(parts: Sequence[str]) -> str:
    """Any of those tsqueries."""
    return "(" + " | ".join(parts) + ")"


def both(*parts: str) -> str:
    """All of those tsqueries that are not empty."""
    return " & ".join(part for part in parts if part)


def _note(places: dict[str, list[str]], found: str, position: int, weight: str) -> int:
    """Notes where a lexeme stands; about how many bytes that takes."""
    at = places.get(found)
    taken = 2
    if at is None:
        at = places[found] = []
        taken = _bytes(found)
    if position <= LAST_POSITION and len(at) < MOST_POSITIONS:
        at.append(f"{position}{weight}")
    return taken


def _bytes(found: str) -> int:
    return len(found) * 3 + 8
