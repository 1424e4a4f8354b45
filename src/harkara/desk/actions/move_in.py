"""Move in: stories of another paper become stories of this one, many at a time.

What ``publish`` does for one story this does for a batch of stories that were published long ago: rows, days, tallies, old
addresses, and the keys of all that readers see of it, in one transaction with how far the export is taken in. Their places in
listings come last, a listing at a time (:mod:`.take_places`): until then a listing shows what it showed. So numbered pages
are in the order of publication whatever the order of the export, and no page is printed for each batch anew.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Max

from harkara.bangla import slug as slugs
from harkara.desk import clock, keys
from harkara.desk.actions import traces
from harkara.desk.actions.publish import NAMELESS
from harkara.desk.actions.schedule import schedule
from harkara.desk.copy.bodies import named_pictures
from harkara.desk.errors import DeskError
from harkara.desk.models import (
    Area,
    Byline,
    Correction,
    Listing,
    ListingDue,
    Move,
    Origin,
    Picture,
    PictureUse,
    Section,
    SourceLink,
    Story,
    StoryAddress,
    StoryUpdate,
    Tally,
    Topic,
)
from harkara.desk.models.fields import PlainJSON
from harkara.desk.models.taxonomy import RESERVED
from harkara.desk.pouring import pour
from harkara.rack import changes

LONGEST: Final = 500
"""Characters of an old address."""

OWN: Final = (
    *(
        "id",
        "live",
        "has_unpublished_changes",
        "headline",
        "kicker",
        "kind",
        "summary",
        "section_id",
        "desk_id",
        "dateline",
    ),
    *("body", "picture_id", "captions", "video", "comments", "slug", "published_at", "updated_at", "modified_at"),
    *("first_published_at", "last_published_at"),
)
"""Columns in which stories that move in differ."""

_OWN = re.compile(r"/(?:[0-9]{1,18}(?:\.json)?)?")
_TAKEN: Final = frozenset(
    (
        *("feed.xml", "atom.xml", "feed.json", "robots.txt", "ads.txt", "llms.txt", "sitemap.xml", "news-sitemap.xml"),
        *(
            "look.css",
            "saved",
            "worker.js",
            "app.webmanifest",
            "icon",
            "indexnow.txt",
            ".well-known",
            "_",
            "favicon.ico",
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A story that moves in. ``name`` is its origin's digest (32 characters); numbers are those of rows here; times are aware;
    headline, kicker, summary, dateline, body and captions are spelled (``spelled``).

    ``live``: readers see it, as they did at its origin. ``due``: it is to be published then. ``number`` and ``slug`` are wanted,
    and given where they are free.
    """

    name: str
    headline: str
    body: list[dict[str, Any]]
    live: bool
    section: int | None
    kind: str = "news"
    kicker: str = ""
    summary: str = ""
    published_at: datetime | None = None
    updated_at: datetime | None = None
    due: datetime | None = None
    topics: tuple[int, ...] = ()
    people: tuple[int, ...] = ()
    areas: tuple[int, ...] = ()
    desk: int | None = None
    picture: int | None = None
    captions: dict[str, dict[str, str]] = field(default_factory=dict)
    dateline: str = ""
    video: str = ""
    comments: str = ""
    addresses: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    """Where its pictures and files lay: they lead to the first story that had them."""

    sources: tuple[tuple[str, str, str], ...] = ()
    """Name, kind, name in Latin letters."""

    corrections: tuple[tuple[datetime, str], ...] = ()
    updates: tuple[tuple[datetime, str], ...] = ()
    number: int | None = None
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of an arrival: the story's number and, of a new one that readers see, its address; ``was_new``: it was not
    there before; what it could not have, as pairs of what and why.
    """

    story: int
    href: str
    was_new: bool
    lacks: tuple[tuple[str, str], ...] = ()


Told = Callable[[list["Settled"]], Counter[str]]
"""Tells what became of arrivals before that is committed, and returns what to count."""


def take(move: Move, arrivals: Sequence[Arrival], position: str, told: Told) -> list[Settled]:
    """Takes ``arrivals`` in and notes that ``move`` has come to ``position``, in one transaction. Who is there already (by its
    name) is left as it is. A constant number of queries for any number of arrivals, and some for each day.
    """
    with transaction.atomic():
        known = dict(Origin.objects.filter(name__in=[one.name for one in arrivals]).values_list("name", "story"))
        fresh: dict[str, Arrival] = {}
        for one in arrivals:
            if known.get(one.name) is None:
                fresh.setdefault(one.name, one)
        numbers = _numbers(list(fresh.values()))
        sections = Section.objects.in_bulk({one.section for one in fresh.values() if one.section})
        rows = {name: _row(one, numbers[name], sections) for name, one in fresh.items()}
        _pour(rows.values())
        lacks: dict[str, list[tuple[str, str]]] = defaultdict(list)
        _belongings(fresh, numbers)
        _addresses(fresh, numbers, lacks)
        _pictures(rows.values())
        touched = _publish([rows[name] for name in rows if rows[name].live], fresh, numbers)
        Origin.objects.filter(name__in=[name for name in fresh if name in known]).delete()  # its story was deleted
        pour(Origin, ("name", "story_id"), [(name, numbers[name]) for name in fresh])
        _schedule(fresh, numbers, lacks)
        settled = [
            Settled(numbers[one.name], rows[one.name].href, True, tuple(lacks[one.name]))
            if fresh.get(one.name) is one
            else Settled(int(known.get(one.name) or numbers[one.name]), "", False)
            for one in arrivals
        ]
        move.position, move.said = position, move.position
        move.counts = dict(Counter(move.counts) + told(settled))
        move.save(update_fields=["position", "said", "counts"])
        touched |= {keys.draft(row.pk) for row in rows.values() if not row.live}
        changes.touch(*sorted(touched))
    return settled


def _numbers(fresh: Sequence[Arrival]) -> dict[str, int]:
    """A number for each: the one it wants where that is free, else the next that nobody ever had."""
    wanted = {one.number: one.name for one in fresh if one.number and one.number > 0}
    taken = set(Story.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    found = {name: number for number, name in wanted.items() if number not in taken}
    others = [one.name for one in fresh if one.name not in found]
    highest = max(found.values(), default=0)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            if highest:
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence('desk_story', 'id'),"
                    " greatest(%s, (SELECT last_value FROM desk_story_id_seq)))",
                    [highest],
                )
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence('desk_story', 'id')) FROM generate_series(1, %s)", [len(others)]
            )
            return found | dict(zip(others, (row[0] for row in cursor.fetchall()), strict=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = 'desk_story'")
        given = cursor.fetchone()
    last = max(highest, given[0] if given else 0, Story.objects.aggregate(last=Max("pk"))["last"] or 0)
    return found | {name: last + at for at, name in enumerate(others, 1)}


@dataclass(frozen=True, slots=True)
class _Row:
    """A story as it is written."""

    pk: int
    one: Arrival
    section: Section | None
    slug: str

    @property
    def live(self) -> bool:
        return self.one.live

    @property
    def href(self) -> str:
        """The story's address; empty for a draft, which has no slug."""
        return f"/{self.section.slug}/{self.pk}/{self.slug}" if self.section and self.slug else ""

    @property
    def section_id(self) -> int | None:
        return int(self.section.pk) if self.section else None

    @property
    def pictures(self) -> set[int]:
        """The pictures above and in its text."""
        return named_pictures([self.one.body]) | ({self.one.picture} if self.one.picture else set())


