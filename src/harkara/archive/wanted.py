"""A search understood: what its text says, through the analyser, and what its filters choose."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from harkara.bangla.analyse import folded, sounds
from harkara.bangla.query import parse

from .columns import instant, tag
from .index import LAST_PAGE, PER_PAGE, Search, Sort

MOST_WORDS = 24
"""Words of a query that are looked for; what comes after them is left out."""

_TELLING = 3  # consonants of a Bangla word below which its sound matches too much
_FIRST, _LAST = -(1 << 62), 1 << 62


@dataclass(frozen=True, slots=True)
class Word:
    """A word that should be found: as it is written, its stem, and its sound ("" where that tells too little).

    ``heard`` are other stems that are meant by it as well (see ``hearing``).
    """

    exact: str
    folded: str
    sound: str
    heard: tuple[str, ...] = ()

    @property
    def is_latin(self) -> bool:
        """Whether it is in Latin letters, so that its sound is what finds Bangla."""
        return self.exact.isascii() and not self.exact.isdigit()


Phrase = tuple[str, ...]
"""Stems in their order."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search as engines take it. ``tags`` must all stand on a record, and one of each of ``any_tags``; it is of
    an instant from ``since`` up to, not including, ``until`` (microseconds since 1970; None: no bound).
    """

    words: tuple[Word, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    excluded: tuple[Phrase, ...] = ()
    tags: tuple[str, ...] = ()
    any_tags: tuple[tuple[str, ...], ...] = ()
    since: int | None = None
    until: int | None = None
    sort: Sort = "relevance"
    offset: int = 0

    @property
    def looks_for_text(self) -> bool:
        """Whether there is a word or phrase to find."""
        return bool(self.words or self.phrases)

    @property
    def filters(self) -> bool:
        """Whether anything beside the text chooses."""
        return bool(self.tags or self.any_tags or self.excluded or self.since is not None or self.until is not None)


def understand(search: Search) -> Wanted:
    """What is wanted. Nothing raises: a zone nobody knows is the paper's, a page before the first is the first."""
    query = parse(search.text[:2000])
    since, until = _days(search)
    parts = search.parts if search.section else ()
    named = (("s", "" if parts else search.section), ("t", search.topic), ("w", search.writer))
    one_of = (("s", (search.section, *parts) if parts else ()), ("k", search.kinds))
    return Wanted(
        words=tuple(map(word, query.words[:MOST_WORDS])),
        phrases=tuple(_phrase(phrase) for phrase in query.phrases[:MOST_WORDS]),
        excluded=tuple(_phrase(phrase) for phrase in query.excluded[:MOST_WORDS]),
        tags=tuple(tag(letter, name) for letter, name in named if name),
        any_tags=tuple(tuple(tag(letter, name) for name in names) for letter, names in one_of if names),
        since=since,
        until=until,
        sort=search.sort if search.sort in ("newest", "oldest") else "relevance",
        offset=(min(max(search.page, 1), LAST_PAGE + 1) - 1) * PER_PAGE,
    )


def word(token: str) -> Word:
    """A word of a query, from its exact token."""
    sound = sounds(token)
    return Word(token, folded(token), sound if token.isascii() or len(sound) >= _TELLING else "")


def _phrase(phrase: tuple[str, ...]) -> Phrase:
    return tuple(folded(token) for token in phrase[:MOST_WORDS])


def _days(search: Search) -> tuple[int | None, int | None]:
    """The instants at which the first day begins and the day after the last."""
    try:
        zone: ZoneInfo = ZoneInfo(search.zone)
    except (ValueError, OSError, LookupError):
        zone = ZoneInfo("Asia/Dhaka")
    since = _midnight(search.begins, zone) if search.begins else None
    until = None
    if search.ends and search.ends < date.max:
        until = _midnight(search.ends + timedelta(days=1), zone)
    return since, until


def _midnight(day: date, zone: ZoneInfo) -> int:
    try:
        return instant(datetime.combine(day, time(), zone).astimezone(UTC))
    except (OverflowError, ValueError):
        return _FIRST if day.year < 5000 else _LAST
