"""A newsroom at work in a made paper, for the benches: revisions, accounts, what is on its way, what came in."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import TextField
from django.db.models.functions import Cast
from wagtail.models import Revision

from bench.papers import BATCH, TAIL, hurry, pour
from harkara.desk.models import IncomingClipping, Progress, Section, Stage, Story
from harkara.desk.models.fields import PlainJSON
from harkara.people.models import User

ROLES = {"reporter": 110, "sub_editor": 50, "desk_editor": 25, "front_editor": 5, "photo_editor": 5, "moderator": 5}
"""How many of each role 200 accounts are."""

WAITING = 300
"""Clippings in the tray."""

PASSWORD = "only-for-a-bench"


def people(accounts: int) -> list[User]:
    """Makes the accounts, each with a role; all with one password."""
    hashed = make_password(PASSWORD)
    roles = [role for role, share in ROLES.items() for _one in range(share)]
    users = [
        User(username=f"person-{number}", first_name=f"কর্মী {number}", password=hashed, initials="কখ")
        for number in range(1, accounts + 1)
    ]
    User.objects.bulk_create(users)
    groups = {group.name: group for group in Group.objects.filter(name__in=ROLES)}
    made = list(User.objects.filter(username__startswith="person-").order_by("pk"))
    for number, user in enumerate(made):
        user.groups.set([groups[roles[number % len(roles)]]])
    return made


def revisions(each: int) -> int:
    """Gives every story of a paper that was just made ``each`` revisions, the last of which is what readers see; returns how
    many were written.
    """
    kind = ContentType.objects.get_for_model(Story)
    last = Story.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    columns = ("id", "object_id", "object_str", "content", "created_at", "user_id")
    contents, written = Contents(), 0
    with hurry():
        for start in range(1, last + 1, BATCH):
            rows: list[tuple[Any, ...]] = []
            for number, headline, at, content in contents(start):
                for turn in range(each):
                    written += 1
                    stored = connection.ops.adapt_datetimefield_value(at - timedelta(minutes=each - turn))
                    rows.append((written, str(number), headline[:250], content, stored, None))
            with transaction.atomic():
                pour(Revision(content_type=kind, base_content_type=kind), columns, rows)
                with connection.cursor() as cursor:
                    cursor.execute(
                        "UPDATE desk_story SET latest_revision_id = id * %s, live_revision_id = id * %s"
                        " WHERE id >= %s AND id < %s",
                        [each, each, start, start + BATCH],
                    )
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT setval(pg_get_serial_sequence('wagtailcore_revision', 'id'), %s)", [written])
    return written


class Contents:
    """What revisions of made stories hold: those differ in ``papers.STORY`` only, so that all else is taken from one of them."""

    TIMES = ("published_at", "modified_at", "first_published_at", "last_published_at")

    def __init__(self) -> None:
        self.same = _content(Story.objects.get(pk=1))
        self.bodies: dict[str, str] = {}
        self.encoder = PlainJSON()

    def __call__(self, start: int) -> Iterator[tuple[int, str, datetime, str]]:
        """Number, headline, time of publication and content, of the lot of stories that begins with ``start``."""
        rows = Story.objects.filter(pk__range=(start, start + BATCH - 1)).order_by("pk")
        columns = ("pk", "headline", "slug", "summary", "section_id", "published_at", "text")
        stored = rows.annotate(text=Cast("body", TextField())).values_list(*columns)
        for number, headline, slug, summary, section, at, text in stored:
            if text not in self.bodies:
                self.bodies[text] = Story._meta.get_field("body").value_to_string(Story.objects.get(pk=number))
            own = {
                "pk": number,
                "id": number,
                "headline": headline,
                "slug": slug,
                "summary": summary,
                "section": section,
            }
            times = dict.fromkeys(self.TIMES, self.encoder.default(at))
            yield (
                number,
                headline,
                at,
                json.dumps({**self.same, **own, **times, "body": self.bodies[text]}, ensure_ascii=False),
            )


def _content(story: Story) -> dict[str, Any]:
    """What a revision holds, without asking the database for the story's links."""
    content = {field.attname: field.value_from_object(story) for field in story._meta.concrete_fields}
    content["body"] = Story._meta.get_field("body").value_to_string(story)
    content |= {
        "pk": story.pk,
        "section": story.section_id,
        "bylines": [],
        "source_links": [],
        "topics": [],
        "areas": [],
    }
    told = {name: value for name, value in content.items() if not name.endswith("_id")}
    plain: dict[str, Any] = json.loads(json.dumps(told, cls=PlainJSON))
    return plain


def desk(users: list[User]) -> list[int]:
    """Puts a day's work on the board: drafts in all stages, and copy in the tray; returns the drafts' numbers."""
    section = list(Section.objects.all())
    sample = Story.objects.get(pk=1)
    numbers = []
    stages = [Stage.DRAFT] * 5 + [Stage.FILED] * 2 + [Stage.EDITING] * 2 + [Stage.APPROVED]
    for number, user in enumerate(users):
        story = Story(
            headline=f"চলতি খবর {number}: {sample.headline}", section=section[number % len(section)], body=sample.body
        )
        story.save()
        story.save_revision(user=user)
        Progress.objects.filter(story=story.pk).update(stage=stages[number % len(stages)])
        numbers.append(story.pk)
    IncomingClipping.objects.bulk_create(
        IncomingClipping(
            fingerprint=uuid4().hex,
            filed_at=TAIL,
            headline=f"সংস্থার খবর {number}: {sample.headline}",
            outlet="সংস্থা",
            text="প্রথম অনুচ্ছেদ।\n\nদ্বিতীয় অনুচ্ছেদ।",
        )
        for number in range(WAITING)
    )
    return numbers
