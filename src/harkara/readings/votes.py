"""Votes of readers in polls, as sums of hours: nobody is to be found in them. A poll is known by its story and its turn."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Sum

from harkara.rack.keys import read
from harkara.rack.outbox import log as outbox
from harkara.rack.outbox.sides import READERS
from harkara.readings.models import VoteRow


def key(story: int) -> str:
    """The key of the votes under a story."""
    return f"votes:{story}"


def counted(story: int, turn: int, options: int, until: datetime) -> tuple[int, ...]:
    """The votes for each of so many ``options`` that came before ``until`` (aware, a full hour). Notes ``votes:{story}``."""
    read(key(story), outbox.EVERYTHING)
    rows = VoteRow.objects.filter(story=story, turn=turn, place__lt=options, hour__lt=int(until.timestamp()) // 3600)
    found = dict(rows.values("place").annotate(all=Sum("votes")).values_list("place", "all"))
    return tuple(int(found.get(place, 0)) for place in range(options))


def add(sums: Iterable[tuple[int, int, int, int, int]]) -> None:
    """Adds ``sums`` (story, turn, place, hour, votes), inside the caller's transaction on the readers' database."""
    together: dict[tuple[int, int, int, int], int] = defaultdict(int)
    for story, turn, place, hour, votes in sums:
        together[story, turn, place, hour] += votes
    for (story, turn, place, hour), votes in sorted(together.items()):
        row, made = VoteRow.objects.select_for_update().get_or_create(
            story=story, turn=turn, place=place, hour=hour, defaults={"votes": votes}
        )
        if not made:
            VoteRow.objects.filter(pk=row.pk).update(votes=F("votes") + votes)
    if together:
        outbox.touch(*sorted({key(story) for story, *_ in together}))


def forget(story: int, turn: int) -> None:
    """Deletes the votes of a turn: another question with the same digit begins."""
    with transaction.atomic(using=READERS):
        VoteRow.objects.filter(story=story, turn=turn).delete()


def rows(after: int, limit: int = 1000) -> list[dict[str, Any]]:
    """The votes under stories with numbers above ``after``, ascending, at most those of ``limit`` rows, whole stories."""
    fields = ("story", "turn", "place", "hour", "votes")
    found = list(VoteRow.objects.filter(story__gt=after).order_by(*fields[:4]).values(*fields)[:limit])
    if len(found) == limit and found[0]["story"] != found[-1]["story"]:
        last = found[-1]["story"]
        found = [row for row in found if row["story"] != last]
    return found
