"""How a node stands: a small file beside its rack, written by the runner and read by whoever wants to know."""

import json
import os
import time
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Final

FILE: Final = "node.json"

PATIENCE: Final = 10.0
"""Seconds without an answer of the press's machine after which a node counts as cut off."""

FRESH: Final = 1.0
"""Seconds after which a file that says the same is written again, so that who reads it sees that somebody is at work."""


@dataclass(frozen=True, slots=True)
class State:
    """How far a node follows. ``serial`` of the journal's past ``epoch``, all of which lies on the node's rack; ``head``: the
    newest serial that was heard of; ``pending``: pages known to be newer there. ``comparing``: how far the comparison of
    everything has come (``entries`` after a path, then ``folders`` from a number), empty where it is done. ``heard`` and
    ``at`` are POSIX seconds: of the last answer, and of this writing. ``why``: the sentence of the last failure, empty after
    an answer. ``headers``: of the pages that nginx may hand out by itself.
    """

    epoch: str = ""
    serial: int = 0
    head: int = 0
    pending: int = 0
    comparing: tuple[str, str] | tuple[()] = ()
    boot: str = ""
    clean: bool = False
    heard: float = 0.0
    at: float = 0.0
    why: str = ""
    headers: tuple[tuple[str, str], ...] = field(default=())

    def cut_off(self, now: float) -> float:
        """For how many seconds the node has been cut off at the moment ``now``; 0 where it is not."""
        silent = now - self.heard
        return silent if silent > PATIENCE else 0.0

    def lines(self, now: float) -> list[str]:
        """How the node stands, as sentences; an empty list where all is well."""
        said = []
        if now - self.at > PATIENCE:
            said.append(f"No runner has been at work for {_length(now - self.at)}: start “harkara follow”.")
        if silent := self.cut_off(now):
            because = f" ({self.why})" if self.why else ""
            said.append(
                f"This node has been cut off from the press for {_length(silent)}{because}: readers get every page it has, as it"
                " was then, and nothing that was published, corrected or killed since."
            )
        if self.comparing:
            said.append(f"The whole rack is being compared with the press's: {self.comparing[0]} {self.comparing[1]}.")
        if self.pending or self.serial < self.head:
            said.append(f"{max(self.pending, 1)} pages wait to be fetched.")
        return said

    def is_ill(self, now: float) -> bool:
        """Whether readers may get what is no longer right: cut off, no runner, or a rack that is in doubt."""
        return bool(self.cut_off(now)) or now - self.at > PATIENCE or bool(self.comparing)


def read(rack: Path) -> State | None:
    """How the node with the folder ``rack`` stands; ``None`` where there never was a runner, or the file cannot be read."""
    try:
        said = json.loads((rack / FILE).read_text("utf-8"))
        comparing = tuple(said.pop("comparing"))
        headers = tuple((str(name), str(value)) for name, value in said.pop("headers"))
        return State(**said, comparing=comparing, headers=headers)
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        return None


class Writer:
    """Writes the state of the node with the folder ``rack``: when it says another thing, and else once a second."""

    def __init__(self, rack: Path) -> None:
        self._rack: Final = rack
        self._written: State | None = None

    def write(self, state: State, *, durable: bool = False) -> None:
        """Writes ``state``, whole or not at all. A disk without room keeps nobody from working."""
        now = time.time()
        before = self._written
        same = before is not None and replace(state, at=before.at, heard=before.heard) == before
        if before is not None and same and not durable and 0 <= now - before.at < FRESH:
            return
        state = replace(state, at=now)
        fresh = self._rack / f"node.{os.getpid()}.part"
        try:
            with fresh.open("w", encoding="utf-8") as file:
                file.write(json.dumps(asdict(state), ensure_ascii=False))
                if durable:
                    file.flush()
                    os.fsync(file.fileno())
            fresh.replace(self._rack / FILE)
        except OSError:
            fresh.unlink(missing_ok=True)
            return
        self._written = state


def _length(seconds: float) -> str:
    if seconds > 10 * 365 * 86_400:
        return "ever"
    whole = int(seconds)
    return f"{whole} s" if whole < 120 else f"{whole // 60} min" if whole < 7200 else f"{whole // 3600} h"
