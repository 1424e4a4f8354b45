"""A day of the newsroom, from a reporter's first word to a kill, on the whole paper; at each step, what readers see.

Every day the short way, with the reporter on a phone; as a proof the whole day, everybody on a phone, then at a desk.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.whole.conftest import House
from tests.whole.daily import ROLES, SECOND, SOON, Person, Readers, Watch, hire, number_of, photograph

pytestmark = [pytest.mark.process, pytest.mark.browser]

Sits = Callable[[str, str], Person]
FIRST = "চরে সন্ধ্যার পাঠশালা, পড়ছেন মায়েরাও"
MENDED = "চরের পাঠশালায় মায়েরা"
TEXT = "হারিকেনের বদলে সৌরবাতির আলোয় পড়তে বসে শিশুরা।"
MORE = " সঙ্গে বসেন তাদের মায়েরাও।"
ALT = "সন্ধ্যার আলোয় নদী"
CREDIT = "নাদিয়া রহমান"


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def sits(house: House, chromium: Browser, watch: Watch) -> Sits:
    hire(house)
    return lambda name, size: Person(house, chromium, watch, name, size)


def begin(reporter: Person, headline: str) -> int:
    """A reporter writes a story from the board and files it; returns its number."""
    page = reporter.page
    page.locator(".board-top [data-key=KeyN]").click()
    page.locator("[name=headline]").fill(headline)
    page.locator("select[name=section]").select_option(label="জাতীয়")
    reporter.write(TEXT)
    reporter.act("action-file")
    return number_of(reporter.card("filed", headline).locator("a.board-open").get_attribute("href") or "")


def approve_and_publish(editor: Person, headline: str) -> None:
    """From the board: approved by a button, published by the question that follows."""
    editor.card("filed", headline).locator("[formaction$='/approve/']").click()
    expect(editor.page.locator(".messages li.success")).to_contain_text(headline, timeout=SOON)
    editor.card("approved", headline).locator("[href$='/publish/']").click()
    expect(editor.page.locator(".desk-publishing h2")).to_have_text(headline, timeout=SOON)
    expect(editor.page.locator(".desk-act--publishing button[type=submit]")).to_be_focused(timeout=SOON)
    with editor.page.expect_navigation(timeout=SOON):
        editor.page.keyboard.press("Enter")


@pytest.mark.proof
def test_from_a_reporters_phone_to_readers(house: House, sits: Sits, watch: Watch) -> None:
    readers, headline = Readers(house), "ফোন থেকে লেখা খবর"
    number = begin(sits("reporter", "phone"), headline)
    assert headline not in house.get("/")[1]
    approve_and_publish(sits("desk_editor", "desk"), headline)
    assert headline in readers.see("/", lambda text: headline in text)
    assert TEXT in readers.see(f"/{number}", lambda text: TEXT in text)
    assert (watch.errors, watch.outside) == ([], [])


@pytest.mark.proof
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("size", ["phone", "desk"])
def test_a_whole_day_of_every_role(size: str, house: House, sits: Sits, watch: Watch, tmp_path: Path) -> None:
    readers = Readers(house)
    first, mended = f"{FIRST} ({size})", f"{MENDED} ({size})"
    people = {name: sits(name, size) for name in (*ROLES, SECOND)}

    # The reporter writes and files; readers see nothing of it.
    reporter = people["reporter"]
    number = begin(reporter, first)
    story, edit = f"/{number}", f"/desk/stories/edit/{number}/"
    assert first not in house.get("/")[1]

    # The sub-editor claims it, mends the headline and sends it back with a note.
    sub = people["sub_editor"]
    sub.card("filed", first).locator("[formaction$='/claim/']").click()
    sub.go(edit)
    sub.page.locator("[name=headline]").fill(mended)
    sub.act()
    sub.card("editing", mended).locator("[href$='/send-back/']").click()
    sub.page.locator("[name=note]").fill("মায়েদের কথাও লিখুন।")
    with sub.page.expect_navigation(timeout=SOON):
        sub.page.locator(".desk-act button[type=submit]").click()
    assert mended not in house.get("/")[1]

    # The reporter is told, answers in the text and files again.
    reporter.go("/desk/board/notices/")
    expect(reporter.page.locator(".desk-notices li").first).to_contain_text("মায়েদের কথাও লিখুন।")
    reporter.page.locator(".desk-notices li a").first.click()
    reporter.write(MORE)
    reporter.act("action-file")

    # The desk editor assigns the next story, approves this one and publishes it.
    chief = people["desk_editor"]
    chief.go("/desk/board/assign/")
    chief.page.locator("[name=what]").fill(f"কাল হাওরে যান ({size})")
    chief.page.locator("select[name=to]").select_option(label="reporter")
    with chief.page.expect_navigation(timeout=SOON):
        chief.page.locator(".desk-act button[type=submit]").click()
    expect(chief.card("assigned", f"কাল হাওরে যান ({size})")).to_be_visible()
    approve_and_publish(chief, mended)
    assert mended in readers.see("/", lambda text: mended in text)
    assert MORE.strip() in readers.see(story, lambda text: MORE.strip() in text)

    # The photo editor brings a picture in, says what it shows and whose it is, and puts it beside the story.
    photos = people["photo_editor"]
    photos.go("/desk/images/add/")
    photos.page.locator("input[type=file][name=file]").set_input_files(photograph(tmp_path))
    photos.page.locator("[name=title]").fill(f"নদী ({size})")
    photos.page.locator("[name=alt]").fill(ALT)
    photos.page.locator("[name=credit]").fill(CREDIT)
    photos.page.locator("select[name=terms]").select_option("own")
    with photos.page.expect_navigation(timeout=SOON):
        photos.page.locator("main form button[type=submit]").last.click()
    photos.go(edit)
    photos.page.locator("[data-chooser-action-choose]:visible").first.click()
    photos.page.locator(".modal [data-chooser-modal-choice]", has_text=f"নদী ({size})").first.click()
    expect(photos.page.locator(".modal-dialog")).to_have_count(0, timeout=SOON)
    photos.act()
    assert ALT not in house.get(story)[1]
    chief.go(edit)
    chief.publish()
    assert CREDIT in readers.see(story, lambda text: ALT in text)

    # The front editor leads the front with it.
    front = people["front_editor"]
    front.go("/desk/front/")
    front.page.locator("#front-find").fill(mended)
    front.page.locator("#front-found [role=option]", has_text=mended).first.click()
    expect(front.page.locator('[data-at="lead 1"]')).to_contain_text(mended, timeout=SOON)
    front.page.locator("[data-front-do=publish]").click()
    expect(front.page.locator(".fronts-mark--live")).to_be_visible(timeout=SOON)
    assert mended in readers.see("/", lambda text: mended in lead(text))

    # A correction, with the former wording on the page.
    chief.go(edit)
    chief.page.locator("[name=headline]").fill(f"{mended}, বলছে সংশোধনী")
    chief.act()
    chief.go(f"/desk/acts/{number}/correct/")
    chief.page.locator("[name=text]").fill("শিরোনামটি অসম্পূর্ণ ছিল।")
    chief.page.locator(".desk-passages input[type=checkbox]").first.check()
    with chief.page.expect_navigation(timeout=SOON):
        chief.page.locator(".desk-act button[type=submit]").click()
    corrected = readers.see(story, lambda text: "শিরোনামটি অসম্পূর্ণ ছিল।" in text)
    assert [mended.endswith(stood) for stood in re.findall("<del>(.+?)</del>", corrected)] == [True]

    # A kill takes two.
    chief.go(f"/desk/acts/{number}/kill/")
    chief.page.locator("[name=reason]").fill("পরিবার চায় না।")
    with chief.page.expect_navigation(timeout=SOON):
        chief.page.locator(".desk-act button.serious").click()
    assert house.get(story)[0] == 200
    second = people[SECOND]
    second.go("/desk/")
    second.page.locator(".desk-kills a").first.click()
    with second.page.expect_navigation(timeout=SOON):
        second.page.locator("[action$='/kill/confirm/'] button").click()
    readers.gone(story)
    assert mended not in readers.see("/", lambda text: mended not in text)

    # The moderator reads along; the administrator finds all of it in the log.
    moderator = people["moderator"]
    moderator.go("/desk/stories/")
    expect(moderator.page.locator("table.listing")).to_contain_text(mended)
    moderator.go(f"/desk/acts/{number}/kill/")
    expect(moderator.page.locator("[data-board]")).to_be_visible()
    admin = people["admin"]
    admin.go(f"/desk/log/?story={number}")
    said = " ".join(admin.page.locator(".desk-log tbody").inner_text().split())
    assert [word in said for word in ("পরিবার চায় না।", "সংশোধনী দিয়েছেন", "desk editor", "second editor")] == [True] * 4
    admin.go("/desk/staff/")
    expect(admin.page.locator("table.listing")).to_contain_text("photo editor")
    assert (watch.errors, watch.outside) == ([], [])


def lead(front: str) -> str:
    """What stands first on the front."""
    return front.partition("<main")[2].partition("</article>")[0]
