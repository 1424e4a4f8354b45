"""What a reader types into the search box, understood: words, "phrases", exclusions. No input is an error."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from harkara.bangla.analyse import folded, sounds, tokens

__all__ = ["Query", "is_stopword", "parse"]

_PART = re.compile(
    r"(?P<minus>(?<!\S)[-\N{MINUS SIGN}\N{EN DASH}])?"
    r"(?:[\"“”„«](?P<phrase>[^\"“”„«»]*)[\"“”»]?|(?P<words>[^\s\"“”„«»]+))"
)
_TELLING_SOUND = 3  # consonants of a Bangla word below which its sound matches too much


@dataclass(frozen=True, slots=True)
class Query:
    """A query as exact tokens: ``words`` of which some should match, ``phrases`` that must, ``excluded`` that must not."""

    words: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]
    excluded: tuple[tuple[str, ...], ...]

    def fts5(self) -> str:
        """The query for SQLite FTS5 over the columns ``exact``, ``folded``, ``sounds`` (``tokenize='ascii'``).

        Words are joined by OR and left to the ranking, since a query that demands them all finds next to nothing;
        the sounds column is asked for Latin words and for Bangla words of three consonants (গুগুল, গুগল). ``""`` where
        there is nothing to look for.

        >>> parse("putin -ফুটবল").fts5()
        '(exact : "putin" OR folded : "putin" OR sounds : "ptn") NOT (exact : "ফুটবল" OR folded : "ফুটবল")'
        """
        required = [_fts5_phrase(phrase) for phrase in self.phrases]
        optional = list(dict.fromkeys(choice for word in self.words for choice in _fts5_word(word)))
        if required and optional:
            # A word beside a phrase raises its rank and is not needed: (phrase AND words) OR phrase.
            phrases = " AND ".join(required)
            wanted = f"({phrases}) OR ({phrases} AND ({' OR '.join(optional)}))"
        else:
            wanted = " AND ".join(required) or " OR ".join(optional)
        if not wanted:
            return ""
        unwanted = "".join(f" NOT {_fts5_phrase(phrase)}" for phrase in self.excluded)
        return f"({wanted}){unwanted}" if unwanted else wanted


def parse(text: str) -> Query:
    """The query in ``text``: quotation marks of any kind make phrases, a minus before a word or phrase excludes it.

    Stop words count only in phrases, or where there is nothing else; an unclosed quotation mark closes at the end.

    >>> parse('কিম "উত্তর কোরিয়া" -ফুটবল এবং')
    Query(words=('কিম',), phrases=(('উত্তর', 'কোরিয়া'),), excluded=(('ফুটবল',),))
    """
    words: list[str] = []
    phrases: list[tuple[str, ...]] = []
    excluded: list[tuple[str, ...]] = []
    for part in _PART.finditer(text):
        found = tuple(tokens(part["phrase"] or part["words"] or ""))
        if not found:
            continue
        if part["minus"]:
            excluded.append(found)
        elif len(found) > 1 and part["phrase"]:
            phrases.append(found)
        else:
            words.extend(found)
    telling = [word for word in words if word not in _stopwords()]
    if not telling and not phrases:
        telling = words
    return Query(tuple(dict.fromkeys(telling)), tuple(phrases), tuple(excluded))


def is_stopword(word: str) -> bool:
    """Whether ``word`` says nothing of what a text is about; its list is ``data/stopwords.txt``.

    >>> is_stopword("এবং"), is_stopword("নদী")
    (True, False)
    """
    found = tokens(word)
    return bool(found) and all(token in _stopwords() for token in found)


@cache
def _stopwords() -> frozenset[str]:
    lines = (files("harkara.bangla") / "data" / "stopwords.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(token for line in lines if not line.startswith("#") for token in tokens(line))


def _fts5_word(word: str) -> list[str]:
    """The ways in which one word may match."""
    choices = [f'exact : "{word}"', f'folded : "{folded(word)}"']
    sound = sounds(word)
    if sound and (word.isascii() or len(sound) >= _TELLING_SOUND):
        choices.append(f'sounds : "{sound}"')
    return choices


def _fts5_phrase(phrase: tuple[str, ...]) -> str:
    exact = " ".join(phrase)
    stems = " ".join(folded(word) for word in phrase)
    return f'(exact : "{exact}" OR folded : "{stems}")'
