"""Test headlines: fronts show each reader one of several, for a term. How one of them is taken says ``take_headline``.

The story's own headline stays on its page, in feeds, data, cards and search all the while.
"""

import logging
from collections.abc import Iterable
from datetime import timedelta

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from harkara.bangla.clean import normalise
from harkara.desk import clock, keys, rights
from harkara.desk.actions import traces
from harkara.desk.errors import Killed, NothingToDo, NotPublished, Refused
from harkara.desk.models import HeadlineTest, Story
from harkara.people.models import User
from harkara.rack import changes
from harkara.readings import counting, numbers

trouble = logging.getLogger(__name__)

BEGUN = "desk.begin_headlines"
ENDED = "desk.end_headlines"

LONGEST = 72
"""Hours that a test runs at most. Who reads again on another day counts once more, which the rule does not know of."""


def begin_headlines(
    story: Story, user: User | None, others: Iterable[str], hours: int, *, takes: bool = False
) -> HeadlineTest:
    """Fronts show readers of the published ``story`` its own headline or one of the one or two ``others``, for so many
    ``hours`` at most. With ``takes`` the one that wins becomes the story's headline by itself, else it is proposed.

    Raises ``Refused``, ``Killed``, ``NotPublished``.
    """
    rights.demand(user, "front", story)
    if takes:
        rights.demand(user, "publish", story)
    said = [words for one in others if (words := normalise(one).strip())]
    if not 1 <= hours <= LONGEST:
        raise Refused(_("A test of headlines runs for 1 to %(most)s hours.") % {"most": LONGEST})
    if not 1 <= len(said) <= 2:
        raise Refused(_("Write one or two other headlines."))
    longest = Story._meta.get_field("headline").max_length or 0
    if long := next((one for one in said if len(one) > longest), ""):
        raise Refused(
            _("A headline has at most %(most)s letters: shorten “%(words)s…”.") % {"most": longest, "words": long[:60]}
        )
    with transaction.atomic():
        row = published(story.pk)
        if len({row.headline, *said}) <= len(said):
            raise Refused(_("Each headline has to be another one, and none of them the story's own."))
        if row.headline_tests.filter(ended_at=None).exists():
            raise Refused(_("Headlines of “%(headline)s” are tested already: end that first.") % {"headline": row})
        now, number = clock.now(), row.headline_tests.count()
        test = HeadlineTest(
            story=row,
            number=number,
            chief=row.headline,
            others=said,
            began_at=now,
            began_by=user,
            until=now + timedelta(hours=hours),
            takes=takes,
        )
        try:
            counting.forget(row.pk, test.turn)
        except DatabaseError as error:
            raise Refused(
                _("The readers' database does not answer, so nothing could be counted: begin the test later.")
            ) from error
        test.save()
        log(instance=row, action=BEGUN, user=user, data={"until": test.until.isoformat()})
        changes.touch(keys.tried(row.pk))
    return test


def end_headlines(test: HeadlineTest, user: User | None) -> HeadlineTest:
    """Ends a test by hand; the story keeps its headline. Raises ``NothingToDo`` where it has ended, ``Refused``."""
    with transaction.atomic():
        row = traces.locked(test.story_id)
        rights.demand(user, "front", row)
        test = locked(test)
        if test.ended_at is not None:
            raise NothingToDo(_("This test has ended already."))
        closed(test, row, HeadlineTest.Ended.HAND, user)
        changes.touch(keys.tried(row.pk))
    return test


def stop_headlines(story: Story, because: HeadlineTest.Ended, user: User | None) -> set[str]:
    """Ends the test that runs of ``story``, a locked row, since something else became of it; returns the keys to touch. One
    query where none runs.
    """
    test = HeadlineTest.objects.select_for_update(of=("self",)).filter(story=story.pk, ended_at=None).first()
    if test is None:
        return set()
    closed(test, story, because, user)
    return {keys.tried(story.pk)}


def opened_of(tests: Iterable[HeadlineTest]) -> dict[int, tuple[int, ...]]:
    """How often stories were opened by each headline of ``tests``, by the test's number; of those that ended as it was then.
    Empty where the readers' database does not answer. One query.
    """
    rows = list(tests)
    found: dict[int, tuple[int, ...]] = {one.pk: tuple(one.counts) for one in rows if one.counts}
    runs = [one for one in rows if one.ended_at is None]
    if not runs:
        return found
    try:
        counted = numbers.headlines((one.story_id, one.turn, len(one.headlines)) for one in runs)
    except DatabaseError as error:
        trouble.error("nobody knows which headline is read, since the readers' database refuses: %s", error)
        return found
    return found | {one.pk: counted[one.story_id, one.turn] for one in runs}


def closed(test: HeadlineTest, row: Story, because: HeadlineTest.Ended, user: User | None) -> None:
    """Notes that ``test`` of the locked story ``row`` ended, with what was counted until now. Touches nothing."""
    test.counts = list(opened_of([test]).get(test.pk, ()))
    test.ended, test.ended_at, test.ended_by = because.value, clock.now(), user
    test.save(update_fields=["counts", "ended", "ended_at", "ended_by"])
    log(instance=row, action=ENDED, user=user, data={"because": because.value})


def locked(test: HeadlineTest) -> HeadlineTest:
    """The test's row as it is now, locked after that of its story."""
    return HeadlineTest.objects.select_for_update(of=("self",)).get(pk=test.pk)


def published(number: int) -> Story:
    """The locked row of a published story. Raises ``Killed``, ``NotPublished``."""
    row = traces.locked(number)
    if row.killed_at:
        raise Killed(_("“%(headline)s” was killed: nothing more is done with it.") % {"headline": row})
    if not row.live:
        raise NotPublished(_("“%(headline)s” is not published: publish it first.") % {"headline": row})
    return row
