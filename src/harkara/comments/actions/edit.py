"""Edit: a reader mends a comment while it is fresh."""

from datetime import timedelta
from typing import Final

from django.db import transaction

from harkara.comments import clock, floods, risk, text
from harkara.comments.errors import Absent, Refused
from harkara.comments.models import Comment, Flood, Reader
from harkara.layout.talking import Takes
from harkara.rack.outbox.sides import READERS

from .say import demand_voice
from .shown import changed, count, hold, tell

WINDOW: Final = timedelta(minutes=10)
"""How long after it was said."""


def may_edit(comment: Comment, reader: Reader | None) -> bool:
    """Whether ``reader`` may still mend it."""
    is_own = reader is not None and comment.reader_id == reader.pk
    return is_own and comment.state in ("shown", "waiting", "held") and clock.now() - comment.made_at < WINDOW


def edit(reader: Reader, number: int, takes: Takes, words: str) -> Comment:
    """Puts ``words`` in place of what ``reader`` said in the comment ``number``. Where a story's comments are looked at
    first, somebody looks again. Raises ``Absent`` for another's, ``Refused`` when the time is over or without words.
    """
    words, now = text.clean(words), clock.now()
    demand_voice(reader)
    flood = floods.flood()
    before = Comment.objects.filter(pk=number).values_list("story", "parent").first()
    if before is None:
        raise Absent("no_comment")
    found = risk.weigh(reader, before[0], words, now, is_answer=before[1] is not None, own=number)
    with transaction.atomic(using=READERS):
        comment = hold([number]).get(number)
        if comment is None or comment.reader_id != reader.pk:
            raise Absent("no_comment")
        if not may_edit(comment, reader):
            raise Refused("edit_late", minutes=WINDOW.seconds // 60)
        if comment.text == words:
            return comment
        was_shown = comment.state == Comment.State.SHOWN
        looked_at = takes != "open" or (flood is not None and flood.rule == Flood.Rule.QUEUE)
        waits = comment.state == Comment.State.WAITING or (was_shown and (looked_at or found.points >= risk.WAITS))
        comment.text, comment.edited_at = words, now
        comment.risk, comment.reasons, comment.shape = found.points, found.reasons, found.shape
        if waits:
            comment.state = Comment.State.WAITING
        comment.due = risk.due(comment, comment.appeals.filter(answered_at=None).count())
        comment.save()
        if was_shown:
            tell((count(comment, -1) if waits else frozenset()) | changed(comment))
    return comment
