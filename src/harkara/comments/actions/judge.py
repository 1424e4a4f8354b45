"""Judge: a moderator's verdict on comments, written down with who, when, why, from what to what; and taking it back."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Q, QuerySet

from harkara.comments import bans, clock, risk
from harkara.comments.errors import Absent, CommentsError, Refused
from harkara.comments.models import Appeal, Ban, Comment, Reader, Verdict
from harkara.comments.moderators import HOUSE, Moderator
from harkara.rack.outbox.sides import READERS

from .shown import changed, count, hold, in_hand, tell

STATES: Final = {
    Verdict.Act.APPROVE: Comment.State.SHOWN,
    Verdict.Act.WITHDRAW: Comment.State.WITHDRAWN,
    Verdict.Act.HOLD: Comment.State.HELD,
}
"""What a comment is after a verdict on it."""

MOST: Final = 200
"""Comments judged at one stroke."""

REASON: Final = 500


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of the comments that were judged together: the ``lot`` by which it is taken back, the comments that were
    judged, and what was refused of the others.
    """

    lot: str
    done: tuple[int, ...]
    refused: tuple[tuple[int, CommentsError], ...]


def judge(numbers: Iterable[int], act: str, by: Moderator = HOUSE, reason: str = "") -> Judged:
    """Gives the verdict ``act`` (a key of :data:`STATES`) on the comments ``numbers``, all in one commit. What is so already
    and needs nobody is left alone, and counts as done. Raises ``Refused`` for another act or too many.
    """
    wanted = sorted(set(numbers))
    if act not in STATES:
        raise Refused("no_verdict", act=act)
    if len(wanted) > MOST:
        raise Refused("many_verdicts", most=MOST)
    lot, done, refused = secrets.token_hex(8), [], []
    touched: set[str] = set()
    with transaction.atomic(using=READERS):
        held = hold(wanted)
        for number in wanted:
            try:
                comment = _to_judge(held, number)
            except CommentsError as error:
                refused.append((number, error))
                continue
            touched |= _give(comment, Verdict.Act(act), by, reason, lot)
            done.append(number)
        tell(touched)
    return Judged(lot, tuple(done), tuple(refused))


def ban(number: int, days: int | None, by: Moderator = HOUSE, reason: str = "") -> Judged:
    """Withdraws the comment ``number`` and keeps its reader from writing for so many ``days`` (``None``: for ever). Raises
    ``Absent`` where there is no such comment or reader any more, ``Refused`` for a term of no days.
    """
    if days is not None and not 1 <= days <= 3650:
        raise Refused("no_term", days=days)
    now, lot = clock.now(), secrets.token_hex(8)
    until = bans.FOR_EVER if days is None else now + timedelta(days=days)
    with transaction.atomic(using=READERS):
        comment = _to_judge(hold([number]), number)
        reader = _reader_of(comment)
        touched = _give(comment, Verdict.Act.WITHDRAW, by, reason, lot)
        before = bans.ban_of(reader)
        Ban.objects.update_or_create(
            pk=bans.digest(reader.email), defaults={"until": until, "reason": reason[:REASON], "at": now}
        )
        _write(
            Verdict.Act.BAN,
            comment,
            by,
            reason,
            lot,
            before={"until": before.until.isoformat() if before else None, "why": before.reason if before else ""},
            after={"until": until.isoformat()},
            until=until,
        )
        tell(touched)
    return Judged(lot, (number,), ())


def lift(number: int, by: Moderator = HOUSE, reason: str = "") -> Judged:
    """Ends the ban of the reader who said the comment ``number``; an appeal against it is granted. Raises ``Absent`` where
    there is no such reader any more, ``Refused`` for one who is not banned.
    """
    lot = secrets.token_hex(8)
    with transaction.atomic(using=READERS):
        whose = Comment.objects.filter(pk=number).values("reader")
        of_bans = Appeal.objects.filter(verdict__reader__in=whose, verdict__act=Verdict.Act.BAN)
        elsewhere = set(of_bans.filter(answered_at=None).exclude(comment=number).values_list("comment", flat=True))
        held = hold([number, *elsewhere])
        comment = held.get(number) or in_hand(number)
        reader = _reader_of(comment)
        before = bans.ban_of(reader)
        if before is None:
            raise Refused("not_banned")
        answered = _answer(of_bans, granted=True)
        for other in sorted(elsewhere & held.keys()):
            _queue(held[other])
        before.delete()
        _queue(comment)
        _write(
            Verdict.Act.LIFT,
            comment,
            by,
            reason,
            lot,
            before={"until": before.until.isoformat(), "why": before.reason},
            after={"until": None, "appeals": answered},
        )
    return Judged(lot, (number,), ())


