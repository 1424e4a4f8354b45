"""Move in: stories of another paper become stories of this one, many at a time.

What ``publish`` does for one story this does for a batch of stories that were published long ago: rows, days, tallies, old
addresses, and the keys of all that readers see of it, in one transaction with how far the export is taken in. Their places in
listings come last, a listing at a time (:func:`set_listing`): until then a listing shows what it showed. So numbered pages
are in the order of publication whatever the order of the export, and no page is printed for each batch anew.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Max, Q

from harkara.bangla import slug as slugs
from harkara.desk import clock, keys
from harkara.desk.actions import traces
from harkara.desk.actions.publish import NAMELESS, pictures_of
from harkara.desk.actions.schedule import schedule
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
    Place,
    Section,
    SourceLink,
    Story,
    StoryAddress,
    StoryUpdate,
    Tally,
    Topic,
)
from harkara.desk.models.taxonomy import RESERVED
from harkara.rack import changes

LONGEST: Final = 500
"""Characters of an old address."""

FEW: Final = 50
"""Stories that come into a listing one by one, as any late story does; of more the listing is numbered anew."""

BARE: Final = frozenset(
    (
        *(
            "locked",
            "locked_at",
            "locked_by_id",
            "latest_revision_id",
            "live_revision_id",
            "expired",
            "expire_at",
            "go_live_at",
        ),
        *("remembered", "born", "died", "syndication", "no_advertising", "tell_reader", "tell_reason", "embargo_until"),
        *("embargo_reason", "clipping_id", "updated_because", "signed", "killed_at", "kill_note", "named_by"),
    )
)
"""Fields that are the same in every story that moves in."""

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
    """A story that moves in. ``name`` is its origin's digest (32 characters); numbers are those of rows here; times are aware.

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
        _pour(list(rows.values()))
        lacks: dict[str, list[tuple[str, str]]] = defaultdict(list)
        _belongings(fresh, numbers)
        _addresses(fresh, numbers, lacks)
        _pictures(rows.values())
        touched = _publish([rows[name] for name in rows if rows[name].live], fresh, numbers)
        Origin.objects.filter(name__in=[name for name in fresh if name in known]).delete()  # its story was deleted
        Origin.objects.bulk_create([Origin(name=name, story_id=numbers[name]) for name in fresh])
        _schedule(fresh, rows, lacks)
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


def _row(one: Arrival, number: int, sections: dict[int, Section]) -> Story:
    now = clock.now()
    at = one.published_at
    changed = max(filter(None, (at, one.updated_at)), default=None)
    return Story(
        pk=number,
        live=one.live,
        has_unpublished_changes=not one.live,
        headline=one.headline,
        kicker=one.kicker,
        kind=one.kind,
        summary=one.summary,
        section=sections.get(one.section or 0),
        desk_id=one.desk,
        dateline=one.dateline,
        body=one.body,
        picture_id=one.picture,
        captions=one.captions,
        video=one.video,
        comments=one.comments,
        slug=(one.slug or slugs.slugify(one.headline) or NAMELESS) if one.live else "",
        published_at=at if one.live else None,
        updated_at=one.updated_at if one.live else None,
        modified_at=changed if one.live else now,
        first_published_at=at if one.live else None,
        last_published_at=changed if one.live else None,
    )


def _pour(rows: Sequence[Story]) -> None:
    """Writes new stories with one statement for all: putting together what Django would write takes longer than writing it."""
    fields = Story._meta.concrete_fields
    quote = connection.ops.quote_name
    columns = ", ".join(quote(one.column) for one in fields)
    marks = ", ".join(["%s"] * len(fields))
    empty = Story()
    same = {
        one.attname: one.get_db_prep_save(one.pre_save(empty, add=True), connection)
        for one in fields
        if one.attname in BARE
    }
    told = [one for one in fields if one.attname not in BARE]
    order = [one.attname for one in fields]
    values = []
    for row in rows:
        own = {one.attname: one.get_db_prep_save(one.pre_save(row, add=True), connection) for one in told}
        values.append([own[name] if name in own else same[name] for name in order])
    if values:
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {quote(Story._meta.db_table)} ({columns}) VALUES ({marks})", values)  # noqa: S608 (names of columns)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def _belongings(fresh: dict[str, Arrival], numbers: dict[str, int]) -> None:
    """Topics, people, places, sources, corrections and updates of the stories."""
    topics, areas = Story.topics.through, Story.areas.through
    each = [(numbers[name], one) for name, one in fresh.items()]
    topics.objects.bulk_create([topics(story_id=number, topic_id=pk) for number, one in each for pk in one.topics])
    areas.objects.bulk_create([areas(story_id=number, area_id=pk) for number, one in each for pk in one.areas])
    Byline.objects.bulk_create(
        [
            Byline(story_id=number, person_id=pk, sort_order=at)
            for number, one in each
            for at, pk in enumerate(one.people)
        ]
    )
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
    StoryAddress.objects.bulk_create(
        [StoryAddress(story_id=numbers[name], href=href) for href, name in wanted.items() if href not in held]
    )


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


def _pictures(rows: Iterable[Story]) -> None:
    """Notes which pictures readers see with the stories. They stood in the paper before: nothing is asked of their rights."""
    uses = [PictureUse(story=row, picture_id=pk) for row in rows if row.live for pk in pictures_of(row)]
    PictureUse.objects.bulk_create(uses, ignore_conflicts=True)
    if uses:
        Picture.objects.filter(pk__in={one.picture_id for one in uses}, used=False).update(used=True)


