"""The second factor on the screens: set up, asked for at the door, required before anything readers see."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from harkara.desk import actions, intake
from harkara.desk.errors import Refused, SecondFactorMissing
from harkara.desk.models import Paper, Story
from harkara.people import factors
from harkara.people.models import User
from tests.desk.factories import make_paper, make_section, make_story, make_user
from tests.desk.screens.test_screens import page, story_form
from tests.desk.test_intake import CLIPPING
from tests.people.test_factors import at, shown

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def asked(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A real paper, and a clock of codes that stands still."""
    settings.HARKARA_SECOND_FACTOR = True
    at(monkeypatch, 0)


@pytest.fixture
def rina(client: Client) -> Client:
    client.force_login(make_user("rina"))
    return client


def set_up(client: Client, back: str = "") -> tuple[str, list[str], str]:
    """Sets an app up on the screens; returns its secret, the sheet of codes and where the way leads then."""
    text = page(client, f"/desk/second/app/?next={back}")
    secret = "".join(re.search(r"<code>([A-Z2-7 ]+)</code>", text)[1].split())  # type: ignore[index]  # it stands there
    answer = client.post("/desk/second/app/", {"code": shown(secret, -30), "password": "password", "next": back})
    text = page(client, answer["location"])
    leads = re.search(r'<a class="button" href="([^"]+)">', text)
    assert leads
    return secret, re.findall(r"<li><code>(\d+)</code></li>", text), leads[1]


def sign_in(client: Client) -> Any:
    return client.post("/desk/login/", {"username": "rina", "password": "password", "next": "/desk/tray/"})


GUARDED = (
    *("/desk/front/", "/desk/staff/", "/desk/staff/invite/", "/desk/acts/{}/correct/", "/desk/acts/{}/kill/"),
    *("/desk/about/add/", "/desk/paper/edit/1/"),
)


@pytest.mark.parametrize("address", GUARDED)
def test_who_has_none_is_led_to_the_set_up_and_back(rina: Client, address: str) -> None:
    make_paper(is_demo=False)
    address = address.format(make_story().pk)
    answer = rina.get(address)
    assert (answer.status_code, answer["location"]) == (302, f"/desk/second/?next={address.replace('/', '%2F')}")
    assert "দ্বিতীয় ধাপ এখনো চালু নেই" in page(rina, answer["location"])
    _, sheet, leads = set_up(rina, address)
    assert (len(sheet), leads) == (10, address)
    page(rina, address)


def test_publishing_waits_for_it_and_loses_nothing(rina: Client) -> None:
    story = make_story(published=False, section="world")
    edit = reverse("desk_stories:edit", args=[story.pk])
    form = {**story_form(make_section("world").pk, headline="নতুন শিরোনাম"), "action-publish": "1"}
    answer = rina.post(edit, form)
    assert answer["location"] == f"/desk/second/?next={edit.replace('/', '%2F')}"
    kept = Story.objects.get(pk=story.pk)
    assert (kept.live, kept.get_latest_revision_as_object().headline) == (False, "নতুন শিরোনাম")
    set_up(rina)
    rina.post(edit, form)
    assert Story.objects.get(pk=story.pk).live


def test_screens_that_speak_json_are_told_in_json(rina: Client) -> None:
    answer = rina.get("/desk/front/", headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["setup"]) == (403, "/desk/second/?next=%2Fdesk%2Ffront%2F")


@pytest.mark.parametrize("address", ["/desk/", "/desk/stories/", "/desk/stories/add/", "/desk/tray/"])
def test_writing_needs_none(rina: Client, address: str) -> None:
    page(rina, address)


def test_the_demo_paper_asks_for_none_and_says_so(rina: Client) -> None:
    banner = "নমুনা পত্রিকা: এখানে প্রবেশের দ্বিতীয় ধাপ লাগে না।"
    assert banner not in page(rina, "/desk/tray/")
    Paper.objects.create(pk=1, is_demo=True)
    assert [banner in page(rina, address) for address in ("/desk/", "/desk/tray/", "/desk/front/")] == [True] * 3


