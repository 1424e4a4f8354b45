"""React: a reader agrees with a comment or does not, or takes that back."""

from django.db import transaction

from harkara.comments.errors import Absent, Refused
from harkara.comments.models import Comment, Reaction, Reader
from harkara.rack.outbox.sides import READERS

from .say import demand_voice
from .shown import changed, in_hand, tell


def react(reader: Reader, number: int, kind: str) -> Comment:
    """Notes that ``reader`` has the reaction ``kind`` (``agree``, ``disagree``, or empty for none) to the comment ``number``.
    Raises ``Absent`` for one that is not shown, ``Refused`` for one's own or another kind, and to who is banned.
    """
    if kind not in ("", *Reaction.Kind.values):
        raise Refused("no_reaction")
    demand_voice(reader)
    with transaction.atomic(using=READERS):
        comment = in_hand(number)
        if comment.state != Comment.State.SHOWN:
            raise Absent("no_comment")
        if comment.reader_id == reader.pk:
            raise Refused("own_comment")
        before = Reaction.objects.filter(comment=comment, reader=reader).first()
        if (before.kind if before else "") == kind:
            return comment
        if before is not None:
            add(comment, before.kind, -1)
            before.delete()
        if kind:
            Reaction.objects.create(comment=comment, reader=reader, kind=kind)
            add(comment, kind, 1)
        comment.save(update_fields=["agreed", "disagreed", "score"])
        tell(changed(comment))
    return comment


def add(comment: Comment, kind: str, more: int) -> None:
    """Counts a reaction; the row is not saved."""
    if kind == Reaction.Kind.AGREE:
        comment.agreed += more
    else:
        comment.disagreed += more
    comment.score = comment.agreed - comment.disagreed
