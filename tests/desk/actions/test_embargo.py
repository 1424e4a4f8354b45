"""An embargo holds everybody up until it ends, or until somebody says why not."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from harkara.desk import actions, clock, errors
from harkara.desk.due import publish_due
from harkara.desk.models import Story
from tests.desk.factories import NOON, make_story, make_user

pytestmark = pytest.mark.django_db

END = NOON + timedelta(days=1)


def embargoed(reason: str = "") -> Story:
    return make_story(published=False, embargo_until=END, embargo_reason=reason)


@pytest.mark.parametrize("group", ["editor", "admin", None])
def test_nobody_publishes_before_it_ends(group: str | None) -> None:
    story, user = embargoed(), make_user(group=group) if group else None
    with clock.at(NOON), pytest.raises(errors.Refused, match="আগামীকাল রবিবার, ২৯ নভেম্বর, দুপুর ১২টায়"):
        actions.publish(story, user)
    with clock.at(NOON), pytest.raises(errors.Refused):
        actions.schedule(story, END - timedelta(minutes=1), user)
    assert Story.objects.get(pk=story.pk).live is False


def test_it_goes_out_when_it_ends() -> None:
    story = embargoed()
    with clock.at(NOON):
        actions.schedule(story, END, make_user())
    assert (publish_due(END - timedelta(seconds=1)), publish_due(END)) == (0, 1)
    assert Story.objects.get(pk=story.pk).live is True


def test_who_says_why_publishes_sooner_and_the_history_keeps_it() -> None:
    story = embargoed("অন্য পত্রিকা আগেই ছেপেছে")
    with clock.at(NOON):
        assert actions.publish(story, make_user()).live is True
    entry = ModelLogEntry.objects.get(object_id=str(story.pk), action="desk.embargo.broken")
    assert entry.data["reason"] == "অন্য পত্রিকা আগেই ছেপেছে"
    assert datetime.fromisoformat(entry.data["until"]) == END


def test_a_past_time_is_refused_in_words() -> None:
    story = make_story(published=False)
    with clock.at(NOON), pytest.raises(errors.Refused, match="আজ শনিবার, ২৮ নভেম্বর, সকাল ১১টায় পেরিয়ে গেছে"):
        actions.schedule(story, NOON - timedelta(hours=1), None)


def test_times_are_said_while_they_are_typed(client: Client) -> None:
    client.force_login(make_user("rina"))
    with clock.at(NOON):
        said = [
            client.get("/desk/acts/when/", {"at": at}).json()
            for at in ("2026-11-29 06:00", "2026-11-27 06:00", "কাল", "")
        ]
    assert said[0] == {"words": "আগামীকাল রবিবার, ২৯ নভেম্বর, সকাল ৬টায়", "ok": True}
    assert (said[1]["ok"], "পেরিয়ে গেছে" in said[1]["words"], said[2]["ok"], said[3]["words"]) == (
        False,
        True,
        False,
        "",
    )
