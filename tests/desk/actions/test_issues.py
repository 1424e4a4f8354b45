"""A print edition: put together, confirmed, fired by the clock after a restart too, moved, called off."""

from datetime import timedelta

import pytest
from wagtail.models import ModelLogEntry, Revision

from harkara.desk import actions, clock, due
from harkara.desk.actions.issues import CALLED_OFF, CONFIRMED, MOVED
from harkara.desk.errors import NothingToDo, Refused
from harkara.desk.models import Issue, IssueStory, Story
from harkara.desk.readiness import standings
from harkara.people.models import User
from tests.desk.factories import NOON, make_section, make_story, make_user

pytestmark = pytest.mark.django_db

MIDNIGHT = NOON + timedelta(hours=12)


def made(count: int = 3, user: User | None = None) -> tuple[Issue, list[Story]]:
    """An issue for midnight with so many drafts, seen at noon."""
    stories = [make_story(published=False) for _ in range(count)]
    with clock.at(NOON):
        issue = actions.make_issue(MIDNIGHT, user)
        actions.put_into_issue(issue, stories, user)
    return issue, stories


def live(stories: list[Story]) -> list[bool]:
    return [Story.objects.get(pk=story.pk).live for story in stories]


def states(issue: Issue, user: User) -> list[str]:
    return [one.state for one in standings(Issue.objects.get(pk=issue.pk), user)]


def test_all_go_out_at_their_moment_and_none_before() -> None:
    rina = make_user(group="desk_editor")
    issue, stories = made(10, rina)
    with clock.at(NOON):
        assert states(issue, rina) == ["ready"] * 10
        assert actions.confirm_issue(issue, rina) == {}
        assert states(issue, rina) == ["waits"] * 10
    assert due.next_at() == MIDNIGHT
    due.publish_due(MIDNIGHT - timedelta(seconds=1))
    assert live(stories) == [False] * 10
    # A diary that begins anew, as after a restart, finds all of it.
    assert due.Diary().keep(MIDNIGHT + timedelta(seconds=5)) == 10
    assert live(stories) == [True] * 10
    with clock.at(MIDNIGHT + timedelta(seconds=5)):
        assert states(issue, rina) == ["out"] * 10
        with pytest.raises(NothingToDo, match="প্রকাশ হয়ে গেছে"):
            actions.call_off_issue(issue, rina)
    assert ModelLogEntry.objects.filter(action=CONFIRMED).count() == 1


def test_what_is_not_ready_stays_behind_and_is_named() -> None:
    rina, tom = make_user(group="desk_editor"), make_user(group="sub_editor", first_name="টম")
    issue, (good, empty, held) = made(3, rina)
    empty.section = None
    empty.save()
    empty.save_revision(clean=False)
    with clock.at(NOON):
        actions.claim(held, tom)
        lacks = [one.lacks for one in standings(issue, rina)]
        assert lacks == [[], ["বিভাগ নেই।"], ["টম সম্পাদনা করছেন।"]]
        assert set(actions.confirm_issue(issue, rina)) == {empty.pk, held.pk}
    due.publish_due(MIDNIGHT)
    assert live([good, empty, held]) == [True, False, False]


def test_what_became_ready_is_confirmed_later_and_newer_words_again() -> None:
    rina = make_user(group="desk_editor")
    issue, (first, second) = made(2, rina)
    with clock.at(NOON):
        actions.confirm_issue(issue, rina)
        newer = Story.objects.get(pk=second.pk).get_latest_revision_as_object()
        newer.headline = "নতুন কথা"
        newer.save_revision()
        assert states(issue, rina) == ["waits", "newer"]
        assert actions.confirm_issue(issue, rina) == {}
        assert states(issue, rina) == ["waits", "waits"]
    due.publish_due(MIDNIGHT)
    assert Story.objects.get(pk=second.pk).headline == "নতুন কথা"
    assert Revision.objects.filter(approved_go_live_at__isnull=False).count() == 0
    assert live([first]) == [True]


def test_an_issue_is_moved_with_what_was_arranged() -> None:
    rina = make_user(group="desk_editor")
    issue, stories = made(2, rina)
    later = MIDNIGHT + timedelta(hours=6)
    with clock.at(NOON):
        actions.confirm_issue(issue, rina)
        actions.move_issue(issue, later, rina)
        with pytest.raises(Refused):
            actions.move_issue(issue, NOON - timedelta(hours=1), rina)
    due.publish_due(MIDNIGHT)
    assert live(stories) == [False, False]
    due.publish_due(later)
    assert live(stories) == [True, True]
    assert ModelLogEntry.objects.get(action=MOVED).data["at"] == later.isoformat()


def test_an_issue_is_called_off_and_one_story_taken_out() -> None:
    rina = make_user(group="desk_editor")
    issue, (first, second, third) = made(3, rina)
    with clock.at(NOON):
        actions.confirm_issue(issue, rina)
        actions.take_out_of_issue(IssueStory.objects.get(issue=issue, story=first), rina)
        assert due.next_at() == MIDNIGHT
        actions.call_off_issue(issue, rina)
        assert due.next_at() is None
        with pytest.raises(NothingToDo, match="বাতিল হয়েছে"):
            actions.confirm_issue(issue, rina)
        newest = Story.objects.get(pk=second.pk).get_latest_revision_as_object()
        assert (newest.go_live_at, Story.objects.get(pk=second.pk).go_live_at) == (None, None)
    due.publish_due(MIDNIGHT)
    assert live([first, second, third]) == [False] * 3
    assert ModelLogEntry.objects.filter(action=CALLED_OFF).count() == 1


def test_a_story_waits_in_one_issue_only() -> None:
    issue, stories = made(1)
    with clock.at(NOON):
        other = actions.make_issue(MIDNIGHT + timedelta(days=1), None)
        with pytest.raises(Refused, match="অন্য সংখ্যায় আছে"):
            actions.put_into_issue(other, stories, None)
        assert actions.put_into_issue(issue, stories, None) == 0
        with pytest.raises(Refused):
            actions.make_issue(NOON - timedelta(hours=1), None)


def test_who_works_on_one_section_sends_out_nothing_else() -> None:
    from harkara.desk.models import Remit

    rina = make_user(group="desk_editor")
    Remit.objects.create(user=rina, section=make_section("sports"))
    issue, stories = made(1)
    with clock.at(NOON):
        assert set(actions.confirm_issue(issue, rina)) == {stories[0].pk}


@pytest.mark.parametrize("count", [1, 3])
def test_how_they_stand_takes_the_same_few_queries(count: int, django_assert_num_queries: object) -> None:
    rina = make_user(group="desk_editor")
    issue, _stories = made(count, rina)
    standings(issue, rina)
    with clock.at(NOON), django_assert_num_queries(3):  # type: ignore[operator]  # a fixture of pytest-django
        standings(issue, rina)
