"""What acts on comments have in common: taking one in hand, counting what is shown, telling the press."""

from django.db.models import F

from harkara.comments import keys, talked
from harkara.comments.errors import Absent
from harkara.comments.models import Comment, Talk
from harkara.rack.outbox import log


def in_hand(number: int) -> Comment:
    """The comment ``number``, which nobody else changes until this transaction ends. Raises ``Absent``."""
    found = Comment.objects.select_for_update().filter(pk=number).first()
    if found is None:
        raise Absent("no_comment")
    return found


def count(comment: Comment, sign: int) -> None:
    """The comment is shown from now on (``sign`` 1), or no more (-1): its story has one more or less, and stands higher or lower
    among those under which most is said. Called before :func:`changed`.
    """
    Talk.objects.filter(pk=comment.story).update(shown=F("shown") + sign)
    log.touch(*talked.note(comment, sign))


def changed(*comments: Comment) -> None:
    """What readers see of these comments changed. To be called last in the transaction."""
    touched = {keys.talk(one.story) for one in comments}
    touched |= {keys.page(one.story, keys.page_of(one.place)) for one in comments}
    log.touch(*touched)
