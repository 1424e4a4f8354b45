"""Due: what was arranged for a time happens when the time has come."""

from datetime import datetime

from django.db.models import QuerySet
from wagtail.models import Revision

from harkara.desk import clock
from harkara.desk.errors import DeskError
from harkara.desk.models import Story


def publish_due(now: datetime | None = None) -> int:
    """Publishes every scheduled version whose time has come by ``now`` (the desk's clock) and takes off the paper what
    expired; returns how many stories changed. Each is a transaction of its own; a story that cannot be published loses
    its appointment and stays a draft.
    """
    moment = now or clock.now()
    done = 0
    for story in Story.objects.filter(live=True, expire_at__lte=moment).order_by("expire_at", "pk"):
        story.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
        done += 1
    for revision in _waiting().filter(approved_go_live_at__lte=moment).order_by("approved_go_live_at", "pk"):
        try:
            with clock.at(max(moment, clock.now())):
                revision.publish(
                    user=revision.user, log_action="wagtail.publish.scheduled", skip_permission_checks=True
                )
            done += 1
        except DeskError:
            Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    return done


def next_at() -> datetime | None:
    """The next moment at which something is due; ``None`` if nothing is arranged. Two queries by index."""
    coming = _waiting().order_by("approved_go_live_at").values_list("approved_go_live_at", flat=True).first()
    expiring = Story.objects.filter(live=True, expire_at__isnull=False).order_by("expire_at")
    leaving = expiring.values_list("expire_at", flat=True).first()
    return min((moment for moment in (coming, leaving) if moment), default=None)


def _waiting() -> "QuerySet[Revision]":
    waiting: QuerySet[Revision] = Revision.objects.filter(
        approved_go_live_at__isnull=False, content_type=Story.get_content_type()
    )
    return waiting
