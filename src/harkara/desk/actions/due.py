"""Due: what was arranged for a time happens when the time has come.

Much may be due in the same second: several stories share a transaction, which ends after a moment so that editors get
their turn at the database. Each story has a savepoint in it, so that one which cannot be published takes nothing along.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import QuerySet
from wagtail.log_actions import log as note
from wagtail.models import Revision

from harkara.desk import clock
from harkara.desk.actions.ask_kill import lapse_kills
from harkara.desk.actions.campaigns import settle_campaigns
from harkara.desk.actions.publish import StoryPublication
from harkara.desk.actions.schedule_front import publish_due_front
from harkara.desk.actions.take_headline import weigh_headlines
from harkara.desk.errors import DeskError
from harkara.desk.models import AskedKill, Front, Paper, Story
from harkara.desk.models.asked import LAPSES

log = logging.getLogger(__name__)

TOGETHER = 8
"""Stories of one transaction, at most."""

SPELL = 0.25
"""Seconds after which a transaction takes up no further story."""

FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=10)
"""How long a story that met trouble is left alone: twice as long each time."""

LOOKS = timedelta(seconds=10)
"""How often tests of headlines and campaigns are looked at."""

LATE = "desk.late"
"""What the history of a story calls it when it could not be published, or taken off, in time."""

Arranged: TypeAlias = Any
"""A ``Story`` that is to leave the paper, a ``Revision`` of one that is to be published, or a ``Front`` that is to change."""


class Diary:
    """Keeps the appointments, and remembers which of them met trouble. A new diary tries all of them at once."""

    def __init__(self) -> None:
        self._waits: dict[tuple[type[Arranged], int], tuple[datetime, timedelta]] = {}
        self._looked: datetime | None = None

    def keep(self, now: datetime | None = None, *, most: int | None = None) -> int:
        """Publishes scheduled versions whose time has come by ``now`` (the desk's clock) and takes off the paper what
        expired, then fronts, then looks at tests of headlines and at campaigns; returns how many of them changed. It takes
        up ``most`` at most: what is left stays due.

        A version that the desk refuses loses its appointment and stays a draft. One that meets any other trouble stays
        due and is tried again later. Log and history of the story say so. Raises ``OperationalError`` and
        ``InterfaceError`` where the database itself refuses; then nothing of that transaction has happened.
        """
        moment = now or clock.now()
        tried: list[bool] = []
        for model, find, act in _KINDS:
            while most is None or len(tried) < most:
                limit = TOGETHER if most is None else min(TOGETHER, most - len(tried))
                if not (spell := self._spell(model, find, act, moment, limit)):
                    break
                tried += spell
        lapse_kills(moment)
        if self._looked is None or not timedelta() <= moment - self._looked < LOOKS:
            self._looked = moment
            return sum(tried) + weigh_headlines(moment) + settle_campaigns(moment)
        return sum(tried)

    def _spell(
        self,
        model: type[Arranged],
        find: "Callable[[datetime], QuerySet[Any]]",
        act: Callable[[Any, datetime], None],
        moment: datetime,
        limit: int,
    ) -> list[bool]:
        """One transaction; returns of each story that was taken up, ``limit`` at most, whether it changed."""
        waiting = [key[1] for key, (until, _) in self._waits.items() if key[0] is model and until > moment]
        tried: list[bool] = []
        if not find(moment).exclude(pk__in=waiting).exists():
            return tried
        began = time.monotonic()
        with transaction.atomic():
            for one in find(moment).exclude(pk__in=waiting)[:limit]:
                tried.append(self._try(one, act, moment))
                if time.monotonic() - began > SPELL:
                    break
        return tried

    def _try(self, one: Arranged, act: Callable[[Any, datetime], None], moment: datetime) -> bool:
        """Does what was arranged, or notes why that was not to be done."""
        key = (type(one), one.pk)
        try:
            with transaction.atomic():
                act(one, moment)
        except (OperationalError, InterfaceError):
            raise
        except DeskError as error:
            _cancel(one, error)
            return False
        except Exception as error:
            _, before = self._waits.get(key, (moment, FIRST_WAIT / 2))
            wait = min(before * 2, LONGEST_WAIT)
            log.exception("%s: stays due, is tried again in %d s", _named(one), wait.total_seconds())
            if key not in self._waits:
                _tell(one, error)
            self._waits[key] = moment + wait, wait
            return False
        self._waits.pop(key, None)
        return True


def publish_due(now: datetime | None = None) -> int:
    """:meth:`Diary.keep` with a new diary."""
    return Diary().keep(now)


def next_at() -> datetime | None:
    """The next moment at which something is due; ``None`` if nothing is arranged. Four queries by index."""
    coming = _waiting().order_by("approved_go_live_at").values_list("approved_go_live_at", flat=True).first()
    expiring = Story.objects.filter(live=True, expire_at__isnull=False).order_by("expire_at")
    leaving = expiring.values_list("expire_at", flat=True).first()
    asked = AskedKill.objects.filter(lapsed_at=None).order_by("asked_at").values_list("asked_at", flat=True).first()
    lapsing = asked + LAPSES if asked else None
    fronts = Front.objects.filter(due_at__isnull=False).order_by("due_at").values_list("due_at", flat=True).first()
    return min((moment for moment in (coming, leaving, lapsing, fronts) if moment), default=None)


def _expired(moment: datetime) -> "QuerySet[Story]":
    return Story.objects.filter(live=True, expire_at__lte=moment).order_by("expire_at", "pk")


def _take_off(story: Story, moment: datetime) -> None:
    story.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def _come(moment: datetime) -> "QuerySet[Revision]":
    whole = GenericPrefetch("content_object", [Story.objects.select_related("section")])
    found = _waiting().filter(approved_go_live_at__lte=moment).prefetch_related(whole)
    return found.order_by("approved_go_live_at", "pk")


def _publish(version: Revision, moment: datetime) -> None:
    with clock.at(max(moment, clock.now())):
        version.publish(user=version.user, log_action=StoryPublication.BY_THE_CLOCK, skip_permission_checks=True)


def _fronts(moment: datetime) -> "QuerySet[Front]":
    return Front.objects.filter(due_at__lte=moment).order_by("due_at", "pk")


def _set_front(front: Front, moment: datetime) -> None:
    with clock.at(max(moment, clock.now())):
        publish_due_front(front, moment)


_KINDS: tuple[tuple[type[Arranged], Callable[[datetime], "QuerySet[Any]"], Callable[[Any, datetime], None]], ...] = (
    (Story, _expired, _take_off),
    (Revision, _come, _publish),
    (Front, _fronts, _set_front),
)
"""What is arranged: what it is, which of it has come, what is done. Fronts come last, so that the stories on them are out."""


def _waiting() -> "QuerySet[Revision]":
    waiting: QuerySet[Revision] = Revision.objects.filter(
        approved_go_live_at__isnull=False, content_type=Story.get_content_type()
    )
    return waiting


def _cancel(one: Arranged, error: DeskError) -> None:
    """Ends the appointment that the desk refused."""
    log.warning("%s: the appointment is ended. %s", _named(one), error)
    if isinstance(one, Revision):
        Revision.objects.filter(pk=one.pk).update(approved_go_live_at=None)
        Story.objects.filter(pk=one.object_id, live=False).update(go_live_at=None)
    elif isinstance(one, Front):
        Front.objects.filter(pk=one.pk).update(due_at=None)
    else:
        Story.objects.filter(pk=one.pk).update(expire_at=None)
    _tell(one, error)


def _tell(one: Arranged, error: Exception) -> None:
    """Writes into the story's history why it is late."""
    story = one.content_object if isinstance(one, Revision) else Paper.load() if isinstance(one, Front) else one
    user = one.user if isinstance(one, Revision) else one.due_by if isinstance(one, Front) else None
    note(instance=story, action=LATE, user=user, data={"reason": f"{type(error).__name__}: {error}"[:500]})


def _named(one: Arranged) -> str:
    if isinstance(one, Front):
        return f"front “{one.name}”"
    return f"story {one.object_id}" if isinstance(one, Revision) else f"story {one.pk}, which expired"
