"""Both indexes follow the change log: after any acts of the desk they are what a rebuild would make of it."""

import json
import logging
import os
import random
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from harkara.archive import complaints, turning
from harkara.archive.index import Index, Place, Search
from harkara.archive.record import Record
from harkara.archive.shelf import ENGINES, open_index
from harkara.desk import actions, clock, due, intake, morgue
from harkara.desk.errors import DeskError
from harkara.desk.models import IncomingClipping, Person, Picture, Story, Topic
from harkara.press import archivist, following, renewal
from harkara.press.archivist import INDEXES, Archivist
from harkara.press.following import Follower, Mark, OtherPastError
from harkara.press.stop import Stop
from harkara.press.turns import KEPT
from harkara.rack import changes
from harkara.rack.models import ChangeRow
from tests.desk import acts
from tests.desk.acts import ACTS, Acts
from tests.desk.factories import NOON, make_clipping, make_person, make_picture, make_stories, make_story, make_topic

pytestmark = pytest.mark.usefixtures("database")


class Paper:
    """An archivist, and what the indexes would be if they were made of the desk as it is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.archivist = Archivist()
        self.archivist.settle()

    def found(self, name: str, **wanted: Any) -> set[tuple[str, int]]:
        """What an index finds, all of it, through a reader of its own."""
        reader = open_index(self.folder / name)
        hits: set[tuple[str, int]] = set()
        page = 1
        while some := reader.search(Search(**wanted, page=page, sort="newest")).hits:
            hits |= {(hit.kind, hit.number) for hit in some}
            page += 1
        reader.close()
        return hits

    def shown(self, name: str, index: Index | None = None) -> dict[str, Any]:
        """All that an index shows: of every record its hit, and by which section, topic and writer it is chosen."""
        reader = index or open_index(self.folder / name)
        whole: dict[str, Any] = {}
        page = 1
        while some := reader.search(Search(page=page, sort="newest")).hits:
            whole |= {f"{hit.kind}:{hit.number}": [hit] for hit in some}
            page += 1
        topics = [Search(topic=slug) for slug in ("নেই", *Topic.objects.values_list("slug", flat=True))]
        writers = [Search(writer=name) for name in Person.objects.values_list("name", flat=True)]
        for search in (*topics, *writers):
            for hit in reader.search(search).hits:
                whole[f"{hit.kind}:{hit.number}"].append(search)
        whole["count"], place = reader.count(), reader.place()
        assert place is not None
        reader.close()
        return whole

    def desk(self, name: str) -> list[Record]:
        """The records of the desk that belong into an index."""
        return [
            record
            for kind in INDEXES[name]
            for record in morgue.DRAWERS[kind].read(morgue.DRAWERS[kind].numbers(0, 10_000))
        ]


@pytest.fixture
def paper(tmp_path: Path, settings: Settings, database: None, noon: Any) -> Iterator[Paper]:
    settings.HARKARA_ARCHIVE = tmp_path / "archive"
    room = Paper(settings.HARKARA_ARCHIVE)
    yield room
    room.archivist.close()


def mark(paper: Paper, name: str) -> Mark:
    reader = open_index(paper.folder / name)
    place = reader.place()
    reader.close()
    assert place is not None
    return Mark.of(place)


class Desk(Acts):
    """The acts, and those that only the newsroom's index hears of."""

    def write(self) -> bool:
        """A draft is written on."""
        story = self.any(Story.objects.filter(killed_at=None))
        if story is None:
            return False
        version = story.get_latest_revision_as_object()
        version.headline = self.words("লেখা")
        version.topics = self.chance.sample(list(Topic.objects.order_by("pk")), self.chance.randint(0, 2))
        version.save_revision(user=self.editor, clean=False)
        return True

    def throw(self) -> bool:
        story = self.any(Story.objects.filter(published_at=None))
        if story is not None:
            actions.throw_away(story)
        return story is not None

    def file(self) -> bool:
        make = {"headline": self.words("তারের খবর"), "fingerprint": self.words("পাতা"), "body": (self.words("কথা"),)}
        intake.file(intake.Clipping(byline="তারের লোক", **make))
        return True

    def take_up(self) -> bool:
        row = self.any(IncomingClipping.objects.all())
        if row is not None:
            actions.draft_from(row, self.editor)
        return row is not None

    def discard(self) -> bool:
        row = self.any(IncomingClipping.objects.all())
        if row is not None:
            actions.discard(row, self.editor)
        return row is not None

    def drop_topic(self) -> bool:
        if Topic.objects.count() < 3:
            make_topic(self.words("বিষয়"))
        self.any(Topic.objects.all()).delete()
        return True


