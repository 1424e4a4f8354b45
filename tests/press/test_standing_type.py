"""What stands of a story is printed again only while it is what would be set anew."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from harkara.desk import actions, clock
from harkara.desk.models import Byline, Desk, Paper, Person, Picture, Section, Story, Topic
from harkara.press import feeds
from harkara.press.check import Found, check, compare
from harkara.press.feeds import Item
from harkara.press.pieces import piece
from harkara.press.printing import prints
from harkara.press.standing_type import LIMIT, LOOK, Set, StandingType
from harkara.press.storeroom import Storeroom
from harkara.press.turns import Turns
from harkara.rack import changes
from harkara.rack.models import ChangeRow
from tests.desk.factories import (
    NOON,
    make_desk,
    make_paper,
    make_person,
    make_picture,
    make_section,
    make_story,
    make_topic,
    make_user,
    stored,
)

LISTS = ["front", "rail", "section:world", "section:national"]
FEEDS = [f"feed:{form}{slug}" for form in ("rss", "atom") for slug in ("", ":national", ":world")]


def renamed(row: Desk | Paper | Person | Topic) -> None:
    """``row`` under another name."""
    row.name = f"{row.name} নতুন"
    row.save()


def signed_by_another(story: Story) -> None:
    """The story, with another byline."""
    story.bylines = [Byline(person=make_person("আরেকজন"), place="")]
    story.save_revision(clean=False)
    actions.publish(story, None)


def story_of(headline: str) -> Story:
    return Story.objects.get(headline=headline)


def picture(place: int) -> Picture:
    return Picture.objects.order_by("pk")[place]


ACTS: dict[str, tuple[int, Callable[[], object]]] = {
    "topic renamed": (1, lambda: renamed(Topic.objects.get())),
    "person renamed": (1, lambda: renamed(Person.objects.get())),
    "desk renamed": (1, lambda: renamed(Desk.objects.get())),
    "paper renamed": (4, lambda: renamed(Paper.load())),
    "section renamed": (4, lambda: actions.rename_section(Section.objects.get(slug="world"), "দুনিয়া")),
    "main picture described": (1, lambda: actions.describe_picture(picture(0), caption="নতুন পরিচয়")),
    "picture inside described": (1, lambda: actions.describe_picture(picture(1), alt="নতুন", caption="ভেতরের নতুন")),
    "picture changed": (1, lambda: actions.change_picture(story_of("পুরো খবর"), None, None)),
    "edited": (1, lambda: actions.edit(story_of("পুরো খবর"), None, summary="নতুন সারাংশ")),
    "signed by another": (1, lambda: signed_by_another(story_of("পুরো খবর"))),
    "corrected": (1, lambda: actions.correct(story_of("পুরো খবর"), "আগে ভুল নাম ছাপা হয়েছিল", None)),
    "redacted": (1, lambda: actions.redact(story_of("পুরো খবর"), "গোপন", make_user(), reason="নাবালক")),
    "moved": (1, lambda: actions.move(story_of("পুরো খবর"), Section.objects.get(slug="national"), None)),
    "linked story moved": (2, lambda: actions.move(story_of("উল্লেখ"), Section.objects.get(slug="national"), None)),
    "linked story killed": (1, lambda: actions.kill(story_of("উল্লেখ"), None)),
    "killed": (0, lambda: actions.kill(story_of("পুরো খবর"), None)),
    "unpublished": (0, lambda: actions.unpublish(story_of("ডেস্কের"), None)),
}
"""What changes the feeds of a paper, by words: how many of its stories are set anew, and the act."""


@pytest.fixture
def paper(turns: Turns) -> Turns:
    """A printed paper with a story that shows everything, and others."""
    make_paper()
    make_section("national", position=1)
    linked = make_story(headline="উল্লেখ", at=NOON - timedelta(hours=3))
    make_story(headline="ডেস্কের", desk=make_desk(), at=NOON - timedelta(hours=2))
    above, inside = (make_picture(width=60, height=40, caption=where) for where in ("উপরের", "ভেতরের"))
    make_story(
        headline="পুরো খবর",
        summary="সারাংশ",
        at=NOON - timedelta(hours=1),
        picture=above,
        topics=[make_topic()],
        bylines=[(make_person(), "রাজশাহী")],
        body=stored(
            ("paragraph", f'<p>গোপন কথা <a href="{linked.href}">আগের</a></p>'),
            ("picture", inside.pk),
        ),
    )
    make_story(headline="অন্য পাতার", section="national")
    turns.settle()
    return turns


def on_the_rack(turns: Turns) -> dict[str, bytes]:
    """The feeds as they lie on the rack."""
    found = {name: turns.store.shelf.get(name) for name in FEEDS}
    return {name: page.identity() for name, page in found.items() if page}


def set_anew() -> dict[str, bytes]:
    """The feeds as they would be printed by somebody who keeps nothing."""
    return {sheet.name: sheet.page.body for sheet in prints(FEEDS) if sheet.page}


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The ids of the stories that are set, as they are set."""
    numbers: list[int] = []
    setting = feeds.item

    def item(story: object, paper: object) -> Item:
        numbers.append(story.id)  # type: ignore[attr-defined]
        return setting(story, paper)  # type: ignore[arg-type]

    monkeypatch.setattr(feeds, "item", item)
    return numbers


