"""Merge topics: two names of one matter become one topic; the addresses of the other lead to it."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from harkara.desk import keys
from harkara.desk.actions.fronts import refill
from harkara.desk.errors import Missing, NothingToDo, Refused
from harkara.desk.models import Listing, Place, Story, Topic, TopicName
from harkara.people.models import User
from harkara.rack import changes

MERGED = "desk.merge_topics"
"""What the history calls it."""

LOT = 500
"""Rows written at once."""


def merge_topics(kept: Topic, other: Topic, user: User | None) -> Topic:
    """Takes the stories of ``other`` over into ``kept`` and returns it. Its row stays and points to ``kept``, so that its
    addresses lead there and old versions of stories mean the right topic. Takes as long as the two topics are large.

    Raises ``NothingToDo`` where both are one, ``Refused`` where one of them was merged before, ``Missing``.
    """
    if kept.pk == other.pk:
        raise NothingToDo(
            _("“%(name)s” is one topic already: choose another one to merge with it.") % {"name": kept.name}
        )
    with transaction.atomic():
        rows = {
            row.pk: row for row in Topic.objects.select_for_update().filter(pk__in=(kept.pk, other.pk)).order_by("pk")
        }
        if len(rows) < 2:
            raise Missing(
                _("“%(name)s” or “%(other)s” is no topic any more: it was deleted meanwhile.")
                % {"name": kept.name, "other": other.name}
            )
        kept, other = rows[kept.pk], rows[other.pk]
        for row in (kept, other):
            if row.into_id:
                raise Refused(
                    _("“%(name)s” was merged into another topic before: merge with that one.") % {"name": row.name}
                )
        touched = {keys.draft(number) for number in _drafts(other)}
        _take_stories(kept, other)
        touched |= _take_places(kept, other) | refill(other.listing, kept.listing)
        TopicName.objects.filter(topic=other).update(topic=kept)
        Topic.objects.filter(into=other).update(into=kept)
        Topic.objects.filter(pk=other.pk).update(into=kept)
        log(instance=kept, action=MERGED, user=user, data={"name": str(other.name), "slug": other.slug})
        changes.touch(*sorted(touched | {keys.topic(other.slug), keys.TOPICS}))
    kept.refresh_from_db()
    return kept


def _drafts(topic: Topic) -> list[int]:
    """Stories of ``topic`` of which something is written that is not published."""
    ahead = Story.objects.filter(Q(live=False) | Q(has_unpublished_changes=True), topics=topic, killed_at=None)
    return list(ahead.values_list("pk", flat=True))


def _take_stories(kept: Topic, other: Topic) -> None:
    rows = Story.topics.through.objects.all()
    both = rows.filter(topic=kept).values("story")
    rows.filter(topic=other, story__in=both).delete()
    rows.filter(topic=other).update(topic=kept)


def _take_places(kept: Topic, other: Topic) -> set[str]:
    """Puts the places of both into one listing, numbered anew by time; returns the keys of all pages that change."""
    names = (kept.listing, other.listing)
    Listing.objects.bulk_create([Listing(name=name) for name in names], ignore_conflicts=True)
    into, emptied = sorted(
        Listing.objects.select_for_update().filter(name__in=names), key=lambda row: names.index(row.name)
    )
    touched = {keys.listing(name) for name in names}
    touched |= {keys.page(row.name, page) for row in (into, emptied) for page in range(1, row.older_pages + 1)}
    places: dict[int, Place] = {}
    for place in Place.objects.filter(listing__in=(into, emptied)).order_by("published_at", "story", "-shown"):
        places.setdefault(place.story_id, place)
    Place.objects.filter(listing__in=(into, emptied)).delete()
    for number, place in enumerate(places.values()):
        place.pk, place.listing, place.number = None, into, number
    Place.objects.bulk_create(places.values(), batch_size=LOT)
    into.length, into.shown = len(places), sum(place.shown for place in places.values())
    into.save()
    # How long the other one was stays known: so many pages of it lead here.
    emptied.shown = 0
    emptied.save()
    return touched | {keys.page(into.name, page) for page in range(1, into.older_pages + 1)}
