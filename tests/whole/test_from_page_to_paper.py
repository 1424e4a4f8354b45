"""A saved page goes the whole way in the browser: tray, draft, proof, paper; and is on the front within two seconds."""

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.waiting import a_moment
from tests.whole.conftest import ROOT, House

pytestmark = [pytest.mark.process, pytest.mark.browser]

CLIPPING = ROOT / "src/harkara/desk/demo/clipping.txt"
HEADLINE = "দ্বীপদেশ কোরালিয়াকে জাহাজ দিচ্ছে নর্ডমার্ক, প্রথমটি যাবে ডিসেম্বরে"
PRINTED = """(paragraphs) => paragraphs.map((paragraph) => {
  const copy = paragraph.cloneNode(true);
  for (const time of copy.querySelectorAll("time")) time.textContent = time.dateTime;
  return copy.textContent;
})"""
VISIBLE = 2.0  # seconds between the editor's click and the front with the story; the paper promises one


@pytest.fixture(scope="module")
def page(house: House, chromium: Browser) -> Page:
    """The editor's page, signed in: each of these tests may be the only one of its process."""
    return house.sign_in(chromium)


def test_from_the_tray_to_the_front(house: House, page: Page) -> None:
    filed = house.run("clip", str(CLIPPING))
    assert (filed.returncode, filed.stderr) == (0, "")
    tray = re.search(r"/desk/tray/\d+/", filed.stdout)
    assert tray

    page.goto(f"{house.origin}/desk/")
    page.click(f"a[href='{tray[0]}']")
    expect(page.locator("article h2")).to_have_text(HEADLINE)
    expect(page.locator(".desk-aside")).to_contain_text("ই-পেপার")  # what the clipping set aside is to be seen

    page.click("form[action$='/draft/'] button")
    expect(page.locator("[name=headline]")).to_have_value(HEADLINE)
    page.select_option("select[name=section]", label="আন্তর্জাতিক")

    changed = "দ্বীপদেশ কোরালিয়া জাহাজ পাচ্ছে ডিসেম্বরে"
    page.fill("[name=headline]", changed)
    assert changed not in house.get("/")[1]

    publish(page)
    clicked = time.monotonic()
    while changed not in house.get("/")[1]:
        assert time.monotonic() - clicked < VISIBLE, "the front has no such story yet"
        a_moment()
    href = re.search(rf'href="(/world/\d+/[^"]+)"[^>]*>\s*{changed}', house.get("/")[1])
    assert href
    page.goto(house.origin + href[1])
    expect(page.locator("h1")).to_have_text(changed)
    expect(page.locator("main")).to_contain_text("রয়টার্স")


def publish(page: Page) -> None:
    """Presses the editor's publish, which may lie in the menu beside the save button, says yes and waits for the answer."""
    button = page.locator("[name=action-publish]")
    if not button.is_visible():
        page.locator("footer [data-w-dropdown-target=toggle], footer .w-dropdown button").first.click()
    button.click()
    with page.expect_navigation():
        page.locator("#desk-publishing [data-answer=yes]").click()


def test_the_proof_is_the_print(house: House, page: Page) -> None:
    page.goto(f"{house.origin}/desk/stories/?live=true")
    page.locator("table a[href*='/desk/stories/edit/']").first.click()
    story = re.search(r"/desk/stories/edit/(\d+)/", page.url)
    assert story
    page.locator("[data-side-panel-toggle=preview]").click()
    proof = page.frame_locator("iframe[data-w-preview-target=iframe], iframe#w-preview-iframe").first
    expect(proof.locator("h1.story-headline")).to_be_visible(timeout=30_000)
    told = words(proof.locator("main p:not(.needs-script)"))  # nobody keeps a proof
    page.goto(f"{house.origin}/{story[1]}")
    assert words(page.locator("main p:not(.needs-script)")) == told
    assert len(told) > 3


def words(paragraphs: Locator) -> list[list[str]]:
    """The words of each, times as they are printed: a page that stands long enough says "just now" of them."""
    return [text.split() for text in paragraphs.evaluate_all(PRINTED)]


def test_what_cannot_be_clipped_leaves_nothing(house: House, tmp_path: Path) -> None:
    page = tmp_path / "empty.txt"
    page.write_text("")
    refused = house.run("clip", str(page))
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == f"Cannot clip {page}: it is empty; save the page as text again.\n"


def test_the_rack_equals_a_fresh_rendering(house: House) -> None:
    checked = house.run("check", "--all")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_reader_gets_no_cookie_and_a_strict_policy(house: House, chromium: Browser) -> None:
    context = chromium.new_context()
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for path in ("/", "/world/", "/all/"):
        answer = page.goto(house.origin + path)
        assert answer is not None
        assert answer.status == 200
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        page.wait_for_load_state("networkidle")
    assert (context.cookies(), complaints) == ([], [])
    context.close()
