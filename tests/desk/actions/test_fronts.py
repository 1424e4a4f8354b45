"""Fronts: what is drafted, published, undone, brought back, scheduled, and who may."""

from datetime import timedelta

import pytest

from harkara.desk import actions, clock, copy, due, errors, fronts
from harkara.desk.actions.draft_front import STEPS
from harkara.desk.fronts import HOME, Arrangement, Pin, Slot
from harkara.desk.models import Front, FrontVersion, Remit, Story
from tests.desk.factories import NOON, make_section, make_stories, make_story, make_topic, make_user
from tests.desk.touching import touched

pytestmark = pytest.mark.django_db

SOON = NOON + timedelta(hours=1)


def led_by(story: Story, **words: str) -> Arrangement:
    return fronts.usual(HOME).with_pins({"lead": [Pin(story.pk, 1, **words)]})  # type: ignore[arg-type]  # words only


def lead() -> int | None:
    front = copy.front()
    return front.lead.id if front.lead else None


def test_a_draft_is_seen_by_nobody_until_it_is_published() -> None:
    old, new = make_story(at=NOON), make_story(at=SOON)
    with touched() as keys:
        row = actions.draft_front(HOME, led_by(old), None, seen=0)
    assert (keys, row.step, lead()) == (set(), 1, new.pk)
    with touched() as keys:
        row = actions.publish_front(HOME, None, seen=1)
    assert (keys, row.step, row.draft, lead()) == ({"front"}, 2, None, old.pk)
    with pytest.raises(errors.NothingToDo):
        actions.publish_front(HOME, None)


def test_who_comes_second_is_told_and_overwrites_nothing() -> None:
    one, two = make_stories(2)
    actions.draft_front(HOME, led_by(one), None, seen=0)
    for act in (
        lambda: actions.draft_front(HOME, led_by(two), None, seen=0),
        lambda: actions.publish_front(HOME, None, seen=0),
        lambda: actions.undo_front(HOME, None, seen=0),
        lambda: actions.schedule_front(HOME, SOON, None, seen=0),
    ):
        with pytest.raises(errors.Overtaken):
            act()
    assert Front.objects.get().worked_on == led_by(one)


def test_steps_are_undone_one_by_one_down_to_what_readers_see() -> None:
    stories = make_stories(3)
    actions.publish_front(HOME, None, wanted=led_by(stories[0]))
    for story in stories[1:]:
        actions.draft_front(HOME, led_by(story), None)
    assert actions.undo_front(HOME, None).worked_on == led_by(stories[1])
    row = actions.undo_front(HOME, None)
    assert (row.draft, row.worked_on) == (None, led_by(stories[0]))
    with pytest.raises(errors.NothingToDo):
        actions.undo_front(HOME, None)


def test_twenty_steps_are_kept_and_every_published_version() -> None:
    stories = make_stories(2)
    for turn in range(STEPS + 5):
        actions.draft_front(HOME, led_by(stories[turn % 2]), None)
    assert FrontVersion.objects.count() == STEPS + 1
    for _ in range(STEPS):
        actions.undo_front(HOME, None)
    assert Front.objects.get().worked_on == led_by(stories[4 % 2])
    assert actions.undo_front(HOME, None).draft is None
    for story in stories:
        actions.publish_front(HOME, None, wanted=led_by(story))
    assert list(FrontVersion.objects.values_list("published", flat=True)) == [True, True]


def test_what_stood_once_is_brought_back_without_what_left_the_paper() -> None:
    one, two, three = make_stories(3)
    actions.publish_front(HOME, None, wanted=led_by(one).with_pins({"second": [Pin(two.pk, 1)]}))
    stood = FrontVersion.objects.get()
    actions.publish_front(HOME, None, wanted=led_by(three))
    actions.unpublish(two, None)
    row = actions.bring_back_front(HOME, stood.pk, None)
    assert (row.worked_on, lead()) == (led_by(one), three.pk)
    with pytest.raises(errors.Missing):
        actions.bring_back_front("", stood.pk + 99, None)


def test_a_draft_goes_out_at_its_time_as_it_is_then() -> None:
    one, two = make_stories(2)
    with clock.at(NOON):
        actions.draft_front(HOME, led_by(one), None)
        actions.schedule_front(HOME, SOON, None)
        actions.draft_front(HOME, led_by(one, headline="অন্য কথা"), None)
        assert due.next_at() == SOON
        assert (due.publish_due(NOON + timedelta(minutes=59)), lead()) == (0, two.pk)
    with touched() as keys:
        assert due.publish_due(SOON) == 1
    front = copy.front()
    assert front.lead is not None
    assert (keys, front.lead.id, front.lead.headline) == ({"front"}, one.pk, "অন্য কথা")
    assert (Front.objects.get().due_at, due.next_at(), due.publish_due(SOON)) == (None, None, 0)


