"""Say something: a reader's comment on a story, or an answer to one."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from harkara.comments import bans, clock, floods, risk, text
from harkara.comments.errors import Absent, Closed, Refused, TooOften
from harkara.comments.models import Comment, Flood, Reader, Talk
from harkara.layout.talking import Takes
from harkara.rack.outbox.sides import READERS

from .shown import changed, count, tell

PAUSE: Final = timedelta(seconds=10)
BURST: Final = (10, timedelta(minutes=10))
"""How long a reader waits between two comments, and how many there may be in which time."""

ANSWERS: Final = 500
"""Answers to one comment: whoever has more to say begins something of their own."""

TWICE: Final = timedelta(minutes=30)
"""The same words under the same story within so long are the same comment: a button was pressed twice."""

CROWD: Final = 120
"""Comments taken in a minute under one story: more no moderator could look at, and no reader could read."""


def say(reader: Reader, story: int, takes: Takes, words: str, *, parent: int | None = None) -> Comment:
    """Puts what ``reader`` says under the ``story``, which takes comments as ``takes`` says; ``parent`` is the comment that is
    answered (an answer to an answer goes to what that answers). It is shown at once or waits, by its ``state``.

    Its risk is weighed first (:mod:`harkara.comments.risk`), before anything is locked. Raises ``Closed``, ``Refused`` without a
    name or words, to who is banned, and where only older accounts may write; ``Absent`` where what is answered is not shown;
    ``TooOften``.
    """
    if takes not in ("open", "checked"):
        raise Closed("closed" if takes == "closed" else "off")
    if not reader.name:
        raise Refused("name_first")
    words, now = text.clean(words), clock.now()
    demand_voice(reader)
    flood = floods.flood()
    floods.demand_age(reader, flood, now)
    found = risk.weigh(reader, story, words, now, is_answer=parent is not None)
    with transaction.atomic(using=READERS):
        talk, _ = Talk.objects.get_or_create(pk=story)
        talk = Talk.objects.select_for_update().get(pk=story)
        Reader.objects.select_for_update(no_key=True).get(pk=reader.pk)  # verdicts name it meanwhile
        recent = list(Comment.objects.filter(reader=reader, made_at__gt=now - TWICE).order_by("-made_at"))
        answered = _answered(reader, story, parent)
        for one in recent:
            if one.story == story and one.text == words and one.parent_id == (answered.pk if answered else None):
                return one
        _not_too_often(recent)
        _not_too_many(talk, now)
        waits = (
            takes == "checked" or found.points >= risk.WAITS or (flood is not None and flood.rule == Flood.Rule.QUEUE)
        )
        state = Comment.State.WAITING if waits else Comment.State.SHOWN
        if answered is not None and answered.state == Comment.State.HELD:
            state, waits = Comment.State.HELD, False
        made = Comment.objects.create(
            story=story,
            reader=reader,
            parent=answered,
            place=answered.place if answered else talk.places,
            state=state,
            text=words,
            made_at=now,
            risk=found.points,
            reasons=found.reasons,
            shape=found.shape,
            due=found.points if waits else None,
        )
        if answered is None:
            talk.places += 1
        talk.save(update_fields=["places", "minute", "lately"])
        if state == Comment.State.SHOWN:
            tell(count(made, 1) | changed(made))
    return made


def _answered(reader: Reader, story: int, parent: int | None) -> Comment | None:
    """What is answered: never an answer itself. What only ``reader`` sees may be answered by who sees it."""
    if parent is None:
        return None
    found = Comment.objects.select_related("parent").filter(pk=parent, story=story).first()
    is_own = found is not None and found.state == Comment.State.HELD and found.reader_id == reader.pk
    if found is None or not (found.state == Comment.State.SHOWN or is_own):
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


def demand_voice(reader: Reader) -> None:
    """Raises ``Refused`` where ``reader`` may not write now, and says until when."""
    ban = bans.ban_of(reader)
    if ban is None:
        return
    if not bans.ends(ban.until):
        raise Refused("banned_for_ever")
    raise Refused("banned", days=max(1, -((clock.now() - ban.until) // timedelta(days=1))))


def _not_too_many(talk: Talk, now: datetime) -> None:
    """Counts one more under the story. Raises ``TooOften`` where too many write at once; the row is not saved."""
    minute = int(now.timestamp()) // 60
    if talk.minute != minute:
        talk.minute, talk.lately = minute, 0
    if talk.lately >= CROWD:
        raise TooOften("crowd", 60, most=CROWD)
    talk.lately += 1
