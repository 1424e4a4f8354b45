"""Letters to readers, for the press: which there are, whose turn it is, and a note of what became of it. A door of the desk."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from harkara.desk import clock, copy, newsletters
from harkara.desk.copy import letters
from harkara.desk.models import BreakingLetter, Newsletter, NewsletterTurn
from harkara.layout.copy import PaperCopy
from harkara.layout.letters import LetterCopy


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of letter, as readers order it."""

    slug: str
    name: str
    about: str
    place: int
    is_on: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """A letter that is to be composed now: ``name`` is the turn (``2026-12-01``, ``story:12``), ``number`` that of its kind."""

    number: int
    slug: str
    name: str
    at: datetime
    is_missed: bool = False


def kinds() -> list[Kind]:
    """All letters. One query."""
    rows = Newsletter.objects.order_by("place", "pk")
    return [Kind(one.slug, one.name, one.about, at, one.is_on) for at, one in enumerate(rows)]


def due() -> list[Turn]:
    """The letters whose time has come and that were not composed yet: at most one of each regular kind, and the stories that an
    editor sent as breaking letters. Three queries.
    """
    now, zone = clock.now(), clock.zone()
    today = now.astimezone(zone).date()
    rows = list(Newsletter.objects.filter(is_on=True, kind=Newsletter.Kind.REGULAR, at__isnull=False))
    days = (today - timedelta(days=1), today)
    done = set(
        NewsletterTurn.objects.filter(newsletter__in=rows, turn__in=[day.isoformat() for day in days]).values_list(
            "newsletter", "turn"
        )
    )
    found = [turn for row in rows for turn in _of_today(row, today, now, done)]
    waiting = BreakingLetter.objects.filter(made_at=None).select_related("newsletter").order_by("asked_at")
    breaking = [Turn(one.newsletter_id, one.newsletter.slug, f"story:{one.story_id}", one.asked_at) for one in waiting]
    return [*breaking, *found]


def _of_today(row: Newsletter, today: date, now: datetime, done: set[tuple[int, str]]) -> Iterator[Turn]:
    assert row.at is not None
    at, name = newsletters.moment(today, row.at, clock.zone()), today.isoformat()
    if newsletters.goes_on(row.days, today) and row.since < at <= now and (row.pk, name) not in done:
        yield Turn(row.pk, row.slug, name, at, is_missed=now - at > newsletters.GRACE)


def composed(turn: Turn) -> LetterCopy | None:
    """The letter of ``turn``, as fronts stand now; ``None`` where there is nothing to send."""
    if turn.is_missed:
        return None
    if turn.name.startswith("story:"):
        order = BreakingLetter.objects.select_related("newsletter").get(story=int(turn.name.partition(":")[2]))
        return letters.breaking(order, turn.at)
    return letters.compose(Newsletter.objects.get(pk=turn.number), turn.at)


def note(turn: Turn, mailing: int | None) -> None:
    """Notes what became of ``turn``: the letter ``mailing`` (its number in the readers' database), or nothing. The note is the
    last thing that is done: who dies before it does the turn again and finds the letter laid down.
    """
    came = (
        NewsletterTurn.Came.MADE
        if mailing
        else NewsletterTurn.Came.MISSED
        if turn.is_missed
        else NewsletterTurn.Came.EMPTY
    )
    told = {"came": came, "at": clock.now(), "mailing": mailing}
    with transaction.atomic(durable=True):
        NewsletterTurn.objects.get_or_create(newsletter_id=turn.number, turn=turn.name, defaults=told)
        if turn.name.startswith("story:"):
            BreakingLetter.objects.filter(story=int(turn.name.partition(":")[2])).update(made_at=clock.now())


def known(numbers: list[int]) -> dict[int, letters.Known]:
    """What is true now of those of the stories ``numbers`` that are published."""
    return letters.known(numbers)


def paper() -> PaperCopy:
    """The paper as letters name it."""
    return copy.paper()