def test_outside_of_screens_the_account_counts(rina: Client) -> None:
    user, story = User.objects.get(username="rina"), make_story()
    with pytest.raises(SecondFactorMissing):
        actions.kill(story, user)
    make_section("world")
    with pytest.raises(Refused, match="has no second factor"):
        intake.publish(intake.file(CLIPPING).id, "world", "rina")
    set_up(rina)
    assert intake.publish(intake.file(CLIPPING).id, "world", "rina")


def test_the_password_alone_does_not_sign_in_any_more(rina: Client) -> None:
    secret, sheet, _ = set_up(rina)
    for code in (shown(secret), sheet[0]):
        at_the_door = Client()
        answer = sign_in(at_the_door)
        assert answer["location"] == "/desk/login/second/"
        assert at_the_door.get("/desk/tray/").status_code == 302
        assert "এই কোড বা চাবি ঠিক নয়" in at_the_door.post(answer["location"], {"code": "000000"}).content.decode()
        answer = at_the_door.post(answer["location"], {"code": code})
        assert answer["location"] == "/desk/tray/"
        page(at_the_door, "/desk/front/")


@pytest.mark.parametrize("what", ["time", "password", "account", "nobody"])
def test_half_signed_in_does_not_last(rina: Client, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    secret, _, _ = set_up(rina)
    at_the_door, user = Client(), User.objects.get(username="rina")
    if what != "nobody":
        sign_in(at_the_door)
    if what == "time":
        at(monkeypatch, 330)
    if what == "password":
        user.set_password("another one")
        user.save()
    if what == "account":
        actions.dismiss(user, None) if False else User.objects.filter(pk=user.pk).update(is_active=False)
    answer = at_the_door.post("/desk/login/second/", {"code": shown(secret, 330 if what == "time" else 0)})
    assert (answer.status_code, answer["location"]) == (302, "/desk/login/")
    assert at_the_door.get("/desk/tray/").status_code == 302


def test_a_session_from_before_has_to_show_it_too(rina: Client) -> None:
    elsewhere = Client()
    elsewhere.force_login(User.objects.get(username="rina"))
    set_up(rina)
    assert rina.get("/desk/front/").status_code == 200
    assert elsewhere.get("/desk/front/").status_code == 302


@pytest.mark.parametrize("address", ["/desk/second/app/", "/desk/second/key/", "/desk/second/codes/new/"])
def test_nothing_is_added_without_the_password(rina: Client, address: str) -> None:
    page(rina, "/desk/second/app/")
    secret = rina.session["harkara.new-app"]
    rina.post(address, {"code": shown(secret), "password": "wrong", "name": "চাবি", "credential": "{}"})
    assert Authenticator.objects.count() == 0


def test_taking_the_last_one_away_closes_the_door_again(rina: Client) -> None:
    set_up(rina)
    [app] = factors.of(User.objects.get(username="rina"))
    rina.post(f"/desk/second/{app.number}/remove/", {"password": "wrong"})
    assert rina.get("/desk/front/").status_code == 200
    rina.post(f"/desk/second/{app.number}/remove/", {"password": "password"})
    assert (rina.get("/desk/front/").status_code, Authenticator.objects.count()) == (302, 0)
    assert list(ModelLogEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "desk.sign_in",
        "desk.add_factor",
        "desk.remove_factor",
    ]


def test_an_administrator_helps_who_lost_phone_and_key(rina: Client) -> None:
    set_up(rina)
    chief, lost = Client(), User.objects.get(username="rina")
    chief_is = make_user("chief", group="admin")
    chief.force_login(chief_is)
    session = chief.session
    session["harkara.proved"] = True
    session.save()
    secret = factors.new_secret()
    factors.add_app(chief_is, secret, shown(secret))
    assert "ফোনের অ্যাপ" in page(chief, f"/desk/staff/{lost.pk}/")
    chief.post(f"/desk/staff/{lost.pk}/forget/")
    assert (factors.has(lost), rina.get("/desk/tray/").status_code) == (False, 302)
    assert sign_in(Client())["location"] == "/desk/tray/"


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_the_way_back_never_leaves_the_paper(rina: Client, back: str) -> None:
    assert set_up(rina, back)[2] == "/desk/"
