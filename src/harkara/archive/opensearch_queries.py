"""What OpenSearch is asked, word for word: the mapping of an index, lines of bulk writes, and searches in its query language.

Pure: data in, JSON out. The columns are those of every engine, split at spaces (the ``whitespace`` analyser, which changes
no letter); terms are asked for as they are, so that nothing is analysed twice.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from .columns import columns, instant, tags
from .record import Record
from .view import WEIGHTS, Column
from .wanted import Phrase, Wanted, Word

FORMAT = 1
"""Counts up with every change of the mapping or of what is written: an index of another format is made anew."""
LONGEST = 200
"""Letters of a term: the ``whitespace`` analyser divides after 255. Cut alike where it is stored and where it is looked for."""
PLACE = "place"
"""The document that says how far the index follows the change log. It has no instant, by which all others are known."""
CARD = ("kind", "number", "href", "section", "headline", "summary", "writers")
"""The fields of a card, in its order."""

Json = dict[str, Any]

_TOLD: Final[Json] = {"type": "text", "index": False}
_NAME: Final[Json] = {"type": "keyword"}
_RECORDS: Final[Json] = {"exists": {"field": "instant"}}
_ALL: tuple[Column, ...] = ("exact", "folded", "sounds", "head")


def text(body: Json) -> str:
    """A body as it is sent: compact, its letters as they are; half a surrogate pair becomes U+FFFD.

    >>> text({"a": ["ঢাকা"]})
    '{"a":["ঢাকা"]}'
    """
    written = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return written.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def made(alias: str) -> Json:
    """The body that makes an index which answers to ``alias``."""
    return {
        "settings": {
            "index": {
                "number_of_shards": 1,
                # How long a removed record's version is known: a late retry must not bring it back.
                "gc_deletes": "1h",
                # As elsewhere in the archive, a text is told by what it holds and hardly by how long it is.
                "similarity": {"told": {"type": "BM25", "k1": 1.2, "b": 0.3}},
            }
        },
        "mappings": {
            "dynamic": False,
            "_meta": {"harkara": {"format": FORMAT}},
            "_source": {"excludes": ["exact", "folded", "sounds", "head", "lead", "tags"]},
            "properties": {
                "exact": _column("freqs"),
                "folded": _column("positions"),
                "sounds": _column("freqs"),
                "head": _column("freqs"),
                "lead": {**_NAME, "ignore_above": LONGEST * 2},
                "tags": _NAME,
                "section": {**_NAME, "ignore_above": LONGEST},
                "instant": {"type": "long"},
                "kind": {**_NAME, "index": False, "doc_values": False},
                "number": {"type": "long", "index": False, "doc_values": False},
                "href": _TOLD,
                "headline": _TOLD,
                "summary": _TOLD,
                "writers": _TOLD,
                "body": _TOLD,
            },
        },
        "aliases": {alias: {}},
    }


def document(record: Record) -> Json:
    """A record as it is stored: its columns to be found by, which are not kept, and what a hit shows."""
    found = columns(record)
    return {
        "exact": _cut(found.exact),
        "folded": _cut(found.folded),
        "sounds": _cut(found.sounds),
        "head": _cut(found.head),
        "lead": [term for term in found.lead.split() if len(term) <= LONGEST * 2],
        "tags": tags(record),
        "instant": instant(record.published_at),
        "kind": record.kind,
        "number": record.number,
        "href": record.href,
        "section": record.section,
        "headline": record.headline,
        "summary": record.summary,
        "writers": list(record.writers),
        "body": record.body,
    }


def put(record: Record, version: int) -> str:
    """The two lines of a bulk write that put a record, unless a later version of it is there."""
    return f"{text({'index': _versioned(record.key, version)})}\n{text(document(record))}\n"


def remove(key: str, version: int) -> str:
    """The line of a bulk write that removes a record, unless a later version of it is there."""
    return f"{text({'delete': _versioned(key, version)})}\n"


def find(wanted: Wanted, needed: Sequence[Sequence[Column]], *, every: bool, limit: int) -> Json:
    """The first ``limit`` records in the order wanted. ``needed`` has for each word the columns of which one must have it."""
    by_time: Json = {"instant": "asc" if wanted.sort == "oldest" else "desc"}
    is_ranked = wanted.sort == "relevance" and wanted.looks_for_text
    return {
        "query": query(wanted, needed, every=every),
        "sort": ["_score", by_time] if is_ranked else [by_time],
        "size": limit,
        "_source": False,
        "track_total_hits": False,
    }


def counted(
    wanted: Wanted, needed: Sequence[Sequence[Column]], *, every: bool, most: int | bool, by_section: bool
) -> Json:
    """How many there are, up to ``most`` (True: all), and, if so wished, how many of each section."""
    body: Json = {"query": query(wanted, needed, every=every), "size": 0, "track_total_hits": most}
    if by_section:
        body["aggs"] = {"sections": {"terms": {"field": "section", "size": 100}}}
    return body


def frequencies(terms: Iterable[tuple[Column, str]]) -> Json:
    """How many records have each of those terms: a bucket each, named by its column and term."""
    filters = {f"{column} {word}": {"term": {column: word[:LONGEST]}} for column, word in terms}
    return {"size": 0, "track_total_hits": False, "aggs": {"terms": {"filters": {"filters": filters}}}}


def beginning(prefix: str, limit: int) -> Json:
    """The most frequent terms of headlines (``lead``) that begin so."""
    return {
        "query": {"prefix": {"lead": prefix}},
        "size": 0,
        "track_total_hits": False,
        "aggs": {"terms": {"terms": {"field": "lead", "include": f"{_literal(prefix)}.*", "size": limit}}},
    }


def alike(terms: dict[str, float], wanted: Wanted, limit: int) -> Json:
    """Records that have any of these stems, each worth its weight, the best first."""
    shoulds = [_term("folded", stem, weight) for stem, weight in terms.items()]
    return {
        "query": {"bool": {"should": shoulds, "minimum_should_match": 1, **_among(wanted)}},
        "sort": ["_score", {"instant": "desc"}],
        "size": limit,
        "_source": False,
        "track_total_hits": False,
    }


def query(wanted: Wanted, needed: Sequence[Sequence[Column]], *, every: bool) -> Json:
    """The query: words with their forms, phrases, exclusions, filters."""
    must = [_phrase(phrase) for phrase in wanted.phrases]
    should = [form for word in wanted.words for form in _forms(word, _ALL)]
    if every:
        must += [_any(_forms(word, among)) for word, among in zip(wanted.words, needed, strict=True)]
        should = [form for word in wanted.words for form in _forms(word, ("exact", "head"))]
    found: Json = {}
    if must:
        found["must"] = must
    if should:
        found["should"] = should
        if not must:
            found["minimum_should_match"] = 1
    among = _among(wanted)
    if not wanted.looks_for_text:
        among["filter"] = [_RECORDS, *among.get("filter", ())]
    return {"bool": {**found, **among}}


def words_of(wanted: Wanted) -> Iterator[tuple[Column, str]]:
    """The terms whose frequencies decide how a search is answered."""
    for word in wanted.words:
        yield "folded", word.folded
        if word.sound:
            yield "sounds", word.sound


def records() -> Json:
    """Everything but the place."""
    return {"query": _RECORDS}


def _column(options: str) -> Json:
    return {"type": "text", "analyzer": "whitespace", "index_options": options, "similarity": "told"}


def _cut(column: str) -> str:
    """A column whose longest terms are cut."""
    return column if len(column) <= LONGEST else " ".join([term[:LONGEST] for term in column.split()])


def _versioned(key: str, version: int) -> Json:
    return {"_id": key, "version": version, "version_type": "external_gte"}


def _term(column: Column, term: str, weight: float) -> Json:
    return {"term": {column: {"value": term[:LONGEST], "boost": round(weight, 6)}}}


def _forms(word: Word, among: Iterable[Column]) -> list[Json]:
    stems = (word.folded, *word.heard)
    terms: dict[Column, tuple[str, ...]] = {"exact": (word.exact,), "sounds": (word.sound,)}
    return [_term(column, one, WEIGHTS[column]) for column in among for one in terms.get(column, stems) if one]


def _any(forms: list[Json]) -> Json:
    return forms[0] if len(forms) == 1 else {"bool": {"should": forms, "minimum_should_match": 1}}


def _phrase(stems: Phrase) -> Json:
    return {"match_phrase": {"folded": {"query": " ".join(stem[:LONGEST] for stem in stems)}}}


def _among(wanted: Wanted) -> Json:
    """The parts of a query that choose and do not rank."""
    chosen: list[Json] = [{"term": {"tags": tag}} for tag in wanted.tags]
    chosen += [{"terms": {"tags": list(group)}} for group in wanted.any_tags]
    bounds = {name: bound for name, bound in (("gte", wanted.since), ("lt", wanted.until)) if bound is not None}
    if bounds:
        chosen.append({"range": {"instant": bounds}})
    found: Json = {"filter": chosen} if chosen else {}
    if wanted.excluded:
        found["must_not"] = [_phrase(phrase) for phrase in wanted.excluded]
    return found


def _literal(prefix: str) -> str:
    """``prefix`` for Lucene's regular expressions, where no letter of it means anything but itself."""
    return "".join(letter if letter.isalnum() or letter > "\u007f" else f"\\{letter}" for letter in prefix)
