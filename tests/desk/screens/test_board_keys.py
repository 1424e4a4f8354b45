"""The board in a browser: arrows lead from card to card, letters do acts, a change shows itself and the focus stays."""

import pytest
from playwright.sync_api import Page, expect

from harkara.desk import actions
from harkara.desk.models import Progress, Stage
from tests.desk.factories import make_story, make_user
from tests.desk.screens.opened import HOUSE, opened

pytestmark = [pytest.mark.django_db, pytest.mark.browser]
page = opened(group="desk_editor")


def here(page: Page) -> str:
    return str(page.evaluate("document.activeElement.closest('.board-card')?.id || ''"))


@pytest.mark.long
def test_the_board_works_by_keys_and_updates_itself(page: Page) -> None:
    author = make_user(group="reporter")
    one, two = (make_story(headline=headline, published=False, user=author) for headline in ("এক", "দুই"))
    filed = make_story(headline="জমা", published=False, user=author)
    actions.file_story(filed, author)
    page.goto(f"{HOUSE}/desk/")
    page.keyboard.press("ArrowDown")
    assert here(page) == f"card-story-{two.pk}"
    page.keyboard.press("ArrowDown")
    assert here(page) == f"card-story-{one.pk}"
    page.keyboard.press("ArrowRight")
    assert here(page) == f"card-story-{filed.pk}"
    page.keyboard.press("Shift+Slash")
    expect(page.locator("#board-help")).to_be_visible()
    page.keyboard.press("Escape")
    actions.file_story(one, author)
    expect(page.locator(f"#column-filed #card-story-{one.pk}")).to_be_visible(timeout=15_000)
    assert here(page) == f"card-story-{filed.pk}"
    page.evaluate(
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'অ', code: 'KeyA', bubbles: true}))"
    )
    expect(page.locator(f"#column-approved #card-story-{filed.pk}")).to_be_visible()
    assert Progress.objects.get(story=filed).stage == Stage.APPROVED


def test_on_a_phone_columns_are_tabs(page: Page) -> None:
    make_story(headline="খসড়াটি", published=False)
    make_story(headline="প্রকাশিতটি")
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{HOUSE}/desk/")
    expect(page.get_by_text("খসড়াটি")).to_be_visible()
    expect(page.get_by_text("প্রকাশিতটি")).to_be_hidden()
    page.get_by_role("button", name="এখন প্রকাশিত").click()
    expect(page.get_by_text("প্রকাশিতটি")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
