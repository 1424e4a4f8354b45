"""Story packages: their pages, and what the page of a story shows of those that it belongs to."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from harkara.desk import clock, keys
from harkara.desk.copy.pictures import picture_copy
from harkara.desk.copy.teasers import sets
from harkara.desk.models import Package, PackageAddress, PackageEntry
from harkara.desk.models.package import first_of, next_to
from harkara.layout.copy import PackageBoxCopy, PackageCopy, PackageEntryCopy, PackageStepCopy
from harkara.rack.keys import read

LOT = 100
"""Entries whose neighbours are asked for at once: a longer condition is refused by SQLite."""


@dataclass(frozen=True, slots=True)
class PackageStanding:
    """Where a package is to be found that has, or had, a slug: its own address, and how many older pages it has."""

    slug: str
    href: str
    older_pages: int


@dataclass(frozen=True, slots=True)
class Box:
    """What a story's page shows of a package (nothing of one that readers do not see), and the keys that were read for it."""

    copy: PackageBoxCopy | None
    keys: frozenset[str]


def packages() -> tuple[str, ...]:
    """The slugs of the packages that readers see. Notes ``list:packages``."""
    read(keys.PACKAGES)
    return tuple(Package.objects.filter(live=True, shown__gt=0).order_by("slug").values_list("slug", flat=True))


def package_standings(slugs: Iterable[str] | None = None) -> dict[str, PackageStanding]:
    """The packages that readers see, by their own slug and by each that they had: of ``slugs`` alone, if they are given. Two
    queries.
    """
    own = Package.objects.filter(live=True, shown__gt=0)
    once = PackageAddress.objects.filter(package__live=True, package__shown__gt=0).select_related("package")
    if slugs is not None:
        wanted = list(slugs)
        own, once = own.filter(slug__in=wanted), once.filter(slug__in=wanted)
    found = {row.slug: row.package for row in once} | {row.slug: row for row in own}
    return {slug: PackageStanding(row.slug, row.href, row.older_pages) for slug, row in found.items()}


def package(slug: str, number: int | None) -> PackageCopy | None:
    """The first page of a package (``number`` None: the newest 30 to 59 entries) or its older page ``number``, the newest
    entry first; ``None`` where there is no such page.

    Older pages are numbered from 1, the oldest, and hold 30 entries each. Notes ``list:package:{slug}`` or
    ``list:package:{slug}:{number}``, and of each story its teaser. Four queries, however long the package is.
    """
    name = keys.of_package(slug)
    read(keys.listing(name) if number is None else keys.page(name, number))
    row = Package.objects.select_related("picture").filter(slug=slug, live=True, shown__gt=0).first()
    last = row.older_pages if row else 0
    if row is None or (number is not None and not 1 <= number <= last):
        return None
    read(keys.package(row.pk))
    page = last + 1 if number is None else number
    begin, end = first_of(page), first_of(page + 1)
    entries = PackageEntry.objects.filter(package=row, place__gte=begin)
    if number is not None:
        entries = entries.filter(place__lt=end)
    href = row.href
    return PackageCopy(
        title=row.name,
        href=href if number is None else f"{href}page/{number}/",
        standfirst=row.standfirst if number is None else "",
        picture=picture_copy(row.picture) if number is None else None,
        entries=_entries(entries.order_by("-place")),
        number=number,
        newer="" if number is None else href if number == last else f"{href}page/{number + 1}/",
        older=f"{href}page/{page - 1}/" if page > 1 else "",
    )


def _entries(rows: Iterable[PackageEntry]) -> tuple[PackageEntryCopy, ...]:
    found = list(rows)
    stories = sets({row.story_id for row in found if row.story_id})
    read(*frozenset[str]().union(*(one.keys for one in stories.values())))
    return tuple(
        PackageEntryCopy(
            at=row.at or clock.now(),
            timed=row.timed,
            line=row.line,
            source=row.source,
            url=row.url,
            story=stories[row.story_id].copy if row.story_id in stories else None,
        )
        for row in found
    )


def boxes(numbers: Collection[int]) -> dict[int, list[Box]]:
    """What the pages of the stories ``numbers`` show of their packages, by story. Notes nothing. One query where none of them
    belongs to any, and a constant number else.
    """
    rows = PackageEntry.objects.filter(story__in=numbers, place__isnull=False)
    own = list(rows.select_related("package").order_by("package__name"))
    beside = _beside(own)
    found: dict[int, list[Box]] = defaultdict(list)
    for row in own:
        assert row.story_id is not None
        assert row.place is not None  # so they were chosen
        before, after = (beside.get((row.package_id, row.place + step)) for step in (-1, 1))
        shown = row.package.live and (before or after)
        noted = {keys.package(row.package_id), keys.packaged(row.story_id)}
        noted |= {keys.mention(one.story_id) for one in (before, after) if one and one.story_id}
        box = PackageBoxCopy(row.package.name, row.package.href, _step(before), _step(after)) if shown else None
        found[row.story_id].append(Box(box, frozenset(noted)))
    return found


def _beside(own: list[PackageEntry]) -> dict[tuple[int, int], PackageEntry]:
    """What stands before and after the entries ``own``, by package and place."""
    found: dict[tuple[int, int], PackageEntry] = {}
    for first in range(0, len(own), LOT):
        wanted: dict[int, set[int]] = defaultdict(set)
        for row in own[first : first + LOT]:
            assert row.place is not None
            wanted[row.package_id] |= {row.place + 1, max(0, row.place - 1)}
        rows = next_to(PackageEntry.objects.select_related("story__section"), wanted)
        needed = ("package", "place", "at", "timed", "line", "story__headline", "story__slug", "story__section__slug")
        found |= {(row.package_id, row.place or 0): row for row in rows.only(*needed)}
    return found


def _step(row: PackageEntry | None) -> PackageStepCopy | None:
    if row is None or row.at is None:
        return None
    words = row.line or (row.story.headline if row.story else "")
    return PackageStepCopy(row.at, row.timed, words, row.story.href if row.story else "")
