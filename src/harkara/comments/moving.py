"""Door: what readers said under the stories of a paper that moved in. They have no accounts here: only the name that each signed
with comes along, no e-mail address and no machine's. Going through the same comments twice changes nothing.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connections, transaction

from harkara.bangla.clean import normalise
from harkara.comments import keys, talked, text
from harkara.comments.actions.shown import tell
from harkara.comments.errors import Refused
from harkara.comments.models import Comment, MovedIn, Talk
from harkara.rack.outbox.sides import READERS

NAMELESS: Final = "পাঠক"
"""How somebody is called who signed with nothing."""


@dataclass(frozen=True, slots=True)
class Said:
    """A comment that moves in. ``name`` is the digest of its origin (32 characters), ``parent`` that of what it answers; ``at``
    is aware. Who was not ``approved`` waits for a moderator here, too.
    """

    name: str
    story: int
    signed: str
    words: str
    at: datetime
    parent: str = ""
    approved: bool = True


def move_in(said: Sequence[Said]) -> dict[str, str]:
    """Puts comments under their stories, in the order of their times; an answer goes to the first comment of its thread. Returns
    those that cannot, by name, with the reason. One transaction; a constant number of queries for any number, and two a story.
    """
    refused: dict[str, str] = {}
    with transaction.atomic(using=READERS):
        names = {one.name for one in said} | {one.parent for one in said if one.parent}
        known = {name: (int(pk), top) for name, pk, top in _known(names)}
        fresh = {one.name: one for one in said if one.name not in known}
        talks = {one.pk: one for one in _talks({one.story for one in fresh.values()})}
        touched: set[str] = set()
        tops: dict[str, Comment] = {}
        for top_level in (True, False):
            rows: list[tuple[Said, Comment]] = []
            for one in sorted(fresh.values(), key=lambda each: (each.at, each.name)):
                root = _root(one, fresh, known)
                if (root is None) is not top_level or one.name in refused:
                    continue
                try:
                    words = text.levelled(one.words)
                except Refused:
                    refused[one.name] = "It has no words."
                    continue
                parent = tops.get(root) if isinstance(root, str) else None
                parent_id = parent.pk if parent else root if isinstance(root, int) else None
                talk = talks[one.story]
                place = talk.places if top_level or parent_id is None else _place(parent, parent_id)
                if parent_id is None:
                    talk.places += 1
                rows.append((one, _row(one, words, parent_id, place)))
            Comment.objects.bulk_create([row for _, row in rows])
            MovedIn.objects.bulk_create([MovedIn(name=one.name, comment=row) for one, row in rows])
            for one, row in rows:
                tops.setdefault(one.name, row)
                touched |= {keys.talk(one.story), keys.page(one.story, keys.page_of(row.place))}
                if row.state == Comment.State.SHOWN:
                    talk = talks[one.story]
                    talk.shown += 1
                    talk.warmth = talked.warmed(talk.warmth, one.at.timestamp(), 1)
        _warmed(talks.values())
        tell(touched)
    return refused


def _known(names: Collection[str]) -> list[tuple[str, int, int | None]]:
    """Those that are here, each with its number and that of the comment whose answer it is."""
    rows = MovedIn.objects.filter(name__in=names).values_list("name", "comment", "comment__parent")
    return [(name, int(pk), top) for name, pk, top in rows]


def _talks(stories: Collection[int]) -> list[Talk]:
    Talk.objects.bulk_create([Talk(story=story) for story in sorted(stories)], ignore_conflicts=True)
    return list(Talk.objects.select_for_update().filter(pk__in=stories).order_by("pk"))


def _warmed(talks: Iterable[Talk]) -> None:
    """Writes what changed of talks, with one statement for all."""
    with connections[READERS].cursor() as cursor:
        cursor.executemany(
            f"UPDATE {Talk._meta.db_table} SET places = %s, shown = %s, warmth = %s WHERE story = %s",  # noqa: S608 (names of ours)
            [(one.places, one.shown, one.warmth, one.pk) for one in talks],
        )


def _root(one: Said, fresh: dict[str, Said], known: dict[str, tuple[int, int | None]]) -> str | int | None:
    """The first comment of the thread of ``one``: its name, its number where it is here already, ``None`` for one that begins a
    thread (also where what it answers did not come along).
    """
    at, seen = one, {one.name}
    while at.parent and at.parent not in seen:
        if at.parent in known:
            number, top = known[at.parent]
            return top or number
        above = fresh.get(at.parent)
        if above is None or above.story != one.story:
            break
        seen.add(above.name)
        at = above
    return None if at is one else at.name


def _place(parent: Comment | None, number: int) -> int:
    if parent is not None:
        return parent.place
    return int(Comment.objects.values_list("place", flat=True).get(pk=number))


def _row(one: Said, words: str, parent: int | None, place: int) -> Comment:
    state = Comment.State.SHOWN if one.approved else Comment.State.WAITING
    return Comment(
        story=one.story,
        signed=normalise(" ".join(one.signed.split()))[:60] or NAMELESS,
        parent_id=parent,
        place=place,
        state=state,
        text=words,
        made_at=one.at,
        due=None if one.approved else 0,
    )
