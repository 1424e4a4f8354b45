"""Ordering and leaving letters, by the screens: nothing without the button in the mail, and nobody learns who is known."""

import email
import json
import logging
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django.fixtures import Settings

from harkara.layout import pages, specimens
from harkara.layout.finding import SearchCopy
from harkara.post.letters import clock, joining, leaving, tokens
from harkara.post.letters.errors import Absent, NotNow
from harkara.post.models import Asking, LetterDay, LetterOrder, LetterReader
from harkara.rack.manifest import Manifest
from harkara.rack.pages import Page
from harkara.rack.shelf import Shelf
from tests.post.letters.factories import NOON, emails, kinds, mailing, readers

pytestmark = pytest.mark.django_db

EMAIL = "rubina@example.com"
JOIN = "/post/letters/"


@pytest.fixture(autouse=True)
def screens(tmp_path: Path, settings: Settings) -> None:
    """The readers' side in front of a rack with the paper's frame."""
    settings.HARKARA_RACK = tmp_path / "rack"
    settings.ROOT_URLCONF = "harkara.readers"
    settings.CSRF_COOKIE_NAME, settings.CSRF_COOKIE_PATH = "reader_form", "/comment/"
    settings.CSRF_FAILURE_VIEW = "harkara.readers.stale"
    settings.MIDDLEWARE = ["harkara.post.letters.tickets.Tickets", "django.middleware.csrf.CsrfViewMiddleware"]
    shelf, manifest = Shelf(tmp_path / "rack" / "shelf"), Manifest(tmp_path / "rack" / "manifest.sqlite3")
    manifest.place("/search/", "search")
    html = pages.search(SearchCopy(), specimens.paper())
    shelf.put("search", Page(200, (("content-type", "text/html; charset=utf-8"),), html.encode()))
    kinds("morning", "evening")


