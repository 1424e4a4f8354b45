"""Sentences: where they end, how long they take to read, and the first of them as an excerpt."""

import re
from collections.abc import Iterator
from functools import lru_cache
from math import ceil

from harkara.bangla.graphemes import length, truncate
from harkara.bangla.run_in import headline_end
from harkara.bangla.tables import table

__all__ = ["WORDS_PER_MINUTE", "excerpt", "reading_time", "split"]

WORDS_PER_MINUTE = 180
"""How many words of news are read in a minute. The mean of the 17 languages that were measured with the same texts is
184 ± 29, read aloud (IReST: Trauzettel-Klosinski and Dietz 2012, Investigative Ophthalmology & Visual Science 53, 5452,
doi 10.1167/iovs.11-8284); Bangla is not among them, hence a round number.
"""

_CLOSING = "”’\"'»)\\]"
_OPENING = "“‘„"  # they close too, where they stand at the end
_BANGLA = "\u0980-\u09fe"
# A mark that can end a sentence, what closes with it, and a quote after it that stands between spaces (an opening quote
# would stand at its word).
_END = re.compile(
    rf"(?:[।॥]+|[?!]+|(?P<stop>\.))(?P<closing>(?:[{_CLOSING}।?!.]|[{_OPENING}](?=[\s{_CLOSING}।]|\Z))*)(?:\s(?P<late>[”\"'’]+|‘)(?=\s|\Z))?"
    r"|(?P<quote>[”\"’')]+)(?=\s)"
)
_NEXT_QUOTE_CLOSES = re.compile(r"[^\"“”‘’]{0,400}(?<!\s)[\"”’](?![^\s।?!,.;:])")
_WORD_BEFORE = re.compile(rf"[\w{_BANGLA}\u200c\u200d.]+\Z")
_WORD_AFTER = re.compile(rf"[\s\"'“‘(]*([\w{_BANGLA}\u200c\u200d]+)")
_LONGEST_WORD = 40  # as far as is looked back for one
_LETTER = re.compile(r"[^\W\d_]")


@lru_cache(maxsize=1)
def _words() -> dict[str, frozenset[str]]:
    """The lists of ``data/sentences.toml``."""
    return {name: frozenset(words) for name, words in table("sentences").items()}


@lru_cache(maxsize=1)
def _speaker() -> re.Pattern[str]:
    """Matches what names the speaker after a quotation, up to the end of the sentence."""
    return re.compile(
        rf"[^।?!,:;“‘\"]{{0,80}}(?<![{_BANGLA}])(?:{'|'.join(_words()['says'])})[^।?!,:;“‘\"]{{0,80}}(?:।|\Z)"
    )


@lru_cache(maxsize=1)
def _quoted_clause() -> re.Pattern[str]:
    """Matches, at an opening quote, a quotation of three words or more that ends with a finite verb and no mark."""
    finite, negations = "|".join(_words()["finite"]), "|".join(_words()["negations"])
    last = rf"(?:[^\s“”\"‘’'।?!]*(?:{finite})|(?:{negations}))"
    return re.compile(rf"[“\"‘'(]\s?(?:[^\s“”\"‘’'।?!]+\s+){{2,}}{last}\s*[”\"’')]+")


def split(text: str) -> list[str]:
    """The sentences of ``text``, without the spaces around them; a line end always ends one.

    Danda, question and exclamation marks end a sentence, with the quotes and brackets that close after them. A full
    stop does so only after a whole word: not in decimals, times, initials and known abbreviations. A headline that was
    run into the beginning of its story stands alone where it can be told (``run_in``).

    >>> split('ড. ইউনূস এলেন। “কখন?” জানতে চান তিনি। বেলা ১১.৩০ মিনিটে!')
    ['ড. ইউনূস এলেন।', '“কখন?” জানতে চান তিনি।', 'বেলা ১১.৩০ মিনিটে!']
    >>> split("শিরোনাম\\nপ্রথম বাক্য।‘দ্বিতীয়?’")
    ['শিরোনাম', 'প্রথম বাক্য।', '‘দ্বিতীয়?’']
    """
    found: list[str] = []
    for line in text.splitlines():
        sentences = list(_sentences(line))
        if not found and (end := headline_end(sentences)):
            sentences[:1] = [sentences[0][:end], sentences[0][end:].lstrip()]
        found += sentences
    return found


