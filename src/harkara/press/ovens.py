"""The ovens: what is asked for is baked in lots, one sheet once however many ask for it.

A few asks are baked by threads of the press. When more are waiting, each thread has an oven heated,
a process of its own, so that all cores bake; after a while without work it is put out again. Lots grow by themselves:
what is asked while all bake is the next lot, and a lot of thirty-two costs a fifth of thirty-two sheets alone.
"""

import logging
import os
import queue
import subprocess
import sys
import threading
import time
from concurrent.futures import Future
from contextlib import suppress

from django.db import close_old_connections

from harkara.desk import clock
from harkara.press import oven, recovery
from harkara.press.storeroom import Storeroom
from harkara.rack.door import Answer

log = logging.getLogger(__name__)

LOT = 32
"""Sheets baked together when so many are asked for at once: one snapshot and one commit for all of them."""

FEW = 4
"""Sheets of a lot, or waiting behind it, from which on it is worth heating an oven."""

LULL = 1.0
"""Seconds without a question after which nobody seems to want the cores."""

COOL = 60.0
"""Seconds without work after which an oven is put out."""


class Ovens:
    """Bakes what is asked for, in ``count`` places at once (by default one a core)."""

    def __init__(self, store: Storeroom, count: int | None = None, *, processes: bool = True) -> None:
        self.store = store
        self.processes = processes
        self.baked = 0
        """How many sheets were put on the rack by asking."""
        self._wanted: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._under_way: dict[str, Future[Answer]] = {}
        self._asked = -LULL
        self._lock = threading.Lock()
        self._threads = [
            threading.Thread(target=self._work, name=f"oven-{number}", daemon=True)
            for number in range(count or max(2, os.cpu_count() or 1))
        ]
        for thread in self._threads:
            thread.start()

    def ask(self, path: str) -> "Future[Answer]":
        """Has the sheet at ``path`` baked if it is not on the shelf; the answer comes when that is done."""
        entry = self.store.manifest.find(path)
        if entry is None or entry.kind != "sheet":
            return _known("unknown")
        if self.store.shelf.mark(entry.name) is not None:
            stored = self.store.shelf.get(entry.name)
            if stored is None:
                self.store.shelf.drop(entry.name)  # torn: printed again like one that is missing
            elif stored.valid_until is None or stored.valid_until > clock.now().timestamp():
                return _known("baked")
        with self._lock:
            future = self._under_way.get(entry.name)
            if future is None:
                future = self._under_way[entry.name] = Future()
                self._asked = time.monotonic()
                self._wanted.put(entry.name)
        return future

    @property
    def is_wanted(self) -> bool:
        """Whether somebody waits for a page, or did a moment ago."""
        return bool(self._under_way) or time.monotonic() - self._asked < LULL

    def close(self) -> None:
        """Ends the threads and their ovens when they have baked what was asked for."""
        for _ in self._threads:
            self._wanted.put(None)
        for thread in self._threads:
            thread.join()

    def _work(self) -> None:
        place = _Place(self.store)
        while True:
            try:
                name = self._wanted.get(timeout=COOL if place.is_heated else None)
            except queue.Empty:
                place.put_out()
                continue
            if name is None:
                break
            lot = [name, *self._further()]
            if self.processes and len(lot) + self._wanted.qsize() >= FEW:
                place.heat()
            self._done(lot, place)
        place.put_out()
        close_old_connections()

    def _further(self) -> list[str]:
        """What else is waiting, to fill the lot."""
        lot: list[str] = []
        with suppress(queue.Empty):
            while len(lot) < LOT - 1:
                further = self._wanted.get_nowait()
                if further is None:
                    self._wanted.put(None)
                    break
                lot.append(further)
        return lot

    def _done(self, lot: list[str], place: "_Place") -> None:
        put: list[str] = []
        absent: list[str] = []
        try:
            put, absent = place.bake(lot)
            self.baked += len(put)
        except Exception:  # what cannot be baked must not take the thread with it
            log.exception("could not bake %s", ", ".join(lot))
        log.debug("baked when asked: %s", " ".join(put))
        for name in lot:
            with self._lock:
                future = self._under_way.pop(name)
            future.set_result("baked" if name in put else "absent" if name in absent else "busy")


class _Place:
    """Where one thread bakes: in its own process, or in the oven that it had heated once that is hot."""

    def __init__(self, store: Storeroom) -> None:
        self.store = store
        self._oven: subprocess.Popen[bytes] | None = None
        self._is_hot = threading.Event()

    @property
    def is_heated(self) -> bool:
        """Whether an oven was started and not put out."""
        return self._oven is not None

    def heat(self) -> None:
        """Starts an oven, unless there is one; until it is hot the thread goes on baking itself."""
        if self._oven is not None:
            return
        self._is_hot = threading.Event()
        command = [sys.executable, "-m", oven.__name__]
        self._oven = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 (our own module)
        threading.Thread(target=self._await, args=(self._oven, self._is_hot), daemon=True).start()

    def bake(self, lot: list[str]) -> tuple[list[str], list[str]]:
        """Bakes ``lot``; where the oven has died, what it left is taken back and baked here."""
        if self._oven is not None and self._oven.poll() is None and self._is_hot.is_set():
            assert self._oven.stdin
            assert self._oven.stdout
            with suppress(OSError, ValueError):
                self._oven.stdin.write(oven.order(lot))
                self._oven.stdin.flush()
                return oven.baked(self._oven.stdout.readline())
        if self._oven is not None and (self._is_hot.is_set() or self._oven.poll() is not None):
            log.warning("an oven ended with %s", self._oven.poll())
            self.put_out()
            recovery.take_back(self.store)
        return oven.bake_lot(self.store, lot)

    def put_out(self) -> None:
        """Ends the oven, if there is one."""
        if self._oven is None:
            return
        assert self._oven.stdin
        assert self._oven.stdout
        with suppress(OSError):
            self._oven.stdin.close()
        if not self._is_hot.is_set():
            self._oven.terminate()  # still being heated: it has nothing in hand
        self._oven.wait()
        self._oven.stdout.close()
        self._oven = None

    @staticmethod
    def _await(process: "subprocess.Popen[bytes]", is_hot: threading.Event) -> None:
        assert process.stdout
        began = time.monotonic()
        with suppress(ValueError):  # put out meanwhile
            if process.stdout.readline():
                is_hot.set()
                log.info("an oven is hot after %.1f s", time.monotonic() - began)


def _known(answer: Answer) -> "Future[Answer]":
    future: Future[Answer] = Future()
    future.set_result(answer)
    return future
