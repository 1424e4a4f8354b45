"""Nothing that an editor has typed is lost, whatever breaks: each case is done, not imagined."""

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.desk.keeping.conftest import PATIENCE, Newsroom, kept, revised

pytestmark = [pytest.mark.process, pytest.mark.browser]

SignIn = Callable[[str], BrowserContext]


@pytest.mark.long
def test_a_new_story_is_kept_while_somebody_types_on(newsroom: Newsroom, sign_in: SignIn) -> None:
    page = sign_in("rina").new_page()
    page.goto(f"{newsroom.origin}/desk/stories/add/")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    box = page.locator("[name=headline]")
    box.press_sequentially("নদীতে নতুন সেতু খুলেছে আজ", delay=120)  # no pause in it is as long as a second
    while_typing = len(sent)
    kept(page)
    assert while_typing > 1
    assert "রক্ষিত হলো" in page.locator("#desk-kept").inner_text()
    assert "/desk/stories/edit/" in page.url
    box.press_sequentially("।")
    expect(page.locator("#desk-kept .desk-kept-said")).to_have_text("এখনো রক্ষিত হয়নি")
    revised(page)
    assert [(row[0], row[2]) for row in newsroom.revisions(page.url)] == [("নদীতে নতুন সেতু খুলেছে আজ।", True)]


@pytest.mark.long
def test_a_server_that_was_killed_gets_what_was_typed_meanwhile(newsroom: Newsroom, sign_in: SignIn) -> None:
    address = newsroom.draft()
    page = sign_in("rina").new_page()
    page.goto(address)
    page.locator("[name=headline]").fill("খবর এক")
    kept(page)
    newsroom.kill()
    page.locator("[name=headline]").fill("খবর এক দুই")
    expect(page.locator("#desk-kept")).to_have_attribute("data-state", "offline", timeout=PATIENCE)
    newsroom.start()
    revised(page)
    assert newsroom.revisions(address)[-1][0] == "খবর এক দুই"


@pytest.mark.long
def test_a_page_without_network_that_is_closed_offers_its_words_back(newsroom: Newsroom, sign_in: SignIn) -> None:
    address = newsroom.draft()
    context = sign_in("rina")
    page = context.new_page()
    page.goto(address)
    context.set_offline(True)
    page.locator("[name=headline]").fill("খবর যা পৌঁছায়নি")
    expect(page.locator("#desk-kept")).to_have_attribute("data-state", "offline", timeout=PATIENCE)
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    offered = again.locator("#desk-two")
    expect(offered.locator("ins").first).to_contain_text("যা পৌঁছায়নি", timeout=PATIENCE)
    with again.expect_navigation():
        again.keyboard.press("Enter")
    expect(again.locator("[name=headline]")).to_have_value("খবর যা পৌঁছায়নি", timeout=PATIENCE)
    expect(again.locator("#desk-two")).to_be_hidden()
    assert newsroom.revisions(address)[-1][0] == "খবর যা পৌঁছায়নি"
    assert again.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('harkara.keeping'))") == []


@pytest.mark.long
def test_who_is_signed_out_signs_in_where_he_is(newsroom: Newsroom, sign_in: SignIn) -> None:
    address = newsroom.draft()
    context = sign_in("rina")
    page = context.new_page()
    page.goto(address)
    context.clear_cookies()
    page.locator("[name=headline]").fill("খবর, প্রবেশ ছাড়া")
    frame = page.frame_locator("#desk-outside iframe")
    frame.locator("input[name=username]").fill("rina")
    frame.locator("input[name=password]").fill("password")
    frame.locator("input[name=password]").press("Enter")
    revised(page)
    expect(page.locator("#desk-outside")).to_be_hidden()
    assert newsroom.revisions(address)[-1][0] == "খবর, প্রবেশ ছাড়া"


