"""A paper that moved in, before its readers: its old addresses lead on, give way, leave with their stories, and are checked."""

from datetime import timedelta
from pathlib import Path

import pytest

from harkara.desk import actions
from harkara.desk.models import OldAddress, Story, StoryAddress, Topic
from harkara.press import recovery
from harkara.press.check import check
from harkara.press.turns import Turns
from harkara.rack.manifest import Entry
from harkara.wire.moving.command import move_in
from tests.desk.factories import NOON, make_paper, make_section, make_story
from tests.press.newsroom import small_pages
from tests.wire.moving.papers import ORIGIN, comment, export, item

TAGS = (("category", "khela", "খেলা"), ("post_tag", "nodi", "নদী"))


def moved(tmp_path: Path, *items: str) -> None:
    assert move_in(["wxr", str(export(tmp_path / "a.xml", *items)), "--report", str(tmp_path / "report.csv")]) == 0


def right(turns: Turns) -> None:
    turns.settle()
    found = check(turns.store)
    assert (found.wrong, found.waiting, found.backlog) == ([], 0, 0)


def at(turns: Turns, path: str) -> tuple[str, str] | None:
    entry = turns.store.manifest.find(path)
    return entry and (entry.kind, entry.target)


def test_a_paper_that_moved_in_is_printed_whole(turns: Turns, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small_pages(monkeypatch)
    make_paper()
    right(turns)
    items = [
        item(n, f"খবর {n}", at=f"2019-08-{n:02} 06:00:00", terms=TAGS, comments=comment(n, "ভালো"))
        for n in range(20, 1, -1)
    ]
    moved(tmp_path, *items)
    right(turns)
    story = Story.objects.get(headline="খবর 7")
    assert at(turns, "/2019/08/7-story/") == at(turns, "/?p=7") == ("moved", story.href)
    assert at(turns, "/lite/2019/08/7-story/") == ("moved", f"/lite{story.href}")
    assert at(turns, "/category/khela/") == ("moved", "/khela/")
    assert at(turns, "/tag/nodi/") == ("moved", Topic.objects.get().href)
    assert turns.store.manifest.find("/khela/page/5/") is not None
    before = turns.store.manifest.entries(limit=5000)
    recovery._place_everything(turns.store)  # as after a loss that nobody can name
    assert turns.store.manifest.entries(limit=5000) == before


def test_a_paper_that_stands_takes_another_one_in(
    turns: Turns, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Older stories come between those that are there, and pages are numbered anew."""
    small_pages(monkeypatch)
    make_paper()
    section = make_section("khela", "খেলা")
    for day in range(9):
        make_story(headline=f"আমাদের {day}", section=section, at=NOON - timedelta(days=day))
    right(turns)
    moved(tmp_path, *(item(n, f"খবর {n}", at=f"2019-08-{n % 28 + 1:02} 06:00:00", terms=TAGS) for n in range(1, 61)))
    right(turns)
    assert Story.objects.filter(live=True).count() == 69


def test_an_address_gives_way_to_a_sheet(turns: Turns, tmp_path: Path) -> None:
    make_paper()
    moved(tmp_path, item(12, link=f"{ORIGIN}/sports/"))
    right(turns)
    story = Story.objects.get()
    assert at(turns, "/sports/") == ("moved", story.href)
    make_section("sports", "ক্রীড়া")
    right(turns)
    assert at(turns, "/sports/") == ("sheet", "")
    actions.edit(story, None, headline="অন্য")
    right(turns)
    assert at(turns, "/sports/") == ("sheet", "")


def test_what_is_killed_takes_its_old_addresses_along(turns: Turns, tmp_path: Path) -> None:
    make_paper()
    moved(tmp_path, item(12), item(13))
    right(turns)
    story = Story.objects.order_by("pk").first()
    assert story is not None
    actions.unpublish(story, None)
    right(turns)
    assert at(turns, "/?p=12") is None
    other = Story.objects.order_by("pk").last()
    assert other is not None
    actions.kill(other, None)
    right(turns)
    assert at(turns, "/?p=13") == at(turns, "/2019/08/13-story/") == ("gone", "")


def test_what_is_redacted_leaves_the_old_addresses(turns: Turns, tmp_path: Path) -> None:
    make_paper()
    moved(tmp_path, item(12, "রহিমা বেগমের কথা", "<p>রহিমা বেগম বললেন।</p>", link=f"{ORIGIN}/2019/রহিমা-বেগম/"))
    right(turns)
    story = Story.objects.get()
    assert at(turns, "/2019/রহিমা-বেগম/") == ("moved", story.href)
    actions.redact(story, "রহিমা বেগম", None, reason="ভুক্তভোগী")
    right(turns)
    assert at(turns, "/2019/রহিমা-বেগম/") is None
    story.refresh_from_db()
    assert at(turns, "/?p=12") == ("moved", story.href)


def test_the_check_misses_no_address(turns: Turns, tmp_path: Path) -> None:
    make_paper()
    moved(tmp_path, item(12, terms=TAGS))
    right(turns)
    manifest, story = turns.store.manifest, Story.objects.get()
    manifest.remove("/?p=12")
    manifest.move("/tag/nodi/", "/")
    assert sorted(check(turns.store).wrong) == [
        f"/?p=12 should lead to {story.href}, and does not.",
        f"/tag/nodi/ should lead to {Topic.objects.get().href}, and does not.",
    ]


def test_a_list_without_stories_takes_its_addresses_along(turns: Turns, tmp_path: Path) -> None:
    make_paper()
    moved(tmp_path, item(12, terms=TAGS))
    right(turns)
    story = Story.objects.get()
    actions.unpublish(story, None)
    right(turns)
    assert at(turns, "/tag/nodi/") is None
    assert OldAddress.objects.filter(href="/tag/nodi/").exists()
    actions.publish(story, None)
    right(turns)
    assert at(turns, "/tag/nodi/") == ("moved", Topic.objects.get().href)
    assert StoryAddress.objects.count() == 2
    assert turns.store.manifest.find("/?p=12") == Entry("moved", "", story.href, 301)
