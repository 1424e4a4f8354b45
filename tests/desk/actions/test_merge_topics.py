"""Two names of one matter become one topic."""

from datetime import timedelta

import pytest
from django.db import connection
from wagtail.models import ModelLogEntry

from harkara.desk import actions, copy, keys
from harkara.desk.errors import NothingToDo, Refused
from harkara.desk.models import Listing, Place, Story, Topic, places
from tests.desk.factories import NOON, make_stories, make_story, make_topic, make_user
from tests.desk.touching import touched

pytestmark = pytest.mark.django_db


def numbers(topic: Topic) -> list[int]:
    rows = Story.topics.through.objects.filter(topic=topic).order_by("story")
    return list(rows.values_list("story", flat=True))


def test_the_stories_of_both_stand_in_one_list_by_time() -> None:
    bridge, padma = make_topic("সেতু"), make_topic("পদ্মা সেতু")
    early = make_story(at=NOON - timedelta(hours=3), topics=[padma])
    middle = make_story(at=NOON - timedelta(hours=2), topics=[bridge])
    late = make_story(at=NOON - timedelta(hours=1), topics=[padma, bridge])
    kept = actions.merge_topics(padma, bridge, make_user())
    assert numbers(kept) == [early.pk, middle.pk, late.pk]
    assert numbers(bridge) == []
    page = copy.topic(kept.slug, None)
    assert page is not None
    assert [story.id for story in page.stories] == [late.pk, middle.pk, early.pk]
    places = Place.objects.filter(listing__name=kept.listing).order_by("number")
    assert [(place.number, place.story_id) for place in places] == [(0, early.pk), (1, middle.pk), (2, late.pk)]
    assert copy.topic(bridge.slug, None) is None
    assert copy.topics() == (kept.slug,)


def test_what_left_a_list_comes_back_to_its_place() -> None:
    one, other = make_topic("ধান"), make_topic("ধানচাষ")
    stories = make_stories(3, topics=[other])
    actions.unpublish(stories[1], None)
    actions.merge_topics(one, other, None)
    assert Listing.objects.get(name=one.listing).shown == 2
    actions.publish(stories[1], None)
    page = copy.topic(one.slug, None)
    assert page is not None
    assert [story.id for story in page.stories] == [story.pk for story in reversed(stories)]


def test_an_old_version_means_the_topic_that_stayed() -> None:
    one, other = make_topic("ধান"), make_topic("ধানচাষ")
    story = make_story(topics=[other, one])
    draft = make_story(topics=[other], published=False)
    actions.merge_topics(one, other, None)
    for written in (story, draft):
        version = Story.objects.get(pk=written.pk).latest_revision.as_object()
        assert list(version.topics.all()) == [one]
    actions.publish(draft.latest_revision.as_object(), None)
    assert numbers(one) == [story.pk, draft.pk]


def test_all_pages_of_both_are_touched_and_the_draft_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "PER_PAGE", 3)
    one, other = make_topic("ধান"), make_topic("ধানচাষ")
    make_stories(2 * places.PER_PAGE, topics=[other])
    draft = make_story(topics=[other], published=False)
    with touched() as found:
        actions.merge_topics(one, other, None)
    assert found == {
        keys.TOPICS,
        keys.topic(other.slug),
        keys.draft(draft.pk),
        *(keys.listing(topic.listing) for topic in (one, other)),
        *(keys.page(topic.listing, 1) for topic in (one, other)),
    }


def test_who_was_merged_before_leads_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "PER_PAGE", 3)
    first, second, third = make_topic("ক"), make_topic("খ"), make_topic("গ")
    make_stories(2 * places.PER_PAGE, topics=[first])
    actions.merge_topics(second, first, None)
    actions.merge_topics(third, second, None)
    assert copy.merged_topics() == {first.slug: (third.href, 1), second.slug: (third.href, 1)}
    assert copy.merged_topics([second.slug]) == {second.slug: (third.href, 1)}
    assert copy.merged_topics([third.slug]) == {}


def test_refusals() -> None:
    one, other, third = make_topic("ধান"), make_topic("ধানচাষ"), make_topic("গম")
    with pytest.raises(NothingToDo, match="ধান"):
        actions.merge_topics(one, one, None)
    actions.merge_topics(one, other, None)
    for kept, merged in ((third, other), (other, third)):
        with pytest.raises(Refused, match="ধানচাষ"):
            actions.merge_topics(kept, merged, None)


def test_the_history_says_who_merged_what() -> None:
    one, other, user = make_topic("ধান"), make_topic("ধানচাষ"), make_user()
    actions.merge_topics(one, other, user)
    entry = ModelLogEntry.objects.get(action="desk.merge_topics")
    assert (entry.user, entry.object_id, entry.data) == (user, str(one.pk), {"name": "ধানচাষ", "slug": "ধানচাষ"})


def test_merging_takes_the_same_queries_for_one_story_and_for_three(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    for count in (1, 3):
        one, other = make_topic(f"এক {count}"), make_topic(f"দুই {count}")
        make_stories(count, topics=[other])
        with django_assert_num_queries(21 + (connection.vendor == "postgresql")):  # the change log's lock
            actions.merge_topics(one, other, None)
