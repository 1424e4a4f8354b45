"""The desk's half of the invariant: what an act changes in any copy, some key that the copy had noted was touched for.

Random acts on a small paper; around each, everything that press may ask for is read at the same moment. A copy that
differs must have noted a key that the act touched; this is what the ledger of the press relies on.
"""

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from harkara.desk import actions, clock, copy, due, errors
from harkara.desk.models import Section, Story
from harkara.rack import changes, keys
from tests.desk.factories import (
    NOON,
    make_body,
    make_desk,
    make_paper,
    make_person,
    make_picture,
    make_section,
    make_story,
    make_topic,
    make_user,
    stored,
)

pytestmark = pytest.mark.django_db

Reading = tuple[Any, frozenset[str]]


def readings() -> dict[str, Reading]:
    """All copy of the paper by the name of what was asked, each with the keys it noted."""
    found: dict[str, Reading] = {}

    def take(name: str, read: Callable[[], Any]) -> Any:
        with keys.recording() as record:
            value = read()
        found[name] = (value, frozenset(record.keys))
        return value

    take("paper", copy.paper)
    take("front", copy.front)
    take("rail", copy.rail)
    take("newest", copy.newest)
    take("recent", copy.recent)
    for slug in take("sections", copy.sections):
        take(f"newest {slug}", lambda slug=slug: copy.newest(slug))
        pages = take(f"pages {slug}", lambda slug=slug: copy.section_pages(slug))
        for number in (None, *range(1, pages + 2)):
            take(f"section {slug} {number}", lambda slug=slug, number=number: copy.section(slug, number))
    for slug in ("নদী", "স্কুল", "হাওর"):
        take(f"topic {slug}", lambda slug=slug: copy.topic(slug, None))
    take("topics", copy.topics)
    take("months", copy.months)
    for day in take("days", copy.days):
        take(f"day {day}", lambda day=day: copy.day(day))
    take("today", lambda: copy.day(clock.today()))
    take("month", lambda: copy.month(2026, 11))
    for number in Story.objects.values_list("pk", flat=True):
        take(f"story {number}", lambda number=number: copy.story(number))
        take(f"standing {number}", lambda number=number: copy.standing(number))
    return found


class Newsroom:
    """Does one random act at a time; an act that is refused is an act too."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.user = make_user()
        make_paper()
        self.sections = [make_section(slug) for slug in ("world", "sports")]
        self.topics = [make_topic(name) for name in ("নদী", "স্কুল", "হাওর")]
        self.pictures = [make_picture() for _ in range(3)]
        self.people = [make_person(name) for name in ("রাহেলা বানু", "নিজস্ব প্রতিবেদক")]
        self.desk = make_desk()
        self.count = 0

    def words(self) -> str:
        self.count += 1
        return f"কথা {self.count}"

    def story(self) -> Story:
        return self.dice.choice(list(Story.objects.filter(published_at__isnull=False).order_by("pk")))

    def some(self, things: list[Any]) -> list[Any]:
        return self.dice.sample(things, self.dice.randrange(len(things)))

    def publish(self) -> None:
        linked = Story.objects.order_by("?").first()
        text = f'<p>{self.words()} <a href="/{linked.pk if linked else 1}">আগে</a></p>'
        make_story(
            section=self.dice.choice(self.sections),
            headline=self.words(),
            topics=self.some(self.topics),
            picture=self.dice.choice([None, *self.pictures]),
            bylines=[(person, "") for person in self.some(self.people)],
            desk=self.dice.choice([None, self.desk]),
            body=stored(("paragraph", text), ("picture", self.dice.choice(self.pictures).pk)),
            user=self.user,
        )

    def edit(self) -> None:
        changes_: dict[str, Any] = self.dice.choice(
            [
                {"headline": self.words()},
                {"summary": self.words()},
                {"body": stored(*make_body([self.words()]))},
                {"topics": self.some(self.topics)},
                {"kind": self.dice.choice(["news", "opinion"])},
                {"desk": self.dice.choice([None, self.desk])},
            ]
        )
        actions.edit(self.story(), self.user, tell_reader=self.dice.random() < 0.3, **changes_)

    def move(self) -> None:
        actions.move(self.story(), self.dice.choice(self.sections), self.user)

    def change_picture(self) -> None:
        actions.change_picture(self.story(), self.dice.choice([None, *self.pictures]), self.user)

    def describe(self) -> None:
        self.dice.choice(self.pictures).refresh_from_db()
        picture = self.dice.choice(self.pictures)
        picture.refresh_from_db()
        actions.describe_picture(picture, caption=self.words())

    def correct(self) -> None:
        actions.correct(self.story(), self.words(), self.user)

    def unpublish(self) -> None:
        actions.unpublish(self.story(), self.user)

    def publish_again(self) -> None:
        actions.publish(self.story(), self.user)

    def kill(self) -> None:
        actions.kill(self.story(), self.user)

    def redact(self) -> None:
        story = self.story()
        actions.redact(story, story.headline, self.user, reason="কারণ", instead="…")

    def rename(self) -> None:
        row = self.dice.choice([*self.sections, *self.topics, *self.people, self.desk])
        row.refresh_from_db()
        row.name = self.words()
        row.save()

    def lead(self) -> None:
        actions.set_lead(self.dice.choice([None, self.story()]))

    def schedule(self) -> None:
        story = make_story(published=False, section=self.dice.choice(self.sections), headline=self.words())
        actions.schedule(story, clock.now() + timedelta(minutes=self.dice.randrange(1, 90)), self.user)

    def due(self) -> None:
        due.publish_due()

    def new_section(self) -> None:
        if len(self.sections) < 4:
            self.sections.append(Section.objects.create(slug="xyzw"[len(self.sections)] * 3, name=self.words()))

    def act(self) -> Iterator[Callable[[], None]]:
        """Acts without end; publishing and editing are most of a day's work."""
        every = [name for name in vars(Newsroom) if name not in ("act", "words", "story", "some", "__init__")]
        verbs = [name for name in every if not name.startswith("__")]
        while True:
            yield getattr(self, self.dice.choice([*verbs, "publish", "publish", "edit"]))


@pytest.mark.parametrize("seed", range(2))
def test_what_changed_had_noted_a_touched_key(seed: int) -> None:
    check(random.Random(seed), steps=15)


@pytest.mark.proof
@pytest.mark.parametrize("seed", range(100, 106))
def test_what_changed_had_noted_a_touched_key_at_length(seed: int) -> None:
    check(random.Random(seed), steps=200)


def check(dice: random.Random, steps: int) -> None:
    """Does ``steps`` acts and compares all copy around each."""
    with clock.at(NOON):
        newsroom = Newsroom(dice)
        for _ in range(4):
            newsroom.publish()
    acts = newsroom.act()
    moment = NOON
    for step in range(steps):
        moment += timedelta(minutes=dice.choice([1, 7, 45, 300]))
        with clock.at(moment):
            before, position = readings(), changes.position()
            act = next(acts)
            with suppress(errors.DeskError), transaction.atomic():
                act()
            touched = frozenset[str]().union(*(change.keys for change in changes.since(position)))
            after = readings()
        for name, (value, noted) in before.items():
            if name in after and after[name][0] != value:
                assert noted & touched, f"step {step}: {act.__name__} changed {name} and touched {sorted(touched)}"
