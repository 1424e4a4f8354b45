"""What attackers try at the newsroom's doors and find shut. Each test stands in ``tests/house/asvs.toml``."""

import re
from typing import Any

import pytest
from django.contrib.auth.password_validation import CommonPasswordValidator, validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from lxml.html import fromstring

from harkara.people.models import User
from harkara.people.passwords import LEAST
from tests.desk.factories import make_user
from tests.desk.screens.test_screens import page
from tests.desk.screens.test_second import set_up, sign_in
from tests.people.test_factors import at, shown

pytestmark = pytest.mark.django_db

ELSEWHERE = (
    *("https://evil.example/", "//evil.example/", "/\\evil.example/", "\\\\evil.example", "http:evil.example"),
    *("https:///evil.example", "javascript:alert(1)", "/\t/evil.example", " //evil.example"),
)


@pytest.mark.parametrize("where", ELSEWHERE)
def test_nobody_is_led_elsewhere(where: str, client: Client) -> None:
    user = make_user("rina")
    client.force_login(user)
    asked = {"next": where}
    answers = [
        Client().post("/desk/login/", {"username": "rina", "password": "password", **asked}),
        client.get("/desk/login/", asked),
        client.post("/desk/logout/", asked),
        client.post("/desk/language/?language=en", headers={"referer": where}),
    ]
    for answer in answers:
        location = answer.headers.get("location", "/")
        assert re.match(r"/(?![/\\\s])", location), location
        assert "evil" not in location
    client.force_login(user)
    for address in ("/desk/second/", "/desk/second/app/"):
        assert f'href="{where}"' not in client.get(address, asked).content.decode()


def test_every_form_needs_its_token() -> None:
    """The views that Django does not guard are four, and known."""
    unguarded = set()

    def walk(patterns: Any) -> None:
        for one in patterns:
            if isinstance(one, URLResolver):
                walk(one.url_patterns)
            elif isinstance(one, URLPattern) and getattr(one.callback, "csrf_exempt", False):
                unguarded.add(f"{one.callback.__module__}.{getattr(one.callback, '__name__', one.callback)}")

    walk(get_resolver().url_patterns)
    assert unguarded == UNGUARDED


UNGUARDED = {
    "harkara.desk.screens.phone.form",  # asks for the token itself: who has an old one keeps the words that were typed
    # Wagtail's own, for its choosers: they read, and change nothing by any method.
    "wagtail.admin.api.views.PagesAdminAPIViewSet",
    "wagtail.documents.api.admin.views.DocumentsAdminAPIViewSet",
    "wagtail.images.api.admin.views.ImagesAdminAPIViewSet",
}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", ["pages", "documents", "images"])
def test_what_is_not_guarded_changes_nothing(address: str, method: str, client: Client) -> None:
    client.force_login(make_user("rina", group="admin"))
    assert getattr(client, method)(f"/desk/api/main/{address}/1/").status_code in (403, 404, 405)


def test_a_request_from_elsewhere_changes_nothing() -> None:
    user = make_user("rina")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user)
    for address in ("/desk/sittings/", "/desk/account/", "/desk/stories/add/", "/desk/second/app/", "/desk/logout/"):
        answer = strict.post(address, {"headline": "x"}, headers={"origin": "https://evil.example"})
        assert answer.status_code == 403
    cookie = Client().get("/desk/login/").cookies["csrftoken"]
    assert cookie["samesite"] == "Lax"


def test_a_cookie_of_the_newsroom_is_not_for_scripts() -> None:
    make_user("rina")
    client = Client()
    answer = client.post("/desk/login/", {"username": "rina", "password": "password", "next": "/desk/"})
    session = answer.cookies["sessionid"]
    assert (session["httponly"], session["samesite"], session["path"], session["domain"]) == (True, "Lax", "/", "")


def reset(client: Client, mailoutbox: list[Any], user: User, fresh: str) -> Any:
    client.post("/desk/password_reset/", {"email": user.email})
    link = re.search(r"/desk/password_reset/confirm/\S+", mailoutbox[-1].body)
    assert link
    form = client.get(link[0], follow=True)
    return client.post(form.redirect_chain[-1][0], {"new_password1": fresh, "new_password2": fresh})


@pytest.fixture
def mailing(settings: Any) -> None:
    settings.WAGTAIL_PASSWORD_RESET_ENABLED = True


