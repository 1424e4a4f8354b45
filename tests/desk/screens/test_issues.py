"""The screens of the print edition."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from harkara.desk import actions, clock
from harkara.desk.models import Issue, Story
from tests.desk.factories import NOON, make_desk, make_paper, make_story, make_user

pytestmark = pytest.mark.django_db

MIDNIGHT = NOON + timedelta(hours=12)


def at_desk(name: str = "rina", group: str = "desk_editor") -> Client:
    client = Client()
    client.force_login(make_user(name, group=group))
    return client


def said(client: Client, address: str) -> str:
    return str(client.get(address).content.decode())


def test_an_issue_from_the_first_word_to_the_last() -> None:
    make_paper()
    rina, desk = at_desk(), make_desk()
    with clock.at(NOON):
        stories = [make_story(published=False, desk=desk, headline=f"খবর {word}") for word in ("এক", "দুই")]
        for story in stories:
            actions.approve(story, None)
        assert rina.post("/desk/issues/", {"at": "2020-01-01 00:00"}).status_code == 200
        assert rina.post("/desk/issues/", {"at": "2026-11-29 00:00"}).status_code == 302
        issue = Issue.objects.get()
        at = f"/desk/issues/{issue.pk}/"
        assert (issue.at, "২৯ নভেম্বর ২০২৬, রাত ১২:০০" in said(rina, "/desk/issues/")) == (MIDNIGHT, True)
        assert "খবর এক" in said(rina, at)
        rina.post(f"{at}put/", {"desk": desk.pk})
        page = said(rina, at)
        assert "২টি খবর, ২৯ নভেম্বর ২০২৬, রাত ১২:০০" in page
        rina.post(f"{at}confirm/", {"at": "2026-11-30T00:00:00+00:00"})
        assert Issue.objects.get().confirmed_at is None
        rina.post(f"{at}confirm/", {"at": issue.at.isoformat()})
        assert Story.objects.filter(go_live_at=MIDNIGHT).count() == 2
        rina.post(f"{at}take/", {"entry": issue.entries.first().pk})
        rina.post(f"{at}move/", {"at": "2026-11-29 06:00"})
        assert Story.objects.filter(go_live_at=MIDNIGHT + timedelta(hours=6)).count() == 1
        rina.post(f"{at}off/")
        assert "বাতিল" in said(rina, at)
        assert Story.objects.filter(go_live_at__isnull=False).count() == 0


def test_only_who_has_the_tools_comes_in() -> None:
    make_paper()
    tom = at_desk("tom", "sub_editor")
    with clock.at(NOON):
        issue = actions.make_issue(MIDNIGHT, None)
        answers = [
            tom.get("/desk/issues/"),
            tom.get(f"/desk/issues/{issue.pk}/"),
            *(tom.post(f"/desk/issues/{issue.pk}/{act}/") for act in ("put", "take", "confirm", "move", "off")),
        ]
    assert [answer.status_code for answer in answers] == [302] * 7
    assert Issue.objects.get().called_off_at is None


def test_the_list_asks_the_same_queries_for_one_and_for_three() -> None:
    make_paper()
    rina, asked = at_desk(), []
    with clock.at(NOON):
        for number in range(3):
            issue = actions.make_issue(MIDNIGHT + timedelta(days=number), None)
            actions.put_into_issue(issue, [make_story(published=False)], None)
            said(rina, "/desk/issues/")
            with CaptureQueriesContext(connection) as queries:
                said(rina, "/desk/issues/")
            asked.append(len(queries))
    assert asked[0] == asked[2]
