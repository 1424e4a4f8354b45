"""What readers said, leaving the house and coming back: what everybody can read, and of nobody more than the name.

What waits, what is held and what moderators noted stays. A comment that was withdrawn or deleted leaves its place without words,
since answers may stand below it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from harkara.comments import keys, names
from harkara.comments.models import Comment, Reader, Talk, TalkOrder
from harkara.rack.outbox import log as outbox
from harkara.rack.outbox.sides import READERS

Row = dict[str, Any]

SEEN = (Comment.State.SHOWN, Comment.State.WITHDRAWN, Comment.State.DELETED)

LOT = 500


def talks(after: int, limit: int = LOT) -> list[Row]:
    """What is said under the stories with numbers above ``after``, ascending, at most ``limit`` stories; two queries.

    Each row: ``story``, ``places``, ``shown``, ``warmth`` and ``comments``, of which each says its number, its ``parent``, place,
    state, the reader's ``name``, words, times (ISO 8601, UTC) and counts.
    """
    rows = list(Talk.objects.filter(pk__gt=after).order_by("pk")[:limit])
    said: dict[int, list[Row]] = defaultdict(list)
    comments = Comment.objects.filter(story__in=[row.pk for row in rows], state__in=SEEN).select_related("reader")
    for one in comments.order_by("pk"):
        said[one.story].append(_told(one))
    return [
        {"story": row.pk, "places": row.places, "shown": row.shown, "warmth": row.warmth, "comments": said[row.pk]}
        for row in rows
    ]


def order() -> list[int]:
    """The stories under which most is said, as sheets show them."""
    row = TalkOrder.objects.first()
    return [int(story) for story in row.stories] if row else []


def readers() -> Iterator[Row]:
    """Everybody who may speak, with address: personal data."""
    for row in Reader.objects.order_by("pk").iterator(LOT):
        yield {
            "name": row.name,
            "email": row.email,
            "joined_at": row.joined_at.astimezone(UTC).isoformat(),
            "seen_on": row.seen_on.isoformat(),
        }


def is_empty() -> bool:
    """Whether nobody has said anything here."""
    return not Talk.objects.exists() and not Comment.objects.exists()


def take_readers(rows: Iterable[Row]) -> int:
    """Takes readers with their addresses; who is here already stays as they are. Returns how many came."""
    done = 0
    with transaction.atomic(using=READERS):
        for row in rows:
            told = {"name": row["name"], "looks": names.looks(row["name"]) if row["name"] else None}
            told |= {"joined_at": parse_datetime(row["joined_at"]), "seen_on": parse_date(row["seen_on"])}
            _reader, is_new = Reader.objects.get_or_create(email=row["email"], defaults=told)
            done += is_new
    return done


def take(rows: Sequence[Row]) -> int:
    """Takes what is said under some stories, under the same numbers; stories of which something is here are left as they are.
    Returns how many comments came. Where nobody has an account under a name, the comment is signed with it and nobody's.
    """
    with transaction.atomic(using=READERS):
        there = set(Talk.objects.filter(pk__in=[row["story"] for row in rows]).values_list("pk", flat=True))
        fresh = [row for row in rows if row["story"] not in there]
        called = {one["name"] for row in fresh for one in row["comments"] if one["name"]}
        who = {reader.name: reader for reader in Reader.objects.filter(name__in=called)}
        made = [_made(row["story"], one, who) for row in fresh for one in row["comments"]]
        Talk.objects.bulk_create(
            Talk(story=row["story"], places=row["places"], shown=row["shown"], warmth=row["warmth"]) for row in fresh
        )
        Comment.objects.bulk_create(sorted(made, key=lambda one: one.parent_id is not None))
        outbox.touch(*(keys.talk(row["story"]) for row in fresh))
    return len(made)


def take_order(stories: Sequence[int]) -> None:
    """Lets these stories stand as those under which most is said, until that changes."""
    with transaction.atomic(using=READERS):
        if not TalkOrder.objects.exists() and stories:
            TalkOrder.objects.create(stories=list(stories), at=timezone.now())
        outbox.touch(outbox.EVERYTHING)


def _told(one: Comment) -> Row:
    is_shown = one.state == Comment.State.SHOWN
    return {
        "id": one.pk,
        "parent": one.parent_id,
        "place": one.place,
        "state": one.state,
        "name": (one.reader.name if one.reader else one.signed) if is_shown else "",
        "text": one.text if is_shown else "",
        "made_at": one.made_at.astimezone(UTC).isoformat(),
        "edited_at": one.edited_at.astimezone(UTC).isoformat() if is_shown and one.edited_at else None,
        "agreed": one.agreed if is_shown else 0,
        "disagreed": one.disagreed if is_shown else 0,
        "score": one.score if is_shown else 0,
    }


def _made(story: int, row: Row, who: dict[str, Reader]) -> Comment:
    moments = {name: parse_datetime(row[name]) if row[name] else None for name in ("made_at", "edited_at")}
    others = ("place", "state", "text", "agreed", "disagreed", "score")
    return Comment(
        pk=row["id"],
        story=story,
        parent_id=row["parent"],
        reader=who.get(row["name"]),
        signed="" if row["name"] in who else row["name"],
        **moments,
        **{name: row[name] for name in others},
    )
