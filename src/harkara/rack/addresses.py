"""The manifest as it is written where nginx hands pages out beside the stand."""

from pathlib import Path

from .generation import Generation
from .manifest import MAPPED, Entry, Manifest
from .ready import Ready


class Addresses(Manifest):
    """The manifest of who keeps a rack: an address that leads elsewhere from now on is taken from nginx before the
    stand says so, so that nobody gets the page there after somebody was told that it is gone.
    """

    def __init__(self, path: Path, generation: Generation, *, ready: Ready, mapped: int = MAPPED) -> None:
        self.ready = ready
        super().__init__(path, generation, mapped=mapped)

    def remove(self, path: str) -> None:
        self.ready.withdraw([path])
        super().remove(path)

    def _put(self, path: str, entry: Entry) -> None:
        if entry.kind != "sheet":
            self.ready.withdraw([path])
        super()._put(path, entry)
