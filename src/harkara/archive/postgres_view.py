"""What the tables of an index say within one transaction: :class:`.view.View` on PostgreSQL.

Ranking is bm25 where a word counts once in a text, however often it stands there: so the GIN index alone can answer. Each
form of each word is one walk along the index; a sum over the records it meets is their rank. A walk is bounded: where
words are common, only the newest of those that have the rarest of them are ranked (:data:`MOST_RANKED`).
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain
from typing import Any

import psycopg

from . import postgres_lexemes as lexemes
from .index import Place
from .packing import Card
from .view import WEIGHTS, Column, Row, rarity
from .wanted import Wanted, Word

MOST_RANKED = 20_000
"""About how many records are ranked for one search."""
MOST_COUNTED = 10_000
"""Up to how many records are counted for a total."""
MOST_CARDS = 400
"""Up to how many cards of what was found are read at once."""
AROUND = 15
"""Texts before one that are read with it, and a third of those after it: whoever asks for one asks for a page."""
_SATURATION, _BY_LENGTH = 1.2, 0.75  # bm25's k1 and b, as everywhere


class PostgresView:
    """An index as it stands in the transaction of ``connection``."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection
        self._known: dict[str, int] = {}
        self._found: list[int] = []
        self._cards: dict[int, Card] = {}
        self._texts: dict[int, str] = {}

    def place(self) -> Place | None:
        """The place noted in the commit."""
        position, change = self._state[2:]
        return None if position is None else Place(position, change)

    def count(self) -> int:
        """How many records there are."""
        return int(self._state[0])

    def frequency(self, column: Column, term: str) -> int:
        """How many records have a term, exactly."""
        return self._frequencies([lexemes.lexeme(column, term)])[0]

    def holds(self, column: Column, term: str) -> bool:
        """Whether any record has a term."""
        return self.frequency(column, term) > 0

    def find(self, wanted: Wanted, *, every: bool, limit: int) -> Sequence[Row]:
        """The first ``limit`` records in the order wanted."""
        is_ranked = wanted.sort == "relevance" and wanted.looks_for_text
        rows = self._ranked(wanted, every, limit) if is_ranked else self._in_time(wanted, every, limit)
        self._found = [row.address for row in rows[:MOST_CARDS]]
        return rows

    def total(self, wanted: Wanted, *, every: bool) -> int:
        """How many records are found; where a text is looked for, one more than :data:`MOST_COUNTED` for any more."""
        query, between = self._match(wanted, every), _between(wanted)
        if not query and not wanted.filters:
            return self.count()
        rows = self._rows(
            f"SELECT count(*) FROM (SELECT FROM stories WHERE {_where(query and 'query', between)} LIMIT %(most)s) AS found",  # noqa: S608 (see _rows)
            {"query": query, "most": MOST_COUNTED + 1 if wanted.looks_for_text else None, **between},
        )
        return int(rows[0][0])

    def sections(self, wanted: Wanted, *, every: bool) -> dict[str, int]:
        """How many there are of each section; {} where there are more than :data:`MOST_COUNTED`."""
        query, between = self._match(wanted, every), _between(wanted)
        where = _where(query and "query", between)
        rows = self._rows(
            f"SELECT section, count(*) FROM (SELECT section FROM stories WHERE {where} LIMIT %(most)s) AS found"  # noqa: S608 (see _rows)
            " GROUP BY section ORDER BY count(*) DESC, section",
            {"query": query, "most": MOST_COUNTED + 1, **between},
        )
        if sum(number for _, number in rows) > MOST_COUNTED:
            return {}
        return {section: number for section, number in rows if section}

    def alike(self, terms: dict[str, float], wanted: Wanted, limit: int) -> Sequence[Row]:
        """Records that have any of these stems, each worth its weight, the best first."""
        stems = [lexemes.lexeme("folded", stem) for stem in terms]
        frequencies = self._frequencies(stems)
        forms = [
            (stem, weight * rarity(self.count(), frequency))
            for stem, weight, frequency in zip(stems, terms.values(), frequencies, strict=True)
        ]
        forms += [form for stem, weight in terms.items() for form in self._repeated(stem, weight)]
        return self._scored(forms, lexemes.required(wanted), _between(wanted), limit)

    def terms(self, column: Column, prefix: str, limit: int) -> list[tuple[str, int]]:
        """The most frequent terms of a column that begin so, each with the number of its records."""
        first = lexemes.lexeme(column, prefix)
        if not first:
            return []
        rows = self._rows(
            "SELECT lexeme, records FROM terms WHERE lexeme >= %(first)s AND lexeme < %(past)s"
            " ORDER BY records DESC, lexeme LIMIT %(limit)s",
            {"first": first, "past": first + "\U0010ffff", "limit": limit},
        )
        return [(found[len(lexemes.SIGNS[column]) :], records) for found, records in rows]

    def card(self, address: Any) -> Card:
        """What a hit shows beside its text."""
        if address not in self._cards:
            # Whoever asks for one of what was found asks for more.
            rows = self._rows(
                "SELECT id, kind, number, href, section, headline, summary, writers FROM stories WHERE id = ANY(%(ids)s)",
                {"ids": [*self._found, address]},
            )
            self._cards.update((row[0], Card(*[*row[1:-1], tuple(row[-1])])) for row in rows)
        return self._cards[address]

    def whole(self, address: Any) -> tuple[Card, str]:
        """That, and the text."""
        if address not in self._texts:
            at = self._found.index(address) if address in self._found else 0
            near = self._found[max(0, at - AROUND) : at + 3 * AROUND]
            rows = self._rows("SELECT id, body FROM stories WHERE id = ANY(%(ids)s)", {"ids": [*near, address]})
            self._texts.update((identity, body) for identity, body in rows)
        return self.card(address), self._texts[address]

    def learn(self, wanted: Wanted) -> None:
        """Asks at once how many records have whatever decides how a search is answered."""
        self._frequencies(
            [form for word in wanted.words for _, form in _met(word)]
            + [sign + word.folded[: lexemes.LONGEST] for word in wanted.words for _, sign in lexemes.REPEATED]
            + [lexemes.TAG + tag for tag in (*wanted.tags, *chain.from_iterable(wanted.any_tags))]
        )

    def kept(self, key: str) -> Row | None:
        """Where the record with a key is kept; None where there is none."""
        rows = self._rows("SELECT id, 0.0, instant FROM stories WHERE key = %(key)s", {"key": key})
        return Row(*rows[0]) if rows else None

    @cached_property
    def _state(self) -> tuple[Any, ...]:
        return self._rows("SELECT records, tokens, position, change FROM state", {})[0]

    def _rows(self, query: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
        """What a query finds. Its words are this module's own; whatever was typed is in ``given``."""
        return self._connection.execute(query, given).fetchall()

    def _frequencies(self, wanted: Sequence[str]) -> list[int]:
        """How many records have each of those lexemes."""
        unknown = list({one for one in wanted if one not in self._known})
        if unknown:
            self._known.update(dict.fromkeys(unknown, 0))
            rows = self._rows("SELECT lexeme, records FROM terms WHERE lexeme = ANY(%(unknown)s)", {"unknown": unknown})
            self._known.update(rows)
        return [self._known[one] for one in wanted]

    def _match(self, wanted: Wanted, every: bool) -> str:
        """The tsquery of all that is found; "" where nothing but days choose."""
        if every:
            words = [lexemes.either(self._needed(word)) for word in wanted.words]
            return lexemes.both(*words, lexemes.required(wanted))
        # Beside a phrase a word raises the rank and is not needed.
        ways = [] if wanted.phrases else [way for word in wanted.words for way in _ways(word)]
        return lexemes.both(lexemes.either(ways) if ways else "", lexemes.required(wanted))

    def _in_time(self, wanted: Wanted, every: bool, limit: int) -> Sequence[Row]:
        """The first by time. Where many are found, those near the end are looked at first."""
        query = self._match(wanted, every)
        is_oldest = wanted.sort == "oldest"
        order = "instant, id" if is_oldest else "instant DESC, id DESC"
        between = _between(wanted)
        about = self._about(wanted, every)
        near = self._nearest(between, about, limit * 4, is_oldest=is_oldest) if query else None
        for bounds in ([near] if near else []) + [between]:
            rows = self._rows(
                f"WITH found AS MATERIALIZED (SELECT id, instant FROM stories WHERE {_where(query and 'query', bounds)})"  # noqa: S608 (see _rows)
                f" SELECT id, 0.0, instant FROM found ORDER BY {order} LIMIT %(limit)s"
                if query
                else f"SELECT id, 0.0, instant FROM stories WHERE {_where('', bounds)} ORDER BY {order} LIMIT %(limit)s",  # noqa: S608 (see _rows)
                {"query": query, "limit": limit, **bounds},
            )
            if len(rows) == limit:
                break
        return [Row(*row) for row in rows]

    def _ranked(self, wanted: Wanted, every: bool, limit: int) -> Sequence[Row]:
        """The best by what they have of the words. Where many are found, the newest of those that have the rarest."""
        words = [*wanted.words, *(Word(stem, stem, "") for stem in dict.fromkeys(chain.from_iterable(wanted.phrases)))]
        forms = [form for word in words for form in self._forms(word)]
        if every or wanted.phrases:
            return self._newest(forms, wanted, self._match(wanted, every), self._about(wanted, every), limit)
        known = [word for word in words if self._spread(word)]
        rarest = replace(wanted, words=self._rarest(known))
        # Whatever has a form of any word is found: where all words are asked for, no more need be said of them.
        everything = lexemes.required(wanted)
        base = self._match(rarest, every) if len(rarest.words) < len(known) else everything
        rows = self._newest(forms, wanted, base, self._about(rarest, every), limit)
        if len(rows) < limit and base != everything:
            more = self._newest(forms, wanted, everything, self._about(wanted, every), limit)
            have = {row.address for row in rows}
            rows = sorted([*rows, *(row for row in more if row.address not in have)], key=_best_first)[:limit]
        return rows

    def _newest(
        self, forms: Sequence[tuple[str, float]], wanted: Wanted, base: str, about: int, limit: int
    ) -> Sequence[Row]:
        """The best of what ``base`` finds; of the newest, where that is about more than can be ranked."""
        between = _between(wanted)
        near = self._nearest(between, about, MOST_RANKED, is_oldest=False)
        rows = self._scored(forms, base, near or between, limit)
        return self._scored(forms, base, between, limit) if near and len(rows) < limit else rows

    def _scored(
        self, forms: Sequence[tuple[str, float]], base: str, between: dict[str, int], limit: int
    ) -> Sequence[Row]:
        """The records of ``base`` by the sum of what the forms they have are worth."""
        mean = max(self._state[1] / max(self.count(), 1), 1)
        given: dict[str, Any] = {"limit": limit, **between}
        given["rest"], given["by_length"] = 1 + _SATURATION * (1 - _BY_LENGTH), _SATURATION * _BY_LENGTH / mean
        walks = []
        for number, (form, worth) in enumerate(forms):
            given[f"form{number}"] = lexemes.both(lexemes.quoted(form), base and f"({base})")
            given[f"worth{number}"] = worth * (_SATURATION + 1)
            walks.append(
                f"SELECT id, instant, %(worth{number})s::float8 / (%(rest)s::float8 + %(by_length)s::float8 * length) AS part"  # noqa: S608 (see _rows)
                f" FROM stories WHERE {_where(f'form{number}', between)}"
            )
        if not walks:
            return []
        rows = self._rows(
            f"SELECT id, sum(part), min(instant) FROM ({' UNION ALL '.join(walks)}) AS walks"  # noqa: S608 (see _rows)
            " GROUP BY id ORDER BY 2 DESC, 3 DESC, 1 DESC LIMIT %(limit)s",
            given,
        )
        return [Row(*row) for row in rows]

    def _forms(self, word: Word) -> list[tuple[str, float]]:
        """The lexemes by which a word is met that stand anywhere, each with what it is worth: its weight times its rarity."""
        found = _met(word)
        frequencies = self._frequencies([form for _, form in found])
        forms = [
            (form, WEIGHTS[column] * rarity(self.count(), frequency))
            for (column, form), frequency in zip(found, frequencies, strict=True)
            if frequency
        ]
        return forms + self._repeated(word.folded, WEIGHTS["folded"])

    def _repeated(self, stem: str, weight: float) -> list[tuple[str, float]]:
        """The lexemes of a stem that stands more often than once, each with what that adds to its worth."""
        worth, before, forms = weight * rarity(self.count(), self.frequency("folded", stem)), 1.0, []
        for times, sign in lexemes.REPEATED:
            now = times * (_SATURATION + 1) / (times + _SATURATION)
            forms.append((sign + stem[: lexemes.LONGEST], worth * (now - before)))
            before = now
        frequencies = self._frequencies([form for form, _ in forms])
        return [form for form, frequency in zip(forms, frequencies, strict=True) if frequency]

    def _needed(self, word: Word) -> list[str]:
        """The tsqueries of which one must be true of a record that has the word: its stem's, or, where the word is in Latin
        letters or unknown, its sound's.
        """
        ways = _ways(word)
        return ways if word.is_latin or not self.frequency("folded", word.folded) else ways[:1]

    def _spread(self, word: Word) -> int:
        """How many records have a word in any form, at most."""
        stems = sum(self.frequency("folded", stem) for stem in (word.folded, *word.heard))
        return stems + (self.frequency("sounds", word.sound) if word.sound else 0)

    def _rarest(self, words: list[Word]) -> tuple[Word, ...]:
        """The words whose records are ranked: without the commonest ones, as long as there are too many."""
        kept, left = sorted(words, key=self._spread), sum(map(self._spread, words))
        while left > MOST_RANKED and len(kept) > 1:
            left -= self._spread(kept.pop())
        return tuple(kept)

    def _about(self, wanted: Wanted, every: bool) -> int:
        """About how many are found, days aside, as if words stood where they do by chance."""
        everything = max(self.count(), 1)
        shares = [min(self._spread(word) / everything, 1.0) for word in wanted.words]
        found = math.prod(shares) if every else min(sum(shares), 1.0) if shares and not wanted.phrases else 1.0
        stems = [lexemes.lexeme("folded", stem) for stems in wanted.phrases for stem in stems]
        tags = self._frequencies([lexemes.TAG + tag for tag in wanted.tags])
        one_of = [sum(self._frequencies([lexemes.TAG + tag for tag in group])) for group in wanted.any_tags]
        found *= math.prod(min(number / everything, 1.0) for number in [*self._frequencies(stems), *tags, *one_of])
        return int(found * everything)

    def _nearest(self, between: dict[str, int], about: int, enough: int, *, is_oldest: bool) -> dict[str, int] | None:
        """The bounds of time, narrowed to where about ``enough`` of ``about`` records are; None where all are needed."""
        if about <= enough:
            return None
        order = "instant" if is_oldest else "instant DESC"
        rows = self._rows(
            f"SELECT instant FROM stories WHERE {_where('', between)} ORDER BY {order} OFFSET %(skip)s LIMIT 1",  # noqa: S608 (see _rows)
            {"skip": self.count() * enough // about, **between},
        )
        if not rows:
            return None
        return {**between, "until": rows[0][0] + 1} if is_oldest else {**between, "since": rows[0][0]}


def _met(word: Word) -> list[tuple[Column, str]]:
    """The lexemes by which a word is met, each with its column."""
    terms: list[tuple[Column, str]] = [("exact", word.exact), ("folded", word.folded), ("sounds", word.sound)]
    terms.append(("head", word.folded))
    terms += [(column, other) for other in word.heard for column in ("folded", "head")]
    return [(column, lexemes.lexeme(column, term)) for column, term in terms if term]


def _best_first(row: Row) -> tuple[float, int]:
    return -row.score, -row.published


def _ways(word: Word) -> list[str]:
    """The tsqueries by which a word is met: who has its exact form has its stem too, so that is not asked for."""
    ways = [lexemes.term("folded", stem) for stem in (word.folded, *word.heard)]
    return [*ways, lexemes.term("sounds", word.sound)] if word.sound else ways


def _between(wanted: Wanted) -> dict[str, int]:
    """The bounds of time, as far as there are any."""
    bounds = {"since": wanted.since, "until": wanted.until}
    return {name: bound for name, bound in bounds.items() if bound is not None}


def _where(query: str, between: dict[str, int]) -> str:
    """The condition that a record is found by the tsquery in the parameter ``query`` (empty: any is) and in those bounds.

    A bound that is none is left out: with it, PostgreSQL might walk along the instants and look for words in each text.
    """
    parts = [f"lexemes @@ %({query})s::tsquery"] if query else []
    parts += ["instant >= %(since)s"] if "since" in between else []
    parts += ["instant < %(until)s"] if "until" in between else []
    return " AND ".join(parts) or "true"
