"""Bangla composed into rich text, as phones and input methods do it: what a plain text area shows is what must be kept.

The thousand of the proofs may be counted in parts: ``HARKARA_PROOF_COMPOSITIONS=0-250`` plays those seeds only.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect
from playwright.sync_api import TimeoutError as Timeout

from harkara.desk.models import Story
from tests.desk.factories import make_body, make_story
from tests.desk.screens.opened import HOUSE, opened
from tests.desk.writing.compositions import composition

pytestmark = [pytest.mark.django_db, pytest.mark.browser]
page = opened()
BUILT = Path(__file__).resolve().parents[3] / "src/harkara/desk/static/desk/writing/editor.js"
BEGIN = """() => {
  window.telepath = { register: (name, widget) => { window.made = widget; } };
}"""
SET = """html => {
  const widget = new window.made({ say: { text: "text" }, stories: "" });
  document.querySelector("#place").replaceChildren();
  widget.render(document.querySelector("#place"), "text", "text", html, new Map());
  document.querySelector(".desk-writing-text").focus();
}"""
HTML = "() => document.querySelector('[name=text]').value"
AGREES = """shown => {
  const kept = JSON.parse(document.querySelector('[name$="-0-value"]').value);
  return (kept?.blocks ?? []).map((block) => block.text).join("") === shown;
}"""
PLAIN = "() => { const box = document.querySelector('[name=summary]'); box.value = ''; box.focus(); }"
PART = range(*map(int, os.environ.get("HARKARA_PROOF_COMPOSITIONS", "0-1000").split("-")))
DRAFTAIL = "wagtail.admin.rich_text.DraftailRichTextArea"


def story_in(page: Page, *paragraphs: str) -> Story:
    story = make_story(published=False, headline="সেতু খুলেছে", body=make_body(list(paragraphs or ("এক",))))
    page.goto(f"{HOUSE}/desk/stories/edit/{story.pk}/")
    return story


def play(keys: CDPSession, seed: int) -> None:
    for step in composition(seed):
        keys.send(step.method, step.given)


def plainly(page: Page, keys: CDPSession, seed: int) -> str:
    """What a text area shows of the composition."""
    page.evaluate(PLAIN)
    play(keys, seed)
    return str(page.locator("[name=summary]").input_value())


@pytest.fixture
def bare(chromium: Browser) -> Iterator[Page]:
    """The editor and a text area on a page of their own."""
    context = chromium.new_context(locale="bn-BD")
    opened = context.new_page()
    opened.set_content('<textarea name="summary" cols="80"></textarea><div id="place"></div>')
    opened.evaluate(BEGIN)
    opened.add_style_tag(path=BUILT.with_name("writing.css"))  # spaces are kept, not turned into unbreakable ones
    opened.add_script_tag(path=BUILT)
    yield opened
    context.close()


def counted(seeds: range) -> str:
    """How the table of figures calls the compositions of ``seeds``."""
    return f"{len(seeds):,} compositions (seeds {seeds.start} to {seeds.stop - 1})"


def wrong(page: Page, keys: CDPSession, seeds: range) -> list[int]:
    """Those of ``seeds`` whose composition the editor keeps otherwise than a text area shows it."""
    found = []
    for seed in seeds:
        shown = plainly(page, keys, seed)
        page.evaluate(SET, "")
        play(keys, seed)
        kept = page.evaluate(f"() => new DOMParser().parseFromString(({HTML})(), 'text/html').body.textContent")
        if kept != shown:
            found.append(seed)
    return found


@pytest.mark.long
def test_compositions_are_kept_whole(bare: Page) -> None:
    assert wrong(bare, bare.context.new_cdp_session(bare), range(25)) == []


def test_a_space_alone_is_kept(bare: Page) -> None:
    assert wrong(bare, bare.context.new_cdp_session(bare), range(83, 84)) == []


@pytest.mark.proof
def test_a_thousand_compositions(bare: Page) -> None:
    found = wrong(bare, bare.context.new_cdp_session(bare), PART)
    print(f"FIGURE: of {counted(PART)} the editor drops from or doubles | {len(found)}")
    assert found == []


@pytest.mark.proof
def test_what_draftail_makes_of_them(page: Page, settings: Any) -> None:
    """The figure for which Draftail went (decision 12)."""
    settings.WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": DRAFTAIL}}
    paragraph = Story._meta.get_field("body").stream_block.child_blocks["paragraph"]
    paragraph.__dict__.pop("field", None)  # it remembers the widget with which it was shown first
    found, keys = [], None
    for seed in PART:
        if keys is None or seed % 100 == 0:
            story_in(page)
            keys = page.context.new_cdp_session(page)
        shown = plainly(page, keys, seed)
        try:
            page.locator(".public-DraftEditor-content").first.focus(timeout=10_000)
            page.keyboard.press("Control+a")
            page.keyboard.press("Backspace")
            play(keys, seed)
            page.locator("[name=summary]").focus()
            page.wait_for_function(AGREES, arg=shown, timeout=2_000)  # it tells its field a little later
        except Timeout:
            found.append(seed)
            keys = None  # what it has lost count of may be lost for what follows too: a fresh page
    print(f"FIGURE: of {counted(PART)} Draftail drops from or doubles | {len(found)}")
    paragraph.__dict__.pop("field", None)
    assert found


def test_a_word_after_a_link_is_not_linked_and_the_link_stays(bare: Page) -> None:
    keys = bare.context.new_cdp_session(bare)
    bare.evaluate(SET, '<p>আগে <a href="/12">লিংক</a></p>')
    bare.keyboard.press("Control+End")
    for text in ("ক", "কথ", "কথা"):
        keys.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})
    keys.send("Input.insertText", {"text": "কথা"})
    expect(bare.locator("[name=text]")).to_have_value('<p>আগে <a href="/12">লিংক</a>কথা</p>')


@pytest.mark.long
def test_a_link_to_a_story_is_given_by_keys(page: Page) -> None:
    other = make_story(headline="জাহাজ এসেছে বন্দরে")
    story_in(page, "জাহাজ")
    page.locator(".desk-writing-text").first.focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+k")
    page.keyboard.type("বন্দরে")
    expect(page.locator(".desk-writing-linking li")).to_have_text(["জাহাজ এসেছে বন্দরে"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("[name$='-0-value']").first).to_have_value(f'<p><a href="/{other.pk}">জাহাজ</a></p>')
