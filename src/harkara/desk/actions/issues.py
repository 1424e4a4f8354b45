"""Issues: a whole print edition is put together, goes out at one moment, is moved, and is called off.

Its clock is the one of every scheduled story: confirming schedules each story by the usual act, so what is due is fired by
the press's loop as ever, and after a restart too.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Revision

from harkara.desk import clock, keys, rights, when
from harkara.desk.actions import traces
from harkara.desk.actions.schedule import schedule
from harkara.desk.actions.unschedule import unschedule
from harkara.desk.errors import DeskError, Killed, NothingToDo, Refused
from harkara.desk.models import Issue, IssueStory, Story
from harkara.people.models import User
from harkara.rack import changes

MADE, CONFIRMED, MOVED, CALLED_OFF = "desk.issue", "desk.issue.confirm", "desk.issue.move", "desk.issue.call_off"
"""How the log calls what is done with an issue."""

MOST = 200
"""Stories of one issue."""


def make_issue(at: datetime, user: User | None) -> Issue:
    """An empty issue that is to go out at ``at`` (aware), and returns it. Raises ``Refused`` for a time that is past."""
    rights.demand(user, "tools")
    if at <= clock.now():
        raise Refused(when.past(at, clock.now()))
    with transaction.atomic():
        issue = Issue.objects.create(at=at, made_by=user, made_at=clock.now())
        log(instance=issue, action=MADE, user=user)
    return issue


def put_into_issue(issue: Issue, stories: Iterable[Story], user: User | None) -> int:
    """Puts ``stories`` into ``issue`` and returns how many were not in it. Raises ``Refused`` for too many, or one that
    waits in another issue.
    """
    rights.demand(user, "tools")
    with transaction.atomic():
        row = open_issue(issue)
        fresh = [story for story in stories if not row.entries.filter(story=story.pk).exists()]
        if row.entries.count() + len(fresh) > MOST:
            raise Refused(_("An issue takes %(most)s stories at most: make another one.") % {"most": MOST})
        for story in fresh:
            check_one_issue(story, row)
        IssueStory.objects.bulk_create(IssueStory(issue=row, story=story) for story in fresh)
    return len(fresh)


def check_one_issue(story: Story, issue: Issue) -> None:
    """Raises ``Killed``, ``NothingToDo`` where ``story`` is in ``issue``, ``Refused`` where it waits in another. One query."""
    if story.killed_at:
        raise Killed(_("“%(headline)s” was killed: nothing more is done with it.") % {"headline": story})
    rows = IssueStory.objects.filter(story=story.pk, issue__called_off_at=None, issue__at__gt=clock.now())
    for other in rows.select_related("issue"):
        if other.issue_id == issue.pk:
            raise NothingToDo(_("“%(headline)s” is in this issue already.") % {"headline": story})
        said = {"headline": story, "when": when.exactly(other.issue.at)}
        raise Refused(_("“%(headline)s” is in another issue: %(when)s. Take it out there first.") % said)


def take_out_of_issue(entry: IssueStory, user: User | None) -> None:
    """Takes a story out of its issue; what was arranged for it is called off."""
    rights.demand(user, "tools")
    with transaction.atomic():
        issue = open_issue(entry.issue)
        row = IssueStory.objects.select_related("story__section").filter(pk=entry.pk, issue=issue).first()
        if row is None:
            raise NothingToDo(_("The story is not in this issue any more."))
        if _waits(row):
            unschedule(row.story, user)
        row.delete()


def confirm_issue(issue: Issue, user: User | None) -> dict[int, str]:
    """Arranges that the newest version of each story goes out with ``issue``; returns the refusals by the number of the
    story. Each is a transaction of its own: one that is not ready keeps no other back, and may be confirmed later.
    """
    rights.demand(user, "tools")
    row = open_issue(issue)
    refused: dict[int, str] = {}
    done = 0
    for entry in row.entries.select_related("story__section"):
        if _waits(entry) and entry.version == entry.story.latest_revision_id:
            continue
        try:
            with transaction.atomic():
                after = schedule(entry.story, row.at, user)
                IssueStory.objects.filter(pk=entry.pk).update(version=after.latest_revision_id)
        except DeskError as refusal:
            refused[entry.story_id] = str(refusal)
        else:
            done += 1
    if done:
        with transaction.atomic():
            Issue.objects.filter(pk=row.pk).update(confirmed_at=clock.now())
            log(instance=row, action=CONFIRMED, user=user, data={"stories": done, "at": row.at.isoformat()})
    return refused


def move_issue(issue: Issue, at: datetime, user: User | None) -> Issue:
    """Moves ``issue``, with the versions that were arranged, to ``at`` and returns it. Raises ``Refused``."""
    rights.demand(user, "tools")
    if at <= clock.now():
        raise Refused(when.past(at, clock.now()))
    with transaction.atomic():
        row = open_issue(issue)
        for entry in row.entries.select_related("story__section"):
            if not _waits(entry):
                continue
            story = traces.locked(entry.story_id)
            rights.demand(user, "publish", story)
            if story.embargo_until and at < story.embargo_until and not story.embargo_reason:
                said = {"headline": story, "when": when.in_words(story.embargo_until, clock.now())}
                raise Refused(_("“%(headline)s” is under embargo: %(when)s.") % said)
            version = Revision.objects.get(pk=entry.version)
            content = {**version.content, "go_live_at": at.isoformat()}
            Revision.objects.filter(pk=version.pk).update(content=content, approved_go_live_at=at)
            Story.objects.filter(pk=story.pk).update(go_live_at=at)
            changes.touch(keys.draft(story.pk))
        before, row.at = row.at, at
        row.save(update_fields=["at"])
        log(instance=row, action=MOVED, user=user, data={"before": before.isoformat(), "at": at.isoformat()})
    return row


def call_off_issue(issue: Issue, user: User | None) -> Issue:
    """Calls ``issue`` off, with every appointment in it, and returns it. The stories stay as they are."""
    rights.demand(user, "tools")
    with transaction.atomic():
        row = open_issue(issue)
        for entry in row.entries.select_related("story__section"):
            if _waits(entry):
                unschedule(entry.story, user)
        row.called_off_at = clock.now()
        row.save(update_fields=["called_off_at"])
        log(instance=row, action=CALLED_OFF, user=user)
    return row


def open_issue(issue: Issue) -> Issue:
    """The row, locked. Raises ``NothingToDo`` where it went out or was called off."""
    rows = Issue.objects.select_for_update() if transaction.get_connection().in_atomic_block else Issue.objects.all()
    row = rows.get(pk=issue.pk)
    if row.called_off_at is not None:
        raise NothingToDo(_("This issue was called off: make another one."))
    if row.at <= clock.now():
        raise NothingToDo(_("This issue has gone out: make another one."))
    return row


def _waits(entry: IssueStory) -> bool:
    """Whether the version that was arranged for ``entry`` still waits for its time."""
    return bool(entry.version and Revision.objects.filter(pk=entry.version, approved_go_live_at__isnull=False).exists())
