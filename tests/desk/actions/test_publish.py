"""Publishing: what is set once, what is refused, which keys are touched, what it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from harkara.desk import actions, clock, copy, errors
from harkara.desk.models import RelatedStory, Story
from harkara.rack import changes
from tests.desk.factories import NOON, make_picture, make_story, make_topic, make_user, stored
from tests.desk.touching import touched

pytestmark = pytest.mark.django_db


def publish_at(story: Story, moment=NOON, user=None) -> Story:
    with clock.at(moment):
        return actions.publish(story, user)


def test_the_first_story_touches_what_it_joins() -> None:
    topic = make_topic("নদী")
    story = make_story(published=False, topics=[topic])
    with touched() as keys:
        publish_at(story)
    assert keys == {
        f"story:{story.pk}",
        f"teaser:{story.pk}",
        f"mention:{story.pk}",
        "list:section:world",
        "list:topic:নদী",
        "list:topics",
        "list:all",
        "list:day:2026-11-28",
        "list:days",
        "list:months",
        "list:month:2026-11",
        "list:month:bn:1433-08",
        "list:map:2026-11-28",
    }


def test_the_next_story_of_a_day_begins_neither_day_nor_topic() -> None:
    topic = make_topic("নদী")
    make_story(at=NOON, topics=[topic])
    story = make_story(published=False, topics=[topic])
    with touched() as keys:
        publish_at(story, NOON + timedelta(hours=1))
    assert keys == {
        f"story:{story.pk}",
        f"teaser:{story.pk}",
        f"mention:{story.pk}",
        "list:section:world",
        "list:topic:নদী",
        "list:all",
        "list:day:2026-11-28",
        "list:map:2026-11-28",
    }


def test_a_new_day_changes_the_links_of_its_neighbour() -> None:
    make_story(at=NOON - timedelta(days=3))
    story = make_story(published=False)
    with touched() as keys:
        publish_at(story)
    assert {key for key in keys if key.startswith(("list:day", "list:beside"))} == {
        "list:day:2026-11-28",
        "list:beside:2026-11-25",
        "list:days",
    }


def test_a_publication_is_one_entry_of_the_log() -> None:
    story = make_story(published=False)
    before = changes.position()
    publish_at(story)
    assert len(changes.since(before)) == 1


def test_saving_a_draft_touches_nothing_that_is_printed() -> None:
    story = make_story(at=NOON)
    with touched() as keys:
        story.headline = "খসড়ায় অন্য শিরোনাম"
        story.save_revision()
    assert keys == {f"draft:{story.pk}"}
    found = copy.story(story.pk)
    assert found is not None
    assert found.headline != "খসড়ায় অন্য শিরোনাম"


def test_what_is_set_at_first_stays() -> None:
    user = make_user(initials="এসএটি")
    story = make_story(at=NOON, user=user, headline="নদীতে নতুন সেতু")
    assert (story.published_at, story.modified_at, story.updated_at) == (NOON, NOON, None)
    assert (story.slug, story.signed) == ("নদীতে-নতুন-সেতু", "এসএটি")
    later = NOON + timedelta(hours=2)
    with clock.at(later):
        again = actions.edit(story, make_user(initials="কখ"), headline="নদীতে পুরোনো সেতু")
    assert (again.published_at, again.modified_at, again.updated_at) == (NOON, later, None)
    assert (again.slug, again.signed) == ("নদীতে-নতুন-সেতু", "এসএটি")


def test_a_headline_without_letters_has_a_slug_too() -> None:
    assert make_story(headline="…!").slug == "খবর"


def test_a_slug_is_whole_words_of_at_most_eighty_characters() -> None:
    words = "উপকূলের লবণসহিষ্ণু ধানের বীজ বিতরণে দীর্ঘসূত্রতা কৃষি সম্প্রসারণ কর্মকর্তাদের সঙ্গে মতবিনিময়"
    slug = make_story(headline=words).slug
    assert len(slug) <= 80
    assert words.startswith(slug.replace("-", " "))
    assert words[len(slug)] == " "


@pytest.mark.parametrize(
    ("changes_", "sentence"),
    [
        ({"section": None}, "বিভাগ"),
        ({"body": []}, "লেখা"),
        ({"section": None, "body": []}, "বিভাগ ও লেখা"),
    ],
)
def test_a_story_that_is_not_ready_is_refused(changes_: dict[str, object], sentence: str) -> None:
    story = make_story(published=False, **changes_)
    with touched() as keys, pytest.raises(errors.NotReady) as refused:
        actions.publish(story, None)
    assert str(refused.value) == f"“{story}” খবরে {sentence} নেই: আগে দিন, তারপর প্রকাশ করুন।"
    assert keys == set()
    assert Story.objects.get(pk=story.pk).live is False


def test_related_stories_are_chosen_once_by_topic() -> None:
    river, school = make_topic("নদী"), make_topic("স্কুল")
    older = [make_story(at=NOON - timedelta(hours=hours), topics=[river]) for hours in (6, 5, 4, 3, 2)]
    make_story(at=NOON - timedelta(hours=1), topics=[school])
    story = make_story(at=NOON, topics=[river])
    assert list(RelatedStory.objects.filter(story=story).values_list("named_id", flat=True)) == [
        one.pk for one in reversed(older[1:])
    ]
    make_story(at=NOON + timedelta(minutes=1), topics=[river])
    actions.edit(story, None, headline="আরেক শিরোনাম")
    assert RelatedStory.objects.filter(story=story).count() == 4


def test_at_most_fifty_pages_name_one_story() -> None:
    one = make_story(at=NOON - timedelta(hours=1))
    Story.objects.filter(pk=one.pk).update(named_by=49)
    first, second = make_story(at=NOON), make_story(at=NOON + timedelta(minutes=1))
    assert Story.objects.get(pk=one.pk).named_by == 50
    assert list(first.related_stories.values_list("named_id", flat=True)) == [one.pk]
    assert list(second.related_stories.values_list("named_id", flat=True)) == [first.pk]


@pytest.mark.parametrize("stories", [1, 3, 45])
def test_publishing_costs_the_same_in_a_longer_paper(stories: int) -> None:
    picture, topic = make_picture(), make_topic()
    for number in range(stories):
        make_story(at=NOON + timedelta(minutes=number), topics=[topic], picture=picture)
    story = make_story(published=False, topics=[topic], picture=picture, indexed=True)
    make_story(published=False)
    with CaptureQueriesContext(connection) as queries:
        publish_at(story, NOON + timedelta(hours=2))
    assert len(queries) == PUBLICATION + (connection.vendor == "postgresql")  # the change log's lock


PUBLICATION = 44
"""Queries of a first publication with a picture and a topic, Wagtail's log and reference index included."""


def test_wagtails_own_way_to_publish_is_the_same_act() -> None:
    story = make_story(published=False)
    revision = story.get_latest_revision()
    with touched() as keys, clock.at(NOON):
        revision.publish()
    assert f"story:{story.pk}" in keys
    assert copy.story(story.pk) is not None


def test_a_body_is_stored_as_letters() -> None:
    story = make_story(body=stored(("paragraph", "<p>নৌকা</p>")))
    with connection.cursor() as cursor:
        cursor.execute("SELECT CAST(body AS TEXT) FROM desk_story WHERE id = %s", [story.pk])
        text = cursor.fetchone()[0]
    assert ("নৌকা" in text, "\\u" in text) == (True, False)


def test_paragraphs_without_a_word_are_no_text() -> None:
    story = make_story(published=False, body=[{"type": "paragraph", "value": "<p> </p>", "id": "a"}])
    with pytest.raises(errors.NotReady, match="লেখা"):
        actions.publish(story, make_user())
