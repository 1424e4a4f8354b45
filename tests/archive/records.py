"""Records for tests, made in a line."""

from datetime import UTC, datetime, timedelta
from typing import Any

from harkara.archive.index import Found
from harkara.archive.record import Record

FIRST = datetime(2024, 1, 1, 6, tzinfo=UTC)


def story(number: int, headline: str = "", body: str = "", **other: Any) -> Record:
    """A story printed ``number`` days after the first."""
    given = {"kind": "story", "published_at": FIRST + timedelta(days=number), "href": f"/news/{number}/", **other}
    return Record(number=number, headline=headline, body=body, **given)


def numbers(found: Found) -> list[int]:
    """The numbers of the hits, in their order."""
    return [hit.number for hit in found.hits]


def marked(pieces: tuple[tuple[str, bool], ...]) -> list[str]:
    """What is marked."""
    return [text for text, is_marked in pieces if is_marked]
