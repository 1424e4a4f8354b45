"""Where districts and divisions lie, for maps. Reads ``points.tsv`` and ``areas.tsv``, once."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from statistics import fmean

from harkara.layout.copy import PointCopy

TABLE = Path(__file__).with_name("points.tsv")
AREAS = TABLE.with_name("areas.tsv")

DIVISION, DISTRICT = 1, 2
"""The places of division and district in a lineage, after the country."""


def points(lineages: Iterable[str]) -> tuple[PointCopy, ...]:
    """Where areas of these lineages lie: their districts, each once, in the order given; then of each division of which no
    district is among them the middle of its districts' towns. A country lies nowhere.
    """
    known = [lineage.split() for lineage in lineages]
    districts = dict.fromkeys(slugs[DISTRICT] for slugs in known if len(slugs) > DISTRICT)
    told = {slugs[DIVISION] for slugs in known if len(slugs) > DISTRICT}
    divisions = dict.fromkeys(
        slugs[DIVISION] for slugs in known if len(slugs) == DISTRICT and slugs[DIVISION] not in told
    )
    return (*(_districts()[slug] for slug in districts), *(_divisions()[slug] for slug in divisions))


def _rows(table: Path) -> Iterator[list[str]]:
    lines = table.read_text(encoding="utf-8").splitlines()
    return (line.split("\t") for line in lines if not line.startswith("#"))


@cache
def _districts() -> dict[str, PointCopy]:
    rows = _rows(TABLE)
    return {slug: PointCopy(name, float(latitude), float(longitude)) for slug, name, latitude, longitude in rows}


@cache
def _divisions() -> dict[str, PointCopy]:
    named: dict[str, str] = {}
    held: dict[str, list[PointCopy]] = {}
    for slug, kind, above, name, *_ in _rows(AREAS):
        if kind == "division":
            named[slug] = name
        elif kind == "district":
            held.setdefault(above, []).append(_districts()[slug])
    return {slug: _middle(named[slug], towns) for slug, towns in held.items()}


def _middle(name: str, towns: list[PointCopy]) -> PointCopy:
    latitude = round(fmean(one.latitude for one in towns), 3)
    longitude = round(fmean(one.longitude for one in towns), 3)
    return PointCopy(name, latitude, longitude, wide=True)
