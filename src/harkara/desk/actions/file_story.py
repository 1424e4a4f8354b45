"""File: a reporter hands a draft in; who edits may claim it."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from harkara.desk import clock, keys, rights
from harkara.desk.actions.stages import FILED, on_its_way
from harkara.desk.errors import NothingToDo
from harkara.desk.models import Assignment, Progress, Stage, Story
from harkara.people.models import User
from harkara.rack import changes


def file_story(story: Story, user: User | None) -> Progress:
    """Files the draft ``story`` and returns how far it is; an assignment that it came of is done.

    Raises ``NothingToDo`` where it was filed before, ``Killed``, ``Refused`` where ``user`` may not.
    """
    rights.demand(user, "file", story)
    with transaction.atomic():
        row = on_its_way(story)
        if row.stage != Stage.DRAFT:
            raise NothingToDo(_("“%(headline)s” was filed before.") % {"headline": story})
        row.stage, row.since, row.holder, row.note = Stage.FILED, clock.now(), None, ""
        row.author = row.author or user
        row.save()
        Assignment.objects.filter(story=story.pk, done_at=None).update(done_at=clock.now())
        log(instance=story, action=FILED, user=user)
        changes.touch(keys.draft(story.pk))
    return row
