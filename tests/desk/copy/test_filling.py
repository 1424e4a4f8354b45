"""How slots are filled: pins first, then by rule; no story twice; what changes it is noted."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from harkara.desk import actions, clock, copy, fronts
from harkara.desk.copy.filling import fill
from harkara.desk.copy.fronts import set_front
from harkara.desk.fronts import Arrangement, Pin, Slot
from harkara.rack.keys import recording
from harkara.readings import counting, popular
from harkara.readings.spool import Sum
from tests.comments.factories import a_reader, said
from tests.desk.factories import NOON, make_picture, make_section, make_stories, make_story, make_topic
from tests.desk.touching import noted

pytestmark = pytest.mark.django_db


def filled(*slots: Slot) -> list[list[int]]:
    return [[one.story for one in stood] for stood in fill(Arrangement(slots)).values()]


def test_pins_come_first_whatever_slot_they_stand_in() -> None:
    one, two, three, four = (story.pk for story in make_stories(4))
    last = Slot("last", "block", 2, pins=(Pin(four, 1),))
    assert filled(Slot("lead", "lead", 1), Slot("second", "second", 2), last) == [[three], [two, one], [four]]


def test_a_pin_keeps_its_place_and_the_newest_stand_around_it() -> None:
    one, two, three = (story.pk for story in make_stories(3))
    assert filled(Slot("second", "second", 4, pins=(Pin(one, 2),))) == [[three, one, two]]


def test_each_rule_takes_what_it_says() -> None:
    river = make_topic("নদী")
    with clock.at(NOON):
        plain = make_story(at=NOON - timedelta(hours=1)).pk
        pictured = make_story(at=NOON - timedelta(hours=2), picture=make_picture()).pk
        opinion = make_story(at=NOON - timedelta(hours=3), kind="opinion", section="opinion").pk
        of_river = make_story(at=NOON - timedelta(hours=4), topics=[river]).pk
        old = make_story(at=NOON - timedelta(hours=40), section="sports").pk

        def alone(**rule: object) -> list[int]:
            return filled(Slot("one", "block", 8, **rule))[0]  # type: ignore[arg-type]  # rules of many types

        assert alone() == [plain, pictured, opinion, of_river, old]
        assert alone(hours=24) == [plain, pictured, opinion, of_river]
        assert alone(pictured=True) == [pictured]
        assert alone(of="kind:opinion") == [opinion]
        assert alone(of="topic:নদী") == [of_river]
        assert alone(of="section:sports") == [old]
        assert (alone(of="section:sports", hours=24), alone(of="section:world", pictured=True)) == ([], [pictured])


def test_a_story_that_grows_too_old_ends_the_copy() -> None:
    story = make_story(at=NOON)
    with clock.at(NOON + timedelta(hours=1)), recording() as record:
        fill(Arrangement((Slot("one", "block", 2, hours=3),)))
    assert (story.published_at, record.valid_until) == (NOON, NOON + timedelta(hours=3))


def test_a_front_notes_the_lists_that_fill_it() -> None:
    story = make_story(at=NOON)
    with noted() as keys:
        fill(
            Arrangement(
                (
                    Slot("lead", "lead", 1, of="section:world", pins=(Pin(story.pk, 1),)),
                    Slot("b", "block", 2, of="kind:opinion"),
                    Slot("c", "strip", 2, of="topic:নদী", pictured=True),
                )
            )
        )
    assert keys == {
        f"teaser:{story.pk}",
        "list:section:world",
        "list:kind:opinion",
        "list:topic:নদী",
        "list:pictured",
    }


def test_words_of_this_front_stand_on_it_and_nowhere_else() -> None:
    story = make_story(at=NOON, kicker="মাঠ থেকে")
    pin = Pin(story.pk, 1, headline="এখানে অন্য কথা", kicker="বিশেষ")
    actions.publish_front("", None, wanted=fronts.usual("").with_pins({"lead": [pin]}))
    front, page = copy.front(), copy.section("world", None)
    assert front.lead is not None
    assert page is not None
    assert (front.lead.headline, front.lead.kicker) == ("এখানে অন্য কথা", "বিশেষ")
    assert [(one.headline, one.kicker) for one in page.stories] == [(story.headline, "মাঠ থেকে")]
    assert [(one.headline, one.kicker) for one in copy.rail().top] == [("এখানে অন্য কথা", "")]


def test_the_front_of_a_section_stands_above_its_newest_and_repeats_none() -> None:
    stories = [story.pk for story in make_stories(4, section="sports")]
    before = copy.section("sports", None)
    assert before is not None
    assert (before.front, [one.id for one in before.stories]) == (None, stories[::-1])
    wanted = Arrangement((Slot("lead", "lead", 1, of="section:sports", pins=(Pin(stories[0], 1),)),))
    actions.publish_front("sports", None, wanted=wanted)
    page = copy.section("sports", None)
    assert page is not None
    assert page.front is not None
    assert page.front.lead is not None
    assert (page.front.lead.id, [one.id for one in page.stories]) == (stories[0], stories[:0:-1])


def test_a_block_leads_to_where_all_of_its_kind_stand() -> None:
    make_story(at=NOON, section="sports", topics=[make_topic("নদী")])
    make_stories(2)
    wanted = Arrangement(
        (
            Slot("river", "block", 1, of="topic:নদী", title="নদী"),
            Slot("photos", "strip", 1, title="ছবি"),
            Slot("world", "block", 1, of="section:world"),
        )
    )
    blocks = [(block.look, block.title, block.href) for block in set_front(wanted).blocks]
    assert blocks == [("block", "নদী", "/topic/নদী/"), ("strip", "ছবি", ""), ("block", "আন্তর্জাতিক", "/world/")]


@pytest.mark.parametrize("count", [1, 3])
def test_a_front_costs_the_same_for_more_stories(count: int) -> None:
    make_section("sports")
    stories = make_stories(4 * count, topics=[make_topic("নদী")], picture=make_picture())
    slots = (
        Slot("lead", "lead", 1),
        Slot("second", "second", 4, pins=tuple(Pin(story.pk, n) for n, story in enumerate(stories[:count], 1))),
        Slot("photos", "strip", 6, pictured=True),
        Slot("opinion", "block", 4, of="kind:opinion"),
        Slot("river", "block", 4, of="topic:নদী", hours=48),
    )
    with CaptureQueriesContext(connection) as captured:
        set_front(Arrangement(slots, others=True))
    # Sections, pins, listings, their places, the newest, opinions; the lead, all others; what is tested.
    assert len(captured) == 9


def most_read(*stories: int, shared: int = 0) -> None:
    """The stories were read by the most addresses, the first by most; one of them was shared."""
    now = int(NOON.timestamp())
    counting.add(Sum(now, story, "a", 50 - place) for place, story in enumerate(stories))
    counting.add([Sum(now, shared, "s", 3)] if shared else [])
    popular.settle(now)


def test_what_is_popular_stands_in_the_rail_until_it_is_withdrawn() -> None:
    stories = make_stories(12)
    numbers = [story.pk for story in stories]
    most_read(*numbers)
    assert [one.id for one in copy.rail().popular] == numbers[:10]
    actions.unpublish(stories[0], None)
    actions.kill(stories[1], None, note="ভুল খবর")
    with noted() as keys:
        shown = [one.id for one in copy.rail().popular]
    assert shown == numbers[2:]
    assert {f"mention:{numbers[0]}", f"mention:{numbers[1]}", "popular:day", "readers"} <= keys
    most_read(numbers[1], numbers[0])  # and does not come back, however often its address is asked for
    assert numbers[1] not in [one.id for one in copy.rail().popular]


def test_a_slot_is_filled_with_what_is_popular_and_calls_itself_so() -> None:
    first, second, third = (story.pk for story in make_stories(3))
    most_read(second, first, shared=third)
    slots = (Slot("most", "block", 2, of="popular:day"), Slot("shared", "block", 2, of="popular:shared", title="শেয়ার"))
    actions.publish_front("", None, wanted=Arrangement(slots))
    shown = [(block.title, [one.id for one in block.stories]) for block in copy.front().blocks]
    assert shown == [("জনপ্রিয়", [second, first]), ("শেয়ার", [third])]


@pytest.mark.parametrize("count", [1, 3])
def test_what_is_popular_costs_one_query_more(count: int) -> None:
    most_read(*(story.pk for story in make_stories(count)))
    slot = Slot("most", "block", 8, of="popular:day")
    with CaptureQueriesContext(connection) as sent:
        fill(Arrangement((slot,)))
    assert len(sent) == 1


def test_a_slot_is_filled_with_what_is_talked_about_and_calls_itself_so() -> None:
    first, second, gone = make_stories(3)
    for story, times in ((first, 2), (second, 3), (gone, 4)):
        for number in range(times):
            said(a_reader(), f"কথা {number}", story=story.pk)
    actions.unpublish(gone, None)
    slot = Slot("most", "block", 8, of="popular:talked")
    actions.publish_front("", None, wanted=Arrangement((slot,)))
    with noted() as keys:
        shown = [(block.title, [one.id for one in block.stories]) for block in copy.front().blocks]
    assert shown == [("আলোচিত", [second.pk, first.pk])]
    assert {"talk:most", "readers", f"mention:{gone.pk}"} <= keys
    with CaptureQueriesContext(connection) as sent:
        fill(Arrangement((slot,)))
    assert len(sent) == 1
