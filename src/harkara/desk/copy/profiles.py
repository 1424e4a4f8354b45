"""The pages of people who sign and of desks: whose they are, and their stories."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Literal

from django.db.models import Q

from harkara.desk import keys
from harkara.desk.copy.listings import list_page
from harkara.desk.copy.look import elsewhere
from harkara.desk.copy.pictures import picture_copy
from harkara.desk.models import Desk, Listing, Person, Place
from harkara.desk.models.taxonomy import Signing
from harkara.layout.addresses import feeds as feeds_of
from harkara.layout.copy import Link, ListPageCopy, ProfileCopy
from harkara.rack.keys import read

Kind = Literal["writer", "desk"]

MODELS: dict[Kind, type[Signing]] = {"writer": Person, "desk": Desk}
WHICH: dict[Kind, str] = {"writer": keys.WRITERS, "desk": keys.DESKS}
NEWEST = 30
"""Stories in a feed."""


@dataclass(frozen=True, slots=True)
class ProfileStanding:
    """Whether a person or a desk has a page, under which slug, and how many older ones."""

    slug: str
    public: bool
    older_pages: int


def profile(kind: Kind, slug: str, number: int | None) -> ListPageCopy | None:
    """The first page of a person or a desk, or its older page ``number``, as ``section`` gives one of a section; ``None``
    where there is none. Notes ``list:{kind}:{id}`` or its numbered page, and what it says of whose it is.
    """
    row = _public(kind, slug)
    if row is None:
        return None
    read(keys.profile(row.listing))
    feeds = feeds_of(row.href, "feed.xml", "atom.xml")
    page = list_page(row.listing, number, str(row.name), row.href, None, feeds)
    return replace(page, profile=_said(kind, row)) if page and number is None else page


def newest_of(kind: Kind, slug: str) -> tuple[Link, tuple[int, ...]] | None:
    """Who is to be named above a feed, and the ids of the newest stories; ``None`` where there is no page."""
    row = _public(kind, slug)
    if row is None:
        return None
    read(keys.profile(row.listing), keys.listing(row.listing))
    places = Place.objects.filter(listing__name=row.listing, shown=True).order_by("-published_at", "-story_id")
    numbers = tuple(places.values_list("story", flat=True)[:NEWEST])
    read(*(keys.story(number) for number in numbers))
    return Link(str(row.name), row.href), numbers


def profiles(kind: Kind) -> tuple[str, ...]:
    """The addresses of the people or desks that have a page, by name. Notes ``list:writers`` or ``list:desks``."""
    read(WHICH[kind])
    return tuple(row.href for row in MODELS[kind]._default_manager.filter(public=True).order_by("name", "pk"))


def profile_standings(
    kind: Kind, numbers: Collection[int] = (), slugs: Collection[str] = ()
) -> dict[str, ProfileStanding]:
    """How people or desks stand, by slug: those of ``numbers`` and ``slugs``, or all that have a page. Two queries."""
    wanted = Q(pk__in=numbers) | Q(slug__in=slugs) if numbers or slugs else Q(public=True)
    found = list(MODELS[kind]._default_manager.filter(wanted))
    last = {one.name: one.older_pages for one in Listing.objects.filter(name__in=[row.listing for row in found])}
    return {row.slug: ProfileStanding(row.slug, row.public, last.get(row.listing, 0)) for row in found}


def _public(kind: Kind, slug: str) -> Signing | None:
    read(WHICH[kind])
    return MODELS[kind]._default_manager.select_related("picture").filter(slug=slug, public=True).first()


def _said(kind: Kind, row: Signing) -> ProfileCopy:
    return ProfileCopy(
        kind=kind,
        name=str(row.name),
        role=row.role if isinstance(row, Person) else "",
        about=row.about,
        picture=picture_copy(row.picture, mute=True),
        email=row.email,
        links=elsewhere(row.links),
    )
