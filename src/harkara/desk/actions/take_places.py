"""The stories that moved in take their places in a listing.

A late story takes the number of its older neighbour. Where many come, the listing is numbered anew, by the time of publication.
A listing may hold a million stories, and while SQLite is written to nobody else may write: so the new numbers come into a
listing of another name, which nobody reads, some thousand at a time; then the two change their names in one transaction, and the
old places go, some thousand at a time. Killed at any moment the same call goes on. What was published, withdrawn or killed
meanwhile is found in the change log.
"""

from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Q

from harkara.desk import keys
from harkara.desk.actions import traces
from harkara.desk.models import Area, Byline, Listing, ListingDue, Place, Section, Story
from harkara.desk.models.places import BESIDE
from harkara.desk.pouring import pour
from harkara.rack import changes

FEW: Final = 50
"""Stories that come into a listing one by one, as any late story does; of more the listing is numbered anew."""

STEP: Final = 5000
"""Places that are written, or deleted, in one transaction."""

_ORDER: Final = "harkara_places_due"
"""A table of this connection alone: the numbers that a listing is to have."""

Member = tuple[int, Any]
"""A story and when it was published."""


def set_listing(name: str) -> int:
    """Gives the stories that belong to the listing ``name`` their places in it; returns how many had none. Each transaction
    writes at most ``STEP`` places, the last one the keys of the listing's pages.
    """
    if name.startswith(BESIDE):
        _clear(name)
        return 0
    listing, _ = Listing.objects.get_or_create(name=name)
    missing = _members(name).exclude(pk__in=Place.objects.filter(listing=listing).values("story"))
    few = list(missing.order_by("published_at", "pk").values_list("pk", "published_at")[: FEW + 1])
    if listing.length and len(few) <= FEW:
        return _joined(name, few)
    return _numbered(listing, missing)


def _joined(name: str, few: list[Member]) -> int:
    """Lets a few stories come in late."""
    with transaction.atomic():
        listing = traces.called([name])[0]
        numbers = [pk for pk, _ in few]
        placed = set(Place.objects.filter(listing=listing, story__in=numbers).values_list("story", flat=True))
        standing = set(_members(name).filter(pk__in=numbers).values_list("pk", flat=True))
        late = [(pk, moment) for pk, moment in few if pk in standing - placed]
        touched: set[str] = set()
        for pk, moment in late:
            touched |= traces.join([name], pk, moment, is_new=False)
        ListingDue.objects.filter(name=name).delete()
        changes.touch(*sorted(touched))
    return len(late)


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


def _numbered(listing: Listing, missing: Any) -> int:
    """Numbers a listing anew by the time of publication; returns how many came in."""
    since = changes.position()
    placed = _order(listing, missing)
    beside = _begun(listing.name)
    while _step(beside):
        pass
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {_ORDER}")
    emptied = _changed_over(listing.name, since)
    if emptied:
        _clear(emptied)
    return placed


def _order(listing: Listing, missing: Any) -> int:
    """Notes the order in which the stories of a listing are to stand; returns how many are new. Nobody waits for it."""
    inner, values = missing.order_by().values_list("id", "published_at").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {_ORDER}")
        cursor.execute(
            f"CREATE TEMPORARY TABLE {_ORDER} (number integer PRIMARY KEY, story_id bigint, published_at {_time_type()},"
            " shown boolean, fresh boolean)"
        )
        cursor.execute(
            f"INSERT INTO {_ORDER} SELECT row_number() OVER (ORDER BY published_at, story_id) - 1, story_id, published_at, shown,"  # noqa: S608 (Django's own SQL)
            " fresh FROM (SELECT story_id, published_at, shown, %s AS fresh FROM desk_place WHERE listing_id = %s"
            f" UNION ALL SELECT m.id, m.published_at, %s, %s FROM ({inner}) m) every_one",
            [False, listing.pk, True, True, *values],
        )
        cursor.execute(f"SELECT COUNT(*) FROM {_ORDER} WHERE fresh")  # noqa: S608 (a name of ours)
        return int(cursor.fetchone()[0])


def _time_type() -> str:
    return str(Place._meta.get_field("published_at").db_type(connection))


def _begun(name: str) -> Listing:
    """The listing beside ``name``, as far as an earlier call came with it; emptied where that is no beginning of this order."""
    beside, _ = Listing.objects.get_or_create(name=f"{BESIDE}{name}")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT COUNT(*) FROM desk_place p JOIN {_ORDER} o ON o.number = p.number AND o.story_id = p.story_id"  # noqa: S608 (a name of ours)
            " AND o.shown = p.shown WHERE p.listing_id = %s AND p.number < %s",
            [beside.pk, beside.length],
        )
        fitting = int(cursor.fetchone()[0])
    if fitting != beside.length:
        _clear(beside.name)
        beside = Listing.objects.create(name=f"{BESIDE}{name}")
    return beside


