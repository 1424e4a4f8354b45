"""Makes what a test of the newsroom needs, through the same acts that editors use."""

import io
import itertools
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now
from PIL import Image
from wagtail.signal_handlers import disable_reference_index_auto_update

from harkara.desk import actions, clock, intake
from harkara.desk.models import (
    Byline,
    Desk,
    IncomingClipping,
    Paper,
    Person,
    Picture,
    Section,
    SourceLink,
    Story,
    Topic,
    WireRule,
    WireSource,
)
from harkara.desk.rights import FORMER_EDITOR
from harkara.people.models import User

NOON = datetime(2026, 11, 28, 6, 0, tzinfo=UTC)
"""Noon in Dhaka on the day of most tests."""

HEADLINES = (
    "চরের স্কুলে সৌরবিদ্যুতে সন্ধ্যার পাঠশালা",
    "হাওরে আগাম বন্যার আশঙ্কা, ধান কাটার তাড়া",
    "পাহাড়ি ছড়ার পানি ধরে বারো মাস চাষ",
    "তাঁতপল্লিতে নতুন নকশা, ব্যস্ত কারিগরেরা",
    "গ্রামের পাঠাগারে এক হাজার নতুন বই",
)
PARAGRAPHS = (
    "দিনের কাজ সেরে সন্ধ্যায় হারিকেনের বদলে সৌরবাতির আলোয় পড়তে বসে চরের শিশুরা।",
    "সঙ্গে বসেন তাদের মায়েরাও; অনেকে নাম লিখতে শিখেছেন এই পাঠশালায়।",
)
NAMES = {"world": "আন্তর্জাতিক", "national": "জাতীয়", "sports": "খেলাধুলা", "opinion": "মতামত", "economy": "অর্থনীতি"}

_numbers = itertools.count(1)


def make_paper(**fields: Any) -> Paper:
    """The paper's row; as a demo paper, so that processes without the tests' settings ask for no second factor."""
    defaults = {"name": "দৈনিক হরকরা", "tagline": "খবর পৌঁছে যায়", "outlet": "হরকরা", "imprint": "ঢাকা", "is_demo": True}
    paper, _ = Paper.objects.update_or_create(pk=1, defaults={**defaults, **fields})
    return paper


def make_user(username: str = "", *, group: str = "editor", initials: str = "এসএটি", **fields: Any) -> User:
    """Somebody of the newsroom, in ``group`` (``editor`` stands for three); the password is ``password``."""
    user = User.objects.create_user(
        username or f"person-{next(_numbers)}", password="password", initials=initials, seen_at=now(), **fields
    )
    user.groups.set(Group.objects.filter(name__in=FORMER_EDITOR if group == "editor" else [group]))
    return user


def make_section(slug: str = "world", name: str = "", position: int = 0) -> Section:
    """A section, made once for each slug."""
    section, _ = Section.objects.get_or_create(
        slug=slug, defaults={"name": name or NAMES.get(slug, slug), "position": position}
    )
    return section


def make_desk(name: str = "আন্তর্জাতিক ডেস্ক") -> Desk:
    return Desk.objects.get_or_create(name=name)[0]


def make_person(name: str = "নিজস্ব প্রতিবেদক") -> Person:
    return Person.objects.get_or_create(name=name)[0]


def make_topic(name: str = "নদী") -> Topic:
    return Topic.objects.get_or_create(name=name)[0]


def make_picture(width: int = 1000, height: int = 600, **fields: Any) -> Picture:
    """A saved picture of one colour, each another file."""
    number = next(_numbers)
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), (number * 37 % 256, number * 59 % 256, 120)).save(buffer, "PNG")
    defaults = {
        "title": f"ছবি {number}",
        "alt": "নদীর ঘাটে নৌকা",
        "caption": "ঘাটে বাঁধা নৌকা",
        "credit": "হরকরা",
        "terms": "own",
    }
    file = SimpleUploadedFile(f"picture-{number}.png", buffer.getvalue(), "image/png")
    picture = Picture.objects.create(file=file, **{**defaults, **fields})
    picture.file.close()
    return picture


def make_body(paragraphs: Iterable[str] = PARAGRAPHS) -> list[tuple[str, Any]]:
    """A body of paragraphs, as a story takes it."""
    return [("paragraph", f"<p>{text}</p>") for text in paragraphs]


