"""The print run: every sheet of the paper is baked ahead of its readers, by several processes side by side.

It may be started beside a press that follows the rack, and broken off and started again at any moment: what lies on the
rack in the current edition is left alone, and each lot is put in the same short transaction as any other sheet. Each
process takes every so many-th lot, so that none waits to be told what to do.
"""

import logging
import multiprocessing
import os
import signal
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import astuple, dataclass
from itertools import chain, islice
from multiprocessing.connection import Connection, wait

from django.db import DatabaseError, connections

from harkara.desk import copy
from harkara.press import editions, heap
from harkara.press.bake import bake
from harkara.press.names import NOTICES
from harkara.press.stop import Stop
from harkara.press.storeroom import Storeroom
from harkara.press.turns import Turns
from harkara.rack import ledger
from harkara.rack.errors import RackFull

log = logging.getLogger(__name__)

LOT = 64
"""Stories, or other sheets, printed in one snapshot: what the database is asked costs as much for one as for so many."""

QUALITY = 6
"""The quality of brotli: 8 takes half as long again and saves a twenty-fifth, 9 takes seven times as long."""

OF_STORIES = ("story", "data")

PATIENCE = 1.0
"""Seconds between two looks at whether the run is to be broken off."""


@dataclass(slots=True)
class Run:
    """What became of the sheets of a run. ``there`` lay on the rack already, ``absent`` do not exist (any more),
    ``restless`` were touched at each attempt, ``refused`` found no room on the disk,
    ``failed`` could not be printed.
    """

    baked: int = 0
    there: int = 0
    absent: int = 0
    restless: int = 0
    refused: int = 0
    failed: int = 0
    is_whole: bool = True
    """Whether every process came to its end."""

    @property
    def seen(self) -> int:
        """How many sheets were looked at."""
        return self.baked + self.there + self.absent + self.restless + self.refused + self.failed

    def add(self, other: "Run") -> None:
        """Takes up what became of other sheets."""
        self.baked += other.baked
        self.there += other.there
        self.absent += other.absent
        self.restless += other.restless
        self.refused += other.refused
        self.failed += other.failed
        self.is_whole &= other.is_whole

    def lines(self) -> Iterator[str]:
        """What became of them, as lines to be read."""
        yield (
            f"{self.baked} sheets baked, {self.there} lay there already, {self.absent} do not exist, {self.restless} "
            "touched each time."
        )
        if self.failed:
            yield f"{self.failed} sheets could not be printed; the log says why."
        if self.refused:
            yield f"The disk is full: {self.refused} sheets were refused. Free some room and start again."
        elif not self.is_whole:
            yield "Not all was baked. Start again: what lies on the rack is left alone."


def run(
    store: Storeroom,
    *,
    kinds: Collection[str] = (),
    jobs: int | None = None,
    brotli: bool = True,
    progress: Callable[[int, int], None] | None = None,
    stop: Stop | None = None,
) -> Run:
    """Bakes the sheets of ``kinds`` (first words of names; none: all) that are not on the rack.

    ``jobs``: how many processes (``None``: one a core). ``brotli``: whether pages get that part too. ``progress`` is told
    how many sheets were looked at, and of how many. ``stop`` breaks the run off after the lots at hand. Call it outside
    any transaction.
    """
    plan_addresses(store)
    side = jobs or os.cpu_count() or 1
    whole, stop = Run(), stop or Stop()
    for lots in (of_stories, of_others):  # the pictures of the stories are known when these are printed
        total = store.manifest.count(kinds)
        order = _Order(str(store.root), lots, frozenset(kinds), side, brotli, os.getpid())
        for part in _side_by_side(store, order, stop):
            whole.add(part)
            if progress:
                progress(whole.seen, max(total, whole.seen))
            if whole.refused:
                stop.set()
    whole.is_whole &= not stop.is_set()
    return whole


def plan_addresses(store: Storeroom) -> None:
    """Where no press follows the rack, does what one does when it starts: repairs it, gives every sheet its address and
    follows the log to its end. Where one does, that is done.
    """
    try:
        turns = Turns(store, brotli=False)
    except RuntimeError:
        return
    try:
        while turns.follow():
            pass
    finally:
        turns.close()


