"""The one analyser for indexing and querying: text in, three columns of tokens out.

* exact: the words as they stand, apart from spelling that carries no meaning (joiners, case, Bangla or Latin digits);
* folded: their stems without the distinctions spellers confuse (``stem``);
* sounds: the cross-script key of each word (``skeleton``), by which putin finds পুতিন.

A column is a line of tokens between spaces, made only of Bangla signs, small ASCII letters, digits and the decimal sign
``·``: any engine that splits at spaces (SQLite FTS5 with ``tokenize='ascii'``, an array for PostgreSQL's tsvector) carries
it unchanged. Weigh the columns by ``WEIGHTS``, exact first.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from harkara.bangla.clean import normalise
from harkara.bangla.skeleton import key
from harkara.bangla.stem import fold, stem

__all__ = ["WEIGHTS", "Analysis", "analyse", "folded", "sounds", "tokens"]

WEIGHTS = (10.0, 5.0, 3.0)
"""What a match in the exact, folded and sounds column is worth to bm25.

Large on purpose: bm25 multiplies the count of a word by its weight before it saturates, so that with weights about 10
it matters how many words of the query a text holds, and hardly how often.
"""

_DIGITS = str.maketrans("০১২৩৪৫৬৭৮৯", "0123456789")
_INVISIBLE = dict.fromkeys(map(ord, "\u200c\u200d\u00ad\u2060\ufeff\u200b"))
_SIGNS = "\u0981-\u0983\u0985-\u09b9\u09bc-\u09ce\u09d7-\u09e3\u09f0\u09f1\u09fe"
_LATIN = "a-z\u00df-\u00f6\u00f8-\u024f"
_TOKEN = re.compile(
    rf"(?P<number>(?<![0-9]\.)(?:[0-9]+(?:,[0-9]{{2,3}})+(?:\.[0-9]+)?(?![0-9])|[0-9]+[.·][0-9]+(?![.·]?[0-9])))"
    rf"|(?P<short>(?:[{_SIGNS}]{{1,4}}\.){{2,}}[{_SIGNS}]{{0,4}}|(?:[a-z]\.){{2,}}[a-z]?)"
    rf"|(?P<word>[0-9{_SIGNS}{_LATIN}]+(?:['’ʼ`][{_SIGNS}{_LATIN}]+)*)"
)
_APOSTROPHES = str.maketrans("", "", "'’ʼ`")


class Analysis(NamedTuple):
    """The three columns of a text, each its tokens between single spaces."""

    exact: str
    folded: str
    sounds: str


def tokens(text: str) -> list[str]:
    """The exact tokens of ``text``, in order.

    Hyphens, dashes and dandas divide; an apostrophe inside a word, the dots of an abbreviation and the commas of a
    number do not, and are left out. A decimal point becomes ``·``.

    >>> tokens("ই-পাসপোর্ট ৫.৫% বেড়েছে; এ.কে.এম ও’ব্রায়েন, র‍্যাবের ১,২৩,৪৫৬।")
    ['ই', 'পাসপোর্ট', '5·5', 'বেড়েছে', 'একেএম', 'ওব্রায়েন', 'র্যাবের', '123456']
    """
    return list(_tokens(text))


def folded(token: str) -> str:
    """The stem-and-fold form of one exact token.

    >>> folded("কোরিয়ার") == folded("কোরিয়া"), folded("শ্রেণী") == folded("শ্রেণি"), folded("café")
    (True, True, 'cafe')
    """
    return _folded(token)


def sounds(token: str) -> str:
    """The cross-script key of one exact token, of its stem where it is Bangla; ``""`` below two consonants.

    >>> sounds("পুতিনের"), sounds("putin"), sounds("মা")
    ('ptn', 'ptn', '')
    """
    return _sounds(token)


def analyse(text: str) -> Analysis:
    """The columns to store for ``text`` (for a query see ``query.parse``).

    >>> analyse("পুতিনের সঙ্গে ৩০ মিনিট")
    Analysis(exact='পুতিনের সঙ্গে 30 মিনিট', folded='পুতিন সংগে 30 মিনিট', sounds='ptn sn mnt')
    """
    exact = tokens(text)
    return Analysis(
        " ".join(exact),
        " ".join([_folded(token) for token in exact]),
        " ".join([sound for token in exact if (sound := _sounds(token))]),
    )


def _tokens(text: str) -> Iterator[str]:
    plain = normalise(text).translate(_INVISIBLE).lower().translate(_DIGITS)
    for match in _TOKEN.finditer(plain):
        kind, found = match.lastgroup, match.group()
        if kind == "number":
            yield found.replace(",", "").replace(".", "·")
        elif kind == "short":
            yield found.replace(".", "")
        else:
            yield found.translate(_APOSTROPHES)


@lru_cache(maxsize=200_000)
def _folded(token: str) -> str:
    if token.isascii() or "·" in token:
        return token
    if token[0] > "\u024f":
        return fold(stem(token)) or token
    decomposed = unicodedata.normalize("NFKD", token)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@lru_cache(maxsize=200_000)
def _sounds(token: str) -> str:
    if token[0].isdigit():
        return ""
    sound = key(stem(token) if token[0] > "\u024f" else _folded(token))
    return sound if len(sound) > 1 else ""
