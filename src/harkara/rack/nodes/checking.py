"""Whether a node's rack is the press's, byte for byte."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from harkara.rack.manifest import Manifest
from harkara.rack.shelf import FOLDERS, Shelf

from . import bundle
from .bundle import ASIDE
from .calling import Caller
from .dispatch import entry_of

SHOWN: Final = 20

TRIES: Final = 4
PAUSE: Final = 1.0
"""How often what differs is looked at again, and seconds between: it may be on its way."""


@dataclass(slots=True)
class Compared:
    """How many sheets and addresses were compared, and in what they differ, as sentences."""

    sheets: int = 0
    addresses: int = 0
    wrong: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """What was found, as lines to be read."""
        yield from self.wrong[:SHOWN]
        if len(self.wrong) > SHOWN:
            yield f"… and {len(self.wrong) - SHOWN} more."
        yield f"{self.sheets} sheets and {self.addresses} addresses compared with the press's, {len(self.wrong)} differ."


def compare(shelf: Shelf, manifest: Manifest, caller: Caller) -> Compared:
    """Compares shelf and manifest of a node with the press's. Each file of the node is read to its end against its own
    checksums, and its label, which holds them, against the press's. Raises what the caller does.
    """
    found = Compared()
    for attempt in range(TRIES):
        found = _compared(shelf, manifest, caller)
        if not found.wrong:
            break
        if attempt < TRIES - 1:
            time.sleep(PAUSE)
    return found


def _compared(shelf: Shelf, manifest: Manifest, caller: Caller) -> Compared:
    found, first = Compared(), 0
    while first < FOLDERS:
        said = caller.ask("folders", first=first)
        following = int(said["next"])
        ours: dict[str, str] = {}
        for folder in range(first, following):
            ours |= bundle.listed(shelf, folder)
        theirs = {name: seen for name, seen in said["sheets"].items() if seen != ASIDE}
        found.sheets += len(theirs)
        found.wrong += _differences(shelf, ours, theirs)
        first = following
    after = ""
    while entries := caller.ask("entries", after=after):
        there = {path: entry_of(told) for path, told in entries}
        after = max(there)
        found.addresses += len(there)
        found.wrong += [f"{path} leads elsewhere." for path, entry in there.items() if manifest.find(path) != entry]
    return found


def _differences(shelf: Shelf, ours: dict[str, str], theirs: dict[str, str]) -> Iterator[str]:
    for name, seen in theirs.items():
        if ours.get(name) in (None, ASIDE):
            yield f"{name} is not here."
        elif ours[name] != seen:
            yield f"{name} is another page here."
        elif shelf.raw(name) is None:
            yield f"{name} is torn here."
    for name, seen in ours.items():
        if name not in theirs and seen != ASIDE:
            yield f"{name} is here, and not on the press's rack."
