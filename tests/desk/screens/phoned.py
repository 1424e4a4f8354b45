"""A newsroom in a process of its own, and the phones of two correspondents."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from tests import mould
from tests.desk.keeping.conftest import PATIENCE, Newsroom

MAKE = """
import django; django.setup()
from tests.desk.factories import make_section, make_user
make_section("national")
for name, first in (("rina", "রিনা"), ("kamal", "কামাল")):
    make_user(name, group="correspondent", first_name=first)
make_user("tom", group="desk_editor", first_name="টম")
"""
SIZE = {"width": 360, "height": 800}


class House(Newsroom):
    """The newsroom of the phones."""

    @property
    def form(self) -> str:
        return f"{self.origin}/desk/file/"

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """What its database says."""
        with closing(sqlite3.connect(self.home / "newsroom.sqlite3")) as database:
            return database.execute(query, values).fetchall()

    def filed(self) -> list[str]:
        """The headlines of the tray, the oldest first."""
        return [row[0] for row in self.rows("SELECT headline FROM desk_incomingclipping ORDER BY id")]


def house(home: Path, port: int) -> Iterator[House]:
    """A newsroom that answers."""
    room = House(home, port)
    mould.cast(room.home / "newsroom.sqlite3")
    room.python(MAKE)
    room.start()
    yield room
    room.kill()


def phones(chromium: Browser, room: House) -> Iterator[Callable[..., BrowserContext]]:
    """Gives a phone whose owner has signed in on the form."""
    opened: list[BrowserContext] = []

    def phone(name: str = "rina", **options: Any) -> BrowserContext:
        context = chromium.new_context(
            locale="bn-BD", viewport=SIZE, device_scale_factor=2, is_mobile=True, has_touch=True, **options
        )
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        page = context.new_page()
        page.goto(room.form)
        sign_in(page, name)
        page.close()
        return context

    yield phone
    for context in opened:
        context.close()


def sign_in(page: Page, name: str) -> None:
    """Signs in on the light page."""
    page.fill("#id_username", name)
    page.fill("#id_password", "password")
    page.click(".send")
    page.wait_for_url("**/desk/file/")


def write(page: Page, text: str, place: str = "উলিপুর (কুড়িগ্রাম)", headline: str = "") -> None:
    """Writes a piece into the form."""
    page.fill("#text", text)
    page.fill("#place", place)
    page.fill("#headline", headline)
