"""Door: what the newsroom has, as records for the archive to find. A newspaper's morgue is where its clippings lie.

What readers may see (``published``), what is being written (``drafts``) and what came in (``clippings``) are never mixed:
each has its drawer. Reading a lot takes the same few queries however many are read, enumerating a page of numbers one or
two; so that the largest paper is gone through in the memory of a lot. Notes no keys: who follows the archive reads the
change log.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Max, Model, Q, QuerySet
from django.db.models.functions import Coalesce

from harkara.archive.record import Kind, Record
from harkara.bangla.clean import normalise
from harkara.desk.copy.bodies import Galley
from harkara.desk.copy.pictures import picture_copies, worded
from harkara.desk.models import (
    Byline,
    Correction,
    IncomingClipping,
    LiveEntry,
    Person,
    PictureUse,
    Section,
    Story,
    Topic,
)
from harkara.layout.copy import PictureCopy
from harkara.layout.words import labelled, lines

PUBLISHED = (
    "headline",
    "kicker",
    "summary",
    "section",
    "slug",
    "published_at",
    "picture",
    "captions",
    "body",
    "sponsor",
)
"""The fields of a story that readers see and search."""

WRITTEN = ("headline", "kicker", "summary", "section", "modified_at", "picture", "captions", "body", "latest_revision")

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""When a draft was saved of which nobody noted it."""


@dataclass(frozen=True, slots=True)
class Drawer:
    """One kind of record. ``read`` gives those of some numbers that are there, ``numbers`` the next of them in ascending
    order (``after`` a number, at most ``limit``), ``count`` how many there are, ``last`` the highest number ever given out
    of which the database still knows.
    """

    read: Callable[[Iterable[int]], list[Record]]
    numbers: Callable[[int, int], list[int]]
    count: Callable[[], int]
    last: Callable[[], int]


def published(numbers: Iterable[int]) -> list[Record]:
    """The published ones of these stories, as readers see them: the text with headings, captions, quotes and corrections."""
    stories = list(
        _live().filter(pk__in=list(numbers)).select_related("section", "picture").only(*PUBLISHED).order_by("pk")
    )
    found = [story.pk for story in stories]
    galleys = {story.pk: Galley(list(story.body.raw_data)) for story in stories}
    pictures = _shown(galleys.values(), (story.picture_id for story in stories))
    writers: dict[int, list[str]] = defaultdict(list)
    signed = Byline.objects.filter(story__in=found).order_by("sort_order", "pk")
    for number, name in signed.values_list("story", "person__name"):
        writers[number].append(name)
    topics: dict[int, list[str]] = defaultdict(list)
    for number, slug in (
        Story.topics.through.objects.filter(story__in=found).order_by("pk").values_list("story", "topic__slug")
    ):
        topics[number].append(slug)
    notes: dict[int, list[str]] = defaultdict(list)
    for number, text in Correction.objects.filter(story__in=found).values_list("story", "text"):
        notes[number].append(text)
    entries = LiveEntry.objects.filter(story__in=found, struck_at=None).order_by("story", "place")
    for number, headline, text in entries.values_list("story", "headline", "text"):
        notes[number] += filter(None, (headline, text))
    return [
        Record(
            kind="story",
            number=story.pk,
            headline=labelled(story.headline, story.sponsor),
            summary=story.summary,
            body=_body(galleys[story.pk], pictures, story.picture_id, story.captions, story.kicker, *notes[story.pk]),
            published_at=story.published_at or LONG_AGO,
            href=story.href,
            section=story.section.slug if story.section else "",
            topics=tuple(topics[story.pk]),
            writers=tuple(writers[story.pk]),
        )
        for story in stories
    ]


def drafts(numbers: Iterable[int]) -> list[Record]:
    """The newest versions of those of these stories that are not published, or of which newer words wait."""
    wanted = Q(pk__in=list(numbers), killed_at=None) & (Q(live=False) | Q(has_unpublished_changes=True))
    rows = Story.objects.filter(wanted).select_related("latest_revision").only(*WRITTEN).order_by("pk")
    versions = {row.pk: _version(row) for row in rows}
    galleys = {number: Galley(version["body"]) for number, version in versions.items()}
    pictures = _shown(galleys.values(), (version["picture"] for version in versions.values()))
    sections = _words(Section, "slug", (version["section"] for version in versions.values()))
    topics = _standing(topic for version in versions.values() for topic in version["topics"])
    people = _words(Person, "name", (person for version in versions.values() for person in version["people"]))
    return [
        Record(
            kind="draft",
            number=number,
            headline=version["headline"],
            summary=version["summary"],
            body=_body(galleys[number], pictures, version["picture"], version["captions"], version["kicker"]),
            published_at=version["saved_at"],
            href=f"/desk/stories/edit/{number}/",
            section=sections.get(version["section"], ""),
            topics=tuple(dict.fromkeys(topics[topic] for topic in version["topics"] if topic in topics)),
            writers=tuple(people[person] for person in version["people"] if person in people),
        )
        for number, version in versions.items()
    ]


def clippings(numbers: Iterable[int]) -> list[Record]:
    """Those of these clippings that wait in the tray and may be printed. The same page is not found beside the draft that was
    made of it.
    """
    fields = ("pk", "headline", "byline", "text", "captions", "filed_at")
    rows = _waiting().filter(pk__in=list(numbers)).order_by("pk").values_list(*fields)
    return [
        Record(
            kind="clipping",
            number=number,
            headline=headline,
            body="\n".join(" ".join(part.split()) for part in (*text.split("\n\n"), *captions) if part.strip()),
            published_at=filed_at,
            href=f"/desk/tray/{number}/",
            writers=(byline,) if byline else (),
        )
        for number, headline, byline, text, captions, filed_at in rows
    ]


