"""A newsroom's screen in the browser; Django answers in this process."""

from collections.abc import Callable, Iterator
from contextvars import copy_context
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, Page, Route, expect

from harkara.people.models import User
from tests.desk.factories import make_user

HOUSE = "http://newsroom.test"

ASKED = ("accept", "if-none-match", "x-requested-with", "sec-fetch-dest", "sec-fetch-mode")
"""What a request says of the answer that it wants; the rest of its head is the test client's own."""

KEPT = ("Content-Type", "Location", "ETag", "Content-Security-Policy")
"""What of an answer the browser gets to see: every screen is under its policy here, as in the newsroom."""


def opened(group: str = "editor") -> Callable[..., Iterator[Page]]:
    """A fixture: a page of somebody in ``group`` who has signed in."""

    @pytest.fixture
    def page(chromium: Browser, client: Client) -> Iterator[Page]:
        yield from shown(chromium, client, make_user("rina", group=group))

    return page


def shown(chromium: Browser, client: Client, user: User, locale: str = "bn-BD") -> Iterator[Page]:
    """A page of ``user``, who has signed in."""
    client.force_login(user)
    here = copy_context()  # Playwright calls from another one, where Django would open another connection

    def answer(route: Route) -> None:
        request, parts = route.request, urlsplit(route.request.url)
        if parts.path.startswith("/static/"):
            found = finders.find(unquote(parts.path.removeprefix("/static/")))
            route.fulfill(path=str(found)) if found else route.fulfill(status=404)
            return
        body: Any = request.post_data_buffer or b""
        kind = request.headers.get("content-type", "application/octet-stream")
        asked = {name: request.headers[name] for name in ASKED if name in request.headers}
        path = f"{parts.path}?{parts.query}"
        got = here.run(client.generic, request.method, path, body, content_type=kind, headers=asked)
        headers = {name.lower(): got[name] for name in KEPT if name in got}
        sent = got.getvalue() if got.streaming else got.content
        route.fulfill(status=got.status_code, body=sent, headers=headers)

    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale=locale)
    page = context.new_page()
    page.set_default_timeout(60_000)
    expect.set_options(timeout=60_000)  # a bound, not a measure: what the page asks for waits for this one thread
    page.route("**/*", answer)
    yield page
    context.close()
