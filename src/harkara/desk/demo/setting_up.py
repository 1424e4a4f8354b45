"""Sets the demo paper up by the desk's own acts, so that it is a paper like any other."""

import secrets
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import transaction
from django.utils.html import escape
from wagtail.blocks.stream_block import StreamValue

from harkara.desk import clock, rights
from harkara.desk.actions.banners import raise_banner
from harkara.desk.actions.correct import correct
from harkara.desk.actions.packages import add_event, add_to_package, make_package
from harkara.desk.actions.publish import publish
from harkara.desk.actions.publish_front import publish_front
from harkara.desk.demo import day, drawing, saying
from harkara.desk.fronts import HOME, Arrangement, Pin, Slot, block
from harkara.desk.models import Area, Byline, Desk, Document, Paper, Person, Picture, Section, SourceLink, Story, Topic
from harkara.people.models import User
from harkara.rack.outbox.sides import READERS
from harkara.readings import counting, popular
from harkara.readings.spool import Sum

STORIES = Path(__file__).with_name("stories.toml")
PACKAGE = Path(__file__).with_name("package.toml")
DOCUMENTS = Path(__file__).with_name("documents.toml")
PEOPLE = Path(__file__).with_name("people.toml")
EDITOR = "editor"
SECTIONS = {
    "national": "জাতীয়",
    "world": "আন্তর্জাতিক",
    "politics": "রাজনীতি",
    "economy": "অর্থনীতি",
    "sports": "খেলাধুলা",
    "entertainment": "বিনোদন",
    "technology": "তথ্যপ্রযুক্তি",
    "opinion": "মতামত",
}
SUB_SECTIONS = {"cricket": ("ক্রিকেট", "sports"), "football": ("ফুটবল", "sports")}
TOLD = "নতুন তথ্য যোগ হয়েছে"
PHOTOS = "ছবিতে সংবাদ"
LIVE = "পাহাড়ি দেশ আরভানিয়ায় ভোট, সারি সকাল থেকেই"
CORRECTED = "বন্যার পানি নামছে, ঘরে ফিরছেন মেঘাখালীর মানুষ"
CORRECTION = "আগের সংস্করণে ক্ষতিগ্রস্ত ইউনিয়নের সংখ্যা ১২ লেখা হয়েছিল; সংখ্যাটি ১১।"


@dataclass(frozen=True, slots=True)
class Demo:
    """What setting up did: ``password`` is empty when the editor was there already."""

    stories: int
    password: str


@transaction.atomic
def set_up() -> Demo:
    """Makes what is missing of the demo paper, all of it or nothing, and says what it made."""
    rights.grant()
    password = _editor()
    _paper()
    for position, (slug, name) in enumerate(SECTIONS.items(), 1):
        Section.objects.get_or_create(slug=slug, defaults={"name": name, "position": position})
    for position, (slug, (name, above)) in enumerate(SUB_SECTIONS.items(), len(SECTIONS) + 1):
        Section.objects.get_or_create(slug=slug, defaults={"name": name, "position": position, "above_id": above})
    if Story.objects.exists():
        return Demo(0, password)
    editor = User.objects.get(username=EDITOR)
    with STORIES.open("rb") as file:
        told = tomllib.load(file)["story"]
    started = clock.now()
    made = [_story(row, started, editor) for row in sorted(told, key=lambda row: -float(row["hours"]))]
    _front(made)
    raise_banner(next(story for story in made if story.headline == LIVE), editor, "live", 24)
    _package(made, started)
    _profiles()
    _documents(started, editor)
    day.fill(started, editor, _body)
    saying.fill(made, started)
    _readings(made, started)
    return Demo(len(made), password)


