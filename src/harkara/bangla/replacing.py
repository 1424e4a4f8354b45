"""Finding words in a text as they are written, and putting others there: for a newsroom's find and replace.

Joiners (ZWJ, ZWNJ) and the two ways to write ড়, ঢ় and য় count for nothing, runs of spaces are one. A conjunct is never
torn: ক is not found in ক্ষ. Unlike ``naming`` nothing is guessed: no endings, no other spellings.
"""

import re
from collections.abc import Callable, Iterator
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
_NAMES = "a|b|strong|i|em|u|s|sub|sup|span|mark|code"
_INLINE = re.compile(rf"</?(?:{_NAMES})(?:\s[^<>]*)?>", re.IGNORECASE)
_EMPTIED = re.compile(rf"<({_NAMES})(?:\s[^<>]*)?></\1>", re.IGNORECASE)


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
    are. Words may be divided by tags that stand in a line (bold, a link): what comes instead stands where they begin, and a
    tag that has no words left goes. No word reaches over a paragraph's end or a line break.

    >>> replace_in_html('<p><a href="/নদী/">নদী</a> &amp; <b>খাল</b></p>', seek("নদী"), lambda *_: "বিল")
    '<p><a href="/নদী/">বিল</a> &amp; <b>খাল</b></p>'
    >>> replace_in_html("<p><b>প</b>দ্মা <i>নদী</i>র</p>", seek("পদ্মা নদী"), lambda *_: "যমুনা")
    '<p><b>যমুনা</b>র</p>'
    """
    parts = _TAG.split(html)
    is_divided = False
    for run in _runs(parts):
        words = [unescape(parts[number]) for number in run]
        text = "".join(words)
        changes = [
            (begin, end, put) for begin, end in places(text, sought) if (put := choose(text, begin, end)) is not None
        ]
        after = 0
        for number, old in zip(run, words, strict=True):
            before, after = after, after + len(old)
            new = _part(text, before, after, changes)
            if new != old:
                parts[number] = escape(new, quote=False)
        is_divided |= any(not parts[number] and old for number, old in zip(run, words, strict=True))
    changed = "".join(parts)
    while is_divided and (left := _EMPTIED.sub("", changed)) != changed:
        changed = left
    return changed


def _runs(parts: list[str]) -> Iterator[list[int]]:
    """The numbers of the texts among ``parts`` (text, tag, text…) that make one line of words."""
    run = [0]
    for number in range(2, len(parts), 2):
        if not _INLINE.fullmatch(parts[number - 1]):
            yield run
            run = []
        run.append(number)
    yield run


def _part(text: str, first: int, last: int, changes: list[tuple[int, int, str]]) -> str:
    """``text[first:last]`` after ``changes``; what is put stands in the part where its place begins."""
    done: list[str] = []
    at = first
    for begin, end, put in changes:
        if end <= first or begin >= last:
            continue
        if begin >= first:
            done += text[at:begin], put
        at = min(end, last)
    return "".join(done) + text[at:last]
