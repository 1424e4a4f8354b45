"""How many clicks and keys the newsroom's daily ways take. What is typed as text is not counted; everything else is."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.waiting import a_moment
from tests.whole.conftest import ROOT, SOON, House

pytestmark = [pytest.mark.process, pytest.mark.browser]

CLIPPING = ROOT / "src/harkara/desk/demo/clipping.txt"
HEADLINE = "দ্বীপদেশ কোরালিয়াকে জাহাজ দিচ্ছে নর্ডমার্ক, প্রথমটি যাবে জানুয়ারিতে"
TRIES = 5_000  # a bound, so that a story that never comes fails the test


class Hand:
    """An editor's hand: it counts what it does."""

    def __init__(self, page: Page) -> None:
        self.page, self.steps = page, 0

    def click(self, what: Locator) -> None:
        self.steps += 1
        what.click()

    def press(self, keys: str) -> None:
        self.steps += 1
        self.page.keyboard.press(keys)

    def type(self, text: str) -> None:
        """Text is what a story is made of: it is no step."""
        self.page.keyboard.insert_text(text)


@pytest.fixture
def hand(house: House, chromium: Browser) -> Hand:
    return Hand(house.sign_in(chromium))


def publish(hand: Hand) -> None:
    """Ctrl and Enter ask; Enter answers."""
    expect(hand.page.locator("[name=action-publish][aria-keyshortcuts]")).to_be_attached(
        timeout=SOON
    )  # the page hears keys now
    hand.press("Control+Enter")
    expect(hand.page.locator("#desk-publishing [data-answer=yes]")).to_be_focused(timeout=SOON)
    with hand.page.expect_navigation():
        hand.press("Enter")


def live(house: House, there: Callable[[str], bool], path: str = "/") -> None:
    """Waits until a page is as it ought to be."""
    for _try in range(TRIES):
        if there(house.get(path)[1]):
            return
        a_moment()
    pytest.fail(f"{path} does not show it")


@pytest.mark.long
def test_from_the_wire_to_live(house: House, hand: Hand, tmp_path: Path) -> None:
    # The page as it is belongs to another test.
    text = CLIPPING.read_text().replace("প্রথমটি যাবে ডিসেম্বরে", "প্রথমটি যাবে জানুয়ারিতে")
    saved = tmp_path / "page.txt"
    saved.write_text(text)
    assert house.run("clip", str(saved)).returncode == 0
    page = hand.page
    page.reload()
    expect(page.locator("[data-board] [aria-keyshortcuts=N]")).to_be_visible(timeout=SOON)
    hand.press("ArrowDown")
    expect(page.locator(":focus")).to_have_text(HEADLINE, timeout=SOON)
    hand.press("d")
    expect(page.locator("[name=headline]")).to_have_value(HEADLINE, timeout=SOON)
    expect(page.locator("select[name=section] option:checked")).to_have_text("আন্তর্জাতিক", timeout=SOON)
    publish(hand)
    live(house, lambda text: HEADLINE in text)
    assert hand.steps == 4


@pytest.mark.long
def test_from_a_blank_page_to_live(house: House, hand: Hand) -> None:
    page, headline = hand.page, "পাঠাগারে রাতের আলো"
    hand.press("n")
    expect(page.locator("[name=headline]")).to_be_focused(timeout=SOON)
    hand.type(headline)
    hand.click(page.locator("select[name=section]"))
    page.select_option("select[name=section]", label="জাতীয়")  # one click on the list, one on its line
    hand.steps += 1
    hand.click(page.locator("[contenteditable=true]").first)
    hand.type("সন্ধ্যার পরেও খোলা থাকবে গ্রামের পাঠাগার।")
    publish(hand)
    live(house, lambda text: headline in text)
    assert hand.steps == 6


@pytest.mark.long
def test_from_a_typing_error_to_its_repair(house: House, hand: Hand) -> None:
    page = hand.page
    card = page.locator("#column-live .board-card a.board-open").first
    number = re.search(r"/edit/(\d+)/", card.get_attribute("href") or "")
    assert number
    hand.click(card)
    text = page.locator("[contenteditable=true]").first
    hand.click(text)
    hand.type("ঠিক")
    publish(hand)
    live(house, lambda shown: "ঠিক" in shown, f"/{number[1]}")
    assert hand.steps == 4