def _editor() -> str:
    """Makes the editor's account with a password of its own; returns it, or nothing where the account exists."""
    if User.objects.filter(username=EDITOR).exists():
        return ""
    password = secrets.token_urlsafe(12)
    user = User.objects.create_user(
        EDITOR, password=password, first_name="সম্পাদক", initials="হক", is_staff=True, is_superuser=True
    )
    user.groups.set(Group.objects.filter(name__in=rights.FORMER_EDITOR))
    return password


def _paper() -> None:
    if not Paper.objects.exists():
        Paper.objects.create(
            pk=1,
            is_demo=True,
            name="দৈনিক হরকরা",
            tagline="খবর পৌঁছে যায়",
            outlet="হরকরা",
            editor="হরকরা সম্পাদকমণ্ডলী",
            imprint="এটি একটি নমুনা পত্রিকা। এখানকার মানুষ, স্থান ও ঘটনা কাল্পনিক।",
            google_source="localhost",
            comments="open",
        )


def _profiles() -> None:
    """Gives some people and desks a page."""
    with PEOPLE.open("rb") as file:
        told = tomllib.load(file)
    for model, rows in ((Person, told["writer"]), (Desk, told["desk"])):
        for row in model.objects.filter(name__in=rows):
            for name, said in rows[str(row.name)].items():
                setattr(row, name, said)
            row.public = True
            row.save()


def _documents(started: datetime, editor: User) -> None:
    """Publishes the pages about the paper."""
    with DOCUMENTS.open("rb") as file:
        told = tomllib.load(file)["document"]
    for position, row in enumerate(told, 1):
        page = Document(**{**row, "body": _body(row["body"])}, position=position)
        page.save()
        page.save_revision(user=editor).publish(user=editor)


def _story(row: dict[str, Any], started: datetime, editor: User) -> Story:
    published = started - timedelta(hours=row["hours"])
    kind = row.get("kind", "news")
    story = Story(
        headline=row["headline"],
        summary=row["summary"],
        kind=kind,
        **{name: row[name] for name in ("remembered", "born", "died", "video") if name in row},
        section=Section.objects.get(slug=row["section"]),
        desk=Desk.objects.get_or_create(name=row["desk"])[0] if row.get("desk", "").endswith("ডেস্ক") else None,
        body=_body(row["body"]),
        picture=_picture(row) if "picture" in row else None,
    )
    if "photos" in row:
        story.body = _with_photos(story, row)
    story.topics = [Topic.objects.get_or_create(name=name)[0] for name in row["topics"]]
    if "area" in row:
        area = Area.objects.get(slug=row["area"])
        story.dateline, story.areas = area.name, [area]
    if "byline" in row:
        person, _ = Person.objects.get_or_create(name=row["byline"])
        story.bylines = [Byline(person=person, place=row.get("place", ""))]
    story.source_links = [
        SourceLink(name=name, kind=link_kind, latin=latin, sort_order=order)
        for order, (name, link_kind, latin) in enumerate(link.split("|") for link in row.get("chain", []))
    ]
    with clock.at(published):
        story.save()
        story = publish(story, editor)
    told = (
        [(str(row["updated"]), "", TOLD)] if "updated" in row else [one.partition("|") for one in row.get("told", [])]
    )
    for hours, _bar, words in told:
        with clock.at(started - timedelta(hours=float(hours))):
            story.tell_reader, story.tell_reason = True, words
            story.save_revision(user=editor)
            story = publish(story, editor)
    if row["headline"] == CORRECTED:
        with clock.at(published + timedelta(hours=1)):
            correct(story, CORRECTION, editor)
    return story


def _picture(row: dict[str, Any]) -> Picture:
    name = row["picture"]
    file = ImageFile(ContentFile(drawing.draw(name)), name=f"{name}.jpg")
    said = row["caption"]
    return Picture.objects.create(title=said, file=file, alt=said, caption=said, credit="হরকরা", terms="own")


