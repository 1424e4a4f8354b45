"""Approve: a comment that waits, or was withdrawn, is shown."""

from harkara.comments.models import Comment
from harkara.comments.moderators import HOUSE, Moderator

from .judge import judge


def approve(number: int, by: Moderator = HOUSE, reason: str = "") -> Comment:
    """Shows the comment ``number``; one that is shown stays so. Raises ``Absent`` for one whose reader took it back."""
    for _, error in judge([number], "approve", by, reason).refused:
        raise error
    return Comment.objects.get(pk=number)
