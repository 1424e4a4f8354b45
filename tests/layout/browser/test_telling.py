"""What a story offers beside its words: to be listened to, to be quoted, to be found on the map."""

import json
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from harkara.layout import specimens
from tests.layout import printed
from tests.layout.browser.conftest import Opener, standing

pytestmark = pytest.mark.browser

MOUTH = """
const voices = %s;
window.said = [];
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
const mouth = new EventTarget();
mouth.getVoices = () => voices;
mouth.speak = (speech) => { window.said.push(speech.text); window.speech = speech; };
mouth.cancel = () => { window.speech?.onerror?.(); window.speech = null; };
Object.defineProperty(window, "speechSynthesis", { value: mouth });
"""
"""A device that speaks when it is told to: each sentence ends when the test says so."""

OURS = {"lang": "bn-BD", "localService": True}


def with_voices(page: Page, *voices: dict[str, object]) -> None:
    page.add_init_script(MOUTH % json.dumps(voices))
    page.reload()
    standing(page)
    page.wait_for_load_state("load")


def said(page: Page) -> list[str]:
    found: list[str] = page.evaluate("window.said")
    return found


def end_of_sentence(page: Page) -> None:
    page.evaluate("window.speech.onend()")


def test_a_story_is_read_aloud_sentence_by_sentence_paused_and_stopped_by_keys(open_sheet: Opener) -> None:
    page = open_sheet("/sample/story", width=360)
    with_voices(page, {"lang": "en-US", "localService": True}, {"lang": "bn_IN", "localService": True}, OURS)
    listen = page.get_by_role("button", name="খবরটি শুনুন")
    listen.focus()
    page.keyboard.press("Enter")
    expect(listen).to_have_attribute("aria-pressed", "true")
    bar = page.get_by_role("group", name="খবর শোনা")
    expect(bar).to_be_visible()
    assert page.evaluate("window.speech.lang") == "bn-BD"
    end_of_sentence(page)
    end_of_sentence(page)
    first = "যমুনার বুকে জেগে ওঠা চরটিতে বিদ্যুতের খুঁটি নেই।"
    assert said(page)[0] == specimens.story().headline
    assert said(page)[2] == first
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="থামান")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("window.speech") is None
    expect(page.get_by_role("button", name="আবার চালান")).to_be_focused()
    page.keyboard.press("Enter")
    assert said(page)[-1] == first  # the sentence that was cut off, from its beginning
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(bar).to_have_count(0)
    expect(listen).to_be_focused()
    expect(listen).to_have_attribute("aria-pressed", "false")


def test_the_whole_story_is_said_and_no_sentence_is_long(open_sheet: Opener) -> None:
    page = open_sheet("/sample/story")
    with_voices(page, OURS)
    page.locator("[data-listen]").click()
    while page.evaluate("Boolean(window.speech)"):
        end_of_sentence(page)
    heard = said(page)
    assert max(map(len, heard)) <= 180
    written = page.locator(".body").evaluate(
        "(body) => [...body.querySelectorAll('h2, p, li, footer')].filter((one) => !one.matches('.story-sign-off'))"
        ".map((one) => one.textContent).join(' ')"
    )
    start = f"{specimens.story().headline} {specimens.SUMMARY} "
    assert "".join("".join(heard).split()) == "".join((start + written).split())
    expect(page.locator(".bar")).to_have_count(0)


def test_nothing_is_offered_without_a_bangla_voice_of_the_device(open_sheet: Opener) -> None:
    page = open_sheet("/sample/story")
    with_voices(page, {"lang": "en-GB", "localService": True}, {"lang": "bn-BD", "localService": False})
    listen = page.locator("[data-listen]")
    assert listen.is_hidden()
    page.evaluate("speechSynthesis.getVoices().push({ lang: 'bn-IN', localService: true })")
    page.evaluate("speechSynthesis.dispatchEvent(new Event('voiceschanged'))")
    assert listen.is_visible()


SELECT = """([from, start, to, end]) => {
  const node = (place) => document.querySelectorAll(".body > p")[place].firstChild;
  getSelection().setBaseAndExtent(node(from), start, node(to), end);
}"""


def test_what_is_selected_is_copied_as_a_quote_of_whole_letters_with_a_link_to_the_words(open_sheet: Opener) -> None:
    page = open_sheet("/sample/story", width=360, permissions=["clipboard-read", "clipboard-write"])
    page.wait_for_load_state("load")
    assert page.locator(".bar").count() == 0
    line = "শিক্ষকেরা জানান, এখন প্রতিদিন গড়ে "
    start, end = line.index("ক্ষ") + 2, line.index("প্র") + 1  # inside of ক্ষে and of প্র
    page.locator(".body > p").nth(1).click(position={"x": 2, "y": 2})  # where the reader is, keys go on from there
    page.evaluate(SELECT, [1, start, 1, end])
    bar = page.get_by_role("group", name="উদ্ধৃতি")
    expect(bar).to_be_visible()
    page.keyboard.press("Tab")
    copy = bar.get_by_role("button").first
    expect(copy).to_be_focused()
    page.keyboard.press("Enter")
    expect(copy).to_have_text("কপি হয়েছে")
    quote, paper, link = page.evaluate("navigator.clipboard.readText()").split("\n")
    assert (quote, paper) == ("“ক্ষকেরা জানান, এখন প্র”", "— দৈনিক হরকরা")
    canonical = page.locator("link[rel=canonical]").get_attribute("href")
    assert link.partition("#")[0] == canonical
    assert unquote(link.partition("#:~:text=")[2]) == "শিক্ষকেরা জানান, এখন প্রতিদিন"
    page.keyboard.press("Escape")
    expect(bar).to_have_count(0)


