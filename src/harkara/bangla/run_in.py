"""A headline that was run into its story: pasted text often loses the line end between the two, and no mark ends it."""

import re
from collections.abc import Sequence
from functools import lru_cache

from harkara.bangla.tables import table

__all__ = ["headline_end"]

_BANGLA = "\u0980-\u09fe\u200c\u200d"
_SHORTEST, _LONGEST = 4, 18  # words of a headline
_REST = 4  # words at least that have to follow it in the sentence
_NEAR = 25  # words of the story among which one of the headline's comes again
_STEM = 4  # characters by which a word is known again, whatever its ending
_OPENING = "\"'‘“"
_JOINING = ",;:-–—।"
_MARKS = "\"'‘’“”,.:;()-–—।?!"


@lru_cache(maxsize=1)
def _closing_verb() -> re.Pattern[str]:
    """Matches a finite verb of the kind that closes headlines, with its negation, where a word follows without a mark."""
    lists = table("sentences")
    endings, whole = "|".join(lists["headline_endings"]), "|".join(lists["headline_verbs"])
    return re.compile(rf"(?<![{_BANGLA}])(?:[{_BANGLA}]{{2,}}(?:{endings})|{whole})(?:\s(?:না|নি))?(?=\s)")


def headline_end(sentences: Sequence[str]) -> int | None:
    """Where in the first of ``sentences`` a headline ends that was run into it, in code points; ``None`` if there is none.

    Bangla closes a clause with its verb. So the headline ends behind a finite verb which nothing joins to what follows,
    if the story then takes up a word of the headline, as leads do. Headlines without a verb are not found.

    >>> headline_end(["হাঙরের আক্রমণে এক কিশোর আহত হয়েছে শনিবার সকালে ছেলেটি হাঙরের মুখে পড়েছিল।", "সে সুস্থ।"])
    34
    >>> headline_end(["শনিবার সকালে হাঙরের আক্রমণে এক কিশোর আহত হয়েছে।", "সে সুস্থ।"])
    """
    if len(sentences) < 2:
        return None
    first, story = sentences[0], " ".join(sentences[1:3]).split()
    for verb in _closing_verb().finditer(first):
        headline, rest = first[: verb.end()].split(), first[verb.end() :].split()
        if not _SHORTEST <= len(headline) <= _LONGEST or len(rest) < _REST:
            continue
        if _stands_alone(headline) and not _goes_on(rest) and _stems(headline) & _stems((rest + story)[:_NEAR]):
            return verb.end()
    return None


def _stands_alone(headline: Sequence[str]) -> bool:
    """Whether no word in ``headline`` makes a part of a longer sentence of it: who, which, when; it is said that."""
    lists, bare = table("sentences"), [word.strip(_MARKS) for word in headline]
    return headline[0][0] not in _OPENING and not any(
        word in lists["relatives"] or (word in lists["reports"] and place >= len(bare) - 2)
        for place, word in enumerate(bare)
    )


def _goes_on(rest: Sequence[str]) -> bool:
    """Whether ``rest``, after a verb, belongs to its sentence: by its first word, or since no verb ends it."""
    lists, word = table("sentences"), rest[0].strip(_MARKS)
    joined = rest[0][0] in _JOINING or any(word in lists[name] for name in ("continues", "goes_on", "joins"))
    verbs = (*lists["finite"], *lists["negations"], *lists["headline_verbs"], *lists["verb_endings"])
    return joined or not rest[-1].strip(_MARKS).endswith(verbs)


def _stems(words: Sequence[str]) -> set[str]:
    """The beginnings of the longer of ``words``."""
    return {bare[:_STEM] for word in words if len(bare := word.strip(_MARKS)) >= _STEM}
