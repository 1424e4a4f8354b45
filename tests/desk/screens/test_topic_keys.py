"""The field of topics in a browser: typing finds, Enter takes, Alt+T takes what the text speaks of, Backspace takes away."""

from collections.abc import Iterator
from contextvars import copy_context
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, Page, Route, expect

from harkara.desk.models import Topic
from tests.desk.factories import make_story, make_topic, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.browser]

HOUSE = "http://newsroom.test"


@pytest.fixture
def page(chromium: Browser, client: Client) -> Iterator[Page]:
    """A newsroom's screen; Django answers in this process."""
    client.force_login(make_user("rina"))
    here = copy_context()  # Playwright calls from another one, where Django would open another connection

    def answer(route: Route) -> None:
        request, parts = route.request, urlsplit(route.request.url)
        if parts.path.startswith("/static/"):
            found = finders.find(unquote(parts.path.removeprefix("/static/")))
            route.fulfill(path=str(found)) if found else route.fulfill(status=404)
            return
        body: Any = request.post_data_buffer or b""
        kind = request.headers.get("content-type", "application/octet-stream")
        path = f"{parts.path}?{parts.query}"
        got = here.run(client.generic, request.method, path, body, content_type=kind)
        route.fulfill(status=got.status_code, body=got.content, headers={"content-type": got["content-type"]})

    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="bn-BD")
    opened = context.new_page()
    opened.set_default_timeout(20_000)
    opened.route("**/*", answer)
    yield opened
    context.close()


def chips(page: Page) -> list[str]:
    return page.locator(".desk-chip span").all_text_contents()


def test_topics_are_chosen_by_keys(page: Page) -> None:
    for name in ("পদ্মা সেতু", "টোল", "যমুনা"):
        make_topic(name)
    story = make_story(headline="টোল বাড়ল সেতুতে", published=False)
    page.goto(f"{HOUSE}/desk/stories/edit/{story.pk}/")
    page.locator("[role=tab]").nth(1).click()
    expect(page.locator(".desk-offer")).to_have_text(["+ টোল"])
    page.keyboard.press("Alt+t")
    expect(page.locator(".desk-chip span")).to_have_text(["টোল"])
    expect(page.locator(".desk-offers")).to_be_hidden()
    box = page.locator(".desk-topics input[role=combobox]")
    box.press_sequentially("padm")
    expect(page.locator(".desk-topic-list [role=option]").first).to_have_text("পদ্মা সেতু")
    box.press("Enter")
    expect(page.locator(".desk-chip span")).to_have_text(["টোল", "পদ্মা সেতু"])
    box.press_sequentially("মেট্রোরেল")
    expect(page.locator(".desk-topic-list [role=option]")).to_have_text(["নতুন বিষয়: মেট্রোরেল"])
    box.press("Enter")
    expect(page.locator(".desk-chip span")).to_have_text(["টোল", "পদ্মা সেতু", "মেট্রোরেল"])
    assert Topic.objects.filter(name="মেট্রোরেল").exists()
    box.press("Backspace")
    assert chips(page) == ["টোল", "পদ্মা সেতু"]
    numbers = [field.get_attribute("value") for field in page.locator("input[name=topics]").all()]
    assert [Topic.objects.get(pk=int(number or 0)).name for number in numbers] == ["টোল", "পদ্মা সেতু"]
