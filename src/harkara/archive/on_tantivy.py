"""An index kept by tantivy: files of segments, searched by native code that skips what cannot come first.

The columns are stored as tokens between spaces. Texts are told apart by what they hold and not by how long they are: short
columns are filled up to ``EVEN`` tokens, because bm25 as tantivy has it cannot be told to leave lengths out, and prefers a
sentence to a story. The place in the change log is a document of its own, so that a commit has both or neither.
"""

import json
import os
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur, Query

from .columns import GAP, columns, instant, tags
from .engine import Engine, Handed, handed
from .index import IndexBusy, Place
from .packing import Card, Packing, storable
from .record import Record
from .view import WEIGHTS, Column, Row, View
from .wanted import Wanted, Word

FORMAT = 1
EVEN = 256
"""Tokens below which all columns count as equally long."""

LAST = 19
"""The nice value of threads whose work nobody waits for."""

_PLACE = "place"
_HEAP = 96_000_000  # bytes of records that are kept until a segment is written
_ALL: tuple[Column, ...] = ("exact", "folded", "sounds", "head")
_WITHOUT_SOUND: tuple[Column, ...] = ("exact", "folded", "head")


class TantivyIndex(Engine):
    """An index in ``folder``; see :class:`~harkara.archive.index.Index`."""

    name = "tantivy"
    format = FORMAT

    def __init__(self, folder: Path, *, writing: bool = False) -> None:
        super().__init__(folder, writing=writing)
        self._writing = threading.Lock()
        self._lock = threading.Lock()
        self._index: tantivy.Index | None = None
        self._seen: tuple[int, ...] = ()
        self._writer: tantivy.IndexWriter | None = None
        self._is_modest = False
        self._is_filled = False

    def write(self, put: Iterable[Record], remove: Collection[str], place: Place | None = None) -> None:
        """See :meth:`~harkara.archive.index.Index.write`."""
        with self._writing, self._failures():
            with self._lock:
                writer, index = self._for_writing()
            empty = not (self._is_filled or index.searcher().num_docs)
            coming = self._taught(put) if empty else put
            packing = self._packed()
            keys: set[str] = set()
            try:
                for key, document in handed((record.key, _document(record, packing)) for record in coming):
                    if not empty or key in keys:
                        writer.delete_documents_by_term("key", key)
                    keys.add(key)
                    writer.add_document(document)
                for key in remove:
                    if not empty or key in keys:
                        writer.delete_documents_by_term("key", key)
                if place:
                    writer.delete_documents_by_term("key", _PLACE)
                    writer.add_document(_placed(place))
                writer.commit()
                self._is_modest = self._is_modest or modest()
                self._is_filled = True  # of the searcher, which is older, that cannot be learnt
            except BaseException:
                writer.rollback()
                raise

    def close(self) -> None:
        """See :meth:`~harkara.archive.index.Index.close`; waits for segments that are being merged."""
        with self._writing, self._lock:
            writer, self._writer, self._index, self._seen = self._writer, None, None, ()
            if writer is not None:
                writer.wait_merging_threads()

    def _for_writing(self) -> tuple[tantivy.IndexWriter, tantivy.Index]:
        self._begin_writing()
        if self._writer is not None and self._index is not None and self._seen[:1] == self._mark()[:1]:
            return self._writer, self._index  # whoever searches looks at the last commit; who writes need not
        index, self._is_filled = self._current(), False
        if index is None:
            index = self._index = _made(tantivy.Index(_schema(), str(self.folder)))
            self._seen = self._mark()
        if self._writer is None:
            try:
                self._writer = index.writer(_HEAP, 1)
            except ValueError as error:
                if "Lock" not in str(error):
                    raise
                raise IndexBusy(f"Another process is writing the index in {self.folder}.") from error
            self._is_modest = False
            self._clear()
        return self._writer, index

    def _clear(self) -> None:
        """Throws away the lists of deletions of a commit that never came to its end. tantivy names them after the segment
        and the number of the operation, and who begins again from the same commit would come to the same name, which it
        refuses to write.
        """
        segments = json.loads((self.folder / "meta.json").read_text(encoding="utf-8"))["segments"]
        current = {
            f"{segment['segment_id'].replace('-', '')}.{segment['deletes']['opstamp']}.del"
            for segment in segments
            if segment["deletes"]
        }
        for path in self.folder.glob("*.del"):
            if path.name not in current:
                path.unlink()

    @contextmanager
    def _now(self) -> Iterator[View | None]:
        with self._failures():
            with self._lock:
                index = self._current()
                view = _View(index, self._packed()) if index else None
            yield view

    def _current(self) -> tantivy.Index | None:
        """The index with its last commit; None where there is none. A folder that was exchanged is opened anew."""
        mark = self._mark()
        if not mark:
            return None
        if self._index is None or self._seen[:1] != mark[:1]:
            self._check_format()
            self._packing = self._writer = None
            self._index = _made(tantivy.Index.open(str(self.folder)))
        elif self._seen != mark:
            self._index.reload()
        self._seen = mark
        return self._index

    def _mark(self) -> tuple[int, ...]:
        """What changes with each commit; () where there is no index yet. The folder is part of it: it may be exchanged."""
        try:
            found = (self.folder / "meta.json").stat()
            return (self.folder.stat().st_ino, found.st_ino, found.st_mtime_ns, found.st_size)
        except FileNotFoundError:
            return ()

    @contextmanager
    def _failures(self) -> Iterator[None]:
        """What tantivy says of files it cannot read becomes :class:`IndexDamaged`."""
        try:
            yield
        except Handed as handed_in:
            raise handed_in.error from None
        except (ValueError, OSError, EOFError) as error:
            raise self._damaged(str(error)) from error
        except BaseException as error:
            if type(error).__name__ != "PanicException":
                raise
            raise self._damaged(str(error)) from error


