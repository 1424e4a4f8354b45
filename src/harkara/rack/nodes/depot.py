"""The rack of a node: the same files as the press's, filled from another machine."""

import fcntl
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Final

from harkara.rack.addresses import Addresses
from harkara.rack.disk import sync
from harkara.rack.generation import Generation
from harkara.rack.label import Headers
from harkara.rack.manifest import Entry
from harkara.rack.pages import Stored
from harkara.rack.ready import Ready
from harkara.rack.shelf import Shelf


class Links(Ready):
    """What lies ready for a node's nginx. A page may have been read just before its story was withdrawn, and arrive after
    that was told here: it gets a link only where this node's own manifest leads its address to it.
    """

    def __init__(self, root: Path, headers: Headers, depot: "Depot") -> None:
        self._depot: Final = depot
        super().__init__(root, headers, lambda name: depot.manifest.paths(name))

    def takes(self, copy: Stored) -> bool:
        """Whether ``copy`` may have links."""
        if not super().takes(copy):
            return False
        entry = self._depot.manifest.find(copy.address() or "")
        return entry is not None and (entry.kind, entry.name) == ("sheet", copy.name)


class Depot:
    """The rack in the folder ``root``, which is made if absent. For one runner.

    Raises ``RuntimeError`` where another runner fills it, or a press does.
    """

    def __init__(self, root: Path, headers: Headers) -> None:
        self.root: Final = root
        root.mkdir(parents=True, exist_ok=True)
        if (root / "press.lock").exists():
            raise RuntimeError(f"A press fills the rack {root}: a node needs a folder of its own (HARKARA_RACK).")
        self._lock: Final = self._locked()
        self.generation: Final = Generation(root / "generation")
        self.ready = Links(root / "ready", headers, self)
        self.shelf: Final = Shelf(root / "shelf", self.generation, self.ready)
        self.manifest: Final = Addresses(root / "manifest.sqlite3", self.generation, ready=self.ready)

    def print_with(self, headers: Headers) -> None:
        """Pages with exactly these headers have links from now on; links of others go."""
        if headers != self.ready.headers:
            self.ready = Links(self.root / "ready", headers, self)
            self.shelf.ready = self.manifest.ready = self.ready
            self.ready.close(all_links=False)

    def lead(self, told: Iterable[tuple[str, Entry | None]]) -> None:
        """Writes where addresses lead (``None``: nowhere), in one transaction."""
        with self.manifest.writing():
            for path, entry in told:
                self.manifest.set(path, entry)

    def sync(self) -> None:
        """Brings to the disk what was written here, and what was taken away."""
        sync(self.root)

    def close(self) -> None:
        """Lets another runner work here."""
        self.manifest.close()
        self._lock.close()

    def _locked(self) -> IO[str]:
        file = (self.root / "runner.lock").open("w")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.close()
            raise RuntimeError(f"Another runner fills the rack {self.root}: end it first.") from error
        return file