def test_what_was_changed_is_set_anew(paper: Turns, counted: list[int]) -> None:
    before = on_the_rack(paper)
    assert sorted(before) == sorted(FEEDS)
    for minute, (words, (anew, act)) in enumerate(ACTS.items(), 1):
        clock.set(NOON + timedelta(minutes=minute))
        counted.clear()
        act()
        paper.settle()
        assert (words, len(counted)) == (words, anew)
        after = on_the_rack(paper)
        assert (words, after == set_anew()) == (words, True)
        assert (words, after != before) == (words, True)
        before = after


def test_a_publication_sets_its_own_story_and_no_other(paper: Turns, counted: list[int]) -> None:
    story = make_story(headline="আজকের")
    paper.settle()
    assert counted == [story.pk]
    assert on_the_rack(paper) == set_anew()


def test_a_kept_piece_makes_the_same_file(paper: Turns) -> None:
    make_story(headline="আজকের")
    paper.settle()
    fresh = {sheet.name: sheet.page.gzip for sheet in prints(FEEDS) if sheet.page}
    for name, packed in fresh.items():
        assert paper.store.shelf.get(name).gzip[-len(packed) + 10 :] == packed[10:]  # type: ignore[union-attr]


def test_what_is_kept_depends_on_the_same_keys(paper: Turns) -> None:
    kept = {sheet.name: (sheet.keys, sheet.edition) for sheet in prints(FEEDS, paper.store.standing)}
    assert paper.store.standing.items.size > 0
    assert kept == {sheet.name: (sheet.keys, sheet.edition) for sheet in prints(FEEDS)}


def test_a_check_sets_everything_anew(paper: Turns) -> None:
    """A false item that stands comes to be printed, and the check finds it."""
    standing = paper.store.standing.items
    number = story_of("পুরো খবর").pk
    old = standing._sets[number]
    false = Item(old.item.modified_at, (piece(b"<item/>"),), (piece(b"<entry/>"),))
    standing._sets[number] = Set(false, old.keys)
    with transaction.atomic():
        changes.touch("list:all")
    paper.settle()
    assert b"<entry/>" in on_the_rack(paper)["feed:atom"]
    assert [words.partition(",")[0] for words in check(paper.store).wrong] == ["feed:atom", "feed:rss"]


def lists_on_the_rack(turns: Turns) -> dict[str, bytes]:
    """The lists as they lie on the rack."""
    return {name: page.identity() for name in LISTS if (page := turns.store.shelf.get(name))}


@pytest.mark.parametrize("words", ACTS)
def test_teasers_that_stand_are_those_that_would_be_set_anew(paper: Turns, words: str) -> None:
    assert paper.store.standing.teasers.size > 0
    ACTS[words][1]()
    paper.settle()
    assert lists_on_the_rack(paper) == {sheet.name: sheet.page.body for sheet in prints(LISTS) if sheet.page}
    kept = {sheet.name: sheet.keys for sheet in prints(LISTS, paper.store.standing)}
    assert kept == {sheet.name: sheet.keys for sheet in prints(LISTS)}


def test_a_check_finds_a_false_teaser(paper: Turns) -> None:
    teasers = paper.store.standing.teasers._sets
    number = story_of("পুরো খবর").pk
    teasers[number] = replace(teasers[number], copy=replace(teasers[number].copy, headline="মিথ্যা"))
    with transaction.atomic():
        changes.touch("list:all")
    paper.settle()
    assert "মিথ্যা".encode() in lists_on_the_rack(paper)["rail"]
    assert "rail" in [words.partition(",")[0] for words in check(paper.store).wrong]


def test_the_log_is_looked_at_once_a_snapshot(paper: Turns) -> None:
    with CaptureQueriesContext(connection) as captured:
        prints(LISTS, paper.store.standing)
    looks = [query for query in captured if "FROM rack_change" in query["sql"]]
    assert len(looks) == 2  # where the snapshot is, and what came since


def test_two_presses_keep_what_is_right_without_a_word(paper: Turns, tmp_path: Path) -> None:
    """Another process printed before the change, and prints after it."""
    other = Storeroom(tmp_path / "other")
    prints(FEEDS, other.standing)
    renamed(Topic.objects.get())
    paper.settle()
    assert {sheet.name: sheet.page.body for sheet in prints(FEEDS, other.standing) if sheet.page} == set_anew()
    assert on_the_rack(paper) == set_anew()