class _View:
    """One commit, as a searcher sees it."""

    def __init__(self, index: tantivy.Index, packing: Packing) -> None:
        self.packing = packing
        self.searcher = index.searcher()
        self.schema = index.schema

    def place(self) -> Place | None:
        """See :class:`~harkara.archive.view.View`, here and below."""
        found = self.searcher.search(self._term("key", _PLACE), 1).hits
        return Place(**json.loads(self._stored(found[0][1], "card"))) if found else None

    def count(self) -> int:
        return int(self.searcher.num_docs) - self.holds("key", _PLACE)

    def frequency(self, column: Column, term: str) -> int:
        return self.searcher.doc_freq(column, term)

    def holds(self, column: str, term: str) -> bool:
        return bool(self.searcher.search(self._term(column, term), 1, count=False).hits)

    def find(self, wanted: Wanted, *, every: bool, limit: int) -> Sequence[Row]:
        query = self._query(wanted, every=every)
        if wanted.sort == "relevance" and wanted.looks_for_text:
            hits = self.searcher.search(query, limit, count=False).hits
            return self._rows(hits)
        order = tantivy.Order.Asc if wanted.sort == "oldest" else tantivy.Order.Desc
        found = self.searcher.search(query, limit, count=False, order_by_field="published", order=order).hits
        return [Row(address, 0.0, published) for published, address in found]

    def total(self, wanted: Wanted, *, every: bool) -> int:
        found: Any = self.searcher.search(self._chosen(wanted, every=every), 1, order_by_field="published")
        return int(found.count)

    def sections(self, wanted: Wanted, *, every: bool) -> dict[str, int]:
        counted = {"sections": {"terms": {"field": "section", "size": 100}}}
        found = self.searcher.aggregate(self._chosen(wanted, every=every), counted)
        return {bucket["key"]: bucket["doc_count"] for bucket in found["sections"]["buckets"] if bucket["key"]}

    def alike(self, terms: dict[str, float], wanted: Wanted, limit: int) -> Sequence[Row]:
        shoulds = [Query.boost_query(self._term("folded", term), weight) for term, weight in terms.items()]
        query = self._among(Query.boolean_query([(Occur.Should, should) for should in shoulds]), wanted)
        return self._rows(self.searcher.search(query, limit, count=False).hits)

    def terms(self, column: Column, prefix: str, limit: int) -> list[tuple[str, int]]:
        return self.searcher.terms_with_prefix(column, prefix, limit=limit)

    def card(self, address: Any) -> Card:
        return self.packing.card(self._stored(address, "card"))

    def whole(self, address: Any) -> tuple[Card, str]:
        stored = self.searcher.doc(address)
        return self.packing.card(bytes(stored["card"][0])), self.packing.unpack(bytes(stored["text"][0]))

    def kept(self, key: str) -> Row | None:
        return next(iter(self._rows(self.searcher.search(self._term("key", key), 1, count=False).hits)), None)

    def _stored(self, address: Any, field: str) -> bytes:
        found: bytes = self.searcher.doc(address)[field][0]
        return bytes(found)

    def _rows(self, hits: Sequence[tuple[float, Any]]) -> list[Row]:
        instants = self.searcher.fast_field_values("published", [address for _, address in hits])
        return [Row(address, score, int(at or 0)) for (score, address), at in zip(hits, instants, strict=True)]

    def _term(self, field: str, term: str) -> Query:
        return Query.term_query(self.schema, field, term, "freq" if field in _ALL else "basic")

    def _query(self, wanted: Wanted, *, every: bool) -> Query:
        """The query that orders by how well a record matches."""
        phrases = [(Occur.Must, self._phrase(phrase)) for phrase in wanted.phrases]
        if every and len(wanted.words) + len(phrases) > 1:
            needed = [(Occur.Must, self._needed(word)) for word in wanted.words]
            choices = [query for word in wanted.words for query in self._ways(word, ("exact", "head"))]
            return self._matching([*phrases, *needed], choices, wanted)
        choices = [
            query
            for word in wanted.words
            for query in self._ways(word, _WITHOUT_SOUND if every and not self._by_ear(word) else _ALL)
        ]
        return self._matching(phrases, choices, wanted)

    def _chosen(self, wanted: Wanted, *, every: bool) -> Query:
        """The query that finds the same records in no order, for counting."""
        parts = [(Occur.Must, self._phrase(phrase)) for phrase in wanted.phrases]
        if every:
            parts += [(Occur.Must, self._needed(word)) for word in wanted.words]
        elif not parts:
            ways: tuple[Column, ...] = ("folded", "sounds")
            parts = [(Occur.Should, query) for word in wanted.words for query in self._ways(word, ways)]
        return self._matching(parts, [], wanted)

    def _matching(self, parts: list[tuple[Occur, Query]], choices: list[Query], wanted: Wanted) -> Query:
        parts = [*parts, *((Occur.Should, choice) for choice in choices)]
        return self._among(Query.boolean_query(parts) if parts else Query.all_query(), wanted)

    def _among(self, query: Query, wanted: Wanted) -> Query:
        """Those of the records found by ``query`` that the filters choose."""
        parts: list[tuple[Occur, Query]] = []
        parts += [(Occur.Must, self._term("tags", tag)) for tag in wanted.tags]
        for group in wanted.any_tags:
            parts.append((Occur.Must, Query.boolean_query([(Occur.Should, self._term("tags", tag)) for tag in group])))
        if wanted.since is not None or wanted.until is not None:
            parts.append((Occur.Must, self._between(wanted.since, wanted.until)))
        parts = [(occur, Query.const_score_query(part, 0.0)) for occur, part in parts]
        parts += [(Occur.MustNot, self._phrase(phrase)) for phrase in wanted.excluded]
        if not wanted.looks_for_text and not parts:
            parts = [(Occur.MustNot, self._term("key", _PLACE))]
        return Query.boolean_query([(Occur.Must, query), *parts]) if parts else query

    def _between(self, since: int | None, until: int | None) -> Query:
        last = None if until is None else until - 1
        return Query.range_query(self.schema, "published", tantivy.FieldType.Integer, since, last)

    def _phrase(self, phrase: tuple[str, ...]) -> Query:
        if len(phrase) == 1:
            return self._term("folded", phrase[0])
        return Query.phrase_query(self.schema, "folded", list(phrase))

    def _needed(self, word: Word) -> Query:
        """What must stand on a record that has the word: its stem, or, in Latin letters or unknown, its sound."""
        stem = self._term("folded", word.folded)
        if word.heard:
            heard = [self._term("folded", other) for other in word.heard]
            return Query.boolean_query([(Occur.Should, one) for one in (stem, *heard)])
        if not self._by_ear(word):
            return stem
        sound = Query.boost_query(self._term("sounds", word.sound), WEIGHTS["sounds"])
        return Query.boolean_query([(Occur.Should, stem), (Occur.Should, sound)])

    def _ways(self, word: Word, among: tuple[Column, ...]) -> Iterator[Query]:
        for column in among:
            term = {"exact": word.exact, "sounds": word.sound}.get(column, word.folded)
            for one in (term, *word.heard) if column in ("folded", "head") else (term,):
                if one:
                    yield Query.boost_query(self._term(column, one), WEIGHTS[column])

    def _by_ear(self, word: Word) -> bool:
        """Whether the sound of a word says what is meant: it is in Latin letters, or nobody ever wrote it so."""
        return bool(word.sound) and (word.is_latin or self.frequency("folded", word.folded) == 0)


