"""What readers may ask to be told of: sections, and the topics of these days."""

from collections import Counter
from typing import Final

from harkara.desk import keys
from harkara.desk.models import Section, Story, Topic
from harkara.desk.models.story import PUBLISHED
from harkara.layout.alerting import SubjectCopy
from harkara.rack.keys import read

OFFERED: Final = 24
"""Topics that are offered, at most."""

LATELY: Final = 200
"""Stories, the newest, whose topics are those of these days."""


def subjects() -> tuple[tuple[SubjectCopy, ...], tuple[SubjectCopy, ...]]:
    """The sections in their order, and the topics that most of the newest stories are about, by name. Three queries.

    Notes which stories are published, each of the newest, and the names of the topics.
    """
    read(keys.PAGE, keys.ALL)
    sections = tuple(SubjectCopy(of_section(one.slug), one.name) for one in Section.objects.all())
    newest = list(
        Story.objects.filter(PUBLISHED).order_by("-published_at", "-pk").values_list("pk", flat=True)[:LATELY]
    )
    read(*(keys.story(number) for number in newest))
    told = (
        Counter(Story.topics.through.objects.filter(story__in=newest).values_list("topic", flat=True)) if newest else {}
    )
    most = sorted(told, key=lambda number: (-told[number], number))[:OFFERED]
    rows = list(Topic.objects.filter(pk__in=most)) if most else []
    read(*(keys.topic(one.slug) for one in rows))
    return sections, tuple(SubjectCopy(of_topic(one.pk), one.name) for one in sorted(rows, key=lambda one: one.name))


def of_section(slug: str) -> str:
    """How the post calls a section."""
    return f"section:{slug}"


def of_topic(number: int) -> str:
    """How the post calls a topic."""
    return f"topic:{number}"
