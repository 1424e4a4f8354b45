"""Cutting text where a reader would: between written syllables, never inside a conjunct.

A grapheme here is a Bangla syllable as it is written (a conjunct with its signs, such as ন্দ্রি in কেন্দ্রিক), or, in any
other script, a grapheme cluster of Unicode Standard Annex 29. A hasanta that is written out with ZWNJ ends its grapheme.
"""

import regex

__all__ = ["cut", "initials", "length", "split", "truncate"]

_LETTER = "[ক-নপ-রলশ-হৎ\u09dc\u09dd\u09dfৰৱ]\u09bc?"
_SYLLABLE = regex.compile(
    rf"(?:{_LETTER}|[অ-ঌএঐওঔৠৡ])(?:\u200d?\u09cd\u200d?{_LETTER})*[\p{{M}}\u200c\u200d]*|\X",
)
_TAIL = " \t\n,;:-–—‘“'\"(\u200c"
_LETTER_OR_DIGIT = regex.compile(r"[\p{L}\p{N}]")


def split(text: str) -> list[str]:
    """The graphemes of ``text``, in order; joined they give ``text`` again.

    >>> split("কেন্দ্রিক"), split("র‍্যাব"), split("বর্ষা")
    (['কে', 'ন্দ্রি', 'ক'], ['র\u200d্যা', 'ব'], ['ব', 'র্ষা'])
    """
    return _SYLLABLE.findall(text)


def length(text: str) -> int:
    """How many graphemes ``text`` has.

    >>> length("উত্তর কোরিয়া")
    7
    """
    return len(split(text))


def cut(text: str, n: int) -> str:
    """The first ``n`` graphemes of ``text``. Raises ``ValueError`` where ``n`` is negative.

    >>> cut("স্বাধীনতা", 2)
    'স্বাধী'
    """
    if n < 0:
        raise ValueError(f"A text cannot be cut to {n} graphemes; give 0 or more.")
    end = 0
    for count, grapheme in enumerate(_SYLLABLE.finditer(text)):
        if count == n:
            break
        end = grapheme.end()
    return text[:end]


def truncate(text: str, n: int, end: str = "…") -> str:
    """``text`` in at most ``n`` graphemes, ``end`` included; whole where it fits.

    The cut falls after a word where one fits, else after a grapheme. Spaces and opening or joining punctuation
    before ``end`` go. Raises ``ValueError`` where ``n`` is negative.

    >>> truncate("উত্তর কোরিয়ার নেতা কিম জং উন", 10)
    'উত্তর কোরিয়ার…'
    >>> truncate("কোরিয়া", 3), truncate("কোরিয়া", 2), truncate("ঢাকা", 1)
    ('কোরিয়া', 'কো…', '…')
    """
    if cut(text, n) == text:
        return text
    room = max(n - length(end), 0)
    kept = cut(text, room)
    if not text[len(kept) : len(kept) + 1].isspace() and not kept[-1:].isspace():
        kept = kept.rpartition(" ")[0] or kept
    return (kept.rstrip(_TAIL) + end) if room else cut(end, n)


def initials(name: str, n: int = 2) -> str:
    """The first graphemes of at most ``n`` words of ``name``, joined: of the first words and of the last one.

    Titles with a full stop (ড., মো.) count only where nothing else is there. A name without letters gives ``""``.

    >>> initials("শেখ মুজিবুর রহমান"), initials("ড. মো. শ্যামল"), initials("Kim Jong Un", 3)
    ('শের', 'শ্যা', 'KJU')
    """
    words = [word for word in name.split() if _LETTER_OR_DIGIT.search(word)]
    words = [word for word in words if not word.endswith(".")] or words
    chosen = words if len(words) <= n else words[: max(n - 1, 0)] + words[len(words) - min(n, 1) :]
    return "".join(cut(word[_first(word) :], 1) for word in chosen)


def _first(word: str) -> int:
    found = _LETTER_OR_DIGIT.search(word)
    return found.start() if found else 0
