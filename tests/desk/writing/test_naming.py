"""Names that the paper knows, taken by keys while Avro typing is on."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.desk.factories import make_body, make_story, make_topic
from tests.desk.screens.opened import HOUSE, opened

pytestmark = [pytest.mark.django_db, pytest.mark.browser]
page = opened()


def offered(page: Page) -> Locator:
    return page.locator(".desk-writing-names li")


@pytest.mark.long
def test_a_name_is_taken_by_keys(page: Page) -> None:
    for name in ("পদ্মা সেতু", "পদ্মা অয়েল"):
        make_topic(name)
    page.goto(f"{HOUSE}/desk/stories/edit/{make_story(published=False, body=make_body(['এক'])).pk}/")
    page.keyboard.press("Control+m")
    text, kept = page.locator(".desk-writing-text").first, page.locator("[name='body-0-value']")
    text.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("ajke podma")
    expect(offered(page)).to_have_text(["পদ্মা অয়েল বিষয়", "পদ্মা সেতু বিষয়"])
    page.keyboard.press("ArrowUp")
    expect(page.locator(".desk-writing-names [aria-selected=true]")).to_have_text("পদ্মা সেতু বিষয়")
    page.keyboard.press("Enter")
    expect(kept).to_have_value("<p>আজকে পদ্মা সেতু</p>")
    expect(offered(page).first).to_be_hidden()
    page.keyboard.type("r tol")
    expect(kept).to_have_value("<p>আজকে পদ্মা সেতুর তল</p>")

    headline = page.locator("[name=headline]")
    headline.fill("পদ্মা ")
    page.keyboard.press("End")
    page.keyboard.type("setu")  # its first word stands there already
    page.keyboard.press("Backspace")
    expect(offered(page)).to_have_text(["পদ্মা সেতু বিষয়"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(headline).to_have_value("পদ্মা সেতু")
    page.keyboard.press("Control+z")
    expect(headline).to_have_value("পদ্মা সেত")


@pytest.mark.long
def test_escape_closes_and_who_types_on_is_not_stopped(page: Page) -> None:
    make_topic("পদ্মা সেতু")
    page.goto(f"{HOUSE}/desk/stories/edit/{make_story(published=False, body=make_body(['এক'])).pk}/")
    page.keyboard.press("Control+m")
    summary = page.locator("[name=summary]")
    summary.fill("")
    page.keyboard.type("podm")
    expect(offered(page)).to_have_count(1)
    page.keyboard.press("Escape")
    expect(offered(page).first).to_be_hidden()
    page.keyboard.type("a bohu")
    expect(summary).to_have_value("পদ্মা বহু")
