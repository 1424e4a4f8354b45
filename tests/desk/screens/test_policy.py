"""What the newsroom's screens allow the browser: no script in a page, no style in a page, nothing from elsewhere."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as now
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from harkara.desk.screens.begins import as_data
from harkara.desk.screens.policy import FILES, SCREENS, WRITING
from tests.desk.factories import make_user
from tests.desk.screens.furnished import furnish, screens, signed_in
from tests.desk.screens.opened import HOUSE, shown

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the file of a rendition that it just made to the collector.
    pytest.mark.filterwarnings("ignore:.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning"),
]

DAILY = ("board", "editor-draft", "front", "log", "vouchers", "new-document", "second", "sittings", "upload")

LISTENS = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.refused.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`));
"""

BEGUN = """() => [...document.querySelectorAll("script[data-begin]")].filter((one) => !one.closest("template"))
  .map((one) => one.dataset.begin)"""


@pytest.fixture
def rack(settings: Any, tmp_path: Path) -> Path:
    settings.HARKARA_RACK = tmp_path / "rack"
    return tmp_path / "rack"


def test_every_answer_says_the_policy(client: Client) -> None:
    for address in ("/desk/login/", "/desk/no-such-screen/", "/desk/password_reset/"):
        answer = client.get(address)
        assert answer["content-security-policy"] == SCREENS
        assert answer["x-content-type-options"] == "nosniff"
        assert answer["referrer-policy"] == "same-origin"
        assert answer["cross-origin-resource-policy"] == answer["cross-origin-opener-policy"] == "same-origin"
        assert answer["x-frame-options"] == "SAMEORIGIN"
    assert "unsafe" not in SCREENS
    assert WRITING.replace("; style-src-attr 'unsafe-inline'", "") == SCREENS
    assert not re.search(r"https?:|\*", SCREENS)
    for told in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'self'", "default-src 'none'"):
        assert told in SCREENS.split("; ")


def test_a_file_that_somebody_brought_in_runs_nothing(client: Client) -> None:
    client.force_login(make_user("rina", group="photo_editor"))
    name = default_storage.save("original_images/test.svg", ContentFile(b"<svg><script>alert(1)</script></svg>"))
    try:
        answer = client.get(f"/media/{name}")
        assert answer.status_code == 200
        assert (answer["content-security-policy"], answer["x-content-type-options"]) == (FILES, "nosniff")
        answer.close()
    finally:
        default_storage.delete(name)
    assert Client().get(f"/media/{name}").status_code == 302
    assert "sandbox" in FILES.split("; ")


@pytest.mark.long
def test_no_screen_holds_a_script_or_a_style(client: Client, rack: Path) -> None:
    """Every screen of the newsroom, as it comes: no inline script, no style, no handler in an attribute."""
    room = furnish(rack, rows=2)
    client.force_login(signed_in("admin"))
    wrong = {}
    for name, address in screens(room):
        text = client.get(address.partition("#")[0], follow=True).content.decode()
        found = [
            tag
            for tag in re.findall(r"<script\b[^>]*>", text)
            if "src=" not in tag
            and not re.search(r'type="(application/json|text/django-form-template|text/template)', tag)
        ]
        found += re.findall(r"<[a-z][^>]*? (?:style|on[a-z]+)=\"[^>]*>|<style\b[^>]*>|href=\"javascript:[^\"]*", text)
        if found:
            wrong[name] = found[:3]
    assert wrong == {}


def walked(page: Page, pages: list[tuple[str, str]]) -> tuple[dict[str, list[str]], set[str]]:
    """What the browser refused or failed at, by screen; and what was begun by ``begins.js``."""
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(f"error: {error}"))
    page.on("console", lambda said: failed.append(said.text) if "Content Security Policy" in said.text else None)
    page.add_init_script(LISTENS)
    wrong, begun = {}, set()
    for name, address in pages:
        failed.clear()
        page.goto(f"{HOUSE}{address}", wait_until="load")
        begun |= set(page.evaluate(BEGUN))
        found = [*page.evaluate("window.refused"), *failed]
        if found:
            wrong[name] = found
    return wrong, begun


def of_admin(chromium: Browser, client: Client) -> Iterator[Page]:
    yield from shown(chromium, client, signed_in("admin"))


@pytest.mark.browser
@pytest.mark.long
def test_the_browser_refuses_nothing_on_the_daily_screens(chromium: Browser, client: Client, rack: Path) -> None:
    room = furnish(rack, rows=2)
    for page in of_admin(chromium, client):
        wrong, begun = walked(page, [one for one in screens(room) if one[0] in DAILY])
        assert wrong == {}
        assert {"initDateChooser", "initDateTimeChooser", "InlinePanel"} <= begun
        # And what begins by a file has begun: the field for days opens its calendar, a row is added.
        page.goto(f"{HOUSE}/desk/log/", wait_until="load")
        page.locator("input[name=since]:visible").first.click()
        expect(page.locator(".xdsoft_datetimepicker:visible")).to_have_count(1)
        page.goto(f"{HOUSE}/desk/stories/add/", wait_until="load")
        rows = page.locator("[id$=-FORMS] > *")
        before = rows.count()
        page.evaluate("document.querySelector('[id$=-ADD]').click()")
        expect(rows).to_have_count(before + 1)


@pytest.mark.browser
def test_a_script_that_gets_into_a_page_does_not_run(chromium: Browser, client: Client) -> None:
    for page in of_admin(chromium, client):
        page.add_init_script(LISTENS)
        page.goto(f"{HOUSE}/desk/account/", wait_until="load")
        page.evaluate(
            """() => {
            const main = document.querySelector("main");
            main.insertAdjacentHTML("beforeend", '<img src="x:" onerror="window.broken = 1">');
            const script = document.createElement("script");
            script.textContent = "window.broken = 2";
            main.append(script);
            const begins = (name) => `<script type="application/json" data-begin="${name}">["window.broken = 3"]</scr` + "ipt>";
            main.insertAdjacentHTML("beforeend", begins("alert") + begins("eval") + begins("Function"));
            }"""
        )
        page.wait_for_timeout(200)
        assert page.evaluate("window.broken === undefined")
        assert len(page.evaluate("window.refused")) >= 2


@pytest.mark.proof
@pytest.mark.browser
@pytest.mark.timeout(1800)
def test_the_browser_refuses_nothing_on_any_screen(chromium: Browser, client: Client, rack: Path) -> None:
    room = furnish(rack)
    for page in of_admin(chromium, client):
        wrong, _ = walked(page, list(screens(room)))
        assert wrong == {}


def test_a_chooser_says_as_data_what_its_script_would_do() -> None:
    said = as_data('new ImageChooser("id_picture", {"modalUrl": "/desk/?a=1&b=</script>"});')
    start = '<script type="application/json" data-begin="ImageChooser">'
    assert said == f'{start}["id_picture", {{"modalUrl": "/desk/?a=1\\u0026b=\\u003C/script\\u003E"}}]</script>'
    with pytest.raises(ValueError, match="no script of a chooser"):
        as_data("alert(1); new ImageChooser(1);")


def test_every_middleware_stands_behind_the_policy() -> None:
    assert now.MIDDLEWARE[1] == "harkara.desk.screens.policy.Policy"
