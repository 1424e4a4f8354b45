"""Makes what tests of letters need, through the acts that the paper uses."""

from dataclasses import replace
from datetime import UTC, datetime

from harkara.layout import letter_specimens, specimens
from harkara.post.letters import joining, mailings
from harkara.post.models import Letter, LetterOrder, LetterReader, Mailing

NOON = datetime(2026, 11, 28, 6, 0, tzinfo=UTC)
"""Noon in Dhaka on the day of most tests."""


def kinds(*slugs: str) -> None:
    """Has readers order these letters (``morning`` where none is named)."""
    rows = [Letter(slug=one, name=f"চিঠি {one}", place=at) for at, one in enumerate(slugs or ("morning",))]
    mailings.keep(rows)


def readers(count: int, letter: str = "morning", first: int = 1) -> list[LetterOrder]:
    """So many readers who confirmed that they want ``letter``: ``reader1@example.com`` and so on."""
    row = Letter.objects.get(pk=letter)
    for number in range(first, first + count):
        joining.begin(f"reader{number}@example.com", [row])
    return list(LetterOrder.objects.filter(letter=letter).order_by("pk"))[-count:]


def mailing(turn: str = "2026-11-28", at: datetime = NOON, slug: str = "morning", rows: int = 3) -> Mailing:
    """A letter that was laid down."""
    copy = replace(letter_specimens.letter(rows), slug=slug, at=at)
    return mailings.lay_down(turn, copy, specimens.paper())


def emails() -> list[str]:
    """Whose addresses are kept, in their order."""
    return list(LetterReader.objects.order_by("pk").values_list("email", flat=True))
