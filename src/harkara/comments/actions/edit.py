"""Edit: a reader mends a comment while it is fresh."""

from datetime import timedelta
from typing import Final

from django.db import transaction

from harkara.comments import clock, text
from harkara.comments.errors import Absent, Refused
from harkara.comments.models import Comment, Reader
from harkara.layout.talking import Takes
from harkara.rack.outbox.sides import READERS

from .say import LINKS
from .shown import changed, count, in_hand

WINDOW: Final = timedelta(minutes=10)
"""How long after it was said."""


def may_edit(comment: Comment, reader: Reader | None) -> bool:
    """Whether ``reader`` may still mend it."""
    is_own = reader is not None and comment.reader_id == reader.pk
    return is_own and comment.state in ("shown", "waiting") and clock.now() - comment.made_at < WINDOW


def edit(reader: Reader, number: int, takes: Takes, words: str) -> Comment:
    """Puts ``words`` in place of what ``reader`` said in the comment ``number``. Where a story's comments are looked at
    first, somebody looks again. Raises ``Absent`` for another's, ``Refused`` when the time is over or without words.
    """
    words = text.clean(words)
    with transaction.atomic(using=READERS):
        comment = in_hand(number)
        if comment.reader_id != reader.pk:
            raise Absent("no_comment")
        if not may_edit(comment, reader):
            raise Refused("edit_late", minutes=WINDOW.seconds // 60)
        if comment.text == words:
            return comment
        was_shown = comment.state == Comment.State.SHOWN
        waits = not was_shown or takes != "open" or len(text.links(words)) > LINKS
        comment.text, comment.edited_at = words, clock.now()
        comment.state = Comment.State.WAITING if waits else Comment.State.SHOWN
        comment.save()
        if was_shown:
            if waits:
                count(comment.story, -1)
            changed(comment)
    return comment
