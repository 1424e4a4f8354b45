"""What is pasted: Word, Google Docs and pages are cleaned, Bijoy becomes Unicode run by run and comes back with Ctrl+Z."""

import pytest
from playwright.sync_api import Page, expect

from tests.desk.factories import make_body, make_story
from tests.desk.screens.opened import HOUSE, opened

pytestmark = [pytest.mark.django_db, pytest.mark.browser]
page = opened()

PASTE = """([where, html, text]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  data.setData("text/plain", text);
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.querySelector(where).dispatchEvent(event);
}"""
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal {margin:0}</style></head><body>
<!--StartFragment--><p class=MsoNormal style='margin-bottom:8pt'><b><span style='font-family:Kalpurush'>সেতু</span></b><span
style='mso-spacerun:yes'> </span>খুলেছে<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraph><span style='mso-list:Ignore'>·</span>টোল <i>বেড়েছে</i></p>
<p class=MsoListParagraph><span style='mso-list:Ignore'>·</span>গাড়ি কমেছে</p><!--EndFragment--></body></html>"""
DOCS = """<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr"><span
style="font-size:11pt;font-weight:700;">সেতু</span><span style="font-weight:400;"> খুলেছে</span></p><p dir="ltr"><a
href="https://www.google.com/url?q=https://example.com/a?b%3D1&amp;sa=D" style="text-decoration:none;">টোল</a></p></b>"""
WEB = """<div class="story"><h2>সেতু</h2><p style="color:red">খুলেছে <strong>আজ</strong><script>x()</script></p>
<p></p><p><a href="https://example.com/a?utm_source=x&amp;b=1&amp;fbclid=z">টোল</a><img src="x.png"></p></div>"""


def field(page: Page) -> None:
    page.goto(f"{HOUSE}/desk/stories/edit/{make_story(published=False, body=make_body(['এক'])).pk}/")
    page.locator(".desk-writing-text").first.focus()
    page.keyboard.press("Control+a")


@pytest.mark.long
def test_what_other_programs_put_on_the_clipboard_is_cleaned(page: Page) -> None:
    field(page)
    page.evaluate(PASTE, [".desk-writing-text", DOCS, ""])
    expect(page.locator("[name='body-0-value']")).to_have_value(
        '<p><b>সেতু</b> খুলেছে</p><p><a href="https://example.com/a?b=1">টোল</a></p>'
    )


@pytest.mark.long
def test_headings_and_lists_become_blocks_where_the_caret_is(page: Page) -> None:
    field(page)
    page.keyboard.press("ArrowRight")
    page.keyboard.type("আগে ও পরে")
    for _ in range(4):  # ও, a space, প, রে
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Control")  # who pastes presses it, and with it the editor looks where the caret is
    page.evaluate(PASTE, [".desk-writing-text", WORD, ""])
    expect(page.locator("[name='body-count']")).to_have_value("3")
    expect(page.locator("[name='body-0-value']")).to_have_value("<p>একআগে <b>সেতু</b> খুলেছে</p>")
    expect(page.locator("[name='body-1-value-items-0-value']")).to_have_value("<p>টোল <i>বেড়েছে</i></p>")
    expect(page.locator("[name='body-1-value-items-1-value']")).to_have_value("<p>গাড়ি কমেছে</p>")
    expect(page.locator("[name='body-2-value']")).to_have_value("<p>ও পরে</p>")
    last = "[name='body-2-value'] + .desk-writing .desk-writing-text"
    page.locator(last).focus()
    page.keyboard.press("Control+a")
    page.evaluate(PASTE, [last, WEB, ""])
    expect(page.locator("[name='body-3-value']")).to_have_value("সেতু")
    expect(page.locator("[name='body-4-value']")).to_have_value(
        '<p>খুলেছে <b>আজ</b></p><p><a href="https://example.com/a?b=1">টোল</a></p>'
    )


@pytest.mark.long
def test_bijoy_becomes_unicode_and_comes_back_with_one_key(page: Page) -> None:
    field(page)
    raw, mended = "XvKvq e‡j‡Q KCNA Reuters", "ঢাকায় বলেছে KCNA Reuters"
    page.evaluate(PASTE, [".desk-writing-text", f"<p>{raw}</p>", raw])
    kept = page.locator("[name='body-0-value']")
    expect(kept).to_have_value(f"<p>{mended}</p>")
    expect(page.locator(".desk-writing-new")).to_have_text(["ঢাকায় বলেছে "])
    expect(page.locator(".desk-writing-mended")).to_contain_text("ঢাকায় বলেছে")
    page.keyboard.press("Control+z")
    expect(kept).to_have_value(f"<p>{raw}</p>")


@pytest.mark.long
def test_bijoy_in_a_plain_field(page: Page) -> None:
    field(page)
    summary = page.locator("[name=summary]")
    summary.fill("")
    page.evaluate(PASTE, ["[name=summary]", "", "XvKvq Reuters"])
    page.keyboard.insert_text("XvKvq Reuters")
    expect(summary).to_have_value("ঢাকায় Reuters")
    page.keyboard.press("Control+z")
    expect(summary).to_have_value("XvKvq Reuters")


@pytest.mark.long
def test_counts_and_the_headline_meter(page: Page) -> None:
    field(page)
    page.locator("[name=headline]").fill("উত্তর কোরিয়া")
    expect(page.locator(".desk-writing-meter")).to_have_text("৭ অক্ষর")
    page.locator("[name=headline]").fill("উত্তর কোরিয়া " * 9)
    expect(page.locator(".desk-writing-meter")).to_have_text("৭১ অক্ষর · সার্চের ফলে কেটে যাবে · প্রথম পাতার জন্য বড়")
