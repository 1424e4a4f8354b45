"""Withdraw: a comment is shown no more. Its words stay for the moderators; its answers keep their place."""

from django.db import transaction

from harkara.comments.errors import Absent
from harkara.comments.models import Comment
from harkara.rack.outbox.sides import READERS

from .shown import changed, count, in_hand


def withdraw(number: int) -> Comment:
    """Takes the comment ``number`` out of what readers see, or out of what waits. Raises ``Absent`` for a deleted one."""
    with transaction.atomic(using=READERS):
        comment = in_hand(number)
        if comment.state == Comment.State.DELETED:
            raise Absent("no_comment")
        was_shown = comment.state == Comment.State.SHOWN
        comment.state = Comment.State.WITHDRAWN
        comment.save(update_fields=["state"])
        if was_shown:
            count(comment.story, -1)
            changed(comment)
    return comment
