"""How an index follows the change log: a lot at a time, its place in the log in the same commit as what was put.

The place says more than a position. *Word*: what the change there was, so that another past is noticed (a log restored
from a backup). *Seen*: the position at which the desk was read, which may be later; a log that goes back behind it is
another past too. *Owed*: what a change left to be done to very many records, a name of somebody who signed thousands, and
how far that has come: new stories do not wait for it, and no sudden end loses it.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from harkara.archive import turning
from harkara.archive.index import Index, Place, Search
from harkara.archive.record import Kind, Record
from harkara.archive.shelf import open_index
from harkara.desk import morgue
from harkara.press import room
from harkara.press.snapshot import snapshot
from harkara.press.turns import KEPT
from harkara.rack import changes
from harkara.rack.changes import Change
from harkara.rack.keys import FRAME

FORM = 1
"""What of the desk's work goes into the records, and how: raised when that changes, so that indexes are made anew."""

CHANGES = 200
"""Changes worked through together: what a burst touches often is put once."""

LOT = 50
"""Records put together of what is owed: what is new waits for so many at most."""

UNSAID = 1000
"""Changes that concern an index not at all, after which its place is written down all the same."""

ALL: dict[Kind, str] = {"story": "all:story", "draft": "all:draft", "clipping": "all:clipping"}


class OtherPastError(RuntimeError):
    """The log is not the one that an index followed: it has to be made anew."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How far an index follows, as it is noted in its :class:`~harkara.archive.index.Place`."""

    position: int
    word: str = ""
    seen: int = 0
    seen_word: str = ""
    owed: dict[str, int] = field(default_factory=dict)
    form: int = FORM

    @classmethod
    def of(cls, place: Place) -> "Mark":
        """The mark in a place. Raises :class:`OtherPastError` for one that was not written by this follower."""
        try:
            return cls(place.position, **json.loads(place.change))
        except (ValueError, TypeError) as error:
            raise OtherPastError("it was not written by this press") from error

    def place(self) -> Place:
        """The place that says this."""
        said = {"word": self.word, "seen": self.seen, "seen_word": self.seen_word, "owed": self.owed, "form": self.form}
        return Place(self.position, json.dumps(said))


def word(change: Change | None) -> str:
    """What a change was, in a word."""
    if change is None:
        return ""
    said = "\n".join([change.at.isoformat(), *sorted(change.keys)])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def beginning(position: int) -> Mark:
    """The mark of an index that has everything of the desk as it is at ``position``."""
    there = word(changes.at(position))
    return Mark(position, there, position, there)