def _row(one: Arrival, number: int, sections: dict[Any, Section]) -> _Row:
    slug = (one.slug or slugs.slugify(one.headline) or NAMELESS) if one.live else ""
    return _Row(number, one, sections.get(one.section or 0), slug)


def _pour(rows: Collection[_Row]) -> None:
    """Writes the new stories."""
    now, json = clock.now(), connection.ops.adapt_json_value
    told = []
    for row in rows:
        one, at = row.one, row.one.published_at
        changed = max(filter(None, (at, one.updated_at)), default=None)
        told.append(
            (
                *(
                    row.pk,
                    one.live,
                    not one.live,
                    one.headline,
                    one.kicker,
                    one.kind,
                    one.summary,
                    row.section_id,
                    one.desk,
                ),
                *(one.dateline, json(one.body, PlainJSON), one.picture, json(one.captions, PlainJSON), one.video),
                *(one.comments, row.slug, at if one.live else None, one.updated_at if one.live else None),
                *(changed if one.live else now, at if one.live else None, changed if one.live else None),
            )
        )
    pour(Story, OWN, told)


def _belongings(fresh: dict[str, Arrival], numbers: dict[str, int]) -> None:
    """Topics, people, places, sources, corrections and updates of the stories."""
    each = [(numbers[name], one) for name, one in fresh.items()]
    for through, name in ((Story.topics.through, "topics"), (Story.areas.through, "areas")):
        pairs = [(number, pk) for number, one in each for pk in getattr(one, name)]
        pour(through, ("story_id", f"{name[:-1]}_id"), pairs)
    signed = [(number, pk, at) for number, one in each for at, pk in enumerate(one.people)]
    pour(Byline, ("story_id", "person_id", "sort_order"), signed)
    SourceLink.objects.bulk_create(
        [
            SourceLink(story_id=number, name=name[:120], kind=kind, latin=latin[:120], sort_order=at)
            for number, one in each
            for at, (name, kind, latin) in enumerate(one.sources)
        ]
    )
    StoryUpdate.objects.bulk_create(
        [
            StoryUpdate(story_id=number, told_at=at, because=why[:160])
            for number, one in each
            if one.live
            for at, why in one.updates
        ]
    )


