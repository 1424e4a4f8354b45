"""Unpublish: a story is taken off the paper for now. It may come back to the same address and places."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.unpublish import UnpublishAction
from wagtail.log_actions import log

from harkara.bangla.clean import normalise
from harkara.desk import clock, rights
from harkara.desk.actions import traces
from harkara.desk.actions.alerts import follow
from harkara.desk.actions.headline_tests import stop_headlines
from harkara.desk.errors import NotPublished
from harkara.desk.models import Alert, HeadlineTest, Progress, Story
from harkara.people.models import User
from harkara.rack import changes

WHY = "desk.unpublish"
"""How the history of a story calls the reason why it was taken off the paper."""


def unpublish(story: Story, user: User | None, reason: str = "") -> Story:
    """Takes ``story`` off the paper and returns it; publishing brings it back. The history keeps the ``reason``.

    Raises ``NotPublished``, ``Refused``.
    """
    if not story.live:
        raise NotPublished(
            _("“%(headline)s” is not published: there is nothing to take off the paper.") % {"headline": story}
        )
    with transaction.atomic():
        rights.demand(user, "unpublish", story)
        if reason := normalise(reason).strip():
            log(instance=story, action=WHY, user=user, data={"reason": reason})
        StoryWithdrawal(story, user=user, log_action=not reason).execute(skip_permission_checks=True)
    return Story.objects.get(pk=story.pk)


class StoryWithdrawal(UnpublishAction):
    """Wagtail's unpublishing, done the desk's way: one transaction, keys touched."""

    def check(self, skip_permission_checks: bool = False) -> None:
        """Asks whether the person may; the clock is nobody."""
        rights.demand(self.user, "unpublish", self.object)

    def _unpublish_object(
        self,
        object: Story,  # noqa: A002 (Wagtail's word)
        set_expired: bool,
        commit: bool,
        user: User | None,
        log_action: bool | str,
    ) -> None:
        with transaction.atomic():
            row = traces.locked(object.pk)
            if not row.live:
                return
            before = traces.stood(row)
            row.modified_at = clock.now()
            super()._unpublish_object(row, set_expired, commit, user, log_action)
            Progress.of(row)
            stopped = stop_headlines(row, HeadlineTest.Ended.WITHDRAWN, user)
            alerted = follow(row, Alert.Kind.KILL, f"u{row.modified_at.timestamp():.0f}", user)
            changes.touch(changes.HURRY, *sorted(stopped | alerted | traces.settle(before, traces.printed(row))))
            object.live = False
            object.keep_whole(row)