MORE = {
    "write": Desk.write,
    "throw away": Desk.throw,
    "file": Desk.file,
    "take up": Desk.take_up,
    "discard": Desk.discard,
    "drop topic": Desk.drop_topic,
}


def play(paper: Paper, chance: random.Random, steps: int, every: int) -> int:
    """Random acts, the archivist behind them; after ``every`` so many both indexes must be as if made anew. Returns how
    many acts were done.
    """
    acts.found()
    desk, now, done = Desk(chance), NOON, 0
    choices = {**ACTS, **MORE}
    for step in range(1, steps + 1):
        now += timedelta(minutes=chance.randint(1, 20))
        clock.set(now)
        with suppress(DeskError), transaction.atomic():
            done += choices[chance.choice(list(choices))](desk)
        due.publish_due()
        while len(live := desk.live()) > 15:
            actions.unpublish(chance.choice(live), desk.editor)
        if chance.random() < 0.3:
            paper.archivist.turn()
        if chance.random() < 0.05:
            paper.archivist.close()  # as if it had died: what it wrote is all it knows
        if step % every == 0:
            paper.archivist.settle()
            compare(paper)
    return done


def compare(paper: Paper) -> None:
    """Both indexes show what indexes show that are made anew, record by record."""
    for name, kinds in INDEXES.items():
        followed = paper.shown(name)
        assert followed["count"] == len(paper.desk(name))
        assert {key for key in followed if key != "count"} == {record.key for record in paper.desk(name)}
        renewed = renewal.renew(paper.folder.parent / "anew" / name, kinds)
        fresh = open_index(paper.folder.parent / "anew" / name)
        assert paper.shown(name, fresh) == followed
        assert renewed == followed["count"]


def test_after_any_acts_the_indexes_are_as_if_made_anew(paper: Paper) -> None:
    clock.set(NOON)
    assert play(paper, random.Random(11), 60, 30) > 30
    assert paper.archivist.renewed == ["public", "newsroom"]  # at their birth, and never again


@pytest.mark.proof
def test_a_long_season(paper: Paper) -> None:
    clock.set(NOON)
    done = play(paper, random.Random(5), 2000, 40)
    print(f"FIGURE: acts of a newsroom, both indexes compared with new ones after each 40 | {done:,}")
    assert paper.archivist.renewed == ["public", "newsroom"]


def test_drafts_and_clippings_are_never_in_the_public_index(paper: Paper) -> None:
    story, draft, clipping = make_story(), make_story(published=False), make_clipping()
    with transaction.atomic():
        changes.touch(f"clipping:{clipping.pk}")
    paper.archivist.settle()
    assert paper.found("public") == {("story", story.pk)}
    assert paper.found("newsroom") == {("story", story.pk), ("draft", draft.pk), ("clipping", clipping.pk)}


def test_each_act_is_seen(paper: Paper) -> None:
    story = make_story(headline="চর জাগল", body=[("paragraph", "<p>কুলসুম বেগম বলেন।</p>")])

    def finds(text: str) -> tuple[bool, bool]:
        paper.archivist.settle()
        return tuple(("story", story.pk) in paper.found(name, text=text) for name in INDEXES)  # type: ignore[return-value]  # two indexes

    assert finds("কুলসুম") == (True, True)
    actions.correct(story, "চরটি ভোলায়।", None)
    assert finds("ভোলায়") == (True, True)
    actions.redact(story, "কুলসুম", None, reason="নাম বলা যাবে না")
    assert (finds("কুলসুম"), finds("চর")) == ((False, False), (True, True))
    actions.unpublish(Story.objects.get(pk=story.pk), None)
    assert finds("চর") == (False, False)
    assert paper.found("newsroom", text="চর") == {("draft", story.pk)}
    actions.publish(Story.objects.get(pk=story.pk), None)
    assert finds("চর") == (True, True)
    assert paper.found("newsroom", text="চর") == {("story", story.pk)}
    actions.kill(story, None)
    assert finds("চর") == (False, False)
    assert paper.found("newsroom") == set()