def _addresses(fresh: dict[str, Arrival], numbers: dict[str, int], lacks: dict[str, list[tuple[str, str]]]) -> None:
    """Notes the old addresses of the stories; says of which why it leads nowhere."""
    wanted: dict[str, str] = {}
    for name, one in fresh.items():
        for href in dict.fromkeys(one.addresses):
            if why := wrong(href):
                lacks[name].append((href[:LONGEST], why))
            elif (other := wanted.setdefault(href, name)) != name:
                lacks[name].append((href, f"Another item of this export has that address: story {numbers[other]}."))
    held = dict(StoryAddress.objects.filter(href__in=wanted).values_list("href", "story"))
    for href, number in held.items():
        lacks[wanted[href]].append((href, f"Story {number} has that address already."))
    files: dict[str, int] = {}
    for name, one in fresh.items():
        for href in one.files:
            if href not in wanted and not wrong(href):
                files.setdefault(href, numbers[name])
    known = set(StoryAddress.objects.filter(href__in=files).values_list("href", flat=True)) if files else set()
    told = [(numbers[name], href) for href, name in wanted.items() if href not in held]
    told += [(number, href) for href, number in files.items() if href not in known]
    pour(StoryAddress, ("story_id", "href"), told)


def wrong(href: str) -> str:
    """Why ``href`` cannot lead to where an item is now, a sentence; empty where it can."""
    if len(href) > LONGEST:
        return f"The address is longer than {LONGEST} characters."
    if not href.startswith("/") or "\ufffd" in href or "%" in href or any(ord(letter) < 32 for letter in href):
        return "The address cannot be read: it is not UTF-8, or broken."
    if "?" in href:
        return ""
    if _OWN.fullmatch(href) or href.strip("/").split("/")[0] in RESERVED | _TAKEN:
        return "It is an address of this paper's own."
    return ""


