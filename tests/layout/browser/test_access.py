"""Whoever reads in another way: by ear, by keys, at double size, in colours of one's own.

What a screen reader meets on each kind of page, and in which order, stands in ``heard/``, one text a page. Who changes a page
on purpose has them written anew: ``HARKARA_HEARD=1 pytest tests/layout/browser/test_access.py``, and reads the difference.
"""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.layout import printed
from tests.layout.browser.conftest import Opener, standing

pytestmark = pytest.mark.browser

HEARD = Path(__file__).with_name("heard")
KINDS = (
    *("front", "section", "story", "explainer", "obituary", "package", "corrections", "document", "writer", "month"),
    *("photo-story", "video", "search", "search-hits", "saved", "not-found", "lite-story", "lite-front"),
)
"""Every kind of page."""


def read_out(page: Page, name: str) -> str:
    """What is heard of a page as it is printed, before any script: of stories the whole, of others what is their own."""
    page.goto(f"{printed.ORIGIN}/sample/{name}")
    standing(page)
    told = page.locator("body" if name.endswith("story") else "main").aria_snapshot()
    return "".join(f"{line}\n" for line in told.splitlines() if "- /url:" not in line)


@pytest.mark.long
def test_every_kind_of_page_is_heard_in_its_order(open_sheet: Opener) -> None:
    page = open_sheet("/sample/not-found", java_script_enabled=False)
    now = {name: read_out(page, name) for name in KINDS}
    if os.environ.get("HARKARA_HEARD"):
        HEARD.mkdir(exist_ok=True)
        for name, text in now.items():
            (HEARD / f"{name}.yaml").write_text(text, "utf-8")
    assert now == {name: (HEARD / f"{name}.yaml").read_text("utf-8") for name in KINDS}


@pytest.mark.long
def test_nothing_runs_out_of_the_window_at_double_size_with_large_letters(open_sheet: Opener) -> None:
    """1,280 px at 200 % are 640, and at 400 % 320 (WCAG 2.2, success criteria 1.4.4 and 1.4.10)."""
    page = open_sheet("/sample/not-found")
    page.evaluate("localStorage.setItem('harkara:text', 'large')")
    wide = {}
    for name in (*KINDS, "story-bare", "years", "on", "corrections-empty", "search-filtered", "front-empty"):
        page.goto(f"{printed.ORIGIN}/sample/{name}")
        standing(page)
        if not name.startswith("lite-"):
            assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "19.52px", name
        for width in (640, 320):
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                wide[name, width] = page.evaluate("document.documentElement.scrollWidth")
    assert wide == {}


FOCUS = """() => {
  const it = document.activeElement;
  const box = it.getBoundingClientRect();
  const style = getComputedStyle(it);
  return {
    name: it.getAttribute("aria-label") ?? it.textContent.trim(),
    place: it.compareDocumentPosition(document.querySelector("main")),
    framed: style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 3,
    inside: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
  };
}"""


@pytest.mark.long
def test_keys_reach_everything_in_its_order_and_show_where_one_is(open_sheet: Opener) -> None:
    page = open_sheet("/sample/story", width=360)
    page.wait_for_load_state("load")
    number = page.locator("a:visible, button:visible, summary:visible, input:visible").count()
    page.keyboard.press("Tab")
    stops = 0
    while page.evaluate("document.activeElement !== document.body") and stops <= number:
        seen = page.evaluate(FOCUS)
        assert (seen["framed"], seen["inside"]) == (True, True), seen
        stops += 1
        page.keyboard.press("Tab")
    assert stops >= 40


def test_colours_of_ones_own_keep_frames_signs_and_words(open_sheet: Opener) -> None:
    page = open_sheet("/sample/story", forced_colors="active")
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    words = page.evaluate("getComputedStyle(document.querySelector('.masthead-link')).color")
    assert page.evaluate("getComputedStyle(document.querySelector('.masthead-link svg')).stroke") == words
    assert page.evaluate("getComputedStyle(document.querySelector('.textsize button')).borderStyle") == "solid"


def test_the_size_of_letters_is_changed_on_any_page_and_all_its_buttons_know(open_sheet: Opener) -> None:
    page = open_sheet("/sample/corrections", width=360)
    before = page.evaluate("parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)")
    page.locator(".footer .textsize button").last.click()
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)") == pytest.approx(
        before * 1.22
    )
    page.goto(f"{printed.ORIGIN}/sample/story")
    standing(page)
    for place in (".story-tools", ".footer"):
        assert page.locator(f"{place} .textsize button").last.get_attribute("aria-disabled") == "true"
    page.locator(".footer .textsize button").first.click()
    assert page.locator(".story-tools .textsize button").last.get_attribute("aria-disabled") == "false"
