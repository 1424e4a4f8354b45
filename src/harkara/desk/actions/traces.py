"""What an act leaves behind: how a story stood before and after it, the keys that differ, the places it takes.

Every act that may change what readers see takes a ``Printed`` of the story before and after, and lets ``settle`` do
the rest: places in listings, days, old addresses, pins, and the keys to touch.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _

from harkara.desk import clock, keys
from harkara.desk.actions import timeline
from harkara.desk.actions.fronts import off_the_fronts
from harkara.desk.almanac import Month, months_of
from harkara.desk.errors import Missing
from harkara.desk.models import Area, Listing, NewsDay, Place, Story, StoryAddress
from harkara.desk.models.places import BESIDE

PICTURED = "picture"
"""Among the sorts of a story: it has a picture."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What the paper's other pages show of a story. Of a story that is not published they show nothing: it stands in no
    listing.
    """

    id: int
    live: bool
    published_at: datetime | None
    href: str
    sorts: frozenset[str]
    mention: tuple[str, ...]
    teaser: tuple[object, ...]
    listings: frozenset[str]


def locked(number: int) -> Story:
    """The story's row as it is now, locked until the transaction ends. Raises ``Missing``."""
    row = Story.objects.select_for_update(of=("self",)).select_related("section").filter(pk=number).first()
    if row is None:
        raise Missing(_("There is no story %(number)s: it was deleted, or the number is wrong.") % {"number": number})
    return row


def printed(story: Story) -> Printed:
    """How ``story``, as its fields say now, stands before readers."""
    listings = story.listings if story.live else frozenset[str]()
    return replace(_printed(story), listings=listings)


def _printed(story: Story) -> Printed:
    """``printed`` without the listings."""
    mention = (story.headline, story.href, story.sponsor)
    of_its_picture = story.captions.get(str(story.picture_id))
    life = (story.remembered, story.born, story.died)
    seen = (story.summary, story.kicker, story.kind, story.picture_id, of_its_picture, story.section_id)
    teaser = (*mention, *seen, *life)
    sorts = frozenset({story.kind, PICTURED if story.picture_id else ""} if story.live else ())
    return Printed(story.pk, story.live, story.published_at, story.href, sorts, mention, teaser, frozenset())


def stood(row: Story) -> Printed:
    """How the story ``row``, as the database has it, stands before readers: ``printed``, but its listings are those in which
    it has a place, which takes one query.
    """
    if not row.live:
        return printed(row)
    names = Place.objects.filter(story=row.pk, shown=True).values_list("listing__name", flat=True)
    return replace(_printed(row), listings=frozenset(name for name in names if not name.startswith(BESIDE)))


def settle(before: Printed, after: Printed) -> set[str]:
    """Writes what follows from a change of a story, and returns the keys that it touches; none for a draft."""
    if not before.live and not after.live:
        return set()
    moment = after.published_at or before.published_at
    assert moment is not None  # one of them is published
    touched = {keys.story(after.id), keys.map_of_day(clock.day_of(moment))}
    if before.published_at is not None:
        touched.add(keys.CHANGED)
    if before.live != after.live or before.teaser != after.teaser:
        touched.add(keys.teaser(after.id))
    if before.live != after.live or before.mention != after.mention:
        touched.add(keys.mention(after.id))
    touched |= _leave(before.listings - after.listings, after.id)
    touched |= join(after.listings - before.listings, after.id, moment, is_new=before.published_at is None)
    if before.live != after.live:
        touched.add(keys.ALL)
        touched |= count(clock.day_of(moment), 1 if after.live else -1)
    if before.live != after.live:
        touched |= timeline.follow(after.id, live=after.live)
    if before.live and not after.live:
        touched |= off_the_fronts(after.id)
    touched |= _sorted_anew(before, after)
    if _writers(before) != _writers(after):
        touched.add(keys.signed(after.id))
    if before.href and before.href != after.href:
        StoryAddress.objects.get_or_create(href=before.href, defaults={"story_id": after.id})
    return touched


def _writers(one: Printed) -> set[str]:
    """The listings of who signed it."""
    return {name for name in one.listings if name.startswith("writer:")}


def _sorted_anew(before: Printed, after: Printed) -> set[str]:
    """The keys of the lists by kind and of stories with a picture, where a story comes into one or leaves it."""
    changed = (before.sorts ^ after.sorts) - {"", Story.Kind.NEWS.value}
    return {keys.PICTURED if name == PICTURED else keys.kind(name) for name in changed}


