"""The script of live coverage in a real browser: what comes waits behind a button, and nothing that is read moves."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from harkara.layout import coverage_specimens, pages, specimens
from harkara.layout.coverage import LiveCopy, LiveEntryCopy
from tests.layout import printed

pytestmark = pytest.mark.browser


@dataclass
class Desk:
    """What the stand has of the coverage."""

    live: LiveCopy = field(default_factory=coverage_specimens.live)
    status: int = 200
    asked: int = 0

    def serve(self, route: Route) -> None:
        path = printed.path_of(route.request.url)
        if path not in ("/fragment/live/16", "/fragment/live/16/wait"):
            status, headers, body = printed.answer(path)
            return route.fulfill(status=status, headers=headers, body=body)
        self.asked += 1
        tag = f'"{self.live.version}"'
        if self.status != 200:
            return route.fulfill(status=self.status, body="")
        if route.request.headers.get("if-none-match") == tag:
            return route.fulfill(status=304, headers={"etag": tag})
        html = pages.live_piece(self.live, specimens.paper()).replace('data-pause="10"', 'data-pause="0.1"')
        return route.fulfill(headers={"content-type": "text/html; charset=utf-8", "etag": tag}, body=html)

    def posts(self, *words: str) -> None:
        """Entries come."""
        first = self.live.total
        fresh = [
            LiveEntryCopy(first + number, specimens.FIRST + timedelta(hours=2), "", (said,), version=first + 20)
            for number, said in enumerate(words)
        ]
        entries = (*reversed(fresh), *self.live.entries)[:10]
        self.live = replace(
            self.live, entries=entries, total=first + len(words), version=self.live.version + len(words)
        )


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def page(chromium: Browser, desk: Desk) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 360, "height": 800})
    context.route("**/*", desk.serve)
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto(printed.ORIGIN + "/sample/covered")
    yield opened
    context.close()
    assert complaints == []


def test_what_comes_waits_behind_a_button_and_what_is_read_stays_where_it_is(page: Page, desk: Desk) -> None:
    page.wait_for_function("document.querySelector('.live-new').childElementCount === 0")
    third = page.locator("#e2")
    third.scroll_into_view_if_needed()
    page.evaluate("document.querySelector('#e2').scrollIntoView({ block: 'center', behavior: 'instant' })")
    before = third.bounding_box()
    desk.posts("নতুন এক", "নতুন দুই")
    button = page.get_by_role("button", name="২টি নতুন")
    expect(button).to_be_visible(timeout=8000)
    assert (page.locator(".live-entry").count(), third.bounding_box()) == (5, before)
    corrected = replace(desk.live.entries[-1], lines=("ঠিক করা কথা",), version=99)
    desk.live = replace(desk.live, entries=(*desk.live.entries[:-1], corrected), version=desk.live.version + 1)
    expect(page.locator("#e1")).to_contain_text("ঠিক করা কথা", timeout=8000)
    assert third.bounding_box() == before
    button.click()
    assert [one.get_attribute("id") for one in page.locator(".live-entry").all()] == [
        "e7",
        "e6",
        "e5",
        "e4",
        "e3",
        "e2",
        "e1",
    ]
    assert page.evaluate("document.activeElement.id") == "e7"


@pytest.mark.proof
def test_who_was_away_for_long_is_led_to_the_whole_page_and_the_end_ends_it(page: Page, desk: Desk) -> None:
    page.wait_for_function("document.querySelector('.live-new').childElementCount === 0")
    page.evaluate("document.querySelector('#e2').scrollIntoView({ block: 'center', behavior: 'instant' })")
    desk.posts(*(f"কথা {number}" for number in range(30)))
    expect(page.get_by_role("link", name="নতুন হালনাগাদ দেখুন")).to_be_visible(timeout=8000)
    desk.live = replace(desk.live, ended_at=specimens.FIRST + timedelta(hours=3), version=desk.live.version + 1)
    expect(page.locator(".live .mark-live")).to_have_count(0, timeout=8000)
    asked = desk.asked
    page.wait_for_timeout(1500)
    assert desk.asked == asked


@pytest.mark.proof
def test_trouble_is_waited_out_and_a_killed_story_loads_anew(page: Page, desk: Desk) -> None:
    page.wait_for_function("document.querySelector('.live-new').childElementCount === 0")
    desk.status = 503
    page.wait_for_timeout(4000)
    assert desk.asked < 8
    desk.status = 200
    desk.posts("ফিরে এল")
    expect(page.locator(".live")).to_contain_text("ফিরে এল", timeout=20000)
    desk.status = 410
    with page.expect_event("framenavigated", timeout=30000):
        pass


@pytest.mark.proof
def test_older_entries_come_below(page: Page) -> None:
    page.wait_for_function("document.querySelector('.live-new').childElementCount === 0")
    page.locator(".live-older a").click()
    expect(page.locator(".live-entry")).to_have_count(10, timeout=8000)
