"""Report: a reader tells the moderators of a comment."""

from django.db import transaction

from harkara.bangla import graphemes
from harkara.bangla.clean import normalise
from harkara.comments import clock, risk
from harkara.comments.errors import Absent, Refused, TooOften
from harkara.comments.models import Comment, Reader, Report
from harkara.rack.outbox.sides import READERS

from .say import BURST, demand_voice
from .shown import in_hand

LONGEST = 300
"""Letters of what is said to the moderators."""


def report(reader: Reader, number: int, reason: str, words: str = "") -> Report:
    """Notes what ``reader`` finds wrong with the comment ``number``; once more changes the reason. It is shown as before, and
    stands in the moderators' queue: they decide. Raises ``Absent`` for one that is not shown, ``Refused`` for one's own,
    without a reason and to who is banned, ``TooOften``.
    """
    if reason not in Report.Reason.values:
        raise Refused("no_reason")
    words = graphemes.cut(" ".join(normalise(words).split()), LONGEST)[:500]
    now, (most, span) = clock.now(), BURST
    demand_voice(reader)
    with transaction.atomic(using=READERS):
        comment = in_hand(number)
        if comment.state != Comment.State.SHOWN:
            raise Absent("no_comment")
        if comment.reader_id == reader.pk:
            raise Refused("own_comment")
        lately = Report.objects.filter(reader=reader, made_at__gt=now - span).exclude(comment=comment).count()
        if lately >= most:
            raise TooOften("too_often", span.seconds, most=most, minutes=span.seconds // 60)
        told, is_new = Report.objects.update_or_create(
            comment=comment, reader=reader, defaults={"reason": reason, "words": words, "made_at": now}
        )
        if is_new:
            comment.told += 1
            comment.due = risk.due(comment, comment.appeals.filter(answered_at=None).count())
            comment.save(update_fields=["told", "due"])
    return told
