"""A kill takes two people: asked, confirmed, refused, lapsed."""

from datetime import timedelta

import pytest
from wagtail.models import ModelLogEntry

from harkara.desk import actions, clock, copy, errors
from harkara.desk.due import Diary, next_at
from harkara.desk.models import AskedKill, Notice, Paper, Story
from harkara.desk.models.asked import LAPSES
from harkara.people.models import User
from tests.desk.factories import NOON, make_paper, make_story, make_user
from tests.desk.touching import touched

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> Story:
    """A published story of which rina asked at noon that it be killed."""
    story = make_story(at=NOON - timedelta(hours=3))
    with clock.at(NOON):
        actions.ask_kill(story, make_user("rina"), " ভুল লোকের ছবি ", "ছবিটি ভুল ছিল")
    return story


def told(story: Story) -> list[str]:
    found = ModelLogEntry.objects.filter(object_id=str(story.pk), action__startswith="desk.")
    return list(found.order_by("pk").values_list("action", flat=True))


def user(name: str) -> User:
    return User.objects.get(username=name)


def test_asking_changes_nothing_for_readers() -> None:
    story = make_story(at=NOON)
    with touched() as keys:
        found = actions.ask_kill(story, make_user("rina"), "ভুল খবর")
    assert (keys, found.reason, Story.objects.get(pk=story.pk).live) == (set(), "ভুল খবর", True)


def test_who_may_kill_is_told_and_who_asked_learns_the_answer(asked: Story) -> None:
    rina = user("rina")
    with clock.at(NOON + timedelta(minutes=5)):
        actions.refuse_kill(asked, make_user("karim"))
        actions.ask_kill(asked, rina, "আবার চাই")
    Diary().keep(NOON + timedelta(minutes=5) + LAPSES)
    told_to = [(row.user.username, row.kind, row.note) for row in Notice.objects.order_by("pk")]
    assert told_to == [
        ("rina", "kill_refused", "ভুল লোকের ছবি"),
        ("karim", "kill_asked", "আবার চাই"),
        ("rina", "kill_lapsed", "আবার চাই"),
    ]


def test_asking_may_take_the_story_off_meanwhile() -> None:
    story = make_story(at=NOON)
    actions.ask_kill(story, make_user("rina"), "ভুল খবর", off_now=True)
    assert (copy.standing(story.pk).kind, told(story)) == ("absent", ["desk.kill.asked", "desk.unpublish"])


def test_the_second_person_kills(asked: Story) -> None:
    with clock.at(NOON + timedelta(minutes=5)):
        killed = actions.kill(asked, make_user("karim"))
    assert (killed.live, killed.kill_note, AskedKill.objects.count()) == (False, "ছবিটি ভুল ছিল", 0)
    entry = ModelLogEntry.objects.get(object_id=str(asked.pk), action="desk.kill")
    assert entry.data == {"reason": "ভুল লোকের ছবি", "note": "ছবিটি ভুল ছিল", "asked_by": user("rina").pk}


def test_nobody_confirms_what_they_asked_themselves(asked: Story) -> None:
    with clock.at(NOON + timedelta(minutes=5)), pytest.raises(errors.Refused, match="আপনি নিজেই"):
        actions.kill(asked, user("rina"))
    assert Story.objects.get(pk=asked.pk).live


def test_nobody_kills_what_nobody_asked() -> None:
    with pytest.raises(errors.Refused, match="দুজন লাগে"):
        actions.kill(make_story(), make_user())


def test_who_may_not_kill_neither_asks_nor_confirms(asked: Story) -> None:
    tom = make_user("tom", group="sub_editor")
    with clock.at(NOON + timedelta(minutes=5)):
        for act in (
            lambda: actions.ask_kill(make_story(), tom, "ভুল"),
            lambda: actions.kill(asked, tom),
            lambda: actions.refuse_kill(asked, tom),
        ):
            with pytest.raises(errors.Refused):
                act()
    assert AskedKill.objects.count() == 1


@pytest.mark.parametrize("name", ["rina", "karim"])
def test_it_is_taken_back_or_refused(asked: Story, name: str) -> None:
    with clock.at(NOON + timedelta(minutes=5)):
        actions.refuse_kill(asked, user("rina") if name == "rina" else make_user(name))
    assert (AskedKill.objects.count(), told(asked)) == (0, ["desk.kill.asked", "desk.kill.refused"])
    with pytest.raises(errors.NothingToDo):
        actions.refuse_kill(asked, user("rina"))


def test_asking_twice_or_without_a_reason_is_refused(asked: Story) -> None:
    with clock.at(NOON + timedelta(minutes=5)):
        with pytest.raises(errors.Refused, match="ভুল লোকের ছবি"):
            actions.ask_kill(asked, make_user(), "আবার")
        with pytest.raises(errors.Refused, match="কেন"):
            actions.ask_kill(make_story(), user("rina"), "  ")


def test_what_nobody_confirms_lapses(asked: Story) -> None:
    assert next_at() == NOON + LAPSES
    assert (Diary().keep(NOON + LAPSES - timedelta(seconds=1)), told(asked)) == (0, ["desk.kill.asked"])
    Diary().keep(NOON + LAPSES)
    assert told(asked) == ["desk.kill.asked", "desk.kill.lapsed"]
    assert (AskedKill.objects.get().lapsed_at, next_at()) == (NOON + LAPSES, None)
    with clock.at(NOON + LAPSES), pytest.raises(errors.Refused, match="দুজন লাগে"):
        actions.kill(asked, make_user())
    with clock.at(NOON + LAPSES):
        actions.ask_kill(asked, make_user("karim"), "এবার নিশ্চিত")
        actions.kill(asked, user("rina"))
    assert Story.objects.get(pk=asked.pk).killed_at == NOON + LAPSES


def test_what_should_have_lapsed_is_not_confirmed_while_the_clock_stands(asked: Story) -> None:
    with clock.at(NOON + LAPSES), pytest.raises(errors.Refused):
        actions.kill(asked, make_user())


def test_a_paper_with_one_editor_lets_one_kill() -> None:
    make_paper()
    rina, chief = make_user("rina"), make_user("chief", group="admin")
    with pytest.raises(errors.Refused, match="প্রশাসক"):
        actions.let_one_kill(rina, True)
    actions.let_one_kill(chief, True)
    assert ModelLogEntry.objects.get(action="desk.kill.alone").data == {"allowed": True}
    assert actions.kill(make_story(), rina, reason="ভুল").killed_at is not None
    actions.let_one_kill(chief, False)
    assert Paper.load().one_may_kill is False


def test_the_reason_for_taking_a_story_off_is_kept() -> None:
    story = make_story(at=NOON)
    actions.unpublish(story, make_user(), " তথ্য যাচাই চলছে ")
    entry = ModelLogEntry.objects.get(object_id=str(story.pk), action="desk.unpublish")
    assert (entry.data, entry.message) == ({"reason": "তথ্য যাচাই চলছে"}, "ছাপা থেকে তুলে নেওয়া হয়েছে: তথ্য যাচাই চলছে")
