"""The corrections of the whole paper, before their readers."""

from datetime import timedelta

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from harkara.desk import actions, clock, copy
from harkara.desk.models import Correction, Section, Story
from harkara.desk.versions import Passage
from harkara.press import recovery
from harkara.press.bake import bake
from harkara.press.check import check
from harkara.press.turns import Turns
from harkara.rack import changes
from tests.desk.factories import NOON, make_paper, make_section, make_story, make_topic, make_user
from tests.desk.touching import touched
from tests.press import fields
from tests.press.newsroom import small_pages


def right(turns: Turns) -> None:
    turns.settle()
    found = check(turns.store)
    assert (found.wrong, found.waiting, found.backlog) == ([], 0, 0)


def text(turns: Turns, name: str) -> str:
    if turns.store.shelf.get(name) is None:
        bake(turns.store, [name])
    page = turns.store.shelf.get(name)
    return page.identity().decode(errors="replace") if page else ""


def at(turns: Turns, path: str) -> str | None:
    entry = turns.store.manifest.find(path)
    return entry.name if entry else None


def corrected(headline: str, told: str, hours: int = 1) -> Story:
    """A story of yesterday, corrected ``hours`` ago."""
    story = make_story(headline=headline, at=NOON - timedelta(days=1))
    with clock.at(NOON - timedelta(hours=hours)):
        actions.correct(story, told, None)
    return story


def test_an_empty_paper_has_the_page_and_says_so(turns: Turns) -> None:
    make_paper()
    right(turns)
    assert at(turns, "/corrections/") == "corrections"
    page = text(turns, "corrections")
    assert ("এখনো কোনো সংশোধনী নেই।" in page, '<a href="/corrections/">সংশোধনী</a>' in page) == (True, True)
    assert "/corrections/</loc>" in text(turns, "sitemap:pages")


def test_corrections_are_a_feed_in_which_each_keeps_its_id(turns: Turns) -> None:
    make_paper()
    first = corrected("প্রথম খবর", "চার নয়, পাঁচ।", hours=2)
    corrected("দ্বিতীয় খবর", "ঢাকা নয়, <খুলনা>।")
    right(turns)
    before = feedparser.parse(text(turns, "corrected"))
    assert not before.bozo
    assert [(one.title, one.summary) for one in before.entries] == [
        ("দ্বিতীয় খবর", "ঢাকা নয়, &lt;খুলনা&gt;।"),
        ("প্রথম খবর", "চার নয়, পাঁচ।"),
    ]
    actions.edit(first, None, headline="প্রথম খবর আবার", section=make_section("national"))
    right(turns)
    after = feedparser.parse(text(turns, "corrected"))
    assert [one.id for one in after.entries] == [one.id for one in before.entries]
    assert after.entries[1].link != before.entries[1].link
    actions.kill(first, None)
    right(turns)
    assert [one.title for one in feedparser.parse(text(turns, "corrected")).entries] == ["দ্বিতীয় খবর"]


def test_every_correction_is_told_with_what_stood_there_the_newest_first(turns: Turns) -> None:
    make_paper()
    first = corrected("প্রথম খবর", "চার নয়, পাঁচ।", hours=2)
    actions.correct(make_story(headline="দ্বিতীয় খবর"), "", None, passages=[Passage("পাঠ", "তিন জন", "চার জন")])
    right(turns)
    page = text(turns, "corrections")
    said = ["দ্বিতীয় খবর", "<del>তিন জন</del>", "<ins>চার জন</ins>", "প্রথম খবর", "চার নয়, পাঁচ।"]
    assert sorted(said, key=page.index) == said
    assert f'<a href="{first.href}#corrections-title">প্রথম খবর</a>' in page
    assert '<time datetime="2026-11-28T10:00:00+06:00">' in page
    story = text(turns, f"story:{first.pk}")
    assert ('id="corrections-title"' in story, '<a href="/corrections/">সব সংশোধনী</a>' in story) == (True, True)