def test_a_new_password_by_mail_opens_nothing_without_the_second_factor(
    client: Client, mailing: None, mailoutbox: list[Any], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HARKARA_SECOND_FACTOR = True
    at(monkeypatch, 0)
    user = make_user("rina", email="rina@paper.example")
    client.force_login(user)
    secret, _, _ = set_up(client)
    stranger = Client()
    answer = reset(stranger, mailoutbox, user, "a sentence nobody knows")
    assert answer.status_code == 302
    assert stranger.get("/desk/account/").status_code == 302, "who sets a password is not signed in by that"
    answer = stranger.post("/desk/login/", {"username": "rina", "password": "a sentence nobody knows"})
    assert answer["location"] == "/desk/login/second/"
    assert stranger.get("/desk/account/").status_code == 302
    assert client.get("/desk/account/").status_code == 302, "the sessions of before have ended"
    assert stranger.post("/desk/login/second/", {"code": shown(secret)}).status_code == 302
    assert stranger.get("/desk/account/").status_code == 200


def test_a_reset_says_the_same_of_an_address_that_nobody_has(
    client: Client, mailing: None, mailoutbox: list[Any]
) -> None:
    make_user("rina", email="rina@paper.example")
    answers = [
        client.post("/desk/password_reset/", {"email": email}) for email in ("rina@paper.example", "no@x.example")
    ]
    assert len({(answer.status_code, answer["location"]) for answer in answers}) == 1
    assert len(mailoutbox) == 1


@pytest.mark.parametrize("password", ["", "wrong"])
def test_the_address_for_a_new_password_changes_only_with_the_password(client: Client, password: str) -> None:
    user = make_user("rina", first_name="রিনা", last_name="খাতুন", email="rina@paper.example")
    client.force_login(user)
    form = next(one for one in fromstring(page(client, "/desk/account/")).forms if "address-email" in one.fields)
    fields = dict(form.form_values())
    fields |= {"address-email": "thief@evil.example", "address-password": password}
    client.post("/desk/account/", fields)
    user.refresh_from_db()
    assert user.email == "rina@paper.example"
    client.post("/desk/account/", fields | {"address-password": "password"})
    user.refresh_from_db()
    assert user.email == "thief@evil.example"


def test_the_account_screen_has_no_other_field_for_it(client: Client) -> None:
    client.force_login(make_user("rina", email="rina@paper.example"))
    assert re.findall(r'name="([\w-]*email)"', page(client, "/desk/account/")) == ["address-email"]


@pytest.mark.parametrize(
    "password",
    [
        "এই বাক্যটি আর কেউ লিখবে না",
        "zqxwvutsrqpo",
        "793186402517",
        "q" * 7 + " " * 8 + "xyzw",
        "kd" * 32,
        "নদী ও নৌকা " * 20,
    ],
)
def test_a_long_password_may_be_of_any_letters(password: str) -> None:
    validate_password(password, make_user("rina"))


def test_one_of_two_hundred_letters_signs_in_and_is_heard_whole() -> None:
    user = make_user("rina")
    whole = "নৌকা" * 50
    user.set_password(whole)
    user.save()
    assert Client().post("/desk/login/", {"username": "rina", "password": whole}).status_code == 302
    assert Client().post("/desk/login/", {"username": "rina", "password": whole[:-1]}).status_code == 200


@pytest.mark.parametrize("password", ["short", "a" * 7, "elevenchars"])
def test_a_short_one_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, make_user("rina"))


def test_those_that_everybody_has_are_refused() -> None:
    known = sorted(one for one in CommonPasswordValidator().passwords if len(one) >= LEAST)
    assert len(known) > 100
    for password in known[:: max(1, len(known) // 20)]:
        with pytest.raises(ValidationError):
            validate_password(password)


def test_one_made_of_the_name_is_refused() -> None:
    with pytest.raises(ValidationError):
        validate_password("shirinakhtar", make_user("shirinakhtar"))


def test_fifteen_letters_are_advised(client: Client) -> None:
    client.force_login(make_user("rina"))
    assert "১৫" in page(client, "/desk/account/")


def test_signing_out_ends_the_session(client: Client) -> None:
    make_user("rina")
    sign_in(client)
    key = client.session.session_key
    client.post("/desk/logout/")
    again = Client()
    again.cookies["sessionid"] = str(key)
    assert again.get("/desk/account/").status_code == 302


def test_signing_in_takes_a_new_session(client: Client) -> None:
    make_user("rina")
    client.get("/desk/login/")
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    sign_in(client)
    assert client.session.session_key != before


def test_nobody_can_bring_a_file_in_that_is_no_picture(client: Client) -> None:
    """Wagtail checks a document's name alone; no role has the right to bring one."""
    client.force_login(make_user("rina", group="admin"))
    for address in ("/desk/documents/add/", "/desk/documents/multiple/add/", "/desk/documents/"):
        assert client.get(address).status_code in (302, 404)
