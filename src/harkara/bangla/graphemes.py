"""What a reader takes for one letter: cutting text without splitting a conjunct.

Built on extended grapheme clusters (UAX #29, with the conjunct rule GB9c of Unicode 15.1) as ``regex`` finds them; a ya-phala
written with a joiner (র‍্যা) and a khanda ta stay whole too.

>>> split("স্বরাষ্ট্র")
['স্ব', 'রা', 'ষ্ট্র']
"""

import regex

_CLUSTER = regex.compile(r"\X(?:(?<=\N{BENGALI SIGN VIRAMA})\N{ZERO WIDTH NON-JOINER}?)?")
_SPACE = regex.compile(r"\s")


def split(text: str) -> list[str]:
    """The letters of ``text``, in order; joined they are ``text`` again."""
    return _CLUSTER.findall(text)


def length(text: str) -> int:
    """How many letters a reader counts, spaces included."""
    return sum(1 for _ in _CLUSTER.finditer(text))


def cut(text: str, n: int) -> str:
    """The first ``n`` letters of ``text``.

    >>> cut("মন্ত্রী", 2)
    'মন্ত্রী'
    """
    if n < 0:
        raise ValueError(f"Cannot cut to {n} letters: give zero or more.")
    taken = []
    for index, match in enumerate(_CLUSTER.finditer(text)):
        if index >= n:
            break
        taken.append(match[0])
    return "".join(taken)


def truncate(text: str, n: int, end: str = "…") -> str:
    """``text`` when it has at most ``n`` letters; else at most ``n``, ``end`` included, cut at a word where there is one.

    >>> truncate("স্বরাষ্ট্রমন্ত্রীর বৈঠক", 9)
    'স্বরাষ্ট্রমন্ত্রীর…'
    """
    if length(text) <= n:
        return text
    kept = cut(text, max(0, n - length(end)))
    following = text[len(kept) : len(kept) + 1]
    if following and not _SPACE.match(following):
        words = kept.rsplit(maxsplit=1)
        if len(words) == 2:
            kept = words[0]
    return kept.rstrip(" ,;:–—-") + end


def initials(name: str) -> str:
    """The first letters of a name's words, vowel signs left off but conjuncts whole.

    >>> initials("শ্যামল কান্তি রায়")
    'শ্যকর'
    """
    firsts = []
    for word in name.split():
        letters = [letter for letter in split(word) if letter[0].isalpha()]
        if letters:
            firsts.append(regex.sub(r"[\u09be-\u09cc\u09d7\u0981-\u0983]+$", "", letters[0]))
    return "".join(firsts)
