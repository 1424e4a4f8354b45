"""Kill: a story leaves every page at once and for good; its address answers 410 with a note."""

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import ReferenceIndex

from harkara.bangla.clean import normalise
from harkara.desk import clock, keys
from harkara.desk.actions import traces
from harkara.desk.copy.bodies import named_pictures
from harkara.desk.errors import Killed
from harkara.desk.models import Picture, Story
from harkara.people.models import User
from harkara.rack import changes


def kill(story: Story, user: User | None, note: str = "") -> Story:
    """Kills ``story``, published or not, and returns it. Pictures that no other story has go with it.

    Raises ``Killed`` where that was done before.
    """
    with transaction.atomic():
        row = traces.locked(story.pk)
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
        touched |= {keys.picture(number) for number in _withdraw_pictures(row)}
        touched.add(keys.story(row.pk))
        changes.touch(*sorted(touched))
    return row


def _withdraw_pictures(story: Story) -> list[int]:
    """Withdraws the pictures that ``story`` showed and nothing else refers to; returns their ids."""
    shown = named_pictures([list(story.body.raw_data)]) | ({story.picture_id} if story.picture_id else set())
    withdrawn = []
    for picture in Picture.objects.filter(pk__in=shown, withdrawn=False):
        if not _others(picture, story):
            Picture.objects.filter(pk=picture.pk).update(withdrawn=True)
            withdrawn.append(picture.pk)
    return withdrawn


def _others(picture: Picture, story: Story) -> bool:
    """Whether a story that was not killed, other than ``story``, shows ``picture``."""
    references = ReferenceIndex.get_references_to(picture).filter(content_type=Story.get_content_type())
    numbers = [int(number) for number in references.values_list("object_id", flat=True)]
    return Story.objects.filter(pk__in=numbers, killed_at=None).exclude(pk=story.pk).exists()
