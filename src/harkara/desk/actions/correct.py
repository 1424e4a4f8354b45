"""Correct: a dated note says what was wrong, and shows what stood there. The previous version stays in the history."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from harkara.bangla.clean import normalise
from harkara.desk import clock, keys, rights
from harkara.desk.actions import tally, traces
from harkara.desk.actions.alerts import follow
from harkara.desk.actions.headline_tests import stop_headlines
from harkara.desk.actions.publish import publish
from harkara.desk.errors import Killed, NothingToDo, NotPublished
from harkara.desk.models import Alert, Correction, HeadlineTest, Listing, Story, Tally
from harkara.desk.versions import Passage
from harkara.people.models import User
from harkara.rack import changes


def correct(
    story: Story, text: str, user: User | None, *, passages: Iterable[Passage] = (), publish_draft: bool = False
) -> Correction:
    """Adds a correction to a published story and returns it. ``passages``: what stood and what stands now, out of
    ``versions.passages``; with ``publish_draft`` the newest draft, which has the right words, is published with it.

    Raises ``NotPublished``, ``Killed``, ``NothingToDo`` and, where ``user`` may not, ``Refused``; of a draft what
    ``publish`` raises.
    """
    text = normalise(text).strip()
    chosen = [{"stood": normalise(one.stood), "stands": normalise(one.stands)} for one in passages]
    if not text and not chosen:
        raise NothingToDo(
            _("The correction is empty: choose what was changed, or say what was wrong and what is right.")
        )
    with transaction.atomic():
        row = traces.locked(story.pk)
        rights.demand(user, "correct", row)
        if row.killed_at:
            raise Killed(_("“%(headline)s” was killed: nothing more is done with it.") % {"headline": row})
        if not row.live:
            raise NotPublished(_("“%(headline)s” is not published: change its draft instead.") % {"headline": row})
        if publish_draft:
            publish(row, user)
            row = traces.locked(story.pk)
        note = Correction(story=row, text=text, passages=chosen, made_at=clock.now(), made_by=user)
        listed = _enlist(note)
        note.save()
        Story.objects.filter(pk=row.pk).update(modified_at=note.made_at)
        tally.again(row, Tally.Kind.CORRECTED)
        before = traces.stood(row)
        log(instance=row, action="desk.correct", user=user)
        stopped = stop_headlines(row, HeadlineTest.Ended.CORRECTED, user)
        said = text or chosen[0]["stands"]
        alerted = follow(row, Alert.Kind.CORRECTION, f"c{note.pk}", user, text=said)
        changes.touch(*sorted(traces.settle(before, before) | listed | stopped | alerted | {keys.card(row.pk)}))
    return note


def shown_in(note: Correction) -> str:
    """The key of the page of corrections that shows ``note``."""
    page = Listing.objects.get(name=keys.CORRECTIONS).page_of(note.place)
    return keys.listing(keys.CORRECTIONS) if page is None else keys.page(keys.CORRECTIONS, page)


def _enlist(note: Correction) -> set[str]:
    """Gives ``note`` the newest place among all corrections; returns the keys of the pages that change by it."""
    listing, _made = Listing.objects.select_for_update().get_or_create(name=keys.CORRECTIONS)
    before, note.place = listing.older_pages, listing.length
    listing.length += 1
    listing.shown += 1
    listing.save()
    moved = {before, listing.older_pages} - {0} if listing.older_pages != before else set()
    return {keys.listing(keys.CORRECTIONS)} | {keys.page(keys.CORRECTIONS, page) for page in moved}
