"""Assign: somebody is asked to write something until a time; and the draft is begun from it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from harkara.bangla.clean import normalise
from harkara.desk import clock, keys, rights
from harkara.desk.actions.notices import tell
from harkara.desk.actions.stages import ASSIGNED
from harkara.desk.errors import NothingToDo, Refused
from harkara.desk.models import Assignment, Desk, Notice, Section, Story
from harkara.people.models import User
from harkara.rack import changes


def assign(
    what: str,
    by: User,
    *,
    to: User | None = None,
    due: datetime | None = None,
    brief: str = "",
    section: Section | None = None,
    desk: Desk | None = None,
) -> Assignment:
    """Asks ``to`` (``None``: whoever takes it) to write ``what`` until ``due`` (aware). Raises ``Refused`` without the right,
    for nothing, or for a time that has passed.
    """
    rights.demand(by, "edit")
    what = normalise(what).strip()
    if not what:
        raise Refused(_("Say what is to be written."))
    if due is not None and due <= clock.now():
        raise Refused(_("The time until when it is due has passed: choose a later one."))
    with transaction.atomic():
        row = Assignment.objects.create(
            what=what, brief=brief, to=to, by=by, section=section, desk=desk, due=due, made_at=clock.now()
        )
        tell(to, Notice.Kind.ASSIGNED, by=by, assignment=row)
        log(instance=row, action=ASSIGNED, user=by)
        changes.touch(keys.ASSIGNMENTS)
    return row


def begin(assignment: Assignment, user: User) -> Story:
    """The draft that ``assignment`` asks for, begun by ``user`` where there is none. Raises ``Refused``."""
    rights.demand(user, "write")
    with transaction.atomic():
        row = Assignment.objects.select_for_update(of=("self",)).select_related("story").get(pk=assignment.pk)
        if row.story is not None:
            return row.story
        if row.done_at:
            raise NothingToDo(_("“%(what)s” is done already.") % {"what": row.what})
        story = Story(headline=row.what, section=row.section, desk=row.desk)
        story.save()
        story.save_revision(user=user, clean=False)
        row.story, row.to = story, row.to or user
        row.save()
        changes.touch(keys.ASSIGNMENTS)
    return story


def drop(assignment: Assignment, user: User) -> None:
    """Takes an assignment back. Raises ``Refused`` where ``user`` neither made it nor may approve."""
    if assignment.by_id != user.pk:
        rights.demand(user, "approve")
    with transaction.atomic():
        Assignment.objects.filter(pk=assignment.pk).update(done_at=clock.now())
        changes.touch(keys.ASSIGNMENTS)
