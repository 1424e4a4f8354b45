"""What acts on comments have in common: taking some in hand, counting what is shown, telling the press.

Rows are locked in one order, whatever an act does: the stories' counts, comments, the list of stories under which most is
said, what belongs to a reader; the outbox comes last (``rack.outbox.log.touch``). Two acts that would take the same rows
the other way round would each wait for the other.
"""

from collections.abc import Iterable

from django.db.models import F

from harkara.comments import keys, talked
from harkara.comments.errors import Absent
from harkara.comments.models import Comment, Talk
from harkara.rack.outbox import log


def in_hand(number: int) -> Comment:
    """The comment ``number``, which nobody else changes until this transaction ends. Raises ``Absent``. For acts on one
    comment that count nothing, and after :func:`hold`.
    """
    found = Comment.objects.select_for_update().filter(pk=number).first()
    if found is None:
        raise Absent("no_comment")
    return found


def hold(numbers: Iterable[int]) -> dict[int, Comment]:
    """The comments ``numbers``, those that there are, with the counts of their stories: nobody else changes any of them until
    this transaction ends. To be called first in it. Two queries.
    """
    wanted = set(numbers)
    stories = Comment.objects.filter(pk__in=wanted).values("story")
    list(Talk.objects.select_for_update().filter(pk__in=stories).order_by("pk"))
    return {one.pk: one for one in Comment.objects.select_for_update().filter(pk__in=wanted).order_by("pk")}


def count(comment: Comment, sign: int) -> frozenset[str]:
    """The comment is shown from now on (``sign`` 1), or no more (-1): its story has one more or less, and stands higher or lower
    among those under which most is said. Returns the keys that changed by it, for :func:`tell`.
    """
    Talk.objects.filter(pk=comment.story).update(shown=F("shown") + sign)
    return talked.note(comment, sign)


def changed(*comments: Comment) -> frozenset[str]:
    """What readers see of these comments changed. Returns the keys, for :func:`tell`."""
    of_stories = {keys.talk(one.story) for one in comments}
    return frozenset(of_stories | {keys.page(one.story, keys.page_of(one.place)) for one in comments})


def tell(touched: Iterable[str]) -> None:
    """Tells the press what changed. To be called once, last in the transaction."""
    log.touch(*sorted(touched))
