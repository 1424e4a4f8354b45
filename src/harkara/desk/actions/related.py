"""Related coverage: the stories that a new one names at its end, chosen once, when it is first published.

The archive's public index says which stories are about the same. Where it is absent, damaged or slow, and where it finds
too few, the newest of the story's topics stand there, else of its section. A choice stays: a story of long ago names the
same ones for ever, apart from those that leave the paper.
"""

import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from queue import Empty, SimpleQueue
from threading import Thread

from django.conf import settings
from django.db.models import F

from harkara.archive import shelf
from harkara.archive.index import Index
from harkara.archive.record import Record
from harkara.desk import clock
from harkara.desk.copy.bodies import Galley
from harkara.desk.models import Place, RelatedStory, Story
from harkara.layout.words import lines

log = logging.getLogger(__name__)

RELATED = 4
NAMED_AT_MOST = 50
"""How many pages may name one story as related: what its change would re-bake."""

CANDIDATES = 24
"""Stories looked at, of the index and of each listing: some are named often enough, some have left the paper."""

NEAR = 0.25
"""Nearness below which a story is left out. Of the news of NTREX cut in two halves (108, among 113 pages of an
encyclopaedia), 89 in 100 first halves find their second half so near, with one stranger each; at 0.15 there are three
strangers, at 0.4 only 72 in 100 find it.
"""

PATIENCE = 0.2
"""Seconds that a publication waits for the index."""

REST = 30.0
"""Seconds for which an index that took longer is not asked again: a burst of publications must not wait each time."""


class Librarian:
    """Asks the index, for a moment and no longer. ``index`` opens it, or hands out the one that is open."""

    def __init__(self, index: Callable[[], Index]) -> None:
        self._index = index
        self._rests_until = 0.0

    def ask(self, record: Record, before: datetime) -> Sequence[tuple[int, float]]:
        """Stories like ``record`` that were published before ``before``, the nearest first; none where the index does not
        answer in time, or cannot. Never raises.
        """
        if time.monotonic() < self._rests_until:
            return ()
        answers: SimpleQueue[Sequence[tuple[int, float]]] = SimpleQueue()
        Thread(target=self._answer, args=(answers, record, before), daemon=True).start()
        try:
            return answers.get(timeout=PATIENCE)
        except Empty:
            self._rests_until = time.monotonic() + REST
            log.warning("the archive's index took more than %s s: related stories are chosen by topic", PATIENCE)
            return ()

    def _answer(self, answers: "SimpleQueue[Sequence[tuple[int, float]]]", record: Record, before: datetime) -> None:
        try:
            answers.put(self._index().like(record, CANDIDATES, published_before=before))
        except Exception as error:  # whatever is wrong with the index, a story is published
            log.warning("the archive's index cannot be asked, related stories are chosen by topic: %s", error)
            answers.put(())


def public() -> Index:
    """The public index as the settings name it, opened once."""
    return _opened(str(settings.HARKARA_ARCHIVE), settings.HARKARA_ARCHIVE_ENGINE)


@lru_cache(maxsize=2)
def _opened(folder: str, engine: str) -> Index:
    return shelf.public()


LIBRARIAN = Librarian(public)


def alike(story: Story) -> list[int]:
    """The numbers of stories that the index holds to be about the same as ``story``, the nearest first. Writes nothing and
    asks the database nothing: to be called before a transaction begins.
    """
    text = "\n".join(lines(Galley(list(story.body.raw_data)).blocks({}, {})))
    record = Record("story", story.pk, story.headline, text, clock.now(), story.summary)
    return [number for number, nearness in LIBRARIAN.ask(record, record.published_at) if nearness >= NEAR]


def choose(story: Story, near: Sequence[int], listings: frozenset[str]) -> None:
    """Writes down the stories that ``story`` names: those of ``near`` (:func:`alike`), then the newest of its listings.

    A story that is not published, is being changed at this moment or is named by ``NAMED_AT_MOST`` pages is passed over.
    Call it in the transaction that publishes ``story``.
    """
    chosen = _free(story, near)[:RELATED]
    if len(chosen) < RELATED:
        newest = _newest(story, listings)
        chosen += [number for number in _free(story, newest) if number not in chosen][: RELATED - len(chosen)]
    RelatedStory.objects.bulk_create(
        RelatedStory(story=story, named_id=number, position=position) for position, number in enumerate(chosen)
    )
    Story.objects.filter(pk__in=chosen).update(named_by=F("named_by") + 1)


def _free(story: Story, numbers: Sequence[int]) -> list[int]:
    """Those of ``numbers`` that may be named by one more page, in their order. They are locked until it is counted, so that
    two publications at once cannot both be the last; nobody waits for a lock.
    """
    if not numbers:
        return []
    rows = Story.objects.select_for_update(skip_locked=True).filter(
        pk__in=numbers, live=True, named_by__lt=NAMED_AT_MOST
    )
    free = set(rows.exclude(pk=story.pk).order_by().values_list("pk", flat=True))
    return [number for number in numbers if number in free]


def _newest(story: Story, listings: frozenset[str]) -> list[int]:
    """The newest stories of the topics of ``story``, else of its section, newest first."""
    found: dict[int, datetime] = {}
    topics = sorted(name for name in listings if name.startswith("topic:"))
    for name in topics or [name for name in listings if not name.startswith(("writer:", "desk:"))]:
        # One at a time: the newest of one listing stand at the end of an index, those of three have to be sorted.
        places = Place.objects.filter(listing__name=name, shown=True).exclude(story=story.pk).order_by("-published_at")
        found.update(places.values_list("story_id", "published_at")[:CANDIDATES])
    return sorted(found, key=lambda number: (found[number], number), reverse=True)
