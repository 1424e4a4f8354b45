"""Polls: readers of a story are asked a question, until an hour; the question is changed, closed or taken away."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from harkara.bangla.clean import normalise
from harkara.desk import clock, keys, rights
from harkara.desk.actions import traces
from harkara.desk.errors import Killed, NothingToDo, NotPublished, Refused
from harkara.desk.models import Poll, Story
from harkara.people.models import User
from harkara.rack import changes
from harkara.readings import votes

ASKED: Final = "desk.ask_poll"
ENDED: Final = "desk.end_poll"

LEAST: Final = 2
MOST: Final = 8
"""Answers of a poll."""

ANSWER: Final = 80
LONGEST: Final = 24 * 31
"""Hours for which a poll is open at most."""


def ask_poll(story: Story, user: User | None, question: str, options: Sequence[str], hours: int) -> Poll:
    """Asks the readers of a published ``story``; one that is asked already is changed, and where question or answers are others
    its votes begin anew. It closes at the end of the hour in ``hours`` hours. Raises ``NotPublished``, ``Killed``, ``Refused``.
    """
    question = normalise(" ".join(question.split()))
    said = list(dict.fromkeys(filter(None, (normalise(" ".join(one.split())) for one in options))))
    if not question:
        raise Refused(_("A poll needs a question."))
    if not LEAST <= len(said) <= MOST or max(map(len, said)) > ANSWER or len(question) > 200:
        raise Refused(
            _("A poll has %(least)s to %(most)s different answers of at most %(letters)s letters each.")
            % {"least": LEAST, "most": MOST, "letters": ANSWER}
        )
    if not 1 <= hours <= LONGEST:
        raise Refused(_("A poll is open for an hour to a month."))
    with transaction.atomic():
        row = traces.locked(story.pk)
        rights.demand(user, "publish", row)
        if row.killed_at:
            raise Killed(_("“%(headline)s” was killed: nothing more is done with it.") % {"headline": row})
        if not row.live:
            raise NotPublished(_("“%(headline)s” is not published: publish it first.") % {"headline": row})
        now = clock.now()
        poll = Poll.objects.select_for_update().filter(story=row).first()
        if poll is None:
            poll = Poll(story=row, opened_at=now)
            votes.forget(row.pk, 0)
        elif (poll.question, poll.options) != (question, said):
            poll.turn, poll.opened_at = (poll.turn + 1) % 10, now
            votes.forget(row.pk, poll.turn)
        poll.question, poll.options, poll.asked_by = question, said, user
        poll.closes_at = full_hour(now + timedelta(hours=hours))
        poll.save()
        log(instance=row, action=ASKED, user=user, data={"until": poll.closes_at.isoformat()})
        changes.touch(*sorted(_keys(row)))
    return poll


def end_poll(story: Story, user: User | None, *, take_away: bool = False) -> None:
    """Closes the poll of ``story`` with this hour, or takes it away with its question. Raises ``NothingToDo``, ``Refused``."""
    with transaction.atomic():
        row = traces.locked(story.pk)
        rights.demand(user, "publish", row)
        poll = Poll.objects.select_for_update().filter(story=row).first()
        closes_at = full_hour(clock.now())
        if poll is None or (not take_away and poll.closes_at <= closes_at):
            raise NothingToDo(_("“%(headline)s” has no open poll.") % {"headline": row})
        if take_away:
            poll.delete()
        else:
            poll.closes_at = closes_at
            poll.save(update_fields=["closes_at"])
        log(instance=row, action=ENDED, user=user)
        changes.touch(*sorted(_keys(row)))


def full_hour(moment: datetime) -> datetime:
    """The end of the hour in which ``moment`` lies; itself where one begins."""
    hour = moment.replace(minute=0, second=0, microsecond=0)
    return hour if hour == moment else hour + timedelta(hours=1)


def _keys(row: Story) -> set[str]:
    before = traces.stood(row)
    return traces.settle(before, before) | {keys.poll(row.pk)}
