"""Leave a hint of the style check: the word stays as it is, in this story, for whoever opens it. Or mark it again."""

from django.db import transaction
from django.utils.translation import gettext as _

from harkara.bangla import normalise
from harkara.desk import clock, rights
from harkara.desk.actions import traces
from harkara.desk.errors import Refused
from harkara.desk.models import LeftHint, Story
from harkara.people.models import User

LONGEST = 200


def leave_hint(story: Story, user: User | None, *, kind: str, word: str) -> None:
    """Notes that findings of ``kind`` at ``word`` (exactly, spaces too) are not shown in ``story`` any more. Readers see
    nothing of it. Raises ``Refused`` where ``user`` may not write the story, and for a word that is none.
    """
    word = _checked(kind, word)
    with transaction.atomic():
        row = traces.locked(story.pk)
        rights.demand(user, "write", row)
        if not LeftHint.objects.filter(story=row, kind=kind, word=word).exists():
            LeftHint.objects.create(story=row, kind=kind, word=word, left_by=user, left_at=clock.now())


def mark_again(story: Story, user: User | None, *, kind: str, word: str) -> None:
    """Takes back what ``leave_hint`` noted; nothing where it was not noted. Raises ``Refused`` as that does."""
    word = _checked(kind, word)
    with transaction.atomic():
        row = traces.locked(story.pk)
        rights.demand(user, "write", row)
        LeftHint.objects.filter(story=row, kind=kind, word=word).delete()


def _checked(kind: str, word: str) -> str:
    found = normalise(word)
    if not kind or len(kind) > 20 or not found or len(found) > LONGEST:
        raise Refused(
            _("“%(word)s” is no word of the style check: it has at most %(most)s letters. Open the story again.")
            % {"word": word[:40], "most": LONGEST}
        )
    return found
