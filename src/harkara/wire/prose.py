"""How much a line looks like a paragraph of a story. One function, one sign; together they make a score."""

from collections.abc import Callable, Container

from harkara.wire.page import Line
from harkara.wire.wording import compare

ENOUGH = 1.5
"""A line that nothing else explains is prose from this score on."""

_ONE_SENTENCE = 220
"""Characters of a paragraph whose only sentence may lack its danda."""

_MORE = tuple(
    compare(word)
    for word in ("বিস্তারিত", "বিস্তারিত..", "..বিস্তারিত", "বিস্তারিত পড়ুন", "read more", "read more »", "আরও পড়ুন", "সম্পূর্ণ পড়ুন")
)


def sentence_end(line: Line) -> float:
    """A danda at the end; a question or an exclamation counts half."""
    return 2.0 if line.ends_sentence else 1.0 if line.ends_question else 0.0


def inner_sentence(line: Line) -> float:
    """A sentence that ends inside the line."""
    return 1.5 if line.has_inner_sentence else 0.0


def length(line: Line) -> float:
    """A point for each hundred characters, three at most; headlines run together are as long and have no sentence."""
    told = line.ends_sentence or line.ends_question or line.has_inner_sentence or line.introduces
    return min(line.length, 300) / 100 if told or line.length <= _ONE_SENTENCE else 0.0


def bangla_letters(line: Line) -> float:
    """Letters that are not Bangla count against it."""
    return 0.0 if line.bangla_share >= 0.5 else -3.0


def teaser_end(line: Line) -> float:
    """An end in points: the excerpt of another story."""
    return -3.0 if line.is_teaser and not line.ends_sentence else 0.0


def call_to_read(line: Line) -> float:
    """``বিস্তারিত`` at the end: a teaser."""
    return -3.0 if line.folded.endswith(_MORE) and line.length < 400 else 0.0


def introduction(line: Line) -> float:
    """A colon or dash at the end of a line of some length: a list or a quotation follows."""
    return 1.0 if line.introduces and len(line.words) >= 4 else 0.0


def quotation(line: Line) -> float:
    """A quotation that fills the line."""
    return 0.5 if line.text[:1] in "‘“\"'" and line.text[-1:] in "’”\"'" and len(line.words) >= 6 else 0.0


SIGNS: dict[str, Callable[[Line], float]] = {
    sign.__name__: sign
    for sign in (
        sentence_end,
        inner_sentence,
        length,
        bangla_letters,
        teaser_end,
        call_to_read,
        introduction,
        quotation,
    )
}


def is_excerpt(line: Line) -> bool:
    """Whether the line is the beginning of a story: sentences that break off, on a page that has no more of it."""
    return line.length >= 100 and line.has_inner_sentence and line.bangla_share > 0.6


def score(line: Line, off: Container[str] = ()) -> float:
    """Return the sum of the signs that are not named in ``off``."""
    return sum(sign(line) for name, sign in SIGNS.items() if name not in off)
