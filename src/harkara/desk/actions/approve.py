"""Approve: a version may be published as it is. Another word in it, and it is to be approved again."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from harkara.desk import clock, keys, rights
from harkara.desk.actions.notices import tell
from harkara.desk.actions.publish import check
from harkara.desk.actions.stages import APPROVED, on_its_way
from harkara.desk.errors import NothingToDo
from harkara.desk.models import Notice, Progress, Stage, Story
from harkara.people.models import User
from harkara.rack import changes


def approve(story: Story, user: User) -> Progress:
    """Approves the newest version of ``story``. Raises ``NothingToDo``, ``NotReady`` where it lacks what a published story
    needs, ``Killed``, ``Refused``.
    """
    rights.demand(user, "approve", story)
    with transaction.atomic():
        row = on_its_way(story)
        if row.stage == Stage.APPROVED:
            raise NothingToDo(_("“%(headline)s” is approved already.") % {"headline": story})
        check(story, story.get_latest_revision_as_object())
        row.stage, row.since, row.note = Stage.APPROVED, clock.now(), ""
        row.save()
        tell(row.author, Notice.Kind.APPROVED, story, user)
        log(instance=story, action=APPROVED, user=user)
        changes.touch(keys.draft(story.pk))
    return row
