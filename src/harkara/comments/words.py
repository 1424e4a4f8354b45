"""The list of abuse, and finding its words whatever is done to hide them.

Words are compared by their shape: the analyser's folds (ঈ/ই, শ/ষ/স …), no mark or joiner, no sign twice in a row; in Latin
letters without accents, look-alikes of other alphabets and digits that stand for letters, and with the spellings of Banglish
made one. A word of both scripts is compared in Latin letters. Where signs or blanks stand between the letters of a word, it
is read without them, unless what stands there are words of their own (“খান কি বললেন”). A star stands for one letter or two.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from django.db.models import Count, Max

from harkara.bangla import graphemes, lexicon
from harkara.bangla.clean import normalise
from harkara.bangla.romanise import romanise
from harkara.bangla.stem import fold

from .models import ListedWord

MOST: Final = 2000
"""Words that the desk may add or strike off."""

LONG: Final = 5
LONG_IN_LATIN: Final = 7
"""Letters from which on a word is known in Latin letters too, and from which on it is known when a blank stands in it: fewer
come together by chance (“haram, I think”).
"""

TOGETHER: Final = 3
"""Words in a row that are read as one."""

SPELLED: Final = 24
"""Single letters in a row that are read as a word."""

RUN: Final = 120
STARRED: Final = 20
"""Single letters in a row, and words with stars, that are looked at in one text: a comment costs milliseconds."""

_BANGLA: Final = re.compile("[\u0980-\u09ff]")
_LATIN: Final = re.compile("[a-z]")
_CHUNK: Final = re.compile(r"\S+")
_LETTERS: Final = re.compile("[^\\W_]+(?:[\u0981-\u0983\u09bc\u09be-\u09cd\u09d7]+[^\\W_]*)*")
_STARS: Final = re.compile(r"[*#_•✱×@%]+")
_STARRED: Final = re.compile(r"[^\W_][*#_•✱×@%]+|[*#_•✱×@%]+[^\W_]")
_TWICE: Final = re.compile(r"(.)\1+")
_DOUBLED: Final = re.compile("([ক-হ])\N{BENGALI SIGN VIRAMA}\\1")
_MARKS: Final = dict.fromkeys(map(ord, "\N{BENGALI SIGN NUKTA}\N{BENGALI SIGN VISARGA}\N{BENGALI SIGN CANDRABINDU}"))
_ALIKE: Final = str.maketrans("аеорсухіјѕԁһкмтвнοανρτικεαьßıɑ", "aeopcyxijsdhkmtbhoavptikeabsia")
_DIGITS: Final = str.maketrans("013457@$!8", "oieastasib")
_SPELLINGS: Final = (
    *(
        ("ch", "C"),
        ("sh", "s"),
        ("ph", "f"),
        ("ck", "k"),
        ("bh", "b"),
        ("dh", "d"),
        ("gh", "g"),
        ("jh", "j"),
        ("kh", "k"),
    ),
    *(("th", "t"), ("zh", "j"), ("c", "k"), ("q", "k"), ("v", "b"), ("z", "j"), ("y", "i"), ("ee", "i"), ("oo", "u")),
)
_ENDINGS: Final = {
    "bn": (
        *("গুলোর", "গুলার", "গুলো", "গুলা", "গুলি", "দেরকে", "দের", "ের", "েরা", "েদের", "টাকে", "টার", "টা", "টি"),
        *("রা", "কে", "রে", "তে", "র", "ই", "ও", "য", "ে", "ো"),
    ),
    "la": ("gulo", "gula", "der", "er", "era", "ra", "ta", "ti", "ke", "re", "r", "s", "e", "o"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """The shapes of a list, by script, each with the word as it was listed."""

    bn: Mapping[str, str]
    la: Mapping[str, str]

    def of(self, shape: str, *, exactly: bool = False) -> str | None:
        """The listed word that ``shape`` is, or is with an ending."""
        script = "bn" if _BANGLA.search(shape) else "la"
        known = self.bn if script == "bn" else self.la
        if shape in known or exactly:
            return known.get(shape)
        for ending in _ENDINGS[script]:
            if shape.endswith(ending) and len(shape) - len(ending) >= 3:
                found = known.get(shape.removesuffix(ending))
                if found:
                    return found
        return None


def shape(word: str) -> str:
    """What is compared of a ``word`` or of several, which are read as one. Empty for what has no letter.

    >>> shape("হারামী") == shape("হা\u200bরাা-মি"), shape("Har4mi") == shape("haraami"), shape("কুtta") == shape("kutta")
    (True, True, True)
    """
    plain = unicodedata.normalize("NFKC", normalise(word)).lower().translate(_ALIKE)
    if _BANGLA.search(plain):
        if not _LATIN.search(plain):
            return _bangla(plain)
        plain = romanise(normalise(plain))
    return _latin(plain)


def found(text: str) -> list[str]:
    """The listed words in ``text`` (as it is kept), each once, in their order. One query, two after the list was changed."""
    return find(text, listed())


def find(text: str, words: Words) -> list[str]:
    """The words of the list in ``text``, each once."""
    hits: dict[str, None] = {}
    for one in _candidates(text, words):
        hits[one] = None
    return list(hits)


def listed() -> Words:
    """The list as it stands: the one that every paper begins with, and what the desk changed of it."""
    told = ListedWord.objects.aggregate(count=Count("shape"), last=Max("at"))
    return _listed(told["count"], told["last"])


@lru_cache(maxsize=1)
def _listed(count: int, last: object) -> Words:
    changes = list(ListedWord.objects.values_list("shape", "word", "is_listed")[:MOST])
    struck = {shape for shape, _, is_listed in changes if not is_listed}
    added = [word for _, word, is_listed in changes if is_listed]
    return made([word for word in seeds() if shape(word) not in struck] + added)


def made(entries: Iterable[str]) -> Words:
    """A list of these words."""
    by_script: dict[str, dict[str, str]] = {"bn": {}, "la": {}}
    for word in entries:
        key = shape(word)
        is_bangla = _BANGLA.search(key) is not None
        by_script["bn" if is_bangla else "la"].setdefault(key, word)
        if is_bangla and len(latin := _latin(romanise(normalise(word)))) >= LONG:
            by_script["la"].setdefault(latin, word)
    return Words(by_script["bn"], by_script["la"])


@cache
def seeds() -> tuple[str, ...]:
    """The words with which every paper begins."""
    lines = (files("harkara.comments") / "abuse.txt").read_text(encoding="utf-8").splitlines()
    return tuple(normalise(line) for line in lines if line and not line.startswith("#"))


def _candidates(text: str, words: Words) -> Iterator[str]:
    parts: list[str] = []
    stars = 0
    for chunk in _CHUNK.findall(text):
        inside = _LETTERS.findall(chunk)
        parts += inside
        hit = words.of(shape("".join(inside))) if len(inside) > 1 else None
        if hit and (all(graphemes.length(part) == 1 for part in inside) or _is_hidden(inside, hit)):
            yield hit
        if stars < STARRED and _STARRED.search(chunk):
            stars += 1
            if masked := _starred(chunk, words):
                yield masked
    shapes = [shape(part) for part in parts]
    for at, one in enumerate(shapes):
        if hit := words.of(one):
            yield hit
        for end in range(at + 2, min(at + TOGETHER, len(parts)) + 1):
            whole = "".join(shapes[at:end])
            if (hit := words.of(whole)) and _is_hidden(parts[at:end], hit):
                yield hit
    yield from _spelled(parts, words)


def _spelled(parts: list[str], words: Words) -> Iterator[str]:
    """Words of which each letter stands alone."""
    run: list[str] = []
    for part in [*parts, "\n\n"]:
        if graphemes.length(part) == 1:
            run.append(part)
            continue
        for at in range(min(len(run), RUN) - TOGETHER + 1):
            for end in range(at + TOGETHER, min(at + SPELLED, len(run)) + 1):
                if hit := words.of(shape("".join(run[at:end])), exactly=True):
                    yield hit
        run = []


def _is_hidden(parts: list[str], word: str) -> bool:
    """Whether ``parts`` are a ``word`` that somebody took apart, and no words of their own that stand side by side."""
    is_latin = not _BANGLA.search("".join(parts))
    if len(word.split()) > 1 or sum(map(graphemes.length, parts)) >= (LONG_IN_LATIN if is_latin else LONG):
        return True
    if is_latin:
        return all(len(part) == 1 for part in parts)
    return any(_BANGLA.search(part) and not _is_word(part) for part in parts)


def _is_word(part: str) -> bool:
    return normalise(part).replace("\u200c", "").replace("\u200d", "") in lexicon.words()


def _starred(chunk: str, words: Words) -> str | None:
    """The listed word of which stars took a letter. What is left is two letters at least, the first among them."""
    left = _STARS.split(chunk)
    ends = [shape(part) for part in left]
    if not ends[0] or sum(map(len, ends)) < 2:
        return None
    pattern = re.compile(".{0,4}".join(map(re.escape, ends)))
    for known in (words.bn, words.la):
        for key, word in known.items():
            if key[0] == ends[0][0] and pattern.fullmatch(key):
                return word
    return None


def _bangla(plain: str) -> str:
    letters = "".join(re.findall("[\u0980-\u09ff]", fold(plain)))
    return _DOUBLED.sub(r"\1", _TWICE.sub(r"\1", letters.translate(_MARKS)))


def _latin(plain: str) -> str:
    bare = "".join(sign for sign in unicodedata.normalize("NFD", plain) if not unicodedata.combining(sign))
    letters = bare.translate(_DIGITS) if len(re.findall("[a-z]", bare)) > 1 else bare
    heard = "".join(re.findall("[a-z]", letters))
    for written, sound in _SPELLINGS:
        heard = heard.replace(written, sound)
    return _TWICE.sub(r"\1", heard)
