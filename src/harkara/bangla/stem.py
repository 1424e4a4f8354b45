"""A light stemmer and spelling folds, for search: কোরিয়ার → কোরিয়া, লিখেছিলেন → লেখা, হঠাৎ → হঠাত.

An ending goes only where a word list, or the length of what is left, vouches for the stem; a word that takes endings
itself (সরকার, because of সরকারের) keeps its own. Verbs are looked up in a table of forms built from ``data/verbs.tsv``.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from importlib.resources import files

from harkara.bangla import lexicon
from harkara.bangla.clean import normalise

__all__ = ["fold", "is_verb_form", "stem"]

_HASANTA = "\N{BENGALI SIGN VIRAMA}"
_CONSONANT_END = re.compile("[ক-হড়ঢ়য়\u09bc]$")
_LETTERS = re.compile("[অ-হৎ]\u09bc?")
_NUMBERED = re.compile(r"([0-9·]+)[ঀ-৾]+")
_LEMMA_AFTER_CONSONANT: tuple[str, ...] = ("ের", "কে", "েরা")
_LEMMA_AFTER_VOWEL: tuple[str, ...] = ("র", "কে", "তে")
_LEMMA_AFTER_E: tuple[str, ...] = ("কে", "রা", "দের", "টি")  # not র: নির্বাচনের says nothing about নির্বাচনে


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of one ``word`` spelled as ``normalise`` stores it (without joiners): the dictionary form, about.

    >>> [stem(word) for word in ("কোরিয়ার", "কিমকে", "নির্বাচনে", "বইগুলোর", "দেখিয়েছেন", "২১শে")]
    ['কোরিয়া', 'কিম', 'নির্বাচন', 'বই', 'দেখানো', '২১']
    >>> [stem(word) for word in ("পুতিন", "জাপান", "সিলেট", "সরকার", "লিটন")]
    ['পুতিন', 'জাপান', 'সিলেট', 'সরকার', 'লিটন']
    """
    numbered = _NUMBERED.fullmatch(word.translate(_DIGITS))
    if numbered:
        return word[: len(numbered[1])]
    if len(word) < 3 or word in _kept():
        return word
    verb = _verbs().get(word)
    if verb is not None:
        return verb
    return _without_ending(word)


def is_verb_form(word: str) -> bool:
    """Whether ``word`` is a form of a verb in the table.

    >>> is_verb_form("লিখেছিলেন"), is_verb_form("বাড়ি")
    (True, False)
    """
    return word in _verbs()


def fold(word: str) -> str:
    """``word`` without the distinctions spellers confuse: ঈ/ই, ঊ/উ, ণ/ন, শ/ষ/স, ৎ/ত, ঙ/ং, ঁ; Bangla digits as Latin.

    >>> fold("শ্রেণী") == fold("স্রেনি"), fold("হঠাৎ") == fold("হঠাত"), fold("৫০০")
    (True, True, '500')
    """
    folded = word.translate(_FOLDS).replace("ঙ" + _HASANTA, "ং").replace("ঙ", "ং")
    return folded.rstrip(_HASANTA)


_DIGITS = str.maketrans("০১২৩৪৫৬৭৮৯", "0123456789")
_FOLDS = _DIGITS | str.maketrans("ঈঊীূণশষৎ", "ইউিুনসসত", "ঁ\u200c\u200d")


_JOINERS = dict.fromkeys(map(ord, "\u200c\u200d"))


def _without_ending(word: str) -> str:
    if not _is_lemma(word):
        for ending in _ending_of(word, "case"):
            shorter = word[: -len(ending)]
            if shorter in _kept():
                return shorter
            if shorter in _known() and _is_lemma(shorter) and len(_LETTERS.findall(shorter)) > 1:
                return stem(shorter)
    for group in ("sure", "case", "article", "also"):
        found = [left for ending in _ending_of(word, group) if (left := _without(word, ending, group)) is not None]
        if found:
            best = min(found, key=lambda left: (not _is_lemma(left), left not in _known()))
            return best if group == "sure" else stem(best)
    return word


def _without(word: str, ending: str, group: str) -> str | None:
    """What is left of ``word`` without ``ending``; ``None`` where the ending belongs to the word."""
    left = word[: -len(ending)]
    if left.endswith(_HASANTA) or len(_LETTERS.findall(left)) < 2:
        return None
    consonant = _CONSONANT_END.search(left) is not None
    if (ending[0] == "ে" and not consonant) or (ending[:2] == "য\u09bc" and (consonant or left[-1] not in "াোওইেু")):
        return None
    if group == "sure":
        return left
    if group != "article" and _is_lemma(word):
        return None
    if group == "article" and _verbs().get(left, left) != left:
        return None  # কমিটি is no form of কমা
    if left in _known() or left in _kept() or _is_vouched_for(left, ending):
        return left
    if group == "also":
        inner = stem(left)
        return left if inner != left and inner in _known() else None
    if group == "article" or word in _known():
        return None
    return left if _long_enough(left, ending, consonant) else None


def _is_vouched_for(left: str, ending: str) -> bool:
    """Whether the list has ``left`` with other endings than ``ending``, though not alone."""
    known = _known()
    others = _LEMMA_AFTER_CONSONANT if _CONSONANT_END.search(left) else _LEMMA_AFTER_VOWEL
    return not left.endswith("ে") and any(other != ending and left + other in known for other in others)


