"""Random acts of a newsroom: what every long test of the desk, the press and their processes lets editors do.

Each act goes through the desk's own actions. It returns whether there was anything to do it to; what the desk refuses
(``DeskError``) it raises, and a refusal is an outcome too.
"""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

from harkara.desk import actions, clock
from harkara.desk.models import Desk, Package, Person, Picture, Section, Story, Topic
from harkara.people.models import User
from tests.desk.factories import (
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
LATER_SECTIONS = ("economy", "opinion", "science", "travel", "health")
TOPICS = ("নদী", "ধান", "মেলা")
SELDOM = 0.1
"""How often an act is tried on a story that it may not fit."""


def found() -> None:
    """A paper with sections, topics, pictures, people and an editor, and no story yet."""
    make_paper()
    for position, slug in enumerate(SECTIONS):
        make_section(slug, position=position)
    for topic in TOPICS:
        make_topic(topic)
    for _ in range(3):
        make_picture(width=700, height=420)
    make_desk()
    make_person()
    make_user("editor", initials="কখগ")


class Acts:
    """What an editor may do next. ``chance`` decides everything that an act leaves open; ``mark`` keeps the words of
    several editors apart.
    """

    def __init__(self, chance: Random, mark: str = "") -> None:
        self.chance = chance
        self.mark = mark
        self.serial = 0

    @property
    def editor(self) -> User:
        return User.objects.get(username="editor")

    def live(self) -> list[Story]:
        """The published stories."""
        return list(Story.objects.filter(live=True).order_by("pk"))

    def one(self) -> Story | None:
        """Any published story without a waiting draft; seldom one that is not published, or has a draft."""
        if self.chance.random() < SELDOM:
            return self.any(Story.objects.filter(published_at__isnull=False))
        return self.any(Story.objects.filter(live=True, has_unpublished_changes=False))

    def any(self, rows: Any) -> Any:
        """One of the rows of a query, or ``None`` where it has none."""
        found = list(rows.order_by("pk"))
        return self.chance.choice(found) if found else None

    def words(self, what: str) -> str:
        """Words that were never printed before; no others begin with them."""
        self.serial += 1
        return f"{what} {self.mark}{self.serial:06}"

    def picture(self) -> Picture | None:
        """A picture that may be shown, or none."""
        return self.chance.choice([None, *Picture.objects.filter(withdrawn=False).order_by("pk")])

    def body(self) -> list[dict[str, Any]]:
        """A text, which may lead to another story and show a picture."""
        blocks = list(make_body([self.words("প্রথম অনুচ্ছেদ"), self.words("দ্বিতীয় অনুচ্ছেদ")]))
        if (other := self.any(Story.objects.filter(published_at__isnull=False))) and self.chance.random() < 0.5:
            blocks.append(("paragraph", f'<p>আগের খবর <a href="{other.href}">এখানে</a>।</p>'))
        done = stored(*blocks)
        if (picture := self.picture()) is not None and self.chance.random() < 0.3:
            done += stored(("picture", picture.pk))
        return done

    def draft(self) -> Story:
        """A story that nobody has published yet, with a bit of everything."""
        return make_story(
            published=False,
            section=self.any(Section.objects.all()),
            headline=self.words("শিরোনাম"),
            summary=self.words("সারাংশ"),
            body=self.body(),
            picture=self.picture(),
            topics=self.chance.sample(list(Topic.objects.order_by("pk")), self.chance.randint(0, 2)),
            bylines=[(self.any(Person.objects.all()), "রাজশাহী")] if self.chance.random() < 0.5 else [],
            sources=[("রয়টার্স", "agency")] if self.chance.random() < 0.5 else [],
            desk=self.any(Desk.objects.all()) if self.chance.random() < 0.5 else None,
            user=self.editor,
        )

    def publish(self) -> bool:
        actions.publish(self.draft(), self.editor)
        return True

    def edit(self) -> bool:
        return self._edit(tell_reader="নতুন তথ্য", headline=self.words("নতুন শিরোনাম"))

    def edit_little(self) -> bool:
        return self._edit(body=self.body())

    def edit_beside(self) -> bool:
        """What stands beside headline and text."""
        others: list[dict[str, Any]] = [
            {"summary": self.words("অন্য সারাংশ")},
            {"kicker": self.words("উপরে")},
            {"kind": self.chance.choice(["news", "opinion", "analysis"])},
            {"desk": self.chance.choice([None, *Desk.objects.order_by("pk")])},
            {"dateline": self.words("স্থান")},
            {"syndication": self.chance.choice(["full", "excerpt", "nothing"])},
        ]
        return self._edit(tell_reader="নতুন তথ্য" if self.chance.random() < 0.3 else False, **self.chance.choice(others))

    def retopic(self) -> bool:
        topics = list(Topic.objects.order_by("pk"))
        return self._edit(topics=self.chance.sample(topics, min(len(topics), self.chance.randint(0, 3))))

    def expire(self) -> bool:
        """A story is to leave the paper by itself."""
        return self._edit(expire_at=clock.now() + timedelta(minutes=self.chance.randint(1, 90)))

    def _edit(self, **changes: Any) -> bool:
        story = self.one()
        if story is not None:
            actions.edit(story, self.editor, **changes)
        return story is not None

    def move(self) -> bool:
        story = self.one()
        if story is None:
            return False
        seldom = self.chance.random() < SELDOM
        others = Section.objects.all() if seldom else Section.objects.exclude(pk=story.section_id)
        actions.move(story, self.any(others), self.editor)
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
        picture = self.any(Picture.objects.filter(withdrawn=False)) or make_picture(width=700, height=420)
        actions.describe_picture(picture, caption=self.words("পরিচিতি"), alt=self.words("বিকল্প"))
        return True

    def correct(self) -> bool:
        story = self.one()
        if story is not None:
            actions.correct(story, self.words("সংশোধনী"), self.editor)
        return story is not None

    def redact(self) -> bool:
        story = self.one()
        if story is not None:
            actions.redact(story, story.headline, self.editor, reason="নাম বলা যাবে না")
        return story is not None

    def rename_section(self) -> bool:
        actions.rename_section(self.any(Section.objects.all()), self.words("বিভাগ"))
        return True

    def rename_topic(self) -> bool:
        return self._rename(Topic, "বিষয়")

    def rename_person(self) -> bool:
        return self._rename(Person, "প্রতিবেদক")

    def rename_desk(self) -> bool:
        return self._rename(Desk, "ডেস্ক")

    def _rename(self, model: type[Topic | Person | Desk], what: str) -> bool:
        row = self.any(model.objects.all())
        row.name = self.words(what)
        row.save()
        return True

    def new_section(self) -> bool:
        absent = [slug for slug in LATER_SECTIONS if not Section.objects.filter(slug=slug).exists()]
        if not absent:
            return False
        make_section(absent[0], name=self.words("বিভাগ"), position=self.chance.randint(0, 9))
        return True

    def unpublish(self) -> bool:
        story = self.one()
        if story is not None:
            actions.unpublish(story, self.editor)
        return story is not None

    def republish(self) -> bool:
        drafts = Story.objects.filter(published_at__isnull=False)
        if self.chance.random() >= SELDOM:
            drafts = drafts.filter(live=False, killed_at=None)
        story = self.any(drafts)
        if story is not None:
            actions.publish(story, self.editor)
        return story is not None

    def kill(self) -> bool:
        story = self.one()
        if story is not None:
            actions.kill(story, None, "ভুল খবর")
        return story is not None

    def schedule(self) -> bool:
        """A story is to be published by itself."""
        actions.schedule(self.draft(), clock.now() + timedelta(minutes=self.chance.randint(1, 90)), self.editor)
        return True

    def gather(self) -> bool:
        """A story comes into a package, which may be a new one."""
        story = self.any(Story.objects.filter(killed_at=None))
        if story is None:
            return False
        package = self.any(Package.objects.all())
        if package is None or self.chance.random() < 0.2:
            package = actions.make_package(self.words("প্রবাহ"), None, standfirst=self.words("যা ঘটেছে"))
        at = clock.now() - timedelta(days=self.chance.randint(0, 9)) if self.chance.random() < 0.5 else None
        actions.add_to_package(package, [story], None, line=self.chance.choice(["", self.words("ঘটনা")]), at=at)
        return True

    def tell_event(self) -> bool:
        package = self.any(Package.objects.all())
        if package is not None:
            at = clock.now() - timedelta(days=self.chance.randint(0, 9))
            actions.add_event(package, self.words("ঘটনা"), at, None, source="পুলিশ", timed=self.chance.random() < 0.5)
        return package is not None

    def change_package(self) -> bool:
        """A package or an entry of it is told in other words, moved in time, taken out, withdrawn or shown."""
        package = self.any(Package.objects.all())
        if package is None:
            return False
        entry = self.any(package.entries.all())
        at = clock.now() - timedelta(days=self.chance.randint(0, 9))
        acts: list[Callable[[], object]] = [
            lambda: actions.change_package(package, None, name=self.words("প্রবাহ")),
            lambda: actions.change_package(package, None, standfirst=self.words("যা ঘটেছে")),
            lambda: actions.show_package(package, None, live=not package.live),
        ]
        if entry is not None:
            acts += [
                lambda: actions.change_entry(entry, None, line=self.words("ঘটনা")),
                lambda: actions.change_entry(entry, None, at=at),
                lambda: actions.take_from_package(entry, None),
            ]
        self.chance.choice(acts)()
        return True

    def pin(self) -> bool:
        live = self.live()
        chosen = self.chance.sample(live, min(len(live), self.chance.randint(0, 2)))
        minutes = timedelta(minutes=self.chance.randint(3, 40))
        until = clock.now() + minutes if self.chance.random() < 0.5 else None
        actions.set_front(dict(enumerate(chosen, 1)), until)
        return True

    def lead(self) -> bool:
        actions.set_lead(self.chance.choice([None, self.one()]))
        return True


ACTS: dict[str, Callable[[Any], bool]] = {
    "publish": Acts.publish,
    "edit": Acts.edit,
    "minor edit": Acts.edit_little,
    "edit beside the text": Acts.edit_beside,
    "move section": Acts.move,
    "change topics": Acts.retopic,
    "rename section": Acts.rename_section,
    "rename topic": Acts.rename_topic,
    "rename person": Acts.rename_person,
    "rename desk": Acts.rename_desk,
    "new section": Acts.new_section,
    "change picture": Acts.change_picture,
    "describe picture": Acts.describe_picture,
    "correct": Acts.correct,
    "redact": Acts.redact,
    "unpublish": Acts.unpublish,
    "republish": Acts.republish,
    "kill": Acts.kill,
    "schedule": Acts.schedule,
    "expire": Acts.expire,
    "gather into a package": Acts.gather,
    "tell an event": Acts.tell_event,
    "change a package": Acts.change_package,
    "pin": Acts.pin,
    "lead": Acts.lead,
}