def published_numbers(after: int, limit: int) -> list[int]:
    """Published stories above ``after``, ascending, at most ``limit``."""
    return list(_live().filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:limit])


def draft_numbers(after: int, limit: int) -> list[int]:
    """Stories above ``after`` of which there is a draft, ascending, at most ``limit``. Two queries by index."""
    found = [rows.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:limit] for rows in _drafts()]
    return sorted(number for numbers in found for number in numbers)[:limit]


def clipping_numbers(after: int, limit: int) -> list[int]:
    """Clippings above ``after`` that wait, ascending, at most ``limit``."""
    return list(_waiting().filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:limit])


def signed_by(person: int, after: int, limit: int) -> list[int]:
    """Published stories above ``after`` that name a person as their writer, ascending, at most ``limit``."""
    rows = Byline.objects.filter(person=person, story__gt=after, story__live=True).order_by("story")
    return list(rows.values_list("story", flat=True).distinct()[:limit])


def showing(picture: int, after: int, limit: int) -> list[int]:
    """Published stories above ``after`` that show a picture, ascending, at most ``limit``."""
    rows = PictureUse.objects.filter(picture=picture, story__gt=after, story__live=True).order_by("story")
    return list(rows.values_list("story", flat=True)[:limit])


def absent_topics(slugs: Collection[str]) -> set[str]:
    """Those of ``slugs`` that are no topic (any more), or were merged into another."""
    rows = Topic.objects.filter(slug__in=slugs, into=None) if slugs else Topic.objects.none()
    return set(slugs) - set(rows.values_list("slug", flat=True))


def topics() -> list[str]:
    """The slugs of all topics."""
    return list(Topic.objects.order_by("slug").values_list("slug", flat=True))


def _live() -> "QuerySet[Story]":
    return Story.objects.filter(live=True)


def _drafts() -> "tuple[QuerySet[Story], QuerySet[Story]]":
    """Never published or taken off the paper; and published with newer words. Each by an index of its own."""
    return (
        Story.objects.filter(live=False, killed_at=None),
        Story.objects.filter(live=True, has_unpublished_changes=True),
    )


def _waiting() -> "QuerySet[IncomingClipping]":
    return IncomingClipping.objects.filter(status=IncomingClipping.Status.WAITING, state=IncomingClipping.State.USABLE)


def _last(rows: "QuerySet[Any]") -> int:
    return int(rows.aggregate(last=Max("pk"))["last"] or 0)


DRAWERS: Mapping[Kind, Drawer] = {
    "story": Drawer(published, published_numbers, lambda: _live().count(), lambda: _last(Story.objects.all())),
    "draft": Drawer(
        drafts, draft_numbers, lambda: sum(rows.count() for rows in _drafts()), lambda: _last(Story.objects.all())
    ),
    "clipping": Drawer(
        clippings, clipping_numbers, lambda: _waiting().count(), lambda: _last(IncomingClipping.objects.all())
    ),
}
"""What there is, by kind."""


def _version(row: Story) -> dict[str, Any]:
    """What of the newest version of a story is searched; of the row itself where no version was kept."""
    version = row.latest_revision
    content: dict[str, Any] = version.content if version else {}
    body = content.get("body", list(row.body.raw_data))
    bylines = sorted(content.get("bylines") or [], key=lambda byline: byline.get("sort_order") or 0)
    return {
        **{name: normalise(content.get(name, getattr(row, name)) or "") for name in ("headline", "kicker", "summary")},
        "section": content.get("section", row.section_id),
        "picture": content.get("picture", row.picture_id),
        "captions": content.get("captions", row.captions) or {},
        "body": (json.loads(body) if isinstance(body, str) else body) or [],
        "topics": list(content.get("topics") or []),
        "people": [byline["person"] for byline in bylines if byline.get("person")],
        "saved_at": version.created_at if version else row.modified_at or LONG_AGO,
    }


def _shown(galleys: Iterable[Galley], main: Iterable[int | None]) -> dict[int, PictureCopy]:
    """The pictures in these texts and above them that may be shown."""
    return picture_copies({*filter(None, main)}.union(*(galley.pictures for galley in galleys)))


def _words(model: type[Model], field: str, numbers: Iterable[int | None]) -> dict[int, str]:
    """A field of some rows, by their number."""
    wanted = {number for number in numbers if number}
    return dict(model._default_manager.filter(pk__in=wanted).values_list("pk", field)) if wanted else {}


def _standing(topics: Iterable[int]) -> dict[int, str]:
    """The slugs of topics by their numbers; of a merged one the slug of what it was merged into."""
    wanted = set(topics)
    rows = Topic.objects.filter(pk__in=wanted) if wanted else Topic.objects.none()
    return dict(rows.values_list("pk", Coalesce("into__slug", "slug")))


def _body(
    galley: Galley,
    pictures: dict[int, PictureCopy],
    main: int | None,
    captions: dict[str, dict[str, str]],
    *others: str,
) -> str:
    """A text as lines: what stands in it, the caption above it, and other words that stand beside."""
    said = list(lines(galley.blocks(pictures, {}, captions)))
    above = pictures.get(main) if main else None
    said += [" ".join(words.split()) for words in (worded(above, captions).caption if above else "", *others)]
    return "\n".join(filter(None, said))
