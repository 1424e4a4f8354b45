"""The screens of the staff: invitations from the form to the first click, places, closed accounts."""

import re
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from harkara.desk import actions, rights
from harkara.desk.actions.staffing import Office, office_of
from harkara.desk.models import Invitation, Remit
from harkara.people.models import User
from tests.desk.factories import make_section, make_user
from tests.desk.screens.test_screens import page

pytestmark = pytest.mark.django_db

LIST = 11
PASSWORD = "ঢাকা মেঘনা পদ্মা"
RINA = {"name": "রিনা খাতুন", "initials": "", "username": "rina", "password": PASSWORD, "again": PASSWORD}


@pytest.fixture
def chief(client: Client) -> Client:
    client.force_login(make_user("chief", group="admin", first_name="প্রধান"))
    return client


def link_on(text: str) -> str:
    found = re.search(r'value="http://localhost:8000(/desk/invited/[^"]+)"', text)
    assert found
    return found[1]


def test_from_the_invitation_to_the_first_screen(chief: Client) -> None:
    sports = make_section("sports")
    answer = chief.post(
        "/desk/staff/invite/", {"name": "রিনা", "email": "", "roles": ["reporter"], "sections": [sports.pk]}
    )
    shown = page(chief, answer["location"])
    assert [word in shown for word in ("প্রতিবেদক", "খেলাধুলা")] == [True, True]
    link, newcomer = link_on(shown), Client()
    assert "স্বাগত, রিনা" in page(newcomer, link)
    answer = newcomer.post(link, RINA)
    user = User.objects.get(username="rina")
    assert (answer.status_code, answer["location"]) == (302, "/desk/")
    assert office_of(user) == Office(frozenset({"reporter"}), frozenset({sports.pk}))
    page(newcomer, "/desk/")
    assert "আগেই ব্যবহার করা হয়েছে" in page(Client(), link, status=410)
    assert "রিনা খাতুন" in page(chief, "/desk/staff/")


def test_a_link_that_nobody_signed_says_so() -> None:
    assert "পুরো লিংক" in page(Client(), "/desk/invited/MQ:1wZ:none/", status=404)


def test_a_newcomer_corrects_what_is_wrong_on_the_same_screen() -> None:
    made = actions.invite("রিনা", Office(frozenset({"reporter"})), None)
    answer = Client().post(f"/desk/invited/{made.token}/", {**RINA, "again": "অন্য", "name": "Rina"})
    assert "একই পাসওয়ার্ড দুবার লিখুন" in answer.content.decode()
    answer = Client().post(f"/desk/invited/{made.token}/", {**RINA, "name": "Rina"})
    assert "বাংলা অক্ষর নেই" in answer.content.decode()
    assert User.objects.count() == 0


def test_without_a_mail_server_the_link_is_handed_over(chief: Client) -> None:
    assert "মেইল সার্ভার ঠিক করা নেই" in page(chief, "/desk/staff/invite/")
    chief.post("/desk/staff/invite/", {"name": "রিনা", "email": "rina@example.org", "roles": ["reporter"]})
    assert (Invitation.objects.count(), mail.outbox) == (1, [])


def test_with_a_mail_server_the_link_is_sent(chief: Client, settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example.org"
    chief.post("/desk/staff/invite/", {"name": "রিনা", "email": "rina@example.org", "roles": ["reporter"]})
    [letter] = mail.outbox
    assert letter.to == ["rina@example.org"]
    assert f"/desk/invited/{Invitation.objects.get().token}/" in letter.body


def test_a_mail_server_that_fails_costs_no_invitation(
    chief: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> int:
        raise SMTPServerDisconnected

    settings.EMAIL_HOST = "mail.example.org"
    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    answer = chief.post("/desk/staff/invite/", {"name": "রিনা", "email": "rina@example.org", "roles": ["reporter"]})
    text = page(chief, answer["location"])
    assert "লিংকটি নিজে পৌঁছে দিন" in text
    assert link_on(text)


def test_an_invitation_is_withdrawn(chief: Client) -> None:
    made = actions.invite("রিনা", Office(frozenset({"reporter"})), None)
    assert "রিনা" in page(chief, "/desk/staff/")
    chief.post(f"/desk/staff/invitations/{made.pk}/withdraw/")
    assert "ফিরিয়ে নেওয়া হয়েছে" in page(Client(), f"/desk/invited/{made.token}/", status=410)
    assert f"/desk/staff/invitations/{made.pk}/" not in page(chief, "/desk/staff/")


def test_a_place_is_changed_and_holds_from_the_next_click(chief: Client) -> None:
    tom, tom_is = Client(), make_user("tom", group="moderator")
    tom.force_login(tom_is)
    assert tom.get("/desk/tray/").status_code == 302
    chief.post(f"/desk/staff/{tom_is.pk}/", {"roles": ["reporter"]})
    assert tom.get("/desk/tray/").status_code == 200


def test_who_is_dismissed_is_out_at_once_and_stays_out_of_old_sessions(chief: Client) -> None:
    tom, tom_is = Client(), make_user("tom", group="reporter")
    tom.force_login(tom_is)
    page(tom, "/desk/")
    chief.post(f"/desk/staff/{tom_is.pk}/dismiss/")
    page(tom, "/desk/", status=302)
    chief.post(f"/desk/staff/{tom_is.pk}/recall/")
    page(tom, "/desk/", status=302)


def test_nobody_changes_their_own_place(chief: Client) -> None:
    own = User.objects.get(username="chief")
    assert "নিজের ভূমিকা নিজে বদলানো যায় না" in page(chief, f"/desk/staff/{own.pk}/")
    chief.post(f"/desk/staff/{own.pk}/", {"roles": ["reporter"]})
    chief.post(f"/desk/staff/{own.pk}/dismiss/")
    assert (rights.roles(own), User.objects.get(username="chief").is_active) == (["admin"], True)


def test_a_desk_editor_is_offered_what_a_desk_editor_gives(client: Client) -> None:
    client.force_login(make_user(group="desk_editor"))
    offered = re.findall(r'name="roles" value="(\w+)"', page(client, "/desk/staff/invite/"))
    assert offered == ["correspondent", "reporter", "sub_editor", "photo_editor"]


@pytest.mark.parametrize("address", ["/desk/users/", "/desk/users/1/", "/desk/groups/", "/desk/groups/new/"])
def test_wagtails_own_screens_of_users_lead_here(client: Client, address: str) -> None:
    client.force_login(make_user(group="admin", is_superuser=True))
    answer = client.get(address)
    assert (answer.status_code, answer["location"]) == (302, "/desk/staff/")


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_costs_the_same_with_more_people(chief: Client, people: int) -> None:
    for _ in range(people):
        Remit.objects.create(user=make_user(group="reporter"), section=make_section("sports"))
    page(chief, "/desk/staff/")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        text = page(chief, "/desk/staff/")
    assert (text.count("খেলাধুলা"), len(queries)) == (people, LIST)
