"""Papers of any size, for the benches: published stories written straight into the tables, as the desk's acts leave them.

Acts publish a hundred stories a second; a million rows are needed. ``tests/bench`` holds what is written here against a
paper that was made by acts.
"""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from django.db import connection, models, transaction
from django.utils.html import escape

from bench import words
from harkara.bangla.slug import slugify
from harkara.desk import clock, keys
from harkara.desk.demo.setting_up import SECTIONS
from harkara.desk.models import Listing, NewsDay, Paper, Place, Section, Story, Topic

TOPICS = 60
EACH = 3  # topics of a story
BATCH = 5_000
EVERY = timedelta(minutes=8)  # one story after another: 180 a day
TAIL = datetime(2026, 11, 1, tzinfo=UTC)  # when the newest story of a made paper was published


def write(stories: int, characters: int = 600, seed: int = 1, *, newest: datetime = TAIL) -> None:
    """Fills an empty, migrated database with ``stories`` published ones of about ``characters`` code points each."""
    if Story.objects.exists():
        raise ValueError("There are stories in this database: make a paper in an empty one.")
    dice = random.Random(seed)
    with transaction.atomic():
        Paper.objects.create(pk=1, name="পরীক্ষা", outlet="পরীক্ষা")
        for position, (slug, name) in enumerate(SECTIONS.items(), 1):
            Section.objects.create(slug=slug, name=name, position=position)
        named, _ = words.vocabulary()
        for name in islice((word for word in named if len(word) > 3), TOPICS):
            Topic.objects.create(name=name)
    sections = list(Section.objects.all())
    topics = list(Topic.objects.all())
    listings = {name: Listing.objects.create(name=name) for name in _names(sections, topics)}
    lengths: Counter[str] = Counter()
    days: Counter[Any] = Counter()
    bodies = [_body(dice, characters) for _ in range(50)]
    made = iter(range(1, stories + 1))
    while batch := list(islice(made, BATCH)):
        rows, places, joined = [], [], []
        for number in batch:
            published = newest - EVERY * (stories - number)
            section, chosen = dice.choice(sections), dice.sample(topics, EACH)
            headline = words.headline(dice)
            rows.append(
                {
                    "id": number,
                    "headline": headline,
                    "slug": slugify(headline),
                    "summary": words.sentence(dice),
                    "section_id": section.pk,
                    "body": dice.choice(bodies),
                    "published_at": published,
                    "modified_at": published,
                    "first_published_at": published,
                    "last_published_at": published,
                }
            )
            joined += [{"story_id": number, "topic_id": topic.pk} for topic in chosen]
            for name in (keys.section(section.slug), *(keys.topic(topic.slug) for topic in chosen)):
                place = {"listing_id": listings[name].pk, "number": lengths[name], "story_id": number}
                places.append({**place, "published_at": published, "shown": True})
                lengths[name] += 1
            days[clock.day_of(published)] += 1
        with transaction.atomic():
            insert(Story(live=True, has_unpublished_changes=False, kind="news"), rows)
            insert(Story.topics.through(), joined)
            insert(Place(), places)
    with transaction.atomic():
        for name, listing in listings.items():
            listing.length = listing.shown = lengths[name]
            listing.save()
        NewsDay.objects.bulk_create(NewsDay(day=day, stories=count) for day, count in days.items())
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT setval(pg_get_serial_sequence('desk_story', 'id'), %s)", [max(1, stories)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _names(sections: list[Section], topics: list[Topic]) -> list[str]:
    return [*(keys.section(section.slug) for section in sections), *(keys.topic(topic.slug) for topic in topics)]


def _body(dice: random.Random, characters: int) -> Any:
    """A body as the column stores it: made once, since reading blocks is what takes time."""
    field = Story._meta.get_field("body")
    blocks = [
        {"type": "paragraph", "value": f"<p>{escape(part)}</p>", "id": f"{dice.getrandbits(32):08x}"}
        for part in words.body(dice, characters)
    ]
    return field.get_db_prep_save(field.to_python(blocks), connection)


def insert(sample: models.Model, rows: list[dict[str, Any]]) -> None:
    """Inserts ``rows``; a column that a row does not name gets what ``sample`` has there."""
    table = sample._meta
    fields = [field for field in table.concrete_fields if not field.primary_key or field.attname in rows[0]]
    same = {field.attname: field.get_db_prep_save(getattr(sample, field.attname), connection) for field in fields}
    own = [field for field in fields if field.attname in rows[0]]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(table.db_table)} ({columns}) VALUES ({marks})",
            _prepared(rows, fields, same, own),
        )


def _prepared(
    rows: list[dict[str, Any]],
    fields: list[models.Field[Any, Any]],
    same: dict[str, Any],
    own: list[models.Field[Any, Any]],
) -> Iterator[list[Any]]:
    for row in rows:
        values = dict(same)
        for field in own:
            value = row[field.attname]
            values[field.attname] = value if field.name == "body" else field.get_db_prep_save(value, connection)
        yield [values[field.attname] for field in fields]
