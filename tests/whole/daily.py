"""People of a newsroom at work in a browser, and what readers see meanwhile: the parts of a day."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from tests.waiting import a_moment
from tests.whole.conftest import House

SOON = 60_000  # milliseconds: a bound, so that what never comes fails the test
TRIES = 6_000  # the same for a page of readers
PASSWORD = "a-long-day-at-the-desk"
ROLES = ("reporter", "sub_editor", "desk_editor", "front_editor", "photo_editor", "moderator", "admin")
SECOND = "second_editor"
"""Another desk editor: a kill takes two."""

HIRE = f"""
from django.contrib.auth.models import Group
from harkara.people.models import User
for name in {(*ROLES, SECOND)!r}:
    user = User.objects.get_or_create(username=name)[0]
    user.first_name, user.last_name, user.initials = name.replace("_", " "), "", "কখ"
    user.set_password({PASSWORD!r})
    user.save()
    user.groups.set(Group.objects.filter(name="desk_editor" if name == {SECOND!r} else name))
"""

SIZES = {"phone": {"width": 360, "height": 800}, "desk": {"width": 1280, "height": 800}}


@dataclass
class Watch:
    """What must not happen in any browser of the day."""

    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        page.on(
            "console", lambda said: self.errors.append(f"{page.url}: {said.text}") if said.type == "error" else None
        )
        page.on("pageerror", lambda error: self.errors.append(f"{page.url}: {error}"))
        page.on("request", lambda request: self._asked(request.url))

    def _asked(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme in ("http", "https") and parts.hostname not in ("localhost", "127.0.0.1"):
            self.outside.append(address)


class Person:
    """Somebody of the newsroom at a screen of ``size``, signed in."""

    def __init__(self, house: House, chromium: Browser, watch: Watch, name: str, size: str) -> None:
        self.house, self.size = house, size
        context = chromium.new_context(locale="bn-BD", viewport=SIZES[size], has_touch=size == "phone")  # type: ignore[arg-type]  # width and height
        self.page = context.new_page()
        self.page.set_default_timeout(SOON)
        watch.over(self.page)
        self.go("/desk/")
        self.page.fill("input[name=username]", name)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("button[type=submit]")
        expect(self.page.locator("[data-board]")).to_be_visible(timeout=SOON)

    def go(self, address: str) -> None:
        self.page.goto(f"{self.house.origin}{address}")

    def column(self, name: str) -> Locator:
        """A column of the board; on a phone it is one of the tabs."""
        self.go("/desk/")
        column = self.page.locator(f"#column-{name}")
        if self.size == "phone":
            head = column.locator(".board-head").text_content() or ""
            self.page.locator(".board-tab", has_text=re.sub(r"\s*[০-৯]+\+?\s*$", "", head).strip()).first.click()
        expect(column).to_be_visible(timeout=SOON)
        return column

    def card(self, column: str, headline: str) -> Locator:
        return self.column(column).locator(".board-card", has_text=headline).first

    def said(self) -> str:
        """What the newsroom answered."""
        return " ".join(self.page.locator(".messages li:visible").first.inner_text().split())

    def write(self, text: str) -> None:
        """Types into the first paragraph."""
        self.page.locator("[contenteditable=true]").first.click()
        self.page.keyboard.press("Control+End")
        self.page.keyboard.insert_text(text)

    def act(self, name: str = "") -> None:
        """Saves the story, with an act of the footer where one is named, from its menu where it stands there."""
        expect(self.page.locator("#desk-kept")).to_have_attribute(
            "data-state", re.compile("^(calm|kept)$"), timeout=SOON
        )
        button = self.page.locator(f"footer [name={name}]" if name else "footer .action-save:not([name])")
        if not button.is_visible():
            self.page.locator("footer .w-dropdown-button .w-dropdown__toggle").click()
        with self.page.expect_navigation(timeout=SOON):
            button.click()

    def publish(self) -> None:
        """From the editor, by its two keys."""
        expect(self.page.locator("[name=action-publish][aria-keyshortcuts]")).to_be_attached(timeout=SOON)
        self.page.keyboard.press("Control+Enter")
        expect(self.page.locator("#desk-publishing [data-answer=yes]")).to_be_focused(timeout=SOON)
        with self.page.expect_navigation(timeout=SOON):
            self.page.keyboard.press("Enter")


@dataclass
class Readers:
    """What the stand hands out."""

    house: House

    def see(self, path: str, there: Callable[[str], bool]) -> str:
        """Waits until the page at ``path`` is as it ought to be, and returns it."""
        for _try in range(TRIES):
            text = self.house.get(path)[1]
            if there(text):
                return text
            a_moment()
        pytest.fail(f"{path} never came to be as it ought to be")

    def gone(self, path: str) -> None:
        """Waits until the page at ``path`` is withdrawn."""
        for _try in range(TRIES):
            if self.status(path) == 410:
                return
            a_moment()
        pytest.fail(f"{path} never went")

    def status(self, path: str) -> int:
        return self.house.get(path)[0]


def hire(house: House) -> None:
    """One person of each role, and a second desk editor. The demo paper asks nobody for a second factor."""
    done = house.run("shell", "-c", HIRE)
    assert done.returncode == 0, done.stderr


def photograph(folder: Path) -> Path:
    """A picture as a camera gives it."""
    path = folder / "river.jpg"
    Image.effect_mandelbrot((1200, 800), (-2, -1.2, 1, 1.2), 40).convert("RGB").save(path, "JPEG")
    return path


def number_of(address: str) -> int:
    """The number of a story in the address of one of its screens."""
    found = re.search(r"/(\d+)/", address)
    assert found, address
    return int(found[1])
