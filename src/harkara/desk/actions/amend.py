"""Amend: the wording that counts gets other fields, of a published story at once, of a draft as its newest version."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from harkara.desk import clock, rights
from harkara.desk.actions import traces
from harkara.desk.actions.edit import edit
from harkara.desk.errors import DraftPending, Killed, Refused
from harkara.desk.keeping import running
from harkara.desk.models import Progress, Story
from harkara.people.models import User


def amend(story: Story, user: User | None, **changes: Any) -> Story:
    """Changes fields of ``story`` (names and values as ``edit`` takes them) and returns it: a published one is edited, a
    draft gets a new version. Nobody's hand is passed over: raises ``DraftPending`` where newer words wait behind what is
    published, ``Refused`` where somebody else has claimed it or it is scheduled, else as ``edit``.
    """
    with transaction.atomic():
        row = traces.locked(story.pk)
        if row.killed_at:
            raise Killed(_("“%(headline)s” was killed: nothing more is done with it.") % {"headline": row})
        check_free(row, user, holder_of(row))
        if row.live:
            return edit(row, user, **changes)
        rights.demand(user, "edit", row)
        running.seal(row.pk)
        version: Story = row.get_latest_revision_as_object()
        for name, value in changes.items():
            setattr(version, name, value)
        rights.demand(user, "edit", version)
        version.save()  # a draft's row says what its newest version says
        version.save_revision(user=user, clean=False, log_action=True)
    return Story.objects.get(pk=story.pk)


def newest(story: Story) -> Story:
    """What ``amend`` would change of ``story``: the published words, or a draft's newest version."""
    if story.live:
        return story
    version: Story = story.get_latest_revision_as_object()
    return version


def holder_of(story: Story) -> User | None:
    """Who has claimed ``story``."""
    row = Progress.objects.select_related("holder").filter(story=story.pk).first()
    return row.holder if row else None


def check_free(story: Story, user: User | None, holder: User | None) -> None:
    """Raises ``DraftPending`` or ``Refused``, in words, where newer words, a claim or an appointment stand in the way."""
    if story.live and story.has_unpublished_changes:
        raise DraftPending(
            _("“%(headline)s” has newer words that are not published: publish or throw them away first.")
            % {"headline": story}
        )
    if holder is not None and (user is None or holder.pk != user.pk):
        raise Refused(
            _("%(name)s is editing “%(headline)s”: wait, or claim it first.")
            % {"name": holder.get_full_name() or holder, "headline": story}
        )
    if not story.live and story.go_live_at and story.go_live_at > clock.now():
        raise Refused(
            _("“%(headline)s” is scheduled: call the appointment off, change it, and schedule it again.")
            % {"headline": story}
        )
