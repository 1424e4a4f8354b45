"""The bar of the front page: who may put a story there, how it leaves, and what that touches."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from harkara.desk import actions, clock, copy
from harkara.desk.copy.fronts import banners
from harkara.desk.errors import NothingToDo, NotPublished, Refused
from harkara.desk.models import Banner
from harkara.layout.copy import BannerCopy, MarkCopy
from harkara.rack.keys import recording
from tests.desk.factories import NOON, make_story, make_user
from tests.desk.touching import touched

pytestmark = pytest.mark.django_db


def standing() -> list[tuple[str, str]]:
    return [(one.kind, one.headline) for one in copy.front().banners]


def test_breaking_news_stands_before_live_coverage_and_both_leave_by_themselves() -> None:
    user, flood, vote = make_user(), make_story(headline="বন্যা"), make_story(headline="ভোট")
    with clock.at(NOON):
        actions.raise_banner(flood, user, "breaking", 1)
        with touched() as keys:
            actions.raise_banner(vote, user, "live", 6)
        assert keys == {"banners", f"banner:{vote.pk}:marked"}
        with recording() as recorded:
            found = copy.front().banners
    assert found == (BannerCopy("breaking", "বন্যা", flood.href), BannerCopy("live", "ভোট", vote.href))
    assert recorded.valid_until == NOON + timedelta(hours=1)
    assert {"banners", f"mention:{flood.pk}", f"mention:{vote.pk}"} <= recorded.keys
    with clock.at(NOON + timedelta(hours=2)):
        assert standing() == [("live", "ভোট")]
    with clock.at(NOON + timedelta(hours=6)):
        assert standing() == []


def test_a_fourth_one_takes_the_place_of_the_first_and_the_same_one_begins_anew() -> None:
    user, stories = make_user(), [make_story(headline=f"খবর {number}") for number in range(4)]
    for minute, story in enumerate(stories):
        with clock.at(NOON + timedelta(minutes=minute)):
            actions.raise_banner(story, user, "breaking", 3)
    with clock.at(NOON + timedelta(minutes=9)):
        assert standing() == [("breaking", f"খবর {number}") for number in (3, 2, 1)]
        actions.raise_banner(stories[1], user, "live", 3)
        assert standing() == [("breaking", "খবর 3"), ("breaking", "খবর 2"), ("live", "খবর 1")]
    with clock.at(NOON + timedelta(days=1)):
        actions.raise_banner(stories[0], user, "live", 1)
    assert Banner.objects.count() == 1


def test_a_story_that_leaves_the_paper_leaves_the_bar_and_a_new_headline_stands_there_at_once() -> None:
    user, story = make_user(), make_story(headline="বন্যা")
    actions.raise_banner(story, user, "breaking", 3)
    actions.edit(story, user, headline="বন্যা নামছে")
    assert standing() == [("breaking", "বন্যা নামছে")]
    story.refresh_from_db()
    with touched() as keys:
        actions.unpublish(story, user)
    assert f"mention:{story.pk}" in keys
    assert standing() == []


def test_a_story_in_the_bar_carries_its_mark_on_its_own_page_and_on_the_front() -> None:
    user, flood, other = make_user(), make_story(headline="বন্যা"), make_story(headline="ভোট")
    with clock.at(NOON):
        actions.raise_banner(flood, user, "live", 2)
        with recording() as recorded:
            found = copy.story(flood.pk)
        assert found is not None
        assert found.mark == MarkCopy("live", NOON + timedelta(hours=2))
        assert (recorded.valid_until, f"banner:{flood.pk}:marked" in recorded.keys) == (NOON + timedelta(hours=2), True)
        bare = copy.story(other.pk)
        assert bare is not None
        assert bare.mark is None
        front = copy.front()
        shown = [front.lead, *front.secondary, *front.latest]
        assert {one.id: one.mark for one in shown if one} == {flood.pk: "live", other.pk: ""}
    with clock.at(NOON + timedelta(hours=2)):
        late = copy.story(flood.pk)
        assert late is not None
        assert late.mark is None


def test_a_story_in_the_bar_carries_its_mark_in_the_rail_while_it_stands_there() -> None:
    user, flood, other = make_user(), make_story(headline="বন্যা"), make_story(headline="ভোট")

    def marks() -> dict[int, str]:
        return {one.id: one.mark for one in copy.rail().latest}

    with clock.at(NOON):
        actions.raise_banner(flood, user, "live", 2)
        with recording() as recorded:
            assert marks() == {flood.pk: "live", other.pk: ""}
        assert (recorded.valid_until, "banners" in recorded.keys) == (NOON + timedelta(hours=2), True)
    with clock.at(NOON + timedelta(hours=2)):
        assert marks() == {flood.pk: "", other.pk: ""}


def test_a_story_is_read_in_as_many_queries_with_a_mark_as_without() -> None:
    user, stories = make_user(), [make_story() for _number in range(3)]
    counts = []
    for story in stories[:2]:
        with CaptureQueriesContext(connection) as captured:
            assert len(copy.story_lot([one.pk for one in stories])) == 3
        counts.append(len(captured))
        actions.raise_banner(story, user, "live", 2)
    assert counts[0] == counts[1]


def test_it_is_taken_down_and_the_log_says_both() -> None:
    user, story = make_user(), make_story()
    actions.raise_banner(story, user, "live", 3)
    with touched() as keys:
        actions.lower_banner(story, user)
    assert (keys, standing()) == ({"banners", f"banner:{story.pk}:marked"}, [])
    with pytest.raises(NothingToDo, match="শীর্ষ পট্টিতে নেই"):
        actions.lower_banner(story, user)
    said = ModelLogEntry.objects.filter(object_id=str(story.pk), action__contains="banner").order_by("pk")
    assert [entry.action for entry in said] == ["desk.raise_banner", "desk.lower_banner"]


def test_not_everybody_may_and_drafts_stay_out() -> None:
    reporter, editor = make_user(group="reporter"), make_user()
    with pytest.raises(Refused):
        actions.raise_banner(make_story(), reporter, "breaking", 3)
    with pytest.raises(NotPublished, match="আগে প্রকাশ করুন"):
        actions.raise_banner(make_story(published=False), editor, "breaking", 3)
    with pytest.raises(Refused, match="শীর্ষ পট্টিতে খবর থাকে"):
        actions.raise_banner(make_story(), editor, "breaking", 25)


def test_what_is_published_at_once_may_stand_there(client: Client) -> None:
    story = make_story(published=False, headline="ভূমিকম্প")
    client.force_login(make_user())
    answer = client.post(f"/desk/board/{story.pk}/urgent/", {"note": "ভূমিকম্প", "breaking": "on"})
    assert (answer.status_code, standing()) == (302, [("breaking", "ভূমিকম্প")])


def test_the_screen_puts_a_story_there_and_takes_it_out(client: Client) -> None:
    story = make_story(headline="ভোট")
    client.force_login(make_user())
    address = f"/desk/acts/{story.pk}/banner/"
    assert client.post(address, {"kind": "live", "hours": "6"}).status_code == 302
    assert standing() == [("live", "ভোট")]
    assert "প্রচ্ছদের শীর্ষ পট্টি" in client.get(f"/desk/stories/edit/{story.pk}/").content.decode()
    assert client.post(address, {"kind": "none", "hours": "1"}).status_code == 302
    assert standing() == []
    assert "শীর্ষ পট্টিতে নেই" in client.post(address, {"kind": "none", "hours": "1"}).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_bar_costs_two_queries_which_are_not_joined(count: int) -> None:
    user = make_user()
    for story in [make_story() for _number in range(count)]:
        actions.raise_banner(story, user, "live", 3)
    with CaptureQueriesContext(connection) as captured:
        assert len(banners()) == count
    assert len(captured) == 2