class Browser(Client):
    """A browser of a reader, in which forms need their token."""

    def __init__(self) -> None:
        super().__init__(enforce_csrf_checks=True)

    def sees(self, path: str, status: int = 200) -> str:
        answer = self.get(path)
        assert (answer.status_code, answer["cache-control"]) == (status, "private, no-store")
        return str(answer.content.decode())

    def sends(self, page: str, action: str, /, **form: Any) -> Any:
        """What comes of a form of ``page``, sent with its token."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]*)"', self.sees(page))
        assert token
        return self.post(action, {"csrfmiddlewaretoken": token[1], **form})


def link(mail: Any) -> str:
    """The path of the link in a mail."""
    found = re.search(r"http://localhost:8000(/post/letters/\S+)", mail.body)
    assert found
    return found[1]


def ordered() -> list[tuple[str, str]]:
    return list(LetterOrder.objects.order_by("pk").values_list("reader__email", "letter"))


def test_only_the_button_in_the_mail_orders_anything(mailoutbox: list[Any]) -> None:
    browser = Browser()
    page = browser.sends(JOIN, JOIN, email=f" {EMAIL.upper()}", letter=["morning"]).content.decode()
    assert EMAIL in page
    assert (mailoutbox[0].to, mailoutbox[0].extra_headers["Auto-Submitted"]) == ([EMAIL], "auto-generated")
    assert "চিঠি morning" in mailoutbox[0].body
    assert (ordered(), emails()) == ([], [])
    where = link(mailoutbox[0])
    assert "চিঠি morning" in browser.sees(where)
    assert (ordered(), emails()) == ([], [])  # a machine that looks through mails opened it
    assert Browser().post(where).status_code == 403
    assert browser.sends(where, where).status_code == 200
    assert ordered() == [(EMAIL, "morning")]
    assert not Asking.objects.exists()
    assert "লিংকটি আর চলে না" in browser.sees(where, 404)
    assert LetterDay.objects.get().joined == 1


def test_who_is_known_sees_what_everybody_sees(mailoutbox: list[Any]) -> None:
    known = "reader1@example.com"
    readers(1)
    pages_seen = []
    for one in (known, EMAIL):
        answer = Browser().sends(JOIN, JOIN, email=one, letter=["evening"])
        pages_seen.append((answer.status_code, answer.content.decode().replace(one, "…")))
    assert pages_seen[0] == pages_seen[1]
    bodies = [re.sub(r"http\S+", "…", mail.body) for mail in mailoutbox]
    assert bodies[0] == bodies[1]
    browser = Browser()
    browser.sends(link(mailoutbox[0]), link(mailoutbox[0]))
    assert ordered() == [(known, "morning"), (known, "evening")]


def test_who_asks_too_often_gets_no_more_mails_and_hears_nothing(mailoutbox: list[Any]) -> None:
    answers = [Browser().sends(JOIN, JOIN, email=EMAIL, letter=["morning"]) for _ in range(5)]
    assert {(answer.status_code, re.sub(r"value=.*?>", "", answer.content.decode())) for answer in answers} == {
        (200, re.sub(r"value=.*?>", "", answers[0].content.decode()))
    }
    assert len(mailoutbox) == joining.SOON[0]


def test_nobody_has_us_write_to_a_crowd_of_strangers() -> None:
    now = clock.now()
    Asking.objects.bulk_create(
        Asking(email=f"x{one}@example.com", letters=[], made_at=now) for one in range(joining.CROWD[0])
    )
    with pytest.raises(NotNow):
        joining.ask(EMAIL, ["morning"])
    with clock.at(now + joining.CROWD[1] + timedelta(seconds=1)):
        assert joining.ask(EMAIL, ["morning"]) is not None


def test_machines_that_fill_in_everything_are_thanked(mailoutbox: list[Any]) -> None:
    answer = Browser().sends(JOIN, JOIN, email=EMAIL, letter=["morning"], website="http://x.example")
    assert (answer.status_code, mailoutbox, Asking.objects.count()) == (200, [], 0)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"email": EMAIL}, "অন্তত একটি চিঠি"),
        ({"email": "রুবিনা", "letter": ["morning"]}, "ইমেইল ঠিকানা নয়"),
        ({"email": EMAIL, "letter": ["nothing"]}, "অন্তত একটি চিঠি"),
    ],
)
def test_a_slip_that_lacks_something_comes_back_with_what_was_typed(form: dict[str, Any], said: str) -> None:
    answer = Browser().sends(JOIN, JOIN, **form)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert said in page
    assert f'value="{form["email"]}"' in page


def test_the_cookie_of_forms_goes_with_these_pages_alone() -> None:
    browser = Browser()
    browser.get(JOIN)
    assert browser.cookies["reader_form"]["path"] == "/post/"
    browser.get("/comment/enter/")
    assert browser.cookies["reader_form"]["path"] == "/comment/"


def test_a_mail_program_leaves_by_one_click(mailoutbox: list[Any]) -> None:
    order, other = readers(2)
    way = f"/post/letters/leave/{tokens.leaving(order.pk, 'morning')}/"
    bare = Browser()  # without cookie, token or anybody who signed in (RFC 8058, 3.1)
    assert "চিঠি morning" in bare.sees(way)
    assert len(ordered()) == 2  # looking changes nothing
    answer = bare.post(way, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert (answer.status_code, answer.content, "location" in answer) == (200, b"OK\n", False)
    assert ordered() == [(other.reader.email, "morning")]
    again = bare.post(way, {"List-Unsubscribe": "One-Click"})  # some send a form in parts
    assert again.status_code == 200
    assert emails() == [other.reader.email]
    assert LetterDay.objects.get().parted == 1


def test_the_button_leaves_and_says_so() -> None:
    (order,) = readers(1)
    way = f"/post/letters/leave/{tokens.leaving(order.pk, 'morning')}/"
    page = Browser().post(way).content.decode()
    assert "“চিঠি morning” আর আপনার কাছে যাবে না" in page
    assert (ordered(), emails()) == ([], [])
    assert "চলে না" in Browser().sees(way.replace("morning", "evening"), 404)


def test_the_way_out_in_a_mail_is_the_way_out() -> None:
    from harkara.post.letters.envelope import Envelope, Sender

    order, _ = readers(2)
    mail = email.message_from_bytes(Envelope(mailing(), Sender("l@paper.example")).mail(order.pk, EMAIL))
    way = str(mail["list-unsubscribe"]).strip("<>").removeprefix(specimens.paper().origin)
    assert Browser().post(way, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not LetterOrder.objects.filter(pk=order.pk).exists()


def test_a_reader_sees_changes_takes_and_erases_what_is_kept(mailoutbox: list[Any]) -> None:
    joining.begin(EMAIL, joining.kinds()[:1])
    readers(1)
    browser = Browser()
    browser.sends("/post/letters/mine/", "/post/letters/mine/", email=EMAIL)
    where = link(mailoutbox[0])
    assert browser.sends(where, where, do="choose", letter=["evening"]).status_code == 200
    assert (EMAIL, "evening") in ordered()
    assert (EMAIL, "morning") not in ordered()
    told = json.loads(browser.sends(where, where, do="export").content)
    assert (told["email"], [one["letter"] for one in told["letters"]]) == (EMAIL, ["evening"])
    assert browser.sends(where, where, do="erase").status_code == 400
    assert EMAIL in emails()
    assert browser.sends(where, where, do="erase", sure="1").status_code == 200
    assert emails() == ["reader1@example.com"]
    assert not Asking.objects.filter(email=EMAIL).exists()
    assert "চলে না" in browser.sees(where, 404)


def test_a_link_to_ones_own_data_confirms_nothing_and_the_other_way_round(mailoutbox: list[Any]) -> None:
    mine, order = joining.ask(EMAIL, ()), joining.ask(EMAIL, ["morning"])
    assert mine
    assert order
    assert "চলে না" in Browser().sees(f"/post/letters/mine/{tokens.owning(order.pk)}/", 404)
    with pytest.raises(Absent, match="আর চলে না"):
        joining.confirm(mine.pk)
    assert ordered() == []


def test_what_nobody_confirmed_vanishes_after_a_week() -> None:
    with clock.at(NOON):
        old = joining.ask(EMAIL, ["morning"])
    with clock.at(NOON + timedelta(days=6)):
        fresh = joining.ask("other@example.com", ["morning"])
    assert old
    assert fresh
    with clock.at(NOON + timedelta(days=7, seconds=1)):
        assert leaving.tidy()["askings"] == 1
        with pytest.raises(Absent, match="আর চলে না"):
            joining.confirm(old.pk)
        assert joining.confirm(fresh.pk)
    assert LetterReader.objects.get().email == "other@example.com"


def test_a_paper_without_a_sender_has_no_letters(settings: Settings) -> None:
    settings.HARKARA_LETTERS_FROM = ""
    assert "এখন চিঠি পাঠায় না" in Browser().sees(JOIN, 404)


def test_the_log_holds_no_address(mailoutbox: list[Any], settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with caplog.at_level(logging.DEBUG):
        answer = Browser().sends(JOIN, JOIN, email=EMAIL, letter=["morning"])
    assert answer.status_code == 503
    assert "could not be handed in" in caplog.text
    assert EMAIL not in caplog.text


def test_the_engineer_tells_and_erases_by_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    readers(2)
    call_command("subscribers", "export", " Reader1@example.com")
    assert json.loads(capsys.readouterr().out)["letters"][0]["letter"] == "morning"
    call_command("subscribers", "erase", "reader1@example.com")
    assert emails() == ["reader2@example.com"]
    with pytest.raises(CommandError, match="Nothing is kept"):
        call_command("subscribers", "erase", "reader1@example.com")
    with pytest.raises(CommandError, match="no e-mail address"):
        call_command("subscribers", "export", "রুবিনা")
    call_command("subscribers", "tidy")
    assert "0 askings" in capsys.readouterr().out
