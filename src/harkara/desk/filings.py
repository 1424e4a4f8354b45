"""What became of what a correspondent filed: all that they see of the newsroom."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from django.db.models import QuerySet

from harkara.desk.models import FiledPicture, Filing, IncomingClipping
from harkara.people.models import User

SHOWN: Final = 30
"""Pieces, the newest first, of which is told what became."""

State = Literal["filed", "taken", "printed"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture of a piece: how many of its bytes have come, and the sentence with which it was refused."""

    name: str
    size: int
    have: int
    is_done: bool
    why: str


@dataclass(frozen=True, slots=True)
class Fate:
    """A piece and what became of it. ``number`` is that of the clipping; ``address`` is where readers find it, once printed."""

    name: str
    number: int
    version: int
    headline: str
    place: str
    filed_at: datetime
    written_at: datetime
    state: State
    address: str
    pictures: tuple[Shown, ...]

    @property
    def coming(self) -> int:
        """How many of its pictures are still on the phone."""
        return sum(not one.is_done for one in self.pictures)


def fates(user: User) -> list[Fate]:
    """What became of the last pieces of ``user``, the newest first; two queries however many."""
    return _fates(Filing.objects.filter(user=user).order_by("-filed_at")[:SHOWN])


def fate(filing: Filing) -> Fate:
    """What became of one piece."""
    return _fates(Filing.objects.filter(pk=filing.pk))[0]


def fate_of(clipping: IncomingClipping) -> Fate | None:
    """The piece that ``clipping`` was filed as, if it came from a phone."""
    return next(iter(_fates(Filing.objects.filter(clipping=clipping))), None)


def _fates(rows: "QuerySet[Filing]") -> list[Fate]:
    fields = ("headline", "dateline", "story__id", "story__live")
    wanted = ("name", "version", "filed_at", "written_at", *(f"clipping__{name}" for name in fields))
    found = list(rows.select_related("clipping__story").only(*wanted))
    pictures: dict[int, list[Shown]] = {row.pk: [] for row in found}
    for one in FiledPicture.objects.filter(filing__in=pictures) if pictures else ():
        pictures[one.filing_id].append(Shown(one.name, one.size, one.have, one.came_at is not None, one.why))
    return [_fate(row, tuple(pictures[row.pk])) for row in found]


def _fate(row: Filing, pictures: tuple[Shown, ...]) -> Fate:
    clipping = row.clipping
    story = getattr(clipping, "story", None)
    state: State = "filed"
    if story is not None:
        state = "printed" if story.live else "taken"
    return Fate(
        name=row.name,
        number=clipping.pk,
        version=row.version,
        headline=str(clipping.headline),
        place=str(clipping.dateline),
        filed_at=row.filed_at,
        written_at=row.written_at,
        state=state,
        address=f"/{story.pk}" if story is not None and story.live else "",
        pictures=pictures,
    )