def _step(beside: Listing) -> bool:
    """Writes the next places; whether there may be more."""
    with transaction.atomic(), connection.cursor() as cursor:
        end = beside.length + STEP
        cursor.execute(
            "INSERT INTO desk_place (listing_id, number, story_id, published_at, shown)"  # noqa: S608 (a name of ours)
            f" SELECT %s, number, story_id, published_at, shown FROM {_ORDER} WHERE number >= %s AND number < %s",
            [beside.pk, beside.length, end],
        )
        written = cursor.rowcount
        cursor.execute(
            f"SELECT COUNT(*) FROM {_ORDER} WHERE shown AND number >= %s AND number < %s",  # noqa: S608 (a name of ours)
            [beside.length, end],
        )
        beside.length, beside.shown = beside.length + written, beside.shown + int(cursor.fetchone()[0])
        beside.save()
    return bool(written == STEP)


def _changed_over(name: str, since: int) -> str:
    """Puts the new places into effect; returns the listing that holds the old ones, if there are any."""
    with transaction.atomic():
        changes.hold()
        rows = {row.name: row for row in traces.called([name, f"{BESIDE}{name}"])}
        old, new = rows[name], rows[f"{BESIDE}{name}"]
        _caught_up(old, new, since)
        before, was_empty = old.older_pages, not old.shown
        old.name, new.name = f"{BESIDE}{old.pk}", name
        old.save()
        new.save()
        ListingDue.objects.filter(name=name).delete()
        ListingDue.objects.create(name=old.name)
        touched = {keys.listing(name)}
        touched |= {keys.page(name, page) for page in range(1, max(before, new.older_pages) + 1)}
        if was_empty and new.shown:
            touched |= traces.of_what_stands(name)
        changes.touch(*sorted(touched))
    return old.name


def _caught_up(old: Listing, new: Listing, since: int) -> None:
    """Brings ``new`` to where ``old`` is: stories that were published, withdrawn or killed after the position ``since``."""
    changed = sorted(_changed(since))
    for begin in range(0, len(changed), 500):
        lot = changed[begin : begin + 500]
        standing = dict(_members(old.name).filter(pk__in=lot).values_list("pk", "published_at"))
        there = {place.story_id: place for place in Place.objects.filter(listing=new, story__in=lot)}
        was = {place.story_id: place for place in Place.objects.filter(listing=old, story__in=lot)}
        for pk in lot:
            shown = was[pk].shown if pk in was else pk in standing
            place = there.get(pk)
            if place is None and (pk in was or pk in standing):
                _added(new, pk, was[pk].published_at if pk in was else standing[pk], shown=shown)
            elif place is not None and place.shown != shown:
                new.shown += 1 if shown else -1
                Place.objects.filter(pk=place.pk).update(shown=shown)


def _added(new: Listing, pk: int, moment: Any, *, shown: bool) -> None:
    """Gives a story the next number, or that of its older neighbour."""
    number = new.length
    newer = Place.objects.filter(listing=new, published_at__gt=moment)
    if newer.exists():
        older = Place.objects.filter(listing=new, published_at__lte=moment).order_by("-published_at", "-number")
        number = older.values_list("number", flat=True).first() or 0
    else:
        new.length += 1
    new.shown += shown
    pour(Place, ("listing_id", "number", "story_id", "published_at", "shown"), [(new.pk, number, pk, moment, shown)])


def _changed(since: int) -> set[int]:
    """The stories that were touched after a position of the change log."""
    found: set[int] = set()
    while lot := changes.since(since):
        for change in lot:
            parts = (key.split(":") for key in change.keys)
            found |= {int(part[1]) for part in parts if part[0] == "story" and len(part) == 2 and part[1].isdecimal()}
        since = lot[-1].position
    return found


def _clear(name: str) -> None:
    """Deletes a listing that nobody reads, and its places, ``STEP`` at a time."""
    listing = Listing.objects.filter(name=name).first()
    while listing is not None:
        with transaction.atomic():
            some = list(Place.objects.filter(listing=listing).order_by("number").values_list("pk", flat=True)[:STEP])
            Place.objects.filter(pk__in=some).delete() if some else listing.delete()
            listing = listing if some else None
    ListingDue.objects.filter(name=name).delete()
