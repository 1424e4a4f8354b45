"""The sheet as it is drawn: faces, widths, steadiness, paper."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page

from harkara.layout import compositor, pages, specimens
from harkara.layout.copy import BylineCopy, FrontCopy, Link, TeaserCopy
from tests.layout.browser.conftest import Opener, standing

pytestmark = pytest.mark.browser


def faces(page: Page, selector: str) -> dict[str, int]:
    """The fonts that really drew the element's text, with their numbers of glyphs, as the browser's debugger says."""
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    return {font["familyName"]: int(font["glyphCount"]) for font in fonts}


def test_bangla_is_drawn_by_the_faces_that_were_chosen(open_sheet: Opener) -> None:
    page = open_sheet("/sample/story")
    assert set(faces(page, "h1")) == {"Noto Serif Bengali"}
    assert set(faces(page, ".body > p")) == {"Noto Sans Bengali"}
    assert set(faces(page, ".story-times time")) == {"Noto Sans Bengali"}


@pytest.mark.long
def test_no_page_is_wider_than_its_window(open_sheet: Opener) -> None:
    page = open_sheet("/sample/story")
    excess = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    wide = {}
    searches = ("search", "search-hits", "search-filtered", "search-broken", "search-nothing")
    for name in ("story", "story-bare", "front", "section", "day", "not-found", *searches):
        page.goto(f"https://harkara.example/sample/{name}")
        standing(page)
        for width in (320, 360, 768, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            if pixels := page.evaluate(excess):
                wide[name, width] = pixels
    assert wide == {}


ENDLESS = "স্বরাষ্ট্রমন্ত্রণালয়ের" * 37
"""Some 300 graphemes without a place to break."""


def endless(story: TeaserCopy) -> TeaserCopy:
    return replace(story, headline=ENDLESS, summary=ENDLESS, kicker=ENDLESS)


def overlong() -> Iterator[tuple[str, str]]:
    """Pages whose words have no end, by name: each a full page, and the lite one."""
    paper, front, section, writer = (
        specimens.paper(),
        specimens.front(),
        specimens.section_page(),
        specimens.writer_page(),
    )
    name = " ".join(["মোহাম্মদ আবদুর রহমান চৌধুরী"] * 10)
    by = (BylineCopy(name, "/writer/x/", ENDLESS),)
    story = replace(
        specimens.story(), headline=ENDLESS, summary=ENDLESS, kicker=ENDLESS, bylines=by, updated_because=ENDLESS
    )
    story = replace(story, topics=(Link(ENDLESS, "/topic/x/"),), related=tuple(map(endless, story.related)))
    assert front.lead is not None
    assert writer.profile is not None
    blocks = tuple(replace(block, stories=tuple(map(endless, block.stories))) for block in front.blocks)
    front = FrontCopy(
        endless(front.lead), tuple(map(endless, front.secondary)), tuple(map(endless, front.latest)), blocks
    )
    profile = replace(writer.profile, name=name, about=ENDLESS)
    sheets: dict[str, Callable[[], str]] = {
        "story": lambda: pages.story(story, paper),
        "front": lambda: pages.front(front, paper),
        "section": lambda: pages.list_page(
            replace(section, title=ENDLESS, stories=tuple(map(endless, section.stories))), paper
        ),
        "writer": lambda: pages.list_page(replace(writer, title=name, profile=profile), paper),
    }
    for kind, make in sheets.items():
        yield kind, make()
        with compositor.light():
            yield f"lite-{kind}", make()


@pytest.mark.long
def test_words_without_end_stay_inside_the_window(open_sheet: Opener) -> None:
    page = open_sheet("/sample/not-found")
    sheets, wide = dict(overlong()), {}
    page.route(
        "**/overlong/*",
        lambda route: route.fulfill(
            content_type="text/html; charset=utf-8", body=sheets[route.request.url.rpartition("/")[2]]
        ),
    )
    for name in sheets:
        page.goto(f"https://harkara.example/overlong/{name}")
        for width in (320, 360, 768, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            if pixels := page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"):
                wide[name, width] = pixels
    assert wide == {}


def test_columns_stand_beside_each_other_only_where_there_is_room(open_sheet: Opener) -> None:
    page = open_sheet("/sample/story", width=360)
    place = "(s) => { const r = document.querySelector(s).getBoundingClientRect(); return [r.left, r.top] }"
    for width, beside in ((360, False), (768, False), (1280, True)):
        page.set_viewport_size({"width": width, "height": 900})
        story, rail = page.evaluate(place, ".story"), page.evaluate(place, ".rail")
        assert (rail[0] > story[0]) is beside
        assert (rail[1] > story[1] + 600) is not beside


def test_letters_keep_their_line_and_their_distance(open_sheet: Opener) -> None:
    page = open_sheet("/sample/story", width=360)
    tight = page.evaluate(
        """() => [...document.querySelectorAll("h1, h2, h3, p, li, figcaption, a, button")].filter((node) => {
             const style = getComputedStyle(node);
             const heading = node.closest("h1, h2, h3, .masthead, .footer-name, button");
             const least = heading ? 1.4 : 1.6;
             return style.letterSpacing !== "normal"
               || parseFloat(style.lineHeight) / parseFloat(style.fontSize) < least - 0.005;
           }).map((node) => node.outerHTML.slice(0, 80))"""
    )
    assert tight == []


@pytest.mark.long
def test_nothing_moves_while_the_page_is_loaded(open_sheet: Opener) -> None:
    page = open_sheet("/sample/story", width=360)
    page.add_init_script(
        """window.shift = 0;
           new PerformanceObserver((list) => { for (const one of list.getEntries()) window.shift += one.value; })
             .observe({ type: "layout-shift", buffered: true });"""
    )
    # On a slow phone a page is laid out before all of it is read: what comes later must not push what stands there.
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    for name in ("story", "front", "section", "search-hits"):
        page.goto(f"https://harkara.example/sample/{name}")
        standing(page)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.shift") <= 0.02


def test_a_printed_story_is_the_story_alone(open_sheet: Opener) -> None:
    page = open_sheet("/sample/story")
    page.emulate_media(media="print")
    for selector in (
        ".navigation",
        ".rail",
        ".share",
        ".follow",
        ".textsize",
        ".where",
        ".related",
        ".story-topics",
        ".footer-sections",
    ):
        assert not any(place.is_visible() for place in page.locator(selector).all()), selector
    for selector in ("h1", ".story-times", ".body", ".figure", ".sources", ".corrections", ".footer-paper"):
        assert page.locator(selector).first.is_visible(), selector


def test_the_ground_follows_the_readers_scheme(open_sheet: Opener) -> None:
    page = open_sheet("/sample/not-found")
    for scheme, ground in (("light", "rgb(253, 252, 248)"), ("dark", "rgb(22, 21, 19)")):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] # a literal of two
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == ground


def test_where_nothing_is_kept_there_is_nothing_to_remove(open_sheet: Opener) -> None:
    page = open_sheet("/sample/saved")
    assert page.locator("[data-nothing]").is_visible()
    assert not page.locator("[data-all]").is_visible()
