"""Finding words in a text as they are written, and putting others there: for a newsroom's find and replace.

Joiners (ZWJ, ZWNJ) and the two ways to write ড়, ঢ় and য় count for nothing, runs of spaces are one. A conjunct is never
torn: ক is not found in ক্ষ. Unlike ``naming`` nothing is guessed: no endings, no other spellings.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from html import escape, unescape

from harkara.bangla.clean import normalise

__all__ = ["places", "replace", "replace_in_html", "seek"]

_JOINERS = "[\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}]*"
_HASANTA, _NUKTA = "\N{BENGALI SIGN VIRAMA}", "\N{BENGALI SIGN NUKTA}"
_COMPOSED = {"ড": "\N{BENGALI LETTER RRA}", "ঢ": "\N{BENGALI LETTER RHA}", "য": "\N{BENGALI LETTER YYA}"}
_INSIDE = "[\\w\u0981-\u0983\u09bc-\u09cd\u09d7\u200c\u200d]"
"""What belongs to a word; ``\\w`` of ``re`` leaves out the vowel signs."""
_PIECE = re.compile(f"[ডঢয]{_NUKTA}|\\s+|.", re.DOTALL)
_TAG = re.compile(r"(<[^<>]*>)")


@lru_cache(maxsize=64)
def seek(term: str, *, whole: bool = False) -> re.Pattern[str]:
    """What finds ``term``; with ``whole`` only where it is a word (or words) by itself. Raises ``ValueError`` for nothing.

    >>> [bool(seek("করা", whole=whole).search("করার কথা")) for whole in (False, True)]
    [True, False]
    >>> bool(seek("ক").search("ক্ষমতা")), bool(seek("বাড়ি").search("বা\\u09dcি"))
    (False, True)
    """
    term = normalise(term).strip()
    if not term:
        raise ValueError("There is nothing to find: write at least one letter.")
    between = _JOINERS.join(_piece(found[0]) for found in _PIECE.finditer(term.translate(_WITHOUT)))
    if whole:
        return re.compile(f"(?<!{_INSIDE}){between}(?!{_INSIDE})")
    return re.compile(f"(?<!{_HASANTA}){between}(?!{_JOINERS}[{_HASANTA}{_NUKTA}])")


_WITHOUT = dict.fromkeys(map(ord, "\u200c\u200d"))


def _piece(text: str) -> str:
    if text.isspace():
        return r"\s+"
    if text[0] in _COMPOSED and text[1:] == _NUKTA:
        return f"(?:{_COMPOSED[text[0]]}|{text[0]}{_JOINERS}{_NUKTA})"
    return re.escape(text)


def places(text: str, sought: re.Pattern[str]) -> list[tuple[int, int]]:
    """Where ``sought`` stands in ``text``: begin and end of each, in code points.

    >>> places("নদী ও নদীর ঘাট", seek("নদী"))
    [(0, 3), (6, 9)]
    """
    return [found.span() for found in sought.finditer(text)]


def replace(text: str, sought: re.Pattern[str], choose: Callable[[str, int, int], str | None]) -> str:
    """``text`` with what ``choose(text, begin, end)`` gives in each place, or as it is where that gives ``None``.

    >>> replace("নদী ও নদী", seek("নদী"), lambda text, begin, end: "খাল" if begin else None)
    'নদী ও খাল'
    """
    done: list[str] = []
    after = 0
    for begin, end in places(text, sought):
        chosen = choose(text, begin, end)
        if chosen is not None:
            done += text[after:begin], chosen
            after = end
    return "".join(done) + text[after:] if done else text


def replace_in_html(html: str, sought: re.Pattern[str], choose: Callable[[str, int, int], str | None]) -> str:
    """``replace`` in the words of a piece of HTML: tags and their attributes, addresses of links among them, stay as they
    are. Words that a tag divides are not found.

    >>> replace_in_html('<p><a href="/নদী/">নদী</a> &amp; <b>খাল</b></p>', seek("নদী"), lambda *_: "বিল")
    '<p><a href="/নদী/">বিল</a> &amp; <b>খাল</b></p>'
    """
    parts = _TAG.split(html)
    for number in range(0, len(parts), 2):
        words = unescape(parts[number])
        changed = replace(words, sought, choose)
        if changed != words:
            parts[number] = escape(changed, quote=False)
    return "".join(parts)