def undo(lot: str, by: Moderator = HOUSE) -> Judged:
    """Takes back what was decided at one stroke: every comment is again what it was, and every ban. What somebody decided
    meanwhile stays, and is refused; so is what the reader changed. Raises ``Absent`` where nothing of the ``lot`` stands.
    """
    again, done, refused = secrets.token_hex(8), [], []
    with transaction.atomic(using=READERS):
        given = list(
            Verdict.objects.filter(lot=lot, undone=False).exclude(act=Verdict.Act.UNDO).order_by("-pk")[: 2 * MOST]
        )
        if not given:
            raise Absent("no_lot")
        held = hold(verdict.comment_id for verdict in given if verdict.comment_id)
        touched: set[str] = set()
        for verdict in given:
            try:
                touched |= _take_back(held, verdict, by, again)
            except CommentsError as error:
                refused.append((verdict.comment_id or 0, error))
            else:
                done.append(verdict.comment_id or 0)
        tell(touched)
    return Judged(again, tuple(dict.fromkeys(done)), tuple(refused))


def _to_judge(held: Mapping[int, Comment], number: int) -> Comment:
    comment = held.get(number)
    if comment is None or comment.state == Comment.State.DELETED:
        raise Absent("no_comment")
    return comment


def _give(comment: Comment, act: Verdict.Act, by: Moderator, reason: str, lot: str) -> frozenset[str]:
    """Gives the verdict on a comment that is held; returns the keys that changed by it."""
    before = {"state": comment.state, "due": comment.due, "told": comment.told}
    if comment.state == STATES[act] and comment.due is None:
        return frozenset()
    is_approved = act == Verdict.Act.APPROVE
    of_bans = Q(verdict__act=Verdict.Act.BAN)
    answered = _answer(_open(comment).exclude(of_bans) if is_approved else _open(comment), granted=is_approved)
    touched = _become(comment, STATES[act], None, 0)
    _queue(comment)
    _write(act, comment, by, reason, lot, before=before, after={"state": comment.state, "appeals": answered})
    return touched


def _take_back(held: Mapping[int, Comment], verdict: Verdict, by: Moderator, again: str) -> frozenset[str]:
    comment = held.get(verdict.comment_id or 0)
    if comment is None:
        raise Absent("no_comment")
    touched = frozenset[str]()
    later = Verdict.objects.filter(comment=comment, pk__gt=verdict.pk, undone=False).exclude(act=Verdict.Act.UNDO)
    if later.exclude(lot=verdict.lot).exists():
        raise Refused("judged_since")
    if verdict.act in STATES:
        if comment.state != verdict.after["state"]:
            raise Refused("changed_since")
        touched = _become(comment, verdict.before["state"], verdict.before["due"], verdict.before["told"])
    else:
        _ban_again(_reader_of(comment), verdict.before)
    reopened = verdict.after.get("appeals", [])
    Appeal.objects.filter(pk__in=reopened).update(answered_at=None, granted=None)
    if reopened:
        _queue(comment)
    verdict.undone = True
    verdict.save(update_fields=["undone"])
    _write(Verdict.Act.UNDO, comment, by, "", again, before=verdict.after, after=verdict.before | {"act": verdict.act})
    return touched


def _become(comment: Comment, state: str, due: int | None, told: int) -> frozenset[str]:
    was_shown = comment.state == Comment.State.SHOWN
    comment.state, comment.due, comment.told = state, due, told
    comment.save(update_fields=["state", "due", "told"])
    is_shown = state == Comment.State.SHOWN
    if is_shown == was_shown:
        return frozenset()
    return count(comment, 1 if is_shown else -1) | changed(comment)


def _ban_again(reader: Reader, before: dict[str, Any]) -> None:
    """The ban of ``reader`` as it was before a verdict."""
    if before["until"] is None:
        Ban.objects.filter(pk=bans.digest(reader.email)).delete()
        return
    until = datetime.fromisoformat(before["until"])
    Ban.objects.update_or_create(
        pk=bans.digest(reader.email), defaults={"until": until, "reason": before["why"], "at": clock.now()}
    )


def _reader_of(comment: Comment) -> Reader:
    reader = Reader.objects.filter(pk=comment.reader_id or 0).first()
    if reader is None:
        raise Absent("no_reader")
    return reader


def _open(comment: Comment) -> "QuerySet[Appeal]":
    """The appeals that wait at this comment. One against a ban is granted by lifting it, and refused by withdrawing again."""
    return Appeal.objects.filter(comment=comment, answered_at=None)


def _answer(appeals: "QuerySet[Appeal]", *, granted: bool) -> list[int]:
    """Answers those of the ``appeals`` that wait, and returns their numbers."""
    waiting = list(appeals.filter(answered_at=None).values_list("pk", flat=True))
    Appeal.objects.filter(pk__in=waiting).update(answered_at=clock.now(), granted=granted)
    return waiting


def _queue(comment: Comment) -> None:
    """Puts the comment where it belongs in the queue, or takes it out."""
    comment.due = risk.due(comment, _open(comment).count())
    comment.save(update_fields=["due"])


def _write(
    act: Verdict.Act,
    comment: Comment,
    by: Moderator,
    reason: str,
    lot: str,
    *,
    before: dict[str, Any],
    after: dict[str, Any],
    until: datetime | None = None,
) -> None:
    Verdict.objects.create(
        act=act,
        comment=comment,
        reader_id=comment.reader_id,
        story=comment.story,
        by=by.number,
        by_name=by.name[:150],
        at=clock.now(),
        reason=" ".join(reason.split())[:REASON],
        until=until,
        before=before,
        after=after,
        lot=lot,
    )
