"""The dispatch: hands the journal and the pages of the press's rack out to the runners of other machines.

A process of its own beside the press. It reads the rack's files and no database, so it goes on while the press or the
database is down; what is not printed yet it has the press print, through the press's own door. Every question is a POST
with a line of JSON, sealed (:mod:`.seal`), and so is its answer.

| asked | with | answered |
|---|---|---|
| ``/since`` | ``serial``, ``limit`` | which past this is, and the next lines of the journal with what became of each thing |
| ``/pages`` | ``wanted``: names and the looks that are known | a bundle (:mod:`.bundle`) |
| ``/entries`` | ``after``: a path | the next addresses of the manifest |
| ``/folders`` | ``first`` | what lies in the next folders of the shelf |
| ``/bake`` | ``path`` | what the press says, and the name of the sheet |
"""

import json
import logging
import socket
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

from harkara.rack import door
from harkara.rack.door import Answer
from harkara.rack.generation import Generation
from harkara.rack.manifest import Entry, Manifest
from harkara.rack.shelf import Shelf

from . import bundle
from .boot import boot
from .journal import SHEET, Journal
from .seal import ANSWER, Seal, Unsealed

log = logging.getLogger(__name__)

VERSION: Final = 1
"""Of questions and answers. A dispatch of another version answers 404, and runner and dispatch are to be upgraded alike."""

AT_ONCE: Final = 128
"""Connections; further ones are hung up on. A runner has one, and one more for each page that readers wait for."""

LONGEST: Final = 256 * 1024
"""Bytes of a question."""

LINES: Final = 500
LISTED: Final = 1000
ROOM: Final = 2 * 2**20
"""Lines of the journal, addresses or sheets in an answer, and bytes of a bundle."""

IDLE: Final = 60.0
PATIENCE: Final = 10.0
"""Seconds that a connection may be silent, and that a page may take to be printed."""

Said = dict[str, Any]


class Counter:
    """What is answered, from the rack in the folder ``rack``; ``press_url``: the press's door."""

    def __init__(self, rack: Path, press_url: str) -> None:
        self.generation: Final = Generation(rack / "generation")
        self.shelf: Final = Shelf(rack / "shelf", self.generation)
        self.manifest: Final = Manifest(rack / "manifest.sqlite3", self.generation, mapped=0)
        self.journal: Final = Journal(self.manifest)
        self.press_url: Final = press_url
        self.ways: Final[dict[str, Callable[[Said], bytes]]] = {
            "since": self.since,
            "pages": self.pages,
            "entries": self.entries,
            "folders": self.folders,
            "bake": self.bake,
        }

    def answer(self, way: str, said: Said) -> tuple[int, bytes]:
        """Status and body for one question."""
        found = self.ways.get(way)
        if found is None:
            return 404, _sentence(f"Nobody answers {way!r} here: runner and dispatch must be of one version.")
        past = self.journal.past()
        if past is None:
            return 503, _sentence("No journal is kept here: start the press with HARKARA_DISPATCH set.")
        if past.boot != boot():
            return 503, _sentence(
                "The press has not looked at its rack since the machine started; what you have stays right."
            )
        try:
            return 200, found(said)
        except (KeyError, TypeError, ValueError) as error:
            return 400, _sentence(f"The question cannot be read ({error}): runner and dispatch must be of one version.")

    def since(self, said: Said) -> bytes:
        serial = int(said["serial"])
        past = self.journal.past()
        assert past is not None
        lines = self.journal.since(serial, min(int(said.get("limit", LINES)), LINES))
        told = [[line[0], line[1], line[2], self._became(line[1], line[2])] for line in lines]
        answer = {
            "epoch": past.epoch,
            "floor": past.floor,
            "head": past.head,
            "whole": self.manifest.is_whole(),
            "headers": past.headers,
            "lines": told,
        }
        return json.dumps(answer, ensure_ascii=False).encode()

    def pages(self, said: Said) -> bytes:
        wanted = [(str(name), str(known)) for name, known in said["wanted"]]
        return bundle.packed(self.shelf, wanted[:LISTED], ROOM)

    def entries(self, said: Said) -> bytes:
        found = self.manifest.entries(str(said["after"]), LISTED)
        return json.dumps([[path, _told(entry)] for path, entry in found], ensure_ascii=False).encode()

    def folders(self, said: Said) -> bytes:
        found, following = bundle.folders(self.shelf, max(0, int(said["first"])), LISTED)
        return json.dumps({"sheets": found, "next": following}, ensure_ascii=False).encode()

    def bake(self, said: Said) -> bytes:
        path = str(said["path"])
        answer = _asked(self.press_url, path)
        entry = self.manifest.find(path) if answer == "baked" else None
        name = entry.name if entry is not None and entry.kind == "sheet" else ""
        return json.dumps({"answer": answer, "name": name}, ensure_ascii=False).encode()

    def _became(self, kind: int, name: str) -> Any:
        """What is known now of the thing that a line is about."""
        if kind == SHEET:
            return bundle.look(self.shelf, name)
        entry = self.manifest.find(name)
        return None if entry is None else _told(entry)


