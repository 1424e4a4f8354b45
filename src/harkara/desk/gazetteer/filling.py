"""Puts the table of areas into the database."""

from pathlib import Path

from harkara.desk.models import Area

TABLE = Path(__file__).with_name("areas.tsv")


def fill() -> int:
    """Adds the areas that the database lacks, and returns how many they were. Two queries where none is lacking."""
    known = dict(Area.objects.values_list("slug", "pk"))
    lines = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    lineages: dict[str, str] = {}
    added = 0
    for kind in Area.Kind.values:
        fresh = []
        for slug, its, above, name, latin in lines:
            if its != kind:
                continue
            lineages[slug] = f"{lineages[above]} {slug}" if above else slug
            if slug not in known:
                fresh.append(
                    Area(
                        slug=slug, kind=kind, above_id=known.get(above), name=name, latin=latin, lineage=lineages[slug]
                    )
                )
        for row in Area.objects.bulk_create(fresh):
            known[row.slug] = row.pk
        added += len(fresh)
    return added
