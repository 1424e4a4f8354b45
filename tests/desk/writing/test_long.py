"""A body of ten thousand words stays light under the hand."""

import pytest
from playwright.sync_api import Page, expect

from tests.desk.factories import make_story
from tests.desk.screens.opened import HOUSE, opened

pytestmark = [pytest.mark.django_db, pytest.mark.browser, pytest.mark.proof]
page = opened()

WATCH = """() => {
  window.waits = [];
  document.addEventListener("beforeinput", () => {
    const begun = performance.now();
    requestAnimationFrame(() => setTimeout(() => window.waits.push(performance.now() - begun)));
  }, true);
}"""
KEYS = "সেতু খুলেছে আজ " * 12


@pytest.mark.parametrize(("blocks", "words"), [(100, 100), (1, 10_000)])
def test_ten_thousand_words(page: Page, blocks: int, words: int) -> None:
    """From a key to the frame that shows it, with everything that keeps, counts and checks the text at work beside it."""
    paragraph = f"<p>{'আন্তর্জাতিক সংবাদমাধ্যম ' * 50}</p>" * (words // 100)
    story = make_story(published=False, body=[("paragraph", paragraph)] * blocks)
    page.goto(f"{HOUSE}/desk/stories/edit/{story.pk}/", timeout=120_000)
    text = page.locator(".desk-writing-text").nth(blocks // 2)
    text.focus()
    page.keyboard.press("Control+Home")
    page.evaluate(WATCH)
    page.keyboard.type(KEYS, delay=60)
    expect(text.locator("p").first).to_have_text(f"{KEYS}{'আন্তর্জাতিক সংবাদমাধ্যম ' * 50}".strip())
    waits = sorted(page.evaluate("window.waits"))
    assert len(waits) >= len(KEYS)
    half, most = waits[len(waits) // 2], waits[len(waits) * 95 // 100]
    what = f"from a key to its frame, {blocks * words:,} words in {blocks} paragraph{'s' * (blocks > 1)}, p50 / p95"
    print(f"FIGURE: {what} | {half:.0f} / {most:.0f} ms")
