"""What an index of OpenSearch says: :class:`.view.View` by requests. What is likely to be asked next is asked along."""

from collections.abc import Iterable, Sequence
from typing import Any

from . import opensearch_queries as queries
from .index import IndexDamaged, Place
from .opensearch_door import Door, step
from .packing import Card
from .view import Column, Row
from .wanted import Wanted, Word

MOST_COUNTED = 10_000
"""Up to how many records are counted for a total."""
_AROUND = 60  # texts that are fetched with one of those that were found


class OpenSearchView:
    """The index that answers to ``alias`` as it is now. Two questions may see two states: there are no transactions."""

    def __init__(self, door: Door, alias: str) -> None:
        self._door = door
        self._alias = step(alias)
        self._known: dict[tuple[Column, str], int] = {}
        self._found: list[str] = []
        self._cards: dict[str, Card] = {}
        self._texts: dict[str, str] = {}

    def place(self) -> Place | None:
        """The place that was noted last. All that was written before it is there."""
        answer = self._door.ask("GET", f"/{self._alias}/_doc/{queries.PLACE}")
        source = answer.body.get("_source")
        return Place(int(source["position"]), str(source["change"])) if source else None

    def count(self) -> int:
        """How many records there are."""
        return int(self._ask("_count", queries.records())["count"])

    def frequency(self, column: Column, term: str) -> int:
        """How many records have a term."""
        if (column, term) not in self._known:
            self.learn([(column, term)])
        return self._known[column, term]

    def learn(self, terms: Iterable[tuple[Column, str]]) -> None:
        """Asks for the frequencies of many terms at once."""
        unknown = [one for one in dict.fromkeys(terms) if one not in self._known]
        if unknown:
            buckets = self._ask("_search", queries.frequencies(unknown))["aggregations"]["terms"]["buckets"]
            for column, term in unknown:
                self._known[column, term] = int(buckets[f"{column} {term}"]["doc_count"])

    def holds(self, column: Column, term: str) -> bool:
        """Whether any record has a term."""
        return self.frequency(column, term) > 0

    def find(self, wanted: Wanted, *, every: bool, limit: int) -> Sequence[Row]:
        """The first ``limit`` records in the order wanted."""
        return self._rows(queries.find(wanted, self._needed(wanted), every=every, limit=limit))

    def total(self, wanted: Wanted, *, every: bool) -> int:
        """How many records are found; where a text is looked for, one more than :data:`MOST_COUNTED` for any more."""
        most = MOST_COUNTED + 1 if wanted.looks_for_text else True
        body = queries.counted(wanted, self._needed(wanted), every=every, most=most, by_section=False)
        return int(self._ask("_search", body)["hits"]["total"]["value"])

    def sections(self, wanted: Wanted, *, every: bool) -> dict[str, int]:
        """How many there are of each of the hundred largest sections."""
        body = queries.counted(wanted, self._needed(wanted), every=every, most=MOST_COUNTED + 1, by_section=True)
        buckets = self._ask("_search", body)["aggregations"]["sections"]["buckets"]
        return {bucket["key"]: int(bucket["doc_count"]) for bucket in buckets if bucket["key"]}

    def alike(self, terms: dict[str, float], wanted: Wanted, limit: int) -> Sequence[Row]:
        """Records that have any of these stems, each worth its weight, the best first."""
        return self._rows(queries.alike(terms, wanted, limit)) if terms else []

    def terms(self, column: Column, prefix: str, limit: int) -> list[tuple[str, int]]:
        """The most frequent terms that begin so. Of all columns only the words of headlines are kept as a list: they
        answer for the exact column too.
        """
        if column not in ("lead", "exact") or not prefix:
            return []
        buckets = self._ask("_search", queries.beginning(prefix, limit))["aggregations"]["terms"]["buckets"]
        return [(bucket["key"], int(bucket["doc_count"])) for bucket in buckets]

    def card(self, address: Any) -> Card:
        """What a hit shows beside its text."""
        if address not in self._cards:
            wanted = [*self._found, address]
            for key, source in self._sources(wanted, queries.CARD):
                told = [source[field] for field in queries.CARD]
                self._cards[key] = Card(*[*told[:-1], tuple(told[-1])])
        return self._cards[address]

    def whole(self, address: Any) -> tuple[Card, str]:
        """That, and the text."""
        return self.card(address), self._text(address)

    def _text(self, address: str) -> str:
        if address not in self._texts:
            at = self._found.index(address) if address in self._found else 0
            near = [key for key in self._found[max(0, at - _AROUND // 3) : at + _AROUND] if key not in self._texts]
            for key, source in self._sources([*near, address], ("body",)):
                self._texts[key] = source["body"]
        return self._texts[address]

    def kept(self, key: str) -> Row | None:
        """Where the record with a key is kept; None where there is none."""
        return next(
            (Row(found, 0.0, int(source["instant"])) for found, source in self._sources([key], ("instant",))), None
        )

    def _needed(self, wanted: Wanted) -> list[list[Column]]:
        """For each word the columns of which one must have it: its stem, or, where the word is in Latin letters or unknown,
        its sound.
        """
        self.learn(queries.words_of(wanted))
        return [self._columns(word) for word in wanted.words]

    def _columns(self, word: Word) -> list[Column]:
        is_sound_needed = word.sound and (word.is_latin or not self.holds("folded", word.folded))
        return ["folded", "sounds"] if is_sound_needed else ["folded"]

    def _rows(self, body: queries.Json) -> list[Row]:
        hits = self._ask("_search", body)["hits"]["hits"]
        rows = [
            Row(hit["_id"], float(hit["sort"][0]) if len(hit["sort"]) > 1 else 0.0, int(hit["sort"][-1]))
            for hit in hits
        ]
        self._found = [row.address for row in rows]
        return rows

    def _sources(self, keys: Iterable[str], fields: Sequence[str]) -> list[tuple[str, queries.Json]]:
        body = {"docs": [{"_id": key, "_source": list(fields)} for key in dict.fromkeys(keys)]}
        documents = self._ask("_mget", body)["docs"]
        return [(document["_id"], document["_source"]) for document in documents if document.get("found")]

    def _ask(self, what: str, body: queries.Json) -> queries.Json:
        """What the index answers to a question. A question it does not understand means another index than ours."""
        answer = self._door.ask("POST", f"/{self._alias}/{what}", queries.text(body))
        if answer.error == "index_not_found_exception":
            raise IndexDamaged(f"The index {self._alias} went away while it was read: it has to be made anew.")
        if answer.status != 200:
            raise IndexDamaged(f"The index {self._alias} cannot be used: {answer.reason}. It has to be made anew.")
        return answer.body
