"""Approve: a comment that waits, or was withdrawn, is shown."""

from django.db import transaction

from harkara.comments.errors import Absent
from harkara.comments.models import Comment
from harkara.rack.outbox.sides import READERS

from .shown import changed, count, in_hand


def approve(number: int) -> Comment:
    """Shows the comment ``number``; one that is shown stays so. Raises ``Absent`` for one whose reader took it back."""
    with transaction.atomic(using=READERS):
        comment = in_hand(number)
        if comment.state == Comment.State.DELETED:
            raise Absent("no_comment")
        if comment.state != Comment.State.SHOWN:
            comment.state = Comment.State.SHOWN
            comment.save(update_fields=["state"])
            count(comment.story, 1)
            changed(comment)
    return comment
