"""Nothing that an editor has typed is lost, whatever breaks: each case is done, not imagined."""

import itertools
import json
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.desk.keeping.conftest import TELL, Newsroom, kept

pytestmark = [pytest.mark.process, pytest.mark.browser]

SignIn = Callable[[str], BrowserContext]

BEHIND = 2.0
"""Seconds that autosave may lie behind the last key."""


def revisions(newsroom: Newsroom, address: str) -> list[tuple[str, list[str], bool]]:
    """The revisions of the story at that address: headline, paragraphs, whether it is the newest."""
    return [tuple(row) for row in json.loads(newsroom.python(TELL, address.strip("/").rsplit("/", 1)[-1]))]


def test_a_new_story_is_kept_while_somebody_types_on(newsroom: Newsroom, sign_in: SignIn) -> None:
    page = sign_in("rina").new_page()
    page.goto(f"{newsroom.origin}/desk/stories/add/")
    sent: list[float] = []
    page.on("request", lambda request: sent.append(time.monotonic()) if request.method == "POST" else None)
    box = page.locator("[name=headline]")
    begun = time.monotonic()
    box.press_sequentially("নদীতে নতুন সেতু খুলেছে আজ", delay=120)
    ended = time.monotonic()
    kept(page)
    saves = [moment for moment in [begun, *sent] if moment <= ended] + [ended]
    assert max(later - sooner for sooner, later in itertools.pairwise(saves)) < BEHIND
    assert "রক্ষিত হলো" in page.locator("#desk-kept").inner_text()
    assert "/desk/stories/edit/" in page.url
    box.press_sequentially("।")
    expect(page.locator("#desk-kept")).to_have_text("এখনো রক্ষিত হয়নি")
    kept(page)
    assert [(row[0], row[2]) for row in revisions(newsroom, page.url)] == [("নদীতে নতুন সেতু খুলেছে আজ।", True)]