def stored(*blocks: tuple[str, Any]) -> list[dict[str, Any]]:
    """Blocks as they are stored, with any kind of value: ``stored(("quote", {"text": "…", "speaker": ""}))``."""
    return [{"type": kind, "value": value, "id": f"block-{number}"} for number, (kind, value) in enumerate(blocks)]


def make_story(
    *,
    published: bool = True,
    at: datetime | None = None,
    section: Section | str | None = "world",
    headline: str = "",
    body: Sequence[Any] | None = None,
    topics: Sequence[Topic] = (),
    bylines: Sequence[tuple[Person, str]] = (),
    sources: Sequence[tuple[str, str]] = (),
    user: User | None = None,
    indexed: bool = False,
    **fields: Any,
) -> Story:
    """A story, published by ``actions.publish`` (at ``at``, if given) unless ``published`` is False.

    Wagtail's index of references, which nobody here reads, is a quarter of what it costs: only ``indexed`` stories are in it.
    """
    with nullcontext() if indexed else disable_reference_index_auto_update():
        number = next(_numbers)
        story = Story(
            headline=headline or HEADLINES[number % len(HEADLINES)],
            section=make_section(section) if isinstance(section, str) else section,
            body=list(body) if body is not None else stored(*make_body()),
            summary=fields.pop("summary", "চরের শিশুদের সন্ধ্যার পাঠশালা চলে সৌরবাতির আলোয়।"),
            **fields,
        )
        story.topics = list(topics)
        story.bylines = [Byline(person=person, place=place, sort_order=n) for n, (person, place) in enumerate(bylines)]
        story.source_links = [SourceLink(name=name, kind=kind, sort_order=n) for n, (name, kind) in enumerate(sources)]
        story.save()
        story.save_revision(user=user, clean=False)
        if not published:
            return story
        if at is None:
            return actions.publish(story, user)
        with clock.at(at):
            return actions.publish(story, user)


def make_stories(count: int, *, first: datetime = NOON - timedelta(days=1), **fields: Any) -> list[Story]:
    """Published stories, a minute after one another, the oldest first."""
    return [make_story(at=first + timedelta(minutes=number), **fields) for number in range(count)]


def make_clipping(**fields: Any) -> IncomingClipping:
    """A clipping that waits in the tray."""
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "fingerprint": f"page-{number}",
        "filed_at": clock.now(),
        "headline": "দ্বীপদেশকে জাহাজ দিচ্ছে প্রতিবেশী",
        "outlet": "সোনারতরী",
        "desk": "আন্তর্জাতিক ডেস্ক",
        "text": "প্রথম জাহাজটি যাবে ডিসেম্বরে।\n\nজাহাজ চলবে ব্যাটারি ও পালে।",
        "source_chain": [
            {"name": "রয়টার্স", "kind": "agency", "latin": "Reuters"},
            {"name": "সোনারতরী", "kind": "outlet", "latin": ""},
        ],
        "furniture": [{"line": 1, "text": "হোম জাতীয় খেলা", "reason": "menu"}],
        "lines": [{"n": 1, "field": "furniture"}],
    }
    return IncomingClipping.objects.create(**{**defaults, **fields})


def make_source(**fields: Any) -> WireSource:
    """A source of the wire; nobody fetches it."""
    count = WireSource.objects.count()
    given = {"name": f"নীলখাম, জাতীয় {count}", "outlet": "নীলখাম", "address": f"https://example.org/feed/{count}"}
    return WireSource.objects.create(**{**given, **fields})


def make_rule(**fields: Any) -> WireRule:
    """A rule of the wire that catches floods."""
    given: dict[str, Any] = {"name": f"বন্যা {WireRule.objects.count()}", "words": "বন্যা", "urgency": 2}
    return WireRule.objects.create(**{**given, **fields})


def send(source: WireSource | None = None, **said: Any) -> IncomingClipping:
    """An item off the wire, as its sender sends it (``desk.dispatch.Dispatch``); the row that it lies in."""
    given: dict[str, Any] = {
        "guid": f"item-{next(_numbers)}",
        "headline": HEADLINES[0],
        "body": PARAGRAPHS,
        "sender": "নীলখাম",
        "source_chain": (intake.Source("রয়টার্স", "agency", "Reuters"), intake.Source("নীলখাম", "outlet")),
    }
    received = intake.receive(intake.Dispatch(**{**given, **said}), source.pk if source else None)
    return IncomingClipping.objects.get(pk=received.id)
