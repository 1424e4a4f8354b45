"""A seeded slice of the long run of kills, and the means by which it judges."""

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from bench.faults.__main__ import TOLD, is_right, make, table, times
from bench.faults.marks import Book, mark, versions
from bench.faults.readers import Answer, Seen, Watch
from bench.faults.run import KINDS, WEIGHTS, Result, dealt, dealt_over, run
from bench.faults.troubles import ALL, TROUBLES
from bench.faults.works import Baking, Commenting, Importing, Scheduling, Upgrading, export
from tests import mould

ORDER = (
    ("publish", "worker"),
    ("publish", "newsroom"),
    ("schedule", "printer"),
    ("bake", "hand"),
    ("publish", "stand"),
    ("import", "hand"),
    ("upgrade", "press"),
    ("publish", "editor"),
    ("comment", "household"),
    ("publish", "all"),
)
"""Each place and each kind of work once."""

PRINTS_ON = ("worker", "stand", "newsroom", "editor", "hand")
"""Where the press is not hit."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The home of a paper with its tables."""
    with closing(sqlite3.connect(mould.cast(tmp_path / "newsroom.sqlite3"))) as tables:
        tables.execute("PRAGMA journal_mode = WAL")
    make(tmp_path, "tabled")
    return tmp_path


@pytest.mark.process
@pytest.mark.long
def test_a_slice_of_the_run(home: Path) -> None:
    """A kill at each place and in each kind of work, at instants of the seed, in a paper at work."""
    found = run(home, len(ORDER), seed=7, kinds=KINDS, items=12, forked=True, order=ORDER, readers=2)
    assert found.lost == []
    assert found.wrong == []
    assert is_right(found)
    assert found.kills == Counter(place for _kind, place in ORDER)
    assert set(WEIGHTS) <= set(found.kills)
    assert set(found.kinds) == set(KINDS)
    assert len(found.back) == len(ORDER)
    assert len(found.caught_up) == sum(place not in PRINTS_ON for _kind, place in ORDER)
    assert found.counts["answers"] > 50
    assert found.acts > 5


@pytest.mark.proof
@pytest.mark.process
@pytest.mark.timeout(0)
def test_each_place_and_each_kind(home: Path) -> None:
    """A kill at each place while an editor publishes, three in each other kind of work, and the troubles that need no rights."""
    kills = len(WEIGHTS) * len(KINDS)
    found = run(home, kills, 7, kinds=KINDS, troubles=("torn", "storm", "slow"))
    print(f"FIGURE: kills ({', '.join(f'{kind} {count}' for kind, count in sorted(found.kinds.items()))}) | {kills}")
    print(f"FIGURE: acknowledged acts lost | {len(found.lost)}")
    counts = found.counts
    told = f"{counts['answers']}, {counts['torn']}, {counts['older']}"
    print(f"FIGURE: answers read to the last byte, torn, older | {told}")
    print(f"FIGURE: stand back after a kill | {times(found.back)}")
    print(f"FIGURE: press caught up after its start | {times(found.caught_up)}")
    print(f"FIGURE: a scheduled story late by | {times(found.late)}")
    assert (found.lost, found.wrong) == ([], [])
    assert is_right(found)
    assert set(WEIGHTS) <= set(found.kills)
    assert set(found.troubles.values()) == {0}


def test_each_place_is_killed_and_the_seed_says_when() -> None:
    assert sorted(dealt(Random(1), len(WEIGHTS))) == sorted(WEIGHTS)
    assert dealt(Random(3), 100) == dealt(Random(3), 100)
    assert set(dealt(Random(3), 500)) == set(WEIGHTS)


PLACES = {
    kind: work.places
    for kind, work in zip(KINDS[1:], (Baking, Importing, Commenting, Scheduling, Upgrading), strict=True)
}


def test_each_kind_has_its_share() -> None:
    order = dealt_over(Random(1), 60, KINDS, PLACES)
    assert order == dealt_over(Random(1), 60, KINDS, PLACES)
    assert Counter(kind for kind, _place in order) == Counter(dict.fromkeys(KINDS, 10))
    assert {place for kind, place in order if kind == "import"} == {"hand", "printer", "press", "hand and press"}
    assert {place for kind, place in order if kind == "publish"} == set(WEIGHTS)


def test_every_trouble_has_its_name() -> None:
    assert (tuple(ALL), set(TOLD)) == (TROUBLES, set(TROUBLES))


