"""What readers may be called, and which names look alike.

A name is written in Bangla or in plain Latin letters, no word in both. Two names look alike where nothing is left between
them once spaces, marks, joiners, letters that spellers confuse (the analyser's folds) and signs of nearly one shape are
taken away. Nobody may look like somebody else, nor look or sound like who works here.

Source of the shapes: Unicode Technical Standard 39, section 4 (confusable detection), for the Latin ones; the Bangla ones,
which it does not have, differ by a dot or a hook.
"""

import re
from typing import Final

from harkara.bangla import graphemes
from harkara.bangla.clean import normalise
from harkara.bangla.digits import to_latin
from harkara.bangla.skeleton import key
from harkara.bangla.stem import fold

from .errors import Refused

SHORTEST: Final = 2
LONGEST: Final = 40
"""Letters, as readers know them."""

_BANGLA: Final = "\u0981-\u0983\u0985-\u09b9\u09bc-\u09ce\u09d7-\u09e3\u09f0\u09f1\u200c\u200d"
_WORD: Final = re.compile(rf"[{_BANGLA}০-৯.'’-]+|[A-Za-z0-9.'’-]+")
_LETTER: Final = re.compile(rf"[{_BANGLA}A-Za-z]")
_MARKS: Final = re.compile("[\\s.'’\u200c\u200d-]")
_NUKTA: Final = "\N{BENGALI SIGN NUKTA}"
_SHAPES: Final = str.maketrans(
    {
        "0": "o",
        "1": "l",
        "i": "l",
        "5": "s",
        "8": "b",
        "\N{BENGALI LETTER RA}": "\N{BENGALI LETTER BA}",
        "\N{BENGALI SIGN CANDRABINDU}": "",
        "\N{BENGALI SIGN VISARGA}": "",
        _NUKTA: "",
    }
)
_PAIRS: Final = (("rn", "m"), ("vv", "w"), ("cl", "d"))

_TELLING: Final = 4
"""Consonants from which on a name is known by its sound: shorter ones sound like too many others."""

OFFICES: Final = (
    *("সম্পাদক", "প্রকাশক", "মডারেটর", "অ্যাডমিন", "প্রশাসক", "প্রতিবেদক", "সংবাদদাতা", "কর্তৃপক্ষ", "ডেস্ক", "নিউজরুম"),
    *("admin", "administrator", "moderator", "editor", "publisher", "staff", "newsroom", "official", "support", "desk"),
)
"""Words that say that somebody works here: no part of a reader's name."""


def clean(name: str) -> str:
    """The name as it is kept. Raises :class:`~harkara.comments.errors.Refused` for what is no name, and says why."""
    name = " ".join(normalise(name).split())
    for word in name.split():
        if not _WORD.fullmatch(word):
            raise Refused("name_letters", word=graphemes.truncate(word, LONGEST))
    if not SHORTEST <= graphemes.length(name) <= LONGEST or len(name) > 60 or len(_LETTER.findall(name)) < SHORTEST:
        raise Refused("name_length", name=graphemes.truncate(name, LONGEST), least=SHORTEST, most=LONGEST)
    for word in name.split():
        if looks(word) in _OFFICES:
            raise Refused("name_office", word=word)
    return name


def looks(name: str) -> str:
    """What is left of ``name`` where only what the eye catches counts.

    >>> looks("রহিম উদ্দিন") == looks("বহীমউদ্দীন"), looks("Admin") == looks("Adm1n"), looks("করিম") == looks("রহিম")
    (True, True, False)
    """
    plain = to_latin(_MARKS.sub("", normalise(name)).lower())
    shape = fold(plain).translate(_SHAPES)
    for pair, one in _PAIRS:
        shape = shape.replace(pair, one)
    return shape[:120]


def sounds(name: str) -> str:
    """The consonants of ``name`` in any script, ``""`` where they are too few to tell it from others.

    >>> sounds("সেলিনা পারভীন") == sounds("Selina Parvin"), sounds("সেলিম")
    (True, '')
    """
    heard = "".join(key(word) for word in _MARKS.sub(" ", normalise(name)).split())
    return heard[:120] if len(heard) >= _TELLING else ""


_OFFICES: Final = frozenset(looks(word) for word in OFFICES)
