"""Indexes that a server keeps instead of a folder: which one a folder's name means there, and how a new one takes its place.

``public`` is the schema ``harkara_archive_public`` of PostgreSQL, or what answers to the alias ``harkara-archive-public`` of
OpenSearch. A path may tell which of those that stand there one after the other is meant (``public@16512``): whoever opened
that one writes into no other.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from .on_opensearch import OpenSearchIndex
from .on_postgres import PostgresIndex

FRESH = "new"
"""Behind the name of an index while it is made."""


class Server:
    """The server at ``url`` that keeps indexes, one of :data:`harkara.archive.shelf.SERVERS`."""

    def __init__(self, engine: str, url: str) -> None:
        self.engine = engine
        self.url = url

    def open_index(self, place: Path, *, writing: bool = False) -> PostgresIndex | OpenSearchIndex:
        """The index that the name of ``place`` means here."""
        name, _, only = place.name.partition("@")
        if self.engine == "postgres":
            schema = f"harkara_archive_{name.replace('.', '_')}"
            return PostgresIndex(self.url, schema, writing=writing, only=int(only) if only else None)
        return OpenSearchIndex(
            self.url, f"harkara-archive-{name.replace('.', '-')}", writing=writing, only=only or None
        )

    def now(self, place: Path) -> Path | None:
        """The path of the index that stands at ``place`` now, which is another path once another stands there; None where
        there is none yet.
        """
        with closing(self.open_index(place)) as index:
            only = index.identity()
        return None if only is None else place.with_name(f"{place.name}@{only}")

    @contextmanager
    def anew(self, place: Path) -> Iterator[Path]:
        """The path of an empty index beside ``place``; for one at a time on this machine (:func:`.turning.anew` sees to it).

        What others left half made is removed, and so is this one, unless it took the place (:meth:`turn`) in the block.
        """
        fresh = place.with_name(f"{place.name}.{FRESH}")
        with closing(self.open_index(fresh, writing=True)) as index:
            index.drop()
            try:
                yield fresh
            finally:
                index.drop()

    def turn(self, place: Path, fresh: Path) -> None:
        """Puts the index at ``fresh`` in the place of the one at ``place``, which goes."""
        with closing(self.open_index(place, writing=True)) as index, closing(self.open_index(fresh)) as other:
            index.give_way(str(other.folder))
