"""What scripts do, and that a reader without them misses nothing that matters."""

from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import Page, Route, expect

from harkara.layout import pages, specimens
from tests.layout import printed
from tests.layout.browser.conftest import Opener, standing

pytestmark = pytest.mark.browser


def body_size(page: Page) -> float:
    return float(page.evaluate("parseFloat(getComputedStyle(document.querySelector('.body')).fontSize)"))


def test_text_grows_and_shrinks_in_three_steps_and_is_remembered(open_sheet: Opener) -> None:
    page = open_sheet("/sample/story")
    smaller, larger = page.locator(".story-tools .textsize button").all()
    ordinary = body_size(page)
    larger.click()
    assert body_size(page) == pytest.approx(ordinary * 1.22)
    expect(larger).to_have_attribute("aria-disabled", "true")
    larger.click(force=True)  # it says that it is disabled, and it is
    assert page.evaluate("document.documentElement.dataset.text") == "large"
    page.reload()
    standing(page)
    assert body_size(page) == pytest.approx(ordinary * 1.22)
    for _ in range(2):
        smaller.click()
    assert body_size(page) == pytest.approx(ordinary * 0.89)
    expect(smaller).to_have_attribute("aria-disabled", "true")
    expect(larger).to_have_attribute("aria-disabled", "false")


def test_the_remembered_size_is_there_before_the_first_paint(open_sheet: Opener) -> None:
    page = open_sheet("/sample/story")
    page.locator(".story-tools .textsize button").last.click()
    # The size is noted when the body element appears: before anything of it can be painted.
    page.add_init_script(
        """new MutationObserver((records, observer) => {
             if (!document.body) return;
             window.atBody = document.documentElement.dataset.text;
             observer.disconnect();
           }).observe(document, { childList: true, subtree: true });"""
    )
    page.reload()
    standing(page)
    assert page.evaluate("window.atBody") == "large"


def test_a_strange_remembered_size_is_ignored(open_sheet: Opener) -> None:
    page = open_sheet("/sample/story")
    page.evaluate("localStorage.setItem('harkara:text', '\"><script>')")
    page.reload()
    standing(page)
    assert page.evaluate("document.documentElement.dataset.text") is None
    expect(page.locator(".story-tools .textsize button").first).to_have_attribute("aria-disabled", "false")


def test_the_rail_becomes_tabs_that_keys_can_turn(open_sheet: Opener) -> None:
    page = open_sheet("/sample/story")
    tabs = page.get_by_role("tab")
    expect(tabs).to_have_text(["শীর্ষ", "সর্বশেষ", "জনপ্রিয়"])
    panel = page.get_by_role("tabpanel")
    expect(panel).to_have_count(1)
    expect(panel.get_by_role("link").first).to_have_attribute("href", specimens.rail().top[0].href)
    tabs.first.focus()
    page.keyboard.press("ArrowRight")
    expect(tabs.nth(1)).to_be_focused()
    expect(tabs.nth(1)).to_have_attribute("aria-selected", "true")
    expect(panel.get_by_role("link").first).to_have_attribute("href", specimens.rail().latest[0].href)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(tabs.first).to_be_focused()
    tabs.last.click()
    expect(panel).to_have_id("rail-popular")
    expect(panel.get_by_role("link").first).to_have_attribute("href", specimens.rail().popular[0].href)


def test_a_rail_that_cannot_be_had_stays_a_list_of_links(open_sheet: Opener) -> None:
    page = open_sheet("/sample/day", no_rail=True)
    page.wait_for_load_state("networkidle")
    expect(page.locator(".rail")).to_have_attribute("data-awake", "yes")
    assert [link.get_attribute("href") for link in page.locator(".rail a").all()] == ["/all/", "/"]


def test_a_page_takes_over_the_sections_as_they_are_now(open_sheet: Opener) -> None:
    page = open_sheet("/sample/story")
    links = page.locator(".navigation-list a")
    before = links.all_inner_texts()
    expect(page.locator(".rail-tabs")).to_be_visible()  # what was fetched says the same: nothing changes
    assert links.nth(2).get_attribute("aria-current") == "true"
    paper = specimens.paper()
    renamed = replace(paper.sections[1], name="বিশ্ব")
    now = replace(paper, sections=(renamed, paper.sections[0]))
    body = pages.rail(specimens.rail(), now)
    page.context.route(
        "**/fragment/rail", lambda route: route.fulfill(content_type="text/html; charset=utf-8", body=body)
    )
    page.reload()
    standing(page)
    expect(links).to_have_text(["প্রচ্ছদ", "বিশ্ব", "জাতীয়", "সব খবর"])
    assert links.all_inner_texts() != before
    assert [link.get_attribute("aria-current") for link in links.all()] == [None, "true", None, None]


def test_newer_stories_of_the_topics_are_shown_once_and_the_links_stay(open_sheet: Opener) -> None:
    page = open_sheet("/sample/story")
    links = page.locator(".newer-stories a")
    newer = [story.href for story in specimens.newer().stories if story.published_at > specimens.FIRST]
    expect(links).to_have_count(len(newer))
    assert [link.get_attribute("href") for link in links.all()] == newer
    assert page.locator("section.newer .pills a").all_text_contents() == ["চরাঞ্চল", "সৌরবিদ্যুৎ"]


def test_where_nothing_is_newer_nothing_is_promised(open_sheet: Opener) -> None:
    page = open_sheet("/sample/story")
    page.route("**/fragment/topic/*", lambda route: route.fulfill(content_type="text/html", body="<ol></ol>"))
    page.reload()
    standing(page)
    expect(page.locator("section.newer")).to_be_hidden()


