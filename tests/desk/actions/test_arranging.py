"""Front, sections, pictures, appointments."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from harkara.desk import actions, clock, copy, due, errors
from harkara.desk.models import Desk, Front, Paper, Person, Story
from tests.desk.factories import (
    NOON,
    make_desk,
    make_paper,
    make_person,
    make_picture,
    make_section,
    make_story,
    make_topic,
    make_user,
)
from tests.desk.touching import touched

pytestmark = pytest.mark.django_db

SOON = NOON + timedelta(hours=1)


def test_a_lead_is_pinned_and_freed() -> None:
    one, two = make_story(at=NOON), make_story(at=SOON)
    with touched() as keys:
        actions.set_lead(one)
    assert keys == {"front"}
    front = copy.front()
    assert front.lead is not None
    assert [front.lead.id, *(teaser.id for teaser in front.secondary)] == [one.pk, two.pk]
    actions.set_lead(None)
    front = copy.front()
    assert front.lead is not None
    assert front.lead.id == two.pk


def test_a_story_changes_its_place_on_the_front() -> None:
    stories = [make_story(at=NOON + timedelta(minutes=n)) for n in range(4)]
    actions.set_front({1: stories[0], 3: stories[1]})
    front = copy.front()
    assert front.lead is not None
    assert [front.lead.id, *(teaser.id for teaser in front.secondary)] == [
        stories[0].pk,
        stories[3].pk,
        stories[1].pk,
        stories[2].pk,
    ]
    actions.set_lead(stories[1])
    assert [pin.story for pin in Front.objects.get().standing.pins()] == [stories[1].pk]


def test_the_front_takes_published_stories_once() -> None:
    story = make_story(at=NOON)
    with pytest.raises(errors.NotPublished):
        actions.set_lead(make_story(published=False))
    with pytest.raises(errors.NotPublished):
        actions.set_front({1: make_story(published=False)})
    with pytest.raises(errors.Refused, match="জায়গা আছে মোট 5টি"):
        actions.set_front({6: story})
    with pytest.raises(errors.Refused, match="এক জায়গাতেই বসতে পারে"):
        actions.set_front({1: story, 2: story})
    assert Front.objects.count() == 0


def test_renaming_a_section_is_a_matter_of_the_frame() -> None:
    section = make_section("world")
    with touched() as keys:
        actions.rename_section(section, "বিশ্ব")
    assert keys == {"frame:page", "frame:lite", "frame:names", "frame:section:world"}
    assert [section.name for section in copy.paper().sections] == ["বিশ্ব"]
    with pytest.raises(errors.NothingToDo):
        actions.rename_section(section, "বিশ্ব ")
    with pytest.raises(errors.Refused):
        actions.rename_section(section, " ")


def test_names_touch_their_own_keys() -> None:
    desk, person = make_desk(), make_person()
    for row, own in [
        (desk, {f"desk:{desk.pk}", f"profile:desk:{desk.pk}"}),
        (person, {f"person:{person.pk}", f"profile:writer:{person.pk}"}),
        (make_topic("নদী"), {"topic:নদী"}),
    ]:
        with touched() as keys:
            row.name = f"{row.name} দুই"
            row.save()
        assert keys == own


def test_new_names_are_on_no_page_yet() -> None:
    with touched() as keys:
        make_desk(), make_person(), make_topic(), make_picture()
    assert keys == set()
    with touched() as keys:
        make_section("sports")
    assert keys == {"frame:page", "frame:lite", "frame:sections"}


@pytest.mark.parametrize(
    ("field", "touches"),
    [
        ("name", {"frame:page", "frame:lite", "frame:name"}),
        ("tagline", {"frame:page", "frame:tagline"}),
        ("outlet", {"frame:outlet"}),
        ("editor", {"frame:page", "frame:lite"}),
        ("imprint", {"frame:page", "frame:lite"}),
        ("google_source", {"frame:page"}),
        ("security_contact", {"frame:contact"}),
        ("ads_txt", {"frame:ads"}),
        ("crawlers", {"frame:crawlers"}),
    ],
)
def test_of_the_paper_only_what_changed_is_touched(field: str, touches: set[str]) -> None:
    paper = make_paper()
    setattr(paper, field, "another")
    with touched() as keys:
        paper.save()
    assert keys == touches
    with touched() as keys:
        paper.save()
    assert keys == set()


def test_a_paper_that_signs_with_its_name_signs_otherwise_when_that_changes() -> None:
    paper = make_paper(outlet="")
    paper.name = "অন্য নাম"
    with touched() as keys:
        paper.save()
    assert keys == {"frame:page", "frame:lite", "frame:name", "frame:outlet"}


def test_a_paper_that_is_new_or_deleted_touches_the_whole_frame() -> None:
    with touched() as keys:
        paper = make_paper()
    assert keys == {"frame", "keeping", "look"}
    with touched() as keys:
        paper.delete()
    assert keys == {"frame", "keeping", "look"}


def test_what_changed_is_measured_by_what_is_stored() -> None:
    """Not by what was read when the row was loaded: another editor may have saved it since."""
    mine, other = make_paper(), Paper.load()
    before = mine.name
    other.name = "অন্য নাম"
    other.save()
    with touched() as keys:
        mine.save()
    assert (keys, Paper.load().name) == ({"frame:page", "frame:lite", "frame:name"}, before)


def test_a_section_that_moves_is_a_matter_of_pages() -> None:
    section = make_section("sports")
    section.position = 7
    with touched() as keys:
        section.save()
    assert keys == {"frame:page", "frame:lite", "frame:sections"}


def test_a_deleted_topic_is_nowhere() -> None:
    topic = make_topic("নদী")
    story = make_story(at=NOON, topics=[topic])
    with touched() as keys:
        topic.delete()
    assert keys == {"topic:নদী", "list:topic:নদী", "list:topics"}
    found = copy.story(story.pk)
    assert found is not None
    assert (found.topics, copy.topics(), copy.topic("নদী", None)) == ((), (), None)
    with touched() as keys:
        actions.edit(story, None, headline="আরেক শিরোনাম")
    assert "list:topic:নদী" not in keys


def test_what_is_said_of_a_picture_touches_the_picture() -> None:
    picture = make_picture(caption="আগের কথা")
    story = make_story(at=NOON, picture=picture)
    with touched() as keys:
        actions.describe_picture(picture, caption="পরের কথা")
    assert keys == {f"picture:{picture.pk}"}
    found = copy.story(story.pk)
    assert found is not None
    assert found.picture is not None
    assert found.picture.caption == "পরের কথা"
    with pytest.raises(errors.NothingToDo):
        actions.describe_picture(picture, caption="পরের কথা")


def test_a_picture_keeps_its_file() -> None:
    picture = make_picture()
    picture.file.save("other.png", ContentFile(b"x"), save=False)
    with pytest.raises(errors.Refused, match="ছবির ফাইল বদলানো যায় না:"):
        picture.save()


def test_an_appointment_is_kept() -> None:
    story = make_story(published=False, user=make_user())
    with clock.at(NOON):
        with touched() as keys:
            actions.schedule(story, SOON, None)
        assert (keys, due.next_at(), due.publish_due()) == ({f"draft:{story.pk}"}, SOON, 0)
        assert copy.story(story.pk) is None
    with clock.at(SOON), touched() as keys:
        assert due.publish_due() == 1
    assert f"story:{story.pk}" in keys
    found = copy.story(story.pk)
    assert found is not None
    assert (found.published_at, due.next_at()) == (SOON, None)
    with clock.at(SOON):
        assert due.publish_due() == 0


def test_a_new_version_of_a_published_story_waits_for_its_time() -> None:
    story = make_story(at=NOON, headline="আগের শিরোনাম")
    with clock.at(NOON):
        story.headline = "পরের শিরোনাম"
        story.save_revision()
        actions.schedule(Story.objects.get(pk=story.pk), SOON, None)
        found = copy.story(story.pk)
        assert found is not None
        assert found.headline == "আগের শিরোনাম"
    with clock.at(SOON):
        assert due.publish_due() == 1
    found = copy.story(story.pk)
    assert found is not None
    assert (found.headline, found.published_at, found.modified_at) == ("পরের শিরোনাম", NOON, SOON)


def test_a_story_expires() -> None:
    story = make_story(at=NOON)
    with clock.at(NOON):
        actions.edit(story, None, expire_at=SOON)
        assert due.next_at() == SOON
    with clock.at(SOON):
        assert due.publish_due() == 1
    assert (copy.story(story.pk), due.next_at()) == (None, None)


def test_what_cannot_be_published_in_time_loses_its_appointment() -> None:
    story = make_story(published=False)
    with clock.at(NOON):
        actions.schedule(story, SOON, None)
        actions.kill(story, None)
    good = make_story(published=False)
    with clock.at(NOON):
        actions.schedule(good, SOON, None)
    with clock.at(SOON):
        assert due.publish_due() == 1
    assert due.next_at() is None


def test_the_past_is_no_appointment() -> None:
    story = make_story(published=False)
    with clock.at(NOON), pytest.raises(errors.Refused, match="পেরিয়ে গেছে"):
        actions.schedule(story, NOON - timedelta(minutes=1), None)


def test_rows_that_stories_need_are_kept() -> None:
    make_story(at=NOON, bylines=[(make_person(), "")], desk=make_desk())
    assert (Person.objects.count(), Desk.objects.count()) == (1, 1)
    with pytest.raises(Exception, match="protected"):
        make_person().delete()
