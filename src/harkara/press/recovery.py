"""What the press does before its first turn: finds out what happened to the rack or the database, and repairs it.

Four cases. A press that died (the machine went on): only what it had in hand is in doubt. A machine that died: files
may be older than the books say, since the rack is not fsynced. A database restored from a backup: pages are newer than
the books say, a new epoch begins. A new rack: everything has to be planned. The last three are repaired the same way:
a page stays only if its label says exactly what the ledger says. Until that is done nginx finds nothing, and the stand,
which checks what it reads, answers alone.
"""

import logging
import re
from collections.abc import Iterable, Iterator
from itertools import islice

from django.conf import settings
from django.db import transaction

from harkara.desk.copy.pictures import picture_copies
from harkara.press import plan
from harkara.press.bake import take_off
from harkara.press.plan import Plan
from harkara.press.snapshot import snapshot
from harkara.press.storeroom import Storeroom
from harkara.rack import changes, ledger, lite
from harkara.rack.keys import of_frame
from harkara.rack.manifest import Entry
from harkara.rack.nodes.boot import boot

log = logging.getLogger(__name__)

FOLLOWED = "followed"
"""The bookmark that holds how far the press has followed the log."""

PREVIOUS = "previous"
"""The bookmark that holds where it was one batch before: where the rack may be if the press died between two notes."""

LEFT_OPEN = "left open"
"""The bookmark that holds the last boot of the machine after which nginx could look before the press had."""

LAST = 500
"""Changes at the end of the log that are looked at before everything else: some minutes of a busy newsroom."""

STORY = re.compile(r"\A/(?:[a-z-]+/)?([0-9]+)(?:\.json|/.*)?\Z")
PICTURE = re.compile(r"\A/picture/([0-9]+)/")


def recover(store: Storeroom) -> str:
    """Repairs the rack where it may be damaged, and returns in one word what was found: ``whole``, ``died``, ``new``,
    ``power`` or ``restored``.
    """
    found = _found(store)
    _look_at_the_gate(store)
    left = store.left_in_hand()
    is_whole = found == "whole"
    if not is_whole:
        store.journal.close()
    store.shelf.sweep([name for names in left.values() for name in names] if is_whole else None)
    store.ready.close(all_links=not is_whole)
    if found in ("new", "power", "restored"):
        log.info("the rack is gone through: %s", found)
        _look_at_the_last(store)
        _reconcile(store)
        _place_everything(store)
        store.note_folio(ledger.folio(), anew=True)
    store.manifest.make_whole()
    take_back(store)
    store.ready.open()
    store.keep_journal(wanted=bool(settings.HARKARA_DISPATCH or settings.HARKARA_EDGE), anew=not is_whole)
    return "died" if found == "whole" and left else found


def take_back(store: Storeroom) -> None:
    """Takes off what processes that died had in hand: its books and its file may tell different things."""
    for note, names in store.left_in_hand().items():
        take_off(store, names, keep_aside=False)
        note.unlink(missing_ok=True)


def _found(store: Storeroom) -> str:
    place = store.place()
    followed = ledger.bookmark(FOLLOWED)
    if place is None or followed is None:
        if followed is None:
            with snapshot() as position:
                pass
            with transaction.atomic(durable=True):
                ledger.note(FOLLOWED, str(position if not ledger.count() else 0))
        return "new"
    if place.position > int(followed) or changes.position() < int(followed):
        return "restored"
    if store.folio() > ledger.folio():
        return "restored"  # a backup of this very position: the press has printed since
    if place.position < int(followed) and str(place.position) != ledger.bookmark(PREVIOUS):
        return "restored"
    if place.boot != boot() and not place.clean:
        return "power"
    return "whole"


def _look_at_the_gate(store: Storeroom) -> None:
    """Notes in which boot of the machine nginx could hand pages out before a press had looked at them."""
    place = store.place()
    if place is not None and place.boot != boot() and store.ready.is_open():
        log.warning("nginx, where it stands in front, could hand out pages that nobody had looked at since the boot")
        with transaction.atomic(durable=True):
            ledger.note(LEFT_OPEN, boot())


