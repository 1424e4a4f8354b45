"""The style check beside the text: what it finds while one rests, mended by a click, all of a kind, or left alone."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.desk.factories import make_body, make_story
from tests.desk.screens.opened import HOUSE, opened

pytestmark = [pytest.mark.django_db, pytest.mark.browser]
page = opened()


def unkept(route: Route) -> None:
    """Nothing of what is typed comes to the newsroom."""
    return route.abort() if route.request.method == "POST" else route.fallback()


@pytest.mark.long
def test_one_all_of_a_kind_and_none_of_them(page: Page) -> None:
    body = make_body(["এক ধরণ, <b>দুই</b> ধরণ।", "তিন ধরণ , চার।"])
    story = make_story(published=False, headline="সরককার বলেছে", body=body)
    page.route(re.compile("/edit/|/jots/"), unkept)  # else the page that is opened again may have the mended words
    page.goto(f"{HOUSE}/desk/stories/edit/{story.pk}/")
    panel = page.locator(".desk-style")
    expect(panel.locator("summary")).to_have_text("ভাষা ও বানান: ৫")
    panel.locator("summary").click()
    rows = panel.locator("li")
    expect(rows.locator("mark")).to_have_text(["সরককার", "ধরণ", "ধরণ", "ধরণ", " ,"])
    rows.nth(0).get_by_role("button", name="“সরকার” বসান").click()
    expect(page.locator("[name=headline]")).to_have_value("সরকার বলেছে")
    rows.nth(0).get_by_role("button", name="এমন ৩টিই").click()
    expect(page.locator("[name='body-0-value']")).to_have_value("<p>এক ধরন, <b>দুই</b> ধরন।</p>")
    expect(page.locator("[name='body-1-value']")).to_have_value("<p>তিন ধরন , চার।</p>")
    rows.nth(0).get_by_role("button", name="এই খবরে থাক").click()
    expect(rows).to_have_text(["শোধরানোর কিছু নেই।"])
    expect(panel.locator(".desk-style-left button")).to_have_text([","])
    expect(panel.locator("summary")).to_have_text("ভাষা ও বানান")
    with page.expect_response(lambda answer: "/check/" in answer.url):  # a colleague, elsewhere
        page.reload()
    panel.locator("summary").click()
    expect(panel.locator(".desk-style-left button")).to_have_text([","])
    expect(rows.locator("mark", has_text="ধরণ")).to_have_count(3)  # the words of before: these were not left
    expect(rows.locator("mark", has_text=",")).to_have_count(0)
    assert list(story.left_hints.values_list("kind", "word", "left_by__username")) == [("space", " ,", "rina")]
    panel.locator(".desk-style-left button").click()
    expect(rows.locator("mark", has_text=",")).to_have_count(1)
    expect(panel.locator(".desk-style-left button")).to_have_count(0)
    assert story.left_hints.count() == 0
