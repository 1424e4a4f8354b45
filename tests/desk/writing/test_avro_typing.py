"""Avro typing in a browser: plain fields and rich text give what ``harkara.bangla.avro`` gives of the same keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from harkara.bangla.avro import parse

pytestmark = pytest.mark.browser

BUILT = Path(__file__).resolve().parents[3] / "src/harkara/desk/static/desk/writing/editor.js"
BEGIN = """() => {
  window.telepath = { register: (name, widget) => { window.made = widget; } };
}"""
SET = """html => {
  const widget = new window.made({ say: { text: "text" }, stories: "" });
  document.querySelector("#place").replaceChildren();
  widget.render(document.querySelector("#place"), "text", "text", html, new Map());
}"""
TYPED = "ami banglay gan gai, 50ti shrOddhanjoli. kkhoma (dhaka) OSTro"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """Two plain fields and the editor, Avro turned on by its key."""
    context = chromium.new_context(locale="bn-BD")
    opened = context.new_page()
    opened.set_content('<input type="text" name="line"><textarea name="plain"></textarea><div id="place"></div>')
    opened.evaluate(BEGIN)
    opened.add_style_tag(path=BUILT.with_name("writing.css"))  # spaces are kept, not turned into unbreakable ones
    opened.add_script_tag(path=BUILT)
    opened.evaluate(SET, "")
    opened.keyboard.press("Control+m")
    yield opened
    context.close()


@pytest.mark.parametrize("name", ["line", "plain"])
def test_latin_keys_give_bangla_in_a_plain_field(page: Page, name: str) -> None:
    field = page.locator(f"[name={name}]")
    field.focus()
    page.keyboard.type(TYPED)
    assert field.input_value() == parse(TYPED)
    page.keyboard.press("Control+m")
    page.keyboard.type(" AP")
    assert field.input_value() == parse(TYPED) + " AP"


def test_latin_keys_give_bangla_in_rich_text(page: Page) -> None:
    page.locator(".desk-writing-text").focus()
    page.keyboard.type(TYPED)
    expect(page.locator("[name=text]")).to_have_value(f"<p>{parse(TYPED)}</p>")


def test_the_word_is_shown_as_one_types_and_backspace_takes_keys(page: Page) -> None:
    field, text = page.locator("[name=plain]"), page.locator(".desk-writing-text")
    for place in (field, text):
        place.focus()
        shown = []
        for key in ("k", "k", "h", "o"):
            page.keyboard.press(key)
            shown.append(field.input_value() if place is field else text.text_content())
        assert shown == [parse("k"), parse("kk"), parse("kkh"), parse("kkho")]
        page.keyboard.press("Backspace")
        page.keyboard.press("Backspace")
        page.keyboard.press("Backspace")
        page.keyboard.type("ot")
        assert (field.input_value() if place is field else text.text_content()) == parse("kot")


def test_a_word_in_the_middle_leaves_what_stands_around_it(page: Page) -> None:
    field = page.locator("[name=plain]")
    field.fill("এক তিন")
    field.evaluate("box => box.setSelectionRange(3, 3)")
    page.keyboard.type("dui ")
    assert field.input_value() == "এক দুই তিন"
