"""Puts what a test wrote on the newsroom's shelf, as the room's own index holds it."""

from datetime import datetime
from pathlib import Path
from typing import Any

from harkara.archive import shelf
from harkara.archive.record import Record
from harkara.desk.models import IncomingClipping, Story
from tests.desk.factories import NOON

BODY = "উজানের ঢলে নদীর পানি বাড়ছে। চরের মানুষ নৌকায় করে বাঁধের ওপর উঠে এসেছে।"


def record(row: Story | IncomingClipping, kind: Any = "", **fields: Any) -> Record:
    """A record of a row; ``kind`` where a draft of a published story is meant."""
    if isinstance(row, IncomingClipping):
        given = {"kind": "clipping", "published_at": row.filed_at, "body": row.text, "writers": (row.byline,)}
    else:
        given = {
            "kind": kind or ("story" if row.live else "draft"),
            "published_at": row.published_at or NOON,
            "body": BODY,
            "href": row.href,
            "section": row.section.slug if row.section else "",
            "writers": tuple(byline.person.name for byline in row.bylines.all()),
        }
    return Record(**{"number": row.pk, "headline": row.headline, **given, **fields})


def put(folder: Path, *rows: Story | IncomingClipping | Record) -> None:
    """Writes records of ``rows`` into the newsroom's index of the archive in ``folder``; of stories readers see, into
    the public one too.
    """
    records = [row if isinstance(row, Record) else record(row) for row in rows]
    for name, chosen in (("newsroom", records), ("public", [one for one in records if one.kind == "story"])):
        if chosen:
            index = shelf.open_index(folder / name, writing=True)
            index.write(chosen, ())
            index.close()


def noon(day: int) -> datetime:
    """Noon in Dhaka on a day of the month of most tests."""
    return NOON.replace(day=day)
