"""One act for many stories: what is foretold is what is done, each by itself."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from wagtail.models import ModelLogEntry

from harkara.desk import actions, clock, many
from harkara.desk.models import Story, StoryAddress
from tests.desk.factories import make_section, make_story, make_topic, make_user

pytestmark = pytest.mark.django_db


def of_all_kinds() -> list[Story]:
    """A published story, a draft, one with newer words, one that another edits, a scheduled and a killed one, a filed draft."""
    other = make_user(group="sub_editor")
    live, draft, ahead, held, late, killed, filed = (make_story(published=n in (0, 2)) for n in range(7))
    ahead.headline = "নতুন কথা"
    ahead.save_revision()
    actions.claim(held, other)
    actions.schedule(late, clock.now() + timedelta(days=1), None)
    actions.kill(killed, None)
    actions.file_story(filed, None)
    numbers = [story.pk for story in (live, draft, ahead, held, late, killed, filed)]
    return [Story.objects.get(pk=number) for number in numbers]


ACTS: dict[str, Callable[[], many.Act]] = {
    "retag": lambda: many.Retag(add=(make_topic("নদী"),)),
    "move": lambda: many.Move(make_section("sports")),
    "unpublish": lambda: many.Unpublish("তথ্য যাচাই চলছে"),
}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("retag", [True, True, False, False, False, False, True]),
        ("move", [True, True, False, False, False, False, True]),
        ("unpublish", [True, False, True, False, False, False, False]),
    ],
)
def test_what_is_foretold_is_what_is_done(name: str, expected: list[bool]) -> None:
    stories, rina, act = of_all_kinds(), make_user(group="desk_editor"), ACTS[name]()
    assert [one.ok for one in many.foretold(act, stories, rina)] == expected
    before = ModelLogEntry.objects.count()
    outcomes = many.done(act, stories, rina)
    assert [one.ok for one in outcomes] == expected
    assert ModelLogEntry.objects.count() - before == sum(expected)


def test_a_refusal_stops_no_other() -> None:
    rina = make_user(group="desk_editor")
    first, killed, last = (make_story() for _ in range(3))
    actions.kill(killed, None)
    outcomes = many.done(many.Unpublish("যাচাই"), [first, Story.objects.get(pk=killed.pk), last], rina)
    assert [one.ok for one in outcomes] == [True, False, True]
    assert list(Story.objects.filter(live=True)) == []


def test_topics_are_added_and_taken_and_the_others_stay() -> None:
    river, rice, fair = make_topic("নদী"), make_topic("ধান"), make_topic("মেলা")
    live, draft = make_story(topics=[river, rice]), make_story(topics=[rice, river], published=False)
    many.done(many.Retag((fair, river), (rice,)), [live, draft], make_user(group="desk_editor"))
    newest = Story.objects.get(pk=draft.pk).get_latest_revision_as_object()
    assert list(Story.objects.get(pk=live.pk).topics.all()) == [river, fair]
    assert set(newest.topics.all()) == {river, fair}


def test_an_old_address_leads_to_the_new_section() -> None:
    story = make_story(section="world")
    old = story.href
    many.done(many.Move(make_section("sports")), [story], make_user(group="desk_editor"))
    assert Story.objects.get(pk=story.pk).href == old.replace("/world/", "/sports/")
    assert list(StoryAddress.objects.values_list("href", flat=True)) == [old]


def test_who_works_on_one_section_moves_nothing_out_of_it_or_into_another() -> None:
    from harkara.desk.models import Remit

    world, sports = make_section("world"), make_section("sports")
    rina, story, strange = make_user(group="desk_editor"), make_story(section=world), make_story(section=sports)
    Remit.objects.create(user=rina, section=world)
    assert [one.ok for one in many.foretold(many.Move(sports), [story], rina)] == [False]
    assert [one.ok for one in many.foretold(many.Unpublish("ভুল"), [story, strange], rina)] == [True, False]
    assert [one.ok for one in many.done(many.Unpublish("ভুল"), [story, strange], rina)] == [True, False]


def test_stories_of_any_stage_are_put_into_an_issue_once() -> None:
    stories, rina = of_all_kinds(), make_user(group="desk_editor")
    issue = actions.make_issue(clock.now() + timedelta(days=1), None)
    other = actions.make_issue(clock.now() + timedelta(days=2), None)
    actions.put_into_issue(other, stories[:1], None)
    expected = [False, True, True, True, True, False, True]
    assert [one.ok for one in many.foretold(many.PutIntoIssue(issue), stories, rina)] == expected
    assert [one.ok for one in many.done(many.PutIntoIssue(issue), stories, rina)] == expected
    assert {one.ok for one in many.foretold(many.PutIntoIssue(issue), stories, rina)} == {False}


@pytest.mark.parametrize("count", [1, 3])
def test_foretelling_asks_the_same_few_queries(count: int, django_assert_num_queries: Any) -> None:
    rina, act = make_user(group="desk_editor"), many.Retag(add=(make_topic(),))
    for _ in range(count):
        make_story(published=False)
    rows = Story.objects.defer("body").select_related("section", "desk").prefetch_related("topics")
    stories = list(rows)
    many.foretold(act, stories, rina)
    with django_assert_num_queries(1):
        many.foretold(act, stories, rina)
