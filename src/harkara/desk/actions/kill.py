"""Kill: a story leaves every page at once and for good; its address answers 410 with a note."""

from django.db import transaction
from wagtail.log_actions import log

from harkara.bangla.clean import normalise
from harkara.desk import clock, keys, rights
from harkara.desk.actions import traces
from harkara.desk.actions.publish import pictures_of
from harkara.desk.errors import Killed
from harkara.desk.models import Picture, PictureUse, Story
from harkara.people.models import User
from harkara.rack import changes


def kill(story: Story, user: User | None, note: str = "") -> Story:
    """Kills ``story``, published or not, and returns it. Pictures that no other story has go with it.

    Raises ``Killed`` where that was done before, ``Refused`` where ``user`` may not.
    """
    with transaction.atomic():
        row = traces.locked(story.pk)
        rights.demand(user, "kill", row)
        if row.killed_at:
            raise Killed(f"Story {row.pk} was killed before.")
        before = traces.printed(row)
        row.live = False
        row.killed_at = row.modified_at = clock.now()
        row.kill_note = normalise(note)
        row.go_live_at = row.expire_at = None
        row.save()
        row.revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None)
        log(instance=row, action="wagtail.unpublish", user=user)
        touched = traces.settle(before, traces.printed(row))
        withdrawn = _withdraw_pictures(row)
        touched |= {key(number) for number in withdrawn for key in (keys.picture, keys.shown)}
        touched.add(keys.story(row.pk))
        changes.touch(*sorted(touched))
    return row


def _withdraw_pictures(story: Story) -> list[int]:
    """Withdraws the pictures that ``story`` showed and no other living story shows; returns their ids."""
    own = pictures_of(story)
    others = PictureUse.objects.filter(picture__in=own, story__killed_at=None).exclude(story=story.pk)
    alone = Picture.objects.filter(pk__in=own, withdrawn=False).exclude(pk__in=others.values("picture"))
    withdrawn = list(alone.values_list("pk", flat=True))
    Picture.objects.filter(pk__in=withdrawn).update(withdrawn=True)
    return withdrawn
