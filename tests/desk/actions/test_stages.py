"""A story's way: filed, claimed, sent back, approved, published; who is told, and what is refused."""

from datetime import timedelta

import pytest
from wagtail.models import ModelLogEntry

from harkara.desk import actions, clock
from harkara.desk.errors import DeskError, Killed, NothingToDo, NotReady, Refused
from harkara.desk.models import Assignment, Notice, Progress, Stage, Story
from harkara.people.models import User
from tests.desk.factories import make_section, make_story, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def reporter() -> User:
    return make_user("tom", group="reporter")


@pytest.fixture
def sub() -> User:
    return make_user("sumi", group="sub_editor", first_name="সুমি")


@pytest.fixture
def chief() -> User:
    return make_user("rina", group="desk_editor")


def draft(user: User, **fields: object) -> Story:
    return make_story(published=False, user=user, **fields)  # type: ignore[arg-type]


def at(story: Story) -> tuple[str, User | None, str]:
    row = Progress.objects.get(story=story)
    return row.stage, row.holder, row.note


def told(user: User) -> list[tuple[str, str]]:
    return [(row.kind, row.note) for row in Notice.objects.filter(user=user).order_by("pk")]


def test_the_whole_way(reporter: User, sub: User, chief: User) -> None:
    story = draft(reporter)
    row = Progress.objects.get(story=story)
    assert (row.stage, row.author, row.words) == (Stage.DRAFT, reporter, 22)
    actions.file_story(story, reporter)
    assert at(story) == (Stage.FILED, None, "")
    actions.claim(story, sub)
    assert at(story) == (Stage.EDITING, sub, "")
    actions.send_back(story, sub, "সূত্র কোথায়?")
    assert at(story) == (Stage.DRAFT, None, "সূত্র কোথায়?")
    actions.file_story(story, reporter)
    actions.claim(story, sub)
    actions.approve(story, chief)
    assert at(story) == (Stage.APPROVED, sub, "")
    assert actions.publish(story, sub).live
    assert not Progress.objects.filter(story=story).exists()
    assert told(reporter) == [("sent_back", "সূত্র কোথায়?"), ("approved", ""), ("published", "")]
    log = ModelLogEntry.objects.filter(object_id=str(story.pk), action__startswith="desk.").order_by("pk")
    assert [entry.action.removeprefix("desk.") for entry in log] == [
        *("file", "claim", "send_back", "file", "claim", "approve"),
    ]


def test_another_word_after_approval_is_to_be_approved_again(reporter: User, chief: User) -> None:
    story = draft(reporter)
    actions.file_story(story, reporter)
    actions.approve(story, chief)
    story.save_revision(user=reporter, changed=False, clean=False)
    assert at(story)[0] == Stage.APPROVED
    story.headline = "অন্য শিরোনাম"
    story.save_revision(user=reporter, clean=False)
    assert at(story)[0] == Stage.EDITING


def test_a_sub_editor_publishes_what_was_approved_only(reporter: User, sub: User, chief: User) -> None:
    story = draft(reporter)
    actions.file_story(story, reporter)
    with pytest.raises(Refused, match="এখনো অনুমোদিত নয়"):
        actions.publish(story, sub)
    actions.approve(story, chief)
    assert actions.publish(story, sub).live


def test_what_somebody_edits_is_published_by_others_at_once_only(sub: User, chief: User) -> None:
    story = draft(sub)
    actions.claim(story, sub)
    with pytest.raises(Refused, match=r"সুমি .* সম্পাদনা করছেন"):
        actions.publish(story, chief)
    with pytest.raises(Refused, match="কেন অপেক্ষা"):
        actions.publish_urgent(story, chief, "  ")
    with pytest.raises(Refused):
        actions.publish_urgent(story, sub, "ভূমিকম্প")
    assert actions.publish_urgent(story, chief, "ভূমিকম্প").live
    assert told(sub)[-1] == ("published", "ভূমিকম্প")
    entry = ModelLogEntry.objects.get(action="desk.publish_urgent")
    assert (entry.user, entry.data) == (chief, {"reason": "ভূমিকম্প"})


