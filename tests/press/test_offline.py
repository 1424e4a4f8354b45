"""What a reader's browser keeps: the worker at work, on pages that a press printed and a stand hands out, with the line cut."""

from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from harkara.desk import actions
from harkara.desk.models import Story
from harkara.press.bake import bake
from harkara.press.turns import Turns
from tests.desk.factories import make_paper, make_picture, make_story
from tests.stand.processes import free, stand
from tests.stand.reader import Rack

SOON = 20_000
"""Milliseconds: a bound for what comes by itself."""

INDEX = "async () => await (await caches.match('/saved/index'))?.json() ?? {}"

UNTIL = """async () => {
  const index = %s, isSo = %s;
  for (let times = 0; times < 400; times++) {
    if (isSo(await index())) return;
    await new Promise((go) => setTimeout(go, 50));
  }
  throw new Error(JSON.stringify(await index()));
}"""


class Paper:
    """A printed paper on a stand that can be stopped, and a reader's phone."""

    def __init__(self, turns: Turns, context: BrowserContext) -> None:
        self.turns, self.port, self.standing = turns, free(), ExitStack()
        self.origin = f"http://localhost:{self.port}"
        self.phone = context.new_page()
        self.phone.set_default_timeout(SOON)

    def open(self) -> None:
        self.standing.enter_context(stand(self.port, Rack(self.turns.store.root)))

    def stop(self) -> None:
        """Nothing answers any more."""
        self.standing.close()

    def print(self) -> None:
        """Prints what is to be printed, and the pictures of pages as nobody has asked for them yet."""
        self.turns.settle()
        entries = self.turns.store.manifest.entries(limit=1000)
        bake(self.turns.store, [entry.name for _, entry in entries if entry.name.startswith("picture:")])

    def read(self, address: str) -> Page:
        self.phone.goto(self.origin + quote(address))
        return self.phone

    def kept(self) -> dict[str, dict[str, object]]:
        """What the phone keeps, by path."""
        found: dict[str, dict[str, object]] = self.phone.evaluate(INDEX)
        return found

    def keeps(self, story: Story, pictures: int = 0) -> None:
        """Waits until the phone keeps ``story``, with so many pictures."""
        self.until(f"(index) => index[{quote(story.href)!r}]?.pictures.length >= {pictures}")

    def until(self, is_so: str) -> None:
        """Waits until what ``is_so`` says of the index is true."""
        self.phone.evaluate(UNTIL % (INDEX, is_so))


@pytest.fixture
def paper(turns: Turns, chromium: Browser) -> Iterator[Paper]:
    make_paper()
    context = chromium.new_context(viewport={"width": 360, "height": 800}, locale="bn-BD")
    found = Paper(turns, context)
    yield found
    context.close()
    found.stop()


def heading(page: Page) -> str:
    return page.locator("main h1").inner_text()


@pytest.mark.browser
@pytest.mark.process
def test_what_was_read_opens_without_a_line_and_what_was_not_says_so(paper: Paper) -> None:
    read, unread = make_story(headline="পড়া খবর", picture=make_picture()), make_story(headline="না-পড়া খবর")
    paper.print()
    paper.open()
    paper.read(read.href)
    paper.keeps(read, pictures=1)
    paper.stop()

    page = paper.read(read.href)
    assert heading(page) == "পড়া খবর"
    expect(page.get_by_role("status").first).to_contain_text("রাখা কপি")
    assert page.locator("main img").first.evaluate("(one) => one.decode().then(() => one.naturalWidth > 0)")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(253, 252, 248)"
    page = paper.read(unread.href)
    expect(page.locator("main h1")).to_have_text("ইন্টারনেট সংযোগ নেই")
    expect(page.locator("main li a")).to_have_text(["পড়া খবর", "প্রচ্ছদে ফিরুন"])

    paper.open()
    page = paper.read(read.href)
    assert page.get_by_role("status").count() == 0
    page = paper.read("/saved/")
    expect(page.locator("main li a")).to_have_text(["পড়া খবর", "প্রচ্ছদে ফিরুন"])


@pytest.mark.browser
@pytest.mark.process
def test_what_was_withdrawn_leaves_when_the_network_says_so(paper: Paper) -> None:
    killed = make_story(headline="তুলে নেওয়া খবর", picture=make_picture())
    paper.print()
    paper.open()
    paper.read(killed.href)
    paper.keeps(killed, pictures=1)
    actions.kill(killed, None)
    paper.print()
    assert heading(paper.read(killed.href)) == "খবরটি প্রত্যাহার করা হয়েছে"
    paper.until(f"(index) => !index[{quote(killed.href)!r}]")
    paper.stop()
    expect(paper.read(killed.href).locator("main h1")).to_have_text("ইন্টারনেট সংযোগ নেই")
    assert paper.phone.evaluate(
        "async () => (await (await caches.open('harkara-kept-1')).keys()).map((one) => one.url)"
    ) == [
        f"{paper.origin}/saved/",
        f"{paper.origin}/saved/index",
    ]
