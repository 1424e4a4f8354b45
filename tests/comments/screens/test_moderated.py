"""What a reader meets of moderation: a comment that only its writer sees, a rule for a flood, a verdict and the appeal."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from harkara.comments import actions, clock
from harkara.comments.models import Appeal, Comment, Reader
from harkara.comments.moderators import Moderator
from tests.comments.factories import NOON, STORY, a_reader, said
from tests.comments.screens.conftest import Bake, Browser

pytestmark = pytest.mark.django_db

RINA = Moderator(7, "রিনা খাতুন")
TALK = f"/comment/{STORY}/"


def own(words: str = "নিজের কথা", **more: Any) -> Comment:
    return said(Reader.objects.get(email="rubina@example.com"), words, **more)


def test_a_held_comment_looks_to_its_writer_as_if_it_were_shown_and_is_nowhere_else(
    reader: Browser, bake: Bake
) -> None:
    made = own()
    bake(f"t{made.pk}")
    before = {path: reader.sees(path) for path in (TALK, f"{TALK}on/{made.pk}/")}
    actions.judge([made.pk], "hold", RINA)
    bake()
    stranger = Browser()
    assert (
        "নিজের কথা" in stranger.sees(TALK),
        "নিজের কথা" in Browser().get(f"{TALK}on/{made.pk}/").content.decode(),
    ) == (
        False,
        False,
    )
    for path, page in before.items():
        after = reader.sees(path)
        assert ("নিজের কথা" in after, "সরিয়ে" in after) == (True, False)
        remark = re.compile(rf'<li class="remark" id="c{made.pk}">.*?</li>', re.DOTALL)
        assert remark.findall(after) == remark.findall(page) != []


def test_what_is_held_stands_among_what_is_shown(reader: Browser, bake: Bake) -> None:
    other = a_reader()
    top = said(other, "প্রথম")
    answer = own("আমার উত্তর", parent=top)
    alone = own("আমার কথা")
    said(other, "আরেক উত্তর", parent=top)
    actions.judge([answer.pk, alone.pk], "hold", RINA)
    bake(f"t{top.pk}")
    page = reader.sees(TALK)
    assert [page.count(words) > 0 for words in ("প্রথম", "আমার উত্তর", "আরেক উত্তর", "আমার কথা")] == [True] * 4
    assert page.index('<ol class="said-list">') < page.index("আমার কথা") < page.index("প্রথম") < page.index("আমার উত্তর")
    assert "আমার উত্তর" in reader.sees(f"{TALK}on/{top.pk}/")
    assert page.count('<ol class="said-answers"') == 1
    assert "আমার" not in Browser().sees(TALK).partition("<main")[2].partition("said")[2].replace("আমার অ্যাকাউন্ট", "")


def test_a_flood_is_told_where_one_writes(reader: Browser) -> None:
    assert "একসঙ্গে অনেকে" not in reader.sees(TALK)
    actions.begin_flood("queue", 6, RINA)
    assert "মডারেটর দেখার পর" in reader.sees(TALK)
    actions.begin_flood("old", 6, RINA, 30)
    assert "৩০ দিন বা তার বেশি পুরোনো" in reader.sees(TALK)
    answer = reader.sends(f"{TALK}say", words="আমার মত")
    page = answer.content.decode()
    assert (answer.status_code, "৩০ দিন" in page, "আমার মত" in page) == (400, True, True)


@pytest.fixture
def banned(reader: Browser) -> Callable[[], str]:
    """Bans the reader for a comment, and returns the address of the appeal as the reader's page gives it."""

    def ban() -> str:
        actions.ban(own("বাজে কথা", at=clock.now()).pk, 7, RINA, "গালাগাল")
        page = reader.sees("/comment/me/")
        assert [words for words in ("মডারেটরদের সিদ্ধান্ত", "কারণ: গালাগাল", "বাজে কথা") if words not in page] == []
        links = re.findall(r'href="(/comment/appeal/[^"]+)"', page)
        assert len(links) == 2
        return str(links[0])

    return ban


def test_a_reader_reads_why_and_appeals_once_without_a_sign_in(
    reader: Browser, banned: Callable[[], str], bake: Bake
) -> None:
    address = banned()
    answer = reader.sends(f"{TALK}say", words="আবার বলি")
    assert (answer.status_code, "আমার অ্যাকাউন্ট" in answer.content.decode()) == (400, True)
    assert "/comment/me/#judged" in reader.sees(TALK)
    elsewhere = Browser()
    assert "কেন সিদ্ধান্তটি ঠিক নয়" in elsewhere.sees(address)
    assert elsewhere.sends(address, words="  ").status_code == 400
    assert "আপত্তিটি মডারেটরদের কাছে গেছে" in elsewhere.sends(address, words="আমি গালি দিইনি").content.decode()
    again = elsewhere.sends(address, words="আবার")
    assert (again.status_code, "আগেই পাওয়া গেছে" in again.content.decode()) == (400, True)
    assert [one.words for one in Appeal.objects.all()] == ["আমি গালি দিইনি"]
    assert "আপনার আপত্তি মডারেটরদের কাছে আছে।" in reader.sees("/comment/me/")


def test_a_verdict_that_was_taken_back_is_told_to_nobody(reader: Browser) -> None:
    made = own(at=clock.now())
    lot = actions.judge([made.pk], "withdraw", RINA).lot
    address = re.findall(r'href="(/comment/appeal/[^"]+)"', reader.sees("/comment/me/"))[0]
    actions.undo(lot, RINA)
    assert "সিদ্ধান্ত" not in reader.sees("/comment/me/")
    assert "লিংক কাজ করছে না" in reader.sees(address, 404)


def test_a_forged_link_leads_nowhere(browser: Browser) -> None:
    assert "লিংক কাজ করছে না" in browser.sees("/comment/appeal/MTI:1abc:x/", 404)
    assert browser.sends("/comment/appeal/MTI:1abc:x/", words="কেন").status_code == 404


def test_what_a_reader_appeals_with_is_text(reader: Browser, banned: Callable[[], str]) -> None:
    address = banned()
    page = reader.sends(address, words="</textarea><script>alert(1)</script>").content.decode()
    assert "<script>alert(1)" not in page
    with clock.at(NOON):
        assert Appeal.objects.get().words == "</textarea><script>alert(1)</script>"
