"""Related coverage: what the index holds to be near stands first; without it a story is published as ever."""

import logging
import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from harkara.archive import shelf
from harkara.archive.index import Found, Index, IndexDamaged, Place, Search
from harkara.archive.record import Record
from harkara.desk import actions, clock, morgue
from harkara.desk.actions import related
from harkara.desk.models import RelatedStory, Story
from tests.desk.factories import NOON, make_body, make_picture, make_story, make_topic, stored

pytestmark = pytest.mark.django_db

FLOOD = (
    "হাওরে আগাম বন্যা, ডুবে গেছে বোরো ধানের খেত",
    "সুনামগঞ্জের হাওরে পাহাড়ি ঢলে বাঁধ ভেঙে বোরো ধান ডুবে গেছে। কৃষকেরা কাঁচা ধান কেটে নৌকায় তুলছেন।",
)
ALSO_FLOOD = (
    "বাঁধ ভেঙে হাওরের ধান তলিয়ে গেল",
    "পাহাড়ি ঢলে সুনামগঞ্জের হাওরের বাঁধ ভেঙেছে; বোরো ধান তলিয়ে কৃষকেরা দিশাহারা, নৌকায় কাঁচা ধান কাটছেন।",
)
OTHERS = (
    ("জাদুঘরে পুরোনো মুদ্রার প্রদর্শনী", "রাজধানীর জাদুঘরে শনিবার শুরু হলো মুঘল আমলের মুদ্রার প্রদর্শনী, চলবে এক মাস।"),
    ("টেস্ট সিরিজে সমতা ফেরাল স্বাগতিকেরা", "শেষ বিকেলে স্পিনারদের ঘূর্ণিতে ম্যাচ জিতে সিরিজে সমতা ফিরিয়েছে স্বাগতিক দল।"),
    ("রপ্তানি আয়ে নতুন রেকর্ড", "পোশাক খাতের হাত ধরে গত অর্থবছরে রপ্তানি আয় আগের সব রেকর্ড ছাড়িয়েছে।"),
)


def write(words: tuple[str, str], hours: float, *, topics: Sequence[object] = (), published: bool = True) -> Story:
    return make_story(
        headline=words[0],
        body=stored(*make_body([words[1]])),
        summary="",
        topics=topics,  # type: ignore[arg-type]  # topics, by their factory
        published=published,
        at=NOON - timedelta(hours=hours) if published else None,
    )


def record(story: Story) -> Record:
    """As the archive has it."""
    (found,) = morgue.published([story.pk])
    return found


def publish(story: Story, moment: datetime = NOON) -> list[int]:
    """The numbers of the stories that ``story``, published at ``moment``, names in their order."""
    with clock.at(moment):
        actions.publish(story, None)
    return list(RelatedStory.objects.filter(story=story).order_by("position").values_list("named_id", flat=True))


@pytest.fixture
def index(settings: Settings, tmp_path: Path) -> Callable[..., None]:
    """Writes stories into the public index of the settings."""
    settings.HARKARA_ARCHIVE = tmp_path / "archive"

    def write(*stories: Story) -> None:
        public = shelf.public(writing=True)
        public.write([record(story) for story in stories], ())
        public.close()

    return write


