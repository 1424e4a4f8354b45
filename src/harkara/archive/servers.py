"""Indexes that a server keeps instead of a folder: which one a folder's name means there, and how a new one takes its place.

``public`` is the schema ``harkara_archive_public`` of PostgreSQL, or what answers to the alias ``harkara-archive-public`` of
OpenSearch. A path may tell which of those that stand there one after the other is meant (``public@16512``): whoever opened
that one writes into no other.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .index import IndexBusy
from .on_opensearch import OpenSearchIndex
from .on_postgres import PostgresIndex

FRESH = "new"
"""Behind the name of an index while it is made."""

Served = PostgresIndex | OpenSearchIndex


def open_index(engine: str, url: str, place: Path, *, writing: bool = False) -> Served:
    """The index that the name of ``place`` means on the server at ``url``."""
    name, _, only = place.name.partition("@")
    if engine == "postgres":
        schema = f"harkara_archive_{name.replace('.', '_')}"
        return PostgresIndex(url, schema, writing=writing, only=int(only) if only else None)
    return OpenSearchIndex(url, f"harkara-archive-{name.replace('.', '-')}", writing=writing, only=only or None)


def now(engine: str, url: str, place: Path) -> Path | None:
    """The path of the index that stands at ``place`` now, which is another path once another stands there; None where there
    is none yet.
    """
    index = open_index(engine, url, place)
    try:
        only = index.identity()
    finally:
        index.close()
    return None if only is None else place.with_name(f"{place.name}@{only}")


@contextmanager
def anew(engine: str, url: str, place: Path) -> Iterator[Path]:
    """The path of an empty index beside ``place``, for one at a time on this machine: raises :class:`IndexBusy`.

    What others left half made is removed, and so is this one, unless it took the place (:func:`turn`) in the block.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    fresh = place.with_name(f"{place.name}.{FRESH}")
    with place.with_name(f"{place.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise IndexBusy(
                f"The index {place} is being made anew by another process: let it come to its end."
            ) from error
        index = open_index(engine, url, fresh, writing=True)
        try:
            index.drop()
            yield fresh
        finally:
            index.drop()
            index.close()


def turn(engine: str, url: str, place: Path, fresh: Path) -> None:
    """Puts the index at ``fresh`` in the place of the one at ``place``, which goes."""
    index, other = (open_index(engine, url, path, writing=True) for path in (place, fresh))
    try:
        index.give_way(str(other.folder))
    finally:
        index.close()
        other.close()
