"""Kill: a story leaves every page at once and for good; its address answers 410.

It takes two people: one asks (``ask_kill``), another confirms. The house itself (a command) may, and where the paper's
row says so (``one_may_kill``) one person.
"""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from harkara.bangla.clean import normalise
from harkara.desk import clock, keys, rights
from harkara.desk.actions import traces
from harkara.desk.actions.alerts import follow
from harkara.desk.actions.ask_kill import waiting
from harkara.desk.actions.headline_tests import stop_headlines
from harkara.desk.actions.proof_links import end_all
from harkara.desk.actions.publish import pictures_of
from harkara.desk.errors import Killed, Refused
from harkara.desk.models import Alert, AskedKill, HeadlineTest, Paper, Picture, PictureUse, Story
from harkara.people.models import User
from harkara.rack import changes

KILLED = "desk.kill"
"""How the history of a story calls its end."""


def kill(story: Story, user: User | None, note: str = "", *, reason: str = "") -> Story:
    """Kills ``story``, published or not, and returns it. Pictures that no other story has go with it.

    ``user`` is the second person, who confirms what another asked; reason and note are those of who asked where none are
    given. Raises ``Killed`` where that was done before, ``Refused`` where ``user`` may not or nobody else asked.
    """
    with transaction.atomic():
        row = traces.locked(story.pk)
        rights.demand(user, "kill", row)
        if row.killed_at:
            raise Killed(_("“%(headline)s” was killed before.") % {"headline": row})
        asked = _second(row, user) if user else waiting(row)
        before = traces.stood(row)
        row.live = False
        row.killed_at = row.modified_at = clock.now()
        row.kill_note = normalise(note).strip() or (asked.note if asked else "")
        row.go_live_at = row.expire_at = None
        row.save()
        row.revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None)
        AskedKill.objects.filter(story=row).delete()
        end_all(row)
        stopped = stop_headlines(row, HeadlineTest.Ended.KILLED, user)
        said = {"reason": reason or (asked.reason if asked else ""), "note": row.kill_note}
        log(instance=row, action=KILLED, user=user, data={**said, "asked_by": asked.asked_by_id if asked else None})
        touched = stopped | traces.settle(before, traces.printed(row))
        withdrawn = _withdraw_pictures(row)
        touched |= {key(number) for number in withdrawn for key in (keys.picture, keys.shown, keys.drawn)}
        touched |= {keys.story(row.pk), *([keys.CHANGED] if row.published_at else [])}
        touched |= follow(row, Alert.Kind.KILL, "k", user)
        changes.touch(changes.HURRY, *sorted(touched))
    return row


def _second(story: Story, user: User) -> AskedKill | None:
    """What somebody else asked for; ``None`` where one person may kill alone."""
    asked = waiting(story)
    if Paper.load().one_may_kill:
        return asked
    if asked is None:
        raise Refused(_("A kill takes two people: ask for it first, then another one who may kill confirms."))
    if asked.asked_by_id == user.pk:
        raise Refused(_("You asked for this kill yourself: another one who may kill has to confirm it."))
    return asked


def _withdraw_pictures(story: Story) -> list[int]:
    """Withdraws the pictures that ``story`` showed and no other living story shows; returns their ids."""
    own = pictures_of(story)
    others = PictureUse.objects.filter(picture__in=own, story__killed_at=None).exclude(story=story.pk)
    alone = Picture.objects.filter(pk__in=own, withdrawn=False).exclude(pk__in=others.values("picture"))
    withdrawn = list(alone.values_list("pk", flat=True))
    Picture.objects.filter(pk__in=withdrawn).update(withdrawn=True)
    return withdrawn
