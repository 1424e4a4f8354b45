"""Schedule front: the draft of a front becomes what readers see at a time, by the desk's clock."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from harkara.desk import clock, when
from harkara.desk.actions.fronts import let_stand, locked
from harkara.desk.errors import NothingToDo, Refused
from harkara.desk.models import Front, Paper
from harkara.people.models import User
from harkara.rack import changes

SCHEDULED = "desk.schedule_front"
"""How the log calls the appointment of a front, and its end."""


def schedule_front(name: str, moment: datetime | None, user: User | None, *, seen: int | None = None) -> Front:
    """Notes that the draft of the front ``name``, as it will be then, goes out at ``moment`` (aware); ``None`` ends the
    appointment. Returns the front. Raises ``Refused`` for a moment that is past, ``NothingToDo`` without a draft; else as
    ``publish_front``.
    """
    with transaction.atomic():
        row = locked(name, user, seen)
        if moment is not None and row.draft is None:
            raise NothingToDo(_("Readers see this front already: there is no draft of it."))
        if moment is not None and moment <= clock.now():
            raise Refused(when.past(moment, clock.now()))
        row.due_at, row.due_by = moment, user if moment else None
        row.step += 1
        row.save()
        said = {"front": name, "at": moment.isoformat() if moment else None}
        log(instance=Paper.load(), action=SCHEDULED, user=user, data=said)
    return row


def publish_due_front(front: Front, moment: datetime) -> None:
    """Publishes the draft of ``front``, whose time has come; nothing where somebody did so meanwhile. For the clock."""
    with transaction.atomic():
        row = Front.objects.select_for_update().get(pk=front.pk)
        if row.due_at is None or row.due_at > moment:
            return
        changes.touch(let_stand(row, row.worked_on.holding(moment), row.due_by))
