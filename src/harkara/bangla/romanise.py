"""Bangla in Latin letters, as a reader in Dhaka would write a name: পুতিন → putin, সংসদ → songsod.

The scheme, in the order of its rules:

* consonants by sound, without diacritics: ক k, খ kh, চ/ছ ch, জ/য j, ট/ত t, ড/দ d, ড় r, ণ/ন n, ফ f, ভ bh, শ/ষ sh, স s;
* vowels by sound, long as short: া a, ি/ী i, ু/ূ u, ে e, ৈ oi, ো o, ৌ ou, ৃ ri; অ and the inherent vowel are o;
* the inherent vowel is written only where it is heard; ``data/inherent.tsv``, counted from a pronouncing
  dictionary, says where by the neighbouring letters, the widest known context first;
* conjuncts by use: ক্ষ kkh (kh at the start), জ্ঞ gy, ঙ্গ ng, য-ফলা y (j after র and য, silent in স্ট্যান্ড),
  ব-ফলা w; ং ng, ঃ doubles what follows, ঁ is n before the stops চ ছ জ ট ড ত দ ধ ক and silent elsewhere;
* words with an established spelling (উত্তর uttar, ঢাকা dhaka) stand in ``data/romanised.tsv``; they keep it with endings.

The result is small letters; what is not Bangla passes unchanged. There is no way back, that is what ``avro`` is for.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from harkara.bangla.clean import normalise

__all__ = ["Unit", "contexts", "romanise", "units"]

_NUKTA = "\N{BENGALI SIGN NUKTA}"
_HASANTA = "\N{BENGALI SIGN VIRAMA}"
_CONSONANTS = {
    "ক": "k", "খ": "kh", "গ": "g", "ঘ": "gh", "ঙ": "ng", "চ": "ch", "ছ": "ch", "জ": "j", "ঝ": "jh", "ঞ": "n",
    "ট": "t", "ঠ": "th", "ড": "d", "ঢ": "dh", "ণ": "n", "ত": "t", "থ": "th", "দ": "d", "ধ": "dh", "ন": "n",
    "প": "p", "ফ": "f", "ব": "b", "ভ": "bh", "ম": "m", "য": "j", "র": "r", "ল": "l", "শ": "sh", "ষ": "sh", "স": "s",
    "হ": "h", "ৎ": "t", "ৰ": "r", "ৱ": "w", f"ড{_NUKTA}": "r", f"ঢ{_NUKTA}": "rh", f"য{_NUKTA}": "y",
    f"জ{_NUKTA}": "z",
}  # fmt: skip
_VOWELS = {
    "া": "a", "ি": "i", "ী": "i", "ু": "u", "ূ": "u", "ৃ": "ri", "ে": "e", "ৈ": "oi", "ো": "o", "ৌ": "ou",
    "অ": "o", "আ": "a", "ই": "i", "ঈ": "i", "উ": "u", "ঊ": "u", "ঋ": "ri", "এ": "e", "ঐ": "oi", "ও": "o", "ঔ": "ou",
    "অ্যা": "a", "ৄ": "ri", "ৠ": "ri", "ঌ": "li", "ৡ": "li", "ৢ": "li", "ৣ": "li", _HASANTA: "",
}  # fmt: skip
_UNIT = re.compile(
    f"(?P<cluster>[ক-নপ-রলশ-হৎৰৱ]{_NUKTA}?(?:{_HASANTA}[ক-নপ-রলশ-হৎৰৱ]{_NUKTA}?)*)(?P<sign>[া-ৄেৈোৌৢৣ]|{_HASANTA})?"
    f"(?P<marks>[ঁংঃ]*)|(?P<vowel>[অএ]{_HASANTA}যা?|[অ-ঌএঐওঔৠৡ])(?P<vowel_marks>[ঁংঃ]*)"
)
_LETTER = re.compile(f"[ক-হৎৰৱ]{_NUKTA}?")
_FOREIGN_RA = f"র\N{ZERO WIDTH JOINER}{_HASANTA}য"  # র‍্যাব is said rab
_UNJOINED = dict.fromkeys(map(ord, "\u200c\u200d"))
_RUN = re.compile("[\u0981-\u09e3\u09f0\u09f1]+")
_SYMBOLS = str.maketrans("০১২৩৪৫৬৭৮৯।॥", "0123456789..") | {ord("৳"): "Tk"}
_ENDINGS = {
    "দের": "der",
    "কে": "ke",
    "তে": "te",
    "এর": "er",
    "ের": "er",
    "র": "r",
    "য়": "y",
    "ে": "e",
    "ও": "o",
    "ই": "i",
}
_STOPS = tuple("চছজটডতদধক")
_SIMPLE_CONJUNCT = {
    ("ক", "ষ"): "kkh", ("জ", "ঞ"): "gy", ("ঙ", "গ"): "ng", ("ঙ", "ক"): "nk", ("ঙ", "খ"): "nkh", ("ঙ", "ঘ"): "ngh",
}  # fmt: skip
_LOAN_ENDS = frozenset("টডসকজপমফগচঞশ")  # a last conjunct with these may be a loan's, and silent: পার্ক, পয়েন্ট
_LOAN_STARTS = frozenset("রলঙ")
_FOREIGN_A = frozenset("গটডনপফসহ")
_NO_W = frozenset("মবরল")  # ব after these is sounded as b


class Unit(NamedTuple):
    """One written syllable: the letters of its cluster, the vowel sign (or independent vowel), ঁ ং ঃ."""

    cluster: tuple[str, ...]
    vowel: str  # "" is the inherent vowel, a hasanta is no vowel
    marks: str


def romanise(text: str) -> str:
    """``text`` with every Bangla word in Latin letters, Bangla digits as Latin ones, danda as full stop.

    >>> romanise("পুতিন ও কিম জং উন")
    'putin o kim jong un'
    >>> romanise("উত্তর কোরিয়া, জাতীয় সংসদ। ২০২২")
    'uttar koriya, jatiyo songsod. 2022'
    """
    spelled = normalise(text).replace(_FOREIGN_RA, "র").translate(_UNJOINED)
    return _RUN.sub(lambda run: _word(run.group()), spelled).translate(_SYMBOLS)


def units(word: str) -> list[Unit]:
    """The written syllables of ``word``; signs without a letter before them are passed over.

    >>> [("".join(u.cluster), u.vowel) for u in units("উত্তরে")]
    [('', 'উ'), ('তত', ''), ('র', 'ে')]
    """
    found = []
    for match in _UNIT.finditer(word):
        if match["vowel"]:
            vowel = "অ্যা" if _HASANTA in match["vowel"] else match["vowel"]
            found.append(Unit((), vowel, match["vowel_marks"]))
        else:
            letters = tuple(_LETTER.findall(match["cluster"]))
            sign = match["sign"] or (_HASANTA if letters[-1] == "ৎ" else "")
            found.append(Unit(letters, sign, match["marks"]))
    return found


def contexts(word: list[Unit], at: int) -> list[str]:
    """What surrounds the inherent vowel of unit ``at``, from the roughest description to the finest."""
    cluster = _HASANTA.join(word[at].cluster)
    kind = "K" if len(word[at].cluster) > 1 else "C"
    before, after, later = (_rough(word, at + step) for step in (-1, 1, 2))
    exact_before, exact_after = _exact(word, at - 1), _exact(word, at + 1)
    return [
        f"{kind}|{after}",
        f"{before}|{kind}|{after}",
        f"{before}|{kind}|{after} {later}",
        f"{before}|{cluster}|{after} {later}",
        f"{before}|{cluster}|{exact_after} {later}",
        f"{exact_before}|{cluster}|{after} {later}",
        f"{exact_before}|{cluster}|{exact_after} {later}",
        f"{exact_before}|{cluster}|{exact_after} {_exact(word, at + 2)}",
        f"{_exact(word, at - 2)} {exact_before}|{cluster}|{exact_after} {_exact(word, at + 2)}",
    ]


def _rough(word: list[Unit], at: int) -> str:
    if not 0 <= at < len(word):
        return "#"
    cluster, vowel, marks = word[at]
    kind = "" if not cluster else "C" if len(cluster) == 1 else "K"
    return kind + ("" if not vowel else "X" if vowel == _HASANTA else "V") + ("m" if marks else "")


def _exact(word: list[Unit], at: int) -> str:
    if not 0 <= at < len(word):
        return "#"
    cluster, vowel, marks = word[at]
    return _HASANTA.join(cluster) + vowel + marks


def _rows(name: str) -> Iterator[list[str]]:
    for line in (files("harkara.bangla") / "data" / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("# "):
            yield line.split("\t")


@cache
def _heard() -> dict[str, bool]:
    return {context: answer == "1" for context, answer in _rows("inherent.tsv")}


@cache
def _established() -> dict[str, str]:
    return {normalise(word): latin for word, latin in _rows("romanised.tsv")}


@lru_cache(maxsize=50_000)
def _word(word: str) -> str:
    known = _established()
    if word in known:
        return known[word]
    for ending, latin in _ENDINGS.items():
        stem = word.removesuffix(ending)
        if stem != word and stem in known:
            return known[stem] + latin
    return _by_rule(units(word))


def _by_rule(word: list[Unit]) -> str:
    written = []
    for at, unit in enumerate(word):
        following = word[at + 1].cluster[:1] if at + 1 < len(word) else ()
        doubled = at > 0 and "ঃ" in word[at - 1].marks
        after_ng = at > 0 and "ং" in word[at - 1].marks
        consonants = _cluster(unit.cluster, at == 0 or after_ng or word[at - 1].vowel == _HASANTA)
        if after_ng and unit.cluster[:1] in (("গ",), ("ঘ",)):
            consonants = consonants[1:]  # সংঘ songho
        if at == 0 and unit.vowel == "া" and unit.cluster[1:] and _is_foreign_a(unit.cluster):
            consonants = consonants[:-1]
        if doubled and consonants:
            consonants = consonants[0] + consonants
        if unit.cluster == (f"য{_NUKTA}",) and unit.vowel == "া" and at and word[at - 1].vowel in ("ও", "ো"):
            consonants = "w"
        written.append(consonants + _vowel(word, at) + _marks(unit.marks, following))
    return "".join(written)


def _is_foreign_a(cluster: tuple[str, ...]) -> bool:
    """Whether ্যা opens a foreign word as the a of hat, stand or block does (হ্যাট, স্ট্যান্ড)."""
    return cluster[-1] == "য" and (len(cluster) > 2 or cluster[0] in _FOREIGN_A)


def _vowel(word: list[Unit], at: int) -> str:
    vowel = word[at].vowel
    if vowel:
        return _VOWELS[vowel]
    if at == 0:
        return "a" if word[0].cluster[1:] == ("য",) else "o"
    if at == len(word) - 1 and _keeps_its_vowel(word[at].cluster, word[at - 1]):
        return "o"
    heard = _heard()
    return "o" if next((heard[context] for context in reversed(contexts(word, at)) if context in heard), True) else ""


def _keeps_its_vowel(last: tuple[str, ...], before: Unit) -> bool:
    """Whether a word ends in a sounded vowel for another reason than its surroundings: দেহ, দুঃখ, অন্ন."""
    if len(last) > 1 and last[-1] not in _LOAN_ENDS and last[0] not in _LOAN_STARTS:
        return True
    return "ঃ" in before.marks or (last == ("হ",) and before.vowel not in ("া", _HASANTA))


def _cluster(letters: tuple[str, ...], first: bool) -> str:
    written = ""
    at = 0
    while at < len(letters):
        letter, pair = letters[at], letters[at : at + 2]
        if pair in _SIMPLE_CONJUNCT:
            written += _SIMPLE_CONJUNCT[pair][1 if pair == ("ক", "ষ") and (first or at) else 0 :]
            at += 2
            continue
        if at and letter == "য":
            written += "j" if letters[at - 1] in ("র", "য") else "y"
        elif at and letter == "ব" and letters[at - 1] not in _NO_W:
            written += "w"
        else:
            written += _CONSONANTS.get(letter) or _CONSONANTS[letter[0]]
        at += 1
    return written


def _marks(marks: str, following: tuple[str, ...]) -> str:
    written = "ng" if "ং" in marks else ""
    if "ঁ" in marks and following and following[0] in _STOPS:
        written += "n"
    return written + ("h" if "ঃ" in marks and not following else "")
