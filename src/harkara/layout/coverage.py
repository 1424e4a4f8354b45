"""Live coverage as finished copy: what a story shows of it, and what the piece holds that readers' browsers wait for."""

from dataclasses import dataclass
from datetime import datetime

from harkara.layout.results import ScoreCopy, TableCopy

HOLD = 25
"""Seconds for which a stand holds a request of who waits for the next entry."""

PAUSE = 10
"""Seconds between two looks of who does not wait: asked to save data, behind something that holds nothing, or hidden."""


@dataclass(frozen=True, slots=True)
class LiveEntryCopy:
    """An entry. ``lines`` are its paragraphs; one that was ``struck`` has no words. ``version`` rises with each change."""

    place: int
    at: datetime
    headline: str
    lines: tuple[str, ...]
    key: bool = False
    correction: str = ""
    corrected_at: datetime | None = None
    struck: bool = False
    version: int = 0

    @property
    def words(self) -> str:
        """What it says, in one line."""
        return " ".join(filter(None, (self.headline, *self.lines)))


@dataclass(frozen=True, slots=True)
class LiveCopy:
    """The live coverage of a story: its state, and some of its ``entries``, the newest first.

    ``older``: how many numbered pages of older entries there are. ``summary`` is pinned above, a point each.
    """

    story: int
    began_at: datetime
    ended_at: datetime | None
    version: int
    total: int
    older: int
    entries: tuple[LiveEntryCopy, ...]
    summary: tuple[str, ...] = ()
    summary_at: datetime | None = None
    board: ScoreCopy | TableCopy | None = None
    changed: tuple[LiveEntryCopy, ...] = ()  # of the piece: older entries that changed last

    @property
    def newest_at(self) -> datetime:
        """When it was last added to."""
        return self.entries[0].at if self.entries else self.ended_at or self.began_at

    @property
    def keyed(self) -> tuple[LiveEntryCopy, ...]:
        """The key events among its entries, the newest first."""
        return tuple(one for one in self.entries if one.key and not one.struck)

    @property
    def shown(self) -> tuple[LiveEntryCopy, ...]:
        """The entries that say something."""
        return tuple(one for one in self.entries if not one.struck)


@dataclass(frozen=True, slots=True)
class LivePageCopy:
    """A numbered page of older entries, the newest first, between its neighbours."""

    story: int
    href: str
    headline: str
    number: int
    last: int  # the page of the newest of the older ones; behind it comes the story's own page
    entries: tuple[LiveEntryCopy, ...]
