"""What is longer than its field may hold is not cut: it stands there whole, with a sentence."""

import pytest
from playwright.sync_api import Page, expect

from tests.desk.factories import make_body, make_story
from tests.desk.screens.opened import HOUSE, opened

pytestmark = [pytest.mark.django_db, pytest.mark.browser]
page = opened()


@pytest.mark.long
def test_a_headline_that_is_too_long_stays_whole(page: Page) -> None:
    story = make_story(published=False, headline="সেতু", body=make_body(["এক"]))
    page.goto(f"{HOUSE}/desk/stories/edit/{story.pk}/")
    headline, said = page.locator("[name=headline]"), page.locator(".desk-writing-over")
    headline.focus()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("ক" * 262)
    expect(said).to_have_text("১২টি চিহ্ন বেশি হয়েছে, এখানে ২৫০টির বেশি রাখা যায় না। ছোট করুন; কিছু কেটে দেওয়া হয়নি।")
    expect(headline).to_have_value("ক" * 262)
    expect(headline).to_have_attribute("aria-invalid", "true")
    for _ in range(12):
        page.keyboard.press("Backspace")
    expect(said).to_have_count(0)
    expect(headline).to_have_value("ক" * 250)
