"""What every engine below the archive can do, and nothing of how.

One process writes an index, any number read it. A write is one commit: what it put and removed is found together with the
place in the change log up to which the index follows it, or nothing of it is.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, Protocol

from .record import Kind, Record

Sort = Literal["relevance", "newest", "oldest"]

PER_PAGE = 20
LAST_PAGE = 50
"""Hits on a page of results, and how many pages are shown: who turns further is helped more by a filter."""


class IndexDamaged(RuntimeError):  # noqa: N818 (it says what is)
    """The files of an index cannot be read, or are of another format: it has to be made anew."""


class IndexBusy(RuntimeError):  # noqa: N818 (it says what is)
    """Another process writes the index."""


class IndexAway(ConnectionError):  # noqa: N818 (it says what is)
    """The server that keeps the index cannot be reached, or takes too long. It may be well; later is another time."""


@dataclass(frozen=True, slots=True)
class Place:
    """How far an index follows the change log: the position of the last change, and what that change was (any word by
    which it is known again: a log that was restored from a backup has another one there).
    """

    position: int
    change: str = ""


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody looks for. ``text`` is as it was typed; empty, the filters alone choose.

    ``section`` and ``topic`` are slugs, ``writer`` a name; ``begins`` and ``ends`` are days, both included, in ``zone``.
    ``parts`` are the slugs of sections whose stories count as those of ``section``: the index does not know which section is
    a part of which.
    ``page`` counts from 1.
    """

    text: str = ""
    section: str = ""
    parts: tuple[str, ...] = ()
    topic: str = ""
    writer: str = ""
    begins: date | None = None
    ends: date | None = None
    zone: str = "Asia/Dhaka"
    kinds: tuple[Kind, ...] = ()
    sort: Sort = "relevance"
    page: int = 1


Marked = tuple[tuple[str, bool], ...]
"""A text in pieces, each with whether it is what was looked for. Pieces end where graphemes end."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found. ``headline`` and ``excerpt`` have the words that were looked for marked."""

    kind: Kind
    number: int
    href: str
    headline: Marked
    excerpt: Marked
    section: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Found:
    """What was found. ``total`` is exact up to some thousand; ``at_least`` says that there is more than it tells.

    ``meant`` is another text to look for, where that finds more ("did you mean").
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    at_least: bool = False
    meant: str = ""
    sections: dict[str, int] = field(default_factory=dict)
    """How many there are of each section, where the engine can say it."""


class Index(Protocol):
    """One index, the public or the newsroom's. Reading is safe for many threads and processes, and never raises for what
    somebody typed; :class:`IndexDamaged` where the files cannot be read.
    """

    def write(self, put: Iterable[Record], remove: Collection[str], place: Place | None = None) -> None:
        """Puts records in the place of those with their keys, removes the ``keys``, and notes ``place``, in one durable
        commit. Returns when readers can find it.
        """
        ...

    def place(self) -> Place | None:
        """How far it follows the change log; None for an index that was never told."""
        ...

    def count(self) -> int:
        """How many records it holds."""
        ...

    def search(self, wanted: Search) -> Found:
        """What is found."""
        ...

    def kept(self, keys: Iterable[str]) -> dict[str, Record]:
        """The records that are kept under ``keys``, as they were put but for their topics, of which only filters know: to
        be compared with what should be there.
        """
        ...

    def suggest(self, typed: str, limit: int = 8) -> tuple[str, ...]:
        """What somebody may be about to look for, who has typed so much, in either script."""
        ...

    def like(
        self, record: Record, limit: int = 20, *, published_before: datetime | None = None
    ) -> Sequence[tuple[int, float]]:
        """Stories that are about the same as ``record``, the nearest first: number and nearness between 0 and 1."""
        ...

    def close(self) -> None:
        """Lets go of files and threads."""
        ...