def test_newer_stories_that_come_when_the_reader_is_there_move_nothing(open_sheet: Opener) -> None:
    page, held = open_sheet("/sample/story"), list[Route]()
    page.route("**/fragment/topic/*", lambda route: held.append(route))
    page.reload()
    standing(page)
    newer = page.locator("section.newer")
    newer.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('section.newer').dataset.awake")
    while len(held) < 2:
        page.wait_for_timeout(20)
    place = newer.bounding_box()
    for route in held:
        status, headers, body = printed.answer(printed.path_of(route.request.url))
        route.fulfill(status=status, headers=headers, body=body)
    page.wait_for_load_state("networkidle")
    assert newer.bounding_box() == place
    assert newer.locator(".newer-stories").count() == 0
    assert newer.locator(".pills a").all_text_contents() == ["চরাঞ্চল", "সৌরবিদ্যুৎ"]


def test_the_page_of_a_day_shows_its_month_and_marks_itself(open_sheet: Opener) -> None:
    page = open_sheet("/sample/day")
    page.locator(".calendar-place").scroll_into_view_if_needed()
    expect(page.locator(".calendar-place [aria-current=page]")).to_have_attribute("href", "/all/2022-08-15/")
    assert page.locator(".calendar-place .calendar td a").count() == 27
    links = page.locator(".calendar-place .pills a")
    assert [link.get_attribute("href") for link in links.all()] == ["/all/2022-08/", "/all/on/08-15/"]


def test_times_within_a_day_are_told_as_distance_in_bangla(open_sheet: Opener) -> None:
    page = open_sheet("/sample/front")
    lead = page.locator(".front-lead .teaser-lead time")
    assert lead.text_content() == "১৫ আগস্ট ২০২২, ১১:২৯"  # long ago: it stays as printed
    page.clock.install(time=specimens.FIRST + timedelta(minutes=45))
    page.reload()
    standing(page)
    times = page.locator(".front-latest time")
    # The specimens of this column are 200, 240, … minutes older than the first.
    assert times.all_text_contents()[:2] == ["৪ ঘণ্টা আগে", "৪ ঘণ্টা আগে"]
    assert times.first.get_attribute("title") == "১৫ আগস্ট ২০২২, ০৮:০৯"
    assert lead.text_content() == "৪৫ মিনিট আগে"


SHARES = """window.told = [];
Object.defineProperty(navigator, "share", { value: async (said) => { window.told.push(said); } });"""
"""A device that shares, as phones do."""

FETCHED = (
    """performance.getEntriesByType("resource").map((one) => one.name).filter((name) => name.includes("/share."))"""
)


def test_the_short_link_is_copied_and_given_to_the_device_to_share(open_sheet: Opener) -> None:
    asked: list[str] = []
    page = open_sheet("/sample/story", permissions=["clipboard-read", "clipboard-write"], init=SHARES)
    assert page.evaluate(FETCHED) == []  # nobody is near
    page.on("request", lambda request: asked.append(request.url))
    page.locator(".share").scroll_into_view_if_needed()
    more = page.locator(".share button", has_text="শেয়ার করুন")
    expect(more).to_be_visible()
    assert all(url.startswith("https://harkara.example/") for url in asked)
    more.click()
    said = {"text": specimens.story().headline, "url": "https://harkara.example/12"}
    assert page.evaluate("window.told") == [said]
    button = page.locator(".share button").first
    button.click()
    expect(button).to_have_text("কপি হয়েছে")
    assert page.evaluate("navigator.clipboard.readText()") == "https://harkara.example/12"


def test_a_reader_without_scripts_reads_everything(open_sheet: Opener) -> None:
    page = open_sheet("/sample/story", java_script_enabled=False)
    for selector in (
        "h1",
        ".story-times",
        ".figure img",
        ".body",
        ".sources",
        ".corrections",
        ".share a",
        "section.newer a",
        ".rail a",
    ):
        assert page.locator(selector).first.is_visible(), selector
    for selector in (".story-tools .textsize", ".footer .textsize", ".share button"):
        assert page.locator(selector).is_hidden(), selector
    assert [link.get_attribute("href") for link in page.locator(".rail a").all()] == ["/all/", "/"]


def test_a_video_is_asked_for_when_somebody_plays_it_and_nothing_moves(open_sheet: Opener) -> None:
    asked: list[str] = []
    page = open_sheet("/sample/video", width=360)
    player = "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ?autoplay=1&rel=0"
    page.on("request", lambda request: asked.append(request.url))
    page.context.route(
        "https://*/embed/**", lambda route: route.fulfill(content_type="text/html; charset=utf-8", body="<p>চলছে</p>")
    )
    box = page.locator(".video-box")
    expect(box.locator("img")).to_be_visible()
    before = box.bounding_box()
    assert [url for url in asked if "youtube" in url] == []
    box.focus()
    page.keyboard.press("Enter")
    frame = page.locator("iframe.video-frame")
    expect(frame).to_have_attribute("src", player)
    expect(page.frame_locator("iframe.video-frame").locator("p")).to_have_text("চলছে")
    assert frame.bounding_box() == before
    assert page.evaluate("document.activeElement.className") == "video-frame"


def test_without_scripts_a_video_is_a_link(open_sheet: Opener) -> None:
    page = open_sheet("/sample/video", java_script_enabled=False)
    expect(page.locator(".video-box")).to_have_attribute("href", "https://www.youtube.com/watch?v=aqz-KE-bpKQ")
