"""Teasers: stories as lists show them."""

from collections.abc import Iterable

from django.db.models import QuerySet

from harkara.desk import clock, keys
from harkara.desk.copy.frame import section_copy
from harkara.desk.copy.pictures import picture_copy
from harkara.desk.models import Story
from harkara.layout.copy import TeaserCopy
from harkara.rack.keys import read

KICKERS = {Story.Kind.OPINION: "মতামত", Story.Kind.ANALYSIS: "বিশ্লেষণ"}
"""What stands over a story of a kind when nobody wrote a kicker."""


NEEDED = ("headline", "slug", "kicker", "kind", "summary", "published_at", "section", "picture")
"""The fields of a story that its teaser shows: to make a row of all the others takes twice as long."""


def published() -> "QuerySet[Story]":
    """Published stories with what their teasers need, and no more."""
    return Story.objects.filter(live=True).select_related("section", "picture").only(*NEEDED)


def kicker(story: Story) -> str:
    """The label over a story."""
    return story.kicker or KICKERS.get(Story.Kind(story.kind), "")


def teaser(story: Story, *, mute: bool = True) -> TeaserCopy:
    """A story as a list shows it. Needs ``section`` and ``picture`` at hand; makes no query then.

    Beside the words of a teaser its picture needs none (``mute``); the lead of the front describes it.
    """
    assert story.section is not None
    read(keys.teaser(story.pk))
    return TeaserCopy(
        id=story.pk,
        headline=story.headline,
        href=story.href,
        section=section_copy(story.section),
        published_at=story.published_at or clock.now(),
        summary=story.summary,
        kicker=kicker(story),
        picture=picture_copy(story.picture, mute=mute),
    )


def mention(story: Story) -> TeaserCopy:
    """A story as a bare line shows it: headline, address and time. Needs ``section`` at hand."""
    assert story.section is not None
    read(keys.mention(story.pk))
    return TeaserCopy(
        id=story.pk,
        headline=story.headline,
        href=story.href,
        section=section_copy(story.section),
        published_at=story.published_at or clock.now(),
    )


def teasers(stories: Iterable[Story]) -> tuple[TeaserCopy, ...]:
    """Stories as a list shows them."""
    return tuple(teaser(story) for story in stories)
