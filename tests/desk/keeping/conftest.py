"""A newsroom in a process of its own, on SQLite, that a test may kill and start again; and editors in a browser."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import mould
from tests.waiting import a_moment

ROOT = Path(__file__).resolve().parents[3]
MAKE = """
import django; django.setup()
from tests.desk.factories import make_body, make_section, make_story, make_user
make_section("world")
for name in ("rina", "tom"):
    make_user(name, first_name={"rina": "রিনা", "tom": "টম"}[name])
for number in range(11):
    make_story(published=False, headline="খবর", body=make_body(["প্রথম অনুচ্ছেদ।", "দ্বিতীয় অনুচ্ছেদ।"]))
"""
PATIENCE = 90_000
"""Milliseconds that a machine with other work may take for a page: a bound, not a measure."""

STORIES = 11
"""Drafts that are there from the beginning, with two paragraphs each; a test takes the next one."""


@dataclass
class Newsroom:
    """The process and what can be asked of its database."""

    home: Path
    port: int
    process: "subprocess.Popen[bytes] | None" = None
    seen: int = 0

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        settings = {"DJANGO_SETTINGS_MODULE": "harkara.settings.testing", "HARKARA_HOME": str(self.home)}
        return {**os.environ, **settings, "HARKARA_ORIGIN": self.origin, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}

    def python(self, script: str, *words: str) -> str:
        """What ``script`` prints, run beside the newsroom on its database."""
        done = subprocess.run(
            [sys.executable, "-c", script, *words], env=self.environment, cwd=ROOT, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def draft(self) -> str:
        """The address of a draft that no test has seen."""
        self.seen += 1
        assert self.seen <= STORIES
        return f"{self.origin}/desk/stories/edit/{self.seen}/"

    def revisions(self, address: str) -> list[tuple[str, list[str], bool]]:
        """The revisions of the story at that address: headline, paragraphs, whether it is the newest."""
        number = address.strip("/").rsplit("/", 1)[-1]
        with closing(sqlite3.connect(self.home / "newsroom.sqlite3")) as database:
            rows = database.execute(
                "SELECT content, id = (SELECT latest_revision_id FROM desk_story WHERE id = ?)"
                " FROM wagtailcore_revision WHERE object_id = ? ORDER BY id",
                (number, number),
            ).fetchall()
        contents = [(json.loads(content), bool(is_newest)) for content, is_newest in rows]
        return [
            (content["headline"], [block["value"] for block in json.loads(content["body"])], is_newest)
            for content, is_newest in contents
        ]

    def start(self) -> None:
        """Starts the process and returns when it answers."""
        serve = [sys.executable, "-m", "django", "runserver", "--noreload", "--insecure", str(self.port)]
        with (self.home / "log").open("ab") as log:
            self.process = subprocess.Popen(serve, env=self.environment, cwd=ROOT, stdout=log, stderr=log)
        while self.process.poll() is None:
            try:
                with urlopen(f"{self.origin}/desk/login/"):
                    return
            except (URLError, ConnectionError):
                a_moment()
        raise AssertionError((self.home / "log").read_text())

    def kill(self) -> None:
        """Ends the process as a power cut would."""
        if self.process:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None


@pytest.fixture(scope="session")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    room = Newsroom(tmp_path_factory.mktemp("keeping"), port)
    mould.cast(room.home / "newsroom.sqlite3")
    room.python(MAKE)
    room.start()
    yield room
    room.kill()


@pytest.fixture
def sign_in(newsroom: Newsroom, chromium: Browser) -> Iterator[Callable[[str], BrowserContext]]:
    """Gives a browser of somebody's own, who has signed in."""
    opened: list[BrowserContext] = []

    def enter(name: str) -> BrowserContext:
        context = chromium.new_context(locale="bn-BD", viewport={"width": 1280, "height": 800})
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        page = context.new_page()
        page.goto(f"{newsroom.origin}/desk/login/")
        fill_in(page, name)
        page.wait_for_url("**/desk/")
        page.close()
        return context

    yield enter
    for context in opened:
        context.close()


def fill_in(page: Page, name: str) -> None:
    """Signs in on the page that asks for it."""
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", "password")
    page.press("input[name=password]", "Enter")


def kept(page: Page) -> None:
    """Waits until the screen says that everything is kept: at least as a jot."""
    expect(page.locator("#desk-kept")).to_have_attribute("data-state", "kept", timeout=PATIENCE)


def revised(page: Page) -> None:
    """Waits until everything is kept in a revision."""
    kept(page)
    expect(page.locator("#desk-kept")).to_have_attribute("data-version", "made", timeout=PATIENCE)
