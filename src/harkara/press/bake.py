"""Baking: a rendering is put on the rack only if nothing that it read has changed since.

What takes long, printing and compressing, comes before. The order inside the one short write transaction is what makes
it safe. The writers of the change log are held off, so
whoever touches a key either did so before our look (and we print again) or will do so after our entry is in the ledger
(and the press, following the log, finds the sheet there). The file comes before its entry: where the disk is full no
entry is made, and where the transaction fails the files that were put are taken off again.
"""

import logging
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from django.conf import settings
from django.db import transaction

from harkara.press import names as sheets
from harkara.press import plan, room
from harkara.press.plan import Plan
from harkara.press.printing import Print, prints
from harkara.press.storeroom import Storeroom
from harkara.rack import changes, ledger
from harkara.rack.changes import Change
from harkara.rack.errors import RackFull
from harkara.rack.pages import Prepared, prepare

log = logging.getLogger(__name__)

ATTEMPTS = 8
"""How often a sheet is printed again because something it read was touched meanwhile."""

TOGETHER = 32
"""Sheets put in one transaction, however many were printed in one snapshot: writers wait for so many files at most."""

LOOK = 2000
"""Changes looked through before a put. A rendering that is older than so many is old in any case."""


@dataclass(slots=True)
class Baked:
    """What became of the sheets: now on the rack, found not to exist, touched at each attempt, or left as they were
    because the disk is full. ``same`` of those on the rack are the bytes that lay there before.
    """

    put: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    restless: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    same: int = 0
    shown: set[str] = field(default_factory=set)
    """The picture files that the pages among them show."""

    def add(self, other: "Baked") -> None:
        """Takes up what became of other sheets."""
        self.put += other.put
        self.absent += other.absent
        self.refused += other.refused
        self.same += other.same
        self.shown |= other.shown


def bake(
    store: Storeroom, names: Iterable[str], *, hot_until: datetime | None = None, brotli: int | None = None
) -> Baked:
    """Prints the sheets ``names`` and puts them on the rack; prints again what was touched meanwhile.

    ``hot_until`` keeps them hot at least so long (a reader asked for them). ``brotli``: the quality of that part, where
    it is to come at once since nobody waits for the pages. Call it outside any transaction.
    """
    done = Baked()
    left = list(dict.fromkeys(names))
    try:
        room.require(store.root, settings.HARKARA_HOME)
    except RackFull:
        done.refused = left
        return done
    for _ in range(ATTEMPTS):
        if not left:
            break
        printed, left = iter(prints(left, store.standing)), []
        while lot := list(islice(printed, TOGETHER)):
            result = put(store, lot, hot_until, brotli=brotli)
            left += result.restless
            done.add(result)
    done.restless = left
    return done


def put(
    store: Storeroom, printed: Collection[Print], hot_until: datetime | None = None, *, brotli: int | None = None
) -> Baked:
    """Puts on the rack those of ``printed`` that are still true, in one short transaction."""
    done = Baked()
    prepared = {sheet.name: prepare(sheet.page, brotli) for sheet in printed if sheet.page}
    with store.in_hand([sheet.name for sheet in printed]):
        try:
            with transaction.atomic(durable=True):
                changes.hold()
                later = changes.since(min((sheet.position for sheet in printed), default=0), LOOK)
                entries: list[ledger.Entry] = []
                shown: set[tuple[str, str]] = set()
                with store.manifest.writing():
                    for sheet in printed:
                        if entry := _put(store, sheet, prepared.get(sheet.name), later, hot_until, done):
                            entries.append(entry)
                            shown |= sheet.shown
                    store.manifest.place_all(sorted(shown))
                    ledger.enter_all(entries)
                    folio = ledger.turn_over()
                if store.shelf.diary is not None:
                    changes.ring()
        except BaseException:
            for name in done.put:
                with suppress(
                    RackFull
                ):  # it is off; that nobody elsewhere is told now is made good by the note in hand
                    store.shelf.drop(name)
            raise
        store.note_folio(folio)
    done.shown = {name for _address, name in shown}
    return done


def take_off(store: Storeroom, names: Collection[str], *, keep_aside: bool, before: int | None = None) -> list[str]:
    """Takes sheets off the shelf and out of the ledger; returns those that were in it.

    ``keep_aside``: the stand may still hand them out, marked stale, while the press is down; lite pages and what readers said
    never.
    ``before``: only sheets rendered below that position.
    """
    if not names:
        return []
    with store.in_hand(names), transaction.atomic(durable=True):
        changes.hold()
        struck = ledger.strike(names, before=before)
        folio = ledger.turn_over()
        with store.manifest.writing() if store.shelf.diary is not None else store.generation.holding():
            for name in struck if before is not None else names:
                if keep_aside and not sheets.follows(name):
                    store.shelf.set_aside(name)
                else:
                    store.shelf.drop(name)
        if store.shelf.diary is not None:
            changes.ring()
    store.note_folio(folio)
    return struck


def _put(
    store: Storeroom,
    sheet: Print,
    prepared: Prepared | None,
    later: list[Change],
    hot_until: datetime | None,
    done: Baked,
) -> ledger.Entry | None:
    """Puts one sheet on the shelf if it is still true; returns what is to be written of it."""
    if len(later) >= LOOK or any(_touches(change, sheet) for change in later):
        done.restless.append(sheet.name)
        return None
    if sheet.page is None:
        ledger.strike([sheet.name])
        store.shelf.drop(sheet.name)
        _lead_elsewhere(store, sheet.name)
        done.absent.append(sheet.name)
        return None
    before = store.shelf.tag(sheet.name)
    try:
        lies = store.shelf.put(
            sheet.name,
            sheet.page,
            valid_until=sheet.valid_until,
            extra={"position": str(sheet.position), "edition": sheet.edition},
            address=sheet.address,
            prepared=prepared,
        )
        if sheet.address is not None:
            store.manifest.place(sheet.address, sheet.name)
    except RackFull as error:
        log.error("%s stays as it was: %s", sheet.name, error)
        done.refused.append(sheet.name)
        return None
    done.put.append(sheet.name)
    done.same += before == lies.etag
    return ledger.Entry(
        sheet.name,
        position=sheet.position,
        edition=sheet.edition,
        keys=sheet.keys,
        valid_until=sheet.valid_until,
        hot_until=max(filter(None, (sheet.hot_until, hot_until)), default=None),
    )


def _lead_elsewhere(store: Storeroom, name: str) -> None:
    """The addresses of a sheet that does not exist lead nowhere; those of a killed story to its note at once, though the
    press has not come so far in the log yet. Inside the put, so the desk is read as it will be when this is committed.
    """
    kind, _, number = sheets.full(name).partition(":")
    if kind in ("story", "data"):
        planned = Plan()
        plan.stories(planned, [int(number)], store.manifest)
        planned.write(store.manifest)
        return
    for path in () if sheets.follows(name) else store.manifest.paths(name):
        store.manifest.remove(path)


def _touches(change: Change, sheet: Print) -> bool:
    return change.position > sheet.position and sheet.depends_on(change.keys)
