"""What a reader's browser keeps: the worker at work, on pages that a press printed and a stand hands out, with the line cut."""

import os
import re
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from harkara.desk import actions, clock, models
from harkara.desk.models import Story
from harkara.press import paging
from harkara.press.bake import bake
from harkara.press.check import check
from harkara.press.turns import Turns
from harkara.rack.pages import Page as RackPage
from tests.desk.factories import make_paper, make_picture, make_stories, make_story
from tests.desk.touching import touched
from tests.stand.processes import free, stand
from tests.stand.reader import Rack

SOON = 20_000
"""Milliseconds: a bound for what comes by itself."""

INDEX = "async () => await (await caches.match('/saved/index'))?.json() ?? {}"

COPY = re.compile("রাখা কপি, [০-৯]{1,2} [^ ]+ [০-৯]{4}, [০-৯]{2}:[০-৯]{2} সময়ের")

NAMES = "async () => (await (await caches.open('harkara-kept-1')).keys()).map((one) => one.url)"

UNTIL = """async () => {
  const index = %s, isSo = %s;
  for (let times = 0; times < 200; times++) {
    if (isSo(await index())) return;
    await new Promise((go) => setTimeout(go, 50));
  }
  throw new Error(JSON.stringify(await index()));
}"""


def children() -> set[int]:
    """The processes that this one has started."""
    return {int(one) for one in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()}


class Paper:
    """A printed paper on a stand that can be stopped, and a reader's phone."""

    def __init__(self, turns: Turns, context: BrowserContext) -> None:
        self.turns, self.port, self.standing = turns, free(), ExitStack()
        self.stands: set[int] = set()
        self.origin = f"http://localhost:{self.port}"
        self.phone = context.new_page()
        self.phone.set_default_timeout(SOON)

    def open(self) -> None:
        before = children()
        self.standing.enter_context(stand(self.port, Rack(self.turns.store.root)))
        self.stands = children() - before

    def signal(self, number: signal.Signals) -> None:
        """Holds the stand in the middle of its work (SIGSTOP), or lets it go on (SIGCONT)."""
        for one in self.stands:
            os.kill(one, number)

    def stop(self) -> None:
        """Nothing answers any more."""
        self.signal(signal.SIGCONT)
        self.standing.close()
        self.stands = set()

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


def rack_page(script: bytes) -> RackPage:
    return paging.file(script, paging.SCRIPT)


def heading(page: Page) -> str:
    return page.locator("main h1").inner_text()


@pytest.mark.browser
@pytest.mark.process
@pytest.mark.long
def test_what_was_read_opens_without_a_line_and_what_was_not_says_so(paper: Paper) -> None:
    read, unread = make_story(headline="পড়া খবর", picture=make_picture()), make_story(headline="না-পড়া খবর")
    paper.print()
    paper.open()
    paper.read(read.href)
    paper.keeps(read, pictures=1)
    paper.stop()

    page = paper.read(read.href)
    assert heading(page) == "পড়া খবর"
    expect(page.get_by_role("status").first).to_contain_text(COPY)
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
@pytest.mark.long
def test_what_was_killed_or_corrected_leaves_or_is_renewed_at_the_next_contact(paper: Paper) -> None:
    with clock.at(datetime.now(UTC)):  # young enough to be printed again at once: nobody prints for the stand
        killed = make_story(headline="তুলে নেওয়া খবর", picture=make_picture())
        wrong = make_story(headline="ভুল শিরোনাম")
        paper.print()
    paper.open()
    for story in (killed, wrong):
        paper.read(story.href)
        paper.keeps(story)
    paper.keeps(killed, pictures=1)
    paper.phone.get_by_role("button", name="রেখে দিন").click()
    expect(paper.phone.get_by_role("button", name="আর রাখব না")).to_be_enabled()
    paper.read("/world/")
    paper.until("(index) => index['/world/']")

    with clock.at(datetime.now(UTC)):  # as the stand and the phone have it
        actions.kill(killed, None)
        wrong = actions.edit(wrong, None, headline="ঠিক শিরোনাম")
        actions.correct(wrong, "শিরোনাম ভুল ছিল।", None)
        paper.print()
    paper.read("/saved/")
    paper.until(f"(index) => !index[{quote(killed.href)!r}] && index[{quote(wrong.href)!r}]?.title === 'ঠিক শিরোনাম'")
    paper.until("(index) => index['/world/']")
    paper.stop()

    assert heading(paper.read(wrong.href)) == "ঠিক শিরোনাম"
    expect(paper.phone.locator("main")).to_contain_text("শিরোনাম ভুল ছিল।")
    expect(paper.read(killed.href).locator("main h1")).to_have_text("ইন্টারনেট সংযোগ নেই")
    assert "তুলে নেওয়া" not in paper.read("/world/").content()
    assert [name for name in paper.phone.evaluate(NAMES) if "/picture/" in name] == []

    page = paper.read("/saved/")
    expect(page.locator("[data-saved] a")).to_have_text(["ঠিক শিরোনাম"])
    page.locator("[data-saved] button").click()
    expect(page.locator("main")).to_contain_text("এখনো কোনো খবর রাখা নেই")


