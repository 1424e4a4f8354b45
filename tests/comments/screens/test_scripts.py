"""Nothing that readers write runs in anybody's browser: known payloads through every field, with the policy switched off, so
that the escaping alone protects.
"""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Route

from harkara.comments import copy
from harkara.comments.models import Comment, Reader, Talk
from harkara.layout import pages, specimens
from harkara.layout.talking import UnderCopy
from tests.comments.factories import NOON, STORY, a_reader
from tests.comments.screens.conftest import Bake, Browser, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

FILE = Path(__file__).parents[1] / "payloads.txt"
PAYLOADS = [line for line in FILE.read_text().splitlines() if line and not line.startswith("# ")]
ORIGIN = "http://testserver"


def test_the_list_is_long() -> None:
    assert len(PAYLOADS) >= 75
    assert all("run()" in line or "&#114;" in line for line in PAYLOADS)


def written() -> None:
    """Every payload as the words and as the name of a comment, past all that would refuse it."""
    readers = [
        Reader(
            email=f"p{number}@example.com", name=payload[:60], looks=f"p{number}", joined_at=NOON, seen_on=NOON.date()
        )
        for number, payload in enumerate(PAYLOADS)
    ]
    Reader.objects.bulk_create(readers)
    Comment.objects.bulk_create(
        Comment(story=STORY, reader=reader, place=at, state="shown", text=payload, made_at=NOON, agreed=at)
        for at, (reader, payload) in enumerate(
            zip(Reader.objects.filter(email__startswith="p").order_by("pk"), PAYLOADS, strict=True)
        )
    )
    Talk.objects.update_or_create(pk=STORY, defaults={"places": len(PAYLOADS), "shown": len(PAYLOADS)})


def sheets(reader: Browser) -> dict[str, str]:
    """Every page and piece that shows what somebody wrote, with the payloads in it, by an address."""
    paper = specimens.paper()
    made: dict[str, str] = {}
    for piece in ("", "best", "1", "2"):
        said = copy.said(STORY, piece)
        assert said is not None
        under = UnderCopy(STORY, " ".join(PAYLOADS), "/country/12/x", "open")
        made[f"/piece/{piece}"] = f"<!doctype html><body>{pages.said(said, under, paper)}"
    for number, payload in enumerate(PAYLOADS):
        answers: list[Any] = [
            reader.sends(f"/comment/{STORY}/say", words=f"{payload}{'ক' * 2001}"),
            reader.sends("/comment/me/name", name=payload, to=payload),
            Client().post("/comment/enter/", {"email": payload, "to": payload}),
            Client().post("/comment/enter/code", {"email": payload, "code": payload, "to": payload}),
            reader.get("/comment/me/", {"to": payload, "done": payload}),
            reader.get(f"/comment/{STORY}/", {"done": payload}),
        ]
        for kind, answer in enumerate(answers):
            made[f"/{number}/{kind}"] = answer.content.decode()
    made["/page"] = reader.get(f"/comment/{STORY}/").content.decode()
    made["/page/best"] = reader.get(f"/comment/{STORY}/best/").content.decode()
    return made


@pytest.mark.long
def test_no_payload_runs_in_any_field_on_any_sheet(
    browser: Browser, bake: Bake, mailoutbox: list[Any], chromium: Chromium
) -> None:
    a_reader()
    sign_in(browser, mailoutbox, "rubina@example.com")
    browser.sends("/comment/me/name", name="রুবিনা ইয়াসমিন")
    written()
    bake("1", "2")
    found = sheets(browser)
    page = chromium.new_page()
    ran: list[str] = []
    page.expose_function("told", lambda: ran.append(page.url))
    page.add_init_script("window.run = () => { window.told(); };")
    page.on("dialog", lambda dialog: ran.append(dialog.message))

    def served(route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN)
        html = found.get(path) if route.request.is_navigation_request() else None
        if html is None:
            route.fulfill(status=404, body="")
        else:
            route.fulfill(status=200, content_type="text/html; charset=utf-8", body=html)

    page.route("**/*", served)
    together = [path for path in found if path.count("/") != 2 or path.startswith(("/piece", "/page"))]
    single = [path for path in found if path not in together]
    assert len(single) == 6 * len(PAYLOADS)
    for path in together:
        page.goto(ORIGIN + path)
        page.evaluate(
            "for (const one of document.querySelectorAll('main *, .said *')) one.dispatchEvent(new Event('mouseover'))"
        )
    elements = {
        "SCRIPT",
        "IMG",
        "SVG",
        "IFRAME",
        "OBJECT",
        "EMBED",
        "VIDEO",
        "AUDIO",
        "STYLE",
        "MARQUEE",
        "MATH",
        "BASE",
        "PORTAL",
    }
    odd = page.evaluate(
        """([pages, refused]) => {
          const found = [];
          for (const [path, html] of pages) {
            const main = new DOMParser().parseFromString(html, "text/html").querySelector("main");
            for (const one of main.querySelectorAll("*")) {
              if (refused.includes(one.tagName.toUpperCase())) found.push([path, one.tagName]);
              for (const {name, value} of one.attributes) {
                const leads = /^\\s*(javascript|data|vbscript):/i.test(value) && name !== "value";
                if (name.startsWith("on") || leads) found.push([path, name]);
              }
            }
          }
          return found;
        }""",
        [[[path, found[path]] for path in single], sorted(elements)],
    )
    assert odd == []
    for number in range(0, len(single), 60):
        page.goto(ORIGIN + single[number])
    page.close()
    assert ran == []


def test_the_trap_catches_what_runs(chromium: Chromium) -> None:
    page = chromium.new_page()
    ran: list[str] = []
    page.expose_function("told", lambda: ran.append(page.url))
    page.add_init_script("window.run = () => { window.told(); };")
    page.route(
        "**/*", lambda route: route.fulfill(status=200, content_type="text/html", body="<img src=x onerror=run()>")
    )
    page.goto(ORIGIN)
    page.wait_for_function("true")
    page.close()
    assert ran != []
