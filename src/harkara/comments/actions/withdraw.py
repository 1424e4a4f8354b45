"""Withdraw: a comment is shown no more. Its words stay for the moderators; its answers keep their place."""

from harkara.comments.models import Comment
from harkara.comments.moderators import HOUSE, Moderator

from .judge import judge


def withdraw(number: int, by: Moderator = HOUSE, reason: str = "") -> Comment:
    """Takes the comment ``number`` out of what readers see, or out of what waits. Raises ``Absent`` for a deleted one."""
    for _, error in judge([number], "withdraw", by, reason).refused:
        raise error
    return Comment.objects.get(pk=number)
