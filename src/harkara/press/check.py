"""The check: what lies on the rack equals what would be printed now; what must be there is there; nothing else is.

It changes nothing but what is wrong by time alone: it first looks, and where a sheet differs only because the press has
not come to it yet, it is counted as waiting and not as wrong. A large rack is gone through by several processes; each
takes a stretch of the books or a few folders of the shelf at a time, so that memory stays level.
"""

import multiprocessing
import os
import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from django.db import connections

from harkara.desk import clock, copy
from harkara.press import carrying, editions, names, plan
from harkara.press.printing import Print, prints
from harkara.press.recovery import FOLLOWED
from harkara.press.snapshot import snapshot
from harkara.press.storeroom import Storeroom
from harkara.rack import changes, ledger
from harkara.rack.pages import etag
from harkara.rack.shelf import FOLDERS

LOT = 50
"""Sheets compared in one snapshot."""

STRETCH = 500
"""Numbers of the books that a process takes at a time."""

FEW = 2000
"""Sheets that are gone through by this process alone: to start others would take longer."""

MOST = 4
"""Processes at once where nobody said how many: each holds some hundred megabytes."""

ADDRESSES = 500
"""Old addresses compared in one snapshot."""

SHOWN = 20
"""Differences that are told in words; the rest is counted."""

Task = tuple[str, int, int]
"""A part of the work: ``ledger`` or ``shelf``, from which number of the books or folder, up to which (not included)."""


@dataclass(slots=True)
class Found:
    """What a check found. Only ``wrong`` makes the rack wrong; ``waiting`` and ``backlog`` are work still to be done."""

    compared: int = 0
    wrong: list[str] = field(default_factory=list)
    waiting: int = 0
    backlog: int = 0

    def add(self, other: "Found") -> None:
        """Takes up what was found in another part."""
        self.compared += other.compared
        self.wrong += other.wrong
        self.waiting += other.waiting

    def lines(self) -> Iterator[str]:
        """What was found, as lines to be read."""
        yield from self.wrong[:SHOWN]
        if len(self.wrong) > SHOWN:
            yield f"… and {len(self.wrong) - SHOWN} more."
        yield (
            f"{self.compared} sheets compared, {len(self.wrong)} wrong, {self.waiting} touched and not yet printed "
            f"again, {self.backlog} in the layout backlog."
        )


def check(
    store: Storeroom,
    sample: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    jobs: int | None = None,
) -> Found:
    """Compares ``sample`` sheets (``None``: all) with fresh renderings, and the books with shelf and manifest.

    ``progress`` is told how many sheets have been compared, and of how many. ``jobs``: how many processes go through a
    large rack (``None``: one a core, four at most). Call it outside any transaction.
    """
    parts: Iterator[Found]
    found = Found(backlog=ledger.backlog(editions.now().are_current))
    _hot(store, found)
    if sample is None:
        found.wrong += [
            f"{link} lies ready for nginx, and its page is not on the shelf." for link in store.ready.strays()
        ]
        for begin in range(0, _last_address() + 1, ADDRESSES):
            _moved(store, begin, found)
        for lot in range(copy.moved_lots()):
            _lead(store, copy.moved(lot), found)
    total = ledger.count()
    if sample is not None and sample < total:
        drawn = iter(ledger.drawn(sample, random.Random()))  # noqa: S311 - a sample, not a secret
        parts = (_compared(store, lot) for lot in iter(lambda: list(islice(drawn, LOT)), []))
        total = sample
    else:
        tasks = _tasks(is_whole=sample is None)
        side = jobs or (min(os.cpu_count() or 1, MOST) if total > FEW else 1)
        parts = _side_by_side(store, tasks, side) if side > 1 else (_done(store, task) for task in tasks)
    for part in parts:
        found.add(part)
        if progress:
            progress(found.compared, total)
    return found


def _last_address() -> int:
    """The highest number of an old address of a story; -1 where there is none."""
    with snapshot():
        return copy.last_story_address()


def _moved(store: Storeroom, begin: int, found: Found) -> None:
    """Compares the old addresses of stories, ``ADDRESSES`` numbers from ``begin`` on, with where the manifest leads."""
    with snapshot():
        paths = copy.story_addresses(begin, begin + ADDRESSES)
        wanted = plan.yielding_now(paths)
    _lead(store, wanted, found)


def _lead(store: Storeroom, wanted: Mapping[str, str | None], found: Found) -> None:
    """Compares where addresses of another paper lead with where they should; a sheet of this one may stand there instead."""
    wrong = []
    for path, target in wanted.items():
        entry = store.manifest.find(path)
        if entry is not None and entry.kind == "sheet":
            continue
        leads = None if entry is not None and entry.kind == "gone" else entry.target if entry else ""
        if leads != target:
            should = "be gone" if target is None else f"lead to {target}" if target else "lead nowhere"
            wrong.append(f"{path} should {should}, and does not.")
    with snapshot() as position:
        is_behind = position > int(ledger.bookmark(FOLLOWED) or 0)
    if is_behind:
        found.waiting += len(wrong)
    else:
        found.wrong += wrong


