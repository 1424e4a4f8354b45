"""The runner: keeps the rack of this machine as the press keeps its own.

One thread does all of it, so that what it lays down is always at least as new as what it laid before. A turn reads the
journal to its end; where something left (killed, withdrawn, set aside, led elsewhere) that is done at once, and only then
are pages fetched, a few at a time: a kill never waits behind more than these. Every step may be done twice, and the place in
the journal is noted only up to where all is done, so it may be killed anywhere.
"""

import logging
import queue
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from typing import Any, Final

from harkara.rack.door import Answer
from harkara.rack.errors import RackFull, TornPage
from harkara.rack.manifest import Entry
from harkara.rack.shelf import FOLDERS

from . import bundle, state
from .boot import boot
from .bundle import ASIDE, NOTHING, Parcel
from .calling import Caller, Refused, Unreached
from .depot import Depot
from .dispatch import entry_of
from .journal import ADDRESS
from .state import State, Writer

log = logging.getLogger(__name__)

LOT: Final = 64
"""Pages fetched at once, as far as there is room in a bundle."""

LOOK: Final = 0.5
"""Seconds between two looks into the journal where nobody wakes the runner."""

AGAIN: Final = 2000
"""Lines read again after a power cut, before everything is compared: what was newest is right first."""

ENTRIES: Final = "entries"
SHEETS: Final = "folders"


