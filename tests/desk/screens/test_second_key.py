"""A key in a browser: Chromium's virtual authenticator is added as a second factor, and signs in with it."""

from collections.abc import Iterator
from contextvars import copy_context
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, Page, Route, expect

from harkara.people import factors
from harkara.people.models import User
from tests.desk.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.browser]

HOUSE = "http://localhost"
"""Keys answer to secure origins only, and to this one."""


@pytest.fixture
def page(chromium: Browser, client: Client, settings: Any) -> Iterator[Page]:
    """A browser with a key in it; Django answers in this process."""
    settings.HARKARA_SECOND_FACTOR = True
    here = copy_context()  # Playwright calls from another one, where Django would open another connection

    def answer(route: Route) -> None:
        parts, request = urlsplit(route.request.url), route.request
        if parts.path.startswith("/static/"):
            found = finders.find(unquote(parts.path.removeprefix("/static/")))
            route.fulfill(path=str(found)) if found else route.fulfill(status=404)
            return
        headers = {"HTTP_HOST": "localhost", "HTTP_ORIGIN": HOUSE}
        path = f"{parts.path}?{parts.query}"
        if request.method == "POST":
            kind = request.headers["content-type"]
            got = here.run(client.post, path, request.post_data or "", content_type=kind, **headers)
        else:
            got = here.run(client.get, path, **headers)
        if got.status_code == 302:  # Playwright does not see where a redirect leads: the page goes there by itself
            onward = f'<meta http-equiv="refresh" content="0;url={got["location"]}">'
            route.fulfill(body=onward, content_type="text/html")
            return
        route.fulfill(status=got.status_code, body=got.content, headers=dict(got.items()))

    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="bn-BD")
    opened = context.new_page()
    opened.set_default_timeout(20_000)
    opened.route("**/*", answer)
    devtools = context.new_cdp_session(opened)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "usb",
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    yield opened
    context.close()


def sign_in(page: Page) -> None:
    page.goto(f"{HOUSE}/desk/login/?next=/desk/front/")
    page.fill("[name=username]", "rina")
    page.fill("[name=password]", "password")
    page.click("button[type=submit]")


@pytest.mark.long
def test_a_key_is_added_and_signs_in(page: Page, client: Client) -> None:
    make_user("rina")
    sign_in(page)
    expect(page).to_have_url(f"{HOUSE}/desk/second/?next=%2Fdesk%2Ffront%2F")
    page.click("a[href^='/desk/second/key/']")
    page.fill("[name=name]", "অফিসের চাবি")
    page.fill("[name=password]", "password")
    page.click("[data-desk-key-ask]")
    expect(page.locator(".desk-codes li")).to_have_count(10)
    page.click("main .button")
    expect(page).to_have_url(f"{HOUSE}/desk/front/")
    assert [factor.name for factor in factors.of(User.objects.get(username="rina"))] == ["অফিসের চাবি"]

    client.logout()
    sign_in(page)
    expect(page).to_have_url(f"{HOUSE}/desk/login/second/")
    page.click("[data-desk-key-ask]")
    expect(page).to_have_url(f"{HOUSE}/desk/front/")
