"""Live coverage, printed: there at once, right at any time, gone with its story, carried by all that carries stories."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from harkara.desk import actions, clock, morgue
from harkara.desk.actions.coverage import Posting
from harkara.desk.models import Coverage, LiveEntry, Story
from harkara.desk.models.coverage import PAGE
from harkara.layout.results import ScoreCopy, SideCopy
from harkara.press import names
from harkara.press.bake import bake
from harkara.press.check import check
from harkara.press.turns import Turns
from harkara.rack import ledger
from harkara.rack.manifest import Entry
from tests.desk.factories import NOON, make_paper, make_story, stored


@pytest.fixture
def story(turns: Turns) -> Iterator[Story]:
    """A story that is covered live, printed."""
    make_paper()
    made = make_story(at=NOON - timedelta(hours=1), headline="নৌকাডুবি")
    actions.begin_coverage(made, None)
    turns.settle()
    yield made
    found = check(turns.store)
    assert (found.wrong, found.waiting, found.backlog) == ([], 0, 0)


def post(story: Story, text: str, **more: object) -> LiveEntry:
    return actions.post_entry(story, None, Posting(f"phone-{LiveEntry.objects.count()}", text, **more))  # type: ignore[arg-type]


def page(turns: Turns, name: str) -> str:
    """What lies on the rack under ``name``; empty for nothing."""
    found = turns.store.shelf.get(name)
    return found.identity().decode() if found else ""


def asked(turns: Turns, name: str) -> str:
    bake(turns.store, [name])
    return page(turns, name)


def nodes(html: str) -> list[dict[str, object]]:
    """What a page tells search engines."""
    [text] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    found: list[dict[str, object]] = json.loads(text)["@graph"]
    return found


def test_the_piece_lies_on_the_rack_from_the_beginning_and_each_entry_is_in_it_at_once(
    turns: Turns, story: Story
) -> None:
    name = f"live:{story.pk}"
    assert f'data-live="{story.pk}"' in page(turns, name)
    post(story, "প্রথম নৌকা <b>ঘাটে</b>", headline="উদ্ধার শুরু", key=True)
    turns.settle()
    assert "প্রথম নৌকা &lt;b&gt;ঘাটে&lt;/b&gt;" in page(turns, name)
    assert "প্রথম নৌকা &lt;b&gt;ঘাটে&lt;/b&gt;" in page(turns, f"story:{story.pk}")
    assert turns.store.manifest.find(f"/fragment/live/{story.pk}") == Entry("sheet", name, "", 200)


def test_an_entry_prints_the_piece_first_and_then_what_shows_the_story(turns: Turns, story: Story) -> None:
    order: list[str] = []
    printed = turns._bake

    def noted(wanted: object) -> bool:
        order.extend(sorted(wanted, key=names.urgency))  # type: ignore[call-overload]
        return printed(wanted)  # type: ignore[arg-type]

    turns._bake = noted  # type: ignore[method-assign]  # to see in which order
    post(story, "প্রথম")
    turns.settle()
    assert order[0] == f"live:{story.pk}"
    assert "front" not in order
    assert not any(name.startswith(("section:", "sitemap", "day:", "rail")) for name in order)


def test_a_story_that_is_not_covered_has_no_piece_and_its_page_asks_for_nothing_more(
    turns: Turns, story: Story
) -> None:
    other = make_story(at=NOON)
    turns.settle()
    assert asked(turns, f"live:{other.pk}") == ""
    html = page(turns, f"story:{other.pk}")
    assert re.findall(r"live\.[0-9a-f]{12}\.(?:css|js)", html) == []
    assert len(set(re.findall(r"live\.[0-9a-f]{12}\.(?:css|js)", page(turns, f"story:{story.pk}")))) == 2


@pytest.mark.parametrize("ends", ["kill", "unpublish"])
def test_it_leaves_with_its_story(turns: Turns, story: Story, ends: str) -> None:
    coverage = Coverage.objects.get()
    LiveEntry.objects.bulk_create(
        LiveEntry(story=story, place=place, client=f"c{place}", written_at=NOON, text=f"কথা {place}")
        for place in range(2 * PAGE)
    )
    coverage.entries = 2 * PAGE
    coverage.save()
    post(story, "শেষ কথা")
    turns.settle()
    pieces = [f"live:{story.pk}", f"live:{story.pk}:1"]
    assert all(asked(turns, name) for name in pieces)
    if ends == "kill":
        actions.kill(story, None)
    else:
        actions.unpublish(story, None)
    turns.settle()
    assert [page(turns, name) for name in pieces] == ["", ""]
    assert [turns.store.shelf.aside(name) for name in pieces] == [None, None]
    assert list(ledger.named("live:")) == []
    found = turns.store.manifest.find(f"/fragment/live/{story.pk}")
    assert found == (Entry("gone", "", "", 410) if ends == "kill" else None)


def test_older_pages_are_printed_when_asked_for_and_stay_while_new_entries_come(turns: Turns, story: Story) -> None:
    coverage = Coverage.objects.get()
    LiveEntry.objects.bulk_create(
        LiveEntry(story=story, place=place, client=f"c{place}", written_at=NOON, text=f"কথা {place}।")
        for place in range(2 * PAGE)
    )
    coverage.entries = 2 * PAGE
    coverage.save()
    post(story, "নতুন")
    turns.settle()
    name = f"live:{story.pk}:1"
    older = asked(turns, name)
    assert (older.count('id="e'), "কথা 0।" in older, "কথা 50।" in older) == (PAGE, True, False)
    assert f'href="/fragment/live/{story.pk}/1"' in page(turns, f"story:{story.pk}")
    post(story, "আরও নতুন")
    turns.settle()
    assert page(turns, name) == older


def test_machines_are_told_of_each_entry_and_when_it_ended(turns: Turns, story: Story) -> None:
    with clock.at(NOON):
        entry = post(story, "৪৫ জন উদ্ধার", headline="উদ্ধার")
        struck = post(story, "যা সত্য নয়")
        actions.correct_live_entry(story, None, 0, seen=entry.version, text="৪২ জন উদ্ধার", headline="উদ্ধার", note="৪৫ নয়")
        actions.strike_live_entry(story, None, 1, seen=struck.version)
    turns.settle()
    found = {str(node["@type"]): node for node in nodes(page(turns, f"story:{story.pk}"))}
    live = found["LiveBlogPosting"]
    assert ("coverageEndTime" in live, live["coverageStartTime"]) == (False, "2026-11-28T12:00:00+06:00")
    [update] = live["liveBlogUpdate"]  # type: ignore[misc]
    assert (update["articleBody"], update["correction"]["text"]) == ("৪২ জন উদ্ধার", "৪৫ নয়")
    with clock.at(NOON + timedelta(hours=1)):
        actions.end_coverage(story, None)
    turns.settle()
    html = page(turns, f"story:{story.pk}")
    found = {str(node["@type"]): node for node in nodes(html)}
    assert found["LiveBlogPosting"]["coverageEndTime"] == "2026-11-28T13:00:00+06:00"
    assert "NewsArticle" in found
    assert "live.js" not in html
    assert re.findall(r"/assets/live\.[0-9a-f]+\.js", html) == []
    assert html.index('class="body"') < html.index("৪২ জন উদ্ধার</p>")
    assert "data-ended" in page(turns, f"live:{story.pk}")


def test_data_feeds_lite_pages_and_the_archive_carry_the_entries(turns: Turns, story: Story) -> None:
    post(story, "সব যাত্রী নিরাপদ", headline="শেষ খবর")
    actions.set_board(story, None, ScoreCopy("ফাইনাল", (SideCopy("ক", "287/6"), SideCopy("খ", "281"))))
    turns.settle()
    main, plain = json.loads(page(turns, f"data:{story.pk}"))["bodies"]
    assert ("সব যাত্রী নিরাপদ" in main["value"], "২৮৭/৬" in main["value"]) == (True, True)
    assert "সব যাত্রী নিরাপদ" in plain["value"]
    for name in ("feed:rss", "feed:atom"):
        assert "সব যাত্রী নিরাপদ" in page(turns, name)
    assert "সব যাত্রী নিরাপদ" in asked(turns, "feed:json")
    lite = asked(turns, f"lite:story:{story.pk}")
    assert ("সব যাত্রী নিরাপদ" in lite, "<script" in lite.replace('<script type="application/ld+json">', "")) == (
        True,
        False,
    )
    [record] = morgue.published([story.pk])
    assert "সব যাত্রী নিরাপদ" in record.body


def test_scores_and_tables_stand_in_the_text_of_any_story(turns: Turns, story: Story) -> None:
    body = stored(
        ("paragraph", "<p>ফাইনাল শেষ।</p>"),
        ("score", {"title": "ফাইনাল", "home": "ক", "home_points": "2", "away": "খ", "away_points": "1", "status": "শেষ"}),
        ("table", {"caption": "পয়েন্ট", "rows": "দল|পয়েন্ট\nক|12", "head": True, "source": "কমিটি"}),
    )
    other = make_story(at=NOON, body=body)
    turns.settle()
    html = page(turns, f"story:{other.pk}")
    assert ('<td class="figure-cell">১২</td>' in html, "<strong>২</strong>" in html) == (True, True)
    assert re.findall(r"/assets/live\.[0-9a-f]+\.(css|js)", html) == ["css"]
    main, plain = json.loads(page(turns, f"data:{other.pk}"))["bodies"]
    assert ("<td>১২</td>" in main["value"], "ক 12" in plain["value"]) == (True, True)
