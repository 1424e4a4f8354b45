"""A key that was not recorded is noticed: the acts of the newsroom and the comparison find the stale sheet.

One recorded key of one sheet is struck from the ledger, as if its reader had forgotten to note it. Then the newsroom does
what changes the thing of that name, and the sheet must be found to differ. An act tells something only where the change
shows on that sheet at all (a byline's page does not show the desk), and where it touches no other key that the sheet
read: else the sheet is printed again and right, and nothing could be noticed by anybody. So acts are tried from the
narrowest to the widest; a key for which none tells anything is counted apart.
"""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from django.db import transaction
from pytest_django.fixtures import Settings

from harkara import layout
from harkara.desk import actions, clock
from harkara.desk.models import Desk, Person, Picture, Section, Story, Topic
from harkara.press.printing import prints
from harkara.rack import changes, ledger
from harkara.rack.models import EntryRow
from harkara.rack.pages import etag
from tests.desk.factories import make_body
from tests.press.newsroom import Newsroom, small_pages
from tests.press.test_invariant import undone

Act = Callable[[], object]


def acts(room: Newsroom, key: str) -> Iterator[Act]:
    """What changes the thing that ``key`` names, so that who shows it must look different; the narrowest first."""
    kind, *rest = key.split(":")
    match kind, rest:
        case "story", [number]:
            story = Story.objects.get(pk=int(number))
            yield lambda: actions.edit(story, room.editor, body=make_body([room.words("অনুচ্ছেদ")]))
            yield lambda: actions.edit(story, room.editor, tell_reader="নতুন তথ্য")
            yield lambda: actions.edit(story, room.editor, headline=room.words("শিরোনাম"))
        case "teaser", [number]:
            story = Story.objects.get(pk=int(number))
            yield lambda: actions.edit(story, room.editor, headline=room.words("শিরোনাম"))
            yield lambda: actions.edit(story, room.editor, summary=room.words("সারাংশ"))
            yield from moves(room, story)
        case "mention", [number]:
            story = Story.objects.get(pk=int(number))
            yield lambda: actions.edit(story, room.editor, headline=room.words("শিরোনাম"))
            yield from moves(room, story)
        case "picture", [number]:
            picture = Picture.objects.get(pk=int(number))
            yield lambda: actions.describe_picture(picture, caption=room.words("পরিচিতি"), alt=room.words("বিকল্প"))
        case "topic", [slug]:
            yield lambda: rename(room, Topic.objects.get(slug=slug))
        case "person", [number]:
            yield lambda: rename(room, Person.objects.get(pk=int(number)))
        case "desk", [number]:
            yield lambda: rename(room, Desk.objects.get(pk=int(number)))
        case "front", []:
            yield from (lambda story=story: actions.set_lead(story) for story in room.live()[:2])
        case "list", ["topic", slug, *_]:
            topic = Topic.objects.get(slug=slug)
            yield from (lambda story=story: toggle(room, story, topic) for story in settled(room))
            yield lambda: publish(room, topic=topic)
        case "list", ["section", slug, *_]:
            section = Section.objects.get(slug=slug)
            for story in settled(room):
                yield from (act for act in moves(room, story) if section.pk == story.section_id)
                if section.pk != story.section_id:
                    yield lambda story=story: actions.move(story, section, room.editor)
            yield lambda: publish(room, section=section)
        case "list", ["all" | "day", *_]:
            yield lambda: publish(room)
        case "list", ["map", day]:
            of_the_day = (story for story in settled(room) if clock.day_of(story.published_at).isoformat() == day)
            yield from (
                lambda story=story: actions.edit(story, room.editor, tell_reader="নতুন তথ্য") for story in of_the_day
            )
            yield lambda: publish(room)
        case "list", ["days" | "beside" | "month", *_]:
            yield lambda: (room.wait(clock.end(clock.today()) - room.now), publish(room))
        case "list", ["months"]:
            yield lambda: (room.wait(timedelta(days=31)), publish(room))


