"""Headlines that are tested: each reader of a front sees one of them at once, and the paper hears by which one was opened."""

from collections import Counter
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

from harkara.layout import pages, policy, specimens
from harkara.layout.copy import TriedCopy
from tests.layout import printed

pytestmark = pytest.mark.browser

OTHERS = ("সন্ধ্যায় আলো জ্বলে চরের স্কুলে, পড়তে বসে মায়েরাও", "তৃতীয় “শিরোনাম” & <b>দীর্ঘ</b>")
SHIFTS = """window.shifted = 0;
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) window.shifted += one.value;
}).observe({ type: "layout-shift", buffered: true });"""


def front(others: tuple[str, ...] = OTHERS) -> str:
    """A front whose lead and whose first opinion are tested."""
    copy = specimens.front_with_strips()
    assert copy.lead
    voices = copy.blocks[3]
    first = replace(voices.stories[0], tried=TriedCopy(0, others[:1]))
    blocks = (*copy.blocks[:3], replace(voices, stories=(first, *voices.stories[1:])), *copy.blocks[4:])
    lead = replace(copy.lead, tried=TriedCopy(4, others))
    return pages.front(replace(copy, lead=lead, blocks=blocks), specimens.paper())


class Reader:
    """A browser with the front open, and what it told the paper."""

    def __init__(self, chromium: Browser, die: int | None, html: str | None = None, **options: object) -> None:
        self.context = chromium.new_context(viewport={"width": 360, "height": 740}, **options)  # type: ignore[arg-type] # of every kind
        self.told: list[str] = []
        self.complaints: list[str] = []
        self.html = html or front()
        self.page: Page = self.context.new_page()
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.add_init_script(SHIFTS)
        if die is not None:
            self.page.add_init_script(f"Math.random = () => {(die + 0.5) / 6}")
        self.context.route("**/*", self.serve)
        self.page.goto(f"{printed.ORIGIN}/", wait_until="load")

    def serve(self, route: Route) -> None:
        url = urlsplit(route.request.url)
        if url.path == "/r":
            self.told.append(f"{route.request.method} {url.query}")
            route.fulfill(status=204)
        elif url.path == "/":
            headers = {"content-type": "text/html; charset=utf-8", **dict(policy.headers())}
            route.fulfill(headers=headers, body=self.html)
        elif url.path.startswith(("/national/", "/world/")):
            route.fulfill(content_type="text/html", body="<!DOCTYPE html><title>s</title><h1>s</h1>")
        else:
            status, headers, body = printed.answer(printed.path_of(route.request.url))
            route.fulfill(status=status, headers=headers, body=body)

    @property
    def headline(self) -> str:
        return self.page.locator(".front-lead h2 a").first.inner_text()

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()
        assert self.complaints == []


OWN = specimens.teaser(0).headline


@pytest.mark.long
def test_each_face_of_the_die_shows_one_and_all_come_alike_often(chromium: Browser) -> None:
    seen = Counter[str]()
    for die in range(6):
        with Reader(chromium, die) as reader:
            seen[reader.headline] += 1
            assert reader.page.evaluate("window.shifted") == 0  # it stood there before anything was painted
    assert seen == {OWN: 2, OTHERS[0]: 2, OTHERS[1]: 2}


def test_it_stays_the_same_while_the_tab_is_open_and_nothing_is_kept_that_knows_a_reader(chromium: Browser) -> None:
    with Reader(chromium, 1) as reader:
        before = reader.headline
        reader.page.add_init_script("Math.random = () => 0.99")
        reader.page.reload(wait_until="load")
        assert reader.headline == before == OTHERS[0]
        assert reader.page.evaluate("({...sessionStorage})") == {"die": "1"}
        assert (reader.context.cookies(), reader.told) == ([], [])


@pytest.mark.parametrize("way", ["click", "key", "middle", "right"])
def test_it_is_told_by_which_one_a_story_was_opened(chromium: Browser, way: str) -> None:
    with Reader(chromium, 2) as reader:
        link = reader.page.locator(".front-lead h2 a").first
        if way == "key":
            link.focus()
            reader.page.keyboard.press("Enter")
        elif way == "click":
            link.click()
        else:
            link.click(button=way)  # type: ignore[arg-type]  # the middle one opens a tab; the right one opens nothing
        reader.page.wait_for_timeout(200)
        assert reader.told == ([] if way == "right" else ["POST story=100&headline=42"])


def test_other_stories_of_the_front_tell_nothing(chromium: Browser) -> None:
    with Reader(chromium, 2) as reader:
        reader.page.locator(".front-under h2 a").first.click()
        reader.page.wait_for_url("**/world/**")
        assert reader.told == []


def test_without_scripts_or_where_nothing_may_be_kept_the_storys_own_stands_and_nothing_is_told(
    chromium: Browser,
) -> None:
    with Reader(chromium, 2, java_script_enabled=False) as reader:
        assert reader.headline == OWN
    context = chromium.new_context()
    page = context.new_page()
    page.add_init_script("Object.defineProperty(window, 'sessionStorage', { get() { throw new Error(); } })")
    told: list[str] = []

    def serve(route: Route) -> None:
        if urlsplit(route.request.url).path == "/r":
            told.append(route.request.url)
        body = front() if urlsplit(route.request.url).path == "/" else ""
        route.fulfill(content_type="text/html", body=body, headers=dict(policy.headers()))

    context.route("**/*", serve)
    page.goto(f"{printed.ORIGIN}/", wait_until="domcontentloaded")
    assert page.locator(".front-lead h2 a").first.inner_text() == OWN
    page.locator(".front-lead h2 a").first.click()
    page.wait_for_url("**/national/**")
    assert told == []
    context.close()
