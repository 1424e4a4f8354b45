"""Publish at once: past the stages, and past who is editing; with a reason."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from harkara.bangla.clean import normalise
from harkara.desk import rights
from harkara.desk.actions.banners import raise_banner
from harkara.desk.actions.notices import tell
from harkara.desk.actions.publish import past_the_stages, publish
from harkara.desk.actions.stages import URGENT
from harkara.desk.errors import Refused
from harkara.desk.models import Banner, Notice, Progress, Story
from harkara.people.models import User

BREAKING_HOURS = 3
"""How long what was published at once stands in the bar of the front page as breaking news, if it shall."""


def publish_urgent(story: Story, user: User, reason: str, *, breaking: bool = False) -> Story:
    """Publishes the newest version of ``story``, whatever its stage; whoever holds it is told. ``breaking``: it stands in the
    bar of the front page for some hours. Raises ``Refused`` without a
    reason or the right, and as ``publish`` does.
    """
    rights.demand(user, "urgent", story)
    reason = normalise(reason).strip()
    if not reason:
        raise Refused(_("Say why this cannot wait: it stands in the log."))
    with transaction.atomic():
        row = Progress.objects.select_related("holder").filter(story=story.pk).first()
        with past_the_stages():
            story = publish(story, user)
        if breaking:
            raise_banner(story, user, Banner.Kind.BREAKING, BREAKING_HOURS)
        log(instance=story, action=URGENT, user=user, data={"reason": reason})
        if row is not None and row.holder_id != user.pk:
            tell(row.holder, Notice.Kind.PUBLISHED, story, user, reason)
    return story