@pytest.mark.long
def test_two_people_on_one_story_lose_nothing(newsroom: Newsroom, sign_in: SignIn) -> None:
    address = newsroom.draft()
    rina, tom = sign_in("rina").new_page(), sign_in("tom").new_page()
    for page in (rina, tom):
        page.goto(address)
    editors = "[data-contentpath=body] [contenteditable=true]"
    tom.locator(editors).nth(1).focus()
    tom.keyboard.insert_text("টমের ")  # at once: the editor's caret wanders between keys on a busy machine
    tom.locator("[name=headline]").fill("টমের শিরোনাম")
    revised(tom)
    rina.locator("[name=headline]").fill("রিনার শিরোনাম")
    clash = rina.locator("#desk-two")
    expect(clash.locator("fieldset")).to_have_count(1, timeout=PATIENCE)
    rina.keyboard.press("Digit2")
    rina.keyboard.press("Enter")
    revised(rina)
    expect(rina.locator("[name=headline]")).to_have_value("টমের শিরোনাম")
    expect(rina.locator(editors).last).to_contain_text("টমের")
    rina.locator(editors).nth(0).focus()
    rina.keyboard.insert_text("রিনার ")
    revised(rina)
    rows = newsroom.revisions(address)
    newest = next(row for row in rows if row[2])
    assert newest[0] == "টমের শিরোনাম"
    assert ["রিনার" in newest[1][0], "টমের" in newest[1][1]] == [True, True]
    assert "রিনার শিরোনাম" in [row[0] for row in rows]


SUMMARY = "চরের শিশুদের সন্ধ্যার পাঠশালা চলে সৌরবাতির আলোয়।"
"""What the drafts of the newsroom say below their headline."""

PLAIN_HTTP = "delete Crypto.prototype.randomUUID; delete Navigator.prototype.locks;"
"""What a page that comes over plain http from another machine is not given."""


@pytest.mark.proof
def test_over_plain_http_both_wordings_stand_one_after_the_other(newsroom: Newsroom, sign_in: SignIn) -> None:
    address = newsroom.draft()
    rina, tom = sign_in("rina").new_page(), sign_in("tom").new_page()
    editors = "[data-contentpath=body] [contenteditable=true]"
    for page in (rina, tom):
        page.add_init_script(PLAIN_HTTP)
        page.goto(address)
    for page, word in ((tom, "টমের "), (rina, "রিনার ")):
        page.locator(editors).nth(0).focus()
        page.keyboard.insert_text(word)
        if page is tom:
            revised(tom)
    clash = rina.locator("#desk-two")
    expect(clash.locator("fieldset .desk-words")).to_have_text(
        ["রিনার প্রথম অনুচ্ছেদ।", "টমের প্রথম অনুচ্ছেদ।"], timeout=PATIENCE
    )
    expect(clash.locator("ins, del")).to_have_text(["রিনা", "টমে"])
    rina.keyboard.press("Digit3")
    rina.keyboard.press("Enter")
    revised(rina)
    newest = next(row for row in newsroom.revisions(address) if row[2])
    assert [re.sub("<[^>]*>", "", words) for words in newest[1]] == [
        "রিনার প্রথম অনুচ্ছেদ।",
        "টমের প্রথম অনুচ্ছেদ।",
        "দ্বিতীয় অনুচ্ছেদ।",
    ]


