"""Ask for a kill: one person says that a story must go, and why; a second one confirms (``kill``) or refuses."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from harkara.bangla.clean import normalise
from harkara.desk import clock, rights
from harkara.desk.actions import traces
from harkara.desk.actions.notices import tell
from harkara.desk.actions.unpublish import unpublish
from harkara.desk.errors import Killed, NothingToDo, Refused
from harkara.desk.models import AskedKill, Notice, Story
from harkara.desk.models.asked import LAPSES
from harkara.people.models import User

ASKED, REFUSED, LAPSED = "desk.kill.asked", "desk.kill.refused", "desk.kill.lapsed"
"""How the history of a story calls what became of a kill that was not carried out, or not yet."""


MOST = 20
"""People who are told that a kill waits."""


def ask_kill(story: Story, user: User, reason: str, note: str = "", *, off_now: bool = False) -> AskedKill:
    """Asks a second person to kill ``story`` and returns what waits. ``note`` is for readers; ``off_now`` takes the story
    off the paper meanwhile, else it stays as it is. Raises ``Refused`` without a reason or right, or where a kill waits
    already; ``Killed``.
    """
    reason = normalise(reason).strip()
    if not reason:
        raise Refused(_("Say why: the second person decides by it."))
    with transaction.atomic():
        row = traces.locked(story.pk)
        rights.demand(user, "kill", row)
        if row.killed_at:
            raise Killed(_("“%(headline)s” was killed before.") % {"headline": row})
        if waits := waiting(row):
            raise Refused(_("A kill of this story waits already: confirm or refuse that one.") + f" ({waits.reason})")
        asked, _made = AskedKill.objects.update_or_create(
            story=row,
            defaults={
                "asked_by": user,
                "asked_at": clock.now(),
                "reason": reason,
                "note": normalise(note).strip(),
                "lapsed_at": None,
            },
        )
        log(instance=row, action=ASKED, user=user, data={"reason": reason})
        for other in others_who_may(user, row):
            tell(other, Notice.Kind.KILL_ASKED, row, user, reason)
        if off_now and row.live:
            unpublish(row, user, reason)
    return asked


def refuse_kill(story: Story, user: User) -> None:
    """Ends a kill that waits, or the notice that it lapsed; the story stays. Who asked may take it back, who may kill may
    refuse it. Raises ``NothingToDo`` where none is, ``Refused``.
    """
    with transaction.atomic():
        row = traces.locked(story.pk)
        asked = AskedKill.objects.select_for_update().filter(story=row).first()
        if asked is None:
            raise NothingToDo(_("No kill of this story waits."))
        if asked.asked_by_id != user.pk:
            rights.demand(user, "kill", row)
        asked.delete()
        if asked.lapsed_at is None:
            log(instance=row, action=REFUSED, user=user, data={"reason": asked.reason})
            tell(asked.asked_by, Notice.Kind.KILL_REFUSED, row, user, asked.reason)


def waiting(story: Story, now: datetime | None = None) -> AskedKill | None:
    """The kill of ``story`` that waits for a second person."""
    since = (now or clock.now()) - LAPSES
    return AskedKill.objects.select_related("asked_by").filter(story=story, lapsed_at=None, asked_at__gt=since).first()


def others_who_may(user: User, story: Story) -> list[User]:
    """Those beside ``user`` who may kill ``story``, some of them where they are many."""
    backend = "django.contrib.auth.backends.ModelBackend"
    found = User.objects.with_perm("desk.may_kill", backend=backend).exclude(pk=user.pk).order_by("pk")
    return [other for other in found[:MOST] if rights.may(other, "kill", story)]


def lapse_kills(now: datetime) -> int:
    """Lets lapse what waited too long at ``now``, and returns how many: their stories' history says so, and who asked is
    told on the first screen.
    """
    late = AskedKill.objects.filter(lapsed_at=None, asked_at__lte=now - LAPSES)
    if not late.exists():
        return 0
    with transaction.atomic():
        rows = list(late.select_for_update(of=("self",)).select_related("story", "asked_by").order_by("asked_at"))
        for asked in rows:
            log(instance=asked.story, action=LAPSED, user=asked.asked_by, data={"reason": asked.reason})
            tell(asked.asked_by, Notice.Kind.KILL_LAPSED, asked.story, note=asked.reason)
        AskedKill.objects.filter(pk__in=[asked.pk for asked in rows]).update(lapsed_at=now)
    return len(rows)