def test_a_story_that_leaves_takes_its_corrections_along(turns: Turns) -> None:
    make_paper()
    killed, withdrawn = corrected("যাবে চিরতরে", "এক কথা"), corrected("যাবে আপাতত", "অন্য কথা")
    corrected("থাকবে", "আরেক কথা")
    right(turns)
    words = ("যাবে চিরতরে", "এক কথা", "যাবে আপাতত", "অন্য কথা", "থাকবে")
    assert [word in text(turns, "corrections") for word in words] == [True] * 5
    actions.kill(killed, None)
    actions.unpublish(withdrawn, None)
    right(turns)
    assert [word in text(turns, "corrections") for word in words] == [False] * 4 + [True]
    actions.publish(withdrawn, None)
    right(turns)
    assert [word in text(turns, "corrections") for word in words] == [False, False, True, True, True]


def test_a_name_that_is_taken_out_leaves_every_page_of_corrections(
    turns: Turns, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_pages(monkeypatch)
    make_paper()
    story = make_story(headline="থানায় করিমুল্লাহ", at=NOON - timedelta(days=1))
    actions.correct(story, "করিমুল্লাহ নন, তাঁর ভাই।", None)
    actions.correct(story, "", None, passages=[Passage("পাঠ", "করিমুল্লাহকে", "ভাইকে")])
    for number in range(7):
        corrected(f"অন্য খবর {number}", "অন্য কথা")
    right(turns)
    assert text(turns, "corrections:1").count("করিমুল্লাহ") == 6  # of two notes: headline, address, words
    actions.redact(story, "করিমুল্লাহ", make_user(), reason="নাম বলা যাবে না")
    right(turns)
    everything = [name for name in fields.every_sheet(turns.store) if "করিমুল্লাহ" in text(turns, name)]
    assert (everything, "অন্য খবর 0" in text(turns, "corrections:1")) == ([], True)


def test_older_pages_are_counted_from_the_oldest(turns: Turns, monkeypatch: pytest.MonkeyPatch) -> None:
    small_pages(monkeypatch)
    make_paper()
    for number in range(8):
        corrected(f"খবর {number}", "ঠিক কথা")
    right(turns)  # eight: an older page of three, and five on the first
    assert [at(turns, f"/corrections/page/{number}/") for number in (1, 2)] == ["corrections:1", None]
    assert [f"খবর {number}<" in text(turns, "corrections:1") for number in range(4)] == [True, True, True, False]
    assert [f"খবর {number}<" in text(turns, "corrections") for number in (2, 3, 7)] == [False, True, True]
    with touched() as keys:
        story = corrected("খবর 8", "ঠিক কথা")
    assert {key for key in keys if "corrections" in key} == {
        "list:corrections",
        "list:corrections:1",
        "list:corrections:2",
    }
    right(turns)
    assert at(turns, "/corrections/page/2/") == "corrections:2"
    assert "/corrections/page/2/" in text(turns, "corrections:1")
    with touched() as keys:
        actions.correct(story, "আবার", None)
    assert {key for key in keys if "corrections" in key} == {"list:corrections"}
    right(turns)
    turns.store.manifest.remove("/corrections/page/2/")
    recovery._place_everything(turns.store)
    assert at(turns, "/corrections/page/2/") == "corrections:2"


def test_what_is_published_prints_no_page_of_corrections(turns: Turns) -> None:
    make_paper()
    make_section("national")
    old = corrected("পুরোনো", "ঠিক কথা")
    right(turns)
    before = changes.position()
    actions.publish(make_story(published=False, headline="নতুন", topics=[make_topic()]), None)
    actions.edit(old, None, summary="অন্য সারাংশ")
    right(turns)
    assert fields.on_rack()["corrections"] <= before
    actions.move(old, Section.objects.get(slug="national"), None)
    right(turns)
    assert f"/national/{old.pk}/" in text(turns, "corrections")


def test_a_page_costs_the_same_with_one_correction_and_with_three(database: None, noon: object) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            copy.corrections(None)
        return len(queries)

    corrected("একটি", "ঠিক কথা")
    one = cost()
    for number in range(2):
        corrected(f"আরও {number}", "ঠিক কথা")
    assert (one, cost(), Correction.objects.count()) == (2, 2, 3)
