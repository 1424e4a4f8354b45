"""Correct: a dated note says what was wrong. The previous words stay in the history."""

from django.db import transaction

from harkara.bangla.clean import normalise
from harkara.desk import clock, rights
from harkara.desk.actions import traces
from harkara.desk.errors import Killed, NothingToDo, NotPublished
from harkara.desk.models import Correction, Story
from harkara.people.models import User
from harkara.rack import changes


def correct(story: Story, text: str, user: User | None) -> Correction:
    """Adds a correction to a published story and returns it. Raises ``NotPublished``, ``Killed``, ``NothingToDo``
    and, where ``user`` may not, ``Refused``.
    """
    text = normalise(text).strip()
    if not text:
        raise NothingToDo("The correction is empty: say what was wrong and what is right.")
    with transaction.atomic():
        row = traces.locked(story.pk)
        rights.demand(user, "correct", row)
        if row.killed_at:
            raise Killed(f"Story {row.pk} was killed: there is nothing left to correct.")
        if not row.live:
            raise NotPublished(f"Story {row.pk} is not published: change its draft instead.")
        note = Correction.objects.create(story=row, text=text, made_at=clock.now(), made_by=user)
        Story.objects.filter(pk=row.pk).update(modified_at=note.made_at)
        before = traces.printed(row)
        changes.touch(*sorted(traces.settle(before, before)))
    return note
