"""Erase: everything that is known of a reader goes, and all that the reader said."""

from django.db import transaction

from harkara.comments.models import Comment, EntryCode, Reaction, Reader
from harkara.rack.outbox.sides import READERS

from .delete import empty
from .react import add
from .shown import changed, in_hand


def erase(reader: Reader) -> int:
    """Deletes ``reader``: the account, the sign-ins, the codes, the reactions, the words of every comment, and who told the
    moderators. A ban stays until its end, as a digest of the address. Where others answered, the empty place stays and
    belongs to nobody. Returns how many comments there were.
    """
    with transaction.atomic(using=READERS):
        for reaction in Reaction.objects.filter(reader=reader).order_by("pk"):
            comment = in_hand(reaction.comment_id)
            add(comment, reaction.kind, -1)
            comment.save(update_fields=["agreed", "disagreed", "score"])
            changed(comment)
        own = list(Comment.objects.select_for_update().filter(reader=reader))
        for comment in own:
            empty(comment)
        EntryCode.objects.filter(email=reader.email).delete()
        reader.delete()
    return len(own)
