"""The log of a day names nobody: people sign in, search, comment and fail, and what is written down is read."""

import asyncio
import io
import logging
import smtplib
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from harkara import logbook
from tests.comments.factories import STORY
from tests.comments.screens.conftest import Browser, bake, browser
from tests.desk.factories import make_clipping, make_story, make_user
from tests.stand.archives import Shelf
from tests.stand.archives import bake as bake_search
from tests.stand.reader import Exchange, Fields, Rack, Request

__all__ = ["bake", "browser"]

pytestmark = pytest.mark.django_db

EMAIL = "rubina.yasmin@reader.example"
NAME = "রুবিনা ইয়াসমিন"
WORD = "গোপনশব্দ"
ADDRESS = "203.0.113.77"
AGENT = "Bespoke-Agent/7.1"
PASSWORD = "a sentence that nobody knows"
STAFF = "rinakhatun"


@pytest.fixture
def books() -> Iterator[tuple[io.StringIO, io.StringIO]]:
    """What is written down, and what would be if every line were taken as it came: everything from DEBUG up, of all loggers."""
    ours, plain = io.StringIO(), io.StringIO()
    handlers = [logging.StreamHandler(ours), logging.StreamHandler(plain)]
    handlers[0].setFormatter(logbook.Json())
    names = ["", "harkara", "django", "django.request", "django.security", "asyncio", "allauth", "wagtail"]
    loggers = [logging.getLogger(name) for name in names]
    before = [(one.level, one.propagate, one.disabled) for one in loggers]
    for one in loggers:
        one.setLevel(logging.DEBUG)
        one.propagate, one.disabled = bool(one.name != "root" and one.parent), False
    root = loggers[0]
    for handler in handlers:
        root.addHandler(handler)
    yield ours, plain
    for handler in handlers:
        root.removeHandler(handler)
    for one, (level, propagate, disabled) in zip(loggers, before, strict=True):
        one.level, one.propagate, one.disabled = level, propagate, disabled


def fails(*given: Any, **named: Any) -> Any:
    raise ValueError(f"{NAME} <{EMAIL}> from {ADDRESS} asked for {WORD}: {given} {named}")


def at_the_desk(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A day at the desk; returns the cookies that were given out."""
    user = make_user(STAFF, group="admin", first_name=NAME, email=EMAIL)
    user.set_password(PASSWORD)
    user.save()
    story = make_story()
    make_clipping()
    client = Client(raise_request_exception=False, REMOTE_ADDR=ADDRESS, headers={"user-agent": AGENT})
    for password in ("wrong one", PASSWORD):
        client.post("/desk/login/", {"username": STAFF, "password": password, "next": "/desk/"})
    for address in (
        f"/desk/search/?q={WORD}",
        f"/desk/stories/?q={WORD}",
        f"/desk/stories/edit/{story.pk}/",
        "/desk/nowhere/",
    ):
        client.get(address)
    strict = Client(enforce_csrf_checks=True, REMOTE_ADDR=ADDRESS)
    strict.cookies = client.cookies
    strict.post("/desk/account/", {"email": EMAIL})
    client.get(f"/desk/?q={WORD}", headers={"host": f"{ADDRESS}.evil.example"})
    monkeypatch.setattr("harkara.desk.screens.sittings.sittings.of", fails)
    client.get(f"/desk/sittings/?email={EMAIL}&q={WORD}")
    return [cookie.value for cookie in client.cookies.values() if len(cookie.value) > 8]


def among_readers(browser: Browser, letters: list[Any], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Readers sign in and speak; once the mail server refuses, once a program fails. Returns code and cookies."""
    browser.defaults |= {"REMOTE_ADDR": ADDRESS, "HTTP_USER_AGENT": AGENT}
    browser.sends("/comment/enter/", email=EMAIL)
    code = letters[-1].subject[-9:]
    browser.sends("/comment/enter/code", email=EMAIL, code=code)
    browser.sends("/comment/me/name", name=NAME)
    browser.sends(f"/comment/{STORY}/", text=f"{WORD} {EMAIL}")

    def refuse(*_: object, **__: object) -> None:
        raise smtplib.SMTPRecipientsRefused({EMAIL: (550, f"no {EMAIL} here".encode())})

    monkeypatch.setattr("django.core.mail.message.EmailMessage.send", refuse)
    browser.sends("/comment/enter/", email=EMAIL)
    monkeypatch.setattr("harkara.comments.actions.say", fails)
    browser.raise_request_exception = False
    browser.sends(f"/comment/{STORY}/", text=f"{WORD} {EMAIL}")
    return [code, *(cookie.value for cookie in browser.cookies.values() if len(cookie.value) > 8)]


def at_the_stand(rack: Rack) -> None:
    """A search whose index fails, a request that the newsroom fails at, and one that the stand does."""

    def stand_of() -> Any:
        return rack.stand(archive=lambda: Shelf(acts=fails), behind=fails, prefixes=("/desk/",))

    async def ask(path: str, query: str = "") -> None:
        headers = [("cookie", f"sessionid={WORD}"), ("user-agent", AGENT), ("x-forwarded-for", ADDRESS)]
        rest = stand_of()(Request(path, "GET", Fields(headers), query, client=f"{ADDRESS}:5000"), Exchange())
        if rest is not None:
            await rest

    for path, query in (
        ("/search/", f"q={WORD}"),
        ("/search/suggest", f"q={WORD}"),
        ("/desk/search/", f"q={WORD}&m={EMAIL}"),
    ):
        asyncio.run(ask(path, query))


def test_nobody_is_named(
    books: tuple[io.StringIO, io.StringIO],
    browser: Browser,
    mailoutbox: list[Any],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Any,
    settings: Any,
) -> None:
    rack = Rack(tmp_path / "stand")
    rack.story()
    bake_search(rack)
    secrets = among_readers(browser, mailoutbox, monkeypatch)
    settings.ROOT_URLCONF = "harkara.urls"
    from harkara import settings as own

    settings.MIDDLEWARE = own.MIDDLEWARE
    settings.CSRF_COOKIE_NAME, settings.CSRF_COOKIE_PATH = "csrftoken", "/"
    settings.CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"
    secrets += at_the_desk(monkeypatch)
    at_the_stand(rack)
    ours, plain = (book.getvalue() for book in books)
    told = {
        "mail": EMAIL,
        "name": NAME,
        "word": WORD,
        "address": ADDRESS,
        "agent": AGENT,
        "password": PASSWORD,
        "staff": STAFF,
    }
    told |= {f"secret {number}": secret for number, secret in enumerate(secrets)}
    assert [what for what, text in told.items() if text in ours] == []
    # And there was something to leave out: lines as they came name them.
    assert {"mail", "name", "word", "address"} <= {what for what, text in told.items() if text in plain}
    loggers = {line.split('"logger": "')[1].partition('"')[0] for line in ours.splitlines() if '"logger": "' in line}
    assert {
        "django.request",
        "harkara.stand.bridge",
        "harkara.comments.screens.account",
    } <= loggers
