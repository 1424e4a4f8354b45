"""The style check: what a sub-editor would mark in a text, each finding with a span, a reason and a remedy.

House spellings stand in ``data/house_style.tsv``, a table a newsroom may replace by its own (``Style.read``). An unknown
word is reported where it resembles a known one or looks like a Bangla word; a word that looks foreign and resembles
nothing is taken for a name.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from harkara.bangla.clean import normalise
from harkara.bangla.style_finding import Finding, Style, house
from harkara.bangla.style_marks import LETTERS, SIGNS, marks
from harkara.bangla.style_words import is_foreign, known, near

__all__ = ["Finding", "Style", "check", "house"]

_WORD = re.compile(f"[{LETTERS}][{LETTERS}{SIGNS}]*")
_ENDINGS = tuple(
    normalise(
        "গুলোকে গুলোর গুলোতে গুলো গুলির গুলি দেরকে দের টিকে টির টিতে টি টা েরা ের রা কে র েতে তে ে য়ের য়ে য় ই ও ভাবে সহ"
    ).split()
)
_SURE_LETTERS = 3  # an unknown word shorter than this is left alone


def check(text: str, style: Style | None = None) -> list[Finding]:
    """The findings in ``text`` by ``style`` (``house()`` where none is given), in order, none overlapping another.

    Spans count characters of ``text`` as it is; the text need not be normalised.

    >>> text = "ধরণের কাজ ২0২২ সালে , এবং এবং সরককার."
    >>> for found in check(text):
    ...     print(found.kind, repr(text[found.start : found.end]), found.suggestions)
    variant 'ধরণের' ('ধরনের',)
    digits '২0২২' ('২০২২',)
    space ' ,' (',',)
    doubled 'এবং এবং' ('এবং',)
    unknown 'সরককার' ('সরকার',)
    danda '.' ('।',)
    """
    chosen = style or house()
    kept: list[Finding] = []
    used = bytearray(len(text))
    for finding in (*marks(text, chosen), *_words(text, chosen)):
        if not any(used[finding.start : finding.end]):
            used[finding.start : finding.end] = b"\1" * (finding.end - finding.start)
            kept.append(finding)
    return sorted(kept, key=lambda finding: finding.start)


def _words(text: str, style: Style) -> Iterator[Finding]:
    variants: dict[str, tuple[str, str] | None] = {}
    for match in _WORD.finditer(text):
        word = normalise(match.group())
        if word not in variants:
            variants[word] = _variant(word, style)
        variant = variants[word]
        if variant is not None:
            wanted, reason = variant
            follows = text[match.end() : match.end() + 1]
            end = match.end() + (wanted.endswith(".") and follows == ".")
            yield Finding(match.start(), end, "variant", f"“{wanted}” হবে ({reason})", (wanted,))
        elif word not in style.words and _is_doubtful(word):
            suggestions = _suggestions(word)
            yield Finding(*match.span(), "unknown", "শব্দটি অভিধানে নেই", suggestions)


def _variant(word: str, style: Style) -> tuple[str, str] | None:
    """The wanted spelling of ``word`` and the reason, where the style has one, with its ending."""
    if word in style.variants:
        return style.variants[word]
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and stem in style.variants:
            wanted, reason = style.variants[stem]
            return wanted.removesuffix(".") + ending, reason
    return None


@lru_cache(maxsize=50_000)
def _suggestions(word: str) -> tuple[str, ...]:
    return tuple(near(word))


@lru_cache(maxsize=50_000)
def _is_doubtful(word: str) -> bool:
    letters = sum("\u0985" <= sign <= "\u09b9" for sign in word)
    if letters < _SURE_LETTERS or known(word):
        return False
    return not is_foreign(word) or bool(_suggestions(word))
