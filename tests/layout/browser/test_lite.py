"""Lite pages in a browser, and how the full page offers them."""

import pytest
from playwright.sync_api import expect

from tests.layout.browser.conftest import Opener, standing

pytestmark = pytest.mark.browser

SAVES = "Object.defineProperty(navigator, 'connection', { value: { saveData: true, effectiveType: '4g' } });"
SHIFTS = """new PerformanceObserver((list) => {
  for (const one of list.getEntries()) window.shift = (window.shift ?? 0) + one.value;
}).observe({ type: "layout-shift", buffered: true });"""


def test_a_lite_page_is_one_request_and_fits_a_phone(open_sheet: Opener) -> None:
    page = open_sheet("/sample/lite-not-found", width=360)  # nothing of it is still on its way
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for name in ("lite-story", "lite-front", "lite-month", "lite-search-hits"):
        page.goto(f"https://harkara.example/sample/{name}", wait_until="load")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert [url.rpartition("/")[2] for url in asked] == ["lite-story", "lite-front", "lite-month", "lite-search-hits"]


def test_who_saves_data_is_offered_the_lite_page_and_may_refuse(open_sheet: Opener) -> None:
    page = open_sheet("/sample/story", width=360)
    assert page.locator(".lite-offer").count() == 0
    page.add_init_script(SAVES + SHIFTS)
    page.reload()
    standing(page)
    offer = page.locator(".lite-offer")
    expect(offer).to_be_in_viewport()
    assert offer.locator("a").get_attribute("href") == page.locator("[data-island=lite]").get_attribute("href")
    assert page.evaluate("window.shift ?? 0") == 0
    offer.locator("button").click()
    assert offer.count() == 0
    page.reload()
    standing(page)
    page.locator("[data-island=lite][data-awake]").wait_for(state="attached")
    assert offer.count() == 0
