"""What the archive on the web shows of letters, as layout's dataclasses; notes the keys of all that was read.

Every page takes a constant number of queries, and rows of that page alone.
"""

from typing import Final

from harkara.layout import letters as setting
from harkara.layout.letters import LetterCopy, LetterLine, LetterListCopy
from harkara.rack.keys import expires, read
from harkara.rack.outbox.log import EVERYTHING

from ..models import Letter, Mailing
from . import clock, keys

SHOWN: Final = 30
"""Letters of all kinds on the page of all."""


def is_there() -> bool:
    """Whether there is a page of letters: where a kind can be had, or one was ever sent."""
    read(EVERYTHING, keys.LIST)
    return Letter.objects.exists()


def kinds() -> tuple[LetterListCopy, ...]:
    """All kinds, each with its newest letters. Two queries. Letters whose time has not come are not shown before it."""
    read(EVERYTHING, keys.LIST)
    now = clock.now()
    lines: dict[str, list[LetterLine]] = {}
    rows = Mailing.objects.exclude(state=Mailing.State.WITHDRAWN).order_by("-at", "-pk")
    for letter, number, subject, at in rows.values_list("letter", "number", "subject", "at")[:SHOWN]:
        if at > now:
            expires(at)
        else:
            lines.setdefault(letter, []).append(LetterLine(subject, at, f"/letters/{letter}/{number}/"))
    return tuple(
        LetterListCopy(one.slug, one.name, one.about, tuple(lines.get(one.slug, ())), one.is_on)
        for one in Letter.objects.order_by("place", "slug")
        if one.is_on or one.slug in lines
    )


def letter(slug: str, number: int) -> LetterCopy | None:
    """One letter as it went out, corrected, without what was withdrawn after that; ``None`` where there is none."""
    read(EVERYTHING, keys.mailing(slug, number))
    row = Mailing.objects.filter(letter=slug, number=number).exclude(state=Mailing.State.WITHDRAWN).first()
    return setting.of_data(row.copy) if row else None


def standing(slug: str, number: int) -> bool:
    """Whether that letter is in the archive."""
    return Mailing.objects.filter(letter=slug, number=number).exclude(state=Mailing.State.WITHDRAWN).exists()


def every(after: int = 0, limit: int = 1000) -> list[tuple[int, str, int]]:
    """Number in the tables, kind and number of the letters in the archive, in portions."""
    rows = Mailing.objects.filter(pk__gt=after).exclude(state=Mailing.State.WITHDRAWN).order_by("pk")
    return list(rows.values_list("pk", "letter", "number")[:limit])
