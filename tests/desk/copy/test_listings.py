"""Lists in pages counted from the oldest end."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from harkara.desk import actions, clock, copy
from harkara.desk.copy import listings
from harkara.desk.models import Listing, Place, places
from tests.desk.factories import NOON, make_picture, make_section, make_stories, make_story, make_topic
from tests.desk.touching import noted, touched

pytestmark = pytest.mark.django_db


def ids(page) -> list[int]:
    assert page is not None
    return [teaser.id for teaser in page.stories]


def test_an_empty_section_has_a_page() -> None:
    make_section("world")
    page = copy.section("world", None)
    assert (ids(page), page.older, page.newer) == ([], "", "")
    assert (copy.section("world", 1), copy.section_pages("world"), copy.section("nowhere", None)) == (None, 0, None)


@pytest.mark.parametrize(
    ("count", "first", "pages"),
    [(1, 1, 0), (19, 19, 0), (20, 20, 0), (39, 39, 0), (40, 20, 1), (59, 39, 1), (60, 20, 2)],
)
def test_the_first_page_shows_the_newest_twenty_to_thirty_nine(count: int, first: int, pages: int) -> None:
    make_story(at=NOON)
    listing = Listing.objects.get(name="section:world")
    template = Place.objects.get()
    stories = [template.story_id, *(make_bare(number) for number in range(1, count))]
    Place.objects.bulk_create(
        Place(listing=listing, number=number, story_id=story, published_at=NOON + timedelta(minutes=number))
        for number, story in enumerate(stories)
        if number
    )
    Listing.objects.update(length=count, shown=count)
    assert (len(ids(copy.section("world", None))), copy.section_pages("world")) == (first, pages)
    shown = ids(copy.section("world", None))
    for number in range(pages, 0, -1):
        shown += ids(copy.section("world", number))
    assert shown == list(reversed(stories))


def make_bare(number: int) -> int:
    """A published row without the act, for long lists."""
    from harkara.desk.models import Story

    return Story.objects.create(
        headline=f"খবর {number}",
        slug="খবর",
        live=True,
        section=make_section("world"),
        published_at=NOON + timedelta(minutes=number),
        modified_at=NOON,
    ).pk


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of lists hold five stories: enough to break, and a quarter of the stories to publish."""
    monkeypatch.setattr(places, "PER_PAGE", 5)
    monkeypatch.setattr(listings, "PER_PAGE", 5)


def test_a_new_story_renumbers_no_older_page(short: None) -> None:
    make_stories(10)
    oldest = copy.section("world", 1)
    with touched() as keys:
        make_story(at=NOON)
    assert not [key for key in keys if key.startswith("list:section:world:")]
    assert copy.section("world", 1) == oldest
    assert oldest is not None
    assert (oldest.href, oldest.newer, oldest.older) == ("/world/page/1/", "/world/", "")


def test_a_page_that_gets_its_number_is_touched_with_its_neighbour(short: None) -> None:
    make_stories(14)
    assert copy.section_pages("world") == 1
    with touched() as keys:
        make_story(at=NOON)
    assert {key for key in keys if key.startswith("list:section")} == {
        "list:section:world",
        "list:section:world:1",
        "list:section:world:2",
    }
    first, second = copy.section("world", 1), copy.section("world", 2)
    assert first is not None
    assert second is not None
    assert (first.newer, second.newer, second.older) == ("/world/page/2/", "/world/", "/world/page/1/")


def test_who_leaves_an_older_page_touches_that_page(short: None) -> None:
    stories = make_stories(11)
    with touched() as keys:
        actions.unpublish(stories[3], None)
    assert {key for key in keys if key.startswith("list:section")} == {"list:section:world", "list:section:world:1"}
    assert len(ids(copy.section("world", 1))) == 4
    assert copy.section_pages("world") == 1


def test_an_older_page_notes_itself_and_its_teasers(short: None) -> None:
    stories = make_stories(10)
    with noted() as keys:
        copy.section("world", 1)
    assert keys == {"frame:page", "list:section:world:1", *(f"teaser:{story.pk}" for story in stories[:5])}


