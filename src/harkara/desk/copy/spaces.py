"""Places for advertising: which are open, and what stands in one."""

from harkara.desk import keys
from harkara.desk.copy.pictures import files
from harkara.desk.models import Space
from harkara.layout.copy import SpaceCopy
from harkara.rack.keys import read


def spaces() -> tuple[str, ...]:
    """The places that are open, by name, in one query. Notes ``spaces``, and of their pictures whether they may be shown."""
    read(keys.SPACES)
    return tuple(row.place for row in Space.objects.filter(on=True).select_related("picture") if _stands(row))


def space(place: str) -> SpaceCopy | None:
    """What stands in ``place``; ``None`` where it is closed. Notes ``space:{place}``, and whether its picture may be shown."""
    read(keys.space(place))
    row = Space.objects.filter(place=place, on=True).select_related("picture").first()
    if row is None or not _stands(row):
        return None
    if row.picture is None:
        return SpaceCopy(markup=row.markup)
    every = files(row.picture.pk, (row.picture.width, row.picture.height))
    return SpaceCopy(tuple(file for file in every if file.href.endswith(".webp")), row.alt, row.link)


def _stands(row: Space) -> bool:
    if row.picture is None:
        return bool(row.markup)
    read(keys.shown(row.picture.pk))
    return not row.picture.withdrawn