def reading_time(text: str, words_per_minute: int = WORDS_PER_MINUTE) -> int:
    """Whole minutes to read ``text``, rounded up; 1 at least where there is a word, else 0.

    Raises ``ValueError`` where ``words_per_minute`` is below 1.

    >>> reading_time("একটি ছোট খবর।"), reading_time("শব্দ " * 400), reading_time("")
    (1, 3, 0)
    """
    if words_per_minute < 1:
        raise ValueError(f"Nobody reads {words_per_minute} words a minute; give 1 or more.")
    return ceil(sum(1 for word in text.split() if _LETTER.search(word) or word.isalnum()) / words_per_minute)


def excerpt(text: str, n: int) -> str:
    """As many whole sentences from the start of ``text`` as ``n`` graphemes hold, on one line.

    Where already the first is longer it is truncated after a word, with an ellipsis. Raises ``ValueError`` where ``n`` is
    negative.

    >>> excerpt("বৃষ্টি হবে। ঢাকায় রোদ উঠবে বিকেলে।", 12)
    'বৃষ্টি হবে।'
    >>> excerpt("ঢাকায় রোদ উঠবে বিকেলে।", 12)
    'ঢাকায় রোদ উঠবে…'
    """
    chosen: list[str] = []
    room = n
    for sentence in split(text):
        room -= length(sentence) + bool(chosen)
        if room < 0:
            break
        chosen.append(" ".join(sentence.split()))
    if not chosen:
        return truncate(" ".join(text.split()), n)
    return " ".join(chosen)


def _sentences(line: str) -> Iterator[str]:
    """The sentences of one line."""
    start = 0
    for mark in _END.finditer(line):
        if mark.start() < start:
            continue
        end = _end(line, start, mark)
        if end and (sentence := line[start:end].strip()):
            yield sentence
            start = end
    if rest := line[start:].strip():
        yield rest


def _end(line: str, start: int, mark: re.Match[str]) -> int | None:
    """Where the sentence that began at ``start`` ends if it ends with ``mark``; ``None`` if it goes on."""
    if mark["quote"]:
        return _end_of_quoted_clause(line, start, mark)
    late = mark["late"]
    if late and _NEXT_QUOTE_CLOSES.match(line, mark.end("late")):
        late = None  # so this one opens
    end = mark.end("late" if late else "closing")
    closing = late or mark["closing"].strip("।?!.")
    after = _WORD_AFTER.match(line, end)
    if mark["stop"]:
        if mark["closing"].startswith(".") and not closing:
            return None  # dots that trail off
        before = _WORD_BEFORE.search(line, max(start, mark.start() - _LONGEST_WORD), mark.start())
        if not line[end : end + 1].isspace() and end < len(line):
            return None
        if before and not closing and after and _held(before[0]):
            return None
        if after and after[1][0].islower():
            return None
    elif mark[0][0] in "?!" and end < len(line) and not line[end].isspace():
        return None
    if closing and after and (after[1] in _words()["goes_on"] or (mark[0][0] in "?!." and _speaker().match(line, end))):
        return None
    return end


def _end_of_quoted_clause(line: str, start: int, mark: re.Match[str]) -> int | None:
    """The end of a quotation that is a sentence although no mark ends it."""
    end = mark.end("quote")
    after = _WORD_AFTER.match(line, end)
    if not after or after[1] in _words()["goes_on"] | _words()["joins"]:
        return None
    opening = max(line.rfind(quote, start, mark.start("quote")) for quote in "“\"‘'(")
    # Where nothing in this sentence opens it, the mark closes a quotation of several sentences.
    alone = opening < 0 and mark["quote"][0] == "”" and line[mark.start("quote") - 1] != ","
    if not alone and not _quoted_clause().fullmatch(line, max(opening, start), end):
        return None
    return None if _speaker().match(line, end) else end


def _held(word: str) -> bool:
    """Whether a full stop after ``word`` ends nothing: abbreviations, initials, numbers of a list."""
    return "." in word or word in _words()["abbreviations"] or length(word) == 1 or word.isdigit()