def test_a_name_that_many_stories_have_is_changed_lot_by_lot(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "LOT", 3)
    person, picture = make_person("রাহেলা বানু"), make_picture(caption="পুরোনো কথা")
    stories = [make_story(bylines=[(person, "")], picture=picture) for _ in range(7)]
    draft = make_story(published=False, bylines=[(person, "")])
    paper.archivist.settle()
    person.name = "রাহেলা খাতুন"
    person.save()
    assert paper.archivist.turn()
    assert len(paper.found("public", writer="রাহেলা খাতুন")) == 3
    assert mark(paper, "public").owed == {f"person:{person.pk}": stories[2].pk}
    new = make_story(headline="নতুন খবর")
    paper.archivist.close()  # what is owed is in the index, wherever this ends
    assert paper.archivist.turn()
    assert paper.found("public", text="নতুন খবর") == {("story", new.pk)}  # it did not wait
    paper.archivist.settle()
    everybody = {("story", story.pk) for story in stories}
    assert paper.found("public", writer="রাহেলা খাতুন") == everybody
    assert paper.found("newsroom", writer="রাহেলা খাতুন") == everybody | {("draft", draft.pk)}
    assert [paper.found(name, writer="রাহেলা বানু") for name in INDEXES] == [set(), set()]
    actions.describe_picture(Picture.objects.get(pk=picture.pk), caption="নতুন কথা")
    paper.archivist.settle()
    assert paper.found("public", text="পুরোনো") == set()
    assert paper.found("public", text='"নতুন কথা"') == everybody
    assert mark(paper, "public").owed == {}


def test_a_topic_that_is_no_more_chooses_nothing(paper: Paper) -> None:
    topic = make_topic("ধান")
    make_stories(25, topics=[topic])
    make_story(published=False, topics=[topic])
    paper.archivist.settle()
    assert (len(paper.found("public", topic="ধান")), len(paper.found("newsroom", topic="ধান"))) == (25, 26)
    topic.name = "আমন ধান"
    topic.save()
    paper.archivist.settle()
    assert len(paper.found("public", topic="ধান")) == 25  # the slug stays
    topic.delete()
    paper.archivist.settle()
    assert [paper.found(name, topic="ধান") for name in INDEXES] == [set(), set()]
    assert len(paper.found("public")) == 25


def test_what_does_not_concern_an_index_costs_it_no_commit(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    story = make_story()
    paper.archivist.settle()
    before = mark(paper, "public")
    for _ in range(3):
        story.save_revision()
    paper.archivist.settle()
    assert mark(paper, "public") == before
    assert mark(paper, "newsroom").position == changes.position()
    monkeypatch.setattr(following, "UNSAID", 5)
    for _ in range(3):
        story.save_revision()
    paper.archivist.settle()
    assert mark(paper, "public").position == changes.position()  # now and then it says where it is all the same


def test_a_lot_takes_the_same_queries_however_many(paper: Paper) -> None:
    make_stories(2)
    paper.archivist.settle()
    follower = paper.archivist.followers[0]
    counted = []
    for count in (1, 5):
        make_stories(count, bylines=[(make_person(), "")])
        with CaptureQueriesContext(connection) as queries:
            follower.step()
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_a_restored_log_is_another_past(paper: Paper, caplog: pytest.LogCaptureFixture) -> None:
    kept = make_story(headline="থাকল")
    paper.archivist.settle()
    backup = changes.position()
    lost = make_story(headline="হারাল")
    paper.archivist.settle()
    last = changes.position()
    # The database goes back behind the second story, and another one comes at the same position of the log.
    Story.objects.filter(pk=lost.pk).update(live=False, killed_at=NOON)
    ChangeRow.objects.filter(position__gt=backup).delete()
    paper.archivist.close()
    with caplog.at_level(logging.WARNING):
        paper.archivist.settle()
    assert paper.found("public") == {("story", kept.pk)}
    assert paper.archivist.renewed == ["public", "newsroom"] * 2
    said = [record.message for record in caplog.records]
    assert len(said) == 2
    assert f"does not belong to this newsroom's log: the log says another thing at position {last}" in said[0]


def test_a_log_that_goes_back_between_place_and_look_is_another_past(
    paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "CHANGES", 1)
    first, second = make_stories(2)
    position = changes.position()
    with transaction.atomic():
        changes.touch(f"story:{first.pk}", f"story:{second.pk}")
    follower = paper.archivist.followers[0]
    while mark(paper, "public").position < position:
        follower.step()  # one change at a time, and each time it reads the desk as it is after all of them
    position += 1
    assert (mark(paper, "public").position, mark(paper, "public").seen) == (position - 1, position)
    ChangeRow.objects.filter(position=position).delete()
    Story.objects.filter(pk=second.pk).update(live=False, killed_at=NOON)
    paper.archivist.close()
    with pytest.raises(OtherPastError, match=f"the log says another thing at position {position}"):
        Follower(paper.folder / "public", ("story",)).step()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("touch:3", "it was not written by this press"),
        (json.dumps({"word": "", "form": 0}), "its records are of form 0, not 1"),
        ("", "it was not written by this press"),
    ],
)
def test_a_place_of_somebody_else_is_another_past(paper: Paper, change: str, why: str) -> None:
    paper.archivist.close()
    index = open_index(turning.now(paper.folder / "public") or paper.folder, writing=True)
    index.write([], [], Place(1, change))
    index.close()
    with pytest.raises(OtherPastError, match=why):
        Follower(paper.folder / "public", ("story",)).step()


