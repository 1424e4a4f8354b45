"""Rehearse: what publishing a story would do, found out by doing it and taking it back."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from wagtail.signal_handlers import disable_reference_index_auto_update

from harkara.desk import clock
from harkara.desk.actions.publish import publish
from harkara.desk.actions.traces import stood
from harkara.desk.errors import DeskError
from harkara.desk.models import Progress, Stage, Story
from harkara.people.models import User


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What would become of a story if its newest version were published now."""

    headline: str
    is_first: bool
    """Readers have not seen it yet."""

    refusal: str = ""
    """Why it would be refused, a sentence; empty where it would go out. Then what follows says nothing."""

    at: datetime | None = None
    """When it would go out by itself (aware); ``None`` for at once."""

    href: str = ""
    """Its address then; empty where that is made only when it goes out."""

    former: str = ""
    """The address that would lead to the new one; empty where the address stays."""

    joins: frozenset[str] = frozenset()
    leaves: frozenset[str] = frozenset()
    stays: frozenset[str] = frozenset()
    """Names of the listings that it would come into, go out of, and stay in."""

    told: str = ""
    """What readers would be told is new; empty where they are told nothing."""

    unapproved: bool = False
    """Nobody has approved this version: who publishes it answers for that."""


def rehearse(story: Story, user: User | None) -> Rehearsal:
    """What ``actions.publish(story, user)`` would do. Nothing is changed, nothing touched, nobody told.

    Raises ``SecondFactorMissing`` as publishing does; every other refusal is part of the answer.
    """
    with transaction.atomic(), disable_reference_index_auto_update():
        row = Story.objects.select_related("section").get(pk=story.pk)
        version, seen = row.get_latest_revision_as_object(), stood(row)
        stage = Progress.objects.filter(story=row.pk).values_list("stage", flat=True).first()
        is_first, refusal = row.published_at is None, ""
        try:
            after = publish(row, user)
        except DeskError as refused:
            refusal = str(refused)
        else:
            waits = version.go_live_at if version.go_live_at and version.go_live_at > clock.now() else None
            then = version if waits else after
            listings, href = then.listings, then.href
        transaction.set_rollback(True)
    if refusal:
        return Rehearsal(version.headline, is_first, refusal=refusal)
    return Rehearsal(
        version.headline,
        is_first,
        at=waits,
        href=href,
        former=seen.href if seen.href and seen.href != href else "",
        joins=listings - seen.listings,
        leaves=seen.listings - listings,
        stays=listings & seen.listings,
        told=version.tell_reason.strip() if version.tell_reader and not is_first else "",
        unapproved=stage is not None and stage != Stage.APPROVED,
    )