def test_a_page_that_is_not_there_is_noted() -> None:
    make_section("world")
    with noted() as keys:
        assert copy.section("world", 7) is None
    assert keys == {"frame:page", "list:section:world:7"}


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_for_more_stories(count: int) -> None:
    topic = make_topic("নদী")
    for story in range(count):
        make_story(at=NOON + timedelta(minutes=story), topics=[topic], picture=make_picture())
    for read, queries in [
        (lambda: copy.section("world", None), 5),
        (lambda: copy.topic("নদী", None), 4),
        (lambda: copy.day(date(2026, 11, 28)), 4),
        (lambda: copy.rail(), 5),
        (lambda: copy.recent(), 1),
        (lambda: copy.map_of_day(date(2026, 11, 28)), 1),
        (lambda: copy.days(), 1),
        (lambda: copy.topics(), 1),
        (lambda: copy.section_pages("world"), 1),
        (lambda: copy.ids(), 1),
        (lambda: copy.paper(), 3),  # the paper, its sections, the pages about it
    ]:
        with CaptureQueriesContext(connection) as captured:
            read()
        assert len(captured) == queries, [query["sql"] for query in captured]


def test_a_topic_is_there_while_it_has_a_story() -> None:
    topic = make_topic("নদী")
    assert (copy.topic("নদী", None), copy.topics()) == (None, ())
    story = make_story(at=NOON, topics=[topic])
    assert (ids(copy.topic("নদী", None)), copy.topics(), copy.topic_pages("নদী")) == ([story.pk], ("নদী",), 0)
    actions.kill(story, None)
    assert (copy.topic("নদী", None), copy.topics()) == (None, ())


def test_two_topics_with_one_slug_are_kept_apart() -> None:
    assert [make_topic("নদী").slug, make_topic("নদী!").slug] == ["নদী", "নদী-2"]


def test_days_are_days_of_the_papers_zone() -> None:
    late = make_story(at=NOON.replace(hour=17, minute=59))
    after = make_story(at=NOON.replace(hour=18))
    with clock.at(NOON + timedelta(days=2)):
        assert copy.days() == (date(2026, 11, 28), date(2026, 11, 29))
        first, second = copy.day(date(2026, 11, 28)), copy.day(date(2026, 11, 29))
        assert (ids(first), ids(second), copy.day(date(2026, 11, 27))) == ([late.pk], [after.pk], None)
    assert first is not None
    assert second is not None
    assert (first.title, first.href, first.newer, first.older) == (
        "২৮ নভেম্বর ২০২৬",
        "/all/2026-11-28/",
        "/all/2026-11-29/",
        "",
    )
    assert (second.newer, second.older, second.day) == ("", "/all/2026-11-28/", date(2026, 11, 29))


def test_today_has_a_page_until_midnight() -> None:
    from harkara.rack.keys import recording

    with clock.at(NOON), recording() as record:
        page = copy.day(date(2026, 11, 28))
    assert ids(page) == []
    assert (record.keys, record.valid_until) == (
        {"list:day:2026-11-28", "list:beside:2026-11-28", "list:days"},
        NOON.replace(hour=18),
    )


def test_the_newest_of_a_topic_stand_in_its_fragment() -> None:
    river, rice = make_topic("নদী"), make_topic("ধান")
    stories = make_stories(14, topics=[river])
    make_story(at=NOON, topics=[rice])
    with noted() as keys, CaptureQueriesContext(connection) as queries:
        found = copy.newer("নদী")
    assert found is not None
    assert [one.id for one in found.stories] == [one.pk for one in reversed(stories[2:])]
    assert keys == {"list:topic:নদী", "frame:page", *(f"mention:{one.pk}" for one in stories[2:])}
    assert len(queries) == 2
    actions.kill(stories[-1], None)
    assert [one.id for one in copy.newer("নদী").stories][:1] == [stories[-2].pk]  # type: ignore[union-attr]


def test_a_topic_without_stories_has_no_fragment() -> None:
    make_topic("নদী")
    assert (copy.newer("নদী"), copy.newer("কোথাও-না")) == (None, None)
