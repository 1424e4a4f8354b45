"""An index kept by OpenSearch 2 or 3, for papers that run one already.

OpenSearch has no transactions. A write here sends its records first, makes them findable, and notes the place last: what
the place promises is there, always. Where a write is cut off half-way, some of its records may be found while the place is
still the one before; whoever follows the change log then sends the same records again, and nothing is wrong in between but
that they were found early. Each record carries a version, so that a request that comes late never undoes a later one.

Never run against a server so far: its requests are tested by their text, ``tests/archive/test_on_opensearch.py``.
"""

import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from . import opensearch_queries as queries
from . import searching
from .engine import Engine
from .index import Found, IndexAway, IndexBusy, IndexDamaged, Place, Search
from .opensearch_door import PATIENCE_WRITING, Answer, Door, step
from .opensearch_view import OpenSearchView
from .record import Record
from .view import View
from .wanted import understand

MOST_BYTES = 4_000_000
"""Bytes of one bulk request, about; a record that is longer goes alone."""


class OpenSearchIndex(Engine):
    """The index that answers to ``alias`` on the server at ``url``; see :class:`~harkara.archive.index.Index`. The first
    write makes it; until then nothing is found in it.

    ``only`` is by what the index is known (:meth:`identity`) that alone may be written: once another has taken its place,
    writing raises :class:`~harkara.archive.index.IndexBusy`. Every method may raise
    :class:`~harkara.archive.index.IndexAway` where the server cannot be reached.
    """

    name = "opensearch"
    format = queries.FORMAT

    def __init__(self, url: str, alias: str, *, writing: bool = False, only: str | None = None) -> None:
        super().__init__(Path(alias), writing=writing)
        self.alias = alias
        self._only = only
        self._door = Door(url)
        self._checked = False

    def write(self, put: Iterable[Record], remove: Collection[str], place: Place | None = None) -> None:
        """See :meth:`~harkara.archive.index.Index.write`, and above for what holds when it is cut off."""
        if not self.writing:
            raise RuntimeError(f"The index {self.alias} was opened for reading.")
        if not self._stands():
            self._make()
        self._look_whose_place_it_is()
        version = self._version()
        for lines in _bulks(queries.remove(key, version) for key in remove):
            self._send(lines)
        for lines in _bulks(queries.put(record, version) for record in put):
            self._send(lines)
        self._expect(self._door.ask("POST", f"{self._path}/_refresh", patience=PATIENCE_WRITING))
        if place is not None:
            self._look_whose_place_it_is()
            self._note(place, version)

    def identity(self) -> str | None:
        """The name of the index behind the alias, by which it is known from those before and after it; None without one."""
        return next(iter(self._behind(self.alias)), None)

    def give_way(self, fresh: str) -> None:
        """Lets the alias name the index that answers to ``fresh``, and removes the one it named, in one step of the server."""
        new = self._behind(fresh)
        if not new:
            raise IndexDamaged(f"There is no index {fresh} to take the place of {self.alias}.")
        actions: list[queries.Json] = [{"add": {"index": name, "alias": self.alias}} for name in new]
        actions += [{"remove": {"index": name, "alias": fresh}} for name in new]
        actions += [{"remove_index": {"index": name}} for name in self._behind(self.alias)]
        body = queries.text({"actions": actions})
        self._expect(self._door.ask("POST", "/_aliases", body, patience=PATIENCE_WRITING))

    def drop(self) -> None:
        """Removes the index, if it is there."""
        for name in self._behind(self.alias):
            self._door.ask("DELETE", f"/{step(name)}", patience=PATIENCE_WRITING)
        self._checked = False

    def close(self) -> None:
        """See :meth:`~harkara.archive.index.Index.close`."""
        self._door.close()

    def search(self, wanted: Search) -> Found:
        """See :meth:`~harkara.archive.index.Index.search`. What is sure to be asked is asked in one request."""
        with self._now() as view:
            if view is None:
                return Found()
            assert isinstance(view, OpenSearchView)
            view.learn(queries.words_of(understand(wanted)))
            return searching.search(view, wanted)

    @contextmanager
    def _now(self) -> Iterator[View | None]:
        try:
            yield OpenSearchView(self._door, self.alias) if self._stands() else None
        except IndexDamaged:
            self._checked = False
            raise

    def _behind(self, alias: str) -> list[str]:
        """The indexes that answer to an alias."""
        answer = self._door.ask("GET", f"/_alias/{step(alias)}")
        return sorted(answer.body) if answer.status == 200 else []

    def _look_whose_place_it_is(self) -> None:
        if self._only is not None and self.identity() != self._only:
            raise IndexBusy(f"Another index has taken the place of {self._only}.")

    @property
    def _path(self) -> str:
        return f"/{step(self.alias)}"

    def _stands(self) -> bool:
        """Whether the index is there; raises :class:`IndexDamaged` where it is of another format. Asked until it is."""
        if self._checked:
            return True
        answer = self._door.ask("GET", f"{self._path}/_mapping")
        if answer.status == 404:
            return False
        self._expect(answer)
        for mapping in answer.body.values():
            told = mapping["mappings"].get("_meta", {}).get("harkara", {}).get("format", "none")
            if told != self.format:
                raise IndexDamaged(
                    f"The index {self.alias} on OpenSearch is of format {told}, not {self.format}: it has to be made anew."
                )
        self._checked = True
        return True

    def _make(self) -> None:
        name = f"{self.alias}-{time.time_ns() // 1000}"
        self._expect(
            self._door.ask("PUT", f"/{step(name)}", queries.text(queries.made(self.alias)), patience=PATIENCE_WRITING)
        )

    def _version(self) -> int:
        """The version of what is written now: the time, and always more than that of the last place."""
        last = self._door.ask("GET", f"{self._path}/_doc/{queries.PLACE}").body.get("_version", 0)
        return max(time.time_ns() // 1000, int(last) + 1)

    def _send(self, lines: str) -> None:
        answer = self._expect(
            self._door.ask(
                "POST", f"{self._path}/_bulk?require_alias=true", lines, lines=True, patience=PATIENCE_WRITING
            )
        )
        for item in answer.body.get("items", ()):
            (done,) = item.values()
            self._check(done)

    def _check(self, done: dict[str, Any]) -> None:
        """Raises where one line of a bulk write was refused. What was to be removed may be missing already."""
        status = int(done["status"])
        if status < 300 or (status == 404 and "error" not in done):
            return
        reason = f"{done['_id']}: {done.get('error', {}).get('reason', f'status {status}')}"
        if status == 409:
            raise IndexBusy(f"Another process has written a later version into the index {self.alias}: {reason}")
        if status in (429, 503):
            raise IndexAway(f"OpenSearch has no time for the archive: {reason}")
        raise IndexDamaged(f"The index {self.alias} cannot take what is written: {reason}. It has to be made anew.")

    def _note(self, place: Place, version: int) -> None:
        told = queries.text({"position": place.position, "change": place.change})
        how = f"require_alias=true&version={version}&version_type=external_gte"
        answer = self._door.ask("PUT", f"{self._path}/_doc/{queries.PLACE}?{how}", told, patience=PATIENCE_WRITING)
        if answer.status == 409:
            raise IndexBusy(f"Another process has written a later place into the index {self.alias}.")
        self._expect(answer)

    def _expect(self, answer: Answer) -> Answer:
        if answer.status >= 300:
            self._checked = False
            raise IndexDamaged(f"The index {self.alias} cannot be used: {answer.reason}. It has to be made anew.")
        return answer


def _bulks(lines: Iterable[str]) -> Iterator[str]:
    """Lines put together to requests of at most :data:`MOST_BYTES`, about."""
    waiting: list[str] = []
    length = 0
    for line in lines:
        waiting.append(line)
        length += len(line.encode("utf-8"))
        if length >= MOST_BYTES:
            yield "".join(waiting)
            waiting, length = [], 0
    if waiting:
        yield "".join(waiting)
