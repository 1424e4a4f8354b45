"""A key that was not recorded is noticed: the acts of the newsroom and the comparison find the stale sheet.

One recorded key of one sheet is struck from the ledger, as if its reader had forgotten to note it. Then the newsroom does
what changes the thing of that name, and the sheet must be found to differ. A trial counts where the change shows on that
sheet at all (a byline's page does not show the desk), and where no other key of the sheet is always touched with the
one that was struck (then nothing could be noticed by anybody).
"""

import os
import secrets
import shutil
from pathlib import Path
from random import Random

import pytest
from pytest_django.fixtures import Settings

from harkara import layout
from harkara.desk import actions, clock
from harkara.desk.models import Desk, Person, Picture, Section, Story, Topic
from harkara.press.printing import prints
from harkara.rack import ledger
from harkara.rack.models import EntryRow
from harkara.rack.pages import etag
from tests.press.newsroom import Newsroom, small_pages
from tests.press.test_invariant import undone


def changed(room: Newsroom, key: str) -> bool:
    """Changes what ``key`` names, so that who shows it must look different. False where that cannot be done."""
    kind, *rest = key.split(":")
    match kind, rest:
        case "story", [number]:
            story = Story.objects.get(pk=int(number))
            words = [("paragraph", f"<p>{room.words('অনুচ্ছেদ')}</p>")]
            actions.edit(story, room.editor, body=words, headline=room.words("শিরোনাম"), tell_reader=True)
        case "teaser", [number]:
            story = Story.objects.get(pk=int(number))
            elsewhere = Section.objects.exclude(pk=story.section_id).order_by("pk")[0]
            actions.edit(story, room.editor, headline=room.words("শিরোনাম"), section=elsewhere)
        case "picture", [number]:
            picture = Picture.objects.get(pk=int(number))
            actions.describe_picture(picture, caption=room.words("পরিচিতি"), alt=room.words("বিকল্প"))
        case "topic", [slug]:
            rename(room, Topic.objects.get(slug=slug))
        case "person", [number]:
            rename(room, Person.objects.get(pk=int(number)))
        case "desk", [number]:
            rename(room, Desk.objects.get(pk=int(number)))
        case "list", ["section", slug]:
            publish(room, section=Section.objects.get(slug=slug))
        case "list", ["topic", slug]:
            publish(room, topic=Topic.objects.get(slug=slug))
        case "list", ["all" | "day" | "month", *_]:
            publish(room)
        case _:
            return False
    return True


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


def implied(key: str, others: frozenset[str]) -> bool:
    """Whether every act that touches ``key`` touches another key of the sheet too."""
    kind, _, rest = key.partition(":")
    if kind == "teaser":
        return f"story:{rest}" in others
    if kind == "list":
        # A publication is what changes a list, and it touches the list of everything as well.
        return key != "list:all" and "list:all" in others
    return False


def trial(room: Newsroom, chance: Random) -> tuple[bool, str] | None:
    """Strikes one recorded key and changes what it names; whether that was noticed, and what was struck. ``None`` where
    nothing could be noticed.
    """
    sheet = chance.choice([sheet for sheet in ledger.walk() if not sheet.name.startswith(("asset:", "notice:"))])
    recorded = prints([sheet.name])[0].keys
    keys = [key for key in sorted(recorded) if not implied(key, recorded - {key})]
    if not keys:
        return None
    key = chance.choice(keys)
    lay = room.store.shelf.get(sheet.name)
    assert lay is not None
    assert EntryRow.objects.filter(sheet=sheet.id, key=ledger.number(key)).delete()[0] == 1
    if not changed(room, key):
        return None
    fresh = prints([sheet.name])[0].page
    if fresh is not None and etag(fresh) == lay.etag:
        return None
    room.settle()
    return bool(room.wrong([sheet.name])), f"{key} of {sheet.name}"


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
def founded(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> object:
    small_pages(monkeypatch)
    monkeypatch.setattr(layout, "VERSION", layout.VERSION)
    settings.HARKARA_RACK = tmp_path / "rack"
    yield Newsroom.founded(tmp_path / "rack", Random(2))
    clock.set(None)


def test_a_forgotten_key_is_noticed(founded: Newsroom) -> None:
    possible, missed = score(founded, 12, 3)
    assert possible >= 8
    assert len(missed) / possible <= 0.05, missed


@pytest.mark.proof
def test_forgotten_keys_are_noticed(founded: Newsroom) -> None:
    number = int(os.environ.get("HARKARA_PROOF_SEED", secrets.randbelow(10**6)))
    possible, missed = score(founded, int(os.environ.get("HARKARA_PROOF_MUTANTS", "300")), number)
    print(f"FIGURE: recorded keys dropped at random (seed {number}), noticed | {possible - len(missed)} of {possible}")
    print(f"not noticed: {missed}")
    assert len(missed) / possible <= 0.05, missed
