"""The hands: processes that take apart and set what was read, beside the one that reads and writes."""

from collections.abc import Generator, Iterator
from dataclasses import replace
from functools import partial
from itertools import chain, islice
from typing import Any, Final

from harkara.rack.crew import Crew, CrewLost
from harkara.wire.errors import UnreadableItem
from harkara.wire.moving import setting
from harkara.wire.moving.parcel import Found, Reader

LOT: Final = 50
"""Pieces that are handed over together. An export that has no more is read in one process."""

AHEAD: Final = 30
"""Lots that are on their way at most: so many are made while a batch is written."""


def lay(reader: Reader, raw: Any) -> Found:
    """What a piece of an export is, with its text set."""
    found = reader.made(raw)
    return replace(found, parcel=None, laid=setting.laid(found.parcel, reader.origin)) if found.parcel else found


def found(reader: Reader, after: str, count: int) -> Generator[Found, None, None]:
    """Everything after the position ``after``, in its order, made by ``count`` processes; by this one where that is 0.

    Raises ``UnreadableItem`` where the export cannot be read on, after everything that stands before; also where one of the
    processes ends.
    """
    raws = reader.raw(after)
    if not count:
        yield from (lay(reader, raw) for raw in raws)
        return
    lots = _lots(raws)
    first = next(lots, [])
    if len(first) < LOT:
        yield from (lay(reader, raw) for lot in chain([first], lots) for raw in lot)
        return
    try:
        with Crew(count, partial(_made, reader), reader.apart) as crew:
            for made in crew.map(chain([first], lots), AHEAD):
                for one in made:
                    if isinstance(one, Exception):
                        raise one
                    yield one
    except CrewLost as why:
        raise UnreadableItem(
            f"{why}; what is taken in stays: give the same command again, with --jobs 0 where memory is short"
        ) from why


def _lots(raws: Iterator[Any]) -> Iterator[list[Any]]:
    """Pieces in lots; where they break off, the last lot comes before it is said."""
    while True:
        lot: list[Any] = []
        try:
            lot.extend(islice(raws, LOT))
        except UnreadableItem:
            yield lot
            raise
        if not lot:
            return
        yield lot


def _made(reader: Reader, lot: list[Any]) -> list[Found | Exception]:
    """What becomes of a lot; of a piece that cannot be read, and no other behind it, what was raised."""
    made: list[Found | Exception] = []
    for raw in lot:
        try:
            made.append(lay(reader, raw))
        except UnreadableItem as why:
            return [*made, why]
    return made
