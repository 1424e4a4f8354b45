"""The words Bangla is known to have: ``data/words.txt.xz`` (see ``data/make_words.py`` for its sources and licences)."""

import lzma
from functools import cache
from importlib.resources import files

__all__ = ["words"]


@cache
def words() -> frozenset[str]:
    """Some 65,000 words as newspapers write them, many with their endings, spelled as ``clean.normalise`` stores them.

    >>> "সরকারের" in words(), "সরকারেরর" in words()
    (True, False)
    """
    packed = (files("harkara.bangla") / "data" / "words.txt.xz").read_bytes()
    lines = lzma.decompress(packed).decode("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