def of_stories(store: Storeroom, kinds: Collection[str]) -> Iterator[list[str]]:
    """The sheets of the stories in lots, a story's page with its data: they are made of one copy."""
    chosen = [kind for kind in OF_STORIES if not kinds or kind in kinds]
    numbers = _all_stories() if chosen else iter(())
    while lot := list(islice(numbers, LOT)):
        yield [f"{kind}:{number}" for number in lot for kind in chosen]


def of_others(store: Storeroom, kinds: Collection[str]) -> Iterator[list[str]]:
    """All other sheets, in lots: those that the manifest knows, and the notices, which have no address."""
    notices = NOTICES if not kinds or "notice" in kinds else ()
    sheets = chain(notices, store.manifest.sheets(kinds, but=OF_STORIES))
    while lot := list(islice(sheets, LOT)):
        yield lot


def lacking(store: Storeroom, wanted: Iterable[str], now: editions.Editions) -> list[str]:
    """Those of ``wanted`` that do not lie on the rack in an edition of ``now``."""
    wanted = list(wanted)
    books = ledger.sheets(wanted)
    return [
        name
        for name in wanted
        if name not in books or not now.are_current(books[name].edition) or store.shelf.mark(name) is None
    ]


def _all_stories() -> Iterator[int]:
    after = 0
    while found := copy.ids(after):
        yield from found
        after = found[-1]


@dataclass(frozen=True, slots=True)
class _Order:
    """What the processes of a run are to do. ``parent``: the process that wants to hear of it."""

    root: str
    lots: Callable[[Storeroom, Collection[str]], Iterator[list[str]]]
    kinds: frozenset[str]
    side: int
    brotli: bool
    parent: int


def _side_by_side(store: Storeroom, order: _Order, stop: Stop) -> Iterator[Run]:
    """What becomes of the lots, as they are done. The processes are children of this one, so that what all of them only
    read is in memory once; none inherits a connection.
    """
    connections.close_all()
    store.manifest.close()
    context = multiprocessing.get_context("fork")
    broken_off = context.Event()
    workers, ends = [], []
    for share in range(order.side):
        ours, theirs = context.Pipe(duplex=False)
        worker = context.Process(target=_work, args=(order, share, theirs, broken_off.is_set))
        worker.start()
        theirs.close()
        workers.append(worker)
        ends.append(ours)
    while ends:
        if stop.is_set():
            broken_off.set()
        for end in wait(ends, timeout=PATIENCE):
            assert isinstance(end, Connection)
            try:
                yield Run(*end.recv())
            except EOFError:
                ends.remove(end)
    for worker in workers:
        worker.join()
    if any(worker.exitcode for worker in workers):
        yield Run(is_whole=False)


def _work(order: _Order, share: int, tell: Connection, is_broken_off: Callable[[], bool]) -> None:
    """One process of the run: every ``side``-th lot from lot ``share``, until it is told to stop or nobody listens."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who started us says when
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    heap.settle(collect=False)  # what came from the parent is not copied by being looked through
    store = Storeroom(order.root, mapped=0)
    for lot in islice(order.lots(store, order.kinds), share, None, order.side):
        if is_broken_off() or os.getppid() != order.parent:
            break
        tell.send(astuple(_baked(store, lot, brotli=order.brotli)))
    connections.close_all()
    tell.close()


def _baked(store: Storeroom, lot: list[str], *, brotli: bool) -> Run:
    """Bakes one lot; a sheet that cannot be printed is told and does not keep the others back."""
    wanted = lacking(store, lot, editions.now())
    try:
        done = bake(store, wanted, brotli=QUALITY if brotli else None)
    except RackFull as error:
        log.error("%s", error)
        return Run(there=len(lot) - len(wanted), refused=len(wanted))
    except DatabaseError:
        raise
    except Exception:
        if len(lot) == 1:
            log.exception("%s could not be baked", lot[0])
            return Run(failed=1)
        whole = Run()
        for name in lot:
            whole.add(_baked(store, [name], brotli=brotli))
        return whole
    return Run(len(done.put), len(lot) - len(wanted), len(done.absent), len(done.restless), len(done.refused))
