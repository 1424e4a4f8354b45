"""Schedule: a story is to be published by itself at a given time."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from harkara.desk import clock, when
from harkara.desk.actions import traces
from harkara.desk.actions.publish import publish
from harkara.desk.errors import Killed, Refused
from harkara.desk.models import Story
from harkara.people.models import User


def schedule(story: Story, at: datetime, user: User | None) -> Story:
    """Arranges that the newest version of ``story`` is published at ``at`` (aware) and returns the story.

    Readers see nothing of it before. Raises ``Refused`` for a time that is past, else as ``publish``.
    """
    if at <= clock.now():
        raise Refused(when.past(at, clock.now()))
    with transaction.atomic():
        row = traces.locked(story.pk)
        if row.killed_at:
            raise Killed(_("“%(headline)s” was killed: it cannot be published again.") % {"headline": row})
        version = row.get_latest_revision_as_object()
        version.go_live_at = at
        version.save_revision(user=user, clean=False)
        return publish(Story.objects.get(pk=row.pk), user)
