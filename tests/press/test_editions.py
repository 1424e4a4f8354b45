"""Editions: what shows a part of the frame is old when that part changed, and nothing else is."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from pytest_django.fixtures import Settings

from harkara import layout
from harkara.desk import actions
from harkara.desk.keys import CRAWLERS, NAME, NAMES, OUTLET, PAGE, PLACE, SECTIONS, TAGLINE, section_name
from harkara.desk.models import Paper, Section, Story
from harkara.press import editions
from harkara.press.bake import bake, put
from harkara.press.check import check
from harkara.press.editions import Editions, code
from harkara.press.printing import prints
from harkara.press.turns import Turns
from harkara.rack import changes, ledger
from harkara.rack.keys import FRAME
from harkara.rack.models import SheetRow
from tests.desk.factories import NOON, make_paper, make_section, make_story
from tests.press import fields

PARTS = (PAGE, OUTLET, NAME, TAGLINE, NAMES, PLACE, SECTIONS, CRAWLERS, section_name("world"), section_name("sports"))


def epochs(**positions: int) -> Editions:
    """Editions in which parts of the frame changed at ``positions``, by their names."""
    named = {"frame": FRAME, "page": f"frame:{code(PAGE)}", "name": f"frame:{code(NAME)}"}
    return Editions("base", {named[part]: position for part, position in positions.items()})


def test_a_part_that_changed_makes_old_what_shows_it() -> None:
    before = epochs()
    page, name, both, place = (before.of(parts) for parts in ([PAGE], [NAME], [NAME, PAGE], [PLACE]))
    after = epochs(page=7)
    assert [after.are_current(one) for one in (page, name, both, place)] == [False, True, False, True]
    assert [after.are_current(after.of(parts)) for parts in ([PAGE], [NAME], [NAME, PAGE])] == [True, True, True]


def test_a_frame_that_changed_makes_everything_old() -> None:
    before = epochs(page=7, name=9)
    assert [epochs(page=7, name=9, frame=12).are_current(before.of([part])) for part in PARTS] == [False] * len(PARTS)


def test_an_older_change_of_another_part_is_none() -> None:
    name = epochs(name=9).of([NAME])
    assert epochs(name=9, page=12).are_current(name)
    assert not epochs(name=13, page=12).are_current(name)


def test_what_no_edition_changes_is_always_current() -> None:
    assert epochs(frame=12).are_current("")


def test_another_layout_format_or_place_is_another_edition(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    before = editions.now()
    old = before.of([PAGE])
    assert before.are_current(old)
    settings.HARKARA_ORIGIN = "https://elsewhere.example"
    moved = editions.now()
    monkeypatch.setattr(editions, "FORMAT", "next")
    formatted = editions.now()
    monkeypatch.setattr(layout, "VERSION", "0123456789ab")
    assert len({before.base, moved.base, formatted.base, editions.now().base}) == 4
    assert not any(one.are_current(old) for one in (moved, formatted, editions.now()))


def test_editions_of_an_earlier_release_are_old(db: None) -> None:
    """As they were until parts of the frame had epochs of their own."""
    now = editions.now()
    assert not any(
        now.are_current(f"{base}.{tail}") for base in ("0123456789ab.2.01234567", now.base) for tail in ("0", "12")
    )


def test_the_column_has_room_for_each() -> None:
    shown = (NAME, TAGLINE, NAMES, SECTIONS, CRAWLERS)  # no sheet shows more parts
    edition = Editions("0123456789", {FRAME: 10**10}).of(shown)
    assert len(edition) <= 40
    assert {len(code(part)) for part in PARTS} == {3}


def test_bookmarks_only_go_forward(db: None) -> None:
    touch(PAGE, NAME)
    first = changes.since(0)
    touch(PAGE)
    editions.begin(changes.since(0))
    page, name = f"frame:{code(PAGE)}", f"frame:{code(NAME)}"
    said = {page: changes.position(), name: first[0].position}
    assert editions.now().epochs == said
    editions.begin(first)
    assert editions.now().epochs == said


@pytest.fixture
def paper(turns: Turns) -> Turns:
    """A printed paper with a story in each of two sections, of which one is too old to be hot."""
    make_paper(tagline="কথা")
    make_section("sports", position=1)
    old, young = make_story(at=NOON - timedelta(days=9)), make_story(at=NOON, section="sports")
    turns.settle()
    bake(turns.store, [f"{kind}:{story.pk}" for story in (old, young) for kind in ("story", "data")])
    assert ledger.backlog(editions.now().are_current) == 0
    return turns


def printed_again(turns: Turns, act: Callable[[], object]) -> set[str]:
    """The kinds of sheets that were printed again, or taken off, after ``act``; all must be right then."""
    before, position = fields.on_rack(), changes.position()
    act()
    turns.settle()
    assert check(turns.store).wrong == []
    now = fields.on_rack()
    return {fields.kind(name) for name in before if now.get(name, position + 1) > position}


PAGES = {"front", "story", "section", "day", "notice", "search", "calendar", "on", "corrections", "saved"}
FEEDS = {"feed rss", "feed atom"}


@pytest.mark.parametrize(
    ("field", "again"),
    [
        ("name", PAGES | FEEDS | {"data", "news sitemap", "llms", "app", "corrected"}),
        ("tagline", PAGES | FEEDS | {"llms", "app"}),
        ("outlet", {"story"}),
        ("editor", PAGES),
        ("imprint", PAGES),
    ],
)
def test_only_what_shows_a_part_of_the_frame_is_printed_again(paper: Turns, field: str, again: set[str]) -> None:
    assert printed_again(paper, lambda: set_paper(**{field: "অন্য কথা"})) == again


def test_a_section_that_is_renamed_leaves_the_data_of_others_alone(paper: Turns) -> None:
    before = fields.on_rack()
    kinds = printed_again(paper, lambda: actions.rename_section(Section.objects.get(slug="sports"), "মাঠ"))
    assert kinds == PAGES | FEEDS | {"data", "rail", "llms"}
    now = fields.on_rack()
    data = {name.partition(":")[2] for name in now if name.startswith("data:") and now[name] != before[name]}
    assert data == {str(Story.objects.get(section__slug="sports").pk)}
    feeds = {name for name in now if name.startswith("feed:") and now[name] != before[name]}
    assert feeds == {"feed:rss", "feed:atom", "feed:rss:sports", "feed:atom:sports"}


def test_a_frame_that_changed_as_a_whole_prints_everything_again(paper: Turns) -> None:
    """As a log says it that was written before there were parts."""
    again = printed_again(paper, lambda: touch(FRAME))
    maps = {"sitemap", "day's sitemap", "news sitemap", "sitemap of pages"}
    for_machines = {"data", "rail", "robots", "ads", "llms", "look", "app", "worker", "corrected", "changes"}
    assert again == PAGES | FEEDS | maps | for_machines


def test_a_rendering_older_than_the_frame_is_not_put(paper: Turns) -> None:
    old = fields.on_rack()
    sheets = ["front", "feed:rss", "robots"]
    prints_ = prints(sheets)
    set_paper(editor="অন্য সম্পাদক")
    done = put(paper.store, prints_)
    assert (done.restless, done.put) == (["front"], ["feed:rss", "robots"])
    assert fields.on_rack()["front"] == old["front"]
    prints_ = prints(sheets)
    touch(FRAME)
    assert put(paper.store, prints_).restless == sheets
    paper.settle()
    assert check(paper.store).wrong == []


def test_what_was_printed_between_the_change_and_its_epoch_is_printed_once_more(paper: Turns) -> None:
    """An oven sees the change before the press has noted the epoch: its page is right, and of an old edition."""
    set_paper(editor="অন্য সম্পাদক")
    bake(paper.store, ["front"])
    position = fields.on_rack()["front"]
    paper.follow()
    assert not editions.now().are_current(ledger.sheets(["front"])["front"].edition)
    paper.settle()
    assert editions.now().are_current(ledger.sheets(["front"])["front"].edition)
    assert fields.on_rack()["front"] == position
    assert check(paper.store).wrong == []


def test_an_upgrade_prints_everything_again_behind_what_is_published(paper: Turns) -> None:
    """The editions of an earlier release: their pages are served until each has been printed again."""
    sheets = sorted(set(fields.on_rack()) - {one.name for one in ledger.named("asset:")})
    SheetRow.objects.exclude(edition="").update(edition="0123456789ab.2.01234567.12")
    assert ledger.backlog(editions.now().are_current) == len(sheets)
    story = make_story(at=NOON)
    paper.turn()
    assert f"story:{story.pk}" in fields.on_rack()
    assert ledger.backlog(editions.now().are_current) > 0
    assert [name for name in sheets if paper.store.shelf.get(name) is None] == []
    paper.settle()
    assert ledger.backlog(editions.now().are_current) == 0
    assert check(paper.store).wrong == []


def set_paper(**changes: object) -> None:
    row = Paper.load()
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()


def touch(*keys: str) -> None:
    with transaction.atomic():
        changes.touch(*keys)
