"""Saying something by plain forms: what is sent, what comes back, and that nothing that was written is lost."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from harkara.comments import actions, clock
from harkara.comments.models import Comment, Reader, Report
from harkara.comments.urls import urlpatterns
from harkara.rack.shelf import Shelf
from tests.comments.factories import STORY, a_reader, said
from tests.comments.screens.conftest import HREF, Bake, Browser

pytestmark = pytest.mark.django_db

PAGE = f"/comment/{STORY}/"


def of(name: str) -> Reader:
    return Reader.objects.get(name=name)


def test_who_has_not_signed_in_reads_and_is_asked_for_an_address(browser: Browser, bake: Bake) -> None:
    said(a_reader("তৌহিদ জামান"), "প্রথম <i>কথা</i>")
    bake()
    page = browser.sees(PAGE)
    assert "প্রথম &lt;i&gt;কথা&lt;/i&gt;" in page
    assert f'<a href="{HREF}">' in page
    assert 'type="email"' in page
    assert "<textarea" not in page


def test_a_comment_is_said_and_its_page_tells_so(reader: Browser, bake: Bake) -> None:
    answer = reader.sends(f"{PAGE}say", words="ভালো খবর")
    made = Comment.objects.get()
    assert (answer.status_code, answer["location"]) == (303, f"{PAGE}on/{made.pk}/?done=said")
    assert (made.text, made.state, made.reader) == ("ভালো খবর", "shown", of("রুবিনা ইয়াসমিন"))
    page = reader.sees(answer["location"])
    assert ("মন্তব্যটি প্রকাশিত হয়েছে।" in page, "ভালো খবর" in page) == (True, True)
    assert f'action="{PAGE}on/{made.pk}/edit"' in page
    assert "/react" not in page


def test_no_comment_waits_for_the_press(reader: Browser, bake: Bake, settings: Settings) -> None:
    """Nobody prints here: with each comment what was said before leaves the rack."""
    shelf = Shelf(settings.HARKARA_RACK / "shelf")
    top = said(a_reader("তৌহিদ জামান"), "প্রথম কথা")
    for piece in ("", ":best"):
        shelf.drop(f"comments:{STORY}{piece}")
    answer = reader.sends(f"{PAGE}say", words="দ্বিতীয় কথা", parent=top.pk)
    made = Comment.objects.get(parent=top)
    assert answer["location"] == f"{PAGE}on/{made.pk}/?done=said"
    own, whole = reader.sees(answer["location"]), Browser().sees(PAGE)
    assert ["প্রথম কথা" in page and "দ্বিতীয় কথা" in page for page in (own, whole)] == [True, True]


def test_the_writer_of_an_answer_sees_it_before_the_press_has_heard_of_it(reader: Browser, bake: Bake) -> None:
    top = said(a_reader("তৌহিদ জামান"), "প্রথম কথা")
    bake(f"t{top.pk}")
    answer = reader.sends(f"{PAGE}say", words="দ্বিতীয় কথা", parent=top.pk)
    assert "দ্বিতীয় কথা" in reader.sees(answer["location"])
    assert "দ্বিতীয় কথা" not in Browser().sees(f"{PAGE}on/{top.pk}/")


def test_what_waits_is_seen_by_its_reader_alone(reader: Browser, bake: Bake) -> None:
    bake(takes="checked")
    answer = reader.sends(f"{PAGE}say", words="অপেক্ষায় থাকা কথা")
    made = Comment.objects.get()
    assert answer["location"] == f"{PAGE}?done=waiting"
    assert "একজন মডারেটর দেখার পর" in reader.sees(answer["location"])
    own = reader.sees(f"{PAGE}on/{made.pk}/")
    assert ("অপেক্ষায় থাকা কথা" in own, "একজন মডারেটর দেখার পর প্রকাশিত হবে" in own) == (True, True)
    assert "অপেক্ষায় থাকা কথা" not in Browser().sees(f"{PAGE}on/{made.pk}/", 404)


def test_its_reader_is_told_what_waits_later_too_and_when_it_is_out_no_more(reader: Browser, bake: Bake) -> None:
    bake(takes="checked")
    reader.sends(f"{PAGE}say", words="অপেক্ষায় থাকা কথা")
    made = Comment.objects.get()
    with clock.at(made.made_at + timedelta(days=2)):  # it cannot be mended any more, and is told all the same
        page, one = reader.sees(PAGE), reader.sees(f"{PAGE}on/{made.pk}/")
    assert f'<a href="{PAGE}on/{made.pk}/" dir="auto">অপেক্ষায় থাকা কথা</a>' in page
    assert ("অপেক্ষায় থাকা কথা" in one, "/edit" in one) == (True, False)
    assert "অপেক্ষায়" not in Browser().sees(PAGE)
    actions.approve(made.pk)
    bake(f"t{made.pk}", takes="checked")
    assert "দেখার অপেক্ষায় আছে" not in reader.sees(PAGE)


def test_its_reader_is_told_what_was_withdrawn_and_nothing_of_what_only_seems_to_be_shown(
    reader: Browser, bake: Bake
) -> None:
    reader.sends(f"{PAGE}say", words="আমার কথা")
    made = Comment.objects.get()
    bake(f"t{made.pk}")
    actions.judge([made.pk], "hold")
    bake()
    assert "এখন শুধু আপনি দেখছেন" not in reader.sees(f"{PAGE}on/{made.pk}/") + reader.sees(PAGE)
    actions.judge([made.pk], "withdraw", reason="গালি")
    page = reader.sees(f"{PAGE}on/{made.pk}/")
    assert ("সরিয়ে নেওয়া হয়েছে। এখন শুধু আপনি" in page, "আমার কথা" in page, "/comment/me/#judged" in page) == (True,) * 3
    assert "গালি" in reader.sees("/comment/me/")


def test_an_answer_goes_to_its_comment(reader: Browser, bake: Bake) -> None:
    top = said(a_reader("তৌহিদ জামান"))
    bake(f"t{top.pk}")
    page = reader.sees(f"{PAGE}on/{top.pk}/")
    assert f'name="parent" value="{top.pk}"' in page
    assert "“তৌহিদ জামান”-এর মন্তব্যে আপনার উত্তর" in page
    reader.sends(f"{PAGE}say", words="একমত", parent=top.pk)
    assert Comment.objects.get(parent=top).text == "একমত"


@pytest.mark.parametrize(("words", "status"), [("", 400), ("ক" * 2001, 400)])
def test_what_is_refused_stands_in_the_form_again(reader: Browser, words: str, status: int) -> None:
    answer = reader.sends(f"{PAGE}say", words=words)
    assert answer.status_code == status
    assert 'role="alert"' in answer.content.decode()
    assert words in answer.content.decode()


def test_who_is_too_quick_keeps_the_words(reader: Browser) -> None:
    reader.sends(f"{PAGE}say", words="এক")
    answer = reader.sends(f"{PAGE}say", words="দ্বিতীয় কথা, যা হারাবে না")
    assert answer.status_code == 429
    assert "দ্বিতীয় কথা, যা হারাবে না</textarea>" in answer.content.decode()


def test_who_was_signed_out_is_told_so_and_loses_nothing_but_the_time(browser: Browser) -> None:
    answer = browser.sends(f"{PAGE}say", words="লেখা কথা")
    assert answer.status_code == 401
    assert "আগে সাইন ইন করুন" in answer.content.decode()


@pytest.mark.parametrize(("takes", "status"), [("closed", 403), ("off", 403)])
def test_a_story_that_takes_none_has_no_form_and_takes_none(
    reader: Browser, bake: Bake, takes: str, status: int
) -> None:
    bake(takes=takes)
    assert "<textarea" not in reader.sees(PAGE)
    assert reader.sends(f"{PAGE}say", words="তবু").status_code == status
    assert Comment.objects.count() == 0


def test_a_fresh_comment_is_mended_and_taken_back(reader: Browser, bake: Bake) -> None:
    reader.sends(f"{PAGE}say", words="ভুল বানাম")
    made = Comment.objects.get()
    bake(f"t{made.pk}")
    assert reader.sends(f"{PAGE}on/{made.pk}/edit", words="ভুল বানান").status_code == 303
    made.refresh_from_db()
    assert made.text == "ভুল বানান"
    assert reader.sends(f"{PAGE}on/{made.pk}/delete")["location"] == f"{PAGE}?done=deleted"
    made.refresh_from_db()
    assert (made.text, made.state) == ("", "deleted")


def test_others_are_agreed_with_and_reported_not_mended(reader: Browser, bake: Bake) -> None:
    top = said(a_reader("তৌহিদ জামান"))
    bake(f"t{top.pk}")
    assert f'action="{PAGE}on/{top.pk}/edit"' not in reader.sees(f"{PAGE}on/{top.pk}/")
    reader.sends(f"{PAGE}on/{top.pk}/react", kind="agree")
    top.refresh_from_db()
    assert top.agreed == 1
    assert 'value="agree" aria-pressed="true"' in reader.sees(f"{PAGE}on/{top.pk}/")
    reader.sends(f"{PAGE}on/{top.pk}/report", reason="abuse", words="গালি")
    assert Report.objects.get().words == "গালি"
    assert reader.sends(f"{PAGE}on/{top.pk}/report").status_code == 400
    assert reader.sends(f"{PAGE}on/{top.pk}/edit", words="অন্য").status_code == 404
    assert reader.sends(f"{PAGE}on/{top.pk}/delete").status_code == 404


@pytest.mark.parametrize(
    "path", ["/comment/99/", f"{PAGE}on/999/", "/comment/", "/comment/0/", f"{PAGE}worst/", "/comment/১২/"]
)
def test_what_is_not_there_is_said_in_the_papers_frame(browser: Browser, path: str) -> None:
    page = browser.sees(path, 404)
    assert 'class="voice-trouble"' in page
    assert 'class="footer"' in page


def test_a_comment_of_another_story_is_not_there(reader: Browser) -> None:
    elsewhere = said(a_reader(), story=99)
    assert "voice-trouble" in reader.sees(f"{PAGE}on/{elsewhere.pk}/", 404)
    assert reader.sends(f"{PAGE}on/{elsewhere.pk}/react", kind="agree").status_code == 404


def test_a_story_of_which_nothing_was_printed_says_come_again(browser: Browser, settings: Settings) -> None:
    for piece in ("", ":form"):
        Shelf(settings.HARKARA_RACK / "shelf").drop(f"comments:{STORY}{piece}")
    answer = browser.get(PAGE)
    assert (answer.status_code, answer["retry-after"]) == (503, "5")


def test_without_even_a_frame_the_sentence_stands_alone(browser: Browser, tmp_path: Path) -> None:
    for file in (tmp_path / "rack" / "shelf").rglob("*.page"):
        file.unlink()
    answer = browser.get(PAGE)
    assert (answer.status_code, answer["content-type"]) == (503, "text/plain; charset=utf-8")


def test_a_form_without_its_token_or_from_elsewhere_is_refused(reader: Browser) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = reader.cookies
    assert strict.post(f"{PAGE}say", {"words": "চুরি"}).status_code == 403
    page = strict.get(PAGE).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    form = {"words": "আমার কথা", "csrfmiddlewaretoken": token[1]}
    assert strict.post(f"{PAGE}say", form, headers={"origin": "https://evil.example"}).status_code == 403
    assert strict.post(f"{PAGE}say", form, headers={"origin": "null"}).status_code == 403
    assert Comment.objects.count() == 0
    assert strict.post(f"{PAGE}say", form, headers={"origin": "http://testserver"}).status_code == 303
    assert Comment.objects.count() == 1


def test_no_address_takes_a_form_without_its_token(reader: Browser) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = reader.cookies
    addresses = [str(one.pattern) for one in urlpatterns]
    filled = [re.sub(r"<str:[a-z]+>", "signed", re.sub(r"<number:[a-z]+>", str(STORY), one)) for one in addresses]
    assert {
        one: strict.post(f"/{one}", {"email": "reader@example.com"}).status_code for one in filled
    } == dict.fromkeys(filled, 403)
    assert len(filled) > 15


@pytest.mark.parametrize("path", ["say", "on/1/edit", "on/1/delete", "on/1/react", "on/1/report"])
def test_nothing_is_changed_by_an_address_alone(reader: Browser, path: str) -> None:
    assert reader.get(f"{PAGE}{path}").status_code == 405


def test_every_answer_may_load_only_what_is_the_papers_own(browser: Browser) -> None:
    answer = browser.get(PAGE)
    assert "default-src 'none'" in answer["content-security-policy"]
    assert "frame-ancestors 'none'" in answer["content-security-policy"]
    assert answer["referrer-policy"] == "same-origin"
