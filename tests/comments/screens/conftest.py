"""The readers' screens in front of a rack on which a press has printed what they need."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from harkara.comments import copy
from harkara.layout import pages, specimens
from harkara.layout.finding import SearchCopy
from harkara.layout.talking import Takes, UnderCopy
from harkara.rack.manifest import Manifest
from harkara.rack.pages import Page
from harkara.rack.shelf import Shelf
from tests.comments.factories import STORY, a_reader

HREF = "/country/12/চরের-স্কুলে"
HTML = (("content-type", "text/html; charset=utf-8"),)

Bake = Callable[..., None]


@pytest.fixture
def bake(tmp_path: Path, settings: Settings) -> Bake:
    """Prints the pieces of the story, in place of a press, and says what the story takes."""
    settings.HARKARA_RACK = tmp_path / "rack"
    settings.HARKARA_PRESS_URL = f"unix:{tmp_path / 'nobody.sock'}"
    settings.ROOT_URLCONF = "harkara.comments.urls"
    settings.CSRF_COOKIE_NAME, settings.CSRF_COOKIE_PATH = "reader_form", "/comment/"
    settings.CSRF_FAILURE_VIEW = "harkara.comments.screens.answers.stale"
    settings.MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]
    shelf, manifest = Shelf(tmp_path / "rack" / "shelf"), Manifest(tmp_path / "rack" / "manifest.sqlite3")
    paper = specimens.paper()

    def put(name: str, html: str) -> None:
        shelf.put(name, Page(200, HTML, html.encode()))

    def bake(*pieces: str, takes: Takes = "open") -> None:
        under = UnderCopy(STORY, specimens.HEADLINES[0], HREF, takes)
        for piece in ("", "best", *pieces):
            said = copy.said(STORY, piece)
            assert said is not None
            put(f"comments:{STORY}:{piece}" if piece else f"comments:{STORY}", pages.said(said, under, paper))
        put(f"comments:{STORY}:form", pages.form_slip(under))

    manifest.place("/search/", "search")
    manifest.place(f"/{STORY}.json", f"data:{STORY}")
    put("search", pages.search(SearchCopy(), paper))
    bake()
    return bake


class Browser(Client):
    """A browser of a reader."""

    def sees(self, path: str, status: int = 200) -> str:
        """The page at ``path``, which answers with ``status`` and is kept by nobody."""
        answer = self.get(path)
        assert (answer.status_code, answer["cache-control"]) == (status, "private, no-store")
        return answer.content.decode()

    def sends(self, path: str, /, **form: Any) -> Any:
        """What comes of a form."""
        return self.post(path, form)


@pytest.fixture
def browser(bake: Bake) -> Browser:
    """A browser in which nobody has signed in."""
    return Browser()


@pytest.fixture
def reader(browser: Browser, mailoutbox: list[Any]) -> Browser:
    """A browser in which রুবিনা ইয়াসমিন has signed in, by way of the screens."""
    a_reader()  # somebody else is there too
    sign_in(browser, mailoutbox, "rubina@example.com")
    browser.sends("/comment/me/name", name="রুবিনা ইয়াসমিন")
    return browser


def sign_in(browser: Browser, letters: list[Any], email: str, **more: str) -> Any:
    """Asks for a code, reads the letter, and sends the code."""
    browser.sends("/comment/enter/", email=email, **more)
    code = letters[-1].subject.rpartition(": ")[2].removeprefix("সাইন ইনের কোড ")
    return browser.sends("/comment/enter/code", email=email, code=code, **more)
