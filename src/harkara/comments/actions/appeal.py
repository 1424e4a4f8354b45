"""Appeal: a reader asks the moderators to look once more at what was decided, by a link that the house signed."""

from datetime import timedelta
from typing import Final

from django.core import signing
from django.db import IntegrityError, transaction

from harkara.bangla import graphemes
from harkara.bangla.clean import normalise
from harkara.comments import bans, clock, risk
from harkara.comments.errors import Absent, Refused
from harkara.comments.models import Appeal, Comment, Reader, Verdict
from harkara.rack.outbox.sides import READERS

from .shown import in_hand

LONGEST: Final = 500
"""Letters of an appeal."""

OPEN_FOR: Final = timedelta(days=30)
"""How long after the verdict."""

AGAINST: Final = (Verdict.Act.WITHDRAW, Verdict.Act.BAN)
SHOWN: Final = 10
"""Against what a reader may appeal, and how many verdicts the reader's page tells."""

_SALT: Final = "appeal"


def link(verdict: Verdict) -> str:
    """What stands in the address of an appeal against ``verdict``: signed, so that nobody finds one by counting. Who holds it
    needs no sign-in.
    """
    return signing.dumps(verdict.pk, salt=_SALT)


def against(signed: str) -> Verdict:
    """The verdict of a link. Raises ``Absent`` for one that we did not sign, is too old, or of which the reader was erased."""
    try:
        number = signing.loads(signed, salt=_SALT)
    except signing.BadSignature as error:
        raise Absent("no_appeal") from error
    found = Verdict.objects.select_related("comment", "appeal", "reader").filter(pk=number, undone=False).first()
    if found is None or found.reader_id is None or found.comment is None or found.at < clock.now() - OPEN_FOR:
        raise Absent("no_appeal")
    if not hasattr(found, "appeal") and not _holds(found):
        raise Absent("no_appeal")
    return found


def appeal(signed: str, words: str) -> Appeal:
    """Puts what a reader says against a verdict before the moderators, once. Raises ``Absent`` for no such link, ``Refused``
    without words, and where it was done before.
    """
    words = graphemes.cut(" ".join(normalise(words).split()), LONGEST)[:1000]
    verdict = against(signed)
    if not words:
        raise Refused("appeal_empty")
    try:
        with transaction.atomic(using=READERS):
            comment = in_hand(verdict.comment_id or 0)
            if comment.state == Comment.State.DELETED:
                raise Absent("no_appeal")
            made = Appeal.objects.create(verdict=verdict, comment=comment, words=words, made_at=clock.now())
            comment.due = risk.due(comment, Appeal.objects.filter(comment=comment, answered_at=None).count())
            comment.save(update_fields=["due"])
    except IntegrityError as error:
        raise Refused("appealed") from error
    return made


def verdicts_on(reader: Reader) -> list[Verdict]:
    """The last verdicts on ``reader`` that hold or against which an appeal was made, the newest first. Two queries at most."""
    since = clock.now() - OPEN_FOR
    rows = Verdict.objects.filter(reader=reader, act__in=AGAINST, undone=False, at__gt=since)
    found = list(rows.select_related("appeal", "comment", "reader").order_by("-pk")[:SHOWN])
    return [verdict for verdict in found if hasattr(verdict, "appeal") or _holds(verdict)]


def _holds(verdict: Verdict) -> bool:
    """Whether what was decided is still so."""
    if verdict.act == Verdict.Act.BAN:
        ban = bans.ban_of(verdict.reader) if verdict.reader else None
        return ban is not None and ban.until == verdict.until
    return verdict.comment is not None and verdict.comment.state == Comment.State.WITHDRAWN
