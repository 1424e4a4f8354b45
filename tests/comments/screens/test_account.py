"""Signing in by a letter, the name, and what a reader may do with their own data."""

import json
import logging
from typing import Any

import pytest

from harkara.comments.models import Comment, Reader, Visit
from tests.comments.factories import STORY, a_reader, said
from tests.comments.screens.conftest import Browser, sign_in

pytestmark = pytest.mark.django_db

EMAIL = "rubina@example.com"


def test_a_letter_brings_the_code_and_the_code_lets_in(browser: Browser, mailoutbox: list[Any]) -> None:
    page = browser.sends("/comment/enter/", email=f" {EMAIL}", to=f"/comment/{STORY}/").content.decode()
    assert EMAIL in page
    assert mailoutbox[0].to == [EMAIL]
    code = mailoutbox[0].subject[-9:]
    assert code in mailoutbox[0].body
    assert code not in page
    answer = browser.sends("/comment/enter/code", email=EMAIL, code=code, to=f"/comment/{STORY}/")
    assert answer["location"] == f"/comment/me/?to=%2Fcomment%2F{STORY}%2F"
    cookie = answer.cookies["reader"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/comment/", True, "Lax")
    answer = browser.sends("/comment/me/name", name="রুবিনা ইয়াসমিন", to=f"/comment/{STORY}/")
    assert answer["location"] == f"/comment/{STORY}/?done=named"
    assert "<textarea" in browser.sees(answer["location"])


def test_with_tls_the_cookie_is_named_for_it(browser: Browser, mailoutbox: list[Any], settings: Any) -> None:
    settings.HARKARA_ORIGIN = "https://news.example"
    browser.sends("/comment/enter/", email=EMAIL)
    answer = browser.sends("/comment/enter/code", email=EMAIL, code=mailoutbox[0].subject[-9:])
    cookie = answer.cookies["__Secure-reader"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["domain"]) == (True, True, "Lax", "")
    assert "/comment/me/leave" in browser.sees("/comment/me/")
    answer = browser.sends("/comment/me/leave")
    assert (answer.cookies["__Secure-reader"].value, answer.cookies["__Secure-reader"]["secure"]) == ("", True)


@pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example", "/comment/../desk/", "/\\evil.example"])
def test_nobody_is_led_elsewhere_after_signing_in(browser: Browser, mailoutbox: list[Any], where: str) -> None:
    browser.sends("/comment/enter/", email=EMAIL, to=where)
    answer = browser.sends("/comment/enter/code", email=EMAIL, code=mailoutbox[0].subject[-9:], to=where)
    assert answer["location"] == "/comment/me/"
    assert where not in browser.get("/comment/me/", {"to": where}).content.decode()


def test_a_known_and_an_unknown_address_get_the_same_answer(browser: Browser, mailoutbox: list[Any]) -> None:
    known = a_reader().email
    pages = []
    for email in (known, "nobody@example.com"):
        answer = Browser().sends("/comment/enter/", email=email)
        pages.append((answer.status_code, answer.content.decode().replace(email, "…")))
        wrong = Browser().sends("/comment/enter/code", email=email, code="1")
        pages.append((wrong.status_code, wrong.content.decode().replace(email, "…")))
    tokens = [page.split('name="csrfmiddlewaretoken" value="')[1][:64] for _, page in pages]
    same = [(status, page.replace(token, "")) for (status, page), token in zip(pages, tokens, strict=True)]
    assert same[:2] == same[2:]
    assert len(mailoutbox) == 2


def test_who_asked_too_often_is_told_what_everybody_is_told(browser: Browser, mailoutbox: list[Any]) -> None:
    statuses = [browser.sends("/comment/enter/", email=EMAIL).status_code for _ in range(5)]
    assert (statuses, len(mailoutbox)) == ([200] * 5, 3)


def test_a_wrong_code_may_be_typed_again(browser: Browser) -> None:
    browser.sends("/comment/enter/", email=EMAIL)
    answer = browser.sends("/comment/enter/code", email=EMAIL, code="00000000")
    assert answer.status_code == 400
    assert f'name="email" value="{EMAIL}"' in answer.content.decode()
    assert "reader" not in answer.cookies


def test_what_is_no_address_stands_in_the_form_again(browser: Browser, mailoutbox: list[Any]) -> None:
    answer = browser.sends("/comment/enter/", email='"><b>x')
    assert answer.status_code == 400
    assert 'value="&#34;&gt;&lt;b&gt;x"' in answer.content.decode()
    assert mailoutbox == []


@pytest.mark.parametrize(
    "to", ["https://evil.example/", "//evil.example", "/comment/../desk/", "/comment/12/\r\nx: y", "/desk/"]
)
def test_nobody_is_led_elsewhere(browser: Browser, mailoutbox: list[Any], to: str) -> None:
    answer = sign_in(browser, mailoutbox, EMAIL, to=to)
    assert answer["location"] == "/comment/me/"


def test_a_name_that_is_refused_stands_in_the_form_again(reader: Browser) -> None:
    a_reader("তৌহিদ জামান")
    answer = reader.sends("/comment/me/name", name="তৌহীদ জামান")
    assert answer.status_code == 400
    assert 'value="তৌহীদ জামান"' in answer.content.decode()
    assert Reader.objects.filter(name="রুবিনা ইয়াসমিন").exists()


def test_signing_out_ends_it_here_or_everywhere(reader: Browser, mailoutbox: list[Any]) -> None:
    other = Browser()
    sign_in(other, mailoutbox, EMAIL)
    assert reader.sends("/comment/me/leave")["location"] == "/comment/me/?done=left"
    assert 'type="email"' in reader.sees("/comment/me/")
    assert EMAIL in other.sees("/comment/me/")
    other.sends("/comment/me/leave", everywhere="1")
    assert Visit.objects.filter(reader__email=EMAIL).count() == 0


def test_one_click_brings_all_that_is_known(reader: Browser) -> None:
    reader.sends(f"/comment/{STORY}/say", words="আমার কথা")
    answer = reader.sends("/comment/me/export")
    assert answer["content-disposition"] == 'attachment; filename="my-data.json"'
    told = json.loads(answer.content)
    assert (told["email"], [one["text"] for one in told["comments"]]) == (EMAIL, ["আমার কথা"])


def test_one_click_erases_all_of_it_once_it_is_meant(reader: Browser) -> None:
    reader.sends(f"/comment/{STORY}/say", words="আমার কথা")
    assert reader.sends("/comment/me/erase").status_code == 400
    assert Reader.objects.filter(email=EMAIL).exists()
    answer = reader.sends("/comment/me/erase", sure="1")
    assert answer["location"] == "/comment/me/?done=erased"
    assert answer.cookies["reader"].value == ""
    assert not Reader.objects.filter(email=EMAIL).exists()
    assert Comment.objects.get().text == ""
    assert "আপনার সব তথ্য মুছে ফেলা হয়েছে।" in reader.sees(answer["location"])


@pytest.mark.parametrize("path", ["name", "export", "erase"])
def test_only_who_signed_in_has_an_account(browser: Browser, path: str) -> None:
    assert browser.sends(f"/comment/me/{path}", name="কেউ একজন", sure="1").status_code == 401


def test_a_letter_that_cannot_be_sent_is_said_and_the_log_names_nobody(
    browser: Browser, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1
    with caplog.at_level(logging.DEBUG):
        answer = browser.sends("/comment/enter/", email=EMAIL)
    assert answer.status_code == 503
    assert "চিঠি পাঠানো যাচ্ছে না" in answer.content.decode()
    assert "could not be handed in" in caplog.text
    assert EMAIL not in caplog.text


def test_the_account_of_somebody_else_is_out_of_reach(reader: Browser) -> None:
    theirs = said(a_reader("তৌহিদ জামান"))
    told = json.loads(reader.sends("/comment/me/export").content)
    assert told["comments"] == []
    reader.sends("/comment/me/erase", sure="1")
    assert Comment.objects.get(pk=theirs.pk).text != ""
