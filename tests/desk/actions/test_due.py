"""Much is due at once: many share a transaction, one that fails takes nothing along, nothing is lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry, Revision
from wagtail.signals import published, unpublished

from harkara.desk import actions, clock, due
from harkara.desk.actions.due import FIRST_WAIT, LATE, LONGEST_WAIT, TOGETHER
from harkara.desk.models import Section, Story
from harkara.rack import changes
from tests.desk.factories import NOON, make_section, make_story, make_topic
from tests.desk.touching import touched

pytestmark = pytest.mark.django_db

SOON = NOON + timedelta(hours=1)


@contextmanager
def trouble(number: int, error: Exception) -> Iterator[None]:
    """Somebody who listens to publishing fails at story ``number``."""

    def listener(instance: Any, **_: object) -> None:
        if instance.pk == number:
            raise error

    published.connect(listener)
    unpublished.connect(listener)
    try:
        yield
    finally:
        published.disconnect(listener)
        unpublished.disconnect(listener)


def arrange(count: int) -> list[Story]:
    """So many stories, all to be published at the same moment."""
    topics = [make_topic(name) for name in ("নদী", "ধান")]
    found = [make_story(published=False, topics=topics) for _ in range(count)]
    with clock.at(NOON):
        for story in found:
            actions.schedule(story, SOON, None)
    return found


def live() -> set[int]:
    return set(Story.objects.filter(live=True).values_list("pk", flat=True))


def told(story: Story) -> list[str]:
    """What the story's history says of its being late."""
    entries = ModelLogEntry.objects.filter(object_id=str(story.pk), action=LATE)
    for entry in entries:
        assert registry.get_formatter(entry).format_message(entry).endswith(f": {entry.data['reason']}")
    return [entry.data["reason"] for entry in entries]


def test_many_share_a_transaction() -> None:
    stories = arrange(TOGETHER + 3)
    before = changes.position()
    with clock.at(SOON), CaptureQueriesContext(connection) as queries:
        assert due.publish_due() == len(stories)
    assert live() == {story.pk for story in stories}
    assert len(changes.since(before)) == len(stories)
    looked_up = [
        query["sql"]
        for query in queries
        if "approved_go_live_at" in query["sql"] and f"LIMIT {TOGETHER}" in query["sql"]
    ]
    assert 2 <= len(looked_up) <= len(stories)


def test_what_is_too_much_for_now_stays_due() -> None:
    stories = arrange(3)
    with clock.at(SOON):
        assert due.Diary().keep(most=2) == 2
        assert live() == {story.pk for story in stories[:2]}
        assert due.Diary().keep(most=2) == 1
        assert due.Diary().keep(most=2) == 0


def test_one_in_trouble_takes_nothing_along(caplog: pytest.LogCaptureFixture) -> None:
    first, bad, last = arrange(3)
    diary = due.Diary()
    with trouble(bad.pk, ValueError("টেলিপ্রিন্টার ছিঁড়ে গেছে")):
        with clock.at(SOON), touched() as keys:
            assert diary.keep() == 2
        assert live() == {first.pk, last.pk}
        assert f"story:{bad.pk}" not in keys
        assert Story.objects.get(pk=bad.pk).published_at is None
        assert due.next_at() == SOON
        assert told(bad) == ["ValueError: টেলিপ্রিন্টার ছিঁড়ে গেছে"]
        assert f"story {bad.pk}: stays due" in caplog.text
        with clock.at(SOON + FIRST_WAIT / 2):
            assert diary.keep() == 0
        with clock.at(SOON + FIRST_WAIT):
            assert diary.keep() == 0
        assert len(told(bad)) == 1
    with clock.at(SOON + FIRST_WAIT * 2):
        assert diary.keep() == 0  # it waits twice as long now
    with clock.at(SOON + FIRST_WAIT * 3):
        assert diary.keep() == 1
    assert live() == {first.pk, bad.pk, last.pk}
    assert due.next_at() is None


def test_the_longest_wait_is_minutes() -> None:
    (bad,) = arrange(1)
    diary, moment = due.Diary(), SOON
    with trouble(bad.pk, ValueError()):
        for _ in range(12):
            with clock.at(moment):
                diary.keep()
            moment += LONGEST_WAIT
    with clock.at(moment):
        assert diary.keep() == 1


def test_an_expiry_in_trouble_takes_nothing_along() -> None:
    bad, good = make_story(at=NOON), make_story(at=NOON)
    with clock.at(NOON):
        for story in (bad, good):
            actions.edit(story, None, expire_at=SOON)
    diary = due.Diary()
    with clock.at(SOON), trouble(bad.pk, ValueError("নাম ছিল না")):
        assert diary.keep() == 1
    assert live() == {bad.pk}
    assert told(bad) == ["ValueError: নাম ছিল না"]
    with clock.at(SOON + FIRST_WAIT):
        assert diary.keep() == 1
    assert live() == set()


def test_a_database_that_refuses_is_nobodys_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harkara.desk.actions.due.SPELL", 60.0)  # both in one transaction, however slow the machine
    first, bad = arrange(2)
    with clock.at(SOON):
        with trouble(bad.pk, OperationalError("disk I/O error")), pytest.raises(OperationalError):
            due.publish_due()
        assert (live(), told(bad), told(first)) == (set(), [], [])
        assert due.publish_due() == 2


def test_a_refusal_ends_the_appointment() -> None:
    bad, good = arrange(2)
    version = Revision.objects.get(object_id=str(bad.pk), approved_go_live_at=SOON)
    version.content["section"] = None
    version.save()
    with clock.at(SOON):
        assert due.publish_due() == 1
    assert live() == {good.pk}
    bad.refresh_from_db()
    assert (bad.go_live_at, due.next_at()) == (None, None)
    assert ["খবরে বিভাগ নেই" in line for line in told(bad)] == [True]


def test_a_story_in_a_section_of_its_own_finds_its_neighbours() -> None:
    """Versions are read together; each is still its own."""
    one, two = arrange(2)
    sports: Section = make_section("sports")
    version = Revision.objects.get(object_id=str(two.pk), approved_go_live_at=SOON)
    version.content["section"] = sports.pk
    version.save()
    with clock.at(SOON):
        due.publish_due()
    assert Story.objects.get(pk=one.pk).href.split("/")[1] == "world"
    assert Story.objects.get(pk=two.pk).href.split("/")[1] == "sports"