@pytest.mark.skipif(connection.vendor == "postgresql", reason="PostgreSQL takes no snapshot inside a transaction")
@pytest.mark.parametrize("goes_on", [0, 1, 3])
def test_a_database_with_another_past_is_set_anew(paper: Turns, goes_on: int) -> None:
    """As after a restored backup: positions go back, and then on with other changes."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]  # what Django's own test cases set
    with block:
        actions.edit(story_of("পুরো খবর"), None, summary="যা আর নেই")
        actions.edit(story_of("উল্লেখ"), None, summary="এটিও নেই")
        assert b"\xe0" in prints(["feed:rss"], paper.store.standing)[0].page.body  # type: ignore[union-attr]
        transaction.set_rollback(True)
    for number in range(goes_on):
        with transaction.atomic():
            changes.touch(f"other:{number}")
    kept = {sheet.name: sheet.page.body for sheet in prints(FEEDS, paper.store.standing) if sheet.page}
    assert kept == set_anew()
    assert "যা আর নেই".encode() not in kept["feed:rss"]


def test_a_pruned_log_is_no_log(paper: Turns, counted: list[int]) -> None:
    for _ in range(2):
        with transaction.atomic():
            changes.touch("other")
    ChangeRow.objects.filter(position__lt=changes.position()).delete()
    prints(["feed:rss"], paper.store.standing)
    assert sorted(counted) == sorted(Story.objects.values_list("pk", flat=True))


def test_too_much_is_not_looked_through(paper: Turns, counted: list[int]) -> None:
    rows = [ChangeRow(keys="other", at=NOON) for _ in range(LOOK)]
    ChangeRow.objects.bulk_create(rows)
    prints(["feed:rss"], paper.store.standing)
    assert len(counted) == 4


def test_a_changed_frame_sets_everything_anew(paper: Turns, counted: list[int]) -> None:
    with transaction.atomic():
        changes.touch("frame")
    prints(["feed:rss"], paper.store.standing)
    assert len(counted) == 4


def test_another_origin_sets_everything_anew(paper: Turns, settings: object) -> None:
    settings.HARKARA_ORIGIN = "https://other.example"  # type: ignore[attr-defined]
    found = Found()
    compare(paper.store, FEEDS, found)
    assert {sheet.name: sheet.page.body for sheet in prints(FEEDS, paper.store.standing) if sheet.page} == set_anew()


# The type alone.


def a_set(number: int, size: int = 1000, *keys: str) -> Set:
    body = bytes([number % 256]) * size
    return Set(Item(NOON, (piece(body),)), frozenset((f"story:{number}", *keys)))


def a_size(one: Set) -> int:
    return one.item.size


def touched(*keys: str) -> int:
    with transaction.atomic():
        changes.touch(*keys)
    return changes.position()


def test_it_does_not_grow_beyond_its_limit(database: None) -> None:
    size = a_set(1).item.size
    standing = StandingType(a_size, limit=3 * size)
    place = touched("other")
    standing.take([], place, "frame")
    for number in (1, 2, 3):
        standing.keep({number: a_set(number)}, place, "frame")
    assert sorted(standing.take([1], place, "frame")) == [1]
    standing.keep({4: a_set(4)}, place, "frame")
    assert standing.size <= standing.limit
    assert sorted(standing.take([1, 2, 3, 4], place, "frame")) == [1, 3, 4]  # the one not asked for longest left


def test_what_is_larger_than_all_of_it_does_not_stay(database: None) -> None:
    standing = StandingType(a_size, limit=10)
    place = touched("other")
    standing.take([], place, "frame")
    standing.keep({1: a_set(1)}, place, "frame")
    assert (standing.size, standing.take([1], place, "frame")) == (0, {})


def test_what_was_set_before_others_went_on_does_not_stay(database: None) -> None:
    standing = StandingType(a_size, limit=LIMIT)
    early = touched("other")
    standing.take([1], early, "frame")
    late = touched("story:1")
    standing.take([1], late, "frame")
    standing.keep({1: a_set(1)}, early, "frame")
    assert standing.take([1], late, "frame") == {}


def test_an_older_snapshot_gets_nothing_that_is_newer(database: None) -> None:
    standing = StandingType(a_size, limit=LIMIT)
    early = touched("other")
    late = touched("story:1")
    standing.take([1], late, "frame")
    standing.keep({1: a_set(1)}, late, "frame")
    assert standing.take([1], early, "frame") == {}


def test_a_touched_key_takes_what_read_it_and_nothing_else(database: None) -> None:
    standing = StandingType(a_size, limit=LIMIT)
    place = touched("other")
    standing.take([], place, "frame")
    standing.keep({1: a_set(1, 10, "topic:নদী"), 2: a_set(2)}, place, "frame")
    assert sorted(standing.take([1, 2], touched("topic:নদী", "list:all"), "frame")) == [2]
    assert standing.size == a_set(2).item.size


def test_an_empty_log_keeps_nothing(database: None) -> None:
    standing = StandingType(a_size, limit=LIMIT)
    standing.take([1], 0, "frame")
    standing.keep({1: a_set(1)}, 0, "frame")
    assert standing.take([1], 0, "frame") == {}