def _long_enough(left: str, ending: str, consonant: bool) -> bool:
    """Whether an unknown word may lose a case ending: ের and কে soon, a lone র or ে only from longer words."""
    count = len(_LETTERS.findall(left))
    if ending in ("র", "য\u09bc", "রা", "তে"):
        return not consonant and (left.endswith(("িয\u09bcা", "ো", "ে", "ই", "ও")) or (count >= 3 and left[-1] in "িী"))
    return count >= (3 if ending in ("ে", "েই", "েও") else 2)


@lru_cache(maxsize=200_000)
def _is_lemma(word: str) -> bool:
    """Whether ``word`` takes case endings itself, as the list knows them; then its own last letters are no ending."""
    endings = _LEMMA_AFTER_CONSONANT if _CONSONANT_END.search(word) else _LEMMA_AFTER_VOWEL
    if word.endswith("ে"):
        endings = _LEMMA_AFTER_E
    known = _known()
    return any(word + ending in known for ending in endings)


def _lines(name: str) -> Iterator[str]:
    for line in (files("harkara.bangla") / "data" / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield normalise(line)


@cache
def _known() -> frozenset[str]:
    return frozenset(word.translate(_JOINERS) for word in lexicon.words())


@cache
def _kept() -> frozenset[str]:
    return frozenset(word for line in _lines("keep.txt") for word in line.split())


@cache
def _endings() -> dict[str, dict[str, list[str]]]:
    """By group, then by last letter, the endings, longest first."""
    groups: dict[str, dict[str, list[str]]] = {}
    for line in _lines("endings.tsv"):
        group, endings = line.split("\t")
        for ending in endings.split():
            groups.setdefault(group, {}).setdefault(ending[-1], []).append(ending)
    for by_letter in groups.values():
        for endings_of_letter in by_letter.values():
            endings_of_letter.sort(key=len, reverse=True)
    return groups


def _ending_of(word: str, group: str) -> Iterator[str]:
    """The endings of ``group`` that ``word`` ends in, longest first."""
    return (ending for ending in _endings()[group].get(word[-1], ()) if word.endswith(ending))


@cache
def _verbs() -> dict[str, str]:
    """Every form of every verb of the table, with its verbal noun."""
    forms: dict[str, str] = {}
    others: set[str] = set()
    for line in _lines("verbs.tsv"):
        noun, kind, *stems = line.split("\t")
        if kind == "x":
            others.update(noun.split())
            continue
        if kind == "f":
            forms.update(dict.fromkeys(stems[0].split(), noun))
            continue
        for form in _FORMS[kind](*stems):
            forms.setdefault(form, noun)
        for ending in ("", "র", "য\u09bc", "তে", "টা", "টি", "ই", "ও", "রই", "রও"):
            forms.setdefault(noun + ending, noun)
    emphatic = {form + ending: noun for form, noun in forms.items() if form[-1] != "ি" for ending in "ইও"}
    return {form: noun for form, noun in (emphatic | forms).items() if form not in others}


_ASPECT = ("ি", "", "ো", "ে", "েন", "িস", "িলাম", "িল", "িলো", "িলে", "িলেন")
_PAST = ("াম", "", "ো", "ে", "েন")
_HABIT = ("াম", "", "ো", "ে", "েন")
_FUTURE = ("", "ো", "ে", "েন", "ার")


def _joined(base: str, endings: tuple[str, ...]) -> list[str]:
    return [base + ending for ending in endings]


def _consonant_forms(present: str, past: str, participle: str) -> list[str]:
    return [
        *_joined(present, ("ে", "েন", "ো")),
        *_joined(past, ("ি", "িস", "ুন", "ুক", "ছি", "বার")),
        *_joined(past + "ছ", _ASPECT),
        *_joined(past + "ল", _PAST),
        *_joined(past + "ত", _HABIT),
        *_joined(past + "ব", _FUTURE),
        *_joined(participle, ("ে",)),
        *_joined(participle + "েছ", _ASPECT),
    ]


def _vowel_forms(present: str, continuous: str, future: str, past: str, participle: str, infinitive: str) -> list[str]:
    return [
        *_joined(present, ("য\u09bc", "ও")),
        *_joined(continuous, ("ই", "ক")),
        *_joined(continuous + "চ্ছ", _ASPECT),
        *_joined(future + "ব", _FUTURE),
        *_joined(past + "ল", _PAST),
        *_joined(infinitive + "ত", _HABIT),
        *_joined(participle, ("ে",)),
        *_joined(participle + "েছ", _ASPECT),
    ]


def _causative_forms(present: str, participle: str) -> list[str]:
    return [
        *_joined(present, ("য\u09bc", "ন", "ও", "ই")),
        *_joined(present + "চ্ছ", _ASPECT),
        *_joined(present + "ল", _PAST),
        *_joined(present + "ত", _HABIT),
        *_joined(present + "ব", _FUTURE),
        *_joined(participle, ("ে",)),
        *_joined(participle + "েছ", _ASPECT),
    ]


_FORMS: dict[str, Callable[..., list[str]]] = {"c": _consonant_forms, "v": _vowel_forms, "n": _causative_forms}
