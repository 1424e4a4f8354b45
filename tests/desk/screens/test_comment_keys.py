"""The queue of comments in a browser: verdicts by single keys without a wait, many at once, taking back, at every width."""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from harkara.comments import actions as comments
from harkara.comments.models import Ban, Comment, Note, Verdict
from tests.comments.factories import NOON, a_reader, said
from tests.desk.factories import make_paper, make_story
from tests.desk.screens.furnished import fill_queue
from tests.desk.screens.opened import HOUSE, opened
from tests.desk.screens.test_axe import look, violations

pytestmark = [pytest.mark.django_db, pytest.mark.browser]
page = opened(group="moderator")
LOOKS = os.environ.get("HARKARA_LOOKS", "")


def filled(count: int) -> list[Comment]:
    make_paper()
    story, reader = make_story(headline="নদীর পানি বাড়ছে"), a_reader()
    return Comment.objects.bulk_create(
        Comment(story=story.pk, place=n, state="waiting", text=f"কথা {n}", made_at=NOON, reader=reader, due=500 - n)
        for n in range(count)
    )


def here(page: Page) -> int:
    return int(page.evaluate("document.activeElement.closest('[data-voice]')?.dataset.voice || '0'"))


def states(*made: Comment) -> list[str]:
    return [Comment.objects.get(pk=one.pk).state for one in made]


def settled(page: Page) -> None:
    """Until every verdict was sent."""
    page.wait_for_load_state("networkidle")


@pytest.mark.long
def test_thirty_verdicts_in_a_row_each_by_one_key_and_the_rows_that_follow_come_by_themselves(page: Page) -> None:
    made = filled(60)
    page.goto(f"{HOUSE}/desk/comments/")
    assert here(page) == made[0].pk
    for number in range(30):
        assert here(page) == made[number].pk
        page.keyboard.press("awh"[number % 3])
        page.wait_for_function("number => !document.getElementById(`voice-${number}`)", arg=made[number].pk)
        page.wait_for_timeout(30)  # as fast as nobody presses
        if not here(page):
            expect(page.locator("[data-voice]").first).to_be_focused()
    settled(page)
    assert states(*made[:30]) == ["shown", "withdrawn", "held"] * 10
    assert states(*made[30:]) == ["waiting"] * 30
    assert Verdict.objects.count() == 30


@pytest.mark.long
def test_taking_back_choosing_many_and_a_keyboard_in_bangla(page: Page) -> None:
    made = filled(6)
    page.goto(f"{HOUSE}/desk/comments/")
    page.keyboard.press("w")
    page.keyboard.press("z")
    expect(page.locator(f"#voice-{made[0].pk}")).to_be_focused()
    assert states(made[0]) == ["waiting"]
    for _ in range(3):
        page.keyboard.press("x")
        page.keyboard.press("j")
    page.get_by_role("button", name="বাছাইগুলো অনুমোদন করুন").click()
    expect(page.locator("[data-voice]")).to_have_count(3)
    settled(page)
    assert states(*made) == ["shown"] * 3 + ["waiting"] * 3
    page.evaluate(
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'অ', code: 'KeyA', bubbles: true}))"
    )
    expect(page.locator("[data-voice]")).to_have_count(2)
    settled(page)
    assert states(made[3]) == ["shown"]


@pytest.mark.long
def test_a_ban_with_a_reason_and_a_note_by_keys_alone(page: Page) -> None:
    made = filled(2)
    page.goto(f"{HOUSE}/desk/comments/")
    page.keyboard.press("n")
    page.keyboard.type("awz আগেও এমন")
    page.keyboard.press("Enter")
    expect(page.locator(f"#voice-{made[0].pk} .desk-voice-note")).to_have_text("awz আগেও এমন")
    assert Note.objects.get().words == "awz আগেও এমন"
    page.keyboard.press("b")
    page.keyboard.type("গালাগাল")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-voice]")).to_have_count(1)
    settled(page)
    assert (states(made[0]), Ban.objects.get().reason) == (["withdrawn"], "গালাগাল")


def test_what_is_refused_or_was_not_sent_comes_back_with_the_reason(page: Page) -> None:
    made = filled(3)
    page.goto(f"{HOUSE}/desk/comments/")
    comments.delete(made[0].reader, made[0].pk)  # type: ignore[arg-type]  # it has one
    page.keyboard.press("a")
    trouble = page.locator("[data-voices-trouble]")
    expect(trouble).to_have_text("এর মধ্যে পাঠক মন্তব্যটি মুছে ফেলেছেন।")
    expect(page.locator(f"#voice-{made[0].pk}")).to_be_visible()
    page.route("**/comments/judge/", lambda route: route.abort())
    page.locator(f"#voice-{made[1].pk}").focus()
    page.keyboard.press("w")
    expect(trouble).to_contain_text("সংযোগ নেই")
    expect(page.locator(f"#voice-{made[1].pk}")).to_be_visible()
    assert states(made[1]) == ["waiting"]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.long
def test_the_screens_fit_and_axe_finds_nothing(page: Page, width: int) -> None:
    make_paper()
    fill_queue(make_story(headline="নদীর পানি বাড়ছে").pk, 6)
    said(a_reader(), "শ" * 400, takes="checked")
    page.set_viewport_size({"width": width, "height": 800})
    for name in ("", "words/?text=kutta", "flood/", "log/"):
        page.goto(f"{HOUSE}/desk/comments/{name}", wait_until="load")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        if LOOKS:
            _look(page, name)


def _look(page: Page, name: str) -> None:
    folder: Any = Path(LOOKS)
    look(page, folder, f"comments-{name.partition('/')[0] or 'queue'}")
