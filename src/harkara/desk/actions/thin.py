"""Thin: of what the editor kept by itself, what nobody needs any more goes."""

from datetime import datetime, timedelta

from django.db import models, transaction
from wagtail.models import ModelLogEntry, PageLogEntry, Revision

from harkara.desk import clock
from harkara.desk.keeping import jotting
from harkara.desk.keeping.running import WRITING
from harkara.desk.models import Autosave

AFTER = timedelta(days=30)
"""How long an autosaved revision stays, whatever becomes of it."""

LOT = 100
"""Autosaves of one transaction: editors get their turn between two."""

MOST = 5_000
"""Autosaves that are looked at in one go, at most."""


def thin(now: datetime | None = None, *, most: int = MOST) -> int:
    """Throws away autosaved revisions older than ``AFTER`` (by the desk's clock, or ``now``); returns how many went.

    What anything still points to stays for ever: the newest and the published version of a story, one with an
    appointment, one that the log tells another act of. Such a revision loses its mark and is not looked at again.
    """
    moment = now or clock.now()
    jotting.sweep(moment)
    until = moment - AFTER
    gone = looked = 0
    while looked < most:
        with transaction.atomic():
            rows = Autosave.objects.filter(saved_at__lt=until).order_by("saved_at", "pk")
            lot = set(rows.values_list("pk", flat=True)[: min(LOT, most - looked)])
            if not lot:
                break
            needed = _needed(lot)
            Autosave.objects.filter(pk__in=needed).delete()
            Revision.objects.filter(pk__in=lot - needed).delete()
        looked += len(lot)
        gone += len(lot - needed)
    return gone


def _needed(lot: set[int]) -> set[int]:
    """Those of the revisions that must stay."""
    needed = set(Revision.objects.filter(pk__in=lot, approved_go_live_at__isnull=False).values_list("pk", flat=True))
    told = ModelLogEntry.objects.filter(revision__in=lot).exclude(action__in=WRITING)
    needed.update(told.values_list("revision_id", flat=True))
    for model, name in _pointers():
        found = model._base_manager.filter(**{f"{name}__in": lot})
        needed.update(found.values_list(name, flat=True))
    return needed


def _pointers() -> list[tuple[type[models.Model], str]]:
    """Every column that points to a revision, but for the marks of autosaves and the log."""
    return [
        (relation.related_model, relation.field.attname)
        for relation in Revision._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ManyToOneRel)
        and not issubclass(relation.related_model, Autosave | ModelLogEntry)
        and relation.related_model is not PageLogEntry
    ]
