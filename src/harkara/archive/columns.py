"""What of a record goes into an index: its columns of tokens, the tags that filters choose by, and the instant.

The columns are those of ``harkara.bangla.analyse`` over headline, summary, text and writers, and two of the headline alone:
its stems (``head``), by which a hit there weighs more, and its words as they are printed, alone and under their sound
(``lead``), from which suggestions come.
"""

import hashlib
import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from harkara.bangla import normalise
from harkara.bangla.analyse import folded, sounds, tokens

from .record import Record

GAP = "·"
"""A token that no text has: between two parts, so that no phrase reaches from a headline into its story."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PRINTED = re.compile(r"[\u0981-\u09fe\u200c\u200da-z0-9]+")


class Columns(NamedTuple):
    """A record's columns, each its tokens between single spaces."""

    exact: str
    folded: str
    sounds: str
    head: str
    lead: str


@lru_cache(maxsize=400_000)
def forms(chunk: str) -> tuple[tuple[str, str, str], ...]:
    """The tokens of a piece of text without spaces, each in its exact form, its stem and its sound ("" without one).

    >>> forms("পুতিনের,")
    (('পুতিনের', 'পুতিন', 'ptn'),)
    """
    return tuple((token, folded(token), sounds(token)) for token in tokens(chunk))


def columns(record: Record) -> Columns:
    """The columns to store for a record."""
    parts = [_forms(part) for part in (record.headline, record.summary, record.body, *record.writers)]
    between = f" {GAP} "
    return Columns(
        between.join([" ".join([form[0] for form in part]) for part in parts if part]),
        between.join([" ".join([form[1] for form in part]) for part in parts if part]),
        " ".join([form[2] for part in parts for form in part if form[2]]),
        " ".join([form[1] for form in parts[0]]),
        " ".join(dict.fromkeys(chain.from_iterable(map(_leads, printed(record.headline))))),
    )


def printed(text: str) -> list[str]:
    """The words of a text as they are printed, in small letters, without punctuation.

    >>> printed("র‍্যাবের ‘অভিযান’")
    ['র‍্যাবের', 'অভিযান']
    """
    return [word for found in _PRINTED.findall(normalise(text).lower()) if (word := found.strip("\u200c\u200d"))]


def tags(record: Record) -> list[str]:
    """The tags of a record, by which filters choose it."""
    found = [tag("k", record.kind)]
    if record.section:
        found.append(tag("s", record.section))
    return [*found, *(tag("t", topic) for topic in record.topics), *(tag("w", writer) for writer in record.writers)]


@lru_cache(maxsize=20_000)
def tag(letter: str, name: str) -> str:
    """One tag: ``k`` a kind, ``s`` a section, ``t`` a topic, ``w`` a writer, whose name is compared by its tokens.

    Letters and digits only, so that every engine carries it; a long or foreign name is told by its digest.

    >>> tag("s", "sports"), tag("w", "রহিম  উদ্দিন") == tag("w", "রহিম উদ্দিন")
    ('s0sports', True)
    """
    plain = " ".join(tokens(name)) if letter == "w" else normalise(name).strip()
    if re.fullmatch("[a-z0-9]{1,24}", plain):
        return f"{letter}0{plain}"
    return letter + "1" + hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def instant(moment: datetime) -> int:
    """Microseconds since 1970 of an aware moment; one without a zone is taken for UTC."""
    return ((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - _EPOCH) // timedelta(microseconds=1)


def moment(microseconds: int) -> datetime:
    """The moment, in UTC, of an instant."""
    return _EPOCH + timedelta(microseconds=microseconds)


def _forms(text: str) -> list[tuple[str, str, str]]:
    return [form for chunk in text.split() for form in forms(chunk)]


@lru_cache(maxsize=200_000)
def _leads(word: str) -> tuple[str, ...]:
    sound = "".join(dict.fromkeys(form[2] for form in forms(word)))
    return (word, f"{sound}{GAP}{word}") if sound else (word,)
