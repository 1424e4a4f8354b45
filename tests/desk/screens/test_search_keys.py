"""The keys of the newsroom's search, in a browser: / leads to the box, arrows move, Enter opens the editor."""

import re
from collections.abc import Iterator
from contextvars import copy_context
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, Page, Route, expect

from harkara.desk.screens import lookup
from tests.desk.factories import make_clipping, make_story, make_user
from tests.desk.screens.shelved import noon, put

pytestmark = [pytest.mark.django_db, pytest.mark.browser]

HOUSE = "http://newsroom.test"
SIZES = {"width": 1280, "height": 800}


@pytest.fixture
def page(chromium: Browser, client: Client, settings: Any, tmp_path: Path) -> Iterator[Page]:
    """The screen of an editor in a paper with three things to find; Django answers in this process."""
    settings.HARKARA_ARCHIVE = tmp_path
    client.force_login(make_user("rina"))
    put(
        tmp_path,
        make_story(headline="নদীর পানি বাড়ছে উত্তরে", at=noon(20)),
        make_story(headline="নদীভাঙনে ঘরহারা মানুষ, নদী শান্ত হয়নি", section="national", published=False),
        make_clipping(headline="প্রতিবেশী দেশে নদী খনন শুরু", filed_at=noon(25)),
    )

    here = copy_context()  # Playwright calls from another one, where Django would open another connection

    def answer(route: Route) -> None:
        parts = urlsplit(route.request.url)
        if parts.path.startswith("/static/"):
            found = finders.find(unquote(parts.path.removeprefix("/static/")))
            route.fulfill(path=str(found)) if found else route.fulfill(status=404)
            return
        got = here.run(client.get, f"{parts.path}?{parts.query}")
        route.fulfill(status=got.status_code, body=got.content, headers={"content-type": got["content-type"]})

    context = chromium.new_context(viewport=SIZES, locale="bn-BD")  # type: ignore[arg-type]  # two numbers are its sizes
    opened = context.new_page()
    opened.set_default_timeout(20_000)
    opened.route("**/*", answer)
    yield opened
    context.close()
    lookup.index("newsroom").close()


def opened(page: Page) -> list[str]:
    """The addresses of what was found, in order."""
    return [str(link.get_attribute("href")) for link in page.locator(".desk-open").all()]


@pytest.mark.long
def test_the_keys(page: Page) -> None:
    page.goto(f"{HOUSE}/desk/search/?q=নদী")
    box, links = page.locator("#desk-q"), page.locator(".desk-open")
    expect(links).to_have_count(3)
    page.keyboard.press("/")
    expect(box).to_be_focused()
    assert box.input_value() == "নদী"
    page.keyboard.press("ArrowDown")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(links.nth(2)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(links.nth(1)).to_be_focused()
    address = opened(page)[1]
    page.keyboard.press("Enter")
    page.wait_for_url(f"{HOUSE}{address}")


@pytest.mark.long
def test_suggestions_by_arrows(page: Page) -> None:
    page.goto(f"{HOUSE}/desk/search/")
    box, options = page.locator("#desk-q"), page.locator("#desk-suggestions li")
    expect(box).to_be_focused()
    box.press_sequentially("নদীভা")
    expect(options.first).to_be_visible()
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    page.keyboard.press("Backspace")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == "desk-suggestion-0"
    chosen = options.first.inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"\?q="))
    assert (page.locator("#desk-q").input_value(), len(opened(page)) > 0) == (chosen, True)


@pytest.mark.long
def test_what_is_empty_stays_out_of_the_address(page: Page) -> None:
    page.goto(f"{HOUSE}/desk/search/?q=নদী")
    page.locator("input[value=draft]").check()
    page.wait_for_url(re.compile("kind="))
    assert unquote(urlsplit(page.url).query) == "q=নদী&kind=draft"
    expect(page.locator(".desk-badge--draft")).to_have_count(1)


def test_nothing_is_wider_than_the_screen(page: Page) -> None:
    page.goto(f"{HOUSE}/desk/search/?q=নদী")
    expect(page.locator(".desk-open")).to_have_count(3)
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
