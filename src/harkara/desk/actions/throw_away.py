"""Throw away: a draft that nobody ever read is deleted. What was published once can only be killed."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from harkara.desk import keys, rights
from harkara.desk.actions import traces
from harkara.desk.errors import Refused
from harkara.desk.models import IncomingClipping, Story
from harkara.people.models import User
from harkara.rack import changes


def throw_away(story: Story, user: User | None = None) -> None:
    """Deletes the draft ``story``; its clipping waits in the tray again. Raises ``Refused`` once it was published
    or where ``user`` may not.
    """
    with transaction.atomic():
        row = traces.locked(story.pk)
        rights.demand(user, "edit", row)
        if row.published_at:
            raise Refused(
                _("“%(headline)s” was published: take it off the paper or kill it, its address must lead nowhere else.")
                % {"headline": row}
            )
        touched = [keys.draft(row.pk)]
        if row.clipping_id:
            IncomingClipping.objects.filter(pk=row.clipping_id).update(status=IncomingClipping.Status.WAITING)
            touched.append(keys.clipping(row.clipping_id))
        log(instance=row, action="desk.throw_away", user=user, deleted=True)
        row.delete()
        changes.touch(*touched)