def _pictures(rows: Iterable[_Row]) -> None:
    """Notes which pictures readers see with the stories. They stood in the paper before: nothing is asked of their rights."""
    uses = [PictureUse(story_id=row.pk, picture_id=pk) for row in rows if row.live for pk in row.pictures]
    if uses:
        PictureUse.objects.bulk_create(uses, ignore_conflicts=True)
        Picture.objects.filter(pk__in={one.picture_id for one in uses}, used=False).update(used=True)


def _publish(rows: Sequence[_Row], fresh: dict[str, Arrival], numbers: dict[str, int]) -> set[str]:
    """What follows from the live ones: days, tallies, listings that are due; returns the keys to touch."""
    if not rows:
        return set()
    touched = {keys.ALL, keys.CHANGED}
    days: Counter[date] = Counter()
    tallies = []
    for row in rows:
        assert row.one.published_at is not None
        day = clock.day_of(row.one.published_at)
        days[day] += 1
        tallies.append((day, Tally.Kind.PUBLISHED.value, row.pk, row.section_id, row.one.desk))
        touched |= {keys.story(row.pk), keys.teaser(row.pk), keys.mention(row.pk), keys.signed(row.pk)}
        if row.one.kind != Story.Kind.NEWS:
            touched.add(keys.kind(row.one.kind))
        if row.one.picture:
            touched.add(keys.PICTURED)
    for day, many in days.items():
        touched |= {keys.map_of_day(day)} | traces.count(day, many)
    pour(Tally, ("day", "kind", "story_id", "section_id", "desk_id"), tallies)
    touched |= _corrections(fresh, numbers)
    ListingDue.objects.bulk_create(
        [ListingDue(name=name) for name in sorted(_listings([row.one for row in rows]))], ignore_conflicts=True
    )
    return touched


def _corrections(fresh: dict[str, Arrival], numbers: dict[str, int]) -> set[str]:
    """Gives corrections the next places, in the order of their time; returns the keys to touch."""
    told = sorted((at, numbers[name], text) for name, one in fresh.items() if one.live for at, text in one.corrections)
    if not told:
        return set()
    listing, _ = Listing.objects.select_for_update().get_or_create(name=keys.CORRECTIONS)
    before = listing.older_pages
    Correction.objects.bulk_create(
        [
            Correction(story_id=number, made_at=at, text=text, place=listing.length + nth)
            for nth, (at, number, text) in enumerate(told)
        ]
    )
    listing.length += len(told)
    listing.shown += len(told)
    listing.save()
    pages = range(max(1, before), listing.older_pages + 1) if listing.older_pages != before else ()
    return {keys.listing(keys.CORRECTIONS), *(keys.page(keys.CORRECTIONS, page) for page in pages)}


def _listings(arrivals: Collection[Arrival]) -> set[str]:
    """The names of the listings to which the arrivals belong."""
    sections = Section.objects.filter(pk__in={one.section for one in arrivals})
    names = {name for section in sections for name in section.listings}
    topics = {pk for one in arrivals for pk in one.topics}
    names |= {keys.topic(slug) for slug in Topic.objects.filter(pk__in=topics).values_list("slug", flat=True)}
    names |= {keys.writer(pk) for one in arrivals for pk in one.people}
    names |= {keys.of_desk(one.desk) for one in arrivals if one.desk}
    areas = Area.objects.filter(pk__in={pk for one in arrivals for pk in one.areas})
    return names.union(*(area.listings for area in areas))


def _schedule(fresh: dict[str, Arrival], numbers: dict[str, int], lacks: dict[str, list[tuple[str, str]]]) -> None:
    for name, one in fresh.items():
        if one.due is None:
            continue
        try:
            with transaction.atomic():
                schedule(Story.objects.get(pk=numbers[name]), one.due, None)
        except DeskError as why:
            lacks[name].append(("its time", f"It is a draft, not scheduled: {why}"))