@pytest.mark.browser
@pytest.mark.process
@pytest.mark.proof
def test_a_line_that_does_not_answer_shows_the_copy_until_it_does(paper: Paper) -> None:
    """The stand stops in the middle of its work: connections are taken, and nothing comes. Then it goes on, and says that the
    story is gone: it leaves from under the reader's eyes.
    """
    story = make_story(headline="পড়া খবর")
    paper.print()
    paper.open()
    paper.read(story.href)
    paper.keeps(story)
    paper.signal(signal.SIGSTOP)
    page = paper.read(story.href)
    expect(page.get_by_role("status")).to_contain_text("রাখা কপি")
    actions.kill(story, None)
    paper.print()
    paper.signal(signal.SIGCONT)
    expect(page.locator("main h1")).to_have_text("খবরটি প্রত্যাহার করা হয়েছে", timeout=SOON)


@pytest.mark.browser
@pytest.mark.process
@pytest.mark.proof
def test_where_there_is_no_room_what_was_saved_stays_longest(paper: Paper) -> None:
    saved, *others = make_stories(5)
    paper.print()
    paper.open()
    paper.read(saved.href)
    paper.keeps(saved)
    paper.phone.get_by_role("button", name="রেখে দিন").click()
    expect(paper.phone.get_by_role("button", name="আর রাখব না")).to_be_enabled()
    for story in others[:3]:
        paper.read(story.href)
        paper.keeps(story)
    line = paper.phone.context.new_cdp_session(paper.phone)
    used = line.send("Storage.getUsageAndQuota", {"origin": paper.origin})["usage"]
    line.send("Storage.overrideQuotaForOrigin", {"origin": paper.origin, "quotaSize": used + 2000})
    paper.read(others[3].href)
    paper.until(f"(index) => !index[{quote(others[0].href)!r}]")
    assert quote(saved.href) in paper.kept()
    assert heading(paper.phone) == others[3].headline


FILL = """async () => {
  const shelf = await caches.open("harkara-kept-1");
  const index = await (await shelf.match("/saved/index")).json();
  const put = (path, read, saved) => {
    index[path] = { title: path, at: Date.now(), names: [], pictures: [], read, ...(saved && { saved }) };
    return shelf.put(path, new Response(path));
  };
  for (let one = 1; one <= 100; one++) await put(`/saved-before/${one}/x`, 1000 + one, one);
  for (let one = 1; one <= 30; one++) await put(`/read-before/${one}/x`, 2000 + one);
  for (let one = 1; one <= 8; one++) await put(`/page-before-${one}/`, 3000 + one);
  await shelf.put("/saved/index", new Response(JSON.stringify(index)));
}"""
"""A shelf that is full of what was read and saved once upon a time: a hundred saved stories, thirty read, eight other pages."""


@pytest.mark.browser
@pytest.mark.process
@pytest.mark.proof
def test_the_shelf_holds_so_much_and_what_is_oldest_leaves(paper: Paper) -> None:
    story, other = make_stories(2)
    paper.print()
    paper.open()
    paper.read("/")
    paper.until("(index) => index['/saved/']")
    paper.phone.evaluate(FILL)
    paper.read(story.href)
    paper.keeps(story)
    assert [path for path in paper.kept() if "-before" in path and path.split("/")[-2] == "1"] == ["/saved-before/1/x"]
    paper.phone.get_by_role("button", name="রেখে দিন").click()
    expect(paper.phone.get_by_role("button", name="আর রাখব না")).to_be_enabled()
    kept = paper.kept()
    assert "/saved-before/1/x" not in kept
    assert [sum(path.startswith(f"/{kind}-before") for path in kept) for kind in ("saved", "read", "page")] == [
        99,
        29,
        8,
    ]
    paper.read("/world/")
    paper.until("(index) => index['/world/']")
    paper.read(other.href)
    paper.keeps(other)
    kept = paper.kept()
    assert "/page-before-1/" not in kept
    assert [sum(path.startswith(f"/{kind}-before") for path in kept) for kind in ("saved", "read", "page")] == [
        99,
        29,
        7,
    ]
    assert {"/saved/", quote(story.href), quote(other.href)} <= kept.keys()
    names = {quote(path) for path in kept} | {"/saved/index"}
    stored = {url.removeprefix(paper.origin) for url in paper.phone.evaluate(NAMES)}
    assert {path for path in stored if "-before" in path} <= names


@pytest.mark.browser
@pytest.mark.process
@pytest.mark.proof
def test_another_worker_takes_over_at_once_and_one_that_keeps_nothing_ends_itself(paper: Paper) -> None:
    story = make_story()
    paper.print()
    paper.open()
    paper.read(story.href)
    paper.keeps(story)
    paper.phone.evaluate("caches.open('harkara-kept-0').then((old) => old.put('/old', new Response('')))")
    row = models.Paper.load()
    page = paper.turns.store.shelf.get("worker")
    assert page is not None
    other = rack_page(page.identity().replace(b"harkara-kept-1", b"harkara-kept-2"))
    paper.turns.store.shelf.put("worker", other)
    paper.read("/")
    paper.phone.evaluate(UNTIL % ("async () => (await caches.keys()).join()", "(names) => !/kept-[01]/.test(names)"))

    row.keeps = False
    with touched() as keys:
        row.save()
    assert keys == {"keeping"}
    paper.print()
    paper.read(story.href)
    gone = "async () => [await caches.keys(), await navigator.serviceWorker.getRegistrations()]"
    paper.phone.evaluate(UNTIL % (gone, "([names, workers]) => !names.length && !workers.length"))
    assert heading(paper.phone) == story.headline
    assert check(paper.turns.store).wrong == []
