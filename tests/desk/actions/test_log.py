"""Every act is written down, with who did it."""

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import ModelLogEntry

from harkara.desk import actions, clock
from harkara.desk.actions.join import Newcomer
from harkara.desk.actions.staffing import Office
from harkara.desk.fronts import usual
from harkara.desk.models import Story
from harkara.people.models import User
from tests.desk.factories import NOON, make_clipping, make_picture, make_section, make_story, make_user
from tests.people.test_factors import NOON as SECONDS
from tests.people.test_factors import with_app

pytestmark = pytest.mark.django_db

REPORTER = Office(frozenset({"reporter"}))
LATER = NOON.replace(hour=20)


def asked_to_be_killed() -> Story:
    story = make_story()
    actions.ask_kill(story, make_user(), "ভুল খবর")
    return story


ACTS: dict[str, tuple[str, Callable[[User], Any]]] = {
    "appoint": ("desk.appoint", lambda by: actions.appoint(make_user(group="sub_editor"), REPORTER, by)),
    "change_picture": ("wagtail.publish", lambda by: actions.change_picture(make_story(), make_picture(), by)),
    "correct": ("desk.correct", lambda by: actions.correct(make_story(), "সংখ্যাটি ১১।", by)),
    "describe_picture": (
        "desk.describe_picture",
        lambda by: actions.describe_picture(make_picture(), by, caption="নতুন"),
    ),
    "discard": ("desk.discard", lambda by: actions.discard(make_clipping(), by)),
    "dismiss": ("desk.dismiss", lambda by: actions.dismiss(make_user(group="reporter"), by)),
    "draft_from": ("desk.draft_from", lambda by: actions.draft_from(make_clipping(), by)),
    "edit": ("wagtail.publish", lambda by: actions.edit(make_story(), by, headline="অন্য শিরোনাম")),
    "forget_factors": ("desk.forget_factors", lambda by: actions.forget_factors(with_app()[0], by)),
    "invite": ("desk.invite", lambda by: actions.invite("রিনা", REPORTER, by)),
    "kill": ("desk.kill", lambda by: actions.kill(asked_to_be_killed(), by)),
    "move": ("wagtail.publish", lambda by: actions.move(make_story(), make_section("sports"), by)),
    "paste": ("desk.paste", lambda by: actions.paste("নদীর পানি বাড়ছে।", by)),
    "publish": ("wagtail.publish", lambda by: actions.publish(make_story(published=False), by)),
    "recall": ("desk.recall", lambda by: actions.recall(make_user(group="reporter", is_active=False), by)),
    "redact": ("desk.redact", lambda by: actions.redact(make_story(headline="নদীর খবর"), "নদীর", by, reason="ক")),
    "schedule": (
        "wagtail.publish.schedule",
        lambda by: actions.schedule(make_story(published=False), LATER, by),
    ),
    "publish_front": ("desk.set_front", lambda by: actions.publish_front("", by, wanted=usual(""))),
    "schedule_front": ("desk.schedule_front", lambda by: actions.schedule_front("", None, by)),
    "set_front": ("desk.set_front", lambda by: actions.set_front({1: make_story()}, user=by)),
    "set_lead": ("desk.set_front", lambda by: actions.set_lead(make_story(), user=by)),
    "throw_away": ("desk.throw_away", lambda by: actions.throw_away(make_story(published=False), by)),
    "unpublish": ("wagtail.unpublish", lambda by: actions.unpublish(make_story(), by)),
    "withdraw": (
        "desk.withdraw_invitation",
        lambda by: actions.withdraw(actions.invite("রিনা", REPORTER, None), by),
    ),
}
"""Verbs of the desk that a person calls, and how the log calls them."""


@pytest.mark.parametrize("verb", ACTS)
def test_an_act_is_written_down_with_its_person(verb: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time", lambda: float(SECONDS))
    action, act = ACTS[verb]
    by = make_user("chief", is_superuser=True)
    with clock.at(NOON):
        act(by)
    assert list(ModelLogEntry.objects.filter(user=by).values_list("action", flat=True)) == [action]


def test_who_joins_is_written_down() -> None:
    user = actions.join(actions.invite("রিনা", REPORTER, None), Newcomer("rina", "রিনা", "ঢাকা মেঘনা পদ্মা"))
    assert ModelLogEntry.objects.get(user=user).action == "desk.join"


def test_what_is_redacted_does_not_stand_in_the_log() -> None:
    story = make_story(headline="নদীর খবর")
    actions.redact(story, "নদীর", make_user(), reason="নদীর কথা")
    assert [entry for entry in ModelLogEntry.objects.all() if "নদীর" in f"{entry.label}{entry.data}"] == []