def _with_photos(story: Story, row: dict[str, Any]) -> StreamValue:
    """The body of a photo story: its picture and its photos behind the words."""
    photos = (dict(zip(("picture", "caption"), one.split("|"), strict=True)) for one in row["photos"])
    numbers = (story.picture_id, *(_picture(photo).pk for photo in photos))
    blocks = [*_blocks(row["body"]), *({"type": "picture", "value": number} for number in numbers)]
    return StreamValue(Story._meta.get_field("body").stream_block, blocks, is_lazy=True)


def _body(text: str) -> StreamValue:
    """The body of a text in which a blank line parts blocks, ``##`` begins a heading, ``>`` a quote and ``!!`` a fact box."""
    block = Story._meta.get_field("body").stream_block
    return StreamValue(block, list(_blocks(text)), is_lazy=True)


def _blocks(text: str) -> Iterator[dict[str, Any]]:
    for part in text.strip().split("\n\n"):
        if part.startswith("## "):
            yield {"type": "heading", "value": part.removeprefix("## ")}
        elif part.startswith("> "):
            said, _, speaker = part.removeprefix("> ").partition(" — ")
            yield {"type": "quote", "value": {"text": said, "speaker": speaker}}
        elif part.startswith("!! "):
            heading, *points = part.removeprefix("!! ").splitlines()
            told = [point.removeprefix("- ") for point in points if point.startswith("- ")]
            source = next((point.removeprefix("— ") for point in points if point.startswith("— ")), "")
            items = [f"<p>{escape(point)}</p>" for point in told]
            yield {"type": "facts", "value": {"heading": heading, "items": items, "source": source}}
        else:
            yield {"type": "paragraph", "value": f"<p>{escape(part)}</p>"}


def _front(stories: list[Story]) -> None:
    """Sets the home page and the front of the sports: the newest stories with a picture at the top, and photos."""
    pictured = [story for story in reversed(stories) if story.picture_id]
    lead, *second = pictured[:4]
    home = (
        Slot("lead", "lead", 1, pins=(Pin(lead.pk, 1),)),
        Slot("second", "second", 4, pins=tuple(Pin(story.pk, place) for place, story in enumerate(second, 1))),
        Slot("latest", "latest", 8),
        block("national"),
        block("world"),
        Slot("photos", "strip", 6, pictured=True, title=PHOTOS),
        Slot("opinion", "opinion", 4, of="kind:opinion"),
    )
    publish_front(HOME, None, wanted=Arrangement(home, others=True))
    games = "section:sports"
    leading = next(story for story in pictured if story.section and story.section.slug == "sports")
    sports = (
        Slot("lead", "lead", 1, of=games, pins=(Pin(leading.pk, 1),)),
        Slot("second", "second", 2, of=games),
    )
    publish_front("sports", None, wanted=Arrangement(sports))


def _readings(stories: list[Story], started: datetime) -> None:
    """Lets invented readers have read the stories in the last hours, some of them more than others."""
    now = int(started.timestamp())
    sums = []
    for place, story in enumerate(stories):
        share = 1 + place * 7919 % 13  # as good as drawn, and the same each time
        for hours in range(6):
            at = now - hours * 3600
            counts = {"rd": 2, "ro": 5, "rs": 3, "rc": 4, "rx": 1, "a": 12, "e1": 2, "e2": 2, "e4": 3, "t": 400, "s": 1}
            sums += [Sum(at, story.pk, what, count * share) for what, count in counts.items()]
    with transaction.atomic(using=READERS):
        counting.add(sums)
    popular.settle(now)


def _package(stories: list[Story], started: datetime) -> None:
    """Gathers two of the stories, and what happened before them, into a package."""
    told = tomllib.loads(PACKAGE.read_text())
    package = make_package(told["name"], None, standfirst=told["standfirst"])
    for event in told["event"]:
        add_event(package, event["line"], started - timedelta(days=event["days"]), None, source=event["source"])
    by_headline = {story.headline: story for story in stories}
    for row in told["story"]:
        add_to_package(package, [by_headline[row["headline"]]], None, line=row["line"])
