"""A press's rack, a dispatch in front of it, and nodes that follow: files and ports of this machine, no database."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harkara.rack import beside
from harkara.rack.addresses import Addresses
from harkara.rack.generation import Generation
from harkara.rack.manifest import Manifest
from harkara.rack.nodes.boot import boot
from harkara.rack.nodes.calling import Caller
from harkara.rack.nodes.depot import Depot
from harkara.rack.nodes.dispatch import Counter, Dispatch
from harkara.rack.nodes.journal import Journal
from harkara.rack.nodes.runner import Runner
from harkara.rack.nodes.seal import Seal
from harkara.rack.pages import Page
from harkara.rack.ready import Ready
from harkara.rack.shelf import Shelf

HEADERS = (("content-type", "text/html; charset=utf-8"), ("cache-control", "public, no-cache"))
KEY = "0123456789abcdef0123456789abcdef"
STORY = "/world/12/উত্তর-কোরিয়া"


class Press:
    """The rack of a press without a press: whoever calls this is it."""

    def __init__(self, root: Path) -> None:
        root.mkdir(parents=True, exist_ok=True)
        self.root = root
        self.generation = Generation(root / "generation")
        self.ready = Ready(root / "ready", HEADERS, lambda name: self.manifest.paths(name))
        self.shelf = Shelf(root / "shelf", self.generation, self.ready)
        self.manifest = Addresses(root / "manifest.sqlite3", self.generation, ready=self.ready)
        self.journal = Journal(self.manifest)
        self.journal.open(boot(), HEADERS, anew=False)
        self.shelf.diary = self.journal

    def publish(self, number: int = 12, text: str = "প্রথম সংস্করণ", path: str = "") -> str:
        """Prints a story and puts it at its address, which is returned."""
        path = path or f"/world/{number}/খবর"
        self.manifest.place(path, f"story:{number}")
        self.shelf.put(f"story:{number}", Page(200, HEADERS, (text * 200).encode()), address=path)
        return path

    def kill(self, number: int, path: str) -> None:
        """As the press does it: the address first."""
        self.manifest.gone(path)
        self.shelf.drop(f"story:{number}")

    @contextmanager
    def dispatch(self, door: str = "unix:/nowhere", port: int = 0) -> Iterator[str]:
        """The dispatch in front of this rack; yields its URL."""
        server = Dispatch("127.0.0.1", port, Counter(self.root, door), Seal(KEY.encode()))
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


@contextmanager
def runner(root: Path, url: str, key: str = KEY) -> Iterator[Runner]:
    """A runner for the node in the folder ``root``, which nobody has turned yet."""
    made = Runner(Depot(root, ()), Caller(url, Seal(key.encode()), reached=0.5, answered=2.0))
    try:
        yield made
    finally:
        made.close()


def files(root: Path) -> dict[str, bytes]:
    """Every page file and brotli part below ``root``, by its place; what is set aside is each machine's own."""
    found = {}
    for path in (root / "shelf").rglob("*"):
        if path.is_file() and path.suffix in (".page", ".br"):
            found[str(path.relative_to(root))] = path.read_bytes()
    return found


def links(root: Path) -> dict[str, bytes]:
    """What nginx would find, by its place."""
    return {str(path.relative_to(root)): path.read_bytes() for path in (root / "ready").rglob("*") if path.is_file()}


def addresses(root: Path) -> dict[str, object]:
    """Where addresses lead."""
    manifest = Manifest(root / "manifest.sqlite3", Generation(root / "generation"))
    found: dict[str, object] = dict(manifest.entries(limit=100_000))
    manifest.close()
    return found


def dense(press: Press, name: str) -> None:
    """The brotli part of a page comes."""
    copy = press.shelf.get(name)
    assert copy is not None
    assert press.shelf.take_brotli(name, beside.packed(copy.identity(), copy.etag, 4))
