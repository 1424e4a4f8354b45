"""A small newsroom at random work, and the press behind it: what the long proofs drive.

Pages of lists hold three stories here, so that a few stories fill several pages. Every act goes through the desk's own
actions; after each one the press turns until it has nothing to do.
"""

import shutil
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from harkara import layout
from harkara.desk import actions, clock
from harkara.desk.copy import listings
from harkara.desk.models import Picture, Section, Story, Topic, places
from harkara.people.models import User
from harkara.press.bake import bake
from harkara.press.check import Found, check, compare
from harkara.press.storeroom import Storeroom
from harkara.press.turns import Turns
from harkara.rack import changes, ledger
from tests.desk.factories import (
    NOON,
    make_body,
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

SECTIONS = ("world", "national", "sports")
TOPICS = ("নদী", "ধান", "মেলা")
LIVE_AT_MOST = 24
"""More published stories than this, and the next act takes one away: a step must stay cheap."""


def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists break into pages after three stories."""
    monkeypatch.setattr(places, "PER_PAGE", 3)
    monkeypatch.setattr(listings, "PER_PAGE", 3)


class Newsroom:
    """A paper with editors at work. ``chance`` decides everything that an act leaves open."""

    def __init__(self, rack: Path, chance: Random) -> None:
        self.rack = rack
        self.chance = chance
        self.now = NOON
        self.done: Counter[str] = Counter()
        self.serial = 0
        self.turns = Turns(Storeroom(rack), brotli=False)

    @classmethod
    def founded(cls, rack: Path, chance: Random, stories: int = 10) -> "Newsroom":
        """A paper with sections, topics, pictures, an editor and some stories, printed."""
        clock.set(NOON)
        make_paper()
        for position, slug in enumerate(SECTIONS):
            make_section(slug, position=position)
        for topic in TOPICS:
            make_topic(topic)
        for _ in range(3):
            make_picture(width=700, height=420)
        make_user("editor", initials="কখগ")
        room = cls(rack, chance)
        for _ in range(stories):
            room.now += timedelta(minutes=30)
            clock.set(room.now)
            room.publish()
        room.settle()
        return room

    def copied(self, rack: Path, chance: Random) -> "Newsroom":
        """The same paper on a copy of the rack; ends the press of this one."""
        self.turns.close()
        shutil.copytree(self.rack, rack)
        room = Newsroom(rack, chance)
        room.now, room.serial = self.now, self.serial
        clock.set(room.now)
        room.settle()
        return room

    @property
    def store(self) -> Storeroom:
        return self.turns.store

    @property
    def editor(self) -> User:
        return User.objects.get(username="editor")

    def live(self) -> list[Story]:
        """The published stories."""
        return list(Story.objects.filter(live=True).order_by("pk"))

    def one(self) -> Story | None:
        """Any published story without a waiting draft."""
        fit = [story for story in self.live() if not story.has_unpublished_changes]
        return self.chance.choice(fit) if fit else None

    def words(self, what: str) -> str:
        """Words that were never printed before."""
        self.serial += 1
        return f"{what} {self.serial}"

    def picture(self) -> Picture | None:
        """A picture that may be shown, or none."""
        return self.chance.choice([None, *Picture.objects.filter(withdrawn=False).order_by("pk")])

    def draft(self) -> Story:
        """A story that nobody has published yet, with a bit of everything."""
        body = list(make_body([self.words("প্রথম অনুচ্ছেদ"), self.words("দ্বিতীয় অনুচ্ছেদ")]))
        if (other := self.one()) is not None and self.chance.random() < 0.5:
            body.append(("paragraph", f'<p>আগের খবর <a href="{other.href}">এখানে</a>।</p>'))
        blocks = stored(*body)
        if (picture := self.picture()) is not None and self.chance.random() < 0.3:
            blocks += stored(("picture", picture.pk))
        return make_story(
            published=False,
            section=self.chance.choice(list(Section.objects.order_by("pk"))),
            headline=self.words("শিরোনাম"),
            summary=self.words("সারাংশ"),
            body=blocks,
            picture=self.picture(),
            topics=self.chance.sample(list(Topic.objects.order_by("pk")), self.chance.randint(0, 2)),
            bylines=[(make_person(), "রাজশাহী")] if self.chance.random() < 0.5 else [],
            sources=[("রয়টার্স", "agency")] if self.chance.random() < 0.5 else [],
            desk=make_desk() if self.chance.random() < 0.5 else None,
            user=self.editor,
        )

    # The acts. Each returns whether it could be done.

    def publish(self) -> bool:
        actions.publish(self.draft(), self.editor)
        return True

    def edit(self) -> bool:
        story = self.one()
        if story is None:
            return False
        actions.edit(story, self.editor, tell_reader=True, headline=self.words("নতুন শিরোনাম"))
        return True

    def edit_little(self) -> bool:
        story = self.one()
        if story is None:
            return False
        actions.edit(story, self.editor, body=make_body([self.words("বদলানো অনুচ্ছেদ")]))
        return True

    def move(self) -> bool:
        story = self.one()
        if story is None:
            return False
        others = Section.objects.exclude(pk=story.section_id).order_by("pk")
        actions.move(story, self.chance.choice(list(others)), self.editor)
        return True

    def retopic(self) -> bool:
        story = self.one()
        if story is None:
            return False
        topics = self.chance.sample(list(Topic.objects.order_by("pk")), self.chance.randint(0, 3))
        actions.edit(story, self.editor, topics=topics)
        return True

    def rename_section(self) -> bool:
        section = self.chance.choice(list(Section.objects.order_by("pk")))
        actions.rename_section(section, self.words("বিভাগ"))
        return True

    def rename_topic(self) -> bool:
        topic = self.chance.choice(list(Topic.objects.order_by("pk")))
        topic.name = self.words("বিষয়")
        topic.save()
        return True

    def rename_person(self) -> bool:
        person = make_person()
        person.name = self.words("প্রতিবেদক")
        person.save()
        return True

    def change_picture(self) -> bool:
        story = self.one()
        if story is None:
            return False
        others = [None, *Picture.objects.filter(withdrawn=False).exclude(pk=story.picture_id or 0).order_by("pk")]
        if story.picture_id is None:
            others.remove(None)
        if not others:
            others = [make_picture(width=700, height=420)]
        actions.change_picture(story, self.chance.choice(others), self.editor)
        return True

    def describe_picture(self) -> bool:
        pictures = list(Picture.objects.filter(withdrawn=False).order_by("pk"))
        picture = self.chance.choice(pictures) if pictures else make_picture(width=700, height=420)
        actions.describe_picture(picture, caption=self.words("পরিচিতি"), alt=self.words("বিকল্প"))
        return True

    def correct(self) -> bool:
        story = self.one()
        if story is None:
            return False
        actions.correct(story, self.words("সংশোধনী"), self.editor)
        return True

    def unpublish(self) -> bool:
        story = self.one()
        if story is None:
            return False
        actions.unpublish(story, self.editor)
        return True

    def republish(self) -> bool:
        drafts = Story.objects.filter(live=False, killed_at=None, published_at__isnull=False).order_by("pk")
        if not drafts:
            return False
        actions.publish(self.chance.choice(list(drafts)), self.editor)
        return True

    def kill(self) -> bool:
        story = self.one()
        if story is None:
            return False
        actions.kill(story, self.editor, "ভুল খবর")
        return True

    def schedule(self) -> bool:
        """A story is scheduled, and its time comes."""
        actions.schedule(self.draft(), self.now + timedelta(minutes=5), self.editor)
        self.settle()
        self.wait(timedelta(minutes=6))
        return True

    def pin(self) -> bool:
        live = self.live()
        chosen = self.chance.sample(live, min(len(live), self.chance.randint(0, 2)))
        until = self.now + timedelta(minutes=self.chance.randint(3, 40)) if self.chance.random() < 0.5 else None
        actions.set_front(dict(enumerate(chosen, 1)), until)
        return True

    def midnight(self) -> bool:
        """The day ends in the paper's zone."""
        self.wait(clock.end(clock.day_of(self.now)) - self.now + timedelta(seconds=self.chance.randint(0, 90)))
        return True

    def change_layout(self) -> bool:
        """The paper is started again with another layout."""
        self.turns.close()
        layout.VERSION = self.words("layout").replace(" ", "")
        self.turns = Turns(Storeroom(self.rack), brotli=False)
        return True

    def read(self) -> bool:
        """A reader asks for something that is not on the shelf."""
        missing = [
            entry.name
            for _, entry in self.store.manifest.entries(limit=5000)
            if entry.kind == "sheet" and self.store.shelf.mark(entry.name) is None
        ]
        if not missing:
            return False
        bake(self.store, self.chance.sample(missing, min(3, len(missing))))
        return True

    def wait(self, span: timedelta) -> None:
        """The clock goes on by ``span``."""
        self.now += span
        clock.set(self.now)

    def act(self, name: str) -> bool:
        """Does the act called ``name`` if it can be done, and lets the press turn until it has nothing to do."""
        self.wait(timedelta(seconds=self.chance.randint(1, 120)))
        if not ACTS[name](self):
            return False
        self.done[name] += 1
        self.settle()
        while len(self.live()) > LIVE_AT_MOST and self.unpublish():
            self.settle()
        return True

    def settle(self) -> None:
        """The press turns until it has nothing to do."""
        self.turns.settle()

    def printed_since(self, position: int) -> list[str]:
        """The sheets that were printed after ``position``."""
        return [sheet.name for sheet in ledger.walk() if sheet.position > position]

    def wrong(self, wanted: list[str]) -> list[str]:
        """What is wrong with the sheets ``wanted``."""
        found = Found()
        compare(self.store, wanted, found)
        assert found.waiting == 0
        return found.wrong

    def everything_wrong(self) -> list[str]:
        """What is wrong on the whole rack. Nothing may wait and nothing may lag when the press has settled."""
        found = check(self.store)
        assert (found.waiting, found.backlog) == (0, 0)
        return found.wrong + self.unreachable()

    def unreachable(self) -> list[str]:
        """Addresses that lead to a sheet which is neither on the shelf nor to be printed."""
        lost = [
            (path, entry.name)
            for path, entry in self.store.manifest.entries(limit=5000)
            if entry.kind == "sheet" and self.store.shelf.mark(entry.name) is None
        ]
        done = bake(self.store, [name for _, name in lost])
        return [f"{path} leads to {name}, which does not exist." for path, name in lost if name in done.absent]

    def position(self) -> int:
        return changes.position()


ACTS: dict[str, Callable[[Newsroom], bool]] = {
    "publish": Newsroom.publish,
    "edit": Newsroom.edit,
    "minor edit": Newsroom.edit_little,
    "move section": Newsroom.move,
    "change topics": Newsroom.retopic,
    "rename section": Newsroom.rename_section,
    "rename topic": Newsroom.rename_topic,
    "rename person": Newsroom.rename_person,
    "change picture": Newsroom.change_picture,
    "describe picture": Newsroom.describe_picture,
    "correct": Newsroom.correct,
    "unpublish": Newsroom.unpublish,
    "republish": Newsroom.republish,
    "kill": Newsroom.kill,
    "schedule due": Newsroom.schedule,
    "pin": Newsroom.pin,
    "midnight": Newsroom.midnight,
    "layout change": Newsroom.change_layout,
    "read": Newsroom.read,
}
