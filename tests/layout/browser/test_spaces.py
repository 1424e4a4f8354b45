"""Places for advertising before a real browser: no room and no request while they are closed, their own room once open."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from harkara.layout import look, pages, policy, spaces, specimens
from harkara.layout.copy import LookCopy, SpaceCopy
from tests.layout import printed
from tests.layout.browser.conftest import standing

pytestmark = pytest.mark.browser

SHIFTS = """window.shifted = 0;
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifted += one.value;
}).observe({ type: "layout-shift", buffered: true });"""

TRIES = """<p id="told"></p><script>
const tries = {
  page: () => parent.document.title, cookie: () => document.cookie, store: () => localStorage.length, origin: () => origin,
};
told.textContent = Object.entries(tries).map(([name, run]) => {
  try { return `${name}: ${run()}`; } catch { return `${name}: no`; }
}).join(", ");
</script>"""


@dataclass
class Sold:
    """A paper that sells, before a browser: what is open, and what was asked for."""

    chromium: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    late: float = 0.0
    """Seconds after which pieces of pages come."""

    def opened(
        self, path: str, look_of: LookCopy, markup: str = "", width: int = 360, slowed: int = 1, **options: Any
    ) -> Page:
        copy = SpaceCopy(markup=markup) if markup else specimens.space()
        html = pages.space(copy, specimens.paper())

        def serve(route: Route) -> None:
            asked = printed.path_of(route.request.url)
            self.asked.append(asked)
            status, headers, body = printed.answer(asked)
            if asked == "/look.css":
                status, headers, body = 200, {"content-type": "text/css"}, look.css(look_of).encode()
            if asked.startswith("/fragment/space-"):
                told = {"content-type": "text/html; charset=utf-8", **dict(policy.space_headers(runs=bool(markup)))}
                status, headers, body = 200, told, html.encode()
            if self.late and asked.startswith("/fragment/"):
                time.sleep(self.late)
            route.fulfill(status=status, headers=headers, body=body)

        context = self.chromium.new_context(viewport={"width": width, "height": 740}, **options)
        context.add_init_script(SHIFTS)
        context.route("**/*", serve)
        self.contexts.append(context)
        page = context.new_page()
        if slowed > 1:
            context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slowed})
        page.goto(printed.ORIGIN + path)
        standing(page)
        return page

    def frames(self) -> list[str]:
        """The places whose frames were asked for."""
        return [path.removeprefix("/fragment/space-") for path in self.asked if path.startswith("/fragment/space-")]


@pytest.fixture
def sold(chromium: Browser) -> Iterator[Sold]:
    found = Sold(chromium)
    yield found
    for context in found.contexts:
        context.close()


EVERY = LookCopy(spaces=tuple(spaces.SIZES))
ROOM = "(one) => { const box = one.getBoundingClientRect(); return [Math.round(box.width), Math.round(box.height)]; }"


def walk(page: Page, pause: int = 100) -> None:
    """Goes down to the end as a reader does, and waits for the lists, which come when their place is near."""
    page.evaluate(
        """async (pause) => {
      for (let top = 0; top < document.body.scrollHeight; top += 500) {
        scrollTo(0, top);
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done, pause)));
      }
    }""",
        pause,
    )


def test_a_place_that_is_closed_takes_no_room_and_asks_for_nothing(sold: Sold) -> None:
    page = sold.opened("/sample/story", LookCopy())
    walk(page)
    page.locator(".rail-stories").first.wait_for(state="attached")
    assert page.locator("[id^=space-]").count() == 3
    assert page.locator("[id^=space-]").evaluate_all(f"(all) => all.map({ROOM})") == [[0, 0]] * 3
    assert (sold.frames(), page.locator("iframe").count()) == ([], 0)


@pytest.mark.proof
@pytest.mark.timeout(0)
@pytest.mark.parametrize(("path", "width"), [("story", 360), ("front", 1280)])
def test_nothing_moves_on_a_slow_processor_or_line(sold: Sold, path: str, width: int) -> None:
    """Twenty times each: a processor at a sixth of its speed, pieces that come 0.3 s later, and who goes down without a pause."""
    moved = []
    for turn in range(20):
        sold.late, slowed, pause = ((0.0, 6, 100), (0.3, 1, 100), (0.3, 6, 100), (0.8, 1, 0))[turn % 4]
        page = sold.opened(f"/sample/{path}", EVERY, width=width, slowed=slowed)
        walk(page, pause)
        page.wait_for_timeout(1000)
        moved.append(page.evaluate("window.shifted"))
        sold.contexts.pop().close()
    figure = f"{max(moved):.4f}, in {sum(one > 0.005 for one in moved)} of {len(moved)} walks more than 0.005"
    print(f"FIGURE: layout shift of a {path} walked down on a slow processor or line, {width} wide, worst | {figure}")
    assert max(moved) <= 0.005, moved


@pytest.mark.parametrize(
    ("path", "width", "places"), [("story", 360, "head text foot"), ("front", 1280, "head front foot")]
)
@pytest.mark.long
def test_an_open_place_keeps_its_room_from_the_beginning_and_nothing_moves(
    sold: Sold, path: str, width: int, places: str
) -> None:
    page = sold.opened(f"/sample/{path}", EVERY, width=width)
    walk(page)
    for place in places.split():
        page.frame_locator(f"#space-{place} iframe").locator("img").wait_for()
    assert sorted(sold.frames()) == sorted(places.split())
    for place in places.split():
        box, frame = page.locator(f"#space-{place}"), page.locator(f"#space-{place} iframe")
        assert frame.evaluate(ROOM) == list(spaces.SIZES[place][width > 1000])
        assert box.evaluate(ROOM) == [spaces.SIZES[place][width > 1000][0], spaces.SIZES[place][width > 1000][1] + 24]
        assert page.get_by_role("complementary", name="বিজ্ঞাপন").count() == 3
        assert frame.get_attribute("title") == "বিজ্ঞাপন"
        assert box.evaluate("(one) => getComputedStyle(one, '::before').content").startswith('"বিজ্ঞাপন"')
        assert page.frame_locator(f"#space-{place} iframe").locator("img").get_attribute("alt") == "বইমেলায় আসুন"
    assert page.evaluate("window.shifted") <= 0.005
    page.emulate_media(media="print")
    assert page.locator("[id^=space-]").evaluate_all(f"(all) => all.map({ROOM})") == [[0, 0]] * 3


def test_who_runs_no_scripts_meets_no_empty_place(sold: Sold) -> None:
    page = sold.opened("/sample/story", EVERY, java_script_enabled=False)
    assert [page.locator("[id^=space-]").nth(place).is_visible() for place in range(3)] == [False] * 3
    assert sold.frames() == []


def test_an_advertisers_script_runs_and_reads_nothing_of_the_paper(sold: Sold) -> None:
    page = sold.opened("/sample/front", LookCopy(spaces=("head",)), markup=TRIES)
    page.context.add_cookies([{"name": "sessionid", "value": "secret", "url": printed.ORIGIN}])
    told = page.frame_locator("#space-head iframe").locator("#told")
    told.wait_for()
    assert told.text_content() == "page: no, cookie: no, store: no, origin: null"


def test_what_an_advertiser_writes_is_read_at_night_too(sold: Sold) -> None:
    page = sold.opened("/sample/front", LookCopy(spaces=("head",)), markup='<p id="told">মেলা</p>', color_scheme="dark")
    told = page.frame_locator("#space-head iframe").locator("#told")
    told.wait_for()
    assert told.evaluate("(one) => getComputedStyle(one).color") == "rgb(0, 0, 0)"