class Slow:
    """An index that answers when it is let go."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.asked = 0

    def like(
        self, record: Record, limit: int = 20, *, published_before: datetime | None = None
    ) -> Sequence[tuple[int, float]]:
        self.asked += 1
        self.gate.wait(60)
        return ((1, 1.0),)

    def write(self, put: Iterable[Record], remove: Collection[str], place: Place | None = None) -> None: ...

    def place(self) -> Place | None: ...

    def count(self) -> int:
        return 0

    def search(self, wanted: Search) -> Found:
        return Found()

    def suggest(self, typed: str, limit: int = 8) -> tuple[str, ...]:
        return ()

    def close(self) -> None: ...


def test_what_is_about_the_same_stands_before_what_is_newer(index: Callable[..., None]) -> None:
    flood = write(FLOOD, hours=900)
    others = [write(words, hours=hours) for hours, words in enumerate(OTHERS, 1)]
    index(flood, *others)
    story = write(ALSO_FLOOD, hours=0, published=False)
    assert publish(story) == [flood.pk, *(one.pk for one in others)]


def test_the_choice_stays_when_nearer_ones_come(index: Callable[..., None]) -> None:
    flood = write(FLOOD, hours=9)
    index(flood)
    story = write(ALSO_FLOOD, hours=0, published=False)
    before = publish(story)
    nearer = write(ALSO_FLOOD, hours=-1)
    index(nearer)
    actions.edit(Story.objects.get(pk=story.pk), None, headline="আরেক শিরোনাম")
    with clock.at(NOON + timedelta(hours=2)):
        actions.unpublish(Story.objects.get(pk=story.pk), None)
    assert publish(Story.objects.get(pk=story.pk), NOON + timedelta(hours=3)) == before == [flood.pk]


def test_a_story_names_neither_itself_nor_what_left_the_paper(index: Callable[..., None]) -> None:
    killed, gone, there = (write(FLOOD, hours=hours) for hours in (3, 2, 1))
    story = write(ALSO_FLOOD, hours=0, published=False)
    own = Record("story", story.pk, *ALSO_FLOOD, NOON - timedelta(days=1))
    index(killed, gone, there)
    public = shelf.public(writing=True)
    public.write([own], ())
    public.close()
    actions.kill(killed, None)
    actions.unpublish(gone, None)
    assert publish(story) == [there.pk]


def test_fifty_pages_name_one_story_and_the_next_names_another(index: Callable[..., None]) -> None:
    full, free = write(FLOOD, hours=3), write(FLOOD, hours=2)
    index(full, free)
    Story.objects.filter(pk=full.pk).update(named_by=49)
    first, second = (write(ALSO_FLOOD, hours=0, published=False) for _ in range(2))
    assert set(publish(first)) == {full.pk, free.pk}
    assert publish(second, NOON + timedelta(minutes=1)) == [free.pk, first.pk]
    assert dict(Story.objects.values_list("pk", "named_by")) == {
        full.pk: 50,
        free.pk: 2,
        first.pk: 1,
        second.pk: 0,
    }


@pytest.mark.parametrize("state", ["absent", "damaged"])
def test_without_the_index_the_newest_of_the_topic_are_named(
    state: str, settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.HARKARA_ARCHIVE = tmp_path / "archive"
    if state == "damaged":
        (tmp_path / "archive/public").mkdir(parents=True)
        (tmp_path / "archive/public/meta.json").write_text("{")
    river = make_topic("নদী")
    older, newer = (write(FLOOD, hours=hours, topics=[river]) for hours in (3, 2))
    write(FLOOD, hours=1)
    caplog.clear()
    story = write(ALSO_FLOOD, hours=0, topics=[river], published=False)
    assert publish(story) == [newer.pk, older.pk]
    warned = [one.message for one in caplog.records if one.levelno == logging.WARNING]
    assert [message.split(",")[0] for message in warned] == (
        ["the archive's index cannot be asked"] if state == "damaged" else []
    )


def test_a_slow_index_is_waited_for_once(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    slow = Slow()
    found: Index = slow
    monkeypatch.setattr(related, "LIBRARIAN", related.Librarian(lambda: found))
    monkeypatch.setattr(related, "PATIENCE", 0.01)
    first = write(FLOOD, hours=0, published=False)
    publish(first)
    second = write(ALSO_FLOOD, hours=0, published=False)
    assert publish(second, NOON + timedelta(minutes=1)) == [first.pk]
    assert (slow.asked, [one.levelname for one in caplog.records]) == (1, ["WARNING"])
    slow.gate.set()


def test_a_broken_index_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def broken() -> Index:
        asked.append(1)
        raise IndexDamaged("no")

    monkeypatch.setattr(related, "LIBRARIAN", related.Librarian(broken))
    for _ in range(2):
        publish(write(FLOOD, hours=0, published=False))
    assert len(asked) == 2


@pytest.mark.parametrize("stories", [4, 24])
def test_choosing_from_the_index_costs_no_query_more_in_a_longer_paper(
    stories: int, index: Callable[..., None]
) -> None:
    picture, topic = make_picture(), make_topic()
    index(*(write(FLOOD, hours=hours, topics=[topic]) for hours in range(1, stories + 1)))
    story = write(ALSO_FLOOD, hours=0, topics=[topic], published=False)
    story.picture = picture
    story.save_revision(clean=False)
    with CaptureQueriesContext(connection) as queries:
        assert len(publish(story)) == 4
    named = [query["sql"] for query in queries if "named_by" in query["sql"] and query["sql"].startswith("SELECT")]
    places = [query["sql"] for query in queries if query["sql"].startswith("SELECT") and '"desk_place"' in query["sql"]]
    of_related = [sql for sql in named if 'named_by" <' in sql]
    assert (len(of_related), [sql for sql in places if "ORDER BY" in sql]) == (1, [])
