"""Which words the style check knows, and what an unknown one may have meant.

The word list is small; a word counts as known too when the list has it with another ending, when it is one with an
ending or a prefix, or two known ones joined.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

from harkara.bangla import lexicon
from harkara.bangla.clean import normalise
from harkara.bangla.stem import fold, is_verb_form

__all__ = ["is_foreign", "known", "near"]

_LETTER = re.compile("[অ-হৎ]\u09bc?")
_HASANTA = "\N{BENGALI SIGN VIRAMA}"
_JOINERS = dict.fromkeys(map(ord, "\u200c\u200d"))
_SIGNS = "অআইঈউঊঋএঐওঔকখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহৎািীুূৃেৈোৌ্ংঃঁ\u09bc"
_INSERTED = (*_SIGNS, *(half for sign in "বমদরয" for half in (_HASANTA + sign, sign + _HASANTA)))
_TELLING = ("ের", "কে", "দের", "েরা", "টি", "টিকে", "টির", "গুলো", "গুলোর", "ভাবে", "তে", "রা", "কারী", "ভিত্তিক")
_WEAK = ("র", "ে", "য\u09bc", "ই", "ও", "েই", "েও", "রই", "রও", "কেও")
_FOREIGN = re.compile(
    "[া-্]?্যা|^অ্যা|ওয\u09bc|ফ|স[্][টপক]|[রলনম]্[টডসকগজপবফমনশলহ]|ক্স|[জটডগবফপ]্[রলয]|ট্|ড্|শ্[রল]|স$|িং|ইয\u09bc|আই"
    "|এন|[টস]ন$|েট|ডি|ভ$|[া-ৌ]উ|উই|^[জভ]|ব্ল|ক্ল|গ্ল"
)


@lru_cache(maxsize=100_000)
def known(word: str) -> bool:
    """Whether ``word`` (spelled as ``normalise`` stores it) is a word as far as can be told.

    >>> [known(word) for word in ("সরকারের", "প্রতিশ্রুতিগুলোও", "অসরকাররক")]
    [True, True, False]
    """
    plain = word.translate(_JOINERS).replace("ঙ" + _HASANTA + "ক", "ংক").replace("ঙ" + _HASANTA + "গ", "ংগ")
    return any(
        _is_inflected(form) or _has_prefix(form) or _is_joined(form)
        for form in dict.fromkeys((word.translate(_JOINERS), plain))
    )


def near(word: str, limit: int = 3) -> list[str]:
    """At most ``limit`` listed words that differ from ``word`` by a spelling confusion or by one sign.

    >>> near("শ্রধা"), near("উৎশব")
    (['শ্রদ্ধা'], ['উৎসব'])
    """
    plain = word.translate(_JOINERS)
    found = dict.fromkeys(_by_fold().get(fold(plain), ()))
    if not found:
        found = dict.fromkeys(sorted(_edits(plain) & _listed(), key=lambda near: (abs(len(near) - len(plain)), near)))
    return list(found)[:limit]


def is_foreign(word: str) -> bool:
    """Whether ``word`` has sounds in a row that only foreign names and loans have.

    >>> is_foreign("ওয়াশিংটন"), is_foreign("মানুষ")
    (True, False)
    """
    return _FOREIGN.search(word) is not None


@cache
def _listed() -> frozenset[str]:
    return frozenset(word.translate(_JOINERS) for word in lexicon.words())


@cache
def _by_fold() -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for word in sorted(_listed()):
        table.setdefault(fold(word), []).append(word)
    return table


def _lines(name: str) -> Iterator[str]:
    for line in (files("harkara.bangla") / "data" / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield normalise(line)


@cache
def _endings() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All endings, longest first, and the prefixes."""
    endings: set[str] = set()
    prefixes: set[str] = set()
    for line in _lines("endings.tsv"):
        group, listed = line.split("\t")
        (prefixes if group == "prefix" else endings).update(listed.split())
    return tuple(sorted(endings, key=len, reverse=True)), tuple(prefixes)


def _size(word: str) -> int:
    return len(_LETTER.findall(word))


@lru_cache(maxsize=100_000)
def _is_base(word: str) -> bool:
    """Listed, a verb form, or listed with an ending that tells (or two that may)."""
    listed = _listed()
    if word in listed or is_verb_form(word):
        return True
    if _size(word) < 2 or word.endswith(_HASANTA):
        return False
    return any(word + ending in listed for ending in _TELLING) or sum(word + ending in listed for ending in _WEAK) > 1


@lru_cache(maxsize=100_000)
def _is_inflected(word: str, depth: int = 2) -> bool:
    if _is_base(word):
        return True
    if not depth:
        return False
    return any(
        word.endswith(ending)
        and _size(word[: -len(ending)]) > 1
        and not word[: -len(ending)].endswith(_HASANTA)
        and _is_inflected(word[: -len(ending)], depth - 1)
        for ending in _endings()[0]
    )


def _begins(word: str) -> bool:
    return _LETTER.match(word) is not None


def _has_prefix(word: str) -> bool:
    rests = (word[len(prefix) :] for prefix in _endings()[1] if word.startswith(prefix))
    return any(_begins(rest) and _size(rest) > 1 and _is_inflected(rest) for rest in rests)


def _is_joined(word: str) -> bool:
    """Whether ``word`` is a listed word of two letters or more and another of three or more."""
    listed = _listed()
    return any(
        word[:cut] in listed and _size(word[:cut]) > 1 and _size(word[cut:]) > 2 and _is_inflected(word[cut:], 1)
        for cut in range(2, len(word) - 2)
        if _begins(word[cut:]) and word[cut - 1] != _HASANTA
    )


def _edits(word: str) -> set[str]:
    """Every text one step away: a sign more, less, another, two exchanged, or a forgotten half of a conjunct."""
    halves = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    return (
        {before + sign + after for before, after in halves for sign in _INSERTED}
        | {before + sign + after[1:] for before, after in halves if after for sign in _SIGNS}
        | {before + after[1:] for before, after in halves if after}
        | {before + after[1] + after[0] + after[2:] for before, after in halves if len(after) > 1}
    )
