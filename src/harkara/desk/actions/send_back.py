"""Send back: a filed story returns to its author, with a note."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from harkara.bangla.clean import normalise
from harkara.desk import clock, keys, rights
from harkara.desk.actions.notices import tell
from harkara.desk.actions.stages import SENT_BACK, on_its_way
from harkara.desk.errors import NothingToDo, Refused
from harkara.desk.models import Notice, Progress, Stage, Story
from harkara.people.models import User
from harkara.rack import changes


def send_back(story: Story, user: User, note: str) -> Progress:
    """Sends ``story`` back to who wrote it, who is told the ``note``. Raises ``Refused`` without a note or the right,
    ``NothingToDo`` where it was never filed, ``Killed``.
    """
    rights.demand(user, "edit", story)
    note = normalise(note).strip()
    if not note:
        raise Refused(_("Say what is to be done: a story is sent back with a note."))
    with transaction.atomic():
        row = on_its_way(story)
        if row.stage == Stage.DRAFT:
            raise NothingToDo(_("“%(headline)s” is a draft: it was not filed yet.") % {"headline": story})
        row.stage, row.since, row.holder, row.note = Stage.DRAFT, clock.now(), None, note
        row.save()
        tell(row.author, Notice.Kind.SENT_BACK, story, user, note)
        log(instance=story, action=SENT_BACK, user=user, data={"note": note})
        changes.touch(keys.draft(story.pk))
    return row