def join(names: Collection[str], story: int, moment: datetime, *, is_new: bool) -> set[str]:
    """Gives a story its place in each of the listings: its old one, or the newest number, or its older neighbour's.

    ``is_new``: it never stood anywhere. A few queries, however many listings.
    """
    if not names:
        return set()
    listings = called(names)
    places = Place.objects.none() if is_new else Place.objects.filter(listing__in=listings, story=story)
    old = {place.listing_id: place for place in places}
    strange = [listing.pk for listing in listings if listing.pk not in old]
    newer = Place.objects.filter(listing=OuterRef("pk"), published_at__gt=moment)
    late = set(Listing.objects.filter(Exists(newer), pk__in=strange).values_list("pk", flat=True)) if strange else set()
    touched, fresh, longer = set(), [], []
    for listing in listings:
        touched.add(keys.listing(listing.name))
        place = old.get(listing.pk)
        if place is None:
            place = Place(listing=listing, story_id=story, published_at=moment)
            fresh.append(place)
            if listing.pk in late:
                place.number = _neighbour(listing, moment)
            else:
                longer.append(listing.pk)
                touched |= _append(listing, place)
        listing.shown += 1
        if listing.shown == 1:
            touched |= of_what_stands(listing.name)
        touched |= _page(listing, place)
    Place.objects.bulk_create(fresh)
    if old:
        Place.objects.filter(pk__in=[place.pk for place in old.values()]).update(shown=True)
    if longer:
        Listing.objects.filter(pk__in=longer).update(length=F("length") + 1, shown=F("shown") + 1)
    if known := [listing.pk for listing in listings if listing.pk not in longer]:
        Listing.objects.filter(pk__in=known).update(shown=F("shown") + 1)
    return touched


def called(names: Collection[str]) -> list[Listing]:
    """The listings called so, locked and by name; made where they are new."""
    rows = Listing.objects.select_for_update().filter(name__in=names).order_by("name")
    found = list(rows)
    if missing := set(names) - {listing.name for listing in found}:
        Listing.objects.bulk_create([Listing(name=name) for name in sorted(missing)], ignore_conflicts=True)
        found = list(rows.all())
    return found


def _neighbour(listing: Listing, moment: datetime) -> int:
    """The number of the story that stands before one of ``moment``, which comes into ``listing`` late."""
    older = Place.objects.filter(listing=listing, published_at__lte=moment).order_by("-published_at", "-number")
    return older.values_list("number", flat=True).first() or 0


def _append(listing: Listing, place: Place) -> set[str]:
    """Gives ``place`` the newest number of ``listing``; returns the keys of the numbered pages that it moves."""
    place.number = listing.length
    before = listing.older_pages
    listing.length += 1
    if listing.older_pages == before:
        return set()
    # A page got its number, and the one before it a newer neighbour.
    return {keys.page(listing.name, listing.older_pages)} | ({keys.page(listing.name, before)} if before else set())


def _leave(names: Collection[str], story: int) -> set[str]:
    """Takes a story out of listings; its places stay as holes."""
    if not names:
        return set()
    listings = {listing.pk: listing for listing in called(names)}
    places = list(Place.objects.filter(listing__in=listings, story=story))
    Place.objects.filter(pk__in=[place.pk for place in places]).update(shown=False)
    Listing.objects.filter(pk__in=listings).update(shown=F("shown") - 1)
    touched = set()
    for place in places:
        listing = listings[place.listing_id]
        touched |= {keys.listing(listing.name)} | _page(listing, place)
        if listing.shown == 1:
            touched |= of_what_stands(listing.name)
    return touched


def of_what_stands(name: str) -> set[str]:
    """The keys of which lists there are, when the list ``name`` got its first story or lost its last."""
    kind, _, slug = name.partition(":")
    if kind == "topic":
        return {keys.TOPICS}
    if kind == "area":
        above = Area.objects.filter(slug=slug).values_list("above__slug", flat=True).first()
        return {keys.AREAS} | ({keys.areas(above)} if above else set())
    return set()


def _page(listing: Listing, place: Place) -> set[str]:
    page = listing.page_of(place.number)
    return set() if page is None else {keys.page(listing.name, page)}


def count(day: date, change: int) -> set[str]:
    """Counts a story in or out of its day; a day that begins or ends changes the links of its neighbours."""
    row, _ = NewsDay.objects.select_for_update().get_or_create(day=day)
    row.stories += change
    row.save()
    touched = {keys.day(day)}
    if row.stories == max(0, change):  # 1 after the first came, 0 after the last went
        others = NewsDay.objects.filter(stories__gt=0)
        near = (others.filter(day__lt=day).order_by("-day").first(), others.filter(day__gt=day).order_by("day").first())
        touched |= {keys.DAYS} | {keys.beside(other.day) for other in near if other}
        touched |= _months(day, [other.day for other in near if other])
    return touched


def _months(day: date, near: list[date]) -> set[str]:
    """The calendars that change with a day that began or ended, whose nearest days with news are ``near``: those of its
    months; and where it is the only one of a month, those of the months beside that and the list of all.
    """
    touched = set()
    for month in months_of(day):
        touched.add(keys.month(month.code))
        beside = {Month.of(other, month.calendar) for other in near}
        if month not in beside:
            touched |= {keys.MONTHS} | {keys.month(other.code) for other in beside}
    return touched
