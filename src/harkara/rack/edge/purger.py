"""The purger: follows the journal of a rack, and tells one that keeps copies what is over.

A line of the journal can be seen only after what it is about, so what is fetched anew after a purge is never older than the
line. The newest lines come first: a kill waits behind no backlog, as a new layout leaves one. An answer that was on its way
while the page was printed may arrive after the purge, so each is said once more some seconds later; only then is the place
noted. So a sudden end loses nothing, at worst something is purged twice. Where the place is lost, or the journal tells another
past, everything is purged.
"""

import json
import logging
import os
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Final

from harkara.rack.nodes.journal import ADDRESS, Journal, Line

from .keys import key, with_it
from .services import Edge, Message, everything, purges, send

log = logging.getLogger(__name__)

LOOK: Final = 0.05
"""Seconds between two looks into the journal."""

LINES: Final = 400
"""Lines that are told together."""

AGAIN: Final = 5.0
"""Seconds after which a purge is said once more."""

PAUSES: Final = (1.0, 2.0, 5.0, 15.0, 30.0)
"""Seconds before one that refused is told again; the last one again and again."""


@dataclass(frozen=True, slots=True)
class Place:
    """How far ``edge`` was told: up to ``serial`` of the journal's past ``epoch``. ``refusal``: why the last purge was not taken,
    empty where it was; ``since``: the POSIX second since which none is.
    """

    edge: str
    epoch: str = ""
    serial: int = 0
    refusal: str = ""
    since: float = 0.0


def place_of(rack: Path, edge: Edge) -> Path:
    """The file beside ``rack``'s shelf that holds how far ``edge`` was told."""
    return rack / "edge" / f"{blake2b(str(edge).encode(), digest_size=8).hexdigest()}.json"


def read(rack: Path, edge: Edge) -> Place:
    """How far ``edge`` was told; a new place where it never was, or nobody can say."""
    try:
        return Place(**json.loads(place_of(rack, edge).read_text("utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return Place(str(edge))


@dataclass(slots=True)
class Owed:
    """What is to be said once more at the moment ``at``; ``before``: the serial before its lines; no ``keys``: everything."""

    at: float
    before: int
    keys: tuple[str, ...] | None


class Purger:
    """Tells ``edge`` what becomes of the rack in the folder ``rack``. ``steady``: a clock that is never set. For one thread."""

    def __init__(
        self,
        rack: Path,
        journal: Journal,
        edge: Edge,
        token: str = "",
        send: Callable[[Message], str] = send,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self.rack: Final = rack
        self.journal: Final = journal
        self.edge: Final = edge
        self.place = read(rack, edge)
        self.purged = 0
        """Keys that were told, by this process."""
        self._token: Final = token
        self._send: Final = send
        self._steady: Final = steady
        self._epoch, self._read = self.place.epoch, self.place.serial
        self._left: list[tuple[int, int]] = []
        self._owed: list[Owed] = []
        self._until, self._refusals = float("-inf"), 0

    def step(self) -> float:
        """Tells what there is to tell; returns after how many seconds to look again (0: there is more)."""
        now = self._steady()
        if now < self._until:
            return self._until - now
        past = self.journal.past()
        if past is None or not past.boot:
            return LOOK  # the press is going through its rack
        if past.epoch != self._epoch or not past.floor <= self._low() or self._read > past.head:
            done = self._all(past.epoch, past.head)
        else:
            done = self._next()
            if done is False:
                done = self._once_more()
        if done is None:
            return PAUSES[min(self._refusals, len(PAUSES)) - 1]
        self._note()
        return 0.0 if done else LOOK

    def _all(self, epoch: str, head: int) -> bool | None:
        """Purges everything: another past, or nobody knows how far it was told."""
        if self._said([everything(self.edge, self._token)]):
            return None
        log.warning("everything is purged at %s", self.edge)
        self._epoch, self._read, self._left = epoch, head, []
        self._owed = [Owed(self._steady() + AGAIN, head, None)]
        return True

    def _next(self) -> bool | None:
        """Tells the newest lines, else some of those that were passed over; whether there were any, None where nobody took it."""
        read, left = self._read, list(self._left)
        lines = self.journal.newest(read, LINES)
        if lines:
            first, before = lines[-1][0], read
            if len(lines) == LINES and first > read + 1:
                left.append((read, first - 1))
                before = first - 1
            read = lines[0][0]
        elif left:
            before, last = left.pop()
            lines = [line for line in self.journal.since(before, LINES) if line[0] <= last]
            if lines and lines[-1][0] < last:
                left.append((lines[-1][0], last))
        else:
            return False
        keys = self.keys(lines)
        if self._said(purges(self.edge, keys, self._token)):
            return None
        self.purged += len(keys)
        self._read, self._left = read, left
        if keys:
            self._owed.append(Owed(self._steady() + AGAIN, before, keys))
        return True

    def _once_more(self) -> bool | None:
        """Says once more what was said some seconds ago."""
        now = self._steady()
        due = [one for one in self._owed if one.at <= now]
        if not due:
            return False
        keys = [key for one in due for key in one.keys or ()]
        whole = [everything(self.edge, self._token)] if any(one.keys is None for one in due) else []
        if self._said(whole or purges(self.edge, keys, self._token)):
            return None
        self._owed = [one for one in self._owed if one.at > now]
        return True

    def keys(self, lines: Iterable[Line]) -> tuple[str, ...]:
        """The keys of what ``lines`` of the journal are about, each once."""
        found: dict[str, None] = {}
        for _serial, kind, name in lines:
            if kind == ADDRESS:
                found.update(dict.fromkeys(with_it(key(name))))
            else:
                found.update(dict.fromkeys(key(path) for path in self.journal.manifest.paths(name)))
        return tuple(one for one in found if one)

    def _said(self, messages: Iterable[Message]) -> str:
        """Why one of ``messages`` was not taken; empty where all were."""
        for message in messages:
            if refusal := self._send(message):
                self._refusals += 1
                pause = PAUSES[min(self._refusals, len(PAUSES)) - 1]
                self._until = self._steady() + pause
                log.warning("%s was not told what is over: %s; again in %.0f s", self.edge, refusal, pause)
                self._write(replace(self.place, refusal=refusal, since=self.place.since or time.time()))
                return refusal
        self._refusals = 0
        return ""

    def _low(self) -> int:
        """The serial up to which all was told, and told once more."""
        return min([self._read, *(before for before, _last in self._left), *(one.before for one in self._owed)])

    def _note(self) -> None:
        place = Place(str(self.edge), self._epoch, self._low())
        if place != self.place:
            self._write(place)

    def _write(self, place: Place) -> None:
        self.place = place
        file = place_of(self.rack, self.edge)
        fresh = file.with_suffix(f".{os.getpid()}.part")
        with suppress(OSError):  # without room it is told again the next time
            file.parent.mkdir(exist_ok=True)
            fresh.write_text(json.dumps(asdict(place)), "utf-8")
            fresh.replace(file)
