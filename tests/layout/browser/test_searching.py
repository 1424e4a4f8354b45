"""Suggestions while one types, and the form without them."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from harkara.layout import assets
from tests.layout.browser.conftest import Opener

pytestmark = pytest.mark.browser

BOX = "input[role=combobox]"
OPTION = ".suggestions [role=option]"
WORDS = ["নদীভাঙন", "নদী দখল", "নদীর চর"]


class Prompter:
    """Answers the box, and notes what it was asked; the form leads to the page of hits."""

    def __init__(self, page: Page, words: list[str] = WORDS, status: int = 200) -> None:
        self.asked: list[str] = []
        self.led: list[dict[str, list[str]]] = []
        self.words, self.status = words, status
        page.route("**/search/suggest?*", self._suggest)
        page.route("**/search/?*", self._search)

    def _suggest(self, route: Route) -> None:
        self.asked += parse_qs(urlsplit(route.request.url).query)["q"]
        body = json.dumps({"suggestions": self.words if self.status == 200 else []})
        route.fulfill(status=self.status, content_type="application/json", body=body)

    def _search(self, route: Route) -> None:
        self.led.append(parse_qs(urlsplit(route.request.url).query))
        route.fulfill(content_type="text/html; charset=utf-8", body="<title>ফল</title>")


@pytest.fixture
def page(open_sheet: Opener) -> Page:
    return open_sheet("/sample/search", width=360)


def test_words_are_suggested_and_chosen_by_keys(page: Page) -> None:
    prompter = Prompter(page)
    box, options = page.locator(BOX), page.locator(OPTION)
    box.press_sequentially("নদ")
    expect(options).to_have_text(WORDS)
    assert prompter.asked == ["নদ"]  # one question for all that was typed in one go
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(box).to_have_value(WORDS[0])
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", str(options.nth(0).get_attribute("id")))
    box.press("ArrowUp")
    expect(box).to_have_value("নদ")  # what was typed comes back
    box.press("ArrowUp")
    expect(box).to_have_value(WORDS[2])
    box.press("Escape")
    expect(box).to_have_value("নদ")
    expect(page.locator(".suggestions")).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("ী")
    expect(options).to_have_count(3)
    box.press("ArrowDown")
    box.press("Enter")
    expect(page).to_have_title("ফল")
    assert (prompter.asked, prompter.led[0]["q"]) == (["নদ", "নদী"], [WORDS[0]])


def test_a_word_can_be_touched(page: Page) -> None:
    prompter = Prompter(page)
    page.locator(BOX).press_sequentially("নদ")
    page.locator(OPTION).nth(1).click()
    expect(page).to_have_title("ফল")
    assert prompter.led[0]["q"] == [WORDS[1]]


def test_enter_looks_for_what_was_typed(page: Page) -> None:
    prompter = Prompter(page)
    box = page.locator(BOX)
    box.press_sequentially("নদ")
    expect(page.locator(OPTION)).to_have_count(3)
    box.press("Enter")
    expect(page).to_have_title("ফল")
    assert prompter.led[0]["q"] == ["নদ"]


def test_nothing_is_asked_while_a_word_is_being_composed(page: Page) -> None:
    prompter = Prompter(page)
    box = page.locator(BOX)
    box.focus()
    keys = page.context.new_cdp_session(page)
    for made in ("n", "no", "nod", "নদী"):
        keys.send("Input.imeSetComposition", {"text": made, "selectionStart": len(made), "selectionEnd": len(made)})
    box.press("ArrowDown")  # belongs to the input method
    page.evaluate("new Promise((done) => setTimeout(done, 400))")  # longer than the box waits before it asks
    assert prompter.asked == []
    keys.send("Input.insertText", {"text": "নদী"})
    expect(page.locator(OPTION)).to_have_count(3)
    assert prompter.asked == ["নদী"]


def test_a_box_whose_script_comes_in_the_middle_of_a_word_asks_for_the_word_and_not_for_its_strokes(page: Page) -> None:
    prompter = Prompter(page)
    box, held = page.locator(BOX), list[Route]()
    page.route("**" + assets.href("suggest.js"), lambda route: held.append(route))
    with page.expect_request("**" + assets.href("suggest.js")):
        box.focus()
    keys = page.context.new_cdp_session(page)
    for made in ("n", "no", "nod"):
        keys.send("Input.imeSetComposition", {"text": made, "selectionStart": len(made), "selectionEnd": len(made)})
    with page.expect_response("**" + assets.href("suggest.js")):
        held[0].fallback()
    page.evaluate("new Promise((done) => setTimeout(done, 400))")  # longer than the box waits before it asks
    assert prompter.asked == []
    keys.send("Input.insertText", {"text": "নদী"})
    expect(page.locator(OPTION)).to_have_count(3)
    assert prompter.asked == ["নদী"]


def test_words_never_take_the_place_of_others_that_came_later_and_leave_with_the_focus(page: Page) -> None:
    Prompter(page)
    box = page.locator(BOX)
    box.press_sequentially("নদ")
    expect(page.locator(OPTION)).to_have_count(3)
    box.press("Tab")
    expect(page.locator(".suggestions")).to_be_hidden()
    box.fill("ন")
    expect(page.locator(".suggestions")).to_be_hidden()


def test_suggestions_are_text_and_nothing_else(page: Page) -> None:
    Prompter(page, words=["<img src=x>", "x" * 300])
    page.locator(BOX).press_sequentially("নদ")
    expect(page.locator(OPTION).first).to_have_text("<img src=x>")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


@pytest.mark.long
def test_the_masthead_has_a_box_where_there_is_room_and_a_link_where_there_is_none(open_sheet: Opener) -> None:
    page = open_sheet("/sample/story")
    prompter = Prompter(page)
    page.locator(BOX).press_sequentially("নদ")
    page.locator(OPTION).first.click()
    expect(page).to_have_title("ফল")
    assert prompter.led == [{"q": [WORDS[0]]}]
    narrow = open_sheet("/sample/story", width=360)
    expect(narrow.get_by_role("search")).to_be_hidden()
    link = narrow.get_by_role("link", name="খোঁজ")
    expect(link).to_have_attribute("href", "/search/")
    box = link.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44


def test_without_scripts_the_form_is_sent_with_all_its_fields(open_sheet: Opener) -> None:
    page = open_sheet("/sample/search", width=360, java_script_enabled=False)
    prompter = Prompter(page)
    page.get_by_label("কী খুঁজছেন?").fill("নদী")
    page.get_by_text("বিভাগ, বিষয়, লেখক ও তারিখ ধরে খুঁজুন").click()
    page.locator("select[name=section]").select_option("sports")
    page.get_by_label("কোন তারিখ থেকে").fill("৩১ শ্রাবণ ১৪২৯")
    page.get_by_role("button", name="খুঁজুন").click()
    assert prompter.led == [{"q": ["নদী"], "section": ["sports"], "from": ["৩১ শ্রাবণ ১৪২৯"], "sort": ["relevance"]}]