def settled(room: Newsroom) -> list[Story]:
    """Published stories of which no newer draft waits."""
    return [story for story in room.live() if not story.has_unpublished_changes]


def moves(room: Newsroom, story: Story) -> Iterator[Act]:
    """Moving ``story`` into each of the other sections."""
    for section in Section.objects.exclude(pk=story.section_id).order_by("pk"):
        yield lambda section=section: actions.move(story, section, room.editor)


def toggle(room: Newsroom, story: Story, topic: Topic) -> None:
    """``story`` gets the topic, or loses it."""
    topics = set(story.topics.all()) ^ {topic}
    actions.edit(story, room.editor, topics=sorted(topics, key=lambda one: one.pk))


def rename(room: Newsroom, thing: Topic | Person | Desk) -> None:
    thing.name = room.words("নাম")
    thing.save()


def publish(room: Newsroom, section: Section | None = None, topic: Topic | None = None) -> None:
    story = room.draft()
    if section is not None:
        story.section = section
    if topic is not None:
        story.topics.set([topic])
    story.save_revision(clean=False)
    actions.publish(story, room.editor)


def trial(room: Newsroom, chance: Random) -> tuple[bool, str] | None:
    """Strikes one recorded key and changes what it names; whether that was noticed, and what was struck. ``None`` where
    nothing could be noticed.
    """
    sheet = chance.choice([sheet for sheet in ledger.walk() if not sheet.name.startswith(("asset:", "notice:"))])
    recorded = prints([sheet.name])[0].keys
    if not recorded:
        return None
    key = chance.choice(sorted(recorded))
    lay = room.store.shelf.get(sheet.name)
    assert lay is not None
    assert EntryRow.objects.filter(sheet=sheet.id, key=ledger.number(key)).delete()[0] == 1
    for act in acts(room, key):
        before, now, mark = room.position(), room.now, transaction.savepoint()
        act()
        touched = frozenset[str]().union(*(change.keys for change in changes.since(before)))
        fresh = prints([sheet.name])[0].page
        if touched.isdisjoint(recorded - {key}) and (fresh is None or etag(fresh) != lay.etag):
            room.settle()
            return bool(room.wrong([sheet.name])), f"{key} of {sheet.name}"
        transaction.savepoint_rollback(mark)
        room.wait(now - room.now)
    return None


def score(founded: Newsroom, trials: int, number: int) -> tuple[int, list[str]]:
    """How many of ``trials`` mutants could be noticed, and which were not."""
    possible, missed = 0, []
    for count in range(trials):
        with undone():
            room = founded.copied(founded.rack.with_name(f"mutant-{count}"), Random(number + count))
            outcome = trial(room, Random(number + count))
            room.turns.close()
            shutil.rmtree(room.rack)
        if outcome is not None:
            possible += 1
            missed += [] if outcome[0] else [outcome[1]]
    return possible, missed


@pytest.fixture
def founded(database: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> object:
    small_pages(monkeypatch)
    monkeypatch.setattr(layout, "VERSION", layout.VERSION)
    settings.HARKARA_RACK = tmp_path / "rack"
    yield Newsroom.founded(tmp_path / "rack", Random(2))
    clock.set(None)


@pytest.mark.long
def test_a_forgotten_key_is_noticed(founded: Newsroom) -> None:
    possible, missed = score(founded, 16, 3)
    assert possible >= 8
    assert len(missed) / possible <= 0.05, missed


@pytest.mark.proof
def test_forgotten_keys_are_noticed(founded: Newsroom) -> None:
    number = int(os.environ.get("HARKARA_PROOF_SEED", secrets.randbelow(10**6)))
    trials = int(os.environ.get("HARKARA_PROOF_MUTANTS", "300"))
    possible, missed = score(founded, trials, number)
    print(f"FIGURE: recorded keys dropped at random (seed {number}), noticed | {possible - len(missed)} of {possible}")
    print(
        f"FIGURE: such keys of {trials}, which an act of the desk touches apart from all else on the sheet | {possible}"
    )
    print(f"not noticed: {missed}")
    assert len(missed) / possible <= 0.05, missed
