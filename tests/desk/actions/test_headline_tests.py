"""Tests of headlines: who may, what fronts show meanwhile, what ends them, who wins, and how that is taken back."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from harkara.desk import actions, clock, copy, due, fronts
from harkara.desk.errors import Killed, NothingToDo, NotPublished, Refused
from harkara.desk.models import HeadlineTest, Story
from harkara.layout.copy import TeaserCopy, TriedCopy
from harkara.people.models import User
from harkara.rack.keys import recording
from harkara.rack.outbox.sides import READERS
from harkara.readings import counting
from harkara.readings.spool import Sum
from tests.desk.factories import NOON, make_stories, make_story, make_user
from tests.desk.touching import touched

pytestmark = pytest.mark.django_db

OWN, OTHER, THIRD = "সেতুর টোল বাড়ল", "সেতু পার হতে এখন বেশি টাকা", "টোল বাড়ায় ক্ষুব্ধ চালকেরা"


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with clock.at(NOON):
        yield


@pytest.fixture
def editor() -> User:
    return make_user()


@pytest.fixture
def story() -> Story:
    return make_story(headline=OWN)


def opened(test: HeadlineTest, *counts: int) -> None:
    counting.add(
        Sum(int(NOON.timestamp()), test.story_id, f"h{test.turn}{place}", count) for place, count in enumerate(counts)
    )


def shown(story: Story) -> TeaserCopy:
    front = copy.front()
    return next(one for one in (front.lead, *front.secondary, *front.latest) if one and one.id == story.pk)


def now(test: HeadlineTest) -> HeadlineTest:
    return HeadlineTest.objects.get(pk=test.pk)


def acts_of(story: Story) -> list[str]:
    entries = ModelLogEntry.objects.filter(object_id=str(story.pk), action__contains="headline").order_by("pk")
    return list(entries.values_list("action", flat=True))


def test_fronts_show_the_others_until_its_term_and_nothing_else_does(story: Story, editor: User) -> None:
    with touched() as keys:
        test = actions.begin_headlines(story, editor, [f" {OTHER} ", THIRD, ""], 6)
    assert keys == {f"headlines:{story.pk}"}
    with recording() as recorded:
        found = shown(story)
    assert (found.headline, found.tried) == (OWN, TriedCopy(0, (OTHER, THIRD)))
    assert (recorded.valid_until, f"headlines:{story.pk}" in recorded.keys) == (NOON + timedelta(hours=6), True)
    page = copy.story(story.pk)
    assert page is not None
    assert (page.headline, [one.tried for one in copy.rail().latest]) == (OWN, [None])
    with clock.at(test.until):
        assert shown(story).tried is None


def test_a_front_costs_one_query_more_than_before_however_many_tests_run(editor: User) -> None:
    stories = make_stories(4)
    counts = []
    for number in range(3):
        with CaptureQueriesContext(connection) as sent:
            copy.front()
        asked = [one["sql"] for one in sent.captured_queries if "desk_headlinetest" in one["sql"]]
        counts.append((len(sent), len(asked)))
        actions.begin_headlines(stories[number], editor, [OTHER], 6)
    assert counts == [(counts[0][0], 1)] * 3


def test_other_words_of_editors_on_a_front_stand(story: Story, editor: User) -> None:
    actions.begin_headlines(story, editor, [OTHER], 6)
    pin = fronts.Pin(story.pk, 1, headline="সেতু নিয়ে বড় খবর")
    actions.publish_front("", None, wanted=fronts.usual("").with_pins({"lead": [pin]}))
    found = shown(story)
    assert (found.headline, found.tried) == ("সেতু নিয়ে বড় খবর", None)


@pytest.mark.parametrize(
    ("others", "hours", "why"),
    [
        ([], 6, "একটি বা দুটি"),
        (["ক", "খ", "গ"], 6, "একটি বা দুটি"),
        ([OWN], 6, "আলাদা হতে হবে"),
        ([OTHER, OTHER], 6, "আলাদা হতে হবে"),
        (["ক" * 251], 6, "ছোট করুন"),
        ([OTHER], 0, "৭২|72"),
        ([OTHER], 73, "৭২|72"),
    ],
)
def test_what_makes_no_test(story: Story, editor: User, others: list[str], hours: int, why: str) -> None:
    with pytest.raises(Refused, match=why):
        actions.begin_headlines(story, editor, others, hours)
    assert not HeadlineTest.objects.exists()


def test_not_everybody_may(story: Story) -> None:
    with pytest.raises(Refused):
        actions.begin_headlines(story, make_user(group="sub_editor"), [OTHER], 6)
    front_editor = make_user(group="front_editor")
    with pytest.raises(Refused):  # the winner would be published in his name
        actions.begin_headlines(story, front_editor, [OTHER], 6, takes=True)
    test = actions.begin_headlines(story, front_editor, [OTHER], 6)
    with pytest.raises(Refused):
        actions.take_headline(test, front_editor, 1)
    actions.end_headlines(test, front_editor)
    with pytest.raises(NothingToDo):
        actions.end_headlines(test, front_editor)


def test_drafts_and_killed_stories_have_none_and_a_second_one_waits(story: Story, editor: User) -> None:
    with pytest.raises(NotPublished):
        actions.begin_headlines(make_story(published=False), editor, [OTHER], 6)
    actions.begin_headlines(story, editor, [OTHER], 6)
    with pytest.raises(Refused, match="যাচাই চলছে"):
        actions.begin_headlines(story, editor, [THIRD], 6)
    actions.kill(story, None)
    with pytest.raises(Killed):
        actions.begin_headlines(story, editor, [OTHER], 6)


def test_without_the_readers_database_none_begins(story: Story, editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: object) -> None:
        raise DatabaseError("no such server")

    monkeypatch.setattr("harkara.readings.counting.forget", refuses)
    with pytest.raises(Refused, match="সাড়া দিচ্ছে না"):
        actions.begin_headlines(story, editor, [OTHER], 6)


ENDS: dict[str, Any] = {
    "killed": lambda story, user: actions.kill(story, None),
    "withdrawn": lambda story, user: actions.unpublish(story, user),
    "corrected": lambda story, user: actions.correct(story, "টোল বেড়েছে ১০ টাকা", user),
    "changed": lambda story, user: actions.edit(story, user, headline="টোল বাড়ল ১০ টাকা"),
    "redacted": lambda story, user: actions.redact(story, "চালকেরা", user, reason="শিশু"),
}


@pytest.mark.parametrize("because", ENDS)
def test_it_ends_with_what_becomes_of_its_story(story: Story, editor: User, because: str) -> None:
    test = actions.begin_headlines(story, editor, [OTHER, THIRD], 6)
    opened(test, 5, 7, 2)
    with touched() as keys:
        ENDS[because](story, editor)
    ended = now(test)
    assert (ended.ended, ended.counts, f"headlines:{story.pk}" in keys) == (because, [5, 7, 2], True)
    assert acts_of(story)[:2] == ["desk.begin_headlines", "desk.end_headlines"]
    if Story.objects.get(pk=story.pk).live:
        assert shown(story).tried is None
    assert actions.weigh_headlines() == 0


def test_an_edit_that_leaves_the_headline_ends_nothing(story: Story, editor: User) -> None:
    test = actions.begin_headlines(story, editor, [OTHER], 6)
    actions.edit(story, editor, summary="সংক্ষেপে")
    assert now(test).ended_at is None


def test_a_redaction_reaches_the_words_of_earlier_tests(story: Story, editor: User) -> None:
    test = actions.begin_headlines(story, editor, [OTHER, THIRD], 6)
    actions.redact(story, "চালকেরা", editor, reason="শিশু", instead="তাঁরা")
    assert now(test).others == [OTHER, "টোল বাড়ায় ক্ষুব্ধ তাঁরা"]


def test_the_rule_proposes_and_the_desk_takes_it(story: Story, editor: User) -> None:
    test = actions.begin_headlines(story, editor, [OTHER], 6)
    opened(test, 20, 60)
    assert actions.weigh_headlines() == 0  # too few yet
    opened(test, 10, 40)
    assert actions.weigh_headlines() == 1
    assert (now(test).found, now(test).found_at, now(test).ended_at) == (1, NOON, None)
    assert (actions.weigh_headlines(), shown(story).tried is not None) == (0, True)
    with touched() as keys:
        actions.take_headline(test, editor, 1)
    story.refresh_from_db()
    assert (story.headline, story.slug, now(test).ended, now(test).counts) == (OTHER, story.slug, "won", [30, 100])
    assert {f"headlines:{story.pk}", f"teaser:{story.pk}", f"mention:{story.pk}"} <= keys
    assert (shown(story).headline, shown(story).tried) == (OTHER, None)
    assert acts_of(story) == [
        *("desk.begin_headlines", "desk.find_headline", "desk.end_headlines", "desk.take_headline"),
    ]
    with pytest.raises(NothingToDo):
        actions.take_headline(test, editor, 1)


def test_what_was_found_stays_found_when_the_numbers_turn(story: Story, editor: User) -> None:
    """The odds are those of the first time that the bound is crossed."""
    test = actions.begin_headlines(story, editor, [OTHER], 6)
    opened(test, 30, 100)
    actions.weigh_headlines()
    opened(test, 100, 0)
    actions.weigh_headlines()
    assert now(test).found == 1


def test_the_house_takes_what_the_rule_finds_where_that_was_asked_for(story: Story, editor: User) -> None:
    test = actions.begin_headlines(story, editor, [OTHER, THIRD], 6, takes=True)
    opened(test, 30, 20, 200)
    assert due.publish_due() == 1
    story.refresh_from_db()
    assert (story.headline, now(test).ended, now(test).made_id) == (THIRD, "won", story.live_revision_id)
    assert due.publish_due() == 0


def test_the_storys_own_headline_may_win_too(story: Story, editor: User) -> None:
    test = actions.begin_headlines(story, editor, [OTHER], 6, takes=True)
    opened(test, 100, 30)
    with touched() as keys:
        assert actions.weigh_headlines() == 1
    assert (now(test).ended, now(test).found, keys) == ("won", 0, {f"headlines:{story.pk}"})
    story.refresh_from_db()
    assert story.headline == OWN


def test_nobodys_hand_is_passed_over(story: Story, editor: User) -> None:
    """Somebody has newer words: the house waits, says why, and takes the headline when they are out."""
    test = actions.begin_headlines(story, editor, [OTHER], 6, takes=True)
    story.refresh_from_db()
    story.summary = "নতুন"
    story.save_revision(user=editor, clean=False)
    opened(test, 30, 100)
    assert (actions.weigh_headlines(), actions.weigh_headlines()) == (1, 0)
    assert "প্রকাশ" in now(test).hindered
    actions.publish(Story.objects.get(pk=story.pk), editor)
    assert actions.weigh_headlines() == 1
    story.refresh_from_db()
    assert (story.headline, story.summary) == (OTHER, "নতুন")


def test_its_term_ends_it_and_keeps_what_was_counted(story: Story, editor: User) -> None:
    test = actions.begin_headlines(story, editor, [OTHER], 6)
    opened(test, 30, 40)
    with clock.at(test.until), touched() as keys:
        assert due.publish_due() == 1
        assert due.publish_due() == 0
    assert (now(test).ended, now(test).found, now(test).counts) == ("term", None, [30, 40])
    assert keys == {f"headlines:{story.pk}"}


def test_a_headline_may_be_taken_after_the_term(story: Story, editor: User) -> None:
    test = actions.begin_headlines(story, editor, [OTHER], 6)
    with clock.at(test.until):
        actions.weigh_headlines()
        actions.take_headline(test, editor, 1)
    story.refresh_from_db()
    assert (story.headline, now(test).ended) == (OTHER, "term")


def test_what_was_taken_is_given_back_and_only_where_nobody_wrote_since(story: Story, editor: User) -> None:
    test = actions.begin_headlines(story, editor, [OTHER], 6)
    actions.take_headline(test, editor, 1)
    actions.give_back_headline(test, editor)
    story.refresh_from_db()
    assert (story.headline, now(test).made_id) == (OWN, None)
    actions.take_headline(test, editor, 1)
    actions.edit(Story.objects.get(pk=story.pk), editor, summary="এর মধ্যে")
    with pytest.raises(Refused, match="পরে আরও লেখা"):
        actions.give_back_headline(test, editor)


def test_a_test_that_was_ended_by_mistake_runs_on(story: Story, editor: User) -> None:
    test = actions.begin_headlines(story, editor, [OTHER], 6)
    opened(test, 3, 4)
    actions.end_headlines(test, editor)
    with touched() as keys:
        actions.give_back_headline(test, editor)
    assert (now(test).ended, keys, shown(story).tried) == ("", {f"headlines:{story.pk}"}, TriedCopy(0, (OTHER,)))
    opened(test, 1, 1)
    actions.end_headlines(test, editor)
    assert now(test).counts == [4, 5]
    with clock.at(test.until), pytest.raises(NothingToDo):
        actions.give_back_headline(test, editor)
    actions.begin_headlines(story, editor, [THIRD], 6)
    with pytest.raises(Refused, match="নতুন করে"):
        actions.give_back_headline(test, editor)


def test_the_next_test_of_a_story_counts_from_nothing(story: Story, editor: User) -> None:
    for number in range(11):
        test = actions.begin_headlines(story, editor, [OTHER], 6)
        assert (test.number, test.turn) == (number, number % 10)
        assert actions.end_headlines(test, editor).counts == [0, 0]
        opened(test, 9, 9)  # from a page that was left open


def test_where_the_readers_database_is_away_terms_end_all_the_same(
    story: Story, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    test = actions.begin_headlines(story, editor, [OTHER], 6)

    def refuses(*_: object) -> None:
        raise DatabaseError("no such server")

    monkeypatch.setattr("harkara.readings.numbers.headlines", refuses)
    assert actions.weigh_headlines() == 0
    with clock.at(test.until):
        assert actions.weigh_headlines() == 1
    assert (now(test).ended, now(test).counts) == ("term", [])


@pytest.mark.parametrize("count", [1, 3])
def test_looking_costs_a_query_of_each_database_and_none_of_readers_where_none_runs(editor: User, count: int) -> None:
    with CaptureQueriesContext(connections[READERS]) as there, CaptureQueriesContext(connection) as here:
        actions.weigh_headlines()
    assert (len(there), len(here)) == (0, 1)
    for story in make_stories(count):
        actions.begin_headlines(story, editor, [OTHER], 6)
    with CaptureQueriesContext(connections[READERS]) as there, CaptureQueriesContext(connection) as here:
        actions.weigh_headlines()
    assert (len(there), len(here)) == (1, 1)
