"""What is sold in a place before a real browser: by weight, beside its section, our own only where nothing is; and its room."""

import re
from collections import Counter

import pytest
from playwright.sync_api import Browser, Route

from harkara.layout import look, pages, policy, specimens
from harkara.layout.copy import AdCopy, LookCopy, SpaceCopy
from tests.layout import printed
from tests.layout.browser.conftest import standing
from tests.layout.browser.test_spaces import SHIFTS

pytestmark = pytest.mark.browser

ADS = (
    AdCopy(1, SpaceCopy(specimens.space().files, "এক", "/go/c1"), weight=3),
    AdCopy(2, SpaceCopy(specimens.space().files, "দুই", "/go/c2")),
    AdCopy(3, SpaceCopy(specimens.space().files, "তিন", "/go/c3"), sections=("sports", "cricket")),
    AdCopy(4, SpaceCopy(specimens.space().files, "চার"), is_house=True),
)


FRAMED = """(url) => {
  const frame = document.createElement("iframe");
  frame.sandbox = "allow-scripts";
  frame.src = url;
  document.body.replaceChildren(frame);
}"""
"""Shows the place in a page of nothing else."""


def test_each_reader_gets_one_and_it_counts_once_it_was_seen(chromium: Browser) -> None:
    asked: list[str] = []
    html = pages.space(SpaceCopy(ads=ADS), specimens.paper()).encode()
    alone = pages.space(SpaceCopy(ads=ADS[2:]), specimens.paper()).encode()

    def serve(route: Route) -> None:
        path = printed.path_of(route.request.url)
        status, headers, body = printed.answer(path)
        if path == "/look.css":
            status, headers, body = 200, {"content-type": "text/css"}, look.css(LookCopy(spaces=("head",))).encode()
        if path.startswith("/fragment/space-"):
            told = {"content-type": "text/html; charset=utf-8", **dict(policy.space_headers(runs=False, picks=True))}
            status, headers, body = 200, told, html if path.endswith("head") else alone
        if path == "/r.gif":
            asked.append(route.request.url.partition("?")[2])
            status, headers, body = 204, {}, b""
        route.fulfill(status=status, headers=headers, body=body)

    context = chromium.new_context(viewport={"width": 360, "height": 740})
    context.add_init_script(SHIFTS)
    context.route("**/*", serve)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{printed.ORIGIN}/sample/story")
    standing(page)
    frame = page.frame_locator("#space-head iframe")
    link = frame.locator("a")
    link.wait_for()
    assert (link.get_attribute("href") or "")[:5] == "/go/c"
    page.wait_for_timeout(1400)
    assert re.fullmatch(r"ad=[12]", asked[0])
    assert len(asked) == 1
    assert page.evaluate("window.shifted") == 0
    seen = Counter[str]()
    page.goto(f"{printed.ORIGIN}/sample/not-found")
    for number in range(60):
        section = "sports" if number % 2 else "world"
        page.evaluate(FRAMED, f"/fragment/space-head?{number}#{section}")
        image = page.frame_locator("iframe").locator("img")
        seen[f"{section} {image.get_attribute('alt')}"] += 1
    assert seen["world তিন"] == 0
    assert seen["world চার"] == seen["sports চার"] == 0
    assert seen["sports তিন"] > 0
    assert seen["world এক"] > seen["world দুই"]
    page.evaluate("document.body.innerHTML = '<iframe sandbox=allow-scripts src=/fragment/space-foot#world></iframe>'")
    assert page.frame_locator("iframe").locator("img").get_attribute("alt") == "চার"
    assert complaints == []
    context.close()
