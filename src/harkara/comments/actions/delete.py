"""Delete: a reader takes back what they said. The words are gone at once; where others answered, the place stays."""

from django.db import transaction

from harkara.comments.errors import Absent
from harkara.comments.models import Comment, Reader
from harkara.rack.outbox.sides import READERS

from .shown import changed, count, hold, tell


def delete(reader: Reader, number: int) -> Comment:
    """Empties the comment ``number`` of ``reader``. To delete it twice changes nothing. Raises ``Absent`` for another's."""
    with transaction.atomic(using=READERS):
        comment = hold([number]).get(number)
        if comment is None or comment.reader_id != reader.pk:
            raise Absent("no_comment")
        tell(empty(comment))
    return comment


def empty(comment: Comment) -> frozenset[str]:
    """Takes the words out of a comment, which is held, with what was said about it. Returns the keys that changed by it."""
    if comment.state == Comment.State.DELETED:
        return frozenset()
    was_shown = comment.state == Comment.State.SHOWN
    comment.text, comment.state = "", Comment.State.DELETED
    comment.risk, comment.reasons, comment.shape, comment.told, comment.due = 0, [], "", 0, None
    comment.save(update_fields=["text", "state", "risk", "reasons", "shape", "told", "due"])
    comment.notes.all().delete()
    comment.appeals.all().delete()
    return (count(comment, -1) if was_shown else frozenset()) | changed(comment)
