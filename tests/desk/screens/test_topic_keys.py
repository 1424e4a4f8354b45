"""The field of topics in a browser: typing finds, Enter takes, Alt+T takes what the text speaks of, Backspace takes away."""

import pytest
from playwright.sync_api import Page, expect

from harkara.desk.models import Topic
from tests.desk.factories import make_story, make_topic
from tests.desk.screens.opened import HOUSE, opened

pytestmark = [pytest.mark.django_db, pytest.mark.browser]
page = opened()


def chips(page: Page) -> list[str]:
    return page.locator(".desk-chip span").all_text_contents()


@pytest.mark.long
def test_topics_are_chosen_by_keys(page: Page) -> None:
    for name in ("পদ্মা সেতু", "টোল", "যমুনা"):
        make_topic(name)
    story = make_story(headline="টোল বাড়ল সেতুতে", published=False)
    page.goto(f"{HOUSE}/desk/stories/edit/{story.pk}/")
    page.locator("[role=tab]").nth(1).click()
    expect(page.locator(".desk-offer")).to_have_text(["+ টোল"])
    page.keyboard.press("Alt+t")
    expect(page.locator(".desk-chip span")).to_have_text(["টোল"])
    expect(page.locator(".desk-topics").first.locator(".desk-offers")).to_be_hidden()
    box = page.locator(".desk-topics").first.locator("input[role=combobox]")
    box.press_sequentially("padm")
    expect(page.locator(".desk-topics").first.locator("[role=option]").first).to_have_text("পদ্মা সেতু")
    box.press("Enter")
    expect(page.locator(".desk-chip span")).to_have_text(["টোল", "পদ্মা সেতু"])
    box.press_sequentially("মেট্রোরেল")
    expect(page.locator(".desk-topics").first.locator("[role=option]")).to_have_text(["নতুন বিষয়: মেট্রোরেল"])
    box.press("Enter")
    expect(page.locator(".desk-chip span")).to_have_text(["টোল", "পদ্মা সেতু", "মেট্রোরেল"])
    assert Topic.objects.filter(name="মেট্রোরেল").exists()
    box.press("Backspace")
    assert chips(page) == ["টোল", "পদ্মা সেতু"]
    numbers = [field.get_attribute("value") for field in page.locator("input[name=topics]").all()]
    assert [Topic.objects.get(pk=int(number or 0)).name for number in numbers] == ["টোল", "পদ্মা সেতু"]
