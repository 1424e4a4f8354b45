"""Readers search a paper that is served, with the engine it is served with."""

import json
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from harkara.archive import shelf
from harkara.archive.index import Place
from harkara.archive.record import Record
from tests.waiting import a_moment
from tests.whole.conftest import House

pytestmark = [pytest.mark.process, pytest.mark.browser]

PATIENCE = 30.0  # seconds: a bound, so that an archive that never comes fails the test instead of hanging it
FOLDER = Path("archive", "public")


@pytest.fixture(scope="module")
def story(house: House) -> tuple[int, str, str]:
    """Number, address and headline of a story on the front, which the archive knows."""
    found = re.search(r'<h2 class="teaser-headline"><a href="(/([a-z-]+)/(\d+)/[^"]+)">([^<]+)</a>', house.get("/")[1])
    assert found
    href, section, number, headline = found.groups()
    if find_spec("harkara.press.archivist") is None:  # nobody in the house fills it
        with_engine = shelf.open_index(house.home / FOLDER, writing=True)
        record = Record("story", int(number), headline, headline, datetime.now(UTC), href=href, section=section)
        with_engine.write([record], [], Place(1))
        with_engine.close()
    return int(number), href, headline


@pytest.fixture(scope="module")
def page(house: House, chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 360, "height": 800})
    complaints: list[str] = []
    opened = context.new_page()
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    assert (context.cookies(), complaints) == ([], [])
    context.close()


def results(house: House, **said: str) -> str:
    """The page of results, as soon as the archive answers."""
    until = time.monotonic() + PATIENCE
    while True:
        status, text = house.get(f"/search/?{urlencode(said)}")
        if status == 200:
            return text
        assert (status, time.monotonic() < until) == (503, True), text
        a_moment()


@pytest.mark.long
def test_a_story_is_found_and_read(house: House, page: Page, story: tuple[int, str, str]) -> None:
    _, href, headline = story
    results(house, q=headline)
    page.goto(house.origin + "/")
    page.get_by_role("link", name="খোঁজ", exact=True).click()
    page.locator("#search-q").fill(headline)
    page.get_by_role("button", name="খুঁজুন").click()
    expect(page).to_have_url(re.compile(r"/search/\?q="))
    hit = page.locator(".search-hits h2 a").first
    expect(hit).to_have_text(headline)
    assert hit.locator("mark").count() > 0
    hit.click()
    expect(page.locator("h1")).to_have_text(headline)
    assert quote(href) in page.url


def test_the_box_suggests_what_is_in_the_archive(house: House, page: Page, story: tuple[int, str, str]) -> None:
    word = max(story[2].split(), key=len)
    results(house, q=word)
    said = json.loads(house.get(f"/search/suggest?{urlencode({'q': word[:4]})}")[1])["suggestions"]
    assert said
    page.goto(house.origin + "/search/")
    page.locator("#search-q").press_sequentially(word[:4])
    expect(page.locator(".suggestions [role=option]")).to_have_text(said)


def test_filters_choose_and_their_address_can_be_handed_on(house: House, story: tuple[int, str, str]) -> None:
    _, href, headline = story
    section = href.split("/")[1]
    assert href in results(house, q=headline, section=section, to="২১৯৯")
    assert href not in results(house, q=headline, to="১৮০১")


@pytest.mark.parametrize(
    "query", ["q=%ff%fe", "q=" + "%E0%A6%95" * 800, "q=%22&from=x&page=-1", "q=*:*+AND+(", "q=%00"]
)
def test_no_query_is_an_error(house: House, story: tuple[int, str, str], query: str) -> None:
    results(house, q="x")
    assert house.get(f"/search/?{query}")[0] == 200


def test_robots_stay_out(house: House) -> None:
    assert "Disallow: /search/" in house.get("/robots.txt")[1].splitlines()
    assert '<meta name="robots" content="noindex">' in house.get("/search/")[1]
