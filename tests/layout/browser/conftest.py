"""A real browser, one for all tests of the folder, that reads the printed specimens."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from harkara.layout import assets
from tests.layout import printed

Opener = Callable[..., Page]

AWAKE = """async ([islands, telling]) => {
  if (document.documentElement.dataset.scripts === undefined) return;
  await import(islands);
  if (document.querySelector(".story")) await import(telling);
  await new Promise((done) => setTimeout(done)); // behind those that wake the places
}"""
"""Islands come after the load of a page, each place in a turn of its own; on one that runs no scripts nothing comes."""


def standing(page: Page) -> None:
    """Waits until the page stands and its islands are awake."""
    page.wait_for_load_state("load")
    page.evaluate(AWAKE, [assets.href("islands.js"), assets.href("telling.js")])


@pytest.fixture
def open_sheet(chromium: Browser) -> Iterator[Opener]:
    """Opens a sample page by its path, in a context of its own; what the page complained of fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def serve(route: Route) -> None:
        status, headers, body = printed.answer(printed.path_of(route.request.url))
        if status not in (200, 204):
            complaints.append(f"{status} {route.request.url}")
        route.fulfill(status=status, headers=headers, body=body)

    def open_it(path: str, *, width: int = 1280, no_rail: bool = False, init: str = "", **options: object) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": 900}, **options)  # type: ignore[arg-type] # options of every kind
        context.route("**/*", serve)
        if no_rail:
            context.route("**/fragment/rail", lambda route: route.fulfill(content_type="text/html", body=""))
        contexts.append(context)
        if init:
            context.add_init_script(init)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(printed.ORIGIN + path)
        standing(page)
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert complaints == []
