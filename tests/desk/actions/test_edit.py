"""Editing what is published: which keys each kind of change touches."""

from datetime import timedelta

import pytest

from harkara.desk import actions, clock, copy, errors
from harkara.desk.models import StoryAddress
from tests.desk.factories import NOON, make_body, make_picture, make_section, make_story, make_topic, stored
from tests.desk.touching import touched

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(hours=1)


def test_other_words_in_the_body_touch_the_story_alone() -> None:
    story = make_story(at=NOON)
    with touched() as keys, clock.at(LATER):
        edited = actions.edit(story, None, body=stored(*make_body(["অন্য কথা।"])))
    assert keys == {f"story:{story.pk}", "list:changed", "list:map:2026-11-28"}
    assert (edited.updated_at, edited.modified_at) == (None, LATER)


def test_a_major_edit_tells_the_reader_when() -> None:
    story = make_story(at=NOON)
    with touched() as keys, clock.at(LATER):
        edited = actions.edit(story, None, tell_reader=True)
    assert keys == {f"story:{story.pk}", "list:changed", "list:map:2026-11-28"}
    assert (edited.updated_at, edited.tell_reader) == (LATER, False)
    with clock.at(LATER + timedelta(hours=1)):
        assert actions.edit(edited, None, dateline="ঢাকা").updated_at == LATER


@pytest.mark.parametrize(
    "change", [{"headline": "আরেক শিরোনাম"}, {"summary": "আরেক কথা"}, {"kicker": "সরেজমিন"}, {"kind": "opinion"}]
)
def test_what_lists_show_touches_the_teaser(change: dict[str, str]) -> None:
    story = make_story(at=NOON)
    with touched() as keys:
        actions.edit(story, None, **change)
    mentioned = {f"mention:{story.pk}"} if "headline" in change else set()
    mentioned |= {"list:kind:opinion"} if "kind" in change else set()
    assert keys == {f"story:{story.pk}", f"teaser:{story.pk}", "list:changed", "list:map:2026-11-28", *mentioned}


def test_another_picture_touches_the_teaser() -> None:
    story = make_story(at=NOON, picture=make_picture())
    with touched() as keys:
        actions.change_picture(story, make_picture(), None)
    assert keys == {f"story:{story.pk}", f"teaser:{story.pk}", "list:changed", "list:map:2026-11-28"}


def test_topics_come_and_go() -> None:
    river, school = make_topic("নদী"), make_topic("স্কুল")
    story = make_story(at=NOON, topics=[river])
    with touched() as keys:
        actions.edit(story, None, topics=[school])
    assert keys == {
        f"story:{story.pk}",
        "list:topic:নদী",
        "list:topic:স্কুল",
        "list:topics",
        "list:changed",
        "list:map:2026-11-28",
    }
    assert copy.topics() == ("স্কুল",)


def test_moving_changes_the_address_and_keeps_the_old_one() -> None:
    story = make_story(at=NOON, section="world")
    old = story.href
    target = make_section("sports")
    with touched() as keys:
        moved = actions.move(story, target, None)
    assert keys == {
        f"story:{story.pk}",
        f"teaser:{story.pk}",
        f"mention:{story.pk}",
        "list:section:world",
        "list:section:sports",
        "list:changed",
        "list:map:2026-11-28",
    }
    assert moved.href == f"/sports/{story.pk}/{story.slug}"
    standing = copy.standing(story.pk)
    assert (standing.kind, standing.href, standing.old_hrefs) == ("published", moved.href, (old,))


def test_moving_there_and_back_keeps_each_address_once() -> None:
    story = make_story(at=NOON, section="world")
    world, sports = story.section, make_section("sports")
    assert world is not None
    for section in (sports, world, sports):
        story = actions.move(story, section, None)
    assert sorted(StoryAddress.objects.values_list("href", flat=True)) == sorted(
        [f"/world/{story.pk}/{story.slug}", f"/sports/{story.pk}/{story.slug}"]
    )


def test_an_old_story_moves_to_where_its_time_belongs() -> None:
    make_section("sports")
    stay = [make_story(at=NOON + timedelta(minutes=n), section="sports") for n in range(45)]
    story = make_story(at=NOON + timedelta(seconds=90), section="world")
    with touched() as keys:
        actions.move(story, make_section("sports"), None)
    assert "list:section:sports:1" in keys
    page = copy.section("sports", 1)
    assert page is not None
    assert [teaser.id for teaser in page.stories][-3:] == [story.pk, stay[1].pk, stay[0].pk]
    assert len(page.stories) == 21


@pytest.mark.parametrize(
    ("prepare", "error"),
    [
        (lambda story: actions.unpublish(story, None), errors.NotPublished),
        (lambda story: actions.kill(story, None), errors.Killed),
        (lambda story: story.save_revision(), errors.DraftPending),
    ],
)
def test_what_cannot_be_edited_is_refused(prepare, error: type[Exception]) -> None:
    story = make_story(at=NOON)
    prepare(story)
    with touched() as keys, pytest.raises(error):
        actions.edit(story, None, headline="আরেক শিরোনাম")
    assert keys == set()


def test_only_what_is_editable_is_edited() -> None:
    story = make_story(at=NOON)
    with pytest.raises(errors.Refused, match="slug সম্পাদনা করা যায় না"):
        actions.edit(story, None, slug="x")
    with pytest.raises(errors.NothingToDo):
        actions.edit(story, None)
    with pytest.raises(errors.NotReady, match="খবরে লেখা নেই"):
        actions.edit(story, None, body=[])
    with pytest.raises(errors.NothingToDo, match="বিভাগেই আছে"):
        actions.move(story, story.section, None)
    with pytest.raises(errors.NothingToDo, match="এই ছবিই আছে"):
        actions.change_picture(story, None, None)


def test_a_revision_keeps_the_words_of_before() -> None:
    story = make_story(at=NOON, headline="আগের শিরোনাম")
    actions.edit(story, None, headline="পরের শিরোনাম")
    assert [revision.as_object().headline for revision in story.revisions.order_by("pk")] == [
        "আগের শিরোনাম",
        "পরের শিরোনাম",
    ]
