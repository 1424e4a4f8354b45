"""The screens of a kill, for who asks and for the second person."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from harkara.desk import actions, clock
from harkara.desk.actions.ask_kill import lapse_kills
from harkara.desk.models import AskedKill, Story
from harkara.desk.models.asked import LAPSES
from harkara.desk.screens.kills import waiting_panel
from tests.desk.factories import make_paper, make_section, make_story, make_user

pytestmark = pytest.mark.django_db


def at_desk(name: str, group: str = "desk_editor") -> Client:
    client = Client()
    client.force_login(make_user(name, group=group, first_name=name))
    return client


def said(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return str(answer.content.decode())


def test_one_asks_and_another_confirms() -> None:
    story, rina, karim = make_story(headline="ভুল খবরটি"), at_desk("rina"), at_desk("karim")
    at = f"/desk/acts/{story.pk}/kill/"
    assert "আরেকজন নিশ্চিত করবেন" in said(rina, at)
    answer = rina.post(at, {"reason": "ভুল লোকের ছবি", "note": ""})
    assert (answer.status_code, answer["location"]) == (302, at)
    own, other = said(rina, at), said(karim, at)
    assert ("kill/confirm/" in own, "kill/confirm/" in other) == (False, True)
    assert "ভুল লোকের ছবি" in said(karim, "/desk/")
    assert "ভুল লোকের ছবি" in said(karim, f"/desk/stories/edit/{story.pk}/")
    rina.post(f"{at}confirm/")
    assert Story.objects.get(pk=story.pk).killed_at is None
    karim.post(f"{at}confirm/")
    assert Story.objects.get(pk=story.pk).killed_at is not None
    assert "প্রত্যাহার করা হয়েছে" in said(karim, at)


def test_the_second_person_refuses() -> None:
    story, rina, karim = make_story(), at_desk("rina"), at_desk("karim")
    rina.post(f"/desk/acts/{story.pk}/kill/", {"reason": "ভুল", "off_now": "on"})
    assert Story.objects.get(pk=story.pk).live is False
    karim.post(f"/desk/acts/{story.pk}/kill/refuse/")
    assert AskedKill.objects.count() == 0


def test_a_reason_is_asked_for() -> None:
    story, rina = make_story(), at_desk("rina")
    assert rina.post(f"/desk/acts/{story.pk}/kill/", {"reason": " "}).status_code == 200
    assert AskedKill.objects.count() == 0


def test_who_asked_learns_that_it_lapsed() -> None:
    story, rina = make_story(headline="টিকে যাওয়া খবর"), at_desk("rina")
    rina.post(f"/desk/acts/{story.pk}/kill/", {"reason": "ভুল"})
    with clock.at(clock.now() + LAPSES + timedelta(minutes=1)):
        lapse_kills(clock.now())
        assert "কেউ সময়ের মধ্যে" in said(rina, "/desk/")
        assert "কেউ সময়ের মধ্যে" not in said(at_desk("karim"), "/desk/")
    rina.post(f"/desk/acts/{story.pk}/kill/refuse/")
    assert AskedKill.objects.count() == 0


def test_others_are_kept_out() -> None:
    story, tom = make_story(section=make_section("world")), at_desk("tom", "sub_editor")
    address = f"/desk/acts/{story.pk}/kill/"
    assert [tom.get(address).status_code, tom.post(f"{address}confirm/").status_code] == [302, 302]
    assert [tom.post(f"{address}refuse/").status_code, tom.post("/desk/acts/kill/alone/").status_code] == [302, 302]


def test_an_administrator_lets_one_person_kill() -> None:
    make_paper()
    story, chief = make_story(), at_desk("chief", "admin")
    at = f"/desk/acts/{story.pk}/kill/"
    assert "আর কেউ এ খবর প্রত্যাহার করতে পারেন না" in said(chief, at)
    chief.post("/desk/acts/kill/alone/", {"allowed": "1", "story": str(story.pk)})
    chief.post(at, {"reason": "ভুল"})
    assert Story.objects.get(pk=story.pk).killed_at is not None


def test_a_story_is_taken_off_with_a_reason() -> None:
    story, rina = make_story(), at_desk("rina")
    answer = rina.get(f"/desk/stories/unpublish/{story.pk}/")
    at = f"/desk/acts/{story.pk}/unpublish/"
    assert (answer.status_code, answer["location"]) == (302, at)
    assert rina.post(at, {"reason": ""}).status_code == 200
    rina.post(at, {"reason": "তথ্য যাচাই চলছে"})
    assert Story.objects.get(pk=story.pk).live is False
    assert "তথ্য যাচাই চলছে" in said(rina, f"/desk/stories/history/{story.pk}/")


@pytest.mark.parametrize("count", [0, 1, 3])
def test_what_waits_is_found_without_a_look_at_the_archive(count: int) -> None:
    """Joined, the million stories would be the first that a database without statistics goes through, on each first screen."""
    rina, karim = make_user("rina", group="desk_editor"), make_user("karim", group="desk_editor")
    for number in range(count):
        actions.ask_kill(make_story(headline=f"ভুল {number}"), rina, "ভুল")
    panels: list[Any] = []
    request = RequestFactory().get("/desk/")
    request.user = karim
    assert karim.has_perm("desk.may_kill")
    with CaptureQueriesContext(connection) as queries:
        waiting_panel(request, panels)
    assert [len(panel.waits) for panel in panels] == [count] * bool(count)
    assert "desk_story" not in queries[0]["sql"].replace("desk_story_id", "")
    assert len(queries) == (3 if count else 1)  # the kills, their stories, the remit
