"""Erase: everything that is known of a reader goes, and all that the reader said."""

from django.db import transaction

from harkara.comments.models import Comment, EntryCode, Reaction, Reader
from harkara.rack.outbox.sides import READERS

from .delete import empty
from .react import add
from .shown import changed, hold, tell


def erase(reader: Reader) -> int:
    """Deletes ``reader``: the account, the sign-ins, the codes, the reactions, the words of every comment, and who told the
    moderators. A ban stays until its end, as a digest of the address. Where others answered, the empty place stays and
    belongs to nobody. Returns how many comments there were.
    """
    with transaction.atomic(using=READERS):
        reactions = list(Reaction.objects.filter(reader=reader).order_by("pk"))
        own = list(Comment.objects.filter(reader=reader).order_by("pk").values_list("pk", flat=True))
        held = hold([*own, *(one.comment_id for one in reactions)])
        touched: set[str] = set()
        for reaction in reactions:
            comment = held[reaction.comment_id]
            add(comment, reaction.kind, -1)
            comment.save(update_fields=["agreed", "disagreed", "score"])
            touched |= changed(comment)
        for number in own:
            touched |= empty(held[number])
        EntryCode.objects.filter(email=reader.email).delete()
        reader.delete()
        tell(touched)
    return len(own)
