"""Unschedule: what was to be published by itself is not; its words stay as a draft."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Revision

from harkara.desk import keys, rights
from harkara.desk.actions import traces
from harkara.desk.errors import NothingToDo
from harkara.desk.models import Story
from harkara.people.models import User
from harkara.rack import changes


def unschedule(story: Story, user: User | None) -> Story:
    """Calls the appointment of ``story`` off and returns it. Raises ``NothingToDo`` without one, ``Refused``."""
    with transaction.atomic():
        row = traces.locked(story.pk)
        rights.demand(user, "publish", row)
        waiting = list(row.revisions.filter(approved_go_live_at__isnull=False))
        if not waiting:
            raise NothingToDo(_("No time is arranged for “%(headline)s”.") % {"headline": row})
        for version in waiting:
            version.approved_go_live_at = None
            version.save(user=user, update_fields=["approved_go_live_at"])  # Wagtail's log tells of it
            Revision.objects.filter(pk=version.pk).update(content={**version.content, "go_live_at": None})
        Story.objects.filter(pk=row.pk).update(go_live_at=None)
        changes.touch(keys.draft(row.pk))
    return Story.objects.get(pk=story.pk)