def test_a_live_story_that_is_rewritten_is_in_edit_until_it_is_published_again(chief: User) -> None:
    story = make_story(user=chief)
    assert not Progress.objects.filter(story=story).exists()
    story.headline = "নতুন শিরোনাম"
    story.save_revision(user=chief, clean=False)
    assert at(story)[0] == Stage.EDITING
    actions.publish(story, chief)
    assert not Progress.objects.filter(story=story).exists()


def test_what_is_taken_off_the_paper_is_a_draft_again(chief: User) -> None:
    story = make_story(user=chief)
    actions.unpublish(story, chief)
    assert at(story)[0] == Stage.DRAFT


def test_taking_over_is_told_and_releasing_lays_back(sub: User, chief: User) -> None:
    story = draft(sub)
    actions.file_story(story, sub)
    actions.claim(story, sub)
    actions.claim(story, chief)
    assert told(sub) == [("taken_over", "")]
    with pytest.raises(Refused):
        actions.release(story, sub)
    actions.release(story, chief)
    assert at(story) == (Stage.FILED, None, "")


@pytest.mark.parametrize(
    ("act", "error"),
    [
        (lambda s, r, e, c: actions.send_back(s, e, "লিখুন"), NothingToDo),
        (lambda s, r, e, c: actions.send_back(s, e, " "), Refused),
        (lambda s, r, e, c: actions.release(s, e), NothingToDo),
        (lambda s, r, e, c: actions.claim(s, r), Refused),
        (lambda s, r, e, c: actions.approve(s, e), Refused),
        (lambda s, r, e, c: (actions.file_story(s, r), actions.file_story(s, r)), NothingToDo),
        (lambda s, r, e, c: (actions.claim(s, e), actions.claim(s, e)), NothingToDo),
        (lambda s, r, e, c: (actions.approve(s, c), actions.approve(s, c)), NothingToDo),
    ],
)
def test_refusals(act: object, error: type[DeskError], reporter: User, sub: User, chief: User) -> None:
    story = draft(reporter)
    with pytest.raises(error):
        act(story, reporter, sub, chief)  # type: ignore[operator]


def test_nothing_is_approved_that_is_not_ready_or_was_killed(chief: User) -> None:
    story = draft(chief, section=None)
    with pytest.raises(NotReady, match="বিভাগ নেই"):
        actions.approve(story, chief)
    actions.kill(story, None)
    with pytest.raises(Killed):
        actions.file_story(story, chief)


def test_an_assignment_is_told_begun_and_done(reporter: User, chief: User) -> None:
    due = clock.now() + timedelta(hours=3)
    row = actions.assign("হাওরে বন্যা", chief, to=reporter, due=due, section=make_section())
    assert told(reporter) == [("assigned", "")]
    story = actions.begin(row, reporter)
    assert (story.headline, story.section) == ("হাওরে বন্যা", make_section())
    assert actions.begin(row, reporter) == story
    assert Assignment.objects.get().done_at is None
    actions.file_story(story, reporter)
    assert Assignment.objects.get().done_at is not None


def test_assignments_are_refused_in_words(reporter: User, chief: User) -> None:
    with pytest.raises(Refused):
        actions.assign("হাওরে বন্যা", reporter)
    with pytest.raises(Refused, match="কী লিখতে হবে"):
        actions.assign("  ", chief)
    with pytest.raises(Refused, match="পেরিয়ে গেছে"):
        actions.assign("হাওরে বন্যা", chief, due=clock.now() - timedelta(minutes=1))
    row = actions.assign("হাওরে বন্যা", chief)
    with pytest.raises(Refused):
        actions.drop(row, reporter)
    actions.drop(row, chief)
    with pytest.raises(NothingToDo):
        actions.begin(row, reporter)