class Dispatch(ThreadingHTTPServer):
    """Answers at ``host`` and ``port`` with ``counter`` who asks with ``seal``. Raises ``OSError`` where it cannot listen."""

    daemon_threads = True
    request_queue_size = AT_ONCE

    def __init__(self, host: str, port: int, counter: Counter, seal: Seal) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.counter: Final = counter
        self.seal: Final = seal
        self._turns: Final = threading.BoundedSemaphore(AT_ONCE)
        super().__init__((host, port), Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Gives a connection a thread, where one is free."""
        if self._turns.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answers on one connection until it ends."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._turns.release()
            self.counter.manifest.close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Says in the log what went wrong; who hung up did nothing wrong."""
        log.debug("a connection of %s ended", client_address, exc_info=True)


class Handler(BaseHTTPRequestHandler):
    """One connection of a runner."""

    server: Dispatch
    protocol_version = "HTTP/1.1"
    server_version = "harkara"
    sys_version = ""
    timeout = IDLE
    wbufsize = -1  # head and body leave together
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        """One question."""
        length = self.headers.get("content-length", "")
        if not length.isdecimal() or int(length) > LONGEST:
            self.close_connection = True
            return self._say(413, _sentence(f"A question has at most {LONGEST} bytes, and says how many."), "")
        body = self.rfile.read(int(length))
        try:
            word = self.server.seal.asked(self.headers.get("authorization", ""), self.path, body)
        except (Unsealed, ValueError) as error:
            self.close_connection = True
            return self._say(403, _sentence(str(error)), "")
        try:
            said = json.loads(body)
            way = self.path.removeprefix(f"/v{VERSION}/")
            status, answer = self.server.counter.answer(way, said if isinstance(said, dict) else {})
        except Exception:
            log.exception("%s could not be answered", self.path)
            status, answer = 500, _sentence("The dispatch could not answer; its log says why.")
        return self._say(status, answer, word)

    def _say(self, status: int, body: bytes, word: str) -> None:
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.send_header("cache-control", "no-store")
        if word:
            self.send_header(ANSWER, self.server.seal.answer(word, status, body))
        if self.close_connection:
            self.send_header("connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the name that it has there)
        """A line for each question would be one for each half second and node."""
        log.debug(format, *args)


def _asked(url: str, path: str) -> Answer:
    """What the press at ``url`` says of ``path``; ``down`` where there is none."""
    where = door.place(url)
    try:
        with _line(where) as line, line.makefile("rb") as answers:
            line.sendall(door.question(path))
            said = answers.readline(door.LIMIT)
    except TimeoutError:
        return "busy"
    except OSError:
        return "down"
    return door.answered(said) if said else "down"


def _line(where: door.Place) -> socket.socket:
    if not where.path:
        return socket.create_connection((where.host, where.port), PATIENCE)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        line.settimeout(PATIENCE)
        line.connect(where.path)
    except OSError:
        line.close()
        raise
    return line


def _told(entry: Entry) -> list[Any]:
    return [entry.kind, entry.name, entry.target, entry.status]


def entry_of(told: list[Any]) -> Entry:
    """The entry of the manifest that an answer tells of. Raises ``ValueError`` where it tells of none."""
    kind, name, target, status = told
    if kind not in ("sheet", "moved", "gone"):
        raise ValueError(f"{kind!r} is no kind of address")
    return Entry(kind, str(name), str(target), int(status))


def _sentence(text: str) -> bytes:
    return json.dumps({"error": text}, ensure_ascii=False).encode()