@dataclass(slots=True)
class Concern:
    """What some changes mean for an index: the numbers to be looked at by kind, and what is owed from the beginning."""

    numbers: dict[Kind, set[int]]
    owed: dict[str, int] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether they do not concern it."""
        return not self.owed and not any(self.numbers.values())


def concern(batch: Iterable[Change], kinds: tuple[Kind, ...]) -> Concern:
    """What the changes of ``batch`` mean for an index of these ``kinds``.

    Sections and topics are filtered by their slugs, which no new name changes; writers by name, and a caption is text.
    A topic that is no more leaves its stories.
    """
    found = Concern({kind: set() for kind in kinds})
    topics: set[str] = set()
    for key in {key for change in batch for key in change.keys}:
        match key.split(":"):
            case ["story", number] if number.isdecimal():
                for kind in {"story", "draft"}.intersection(kinds):
                    found.numbers[kind].add(int(number))  # type: ignore[index]  # a set of two kinds
            case ["live", number, *_] if number.isdecimal() and "story" in kinds:
                found.numbers["story"].add(int(number))
            case ["draft" | "clipping" as kind, number] if number.isdecimal() and kind in kinds:
                found.numbers[kind].add(int(number))
            case ["person" | "picture", number] if number.isdecimal():
                _owe(found, key, kinds)
            case ["topic", slug]:
                topics.add(slug)
            case [only] if only == FRAME:
                found.owed |= {ALL[kind]: 0 for kind in kinds if kind != "clipping"}
    for slug in morgue.absent_topics(topics):
        _owe(found, f"topic:{slug}", kinds)
    return found


def _owe(found: Concern, key: str, kinds: tuple[Kind, ...]) -> None:
    """``key`` stands in published stories, and perhaps in drafts, of which nobody knows which."""
    found.owed[key] = 0
    if "draft" in kinds:
        found.owed[ALL["draft"]] = 0


class Follower:
    """Keeps one index, ``public`` or ``newsroom``, by the change log. ``place`` is where it lies, ``folder`` another in
    which a new one is made. Not for several threads.
    """

    def __init__(self, place: Path, kinds: tuple[Kind, ...], folder: Path | None = None) -> None:
        self.place = place
        self.kinds = kinds
        self._fresh = folder
        self._folder: Path | None = None
        self._index: Index | None = None
        self._at: Mark | None = None
        self._said = 0  # the position that the index knows it has

    @property
    def name(self) -> str:
        """What the index is called."""
        return self.place.name

    def is_there(self) -> bool:
        """Whether there is an index at all."""
        return self._fresh is not None or turning.now(self.place) is not None

    def index(self) -> Index:
        """The index, open for writing; opened anew where another has taken its place."""
        folder = self._fresh or turning.now(self.place) or self.place
        if self._index is None or folder != self._folder:
            self.close()
            self._index, self._folder = open_index(folder, writing=True), folder
        return self._index

    def begin(self, position: int) -> None:
        """The new index has everything as it is at ``position``."""
        self._at = beginning(position)
        self._write([], set(), self._at)

    def step(self) -> bool:
        """Follows the log by one batch, and does a lot of what is owed. Returns whether there was anything to do.

        Raises :class:`OtherPastError` and :class:`~harkara.archive.index.IndexDamaged` where the index has to be made anew,
        :class:`~harkara.archive.index.IndexBusy` where another process writes it, :class:`RackFull` without room.
        """
        index = self.index()
        if self._at is None:
            self._at = self._recalled(index)
        at = self._at
        with snapshot() as position:
            batch = _since(at, position)
            found = concern(batch, self.kinds)
            owed = at.owed | found.owed
            if sum(map(len, found.numbers.values())) < LOT:
                self._pay(index, found, owed)
            if not batch and owed == at.owed:
                return False
            last = batch[-1] if batch else changes.at(at.position)
            seen = word(changes.at(position))
            put = [record for kind in self.kinds for record in morgue.DRAWERS[kind].read(found.numbers[kind])]
        there = {record.key for record in put}
        gone = {f"{kind}:{number}" for kind in self.kinds for number in found.numbers[kind]} - there
        self._at = Mark(last.position if last else at.position, word(last), position, seen, owed)
        if put or gone or owed != at.owed or self._at.position - self._said >= UNSAID:
            try:
                self._write(put, gone, self._at)
            except BaseException:
                self._at = at
                raise
        return True

    def settle(self) -> None:
        """Follows until nothing is left to do."""
        while self.step():
            pass

    def close(self) -> None:
        """Lets go of the index. What it knows of its place is right, if perhaps older."""
        index, self._index, self._folder, self._at = self._index, None, None, None
        if index is not None:
            index.close()

    def _write(self, put: list[Record], gone: set[str], at: Mark) -> None:
        index = self.index()
        assert self._folder is not None
        room.require(self._folder.parent)
        index.write(put, gone, at.place())
        self._said = at.position

    def _recalled(self, index: Index) -> Mark:
        """The mark in the index, where it is of this log. Raises :class:`OtherPastError`."""
        at = past(index.place())
        self._said = at.position
        return at

    def _pay(self, index: Index, found: Concern, owed: dict[str, int]) -> None:
        """Adds a lot of the first thing that is ``owed`` to the numbers that are ``found``, and notes how far it came."""
        for key, after in list(owed.items())[:1]:
            kind, numbers = self._debt(index, key, after)
            found.numbers[kind] |= set(numbers)
            is_last = numbers[-1:] == [after] if key.startswith("topic:") and numbers else len(numbers) < LOT
            if is_last:
                del owed[key]
            else:
                owed[key] = numbers[-1]

    def _debt(self, index: Index, key: str, after: int) -> tuple[Kind, list[int]]:
        match key.split(":"):
            case ["person", number]:
                return "story", morgue.signed_by(int(number), after, LOT)
            case ["picture", number]:
                return "story", morgue.showing(int(number), after, LOT)
            case ["topic", slug]:
                if not morgue.absent_topics({slug}):
                    return "story", []  # it came back
                hits = index.search(Search(topic=slug, kinds=("story",))).hits
                return "story", [hit.number for hit in hits]
            case ["all", "draft"]:
                return "draft", morgue.DRAWERS["draft"].numbers(after, LOT)
            case _:
                return "story", morgue.DRAWERS["story"].numbers(after, LOT)


def past(place: Place | None) -> Mark:
    """The mark in the place of an index, where it is of this log. Raises :class:`OtherPastError` where it is not."""
    if place is None:
        raise OtherPastError("it never followed the log")
    at = Mark.of(place)
    if at.form != FORM:
        raise OtherPastError(f"its records are of form {at.form}, not {FORM}")
    if word(changes.at(at.seen)) != at.seen_word or at.seen > changes.position():
        raise OtherPastError(f"the log says another thing at position {at.seen}")
    return at


def waiting(at: Mark, kinds: tuple[Kind, ...], limit: int) -> int:
    """How many of the next ``limit`` changes behind ``at`` concern an index of these kinds."""
    return sum(not concern([change], kinds).is_empty for change in changes.since(at.position, limit))


def _since(at: Mark, position: int) -> list[Change]:
    """The changes behind ``at``, of a log that is at ``position``. Raises :class:`OtherPastError` where it is not the log of
    ``at``: the last change that was followed is read again with them, to see that it is still there.
    """
    if not at.position:
        if position > KEPT:
            raise OtherPastError("the log no longer reaches back to its beginning")
        return changes.since(0, CHANGES)
    batch = changes.since(at.position - 1, CHANGES + 1)
    if not batch or batch[0].position != at.position or word(batch[0]) != at.word:
        raise OtherPastError(f"the log says another thing at position {at.position}")
    return batch[1:]
