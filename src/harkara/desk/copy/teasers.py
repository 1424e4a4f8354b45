"""Teasers: stories as lists show them.

Many lists show the same stories. Who prints many of them may offer a *case* in which teasers stand, with the keys that
were read for them (:func:`standing`); only those that do not stand are read from the database then.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol, cast

from django.db.models import QuerySet

from harkara.desk import clock, keys
from harkara.desk.copy.frame import section_copy
from harkara.desk.copy.pictures import picture_copy, worded
from harkara.desk.models import Story
from harkara.layout.copy import StoryKind, TeaserCopy
from harkara.layout.words import labelled
from harkara.rack.keys import read, recording

NEEDED = ("headline", "slug", "kicker", "kind", "summary", "published_at", "section", "picture", "sponsor")
"""The fields of a story that its teaser shows: to make a row of all the others takes twice as long."""


@dataclass(frozen=True, slots=True)
class Set:
    """A teaser, and the keys that were read while it was set."""

    copy: TeaserCopy
    keys: frozenset[str]


class Case(Protocol):
    """Where teasers stand that are still right, by the number of their story."""

    def take(self, numbers: Iterable[int]) -> Mapping[int, Set]:
        """Those of ``numbers`` that stand."""
        ...

    def keep(self, sets: Mapping[int, Set]) -> None:
        """Lets ``sets`` stand."""
        ...


_case: ContextVar[Case | None] = ContextVar("harkara_desk_case", default=None)


@contextmanager
def standing(case: Case) -> Iterator[None]:
    """Inside the block teasers are taken from ``case`` and kept there."""
    token = _case.set(case)
    try:
        yield
    finally:
        _case.reset(token)


def published() -> "QuerySet[Story]":
    """Published stories with what their teasers need, and no more."""
    return Story.objects.filter(live=True).select_related("section", "picture").only(*NEEDED)


def teaser(story: Story, *, mute: bool = True) -> TeaserCopy:
    """A story as a list shows it. Needs ``section`` and ``picture`` at hand; makes no query then.

    Beside the words of a teaser its picture needs none (``mute``); the lead of the front describes it.
    """
    assert story.section is not None
    picture = picture_copy(story.picture, mute=mute)
    read(keys.teaser(story.pk))
    return TeaserCopy(
        id=story.pk,
        headline=story.headline,
        href=story.href,
        section=section_copy(story.section),
        published_at=story.published_at or clock.now(),
        summary=story.summary,
        kind=cast(StoryKind, story.kind),
        kicker=story.kicker,
        sponsor=story.sponsor,
        picture=picture if mute or picture is None else worded(picture, story.captions),
    )


def sets(numbers: Iterable[int]) -> dict[int, Set]:
    """The teasers of published stories by number, in one query for all that do not stand. Notes nothing."""
    wanted, case = list(numbers), _case.get()
    found = dict(case.take(wanted)) if case else {}
    lacking = [number for number in wanted if number not in found]
    if lacking:
        fresh = {}
        for story in published().filter(pk__in=lacking):
            with recording() as noted:
                copy = teaser(story)
            fresh[story.pk] = Set(copy, frozenset(noted.keys))
        if case:
            case.keep(fresh)
        found |= fresh
    return found


def teasers(numbers: Iterable[int], among: Mapping[int, Set] | None = None) -> tuple[TeaserCopy, ...]:
    """Published stories as a list shows them, in the order given. ``among``: where they are, if they are at hand."""
    shown = _in_order(numbers, among)
    read(*frozenset[str]().union(*(one.keys for one in shown)))
    return tuple(one.copy for one in shown)


def mentions(numbers: Iterable[int], among: Mapping[int, Set] | None = None) -> tuple[TeaserCopy, ...]:
    """Published stories as bare lines show them, as :func:`teasers`: headline, address and time; of one that was paid for, that
    it was.
    """
    shown = [one.copy for one in _in_order(numbers, among)]
    read(keys.PAGE, *(keys.mention(one.id) for one in shown))
    return tuple(
        TeaserCopy(
            one.id, labelled(one.headline, one.sponsor), one.href, one.section, one.published_at, sponsor=one.sponsor
        )
        for one in shown
    )


def _in_order(numbers: Iterable[int], among: Mapping[int, Set] | None) -> list[Set]:
    wanted = list(numbers)
    found = sets(wanted) if among is None else among
    return [found[number] for number in wanted if number in found]


def described(number: int) -> TeaserCopy | None:
    """A published story with what is said of its picture: the lead of the front."""
    story = published().only(*NEEDED, "captions").filter(pk=number).first()
    return teaser(story, mute=False) if story else None
