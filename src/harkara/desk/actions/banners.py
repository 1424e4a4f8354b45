"""Raise and lower a banner: a published story comes into the bar of the front page, and leaves it."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from harkara.desk import clock, keys, rights
from harkara.desk.actions import traces
from harkara.desk.errors import NothingToDo, NotPublished, Refused
from harkara.desk.models import Banner, Story
from harkara.people.models import User
from harkara.rack import changes

RAISED = "desk.raise_banner"
LOWERED = "desk.lower_banner"

MOST = 3
"""Stories in the bar; the one that came first gives way to another."""

LONGEST = 24
"""Hours for which a story stands there at most."""


def raise_banner(story: Story, user: User | None, kind: str, hours: int) -> Banner:
    """Puts the published ``story`` into the bar of the front page as ``kind`` (``breaking``, ``live``) for so many ``hours``;
    one that stands there already begins anew. Raises ``NotPublished``, ``Refused``.
    """
    rights.demand(user, "urgent", story)
    if kind not in Banner.Kind.values or not 1 <= hours <= LONGEST:
        raise Refused(
            _("A story stands in the bar for 1 to %(most)s hours, as breaking news or live.") % {"most": LONGEST}
        )
    with transaction.atomic():
        row = traces.locked(story.pk)
        if not row.live:
            raise NotPublished(_("“%(headline)s” is not published: publish it first.") % {"headline": row})
        if row.sponsor:
            raise Refused(
                _("“%(headline)s” is paid for: it does not stand in the bar of the front page.") % {"headline": row}
            )
        now = clock.now()
        Banner.objects.filter(until__lte=now).delete()
        told = {"kind": kind, "raised_at": now, "raised_by": user, "until": now + timedelta(hours=hours)}
        banner, _made = Banner.objects.update_or_create(story=row, defaults=told)
        late = list(Banner.objects.order_by("-raised_at", "-pk").values_list("story", flat=True)[MOST:])
        Banner.objects.filter(story__in=late).delete()
        log(instance=row, action=RAISED, user=user, data={"kind": kind, "until": banner.until.isoformat()})
        changes.touch(keys.BANNERS, *(keys.mark(number) for number in (story.pk, *late)))
    return banner


def lower_banner(story: Story, user: User | None) -> None:
    """Takes ``story`` out of the bar. Raises ``NothingToDo`` where it does not stand there, ``Refused``."""
    rights.demand(user, "urgent", story)
    with transaction.atomic():
        gone, _rows = Banner.objects.filter(story=story.pk).delete()
        if not gone:
            raise NothingToDo(_("“%(headline)s” does not stand in the bar.") % {"headline": story})
        log(instance=story, action=LOWERED, user=user)
        changes.touch(keys.BANNERS, keys.mark(story.pk))
