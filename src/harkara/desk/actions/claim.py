"""Claim and release: somebody takes a filed story to edit it, and lays it back."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from harkara.desk import clock, keys, rights
from harkara.desk.actions.notices import tell
from harkara.desk.actions.stages import CLAIMED, RELEASED, on_its_way
from harkara.desk.errors import NothingToDo
from harkara.desk.models import Notice, Progress, Stage, Story
from harkara.people.models import User
from harkara.rack import changes


def claim(story: Story, user: User) -> Progress:
    """``user`` edits ``story`` from now on; whoever held it is told. Raises ``NothingToDo``, ``Killed``, ``Refused``."""
    rights.demand(user, "edit", story)
    with transaction.atomic():
        row = on_its_way(story)
        if row.holder_id == user.pk:
            raise NothingToDo(_("“%(headline)s” is yours already.") % {"headline": story})
        tell(row.holder, Notice.Kind.TAKEN_OVER, story, user)
        row.holder = user
        if row.stage in (Stage.DRAFT, Stage.FILED):
            row.stage, row.since = Stage.EDITING, clock.now()
        row.save()
        log(instance=story, action=CLAIMED, user=user)
        changes.touch(keys.draft(story.pk))
    return row


def release(story: Story, user: User) -> Progress:
    """Lays ``story`` back for somebody else to claim. Raises ``NothingToDo`` where nobody holds it, ``Refused`` where somebody
    else does and ``user`` may not approve.
    """
    with transaction.atomic():
        row = on_its_way(story)
        if row.holder_id is None:
            raise NothingToDo(_("Nobody holds “%(headline)s”.") % {"headline": story})
        if row.holder_id != user.pk:
            rights.demand(user, "approve", story)
            tell(row.holder, Notice.Kind.TAKEN_OVER, story, user)
        row.holder = None
        if row.stage == Stage.EDITING and not story.live:
            row.stage, row.since = Stage.FILED, clock.now()
        row.save()
        log(instance=story, action=RELEASED, user=user)
        changes.touch(keys.draft(story.pk))
    return row
