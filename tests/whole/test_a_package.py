"""A story package from the editor's panel to the pages of its stories, in a paper that is served."""

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.whole.conftest import SOON, House
from tests.whole.test_few_steps import live

pytestmark = [pytest.mark.process, pytest.mark.browser]

NAME = "নদীর দুই পাড়"
PAGE = f"/timeline/{quote('নদীর-দুই-পাড়')}/"


def panel(house: House, page: Page, number: str) -> None:
    """Opens the story's editor where its packages are."""
    page.goto(f"{house.origin}/desk/stories/edit/{number}/")
    page.get_by_role("tab", name="পরিচয়").click()
    box = page.locator("[data-desk-packages] [data-name]")
    expect(page.locator("[data-desk-packages] [data-shown] .help")).to_be_visible(timeout=SOON)
    box.focus()


@pytest.mark.proof
def test_two_stories_tell_one_matter(house: House, chromium: Browser) -> None:
    page = house.sign_in(chromium)
    numbers = re.findall(r"/edit/(\d+)/", page.locator("#column-live").inner_html())
    first, second = list(dict.fromkeys(numbers))[:2]
    headlines = [page.locator(f"#column-live a[href$='/edit/{one}/']").first.inner_text() for one in (first, second)]

    # No package is called so: Enter offers to begin one, and Enter again does.
    panel(house, page, first)
    page.keyboard.insert_text(NAME)
    page.keyboard.press("Enter")
    expect(page.locator("[data-desk-packages] [data-begin]")).to_be_focused(timeout=SOON)
    page.keyboard.press("Enter")
    expect(page.locator("[data-desk-packages] .desk-chip")).to_contain_text(NAME, timeout=SOON)
    live(house, lambda text: headlines[0] in text, PAGE)

    # A few letters offer the one that is there.
    panel(house, page, second)
    page.keyboard.type("নদী")
    offered = page.locator("#desk-package-names option").first
    expect(offered).to_have_attribute("value", NAME, timeout=SOON)
    page.locator("[data-desk-packages] [data-name]").fill(offered.get_attribute("value") or "")
    page.keyboard.press("Enter")
    expect(page.locator("[data-desk-packages] .desk-chip")).to_contain_text(NAME, timeout=SOON)
    live(house, lambda text: headlines[1] in text, PAGE)
    for own, other in ((first, headlines[1]), (second, headlines[0])):
        live(house, lambda text, other=other: other in box(text), f"/{own}")

    # Out of it again, with one key; nothing of it is left on the page of the story.
    page.locator("[data-desk-packages] [data-out]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-desk-packages] .desk-chip")).to_have_count(0, timeout=SOON)
    live(house, lambda text: box(text) == "", f"/{second}")
    live(house, lambda text: headlines[1] not in main(text), PAGE)


def box(text: str) -> str:
    """What a story's page says of its packages."""
    return text.partition('<nav class="facts package"')[2].partition("</nav>")[0]


def main(text: str) -> str:
    return text.partition("<main")[2].partition("</main>")[0]