def _look_at_the_last(store: Storeroom) -> None:
    """Looks first where a power cut may have brought back what it should not: at what the last changes touched.

    To go through a large rack takes minutes, in which the stand hands out what lies there.
    """
    last = changes.position()
    keys = frozenset[str]().union(*(change.keys for change in changes.since(last - LAST, LAST)))
    with snapshot():
        planned = plan.of(keys - of_frame(keys), store.manifest)
        touched = [sheet.name for sheet in ledger.readers(keys - of_frame(keys))]
    planned.write(store.manifest)
    take_off(store, sorted(planned.taken), keep_aside=False)
    _compare(store, touched, last)


def _reconcile(store: Storeroom) -> None:
    """Takes off every page whose label does not say what the ledger says, and strikes every entry without a page."""
    last, torn = changes.position(), store.shelf.torn
    _compare(store, store.shelf.names(), last)
    is_there = store.shelf.mark if store.shelf.torn == torn else store.shelf.get  # a torn file may not say whose it is
    lost = (sheet.name for sheet in ledger.walk() if is_there(sheet.name) is None)
    while lot := list(islice(lost, 400)):
        take_off(store, lot, keep_aside=False)


def _compare(store: Storeroom, names: Iterable[str], last: int) -> None:
    """Takes off those of ``names`` whose label does not say what the ledger says, and links the others for nginx."""
    names = iter(names)
    while lot := list(islice(names, 400)):
        books = ledger.sheets(lot)
        wrong = []
        for name in lot:
            row, page = books.get(name), store.shelf.get(name)
            is_right = row and page and row.position <= last and page.extra.get("position") == str(row.position)
            if is_right:
                store.shelf.offer(name)
            else:
                wrong.append(name)
        take_off(store, wrong, keep_aside=False)


def _place_everything(store: Storeroom) -> None:
    """Writes every address of the paper into the manifest, then strikes those that no longer lead anywhere."""
    right: set[str] = set()
    was_empty = not store.manifest.entries(limit=1)
    for planned in plan.everything():
        planned.write(store.manifest)
        if not right:
            right = {*planned.placed, *planned.moved}
    if was_empty:
        return
    for lot in _entries(store):
        known = {path: entry for path, entry in lot if path not in right}
        numbers = {int(match[1]) for path in known if (match := STORY.match(path))}
        now = plan.standing_now(numbers)
        now.yielding = plan.yielding_now([path for path, entry in known.items() if entry.kind != "sheet"])
        _strike_wrong(store, [path for path, entry in known.items() if not _is_planned(path, entry, now)])


def _is_planned(path: str, entry: Entry, planned: Plan) -> bool:
    """Whether the plan leads ``path`` to exactly where the manifest does."""
    if entry.kind == "sheet":
        return planned.placed.get(path) == entry.name
    if path in planned.yielding:
        return planned.yielding[path] == (entry.target if entry.kind == "moved" else None)
    return entry.kind == "moved" and planned.moved.get(path) == (entry.target, entry.status)


def _strike_wrong(store: Storeroom, paths: list[str]) -> None:
    planned = Plan()
    stories = {path: int(match[1]) for path in paths if (match := STORY.match(path))}
    pictures = {path: int(match[1]) for path in paths if (match := PICTURE.match(path))}
    with snapshot():
        plan.stories(planned, set(stories.values()), store.manifest)
        shown = picture_copies(pictures.values())
    for path in paths:
        if path in stories or pictures.get(path) in shown:
            known = path in planned.placed or path in planned.moved or path in planned.gone
            if path in stories and not known:
                planned.removed.add(path)
            continue
        planned.removed.add(path)
        if (entry := store.manifest.find(path)) and entry.name:
            planned.taken.add(entry.name)
            if lite.leads_to_twin(path):
                planned.taken.add(lite.NAME + entry.name)
    planned.write(store.manifest)
    take_off(store, sorted(planned.taken), keep_aside=False)


def _entries(store: Storeroom) -> Iterator[list[tuple[str, Entry]]]:
    after = ""
    while entries := store.manifest.entries(after, 500):
        yield entries
        after = entries[-1][0]
