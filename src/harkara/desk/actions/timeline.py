"""Where the entries of story packages stand: places given and taken, and the keys of what readers see of that.

A package takes ``MOST`` entries, so that what is moved up by one that comes in between is bounded; beside the package itself
each act reaches its pages from there on, and the pages of at most two neighbours.
"""

from collections.abc import Iterable

from django.db.models import F, Q

from harkara.desk import keys
from harkara.desk.models import Package, PackageEntry, Story
from harkara.desk.models.package import next_to, older_pages, page_of

MOST = 5_000
"""Entries of one package."""


def follow(story: int, *, live: bool) -> set[str]:
    """Lets the entries of ``story`` stand where it is published, or go where it is not any more; returns the keys to touch.

    One query for a story that belongs to no package.
    """
    packages = Package.objects.select_for_update(of=("self",)).filter(entries__story=story).order_by("pk").in_bulk()
    touched: set[str] = set()
    for entry in PackageEntry.objects.filter(story=story, package__in=packages).order_by("package") if packages else ():
        package = packages[entry.package_id]
        if live and entry.at is None:
            published_at = Story.objects.filter(pk=story).values_list("published_at", flat=True).first()
            entry.at = published_at
            entry.save(update_fields=["at"])
        touched |= stand(package, entry) if live else leave(package, entry)
    return touched


def stand(package: Package, entry: PackageEntry) -> set[str]:
    """Gives ``entry`` its place among those of ``package`` (locked), by its time; returns the keys to touch."""
    if entry.place is not None or entry.at is None:
        return set()
    standing = PackageEntry.objects.filter(package=package, place__isnull=False)
    earlier = standing.filter(at__lte=entry.at).filter(Q(at__lt=entry.at) | Q(pk__lt=entry.pk))
    before = earlier.order_by("-at", "-pk").values_list("place", flat=True).first()
    place = 0 if before is None else before + 1
    if place < package.shown:
        standing.filter(place__gte=place).update(place=F("place") + 1)
    entry.place = place
    entry.save(update_fields=["place"])
    return _moved(package, place, 1) | around(package, (place - 1, place + 1)) | own(entry)


def leave(package: Package, entry: PackageEntry) -> set[str]:
    """Takes ``entry`` its place away; returns the keys to touch. The others move up."""
    if entry.place is None:
        return set()
    place, entry.place = entry.place, None
    entry.save(update_fields=["place"])
    PackageEntry.objects.filter(package=package, place__gt=place).update(place=F("place") - 1)
    return _moved(package, place, -1) | around(package, (place - 1, place)) | own(entry)


def around(package: Package, places: Iterable[int]) -> set[str]:
    """The keys of what stands at ``places`` of ``package``, as far as the pages of their stories show their neighbours."""
    rows = next_to(PackageEntry.objects.filter(story__isnull=False), {package.pk: {one for one in places if one >= 0}})
    return {keys.packaged(number) for number in rows.values_list("story", flat=True) if number}


def own(entry: PackageEntry) -> set[str]:
    """The key of the entry's story: its page shows the package, its data name it."""
    return {keys.member(entry.story_id)} if entry.story_id else set()


def on_page(package: Package, place: int) -> set[str]:
    """The key of the page of ``package`` on which a place stands."""
    number = page_of(place)
    return {keys.page(package.listing, number) if number <= package.older_pages else keys.listing(package.listing)}


def whole(package: Package) -> set[str]:
    """The keys of everything that shows ``package``: its pages, those of its stories, and what leads to it."""
    pages = {keys.page(package.listing, number) for number in range(1, package.older_pages + 1)}
    return pages | {keys.package(package.pk)} | addresses(package)


def addresses(package: Package) -> set[str]:
    """The keys of where ``package`` is to be found: its own address and those that it had."""
    slugs = [package.slug, *package.addresses.values_list("slug", flat=True)]
    return {keys.listing(keys.of_package(slug)) for slug in slugs} | {keys.PACKAGES}


def _moved(package: Package, place: int, by: int) -> set[str]:
    """Counts one place more or less, from ``place`` on; returns the keys of the pages that change."""
    was, package.shown = package.shown, package.shown + by
    Package.objects.filter(pk=package.pk).update(shown=package.shown)
    old, new = older_pages(was), older_pages(package.shown)
    first = page_of(place) if old == new else min(page_of(place), old, new)
    pages = {keys.page(package.listing, number) for number in range(max(1, first), max(old, new) + 1)}
    touched = pages | {keys.listing(package.listing)}
    if not was or not package.shown:
        touched |= addresses(package)
    return touched
