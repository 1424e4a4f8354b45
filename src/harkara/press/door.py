"""The door: bakes what the stand asks for, once however many ask, in lots when many different sheets are wanted."""

import logging
import os
import queue
import socketserver
import threading
from concurrent.futures import Future
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.db import close_old_connections

from harkara.desk import clock
from harkara.press.bake import Baked, bake
from harkara.press.storeroom import Storeroom
from harkara.rack import door
from harkara.rack.door import Answer, Place

log = logging.getLogger(__name__)

LOT = 16
"""Sheets baked together when so many are asked for at once: one snapshot and one commit for all of them."""

READ = timedelta(hours=1)
"""How long a sheet that somebody asked for stays hot."""

IDLE = 30.0
"""Seconds that a connection may take to say its line."""


class Ovens:
    """The threads that bake what was asked for. A sheet that is being baked is not baked a second time beside it."""

    def __init__(self, store: Storeroom, count: int = 2) -> None:
        self.store = store
        self.baked = 0
        """How many sheets were put on the rack by asking."""
        self._wanted: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._under_way: dict[str, Future[Answer]] = {}
        self._lock = threading.Lock()
        self._threads = [
            threading.Thread(target=self._work, name=f"oven-{number}", daemon=True) for number in range(count)
        ]
        for thread in self._threads:
            thread.start()

    def ask(self, path: str) -> Answer:
        """Has the sheet at ``path`` baked if it is not on the shelf, and returns when that is done."""
        entry = self.store.manifest.find(path)
        if entry is None or entry.kind != "sheet":
            return "unknown"
        if self.store.shelf.mark(entry.name) is not None:
            stored = self.store.shelf.get(entry.name)
            if stored is None:
                self.store.shelf.drop(entry.name)  # torn: printed again like one that is missing
            elif stored.valid_until is None or stored.valid_until > clock.now().timestamp():
                return "baked"
        with self._lock:
            future = self._under_way.get(entry.name)
            if future is None:
                future = self._under_way[entry.name] = Future()
                self._wanted.put(entry.name)
        return future.result()

    def close(self) -> None:
        """Ends the threads when they have baked what was asked for."""
        for _ in self._threads:
            self._wanted.put(None)
        for thread in self._threads:
            thread.join()

    def _work(self) -> None:
        while (name := self._wanted.get()) is not None:
            lot = [name]
            with suppress(queue.Empty):
                while len(lot) < LOT:
                    further = self._wanted.get_nowait()
                    if further is None:
                        self._wanted.put(None)
                        break
                    lot.append(further)
            self._bake(lot)
        close_old_connections()

    def _bake(self, lot: list[str]) -> None:
        done = Baked()
        try:
            close_old_connections()
            done = bake(self.store, lot, hot_until=clock.now() + READ)
            self.baked += len(done.put)
        except Exception:  # a sheet that cannot be printed must not take the thread with it
            log.exception("could not bake %s", ", ".join(lot))
        for name in lot:
            with self._lock:
                future = self._under_way.pop(name)
            future.set_result("baked" if name in done.put else "absent" if name in done.absent else "busy")


class Door:
    """Listens where ``url`` says (``unix:/path`` or ``tcp://host:port``), in threads of its own, until closed."""

    def __init__(self, store: Storeroom, url: str) -> None:
        self.ovens = Ovens(store)
        self._place = door.place(url)
        self._server = _server(self._place, self.ovens)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), name="door", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stops listening and ends the threads."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self.ovens.close()
        if self._place.path:
            with suppress(FileNotFoundError):
                os.unlink(self._place.path)


class _Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 1024
    ovens: Ovens


class _UnixServer(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 1024
    ovens: Ovens


class _Asked(socketserver.StreamRequestHandler):
    """One connection: one line in, one line out."""

    timeout = IDLE

    def handle(self) -> None:
        server: Any = self.server
        with suppress(OSError):  # who asked may have left
            path = door.asked(self.rfile.readline(door.LIMIT))
            self.wfile.write(door.reply("unknown" if path is None else server.ovens.ask(path)))


def _server(where: Place, ovens: Ovens) -> _Server | _UnixServer:
    server: _Server | _UnixServer
    if where.path:
        with suppress(FileNotFoundError):
            os.unlink(where.path)  # left by a press that died: only one follows this rack, and that is us
        os.makedirs(os.path.dirname(where.path), exist_ok=True)
        server = _UnixServer(where.path, _Asked)
        os.chmod(where.path, 0o660)
    else:
        server = _Server((where.host, where.port), _Asked)
    server.ovens = ovens
    return server
