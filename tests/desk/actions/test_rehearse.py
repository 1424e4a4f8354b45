"""Rehearsing says what publishing does, and does nothing."""

from datetime import timedelta

import pytest
from wagtail.models import ModelLogEntry

from harkara.desk import actions, clock
from harkara.desk.actions.traces import printed
from harkara.desk.models import Place, Progress, Stage, Story
from harkara.rack import changes
from tests.desk.factories import make_section, make_story, make_topic, make_user

pytestmark = pytest.mark.django_db


def test_it_says_what_publishing_does_and_does_nothing() -> None:
    editor = make_user()
    story = make_story(published=False, topics=[make_topic("নদী")], headline="সেতু খুলছে")
    before = (changes.position(), ModelLogEntry.objects.count(), Place.objects.count(), Progress.objects.count())
    said = actions.rehearse(story, editor)
    assert (said.refusal, said.is_first, said.at, said.former, said.told) == ("", True, None, "", "")
    assert said.joins == {"section:world", "topic:নদী"}
    assert (
        changes.position(),
        ModelLogEntry.objects.count(),
        Place.objects.count(),
        Progress.objects.count(),
    ) == before
    assert not Story.objects.get(pk=story.pk).live
    done = printed(actions.publish(story, editor))
    assert (said.headline, said.href, said.joins) == ("সেতু খুলছে", done.href, done.listings)


def test_of_a_published_story_it_says_what_changes() -> None:
    editor = make_user()
    river, bridge = make_topic("নদী"), make_topic("সেতু")
    story = make_story(topics=[river, bridge])
    was = story.href
    story.section, story.topics = make_section("national"), [bridge]
    story.tell_reader, story.tell_reason = True, "নতুন তথ্য"
    story.save_revision(user=editor)
    said = actions.rehearse(story, editor)
    assert (said.is_first, said.former, said.told) == (False, was, "নতুন তথ্য")
    assert (said.joins, said.leaves, said.stays) == (
        {"section:national"},
        {"section:world", "topic:নদী"},
        {"topic:সেতু"},
    )
    assert said.href == f"/national/{story.pk}/{story.slug}"


def test_a_refusal_is_that_of_publishing() -> None:
    story = make_story(published=False, section=None)
    said = actions.rehearse(story, make_user())
    with pytest.raises(Exception, match="বিভাগ নেই") as refused:
        actions.publish(story, None)
    assert said.refusal == str(refused.value)
    assert said.joins == frozenset()


def test_what_is_scheduled_says_when() -> None:
    story = make_story(published=False)
    at = (clock.now() + timedelta(hours=3)).replace(microsecond=0)  # a revision holds thousandths
    story.go_live_at = at
    story.save_revision(user=None)
    said = actions.rehearse(story, make_user())
    assert (said.at, said.joins) == (at, {"section:world"})
    assert Story.objects.get(pk=story.pk).go_live_at is None


def test_it_says_whether_anybody_has_approved() -> None:
    editor = make_user()
    story = make_story(published=False, user=make_user(group="reporter"))
    assert actions.rehearse(story, editor).unapproved
    actions.file_story(story, editor)
    actions.approve(story, editor)
    assert Progress.objects.get(story=story).stage == Stage.APPROVED
    assert not actions.rehearse(story, editor).unapproved
