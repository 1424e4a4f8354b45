"""The desk's half of the invariant: what an act changes in any copy, some key that the copy had noted was touched for.

Random acts on a small paper; around each, everything that press may ask for is read at the same moment. A copy that
differs must have noted a key that the act touched; this is what the ledger of the press relies on.
"""

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

from harkara.desk import clock, copy, due, errors
from harkara.desk.models import Story, Topic
from harkara.rack import changes, keys
from tests.desk import acts
from tests.desk.acts import ACTS, Acts
from tests.desk.factories import NOON

pytestmark = pytest.mark.django_db

Reading = tuple[Any, frozenset[str]]


def newest(slug: str | None = None) -> list[Any]:
    """The newest stories whole, as feeds read them: which they are, and each with the keys of its own."""
    lot = copy.story_lot(copy.newest_ids(slug), alone=True)
    for one in lot.values():
        keys.read(*one.noted.keys)
    return [one.copy for one in lot.values()]


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
    take("newest", newest)
    take("recent", copy.recent)
    for slug in take("sections", copy.sections):
        take(f"newest {slug}", lambda slug=slug: newest(slug))
        pages = take(f"pages {slug}", lambda slug=slug: copy.section_pages(slug))
        for number in (None, *range(1, pages + 2)):
            take(f"section {slug} {number}", lambda slug=slug, number=number: copy.section(slug, number))
    for slug in Topic.objects.values_list("slug", flat=True):
        take(f"topic {slug}", lambda slug=slug: copy.topic(slug, None))
    take("topics", copy.topics)
    for day in take("days", copy.days):
        take(f"day {day}", lambda day=day: copy.day(day))
    take("today", lambda: copy.day(clock.today()))
    take("map of day", lambda: copy.map_of_day(date(2026, 11, 28)))
    for number in Story.objects.values_list("pk", flat=True):
        take(f"story {number}", lambda number=number: copy.story(number))
        take(f"standing {number}", lambda number=number: copy.standing(number))
    return found


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.long
def test_what_changed_had_noted_a_touched_key(seed: int) -> None:
    check(random.Random(seed), steps=15)


@pytest.mark.proof
@pytest.mark.parametrize("seed", range(100, 106))
def test_what_changed_had_noted_a_touched_key_at_length(seed: int) -> None:
    check(random.Random(seed), steps=200)


def check(dice: random.Random, steps: int) -> None:
    """Does ``steps`` acts and compares all copy around each."""
    with clock.at(NOON):
        acts.found()
        newsroom = Acts(dice)
        for _ in range(4):
            newsroom.publish()
    verbs = [*ACTS.values(), Acts.publish, Acts.publish, Acts.edit]  # which are most of a day's work
    verbs.append(lambda _: due.publish_due() > 0)
    moment = NOON
    for step in range(steps):
        moment += timedelta(minutes=dice.choice([1, 7, 45, 300]))
        with clock.at(moment):
            before, position = readings(), changes.position()
            verb = dice.choice(verbs)
            with suppress(errors.DeskError), transaction.atomic():
                verb(newsroom)
            touched = frozenset[str]().union(*(change.keys for change in changes.since(position)))
            after = readings()
        for name, (value, noted) in before.items():
            if name in after and after[name][0] != value:
                assert noted & touched, f"step {step}: {verb.__name__} changed {name} and touched {sorted(touched)}"
