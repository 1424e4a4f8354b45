"""An archive without an engine: finds what a test lays in it, and remembers what was asked."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from harkara.archive.index import Found, Hit, Place, Search
from harkara.archive.record import Record
from harkara.layout import pages, policy, specimens
from harkara.layout.copy import PaperCopy
from harkara.layout.finding import SearchCopy
from harkara.rack.pages import Page
from tests.stand.reader import Rack

HEADERS = (
    ("content-type", "text/html; charset=utf-8"),
    ("cache-control", "public, no-cache"),
    ("x-robots-tag", "noindex"),
    *policy.headers(),
)


@dataclass
class Shelf:
    """An :class:`~harkara.archive.index.Index` for readers. ``acts`` is called before each answer."""

    found: Found = field(default_factory=Found)
    words: tuple[str, ...] = ()
    stands: Place | None = field(default_factory=lambda: Place(1))
    acts: Callable[[], object] = lambda: None
    asked: list[Search] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    closed: int = 0

    def search(self, wanted: Search) -> Found:
        self.asked.append(wanted)
        self.acts()
        return self.found

    def suggest(self, typed: str, limit: int = 8) -> tuple[str, ...]:
        self.typed.append(typed)
        self.acts()
        return self.words[:limit]

    def place(self) -> Place | None:
        return self.stands

    def count(self) -> int:
        return 0

    def close(self) -> None:
        self.closed += 1

    def write(self, put: Iterable[Record], remove: Collection[str], place: Place | None = None) -> None:
        raise AssertionError("readers do not write")

    def like(
        self, record: Record, limit: int = 20, *, published_before: datetime | None = None
    ) -> Sequence[tuple[int, float]]:
        raise AssertionError("readers do not ask for that")


def hit(number: int = 1, section: str = "world", headline: str = "নদীর কথা") -> Hit:
    """A story about rivers."""
    return Hit(
        kind="story",
        number=number,
        href=f"/world/{number}/নদী",
        headline=(("নদী", True), (headline.removeprefix("নদী"), False)),
        excerpt=(("… পাড়ে <b> ", False), ("নদী", True)),
        section=section,
        published_at=datetime(2022, 8, 15, 5, 29, tzinfo=UTC) - timedelta(days=number),
    )


def found(many: int = 1, total: int | None = None, **more: object) -> Found:
    """So many hits of ``total``."""
    hits = tuple(hit(number) for number in range(1, many + 1))
    return Found(hits=hits, total=many if total is None else total, **more)  # type: ignore[arg-type]  # of any field


def bake(rack: Rack, paper: PaperCopy | None = None) -> None:
    """Lays the search form on the rack, as the press prints it."""
    html = pages.search(SearchCopy(), paper or specimens.paper())
    rack.shelf.put("search", Page(200, HEADERS, html.encode()))
    rack.manifest.place("/search/", "search")