def modest() -> bool:
    """Puts the threads with which tantivy merges segments behind everybody who wants a processor; returns whether there
    were any. tantivy merges all small segments at every seventh commit, which costs more than the commits do. On a busy
    machine the segments wait for each other now, and are merged together, less often.
    """
    found = False
    for task in Path("/proc/self/task").glob("*"):
        with suppress(OSError):  # a thread that has just ended, or a system that does not let us
            if (task / "comm").read_text("utf-8").startswith("merge_thread"):
                os.setpriority(os.PRIO_PROCESS, int(task.name), LAST)
                found = True
    return found


def _made(index: tantivy.Index) -> tantivy.Index:
    spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("spaces", spaces)
    index.config_reader("manual")
    index.reload()
    return index


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("folded", tokenizer_name="spaces", index_option="position")
    for column in ("exact", "sounds", "head"):
        builder.add_text_field(column, tokenizer_name="spaces", index_option="freq")
    for column in ("lead", "tags"):
        builder.add_text_field(column, tokenizer_name="spaces", index_option="basic")
    builder.add_text_field("section", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_integer_field("published", fast=True)
    builder.add_bytes_field("card", stored=True)
    builder.add_bytes_field("text", stored=True)
    return builder.build()


def _document(record: Record, packing: Packing) -> tantivy.Document:
    made = columns(record)
    document = tantivy.Document()
    document.add_text("key", record.key)
    for column in _ALL[:3]:
        document.add_text(column, _even(getattr(made, column)))
    document.add_text("head", made.head)
    document.add_text("lead", made.lead)
    document.add_text("tags", " ".join(tags(record)))
    document.add_text("section", storable(record.section))
    document.add_integer("published", instant(record.published_at))
    document.add_bytes("card", packing.pack_card(record))
    document.add_bytes("text", packing.pack(record.body))
    return document


def _even(line: str) -> str:
    missing = EVEN - line.count(" ") - 1
    return line + f" {GAP}" * missing if missing > 0 else line


def _placed(place: Place) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("key", _PLACE)
    document.add_bytes("card", json.dumps({"position": place.position, "change": place.change}).encode())
    return document