class Runner:
    """Follows the press through ``caller`` and fills ``depot``."""

    def __init__(self, depot: Depot, caller: Caller) -> None:
        self.depot: Final = depot
        self.caller: Final = caller
        self.wake: Final = threading.Event()
        """To be set when there may be something new."""
        self.pending: Final[dict[str, int]] = {}
        """Sheets of which the press has another page, with the serials of their lines."""
        self.behind: Final[dict[str, None]] = {}
        """The same, as a comparison found them."""
        self._wanted: Final[dict[str, list[Future[Answer]]]] = {}
        self._asked: Final[queue.SimpleQueue[tuple[str, Future[Answer]]]] = queue.SimpleQueue()
        self._anew: Final[set[str]] = set()
        self._following = 0
        self._gone = False
        self._is_over = False
        self._writer: Final = Writer(depot.root)
        self.state = self._begun(state.read(depot.root) or State())
        self._read = self.state.serial

    def run(self, stop: threading.Event, look: float = LOOK) -> None:
        """Turns until ``stop`` is set."""
        while not stop.is_set():
            if not self.turn():
                self.wake.wait(look)
            self.wake.clear()

    def settle(self) -> None:
        """Turns until nothing is left to do. Raises :class:`Unreached` or :class:`Refused` where the press cannot be followed."""
        while self._turn() or self.state.comparing:
            pass

    def turn(self) -> bool:
        """Does what is to be done, and returns whether there may be more. Never raises what the other side or the disk did."""
        try:
            return self._turn()
        except (Unreached, Refused) as error:
            if not self.state.why:
                log.warning("the press cannot be followed: %s", error)
            self._note(replace(self.state, why=str(error)))
            self._answer_all("down")
        except RackFull as error:
            log.error("%s", error)
            self._note(replace(self.state, why=str(error)))
            self._answer_all("busy")
        return False

    def want(self, name: str) -> "Future[Answer]":
        """The sheet ``name`` was printed for a reader: it is fetched before others. The answer comes when it lies here."""
        future: Future[Answer] = Future()
        self._asked.put((name, future))
        self.wake.set()
        return future

    @property
    def is_cut(self) -> bool:
        """Whether the last question had no answer: who waits for a page need not wait for another."""
        return self._is_over or bool(self.state.why)

    def close(self) -> None:
        """Ends in order: what was written is on the disk then."""
        self._is_over = True
        self._answer_all("down")
        self.depot.sync()
        self._note(replace(self.state, clean=True), durable=True)
        self.caller.close()
        self.depot.close()

    def _begun(self, found: State) -> State:
        """Looks at what the last runner left."""
        depot = self.depot
        depot.print_with(found.headers)
        depot.generation.bump()
        depot.shelf.sweep()
        self._is_doubtful = is_doubtful = bool(found.epoch) and found.boot != boot() and not found.clean
        depot.ready.close(all_links=is_doubtful)
        self._relinks = not found.clean
        if is_doubtful:
            log.warning("the machine ended suddenly: everything is compared with the press's rack")
            found = replace(found, serial=max(0, found.serial - AGAIN), comparing=(ENTRIES, ""))
        else:
            depot.ready.open()
        found = replace(found, boot=boot(), clean=False, pending=0)
        self._writer.write(found, durable=True)
        return found

    def _turn(self) -> bool:
        self._follow()
        worked = self._fetch()
        if self._gone:
            self.depot.sync()  # no power cut brings back what was withdrawn
            self._gone = False
        if not worked and not self.pending and self.state.comparing:
            self._compare()
            worked = True
        self._note(self.state)
        return worked

    def _follow(self) -> None:
        """Reads the journal to its end."""
        while True:
            said = self.caller.ask("since", serial=self._read)
            known = self.state
            self.state = replace(known, heard=time.time(), head=said["head"], why="")
            if known.why:
                log.warning("the press can be followed again")
            headers = tuple((str(name), str(value)) for name, value in said["headers"])
            if headers != known.headers:
                self.depot.print_with(headers)
                if not self._is_doubtful:
                    self.depot.ready.open()
                self.state = replace(self.state, headers=headers)
            if said["epoch"] != known.epoch or not said["floor"] <= self._read <= said["head"]:
                self._begin_anew(said)
                return
            if said["whole"] and self.state.comparing[:1] != (ENTRIES,):
                self.depot.manifest.make_whole()
            lines = said["lines"]
            if not lines:
                return
            self._apply(lines)
            self._read = lines[-1][0]
            if self._read >= said["head"]:
                return

    def _begin_anew(self, said: dict[str, Any]) -> None:
        """Another past, or one that does not reach back so far: everything is compared, and followed from now on."""
        if self.state.epoch:
            log.warning("the journal does not reach back to where this node stands: everything is compared")
        self.pending.clear()
        self.behind.clear()
        self._read = said["head"]
        self.state = replace(self.state, epoch=said["epoch"], serial=self._read, comparing=(ENTRIES, ""))

    def _apply(self, lines: list[list[Any]]) -> None:
        """Does what lines of the journal say: what leads elsewhere or leaves at once, what came is noted as pending."""
        told = [(line[2], line[3] and entry_of(line[3])) for line in lines if line[1] == ADDRESS]
        told.sort(key=lambda one: one[1] is not None and one[1].kind == "sheet")
        if told:
            self.depot.lead(told)
            self._gone |= any(entry is None or entry.kind == "gone" for _path, entry in told)
        sheets = [(serial, name, seen) for serial, kind, name, seen in lines if kind != ADDRESS]
        self._take_off({name: seen for _serial, name, seen in sheets if seen in (NOTHING, ASIDE)})
        for serial, name, seen in sheets:
            if seen in (NOTHING, ASIDE):
                continue
            if seen == bundle.look(self.depot.shelf, name):
                self.pending.pop(name, None)
                self.depot.shelf.offer(name)
            else:
                self.pending[name] = serial

    def _take_off(self, leaving: dict[str, str]) -> None:
        """Takes sheets off the shelf, for good or aside."""
        if not leaving:
            return
        with self.depot.generation.holding():
            for name, seen in leaving.items():
                self.pending.pop(name, None)
                self.behind.pop(name, None)
                if seen == ASIDE:
                    self.depot.shelf.set_aside(name)
                else:
                    self.depot.shelf.drop(name)

    def _fetch(self) -> bool:
        """Fetches a lot of what is asked for, else of what is pending. Returns whether there was anything."""
        with suppress(queue.Empty):
            while True:
                name, future = self._asked.get_nowait()
                self._wanted.setdefault(name, []).append(future)
        lot = list(dict.fromkeys(islice(self._due(), LOT)))
        if not lot:
            return False
        known = {name: "" if name in self._anew else bundle.look(self.depot.shelf, name) for name in lot}
        for parcel in self.caller.pages(known.items()):
            is_here = self._lay(parcel)
            for future in self._wanted.pop(parcel.name, ()):
                future.set_result("baked" if is_here else "busy")
        return True

    def _due(self) -> Iterator[str]:
        yield from self._wanted
        yield from self.pending
        yield from self.behind

    def _lay(self, parcel: Parcel) -> bool:
        """Lays a page on the shelf; returns whether one lies there. Raises :class:`RackFull`."""
        name, shelf = parcel.name, self.depot.shelf
        try:
            if parcel.page:
                shelf.take(name, parcel.page, parcel.part or None)
            elif parcel.part and not shelf.take_brotli(name, parcel.part):
                self._anew.add(name)  # another page lies here: all of it is wanted
                return shelf.mark(name) is not None
        except TornPage as error:
            log.error("%s came and cannot be laid down: %s", name, error)
        self._anew.discard(name)
        self.pending.pop(name, None)
        self.behind.pop(name, None)
        return shelf.mark(name) is not None

    def _compare(self) -> None:
        """One step of comparing everything; the first are the addresses, by path, then come the folders of the shelf."""
        what, where = self.state.comparing or (SHEETS, "0")
        if what == ENTRIES:
            self._compare_entries(where)
        elif self.behind:
            return
        elif self._following > int(where):
            self._compared(self._following)
        else:
            self._compare_sheets(int(where))

    def _compare_entries(self, after: str) -> None:
        theirs = {path: entry_of(told) for path, told in self.caller.ask("entries", after=after)}
        last = max(theirs, default=None)
        ours = dict(self._entries(after, last))
        wrong: list[tuple[str, Entry | None]] = [(path, None) for path in ours.keys() - theirs.keys()]
        wrong += [(path, entry) for path, entry in theirs.items() if ours.get(path) != entry]
        wrong.sort(key=lambda one: one[1] is not None and one[1].kind == "sheet")
        if wrong:
            self.depot.lead(wrong)
        self.state = replace(self.state, comparing=(SHEETS, "0") if last is None else (ENTRIES, last))

    def _entries(self, after: str, last: str | None) -> Iterator[tuple[str, Entry]]:
        """Our own addresses behind ``after``, up to ``last``."""
        while found := self.depot.manifest.entries(after):
            for path, entry in found:
                if last is not None and path > last:
                    return
                yield path, entry
            after = found[-1][0]

    def _compare_sheets(self, first: int) -> None:
        said = self.caller.ask("folders", first=first)
        theirs, self._following = dict(said["sheets"]), int(said["next"])
        ours: dict[str, str] = {}
        for folder in range(first, self._following):
            ours |= bundle.listed(self.depot.shelf, folder)
        leaving = dict.fromkeys(ours.keys() - theirs.keys(), NOTHING)
        leaving |= {name: ASIDE for name, seen in theirs.items() if seen == ASIDE and ours.get(name, ASIDE) != ASIDE}
        self._take_off(leaving)
        for name, seen in theirs.items():
            if seen != ASIDE and ours.get(name) != seen:
                self.behind[name] = None
            elif self._relinks and seen != ASIDE:
                self.depot.shelf.offer(name)
        if not self.behind:
            self._compared(self._following)

    def _compared(self, following: int) -> None:
        """All folders before ``following`` are as the press's."""
        self._following = 0
        if following < FOLDERS:
            self.state = replace(self.state, comparing=(SHEETS, str(following)))
            return
        self.state = replace(self.state, comparing=())
        self._relinks = self._is_doubtful = False
        self.depot.ready.open()
        log.info("the rack is as the press's, up to serial %s", self._read)

    def _note(self, found: State, *, durable: bool = False) -> None:
        serial = min(min(self.pending.values(), default=self._read + 1) - 1, self._read)
        self.state = replace(found, serial=serial, pending=len(self.pending) + len(self.behind))
        self._writer.write(self.state, durable=durable)

    def _answer_all(self, answer: Answer) -> None:
        """Tells everybody who waits for a page that there will be none now."""
        with suppress(queue.Empty):
            while True:
                name, future = self._asked.get_nowait()
                self._wanted.setdefault(name, []).append(future)
        for futures in self._wanted.values():
            for future in futures:
                future.set_result(answer)
        self._wanted.clear()
