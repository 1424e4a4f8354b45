"""Proof links: a story is shown to somebody outside the newsroom for a while, without an account."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Revision

from harkara.bangla.clean import normalise
from harkara.desk import clock, rights
from harkara.desk.actions import traces
from harkara.desk.errors import Killed, NothingToDo, Refused
from harkara.desk.models import ProofLink, Story
from harkara.people.models import User

MADE, ENDED = "desk.proof_link", "desk.end_proof_link"
"""How the history of a story calls it that somebody outside may see it, and that they may not any more."""

LASTS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(days=7)}
"""How long a link may lead somewhere, by name."""

MOST = 20
"""Links of one story that lead somewhere at the same time."""


def make_proof_link(
    story: Story, user: User | None, whom: str, lasts: str = "day", revision: Revision | None = None
) -> ProofLink:
    """Makes a link that shows ``story`` to ``whom`` for as long as ``lasts`` (a key of ``LASTS``) says, and returns it:
    the wording of ``revision``, or always the newest one. Raises ``Refused``, ``Killed``.
    """
    whom = normalise(whom).strip()
    if not whom:
        raise Refused(_("Say for whom the link is: the list of links names them."))
    with transaction.atomic():
        row = traces.locked(story.pk)
        rights.demand(user, "edit", row)
        if row.killed_at:
            raise Killed(_("“%(headline)s” was killed: nothing more is done with it.") % {"headline": row})
        if revision is not None and str(revision.object_id) != str(row.pk):
            raise Refused(_("This version belongs to another story: choose one of this story's."))
        now = clock.now()
        if alive(row).count() >= MOST:
            raise Refused(_("This story has many links that still lead to it: end one first."))
        made = ProofLink.objects.create(
            story=row, revision=revision, whom=whom[:120], made_by=user, made_at=now, until=now + LASTS[lasts]
        )
        log(instance=row, action=MADE, user=user, data={"whom": made.whom, "until": made.until.isoformat()})
    return made


def end_proof_link(link: ProofLink, user: User | None) -> ProofLink:
    """Ends ``link`` before its time and returns it. Raises ``NothingToDo`` where it leads nowhere any more, ``Refused``."""
    with transaction.atomic():
        row = ProofLink.objects.select_for_update(of=("self",)).select_related("story").get(pk=link.pk)
        rights.demand(user, "edit", row.story)
        if row.ended_at is not None or row.until <= clock.now():
            raise NothingToDo(_("The link for “%(whom)s” has ended already.") % {"whom": row})
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])
        log(instance=row.story, action=ENDED, user=user, data={"whom": row.whom})
    return row


def end_all(story: Story) -> int:
    """Ends every link to ``story``, as a part of the act that takes the story or words of it away; returns how many."""
    return alive(story).update(ended_at=clock.now())


def alive(story: Story) -> QuerySet[ProofLink]:
    """The links that lead to ``story`` now, the newest first."""
    return ProofLink.objects.filter(story=story, ended_at=None, until__gt=clock.now())


def note_opening(link: ProofLink) -> None:
    """Counts that somebody opened ``link``."""
    ProofLink.objects.filter(pk=link.pk).update(opened=F("opened") + 1, opened_at=clock.now())