def compare(store: Storeroom, wanted: Iterable[str], found: Found) -> None:
    """Compares sheets that are in the ledger with fresh renderings, all of one snapshot."""
    followed = int(ledger.bookmark(FOLLOWED) or 0)
    printed = prints(wanted)
    books = ledger.sheets(sheet.name for sheet in printed)
    with snapshot():
        later = changes.since(followed, 10_000)
    touched = carrying.waiting().union(*(change.keys for change in later))
    now = editions.now()
    for sheet in printed:
        found.compared += 1
        row = books.get(sheet.name)
        if row is None:
            continue  # taken off while we were printing
        if not now.are_current(row.edition):
            continue  # the backlog, which is counted
        wrong = _difference(store, sheet, row.position)
        if not wrong:
            continue
        is_over = row.valid_until is not None and row.valid_until <= clock.now()
        if is_over or sheet.depends_on(touched):
            found.waiting += 1
        else:
            found.wrong.append(wrong)


def _tasks(*, is_whole: bool) -> list[Task]:
    """All the parts of the work; without ``is_whole`` nobody looks for unknown files."""
    first, last = ledger.bounds()
    tasks: list[Task] = [("ledger", start, start + STRETCH) for start in range(first, last + 1, STRETCH)]
    if is_whole:
        step = FOLDERS // 64
        tasks += [("shelf", start, start + step) for start in range(0, FOLDERS, step)]
    return tasks


def _done(store: Storeroom, task: Task) -> Found:
    """One part of the work."""
    what, start, end = task
    found = Found()
    if what == "ledger":
        listed = (sheet.name for sheet in ledger.walk(after=start - 1, before=end))
        while lot := list(islice(listed, LOT)):
            compare(store, lot, found)
    else:
        _unknown(store, range(start, end), found)
    return found


def _compared(store: Storeroom, lot: list[str]) -> Found:
    found = Found()
    compare(store, lot, found)
    return found


def _side_by_side(store: Storeroom, tasks: list[Task], jobs: int) -> Iterator[Found]:
    """The parts of the work by ``jobs`` processes, as they are done. They are children of this one, so that what all of
    them only read is in memory once; none inherits a connection.
    """
    connections.close_all()
    store.manifest.close()
    with multiprocessing.get_context("fork").Pool(jobs, _begin, (str(store.root),)) as pool:
        yield from pool.imap_unordered(_work, tasks)


_room: list[Storeroom] = []
"""The storeroom of a process that works at a part."""


def _begin(root: str) -> None:
    _room.append(Storeroom(root, mapped=0))  # each looks at the whole manifest: it would hold it all


def _work(task: Task) -> Found:
    return _done(_room[0], task)


def _difference(store: Storeroom, sheet: Print, position: int) -> str:
    """What is wrong with the page on the shelf, as a sentence; empty where nothing is."""
    lies = store.shelf.get(sheet.name)
    if lies is None:
        return f"{sheet.name} is in the ledger and not on the shelf."
    if sheet.page is None:
        if sheet.name.startswith("asset:"):
            return ""  # of an earlier layout: stays until no page of that layout is left
        return f"{sheet.name} is on the shelf, but there is no such sheet."
    if lies.etag != etag(sheet.page):
        return f"{sheet.name}, printed at position {position}, differs: {_first(lies.identity(), sheet.page.body)}"
    if sheet.address is not None:
        entry = store.manifest.find(sheet.address)
        if entry is None or entry.name != sheet.name:
            return f"{sheet.name} is not to be had at {sheet.address}."
    return ""


def _first(was: bytes, now: bytes) -> str:
    """Where two bodies begin to differ, with a few words around."""
    if was == now:
        return "the bytes are the same, a header is not."
    place = next((n for n, (a, b) in enumerate(zip(was, now, strict=False)) if a != b), min(len(was), len(now)))
    begin = max(0, place - 40)
    said = [body[begin : place + 40].decode("utf-8", "replace").replace("\n", " ") for body in (was, now)]
    return f"at byte {place} it says «{said[0]}», printed now «{said[1]}»."


def _hot(store: Storeroom, found: Found) -> None:
    """Every hot sheet is on the rack, unless the press has not come to it yet."""
    with snapshot() as position:
        wanted = plan.hot()
    lacking = sorted(wanted - ledger.sheets(wanted).keys())
    is_behind = position > int(ledger.bookmark(FOLLOWED) or 0)
    if is_behind:
        found.waiting += len(lacking)
    else:
        found.wrong.extend(f"{name} is hot and not on the rack." for name in lacking)


def _unknown(store: Storeroom, folders: Iterable[int], found: Found) -> None:
    """Nothing lies in these folders of the shelf that ledger and manifest do not know."""
    on_shelf = store.shelf.names(folders)
    while lot := list(islice(on_shelf, 400)):
        books = ledger.sheets(lot)
        for name in lot:
            if name not in books and store.shelf.mark(name) is not None:
                found.wrong.append(f"{name} is on the shelf, and the ledger does not know it.")
            elif name not in names.NOTICES and not store.manifest.paths(name):
                found.wrong.append(f"{name} is on the shelf, and no address leads to it.")
