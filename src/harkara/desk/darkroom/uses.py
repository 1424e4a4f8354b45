"""Where pictures were used before."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import OuterRef, Subquery

from harkara.desk.models import Picture, PictureUse

TOLD: Final = 3
"""Uses that are told of each picture, the latest."""


@dataclass(frozen=True, slots=True)
class Use:
    """A story that shows, or showed, a picture, and when it was published."""

    story: int
    headline: str
    at: datetime | None


def latest(numbers: Collection[int], besides: int | None = None) -> dict[int, list[Use]]:
    """The latest uses of each picture in other stories than ``besides``; by picture, none for who was never used.

    Two queries, however many pictures and uses there are: each look goes to the end of an index.
    """
    if not numbers:
        return {}
    own = PictureUse.objects.filter(picture=OuterRef("pk")).order_by("-pk")
    if besides is not None:
        own = own.exclude(story=besides)
    ranks = {f"use_{rank}": Subquery(own.values("pk")[rank : rank + 1]) for rank in range(TOLD)}
    rows = Picture.objects.filter(pk__in=numbers).order_by("pk").annotate(**ranks).values_list(*ranks)
    found = [pk for row in rows for pk in row if pk is not None]
    uses: dict[int, list[Use]] = {}
    shown = PictureUse.objects.filter(pk__in=found).order_by("-pk")
    for picture, story, headline, at in shown.values_list("picture", "story", "story__headline", "story__published_at"):
        uses.setdefault(picture, []).append(Use(story, headline, at))
    return uses
