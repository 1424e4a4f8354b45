"""What is handed in to be found: a story, a draft or a clipping, as plain data."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal["story", "draft", "clipping"]
"""A published story; what a desk is writing; incoming copy. The public index takes stories only."""


@dataclass(frozen=True, slots=True)
class Record:
    """One thing to be found. Its ``key`` (``story:12``) is its name in the index: a second record with it takes its place.

    ``body`` is plain text, a paragraph a line. ``section`` and ``topics`` are slugs, ``writers`` names as they are printed.
    ``published_at`` (aware) is for a draft when it was saved last, for a clipping when it came in.
    """

    kind: Kind
    number: int
    headline: str
    body: str
    published_at: datetime
    summary: str = ""
    href: str = ""
    section: str = ""
    topics: tuple[str, ...] = ()
    writers: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The record's name in an index."""
        return f"{self.kind}:{self.number}"
