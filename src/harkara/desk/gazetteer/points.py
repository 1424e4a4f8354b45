"""Where districts lie, for maps. Reads ``points.tsv``, once."""

from functools import cache
from pathlib import Path

from harkara.layout.copy import PointCopy

TABLE = Path(__file__).with_name("points.tsv")

DISTRICT = 2
"""The place of the district in a lineage, after country and division."""


def point(lineage: str) -> PointCopy | None:
    """Where the district lies that an area of that ``lineage`` is or belongs to; ``None`` for larger areas."""
    slugs = lineage.split()
    return _points()[slugs[DISTRICT]] if len(slugs) > DISTRICT else None


@cache
def _points() -> dict[str, PointCopy]:
    rows = (line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {slug: PointCopy(name, float(latitude), float(longitude)) for slug, name, latitude, longitude in rows}