def test_a_log_that_was_pruned_too_far_is_another_past(paper: Paper) -> None:
    follower = Follower(paper.folder / "public", ("story",))
    with transaction.atomic():
        ChangeRow.objects.create(position=KEPT + 5, keys="story:1", at=NOON)
    with pytest.raises(OtherPastError, match="no longer reaches back"):
        follower.step()
    follower.close()


def test_while_an_index_is_made_anew_the_old_one_is_searched(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renewal, "LOT", 2)
    monkeypatch.setattr(renewal, "PORTION", 3)
    stories = make_stories(8)
    paper.archivist.settle()
    reader = open_index(paper.folder / "public")
    seen, told = [], []

    def progress(done: int, total: int) -> None:
        seen.append(reader.count())
        told.append((done, total))
        if done == 4:
            actions.kill(stories[0], None)  # it was put already
            stories.append(make_story(headline="মাঝখানে এল"))
            paper.archivist.settle()

    count = renewal.renew(paper.folder / "public", ("story",), progress)
    assert (count, seen) == (8, [8, 8, 8, 8, 8])
    assert told == [(2, 8), (4, 8), (6, 8), (8, 8), (9, 9)]
    expected = {("story", story.pk) for story in stories[1:]}
    assert (reader.count(), paper.found("public")) == (8, expected)
    actions.kill(stories[1], None)
    paper.archivist.settle()  # whoever follows notices that another index has taken the place
    assert paper.found("public") == expected - {("story", stories[1].pk)}
    assert paper.archivist.renewed == ["public", "newsroom"]
    reader.close()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_damaged_index_is_noticed_said_and_made_anew(
    paper: Paper, settings: Settings, engine: str, caplog: pytest.LogCaptureFixture
) -> None:
    paper.archivist.close()
    settings.HARKARA_ARCHIVE_ENGINE = engine
    paper.archivist = Archivist()
    make_stories(3)
    paper.archivist.settle()
    paper.archivist.close()
    paper.archivist.renewed.clear()
    caplog.clear()
    folder = turning.now(paper.folder / "public")
    assert folder is not None
    for path in folder.iterdir():
        path.write_bytes(b"torn")
    with caplog.at_level(logging.WARNING):
        paper.archivist.look()
    assert paper.archivist.renewed == ["public"]
    assert [record.message.startswith(f"The index in {folder} cannot be used") for record in caplog.records] == [True]
    assert len(paper.found("public")) == 3


def test_an_index_that_is_gone_comes_back(paper: Paper) -> None:
    make_stories(2)
    paper.archivist.settle()
    (paper.folder / "public").unlink()
    make_story()
    paper.archivist.settle()
    assert len(paper.found("public")) == 3


def test_an_index_that_somebody_complains_of_is_made_anew(paper: Paper, caplog: pytest.LogCaptureFixture) -> None:
    make_stories(2)
    paper.archivist.settle()
    place = paper.folder / "newsroom"
    os.utime(place, (1, 1), follow_symlinks=False)
    paper.archivist.renewed.clear()
    complaints.complain(place, "A page is torn.")
    with caplog.at_level(logging.WARNING):
        paper.archivist.settle()
    assert (paper.archivist.renewed, complaints.complaint(place)) == (["newsroom"], "")
    assert [record.message for record in caplog.records if record.levelno == logging.WARNING] == [
        "A page is torn. It is made anew."
    ]
    assert len(paper.found("newsroom")) == 2


def test_what_is_committed_while_the_indexes_are_brought_further_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stop, turns, waits = Stop(), [], []

    class Busy(archivist.Archivist):
        def look(self) -> None:
            """All is well."""

        def turn(self) -> bool:
            turns.append(changes.position())
            with transaction.atomic():
                changes.touch("list:all")  # after this turn has read the log
            if len(turns) == 2:
                stop.set()
            return False

    class Felt(changes.Pulse):
        def wait(self, word: Any, look: float, seconds: float) -> bool:
            waits.append(seconds)
            if len(waits) == 20:
                stop.set()
            return word.is_set()

        def beats(self) -> bool:
            return True

    monkeypatch.setattr(archivist, "Archivist", Busy)
    monkeypatch.setattr(archivist, "Pulse", Felt)
    archivist.follow(stop)
    assert (len(turns), len(waits)) == (2, 2)
