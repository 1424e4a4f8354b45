"""Note: what one moderator tells the others about a comment; readers never see it."""

from django.db import transaction

from harkara.bangla import graphemes
from harkara.bangla.clean import normalise
from harkara.comments import clock
from harkara.comments.errors import Refused
from harkara.comments.models import Note
from harkara.comments.moderators import Moderator
from harkara.rack.outbox.sides import READERS

from .shown import in_hand

LONGEST = 300
"""Letters of a note."""


def note(number: int, words: str, by: Moderator) -> Note:
    """Writes ``words`` beside the comment ``number``. Raises ``Absent`` without a comment, ``Refused`` without words."""
    words = graphemes.cut(" ".join(normalise(words).split()), LONGEST)[:500]
    if not words:
        raise Refused("note_empty")
    with transaction.atomic(using=READERS):
        comment = in_hand(number)
        return Note.objects.create(
            comment=comment, by=by.number or 0, by_name=by.name[:150], at=clock.now(), words=words
        )
