"""The words Bangla is known to have: a generated list and a written one.

``data/words.txt.xz`` is generated (``data/make_words.py`` tells its sources and licences), ``data/more_words.txt`` fills
its gaps by hand.
"""

import lzma
from functools import cache
from importlib.resources import files

from harkara.bangla.clean import normalise

__all__ = ["words"]


@cache
def words() -> frozenset[str]:
    """Some 65,000 words as newspapers write them, many with their endings, spelled as ``clean.normalise`` stores them.

    >>> "সরকারের" in words(), "সরকারেরর" in words()
    (True, False)
    """
    data = files("harkara.bangla") / "data"
    generated = lzma.decompress((data / "words.txt.xz").read_bytes()).decode("utf-8").splitlines()
    written = normalise((data / "more_words.txt").read_text(encoding="utf-8")).splitlines()
    return frozenset(
        [line for line in generated if not line.startswith("#")]
        + [word for line in written if not line.startswith("#") for word in line.split()]
    )
