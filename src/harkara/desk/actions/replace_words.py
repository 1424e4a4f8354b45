"""Replace words: a story says something else in the places that somebody chose; and takes that back."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from harkara.bangla.clean import normalise
from harkara.desk import clock, rights
from harkara.desk.actions import traces
from harkara.desk.actions.amend import amend
from harkara.desk.actions.correct import correct
from harkara.desk.errors import NothingToDo, Refused
from harkara.desk.models import Replaced, Replacement, Story
from harkara.desk.replacing import LINES, Wanted, replaced, wordings
from harkara.desk.versions import passages
from harkara.people.models import User


@dataclass(frozen=True, slots=True)
class Chosen:
    """The places of one story, and the version in which they were seen."""

    story: int
    seen: str
    places: frozenset[int]


def begin_replacement(user: User | None, *, told: bool) -> Replacement:
    """The go to which what ``replace_words`` does next belongs."""
    rights.demand(user, "tools")
    return Replacement.objects.create(made_by=user, made_at=clock.now(), told=told)


def replace_words(run: Replacement, chosen: Chosen, wanted: Wanted, user: User | None, *, why: str = "") -> Replaced:
    """Puts other words into the ``chosen`` places of a story, as a part of ``run``, and returns what was done. With ``why``
    a published story gets a correction with that text; without, it is a silent repair.

    Raises ``NothingToDo``, ``Refused`` where the story is another one than was seen, else as ``amend`` and ``correct``.
    """
    with transaction.atomic():
        row = traces.locked(chosen.story)
        rights.demand(user, "tools", row)
        if mark(row) != chosen.seen:
            raise Refused(_("“%(headline)s” was changed meanwhile: look for the words again.") % {"headline": row})
        wording = wordings([row])[row.pk]
        changes = replaced(wording, wanted, chosen.places)
        if not changes:
            raise NothingToDo(_("No place was chosen in “%(headline)s”.") % {"headline": row})
        _check_lengths(changes)
        before = Story.objects.get(pk=row.pk)
        after = amend(row, user, **changes)
        if row.live and why:
            correct(after, why, user, passages=passages(before, after))
        return Replaced.objects.create(
            run=run,
            story=row,
            made_id=_version(after),
            before={name: wording[name] for name in changes},
            words=normalise(wanted.term),
            instead=normalise(wanted.instead),
            places=len(chosen.places),
        )


def take_back(done: Replaced, user: User | None, *, why: str = "") -> Story:
    """Gives a story the words that it had before and returns it; with ``why``, a published one says so in a correction.
    Raises ``NothingToDo`` where that was done, ``Refused`` where somebody wrote in the story since, else as ``amend``.
    """
    with transaction.atomic():
        row = traces.locked(done.story_id)
        rights.demand(user, "tools", row)
        done = Replaced.objects.select_for_update(of=("self",)).get(pk=done.pk)
        if done.taken_back_at is not None:
            raise NothingToDo(_("“%(headline)s” has its words back already.") % {"headline": row})
        if done.made_id is None or _version(row) != done.made_id:
            raise Refused(
                _("Somebody wrote in “%(headline)s” since: change it there, or it would lose what is new.")
                % {"headline": row}
            )
        before = Story.objects.get(pk=row.pk)
        after = amend(row, user, **done.before)
        if row.live and why:
            correct(after, why, user, passages=passages(before, after))
        done.taken_back_at = clock.now()
        done.save(update_fields=["taken_back_at"])
        if not done.run.stories.filter(taken_back_at=None).exists():
            Replacement.objects.filter(pk=done.run_id).update(taken_back_at=done.taken_back_at)
    return after


def mark(story: Story) -> str:
    """The version of ``story`` in which places are numbered."""
    return f"{int(story.live)}-{story.live_revision_id}-{story.latest_revision_id}"


def _version(story: Story) -> Any:
    return story.live_revision_id if story.live else story.latest_revision_id


def _check_lengths(changes: dict[str, Any]) -> None:
    for name in LINES:
        most: Any = Story._meta.get_field(name).max_length
        if len(changes.get(name, "")) > most:
            raise Refused(_("It would become too long for its place: “%(words)s…”.") % {"words": changes[name][:60]})


def numbered(places: Collection[str]) -> frozenset[int]:
    """The numbers in what a form sent of places."""
    return frozenset(int(place) for place in places if place.isdecimal())
