"""The cross-script key: what is left of a word when spelling, script and vowels are taken away.

পুতিন, putin and Poutine share the key ``ptn``. Keys collide, and are meant to: the key finds candidates, ``distance``
orders them. ``data/skeleton.tsv`` holds the classes of consonants.
"""

import re
from functools import cache, lru_cache
from importlib.resources import files

from harkara.bangla.clean import normalise
from harkara.bangla.romanise import romanise

__all__ = ["distance", "key"]

_BANGLA = re.compile("[\u0981-\u09e3\u09f0\u09f1]")
_JOINERS = dict.fromkeys(map(ord, "\u200c\u200d"))
# What is written and not said, or said as something else; the order matters.
_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("ক্ষ", "খ"),
        ("জ্ঞ", "গ"),
        ("[ঙং]্?[গঘ]", "ঙ"),
        ("ন্?গ(?=[ুে])", "ঙ"),  # দোকানগুলো: "ng" in Latin letters cannot be told from ং
        ("^র্য", "র"),  # র‍্যাব without its joiner; a word cannot begin with a reph
        ("(?<!র)্য(?!\u09bc)", ""),  # য-ফলা
        ("^উদ্ব", "উদব"),
        ("(?<![মরলব])্ব", ""),  # ব-ফলা
        ("[ডঢ]\u09bc", "র"),
        ("য\u09bc", ""),
    )
]
_SPECIAL = re.compile("[\u09bc\u09cdঙংন]")
_TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=100_000)
def key(word: str) -> str:
    """The consonant skeleton of ``word``, in small Latin letters; ``""`` where there is no consonant.

    >>> key("পুতিন"), key("putin"), key("Poutine")
    ('ptn', 'ptn', 'ptn')
    >>> key("সংসদ") == key("songsod") == key("sangsad")
    True
    """
    return _bangla(normalise(word)) if _BANGLA.search(word) else _latin(word.lower())


def distance(one: str, other: str) -> float:
    """How far two words are apart by ear, whatever their scripts: 0.0 for the same romanised spelling.

    A step costs 1.0 for a consonant; vowels, h, y, w and doubled letters, which spellers treat freely, cost less.

    >>> distance("পুতিন", "putin"), distance("পুতিন", "putine") < distance("পতন", "putine")
    (0.0, True)
    """
    left, right = _heard(one), _heard(other)
    row = [0.0]
    for letter in right:
        row.append(row[-1] + _weight(letter))
    for letter in left:
        previous, row = row, [row[0] + _weight(letter)]
        for at, opposite in enumerate(right):
            row.append(
                min(
                    previous[at] + _exchange(letter, opposite),
                    previous[at + 1] + _weight(letter),
                    row[at] + _weight(opposite),
                )
            )
    return round(row[-1], 3)


@cache
def _classes(script: str) -> dict[str, str]:
    table = {}
    for line in (files("harkara.bangla") / "data" / "skeleton.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith(f"{script}\t"):
            _, written, sound = line.split("\t")
            table.update(dict.fromkeys(written.split(), sound))
    return table


@cache
def _latin_letters() -> re.Pattern[str]:
    longest_first = sorted(_classes("latin"), key=len, reverse=True)
    return re.compile("|".join(longest_first) + "|c(?=[eiy])|[a-z]")


def _bangla(word: str) -> str:
    word = word.translate(_JOINERS)
    if _SPECIAL.search(word):
        for pattern, sound in _SOUNDS:
            word = pattern.sub(sound, word)
    classes = _classes("bangla")
    return _finished("".join(classes.get(letter, "") for letter in word))


def _latin(word: str) -> str:
    classes = _classes("latin")
    sounds = []
    for match in _latin_letters().finditer(word):
        letter = match.group()
        if letter == "c":
            sounds.append("s" if word[match.end() : match.end() + 1] in ("e", "i", "y") else "k")
        elif letter not in "aeiouyw":
            sounds.append(classes.get(letter, letter))
    return _finished("".join(sounds))


def _finished(skeleton: str) -> str:
    """Without the h inside a word and without doubled sounds."""
    return _TWICE.sub(r"\1", skeleton[:1] + skeleton[1:].replace("h", ""))


_ALIKE = [("chh", "ch"), ("kkh", "K"), ("ksh", "K"), ("kh", "K"), ("sh", "S"), ("ch", "C"), ("bh", "v"), ("ph", "f"),
          ("ee", "i"), ("oo", "u"), ("aa", "a"), ("ou", "O"), ("au", "O"), ("th", "T"), ("dh", "D"), ("gh", "G"),
          ("jh", "J"), ("ck", "k"), ("q", "k"), ("x", "ks")]  # fmt: skip
_VOWELS = frozenset("aeiouO")
_LIGHT = frozenset("hyw")
_NEAR = {
    frozenset(pair): cost
    for pair, cost in (
        ("ao", 0.2), ("iy", 0.2), ("ei", 0.3), ("uo", 0.4), ("ou", 0.4), ("Oo", 0.3), ("Ou", 0.3), ("ae", 0.4),
        ("sS", 0.2), ("jz", 0.2), ("vb", 0.3), ("vw", 0.3), ("pf", 0.4), ("Cs", 0.6), ("Cc", 0.2), ("kc", 0.2),
        ("sc", 0.4), ("tT", 0.3), ("dD", 0.3), ("kK", 0.3), ("gG", 0.3), ("jJ", 0.3), ("jg", 0.5),
        ("zs", 0.4), ("KS", 0.6), ("rd", 0.6), ("nm", 0.6), ("bw", 0.4), ("uw", 0.3), ("ow", 0.4),
    )
}  # fmt: skip


@lru_cache(maxsize=100_000)
def _heard(word: str) -> str:
    latin = romanise(word).lower()
    for written, sound in _ALIKE:
        latin = latin.replace(written, sound)
    return _TWICE.sub(r"\1", latin)


def _weight(letter: str) -> float:
    return 0.4 if letter in _VOWELS else 0.3 if letter in _LIGHT else 1.0


def _exchange(letter: str, opposite: str) -> float:
    if letter == opposite:
        return 0.0
    near = _NEAR.get(frozenset((letter, opposite)))
    if near is not None:
        return near
    return 0.5 if letter in _VOWELS and opposite in _VOWELS else 1.0
