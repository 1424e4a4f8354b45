"""Say something: a reader's comment on a story, or an answer to one."""

from datetime import timedelta
from typing import Final

from django.db import transaction

from harkara.comments import clock, text
from harkara.comments.errors import Absent, Closed, Refused, TooOften
from harkara.comments.models import Comment, Reader, Talk
from harkara.layout.talking import Takes
from harkara.rack.outbox.sides import READERS

from .shown import changed, count

PAUSE: Final = timedelta(seconds=10)
BURST: Final = (10, timedelta(minutes=10))
"""How long a reader waits between two comments, and how many there may be in which time."""

ANSWERS: Final = 500
"""Answers to one comment: whoever has more to say begins something of their own."""

TWICE: Final = timedelta(minutes=30)
"""The same words under the same story within so long are the same comment: a button was pressed twice."""

LINKS: Final = 2
"""Links in one comment: with more it waits until somebody has looked."""


def say(reader: Reader, story: int, takes: Takes, words: str, *, parent: int | None = None) -> Comment:
    """Puts what ``reader`` says under the ``story``, which takes comments as ``takes`` says; ``parent`` is the comment that is
    answered (an answer to an answer goes to what that answers). It is shown at once or waits, by its ``state``.

    Raises ``Closed``, ``Refused`` without a name or words, ``Absent`` where what is answered is not shown, ``TooOften``.
    """
    if takes not in ("open", "checked"):
        raise Closed("closed" if takes == "closed" else "off")
    if not reader.name:
        raise Refused("name_first")
    words, now = text.clean(words), clock.now()
    with transaction.atomic(using=READERS):
        talk, _ = Talk.objects.get_or_create(pk=story)
        talk = Talk.objects.select_for_update().get(pk=story)
        Reader.objects.select_for_update().get(pk=reader.pk)
        recent = list(Comment.objects.filter(reader=reader, made_at__gt=now - TWICE).order_by("-made_at"))
        answered = _answered(story, parent)
        for one in recent:
            if one.story == story and one.text == words and one.parent_id == (answered.pk if answered else None):
                return one
        _not_too_often(recent)
        waits = takes == "checked" or _is_doubtful(reader, words)
        state = Comment.State.WAITING if waits else Comment.State.SHOWN
        made = Comment.objects.create(
            story=story,
            reader=reader,
            parent=answered,
            place=answered.place if answered else talk.places,
            state=state,
            text=words,
            made_at=now,
        )
        if answered is None:
            Talk.objects.filter(pk=story).update(places=talk.places + 1)
        if not waits:
            count(story, 1)
            changed(made)
    return made


def _answered(story: int, parent: int | None) -> Comment | None:
    """What is answered: never an answer itself."""
    if parent is None:
        return None
    found = Comment.objects.select_related("parent").filter(pk=parent, story=story).first()
    if found is None or found.state != Comment.State.SHOWN:
        raise Absent("no_comment")
    top = found.parent or found
    if Comment.objects.filter(parent=top).count() >= ANSWERS:
        raise Refused("thread_full", most=ANSWERS)
    return top


def _not_too_often(recent: list[Comment]) -> None:
    """Raises ``TooOften``. ``recent``: what the reader said lately, the newest first."""
    now = clock.now()
    if recent and now - recent[0].made_at < PAUSE:
        wait = int((recent[0].made_at + PAUSE - now).total_seconds()) + 1
        raise TooOften("too_soon", wait, seconds=wait)
    most, span = BURST
    burst = [one.made_at for one in recent if now - one.made_at < span]
    if len(burst) >= most:
        wait = int((burst[most - 1] + span - now).total_seconds()) + 1
        raise TooOften("too_often", wait, most=most, minutes=span.seconds // 60)


def _is_doubtful(reader: Reader, words: str) -> bool:
    """Whether somebody looks first, wherever comments are open: many links, or a link by who was never shown before."""
    links = len(text.links(words))
    if not links:
        return False
    return links > LINKS or not Comment.objects.filter(reader=reader, state=Comment.State.SHOWN).exists()
