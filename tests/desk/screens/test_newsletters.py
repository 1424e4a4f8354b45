"""The screens of letters to readers: set one up, see how it would look, note it, send breaking news, see how far it got."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from harkara.desk import actions, clock, sending
from harkara.desk.models import BreakingLetter, Newsletter, NewsletterNote, NewsletterTurn
from harkara.post.letters import mailings
from harkara.post.models import Letter
from tests.desk.factories import NOON, make_paper, make_stories, make_story, make_user

pytestmark = pytest.mark.django_db

AT = "/desk/newsletters/"


def at_desk(name: str = "rina", group: str = "desk_editor") -> Client:
    client = Client()
    client.force_login(make_user(name, group=group))
    return client


def said(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def form(**changed: Any) -> dict[str, Any]:
    usual = {"name": "সকালের চিঠি", "slug": "morning", "about": "দিনের বাছাই খবর", "kind": "regular", "at": "০৭:০০"}
    usual |= {"days": ["0", "5"], "hours": "24", "subject": "both", "pictures": "on", "signed": "", "is_on": "on"}
    return {**usual, "front0": "home", "rows0": "5", "front1": "-", "rows1": "3", **changed}


def a_letter(slug: str = "noon", **said: Any) -> Newsletter:
    usual = {"name": f"চিঠি {slug}", "kind": "regular", "at": time(12), "days": "0123456", "hours": 24, "is_on": True}
    with clock.at(NOON - timedelta(days=2)):
        return actions.set_newsletter(
            Newsletter(slug=slug), None, {**usual, "parts": [{"front": "", "rows": 3}], **said}
        )


def test_a_letter_is_set_up_and_changed() -> None:
    make_paper()
    rina = at_desk()
    with clock.at(NOON):
        assert "এখনো কোনো নিউজলেটার নেই" in said(rina, AT)
        assert rina.post(f"{AT}new/", form(name="")).status_code == 200
        answer = rina.post(f"{AT}new/", form())
        row = Newsletter.objects.get()
        assert answer["location"] == f"{AT}{row.pk}/"
        assert (row.at, row.days, row.parts) == (time(7), "05", [{"front": "", "rows": 5}])
        assert (row.subject, row.pictures, row.is_on, row.since) == ("both", True, True, NOON)
        assert "একটি নিউজলেটার আছে" in rina.post(f"{AT}new/", form()).content.decode()
        rina.post(f"{AT}{row.pk}/edit/", form(slug="other", rows0="7", is_on=""))
        row.refresh_from_db()
        assert (row.slug, row.parts[0]["rows"], row.is_on) == ("morning", 7, False)
        page = said(rina, f"{AT}{row.pk}/edit/")
        assert 'value="০৭:০০"' in page
        assert 'value="7"' in page
        assert "বন্ধ" in said(rina, AT)


def test_its_screen_shows_the_letter_as_it_would_be_now() -> None:
    make_paper()
    rina, row = at_desk(), a_letter()
    with clock.at(NOON - timedelta(hours=1)):
        assert "পাঠানোর কিছু নেই" in said(rina, f"{AT}{row.pk}/")
        assert rina.get(f"{AT}{row.pk}/mail/").status_code == 404
        story = make_story(at=NOON - timedelta(hours=2), headline="সেতু খুলল")
        page = said(rina, f"{AT}{row.pk}/")
        assert page.count("সেতু খুলল") == 2  # the subject, and the plain text
        assert page.count(f'src="{AT}{row.pk}/mail/"') == 2
        answer = rina.get(f"{AT}{row.pk}/mail/")
        assert f'/{story.pk}"' in answer.content.decode()
        policy = answer["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "sandbox" in policy
        assert "script-src" not in policy


def test_a_note_is_written_until_its_hour() -> None:
    make_paper()
    make_story(at=NOON - timedelta(hours=2))
    rina, row = at_desk(), a_letter()
    with clock.at(NOON - timedelta(hours=1)):
        assert "২৮ নভেম্বর ২০২৬, দুপুর ১২:০০" in said(rina, f"{AT}{row.pk}/")
        rina.post(f"{AT}{row.pk}/", {"day": "2026-11-28", "text": "আজকের কথা"})
        assert NewsletterNote.objects.get().text == "আজকের কথা"
        assert "আজকের কথা" in rina.get(f"{AT}{row.pk}/mail/").content.decode()
    with clock.at(NOON):
        late = rina.post(f"{AT}{row.pk}/", {"day": "2026-11-28", "text": "আরও"})
        assert "দেরি হয়ে গেছে" in late.content.decode()
        assert "আবার খুলুন" in rina.post(f"{AT}{row.pk}/", {"day": "x", "text": "আরও"}).content.decode()
    assert NewsletterNote.objects.get().day == date(2026, 11, 28)


def test_breaking_news_is_asked_twice_and_sent_once(settings: Settings) -> None:
    make_paper()
    story, rina = make_story(at=NOON, headline="সেতু খুলল"), at_desk()
    edit = f"/desk/stories/edit/{story.pk}/"
    assert "newsletters/story" not in said(rina, edit)
    settings.HARKARA_LETTERS_FROM = "letters@paper.example"
    where = f"{AT}story/{story.pk}/"
    assert where in said(rina, edit)
    a_letter("breaking", kind="breaking")
    assert rina.post(where, {"note": ""}).status_code == 200  # not sure
    assert not BreakingLetter.objects.exists()
    assert rina.post(where, {"note": "কথা", "sure": "on"})["location"] == edit
    assert "আগেই" in rina.post(where, {"note": "", "sure": "on"}).content.decode()
    assert BreakingLetter.objects.get().note == "কথা"
    assert at_desk("tom", "front_editor").get(where).status_code == 302


def test_the_list_says_how_far_letters_got_and_withdraws_them() -> None:
    make_paper()
    row, rina = a_letter(), at_desk()
    mailings.keep([Letter(slug="noon", name="চিঠি")])
    make_story(at=NOON - timedelta(hours=2), headline="সেতু খুলল")
    with clock.at(NOON):
        (turn,) = sending.due()
        copy = sending.composed(turn)
        assert copy
        sending.note(turn, mailings.lay_down(turn.name, copy, sending.paper()).pk)
        page = said(rina, AT)
        assert "সেতু খুলল" in page
        assert "/letters/noon/1/" in page
        gone = NewsletterTurn.objects.get()
        assert rina.post(f"{AT}turn/{gone.pk}/withdraw/").status_code == 302
        page = said(rina, AT)
        assert "প্রত্যাহৃত" in page
        assert "/letters/noon/1/" not in page
        assert at_desk("tom", "front_editor").post(f"{AT}turn/{gone.pk}/withdraw/").status_code == 302
    assert row.turns.count() == 1


def test_the_list_asks_the_same_queries_for_one_and_for_three() -> None:
    make_paper()
    rina, asked = at_desk(), []
    with clock.at(NOON):
        for number in range(3):
            row = a_letter(f"letter-{'abc'[number]}")
            NewsletterTurn.objects.create(newsletter=row, turn="2026-11-27", came="empty", at=NOON)
            said(rina, AT)
            with CaptureQueriesContext(connection) as queries:
                said(rina, AT)
            asked.append(len(queries))
    assert asked[0] == asked[2]


def test_the_screen_of_a_letter_costs_the_same_whatever_the_archive_holds() -> None:
    make_paper()
    rina, row, asked = at_desk(), a_letter(parts=[{"front": "", "rows": 20}]), []
    with clock.at(NOON):
        for count in (3, 30):
            make_stories(count, first=NOON - timedelta(hours=9))
            said(rina, f"{AT}{row.pk}/")
            with CaptureQueriesContext(connection) as queries:
                said(rina, f"{AT}{row.pk}/")
            asked.append(len(queries))
    assert asked[0] == asked[1]
