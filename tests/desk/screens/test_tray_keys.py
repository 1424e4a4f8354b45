"""The tray in a browser: arrows lead from item to item, D makes a draft of the one in hand, by any keyboard."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from harkara.desk import clock
from harkara.desk.models import IncomingClipping, Story
from tests.desk.factories import make_clipping
from tests.desk.screens.opened import HOUSE, opened

pytestmark = [pytest.mark.django_db, pytest.mark.browser]
page = opened(group="desk_editor")


@pytest.fixture
def items() -> list[IncomingClipping]:
    """Three items, the newest first, as the tray shows them."""
    made = [
        make_clipping(headline=headline, filed_at=clock.now() - timedelta(hours=3 - hours))
        for hours, headline in enumerate(("ফেরি", "সেতু", "নৌকা"))
    ]
    return made[::-1]


def here(page: Page) -> str:
    return str(
        page.evaluate("document.activeElement.closest('tr')?.querySelector('td.title a').textContent.trim() || ''")
    )


def typed(page: Page, code: str, key: str) -> None:
    """A key as a keyboard with other letters on it gives it."""
    told = f"{{key: '{key}', code: '{code}', bubbles: true, cancelable: true}}"
    page.evaluate(f"document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {told}))")


def test_arrows_lead_from_item_to_item_and_stop_at_the_ends(page: Page, items: list[IncomingClipping]) -> None:
    page.goto(f"{HOUSE}/desk/tray/")
    expect(page.locator("#listing-results tbody tr")).to_have_count(3)
    page.keyboard.press("ArrowUp")
    assert here(page) == ""
    found = []
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
        found.append(here(page))
    assert found == ["নৌকা", "সেতু", "ফেরি", "ফেরি", "সেতু"]


def test_d_makes_a_draft_of_the_item_in_hand(page: Page, items: list[IncomingClipping]) -> None:
    page.goto(f"{HOUSE}/desk/tray/")
    typed(page, "KeyD", "ড")  # nothing is in hand
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    typed(page, "KeyX", "x")  # no button has that key
    page.keyboard.press("Control+KeyD")
    assert (page.url, Story.objects.count()) == (f"{HOUSE}/desk/tray/", 0)
    typed(page, "KeyD", "ড")
    for _ in range(200):
        if Story.objects.exists():
            break
        page.wait_for_timeout(50)
    (story,) = Story.objects.all()
    assert story.clipping_id == items[1].pk


def test_keys_are_letters_where_somebody_types(page: Page, items: list[IncomingClipping]) -> None:
    page.goto(f"{HOUSE}/desk/tray/")
    box = (
        page.locator("#listing-results, main")
        .locator("xpath=//textarea | //input[@type='text' or @type='search']")
        .first
    )
    box.focus()
    before = here(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("KeyD")
    assert (here(page), Story.objects.count()) == (before, 0)
    assert page.url == f"{HOUSE}/desk/tray/"
