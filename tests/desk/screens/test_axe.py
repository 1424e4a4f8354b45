"""axe over the newsroom's screens: the rules of WCAG 2.2 A and AA and axe's best practices.

The board, the list, the editor and a front every day; every screen of every role in both languages as a proof. With
``HARKARA_LOOKS`` set to a folder the proof leaves a picture of each screen there, for people to look at.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from wagtail.users.models import UserProfile

from harkara.desk import rights
from tests.desk.screens.furnished import LONG, furnish, screens, signed_in
from tests.desk.screens.opened import HOUSE, shown

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.browser,
    # Wagtail leaves the file of a rendition that it just made to the collector.
    pytest.mark.filterwarnings("ignore:.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning"),
]

LOOKS = os.environ.get("HARKARA_LOOKS", "")
WIDTHS = {"phone": (360, 800), "desk": (1280, 800)}

DAILY = ("board", "list", "editor", "front")

OF_WAGTAIL: dict[str, str] = {}
"""Rules that Wagtail's own markup breaks where neither a template nor a style can mend it, each with the reason."""


@pytest.fixture(autouse=True)
def rack(settings: Any, tmp_path: Path) -> Path:
    settings.HARKARA_RACK = tmp_path / "rack"
    return tmp_path / "rack"


def violations(page: Page) -> list[str]:
    response = Axe().run(page, options={"resultTypes": ["violations"]}).response
    return [
        f"{one['id']} ({one['impact']}): {' '.join(node['target'][-1:])} {node['html'][:160]}"
        for one in response["violations"]
        if one["impact"] in ("serious", "critical") and one["id"] not in OF_WAGTAIL
        for node in one["nodes"]
    ]


def is_open(client: Any, name: str, address: str) -> bool:
    """Whether this person gets in there; where not, they are led elsewhere, which a page that is fulfilled cannot follow."""
    status = client.get(address.partition("#")[0]).status_code
    assert status in (200, 302, 404), f"{name}: {status}"
    return bool(status != 302)


def look(page: Page, folder: Path, name: str) -> None:
    """Leaves a picture of the screen at each width."""
    folder.mkdir(parents=True, exist_ok=True)
    for width, (across, down) in WIDTHS.items():
        page.set_viewport_size({"width": across, "height": down})
        page.wait_for_timeout(150)  # for the eye only
        page.screenshot(path=folder / f"{name}-{width}.png")


def find_words(page: Page) -> None:
    page.fill("[name=term]", "নদীর")
    page.fill("[name=instead]", "নদের")
    page.click(".desk-act button[type=submit]")
    page.locator(".desk-places fieldset").first.wait_for()


def choose_three(page: Page) -> None:
    for box in page.locator(".desk-tick input[name=id]").all()[:3]:
        box.check()
    page.click(".desk-many-bar button[value=unpublish]")
    page.locator(".desk-carry").wait_for()


def open_particulars(page: Page) -> None:
    page.get_by_role("tab").nth(1).click()


def try_rule(page: Page) -> None:
    page.click("[name=action-try]")
    page.locator(".desk-tried [role=status]").wait_for()


STEPS: dict[str, Callable[[Page], None]] = {
    "replace-found": find_words,
    "many": choose_three,
    "particulars": open_particulars,
    "wire-rule-tried": try_rule,
}
"""What leads to a screen that has no address of its own."""

NEEDS = {"many": ".desk-many-bar", "wire-rule-tried": "[name=action-try]"}
"""What must be there for such a step: not everybody has it."""


def walk(page: Page, client: Any, pages: list[tuple[str, str]], folder: Path | None = None) -> dict[str, list[str]]:
    """What axe finds on each of ``pages`` that this person may see; pictures go to ``folder``."""
    found: dict[str, list[str]] = {}
    for name, address in pages:
        if not is_open(client, name, address):
            continue
        page.goto(f"{HOUSE}{address}", wait_until="load")
        if name in STEPS and page.locator(NEEDS.get(name, "body")).count():
            STEPS[name](page)
        if folder:
            look(page, folder, name)
        said = violations(page)
        if said:
            found[name] = said
    return found


def as_role(chromium: Browser, client: Any, role: str, language: str) -> Iterator[Page]:
    user = signed_in(role)
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
    yield from shown(chromium, client, user, locale="bn-BD" if language == "bn" else "en-GB")


@pytest.mark.parametrize(
    ("role", "width"),
    [
        ("desk_editor", 360),
        pytest.param("desk_editor", 1280, marks=pytest.mark.proof),
        pytest.param("front_editor", 360, marks=pytest.mark.proof),
    ],
)
def test_axe_finds_nothing_where_the_day_is_spent(
    role: str, width: int, chromium: Browser, client: Any, rack: Path
) -> None:
    room = furnish(rack, rows=2)
    daily = [(name, address) for name, address in screens(room) if name in DAILY]
    for page in as_role(chromium, client, role, "bn"):
        page.set_viewport_size({"width": width, "height": 800})
        assert walk(page, client, daily) == {}


@pytest.mark.long
def test_axe_finds_nothing_where_a_picture_is_chosen(chromium: Browser, client: Any, rack: Path) -> None:
    furnish(rack, rows=2)
    for page in as_role(chromium, client, "photo_editor", "bn"):
        page.goto(f"{HOUSE}/desk/stories/add/", wait_until="load")
        page.locator("[data-chooser-action-choose]:visible").first.click()
        expect(page.get_by_role("dialog", name="ছবি বেছে নিন")).to_be_visible(timeout=60_000)
        assert violations(page) == []
        page.goto(f"{HOUSE}/desk/images/multiple/add/", wait_until="load")
        expect(page.get_by_role("progressbar", name="কতটা উঠেছে")).to_have_count(1, timeout=60_000)
        assert violations(page) == []


@pytest.mark.proof
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("language", ["bn", "en"])
@pytest.mark.parametrize("role", rights.ROLES)
def test_axe_finds_nothing_on_any_screen(role: str, language: str, chromium: Browser, client: Any, rack: Path) -> None:
    room = furnish(rack)
    for page in as_role(chromium, client, role, language):
        folder = Path(LOOKS) / role / language if LOOKS else None
        assert walk(page, client, list(screens(room)), folder) == {}


@pytest.mark.proof
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("state", ["empty", "overlong"])
def test_axe_finds_nothing_on_screens_with_nothing_or_too_much(
    state: str, chromium: Browser, client: Any, rack: Path
) -> None:
    room = None if state == "empty" else furnish(rack, rows=60, headline=LONG)
    for page in as_role(chromium, client, "admin", "bn"):
        assert walk(page, client, list(screens(room)), Path(LOOKS) / state if LOOKS else None) == {}
