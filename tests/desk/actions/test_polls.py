"""Polls: asked by who may publish, closed at a full hour; other words begin the count anew."""

from datetime import timedelta

import pytest
from django.test import Client

from harkara.desk import actions, clock, copy
from harkara.desk.errors import Killed, NothingToDo, NotPublished, Refused
from harkara.desk.models import Poll, Story
from harkara.readings import counting, votes
from harkara.readings.spool import Sum
from tests.desk.factories import NOON, make_story, make_user
from tests.desk.touching import touched

pytestmark = pytest.mark.django_db(databases=["default", "readers"])


@pytest.fixture
def story() -> Story:
    return make_story(headline="সেতু")


def ask(story: Story, question: str = "কোনটি আগে?", options: tuple[str, ...] = ("সেতু", "বাঁধ"), hours: int = 24) -> Poll:
    return actions.ask_poll(story, None, question, options, hours)


def cast(story: Story, *what: str, at: float | None = None) -> None:
    counting.add(Sum(int(at or clock.now().timestamp()), story.pk, one, 1) for one in what)


def result(story: Story) -> tuple[int, ...]:
    poll = copy.poll(story.pk)
    assert poll is not None
    return votes.counted(story.pk, poll.turn, len(poll.options), poll.closes_at)


def test_it_is_asked_until_a_full_hour_and_touches_its_story(story: Story) -> None:
    with clock.at(NOON + timedelta(minutes=20)), touched() as keys:
        poll = ask(story, " কোনটি  আগে? ", ("সেতু", "", "বাঁধ", "সেতু"), 3)
    assert (poll.question, poll.options, poll.closes_at) == ("কোনটি আগে?", ["সেতু", "বাঁধ"], NOON + timedelta(hours=4))
    assert {f"story:{story.pk}", f"poll:{story.pk}"} <= keys


def test_votes_are_added_up_and_those_that_come_after_it_closed_do_not_count(story: Story) -> None:
    with clock.at(NOON):
        ask(story, hours=1)
        cast(story, "v00", "v01", "v01", "v09")
        cast(story, "v01", at=(NOON + timedelta(hours=1)).timestamp())
        assert result(story) == (1, 2)
        cast(story, "v00")
        assert result(story) == (2, 2)


def test_other_words_begin_the_count_anew_and_another_end_does_not(story: Story) -> None:
    with clock.at(NOON):
        ask(story)
        cast(story, "v00")
        ask(story, hours=72)
        assert result(story) == (1, 0)
        assert ask(story, options=("সেতু", "বাঁধ", "স্কুল")).turn == 1
        assert result(story) == (0, 0, 0)
        cast(story, "v00", "v12")
        assert result(story) == (0, 0, 1)


@pytest.mark.parametrize(
    ("question", "options", "hours"),
    [
        ("", ("ক", "খ"), 3),
        ("ক?", ("ক",), 3),
        ("ক?", tuple("কখগঘঙচছজঝ"), 3),
        ("ক?", ("ক" * 81, "খ"), 3),
        ("ক?", ("ক", "খ"), 0),
    ],
)
def test_what_is_no_poll_is_refused(story: Story, question: str, options: tuple[str, ...], hours: int) -> None:
    with pytest.raises(Refused):
        ask(story, question, options, hours)


def test_who_may_publish_asks_and_only_where_readers_see_it(story: Story) -> None:
    with pytest.raises(Refused):
        actions.ask_poll(story, make_user(group="reporter"), "ক?", ("ক", "খ"), 3)
    with pytest.raises(NotPublished):
        ask(make_story(published=False))
    actions.kill(story, None)
    with pytest.raises(Killed):
        ask(story)


def test_it_is_closed_with_the_hour_or_taken_away(story: Story) -> None:
    with clock.at(NOON + timedelta(minutes=5)):
        ask(story)
        actions.end_poll(story, None)
        assert Poll.objects.get().closes_at == NOON + timedelta(hours=1)
        with pytest.raises(NothingToDo):
            actions.end_poll(story, None)
        actions.end_poll(story, None, take_away=True)
    assert copy.poll(story.pk) is None


def test_the_screen_asks_shows_the_votes_and_ends_it(client: Client, story: Story) -> None:
    client.force_login(make_user())
    address = f"/desk/acts/{story.pk}/poll/"
    assert address in client.get(f"/desk/stories/edit/{story.pk}/").content.decode()
    said = {"question": "কোনটি আগে?", "options": "সেতু\nবাঁধ", "hours": "24"}
    assert client.post(address, said).status_code == 302
    cast(story, "v01", "v01", "v00", "v01")
    page = client.get(address).content.decode()
    assert ("<td>৩</td><td>৭৫%</td>" in page, "এই ঘণ্টা শেষে বন্ধ" in page) == (True, True)
    assert client.post(address, {"act": "close"}).status_code == 302
    assert client.post(address, {"act": "drop"}).status_code == 302
    assert not Poll.objects.exists()