def test_an_export_has_the_posts_that_it_says(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    path.write_text(export(3, 5))
    assert path.read_text().count("<item>") == 5
    assert "https://old3.example/p3/post-5/" in path.read_text()


def seen() -> Seen:
    book = Book()
    for line in ("try 1 1", "done 1 1 /world/1/a", "try 1 2", "done 1 2 /world/1/a", "try 1 3", "try 2 1"):
        book.note(line)
    return Seen(book)


def told(readers: Seen, path: str, status: int, *marks: str, tag: str = "") -> list[str]:
    """What a reader who asks now for ``path`` and gets these marks finds wrong."""
    before = len(readers.wrong)
    readers.note(path, Answer(status, tag, False, " ".join(marks).encode()), readers.floor(path))
    return readers.wrong[before:]


def test_two_versions_on_one_page_are_torn() -> None:
    readers = seen()
    assert told(readers, "/", 200, mark(1, 1), mark(1, 1), mark(2, 1)) == []
    assert told(readers, "/", 200, mark(1, 1), mark(1, 2)) == ["/ shows versions [1, 2] of story 1"]
    assert readers.counts["torn"] == 1


def test_an_older_version_after_a_newer_one_is_told() -> None:
    readers = seen()
    assert told(readers, "/", 200, mark(1, 2)) == []
    assert told(readers, "/world/", 200, mark(1, 1)) == []  # another page may lag
    assert told(readers, "/", 200, mark(1, 1)) == ["/ shows version 1 of story 1 after 2"]


def test_a_question_asked_before_may_be_answered_with_less() -> None:
    readers = seen()
    floor = readers.floor("/")
    assert told(readers, "/", 200, mark(1, 2)) == []
    readers.note("/", Answer(200, "", False, mark(1, 1).encode()), floor)
    assert readers.wrong == []


def test_what_was_gone_does_not_come_back() -> None:
    readers = seen()
    assert told(readers, "/world/1/a", 410) == []
    assert told(readers, "/world/1/a", 200, mark(1, 2)) == ["/world/1/a is there after it was gone"]


def test_one_tag_is_one_body() -> None:
    readers = seen()
    assert told(readers, "/", 200, mark(1, 2), tag='"a"') == []
    assert told(readers, "/", 200, mark(1, 3), tag='"a"') == ['/: two bodies with the entity tag "a"']


def test_what_nobody_wrote_is_told() -> None:
    readers = seen()
    told(readers, "/", 200, mark(1, 4))
    assert readers.unwritten() == ["/ showed version 4 of story 1, which nobody wrote"]


@pytest.mark.parametrize(
    ("status", "shown", "right"),
    [
        (200, 2, True),
        (200, 3, True),
        (200, 1, False),
        (200, 4, False),
        (404, 0, False),
        (410, 0, False),
        (503, 0, False),
    ],
)
def test_what_is_lost(status: int, shown: int, right: bool) -> None:
    body = mark(1, shown).encode() if shown else b""
    assert (seen().book.lost(1, 2, False, status, versions(body)) == "") is right


def test_a_killed_story_is_gone() -> None:
    book = seen().book
    for line in ("kill 1", "killed 1"):
        book.note(line)
    assert book.lost(1, 2, True, 410, {}) == ""
    assert book.lost(1, 2, True, 200, {1: {2}}) == "story 1 was killed and answers 200"


def test_the_outage_ends_with_the_first_good_answer_after_the_last_bad_one() -> None:
    import threading

    watch = Watch(1, threading.Event())
    watch.looks = [(0.9, 1.1, True), (1.2, 1.3, False), (1.4, 1.5, True), (1.6, 1.7, False), (1.8, 2.0, True)]
    assert watch.outage(1.0, 1.75) == 1.0
    assert watch.outage(1.0, 1.9) is None  # no answer yet to a question of later
    assert watch.outage(1.8, 1.8) == 0.0


def test_the_table() -> None:
    found = Result(Counter(press=2, worker=1), [0.0, 0.2, 1.4], [2.0], clean=True, check="7 sheets compared, 0 wrong")
    assert is_right(found)
    assert "| kills | 3 (press 2, worker 1) | ≥ 1,000 |" in table(found)
    assert times(found.back) == "median 0.20 s, p99 1.40 s, longest 1.40 s"
    assert not is_right(Result(lost=["x"], clean=True))
    assert not is_right(Result(wrong=["x"], clean=True))
    assert not is_right(Result(clean=False))
