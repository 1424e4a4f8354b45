"""Papers of any size, for the benches: published stories written straight into the tables, as the desk's acts leave them.

Acts publish a hundred stories a second; a million rows are needed. ``tests/bench`` holds what is written here against a
paper that was made by acts.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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
POOL = 4_000  # headlines and summaries that are invented; a large paper has each of them often
STORY = ("id", "headline", "slug", "summary", "section_id", "body")
STORY += ("published_at", "modified_at", "first_published_at", "last_published_at")
TAIL = datetime(2026, 11, 1, tzinfo=UTC)  # when the newest story of a made paper was published


def write(stories: int, characters: int = 600, seed: int = 1, *, newest: datetime = TAIL) -> None:
    """Fills an empty, migrated database with ``stories`` published ones of about ``characters`` code points each."""
    if Story.objects.exists():
        raise ValueError("There are stories in this database: make a paper in an empty one.")
    dice = random.Random(seed)
    with transaction.atomic():
        sections, topics = _frame()
    listings = {name: Listing.objects.create(name=name) for name in _names(sections, topics)}
    numbers = {name: listing.pk for name, listing in listings.items()}
    lengths: Counter[int] = Counter()
    days: Counter[Any] = Counter()
    bodies = [_body(dice, characters) for _ in range(50)]
    titles = [(headline, slugify(headline)) for headline in (words.headline(dice) for _ in range(min(stories, POOL)))]
    summaries = [words.sentence(dice) for _ in range(min(stories, POOL))]
    first = [(section.pk, numbers[section.listing]) for section in sections]
    further = [(topic.pk, numbers[topic.listing]) for topic in topics]
    choice, sample, stored_as = dice.choice, dice.sample, connection.ops.adapt_datetimefield_value
    with hurry():
        for start in range(1, stories + 1, BATCH):
            rows, joined, places = [], [], []
            for number in range(start, min(start + BATCH, stories + 1)):
                published = newest - EVERY * (stories - number)
                stored = stored_as(published)
                (section, listing), chosen = choice(first), sample(further, EACH)
                row = (number, *choice(titles), choice(summaries), section, choice(bodies))
                rows.append((*row, stored, stored, stored, stored))
                joined += [(number, topic) for topic, _ in chosen]
                for stands_in in (listing, *(one for _, one in chosen)):
                    places.append((stands_in, lengths[stands_in], number, stored))
                    lengths[stands_in] += 1
                days[clock.day_of(published)] += 1
            with transaction.atomic():
                pour(Story(live=True, has_unpublished_changes=False, kind="news"), STORY, rows)
                pour(Story.topics.through(), ("story_id", "topic_id"), joined)
                pour(Place(shown=True), ("listing_id", "number", "story_id", "published_at"), places)
        _count(list(listings.values()), lengths, days, stories)


@contextmanager
def hurry() -> Iterator[None]:
    """The database does not wait for the disk and does not look up what is known to be there: a made paper can be made again.

    PostgreSQL lets only a superuser leave the looking up; whoever is none waits for it.
    """
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        for setting in _haste():
            cursor.execute(setting)
    try:
        yield
    finally:
        connection.close()  # the next one has the settings' pragmas again


def _haste() -> list[str]:
    """What to tell the database's connection, so that it hurries."""
    if connection.vendor == "sqlite":
        return ["PRAGMA foreign_keys = OFF", "PRAGMA synchronous = OFF", "PRAGMA cache_size = -400000"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        master = cursor.fetchone()[0]
    return ["SET synchronous_commit = off", *(["SET session_replication_role = replica"] if master else [])]


def _frame() -> tuple[list[Section], list[Topic]]:
    """The paper, its sections and topics."""
    Paper.objects.create(pk=1, name="পরীক্ষা", outlet="পরীক্ষা", is_demo=True)
    for position, (slug, name) in enumerate(SECTIONS.items(), 1):
        Section.objects.create(slug=slug, name=name, position=position)
    named, _ = words.vocabulary()
    for name in islice((word for word in named if len(word) > 3), TOPICS):
        Topic.objects.create(name=name)
    return list(Section.objects.all()), list(Topic.objects.all())


def _count(listings: list[Listing], lengths: Counter[int], days: Counter[Any], stories: int) -> None:
    """Writes down how long the listings are and how many stories the days have; then the planner's statistics."""
    with transaction.atomic():
        for listing in listings:
            listing.length = listing.shown = lengths[listing.pk]
            listing.save()
        NewsDay.objects.bulk_create((NewsDay(day=day, stories=count) for day, count in days.items()), batch_size=1000)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT setval(pg_get_serial_sequence('desk_story', 'id'), %s)", [max(1, stories)])
    with connection.cursor() as cursor:
        cursor.execute(
            "ANALYZE"
        )  # whole: guessed from a part, an index of SQLite seems longer than its table, and is shunned


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


def pour(sample: models.Model, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Inserts ``rows`` of the columns ``names``, as the database stores them; the other columns are those of ``sample``."""
    others = [field for field in sample._meta.concrete_fields if not field.primary_key and field.attname not in names]
    same = tuple(field.get_db_prep_save(getattr(sample, field.attname), connection) for field in others)
    own = [field.column for name in names for field in sample._meta.concrete_fields if field.attname == name]
    quote = connection.ops.quote_name
    columns = ", ".join(map(quote, [*own, *(field.column for field in others)]))
    marks = ", ".join(["%s"] * (len(own) + len(others)))
    whole = ((*row, *same) for row in rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {quote(sample._meta.db_table)} ({columns}) FROM STDIN") as stream:
                for row in whole:
                    stream.write_row(row)
        else:
            cursor.executemany(f"INSERT INTO {quote(sample._meta.db_table)} ({columns}) VALUES ({marks})", whole)


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
