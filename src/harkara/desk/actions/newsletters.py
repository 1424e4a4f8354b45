"""Letters to readers: set one up, write its note, send a story as a breaking letter, withdraw one that was composed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from harkara.bangla.clean import normalise
from harkara.desk import clock, newsletters, rights
from harkara.desk.actions import traces
from harkara.desk.errors import NothingToDo, NotPublished, Refused
from harkara.desk.models import BreakingLetter, Newsletter, NewsletterNote, NewsletterTurn, Paper, Section, Story
from harkara.people.models import User
from harkara.post.letters import mailings

SET = "desk.set_newsletter"
NOTED = "desk.note_newsletter"
SENT = "desk.send_breaking_letter"
WITHDRAWN = "desk.withdraw_letter"

FIELDS = ("name", "about", "kind", "at", "days", "parts", "hours", "subject", "pictures", "signed", "is_on", "place")


def set_newsletter(row: Newsletter, user: User | None, said: Mapping[str, Any]) -> Newsletter:
    """Saves the letter ``row`` (new or not) with what is ``said`` of it (names of :data:`FIELDS`). Turns that lie before now stay
    as they are. Raises ``Refused``.
    """
    rights.demand(user, "front")
    for name in FIELDS:
        if name in said:
            setattr(row, name, said[name])
    row.name, row.about, row.signed = (normalise(one).strip() for one in (row.name, row.about, row.signed))
    if not row.name:
        raise Refused(_("A letter needs a name."))
    if row.kind == Newsletter.Kind.REGULAR:
        _check_regular(row)
    elif Newsletter.objects.filter(kind=Newsletter.Kind.BREAKING).exclude(pk=row.pk).exists():
        raise Refused(_("There is a letter of breaking news already: change that one."))
    else:
        row.at, row.days, row.parts = None, "", []
    with transaction.atomic():
        row.since = clock.now()
        row.save()
        log(instance=Paper.load(), action=SET, user=user, data={"letter": row.slug, "is_on": row.is_on})
    return row


def _check_regular(row: Newsletter) -> None:
    if row.at is None or not row.days:
        raise Refused(_("Say at what time and on which weekdays “%(name)s” goes out.") % {"name": row.name})
    if not 1 <= row.hours <= newsletters.LONGEST_HOURS:
        raise Refused(_("Stories of a letter are at most %(most)s hours old.") % {"most": newsletters.LONGEST_HOURS})
    wanted = newsletters.parts(row.parts)
    known = {"", *Section.objects.values_list("slug", flat=True)}
    if strange := next((one.front for one in wanted if one.front not in known), ""):
        raise Refused(_("There is no front “%(front)s”.") % {"front": strange})


def write_note(row: Newsletter, user: User | None, day: date, text: str) -> NewsletterNote | None:
    """Puts ``text`` at the head of the letter of ``day``; an empty one takes the note away (``None``). Raises ``Refused`` where
    that letter is composed already, or does not go out on that day.
    """
    rights.demand(user, "front")
    words = normalise(text).strip()
    if row.at is None or not newsletters.goes_on(row.days, day):
        raise Refused(_("“%(name)s” does not go out on that day.") % {"name": row})
    if newsletters.moment(day, row.at, clock.zone()) <= clock.now():
        raise Refused(_("It is too late: that letter was composed at its time. Write the note of the next one."))
    if len(words) > 1200:
        raise Refused(_("A note has at most %(most)s letters.") % {"most": 1200})
    with transaction.atomic():
        log(instance=Paper.load(), action=NOTED, user=user, data={"letter": row.slug, "day": day.isoformat()})
        if not words:
            NewsletterNote.objects.filter(newsletter=row, day=day).delete()
            return None
        told = {"text": words, "by": user, "changed_at": clock.now()}
        return NewsletterNote.objects.update_or_create(newsletter=row, day=day, defaults=told)[0]


def send_breaking(story: Story, user: User | None, note: str = "") -> BreakingLetter:
    """Orders that the published ``story`` goes out as a breaking letter, now and never again. Raises ``NotPublished``,
    ``Refused`` where there is no such letter, ``NothingToDo`` where the story went out already.
    """
    rights.demand(user, "urgent", story)
    kind = Newsletter.objects.filter(kind=Newsletter.Kind.BREAKING, is_on=True).first()
    if kind is None:
        raise Refused(_("There is no letter of breaking news that is on: set one up first."))
    with transaction.atomic():
        row = traces.locked(story.pk)
        if not row.live:
            raise NotPublished(_("“%(headline)s” is not published: publish it first.") % {"headline": row})
        if row.sponsor:
            raise Refused(_("“%(headline)s” is paid for: it is not sent to readers as news.") % {"headline": row})
        if BreakingLetter.objects.filter(story=row).exists():
            raise NothingToDo(_("“%(headline)s” went out as a breaking letter already.") % {"headline": row})
        words = normalise(note).strip()[:1200]
        made = BreakingLetter.objects.create(
            story=row, newsletter=kind, note=words, asked_at=clock.now(), asked_by=user
        )
        log(instance=row, action=SENT, user=user)
    return made


def withdraw_letter(turn: NewsletterTurn, user: User | None) -> None:
    """Withdraws a letter whole: who has not got it does not get it, and the archive does not show it. Raises ``Refused``,
    ``NothingToDo`` where nothing was composed.
    """
    rights.demand(user, "urgent")
    if turn.mailing is None:
        raise NothingToDo(_("Nothing was composed then."))
    try:
        mailings.stop(turn.mailing, "withdrawn by the desk")
    except DatabaseError as error:
        raise Refused(_("The readers' database does not answer: try again in a minute.")) from error
    log(instance=Paper.load(), action=WITHDRAWN, user=user, data={"letter": turn.newsletter.slug, "turn": turn.turn})
