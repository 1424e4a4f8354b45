"""Draft front: an editor works on a front; readers see nothing of it yet. Each change is a step that can be undone."""

from django.db import transaction
from django.utils.translation import gettext as _

from harkara.desk import fronts
from harkara.desk.actions.fronts import locked, step
from harkara.desk.errors import Missing, NothingToDo, NotPublished
from harkara.desk.fronts import Arrangement
from harkara.desk.models import Front, FrontVersion, Story
from harkara.people.models import User

STEPS = 20
"""How many steps of a draft can be undone."""


def draft_front(name: str, wanted: Arrangement, user: User | None, *, seen: int | None = None) -> Front:
    """Keeps ``wanted`` as the draft of the front ``name``, and returns the front. What readers see already is no draft.

    Raises ``NotPublished`` for a story that is put on the front and that readers cannot see; else as ``publish_front``.
    """
    fronts.check(wanted)
    with transaction.atomic():
        row = locked(name, user, seen)
        before = row.worked_on
        if wanted == before:
            return row
        _demand_published({pin.story for pin in wanted.pins()} - {pin.story for pin in before.pins()})
        _work_on(row, wanted)
        step(row, wanted, user)
        steps = FrontVersion.objects.filter(front=row, published=False).order_by("-step")
        FrontVersion.objects.filter(pk__in=list(steps.values_list("pk", flat=True)[STEPS + 1 :])).delete()
    return row


def undo_front(name: str, user: User | None, *, seen: int | None = None) -> Front:
    """Takes the last step of the draft back, whoever did it, and returns the front. Raises ``NothingToDo`` where there is none;
    else as ``draft_front``.
    """
    with transaction.atomic():
        row = locked(name, user, seen)
        last = FrontVersion.objects.filter(front=row).order_by("-step")[:2]
        if not last or last[0].published:
            raise NothingToDo(_("There is no step to undo: readers see this front."))
        before = fronts.of_data(last[1].arrangement) if len(last) > 1 else row.standing
        last[0].delete()
        _work_on(row, before)
        row.step += 1
        row.changed_by = user
        row.save()
    return row


def bring_back_front(name: str, version: int, user: User | None, *, seen: int | None = None) -> Front:
    """Makes what readers saw once (the number of a ``FrontVersion``) the draft, without stories that are not published any
    more. Raises ``Missing``; else as ``draft_front``.
    """
    with transaction.atomic():
        row = locked(name, user, seen)
        stood = FrontVersion.objects.filter(front=row, pk=version, published=True).first()
        if stood is None:
            raise Missing(_("This version of the front is not kept any more: choose another one."))
        wanted = fronts.of_data(stood.arrangement)
        numbers = [pin.story for pin in wanted.pins()]
        live = set(Story.objects.filter(pk__in=numbers, live=True).values_list("pk", flat=True))
        for number in set(numbers) - live:
            wanted = wanted.without(number)
        return draft_front(name, wanted, user)


def _work_on(row: Front, wanted: Arrangement) -> None:
    row.draft = None if wanted == row.standing else wanted.data()
    if row.draft is None:
        row.due_at = row.due_by = None


def _demand_published(numbers: set[int]) -> None:
    live = set(Story.objects.filter(pk__in=numbers, live=True).values_list("pk", flat=True)) if numbers else set()
    if absent := sorted(numbers - live):
        raise NotPublished(_("Story %(number)s is not published: it cannot stand on a front.") % {"number": absent[0]})
