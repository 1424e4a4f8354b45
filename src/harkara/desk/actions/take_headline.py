"""Take a headline that was tested: the rule finds a winner, which is taken or proposed; and take that back.

The rule is in ``readings.weighing``. A headline that is taken becomes the story's own as by any other edit.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from harkara.desk import clock, keys, rights
from harkara.desk.actions import traces
from harkara.desk.actions.amend import amend
from harkara.desk.actions.headline_tests import closed, locked, opened_of, published
from harkara.desk.errors import DeskError, NothingToDo, Refused
from harkara.desk.models import HeadlineTest, Story
from harkara.people.models import User
from harkara.rack import changes
from harkara.readings.weighing import verdict

FOUND = "desk.find_headline"
TAKEN = "desk.take_headline"
BACK = "desk.give_back_headline"
RESUMED = "desk.resume_headlines"


def take_headline(test: HeadlineTest, user: User | None, place: int) -> Story:
    """Makes one of the other headlines of a test (``place`` 1 or 2) the story's own and ends the test, if it still runs.

    Raises ``NothingToDo`` where one was taken, ``Refused`` where the story has another headline by now, else as ``amend``.
    """
    with transaction.atomic():
        row = published(test.story_id)
        rights.demand(user, "publish", row)
        test = locked(test)
        if not 1 <= place <= len(test.others):
            raise Refused(_("There is no headline %(place)s in this test.") % {"place": place})
        if test.made_id is not None:
            raise NothingToDo(_("A headline of this test was taken already."))
        if row.headline != test.chief:
            raise Refused(_("“%(headline)s” has another headline by now: change it there.") % {"headline": row})
        if test.ended_at is None:
            by_rule = test.found == place
            closed(test, row, HeadlineTest.Ended.WON if by_rule else HeadlineTest.Ended.HAND, user)
            changes.touch(keys.tried(row.pk))
        after = amend(row, user, headline=test.headlines[place])
        HeadlineTest.objects.filter(pk=test.pk).update(made=after.live_revision_id, hindered="")
        log(instance=after, action=TAKEN, user=user)
    return after


def give_back_headline(test: HeadlineTest, user: User | None) -> None:
    """Takes back how a test ended: the story gets its former headline again; where none was taken, a test that somebody
    ended runs on until its term is over.

    Raises ``NothingToDo`` where there is nothing to take back, ``Refused`` where somebody wrote in the story since or another
    test came, else as ``amend``.
    """
    with transaction.atomic():
        row = published(test.story_id)
        test = locked(test)
        if test.made_id is not None:
            rights.demand(user, "publish", row)
            if row.live_revision_id != test.made_id:
                raise Refused(
                    _("Somebody wrote in “%(headline)s” since: change it there, or it would lose what is new.")
                    % {"headline": row}
                )
            amend(row, user, headline=test.chief)
            HeadlineTest.objects.filter(pk=test.pk).update(made=None)
            log(instance=row, action=BACK, user=user)
            return
        rights.demand(user, "front", row)
        if test.ended != HeadlineTest.Ended.HAND or test.until <= clock.now():
            raise NothingToDo(_("There is nothing to take back: the test ended by itself, or its term is over."))
        if row.headline != test.chief or row.headline_tests.filter(number__gt=test.number).exists():
            raise Refused(_("The story has another headline by now, or another test: begin a new one."))
        HeadlineTest.objects.filter(pk=test.pk).update(ended="", ended_at=None, ended_by=None, counts=[])
        log(instance=row, action=RESUMED, user=user)
        changes.touch(keys.tried(row.pk))


def weigh_headlines(now: datetime | None = None) -> int:
    """Looks at every test that runs: notes what the rule finds, takes it where that was asked for, and ends what is over by
    ``now`` (the desk's clock). Returns how many of them changed.

    Where the readers' database does not answer nothing is found, and terms end all the same. One query of each database
    where nothing changes.
    """
    moment = now or clock.now()
    running = list(HeadlineTest.running())
    opened = opened_of(running) if running else {}
    return sum(_weighed(test, opened.get(test.pk), moment) for test in running)


def _weighed(test: HeadlineTest, opened: tuple[int, ...] | None, moment: datetime) -> bool:
    won = verdict(opened).winner if opened and test.found is None else None
    if won is None and test.until > moment and not (test.takes and test.found is not None):
        return False
    with transaction.atomic():
        row = traces.locked(test.story_id)
        test = locked(test)
        if test.ended_at is not None:
            return False
        if won is not None:
            test.found, test.found_at = won, moment
            test.save(update_fields=["found", "found_at"])
            log(instance=row, action=FOUND)
        if test.takes and test.found is not None and _taken(test, row):
            return True
        if test.until > moment:
            return won is not None
        closed(test, row, HeadlineTest.Ended.TERM, None)
        changes.touch(keys.tried(row.pk))
    return True


def _taken(test: HeadlineTest, row: Story) -> bool:
    """Does what the rule found; returns whether that could be done."""
    if not test.found:
        closed(test, row, HeadlineTest.Ended.WON, None)
        changes.touch(keys.tried(row.pk))
        return True
    try:
        with transaction.atomic():
            take_headline(test, None, test.found)
    except DeskError as refusal:
        if test.hindered != str(refusal)[:500]:
            HeadlineTest.objects.filter(pk=test.pk).update(hindered=str(refusal)[:500])
        return False
    return True