def test_what_offers_quotes_is_fetched_once_words_are_selected_and_again_where_no_answer_came(
    chromium: Browser,
) -> None:
    asked: list[str] = []

    def serve(route: Route) -> None:
        path = printed.path_of(route.request.url)
        asked.append(path.rpartition("/")[2].partition(".")[0])
        status, headers, body = printed.answer(path)
        if asked.count("quote") == 1 and asked[-1] == "quote":
            route.abort()
        else:
            route.fulfill(status=status, headers=headers, body=body)

    with chromium.new_context() as context:
        context.route("**/*", serve)
        page = context.new_page()
        page.goto(f"{printed.ORIGIN}/sample/story", wait_until="networkidle")
        page.evaluate("getSelection().selectAllChildren(document.querySelector('.story-foot'))")
        page.evaluate(SELECT, [0, 3, 0, 3])
        with page.expect_event("requestfailed"):
            page.evaluate(SELECT, [0, 0, 0, 12])
        page.evaluate(SELECT, [0, 0, 0, 20])
        expect(page.get_by_role("group", name="উদ্ধৃতি")).to_be_visible()
        page.evaluate(SELECT, [1, 0, 1, 12])
        expect(page.locator(".body > p").nth(1).locator(".bar")).to_be_visible()
    assert asked.count("quote") == 2


def test_a_long_quote_keeps_its_paragraphs_and_its_link_says_both_ends(open_sheet: Opener) -> None:
    page = open_sheet("/sample/story", permissions=["clipboard-read", "clipboard-write"])
    page.wait_for_load_state("load")
    page.evaluate(SELECT, [0, 0, 1, len("শিক্ষকেরা জানান, এখন প্রত")])
    page.locator(".bar button").first.click()
    expect(page.locator(".bar button").first).to_have_text("কপি হয়েছে")
    first, second, _, link = page.evaluate("navigator.clipboard.readText()").split("\n")
    assert first.startswith("“যমুনার বুকে জেগে ওঠা")
    assert first.endswith("পড়ার উপায় ছিল না।")
    assert second == "শিক্ষকেরা জানান, এখন প্রতি”"
    start, last = link.partition("#:~:text=")[2].split(",")
    assert (unquote(start), unquote(last)) == ("যমুনার বুকে জেগে ওঠা", "শিক্ষকেরা জানান, এখন প্রতিদিন")


def test_nothing_is_offered_for_words_outside_the_story_or_none(open_sheet: Opener) -> None:
    page = open_sheet("/sample/story")
    page.wait_for_load_state("load")
    page.evaluate(SELECT, [0, 0, 0, 12])
    expect(page.locator(".bar")).to_be_visible()
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.story-foot'))")
    expect(page.locator(".bar")).to_have_count(0)
    page.evaluate(SELECT, [0, 0, 0, 12])
    expect(page.locator(".bar")).to_be_visible()
    page.evaluate("getSelection().removeAllRanges()")
    expect(page.locator(".bar")).to_have_count(0)


def test_the_map_is_asked_only_by_the_reader(open_sheet: Opener) -> None:
    page = open_sheet("/sample/story")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload(wait_until="networkidle")
    assert [url for url in asked if "harkara.example" not in url] == []
    links = page.locator(".where a")
    assert [link.get_attribute("href") for link in links.all()] == [
        "https://www.openstreetmap.org/?mlat=25.805&mlon=89.636#map=10/25.805/89.636",
        "https://www.openstreetmap.org/?mlat=25.329&mlon=89.528#map=10/25.329/89.528",
    ]
    expect(page.get_by_role("img", name="মানচিত্রে কুড়িগ্রাম, গাইবান্ধা")).to_be_attached()


def test_what_readers_say_is_fetched_when_it_is_opened_and_not_before(open_sheet: Opener) -> None:
    page = open_sheet("/sample/story")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    place = page.locator("[data-talk]")
    expect(place.locator("a")).to_have_attribute("href", "/comment/12/")
    place.locator("summary").click()
    expect(place.locator("#c3 .remark-name").first).to_have_text("রুবিনা ইয়াসমিন")
    place.locator("summary").click()
    place.locator("summary").click()
    fetched = [url.rpartition("/")[2].partition(".")[0] for url in asked if "/comments/" in url or "/talk." in url]
    assert fetched == ["12", "talk"]
    assert page.evaluate("getComputedStyle(document.querySelector('.said-list')).listStyleType") == "none"


@pytest.mark.long
def test_a_story_says_that_it_was_opened_shared_and_left_and_nothing_of_the_reader(open_sheet: Opener) -> None:
    page = open_sheet("/sample/not-found", width=360)
    told: list[str] = []
    page.on("request", lambda request: told.append(request.url) if "/r?" in request.url else None)
    html = printed.sheets()["/sample/story"]
    page.route("**/world/12/*", lambda route: route.fulfill(content_type="text/html; charset=utf-8", body=html))
    with page.expect_request("**/r?story=12&from=*"):
        page.goto(f"{printed.ORIGIN}/world/12/x", referer="https://www.facebook.com/groups/7?secret")
    assert told == [f"{printed.ORIGIN}/r?story=12&from=www.facebook.com"]
    with page.expect_request("**/r?story=12&shared"):
        page.evaluate("document.querySelector('.share a').addEventListener('click', (event) => event.preventDefault())")
        page.locator(".share a").first.click()
    with page.expect_request("**/r?story=12&seconds=*"):
        page.evaluate(
            "Object.defineProperty(document, 'hidden', { value: true });"
            "document.dispatchEvent(new Event('visibilitychange'))"
        )
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert [url.rpartition("=")[2] for url in told[2:]] == ["4"]  # the way to the links at the end leads by all of it
