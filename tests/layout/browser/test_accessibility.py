"""axe over every kind of page, light and dark: rules of WCAG 2.2 A and AA and axe's best practices."""

from collections.abc import Iterable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from harkara.layout import samples
from tests.layout.browser.conftest import Opener, standing

pytestmark = pytest.mark.browser


def violations(page: Page, names: Iterable[str]) -> dict[str, list[str]]:
    """What axe finds on the sample pages ``names``, the rail filled."""
    found: dict[str, list[str]] = {}
    for name in names:
        page.goto(f"https://harkara.example/sample/{name}")
        standing(page)
        if page.locator(".rail").count():
            page.locator(".rail").scroll_into_view_if_needed()
            page.locator(".rail-tabs").wait_for()
        response = Axe().run(page, options={"resultTypes": ["violations"]}).response
        nodes = [(one["id"], node["html"]) for one in response["violations"] for node in one["nodes"]]
        if nodes:
            found[name] = [f"{rule}: {element}" for rule, element in nodes]
    return found


@pytest.mark.parametrize(("scheme", "width"), [("dark", 360), pytest.param("light", 1280, marks=pytest.mark.proof)])
def test_axe_finds_nothing(scheme: str, width: int, open_sheet: Opener) -> None:
    page = open_sheet("/sample/story", width=width, color_scheme=scheme)
    assert (
        violations(page, ("story", "lite-story", "section", "not-found", "search", "search-hits", "search-broken"))
        == {}
    )


@pytest.mark.proof
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_axe_finds_nothing_on_any_sheet(scheme: str, width: int, open_sheet: Opener) -> None:
    page = open_sheet("/sample/story", width=width, color_scheme=scheme)
    assert violations(page, (*samples.sheets(), *(f"lite-{name}" for name in samples.lite()))) == {}


def test_the_skip_link_comes_first_is_framed_and_leads_to_the_copy(open_sheet: Opener) -> None:
    page = open_sheet("/sample/not-found")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    box = page.locator(".skip").bounding_box()
    assert box is not None
    assert box["y"] >= 0
    outline = page.evaluate("getComputedStyle(document.activeElement).outline")
    assert outline == "rgb(26, 95, 180) solid 3px"
    page.keyboard.press("Enter")
    page.wait_for_url("**/not-found#main")
    assert page.evaluate("location.hash") == "#main"