def test_an_appointment_needs_a_draft_and_a_time_to_come_and_can_be_ended() -> None:
    story = make_story(at=NOON)
    with pytest.raises(errors.NothingToDo):
        actions.schedule_front(HOME, clock.now() + timedelta(hours=1), None)
    actions.draft_front(HOME, led_by(story), None)
    with pytest.raises(errors.Refused):
        actions.schedule_front(HOME, clock.now(), None)
    actions.schedule_front(HOME, clock.now() + timedelta(hours=1), None)
    assert actions.schedule_front(HOME, None, None).due_at is None


def test_a_front_takes_published_stories_once_each_in_places_that_there_are() -> None:
    story, draft = make_story(at=NOON), make_story(published=False)
    with pytest.raises(errors.NotPublished):
        actions.draft_front(HOME, led_by(draft), None)
    twice = Arrangement(
        (Slot("lead", "lead", 1, pins=(Pin(story.pk, 1),)), Slot("b", "block", 2, pins=(Pin(story.pk, 1),)))
    )
    outside = Arrangement((Slot("lead", "lead", 1, pins=(Pin(story.pk, 2),)),))
    large = Arrangement((Slot("lead", "lead", 2),))
    for wanted in (twice, outside, large):
        with pytest.raises(errors.Refused):
            actions.publish_front(HOME, None, wanted=wanted)
    with pytest.raises(errors.Missing):
        actions.publish_front("nowhere", None, wanted=fronts.usual("nowhere"))
    assert Front.objects.count() == 0


def test_a_front_is_set_by_whose_remit_it_is() -> None:
    sports, world = make_section("sports"), make_section("world")
    user = make_user(group="front_editor")
    Remit.objects.create(user=user, section=sports)
    wanted = fronts.usual("sports")
    assert actions.publish_front(sports.slug, user, wanted=wanted).step == 1
    for name in (world.slug, HOME):
        with pytest.raises(errors.Refused):
            actions.publish_front(name, user, wanted=fronts.usual(name))
    with pytest.raises(errors.Refused):
        actions.publish_front(sports.slug, make_user(group="reporter"), wanted=wanted)


def test_a_story_that_leaves_the_paper_leaves_every_front() -> None:
    make_section("sports", position=2)
    story, *_rest = make_stories(3, section="sports")
    actions.publish_front(HOME, None, wanted=led_by(story))
    actions.publish_front("sports", None, wanted=fronts.usual("sports").with_pins({"second": [Pin(story.pk, 2)]}))
    with touched() as keys:
        actions.unpublish(story, None)
    assert {"front", "front:sports"} <= keys
    assert [list(row.standing.pins()) for row in Front.objects.all()] == [[], []]
    assert story.pk not in {lead(), *copy.fronts.stories_of(copy.front())}


def test_a_slot_follows_a_topic_into_another() -> None:
    kept, other = make_topic("পদ্মা সেতু"), make_topic("পদ্মা ব্রিজ")
    story = make_story(at=NOON, topics=[other])
    actions.publish_front(HOME, None, wanted=Arrangement((Slot("bridge", "block", 2, of=other.listing),)))
    actions.draft_front(HOME, Arrangement((Slot("bridge", "block", 4, of=other.listing),)), None)
    with touched() as keys:
        actions.merge_topics(kept, other, None)
    row = Front.objects.get()
    assert [one.slots[0].of for one in (row.standing, row.worked_on)] == [kept.listing, kept.listing]
    assert ("front" in keys, [one.id for one in copy.front().blocks[0].stories]) == (True, [story.pk])


def test_a_name_that_is_redacted_leaves_the_words_of_fronts_too() -> None:
    story = make_story(at=NOON, headline="রহিমার বাড়িতে আগুন", user=make_user())
    actions.publish_front(HOME, None, wanted=led_by(story, headline="আগুনে নিঃস্ব রহিমা"))
    actions.draft_front(HOME, led_by(story, headline="রহিমা এখন পথে"), None)
    with touched() as keys:
        actions.redact(story, "রহিমা", None, reason="নাম বলা যাবে না")
    kept = [*Front.objects.values_list("live", "draft"), *FrontVersion.objects.values_list("arrangement")]
    assert "front" in keys
    assert ["রহিমা" in str(row) for row in kept] == [False, False, False]
