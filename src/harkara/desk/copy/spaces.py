"""Places for advertising: which are open, and what stands in one."""

from collections.abc import Iterable

from django.db.models import QuerySet

from harkara.desk import keys
from harkara.desk.copy.pictures import files
from harkara.desk.models import Campaign, Creative, Paper, Section, Space
from harkara.desk.models.picture import Picture
from harkara.layout.copy import AdCopy, SpaceCopy
from harkara.rack.keys import read

PRESSED = "/go/c"
"""How the address begins by which a click is counted; the number of what was clicked follows."""


def spaces() -> tuple[str, ...]:
    """The places that are open, by name: something stands in them by itself, or a campaign runs there. Three queries, two while
    nothing runs. Notes ``spaces``, and of their pictures whether they may be shown.
    """
    read(keys.SPACES)
    rows = Space.objects.filter(on=True).select_related("picture")
    found = [row.place for row in rows if _stands(row)]
    found += [place for one in _running() if _stands(one) for place in one.campaign.places]
    return tuple(dict.fromkeys(found))


def space(place: str) -> SpaceCopy | None:
    """What stands in ``place``; ``None`` where it is closed. Notes ``space:{place}``, and whether its pictures may be shown."""
    read(keys.space(place))
    row = Space.objects.filter(place=place, on=True).select_related("picture").first()
    own = _content(row.picture, row.alt, row.link, row.markup) if row and _stands(row) else None
    sold = [one for one in _running() if place in one.campaign.places and _stands(one)]
    asks = Paper.load().asks_for_code
    if not sold and not (asks and own and own.markup):
        return own
    parts = _sections(sold)
    ads = [
        AdCopy(
            number=one.pk,
            content=_content(one.picture, one.alt, f"{PRESSED}{one.pk}" if one.link else "", one.markup),
            weight=one.campaign.weight,
            sections=parts[one.campaign_id],
            is_house=one.campaign.house,
            frame=f"/fragment/ad-{one.pk}" if one.markup else "",
            asks=asks and bool(one.markup),
        )
        for one in sold
    ]
    if own and own.markup:  # it is a document of its own
        ads.append(AdCopy(number=0, content=own, is_house=bool(sold), frame=f"/fragment/code-{place}", asks=asks))
    elif own:
        ads.append(AdCopy(number=0, content=own, is_house=True))
    return SpaceCopy(ads=tuple(ads))


def ad(number: int) -> SpaceCopy | None:
    """The code of an advertiser that a campaign runs, by its number; ``None`` where there is none. Notes ``spaces``."""
    read(keys.SPACES)
    row = _running().filter(pk=number).exclude(markup="").first()
    return SpaceCopy(markup=row.markup) if row else None


def codes() -> tuple[str, ...]:
    """The places in which an advertiser's code stands by itself and is chosen among others, or only after the reader said yes."""
    read(keys.SPACES)
    rows = Space.objects.filter(on=True, picture=None).exclude(markup="").values_list("place", flat=True)
    found = list(rows)
    if not found or Paper.load().asks_for_code:
        return tuple(found)
    sold = {place for one in _running() if _stands(one) for place in one.campaign.places}
    return tuple(place for place in found if place in sold)


def code(place: str) -> SpaceCopy | None:
    """The code that stands in ``place`` by itself. Notes ``space:{place}`` and ``spaces``."""
    read(keys.space(place))
    if place not in codes():
        return None
    row = Space.objects.filter(place=place, on=True).first()
    return SpaceCopy(markup=row.markup) if row else None


def ads() -> dict[int, tuple[str, bool]]:
    """What campaigns run, by number: where a click on it leads (empty: nowhere), and whether it is code. One query."""
    read(keys.SPACES)
    return {one.pk: (one.link, bool(one.markup)) for one in _running() if _stands(one)}


def _running() -> "QuerySet[Creative]":
    rows: QuerySet[Creative] = Creative.objects.filter(campaign__in=Campaign.objects.filter(running=True))
    return rows.select_related("campaign", "picture").order_by("campaign_id", "sort_order", "pk")


def _sections(rows: Iterable[Creative]) -> dict[int, tuple[str, ...]]:
    """The slugs of the sections and their parts beside which each campaign stands, by its number; none for everywhere."""
    numbers = {one.campaign_id for one in rows}
    found: dict[int, set[str]] = {number: set() for number in numbers}
    chosen = Campaign.sections.through.objects.filter(campaign__in=numbers)
    for number, slug in chosen.values_list("campaign", "section__slug"):
        found[number].add(slug)
    every = set[str]().union(*found.values())
    if every:
        for slug, above in Section.objects.filter(above__slug__in=every).values_list("slug", "above"):
            for slugs in found.values():
                if above in slugs:
                    slugs.add(slug)
    return {number: tuple(sorted(slugs)) for number, slugs in found.items()}


def _content(picture: Picture | None, alt: str, link: str, markup: str) -> SpaceCopy:
    if picture is None:
        return SpaceCopy(markup=markup)
    every = files(picture.pk, (picture.width, picture.height))
    return SpaceCopy(tuple(file for file in every if file.href.endswith(".webp")), alt, link)


def _stands(row: Space | Creative) -> bool:
    if row.picture is None:
        return bool(row.markup)
    read(keys.shown(row.picture.pk))
    return not row.picture.withdrawn