def _publish(rows: Sequence[Story], fresh: dict[str, Arrival], numbers: dict[str, int]) -> set[str]:
    """What follows from the live ones: days, tallies, listings that are due; returns the keys to touch."""
    if not rows:
        return set()
    touched = {keys.ALL, keys.CHANGED}
    days: Counter[Any] = Counter()
    for row in rows:
        assert row.published_at is not None
        day = clock.day_of(row.published_at)
        days[day] += 1
        touched |= {keys.story(row.pk), keys.teaser(row.pk), keys.mention(row.pk), keys.signed(row.pk)}
        touched.add(keys.map_of_day(day))
        touched |= {keys.kind(str(row.kind))} if row.kind != Story.Kind.NEWS else set()
        touched |= {keys.PICTURED} if row.picture_id else set()
    for day, many in days.items():
        touched |= traces.count(day, many)
    Tally.objects.bulk_create(
        [
            Tally(
                day=clock.day_of(row.published_at),
                kind=Tally.Kind.PUBLISHED,
                story=row,
                section_id=row.section_id,
                desk_id=row.desk_id,
            )
            for row in rows
            if row.published_at
        ]
    )
    touched |= _corrections(fresh, numbers)
    by_number = {numbers[name]: one for name, one in fresh.items()}
    ListingDue.objects.bulk_create(
        [ListingDue(name=name) for name in sorted(_listings([by_number[row.pk] for row in rows]))],
        ignore_conflicts=True,
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


def _schedule(fresh: dict[str, Arrival], rows: dict[str, Story], lacks: dict[str, list[tuple[str, str]]]) -> None:
    for name, one in fresh.items():
        if one.due is None:
            continue
        try:
            with transaction.atomic():
                schedule(rows[name], one.due, None)
        except DeskError as why:
            lacks[name].append(("its time", f"It is a draft, not scheduled: {why}"))


def set_listing(name: str) -> int:
    """Gives the stories that belong to the listing ``name`` their places in it; returns how many had none. One transaction.

    Few come in as late stories do. Of many the whole listing is numbered anew, by the time of publication: a listing that moves
    in does that once.
    """
    with transaction.atomic():
        members = _members(name)
        listing = traces.called([name])[0]
        missing = members.exclude(pk__in=Place.objects.filter(listing=listing).values("story"))
        few = list(missing.order_by("published_at", "pk").values_list("pk", "published_at")[: FEW + 1])
        touched: set[str] = set()
        if listing.length and len(few) <= FEW:
            for number, moment in few:
                touched |= traces.join([name], number, moment, is_new=False)
            placed = len(few)
        else:
            placed, touched = _numbered(listing, members)
        ListingDue.objects.filter(name=name).delete()
        changes.touch(*sorted(touched))
    return placed


def _members(name: str) -> Any:
    """The published stories that belong to a listing."""
    kind, _, slug = name.partition(":")
    found = Story.objects.filter(live=True)
    match kind:
        case "section":
            return found.filter(section__in=Section.objects.filter(Q(slug=slug) | Q(above=slug)).values("pk"))
        case "topic":
            through = Story.topics.through.objects.filter(topic__slug=slug)
            return found.filter(pk__in=through.values("story"))
        case "writer":
            return found.filter(pk__in=Byline.objects.filter(person=int(slug)).values("story"))
        case "desk":
            return found.filter(desk=int(slug))
        case "area":
            inside = [area.pk for area in Area.objects.all() if name in area.listings]
            return found.filter(pk__in=Story.areas.through.objects.filter(area__in=inside).values("story"))
    raise ValueError(f"{name!r} is no listing of stories.")


def _numbered(listing: Listing, members: Any) -> tuple[int, set[str]]:
    """Numbers a listing anew by the time of publication; returns how many came in, and the keys to touch."""
    was_empty, before = not listing.shown, listing.older_pages
    inner, values = (
        members.exclude(pk__in=Place.objects.filter(listing=listing).values("story"))
        .order_by("published_at", "pk")
        .values_list("id", "published_at")
        .query.sql_with_params()
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO desk_place (listing_id, number, story_id, published_at, shown)"  # noqa: S608 (Django's own SQL)
            f" SELECT %s, row_number() OVER (ORDER BY m.published_at, m.id) - 1, m.id, m.published_at, %s FROM ({inner}) m",
            [listing.pk, True, *values],
        )
        placed = cursor.rowcount
        if listing.length:
            cursor.execute(
                "UPDATE desk_place SET number = r.nth FROM (SELECT id, row_number() OVER (ORDER BY published_at, story_id)"
                " - 1 AS nth FROM desk_place WHERE listing_id = %s) r WHERE r.id = desk_place.id AND number <> r.nth",
                [listing.pk],
            )
    listing.length = Place.objects.filter(listing=listing).count()
    listing.shown = Place.objects.filter(listing=listing, shown=True).count()
    listing.save()
    touched = {keys.listing(listing.name)}
    touched |= {keys.page(listing.name, page) for page in range(1, max(before, listing.older_pages) + 1)}
    if was_empty and listing.shown:
        touched |= traces.of_what_stands(listing.name)
    return placed, touched