@pytest.mark.proof
def test_over_plain_http_the_words_of_a_page_that_lives_are_not_offered(newsroom: Newsroom, sign_in: SignIn) -> None:
    address = newsroom.draft()
    context = sign_in("rina")
    context.add_init_script(PLAIN_HTTP)
    first, second = context.new_page(), context.new_page()
    first.route("**/desk/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    for page in (first, second):
        page.goto(address)
    first.locator("[name=headline]").fill("খবর যা পৌঁছায়নি")
    expect(first.locator("#desk-kept")).to_have_attribute("data-state", "offline", timeout=PATIENCE)
    number, person = address.strip("/").rsplit("/", 1)[-1], first.locator("#desk-kept").get_attribute("data-person")
    told = "orphans => orphans.length"
    offered = f"import('/static/desk/keeping/journal.js').then(one => one.orphans('{person}', '{number}')).then({told})"
    assert second.evaluate(offered) == 0
    first.close()
    assert second.evaluate(offered) == 1


@pytest.mark.proof
def test_words_that_the_newsroom_cannot_take_are_offered_as_words(newsroom: Newsroom, sign_in: SignIn) -> None:
    address = newsroom.draft()
    context = sign_in("rina")
    page = context.new_page()
    page.goto(address)
    page.locator("[name=headline]").fill("দীর্ঘ " * 60)
    expect(page.locator("#desk-kept")).to_have_attribute("data-state", "wrong", timeout=PATIENCE)
    page.close()
    again = context.new_page()
    again.goto(address)
    offered = again.locator("#desk-two")
    said = f"{'দীর্ঘ ' * 60}\n\n{SUMMARY}\n\nপ্রথম অনুচ্ছেদ।\n\nদ্বিতীয় অনুচ্ছেদ।"
    expect(offered.locator("textarea")).to_have_value(said, timeout=PATIENCE)
    expect(offered.locator("[data-answer]:visible")).to_have_text(["বাদ দিন Delete", "পরে Esc"])
    expect(offered.locator(".desk-two-why")).to_contain_text("বার্তাকক্ষে রক্ষিত আছে")
    again.keyboard.press("Escape")
    expect(offered).to_be_hidden()
    again.reload()
    expect(offered).to_be_visible(timeout=PATIENCE)
    with again.expect_response("**/keeping/jots/drop/**"):
        again.locator("[data-answer=leave]").click()
    assert jots(newsroom, address) == []


def jots(newsroom: Newsroom, address: str) -> list[str]:
    """The headlines that are put down for the story at that address and that no revision has."""
    number = address.strip("/").rsplit("/", 1)[-1]
    with closing(sqlite3.connect(newsroom.home / "newsroom.sqlite3")) as database:
        rows = database.execute("SELECT words FROM desk_jot WHERE story_id = ? AND turn > done", (number,)).fetchall()
    return [dict(json.loads(words))["headline"] for (words,) in rows]


NO_REVISIONS = """const before = window.fetch;
window.fetch = (address, more) =>
  more?.method === "POST" && address.includes("/edit/") ? Promise.reject(new TypeError("no")) : before(address, more);"""
"""In the page, not on its way: what a page sends as it goes meets nobody who would hold it up."""


def without_revisions(page: Page) -> None:
    """From here on what ``page`` says is put down, and no revision is made of it."""
    page.add_init_script(NO_REVISIONS)


@pytest.mark.long
def test_words_that_no_revision_has_go_in_when_their_writer_comes_back(newsroom: Newsroom, sign_in: SignIn) -> None:
    address = newsroom.draft()
    context = sign_in("rina")
    page = context.new_page()
    without_revisions(page)
    page.goto(address)
    page.locator("[name=headline]").fill("খবর যা টুকে রাখা")
    kept(page)
    assert (jots(newsroom, address), newsroom.revisions(address)[-1][0]) == (["খবর যা টুকে রাখা"], "খবর")
    page.close()
    again = context.new_page()
    again.goto(address)
    expect(again.locator("[name=headline]")).to_have_value("খবর যা টুকে রাখা", timeout=PATIENCE)
    assert (newsroom.revisions(address)[-1][0], jots(newsroom, address)) == ("খবর যা টুকে রাখা", [])


@pytest.mark.proof
def test_words_that_their_writer_left_are_offered_to_the_next_editor(newsroom: Newsroom, sign_in: SignIn) -> None:
    address = newsroom.draft()
    page = sign_in("rina").new_page()
    without_revisions(page)
    page.goto(address)
    page.locator("[name=headline]").fill("খবর যা রিনা রেখে গেছেন")
    kept(page)
    page.close()
    with closing(sqlite3.connect(newsroom.home / "newsroom.sqlite3")) as database, database:
        database.execute("UPDATE desk_jot SET at = datetime('now', '-10 minutes') WHERE turn > done")
    tom = sign_in("tom").new_page()
    tom.goto(address)
    offered = tom.locator("#desk-two")
    expect(offered.locator(".desk-two-why")).to_contain_text("রিনা", timeout=PATIENCE)
    expect(offered.locator("[data-answer]:visible")).to_have_text(["নিয়ে নিন Enter", "পরে Esc"])
    with tom.expect_navigation():
        tom.keyboard.press("Enter")
    expect(tom.locator("[name=headline]")).to_have_value("খবর যা রিনা রেখে গেছেন", timeout=PATIENCE)
    assert newsroom.revisions(address)[-1][0] == "খবর যা রিনা রেখে গেছেন"


@pytest.mark.long
def test_a_page_that_is_loaded_again_while_somebody_types_has_every_word(newsroom: Newsroom, sign_in: SignIn) -> None:
    address = newsroom.draft()
    page = sign_in("rina").new_page()
    page.goto(address)
    page.locator("[name=headline]").fill("খবর যা তখনই লেখা")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator("[name=headline]")).to_have_value("খবর যা তখনই লেখা", timeout=PATIENCE)
    expect(page.locator("#desk-two")).to_be_hidden()
