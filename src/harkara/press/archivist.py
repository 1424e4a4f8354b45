"""The archivist: keeps both indexes of the archive by the change log, and makes one anew that cannot be trusted.

It works in a process of its own (:mod:`harkara.press.backroom`). A commit of an index waits for the disk several times, a
tenth of a second together, and a damaged file that is mapped into memory ends the process that reads it: neither may
happen to the press.
"""

import logging
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection

from harkara.archive import complaints, turning
from harkara.archive.index import IndexBusy, IndexDamaged, Search
from harkara.archive.record import Kind
from harkara.press import room
from harkara.press.crowding import Crowding, Rests, rest
from harkara.press.following import Follower, OtherPastError
from harkara.press.recovery import FOLLOWED
from harkara.press.renewal import renew
from harkara.press.vouchers import Filing, Thinning
from harkara.rack import changes, ledger
from harkara.rack.changes import Pulse
from harkara.rack.errors import RackFull

log = logging.getLogger(__name__)

INDEXES: Mapping[str, tuple[Kind, ...]] = {"public": ("story",), "newsroom": ("story", "draft", "clipping")}
"""The indexes of the archive, and what is in them: the public one holds what readers may see, and nothing else."""

LOOK = 0.02
"""Seconds between two looks whether anybody committed a change. On PostgreSQL a look is a query: five times as long."""

SURE = 0.5
"""Seconds after which it looks though nobody seems to have written."""

PRINTING = 0.25
"""Seconds for which the press may print what was touched before it is put into the indexes, whether it is done or not."""

GATHERING = 0.2
"""Seconds for which it lets changes come together in any case: who saves and publishes at once causes one commit, not two,
and a commit costs as much CPU as printing the front.
"""

REST = 30.0
"""Seconds after which it looks whether the indexes can still be read."""

SOON = 5.0
"""Seconds after which it looks whether there are voucher copies to be filed, though nobody committed anything."""

LONGER = 2.5
"""How often as long as the press it rests where readers queue for the processors: what is printed is read first, and found later;
a commit costs as much however little is in it.
"""

TROUBLE = 1.0
"""Seconds to wait when database, disk or index refuse; twice as long each time, up to a minute."""


class Word(changes.Word, Protocol):
    """The word to stop, as :class:`~harkara.press.stop.Stop` gives it."""

    def is_set(self) -> bool: ...


class Archivist:
    """Both indexes, and what has to be done to them."""

    def __init__(self) -> None:
        folder = Path(settings.HARKARA_ARCHIVE)
        self.followers = [Follower(folder / name, kinds) for name, kinds in INDEXES.items()]
        self.renewed: list[str] = []
        """The indexes that were made anew, one after the other."""

    def turn(self) -> bool:
        """Brings each index a lot further; returns whether there was anything to do. What is not there, is damaged or
        followed another log, is made anew; the others go on meanwhile.
        """
        return sum(self._step(follower) for follower in self.followers) > 0

    def settle(self) -> None:
        """Turns until nothing is left to do."""
        while self.turn():
            pass

    def look(self) -> None:
        """Looks whether the indexes can be read; one that cannot is made anew. Throws old ones away."""
        for follower in self.followers:
            try:
                index = follower.index()
                index.place(), index.count(), index.search(Search(sort="newest"))
            except IndexDamaged as error:
                self._renew(follower, str(error))
            turning.sweep(follower.place)

    def renew_all(self, why: str) -> None:
        """Makes both anew."""
        for follower in self.followers:
            self._renew(follower, why)

    def close(self) -> None:
        """Lets go of the indexes."""
        for follower in self.followers:
            follower.close()

    def _step(self, follower: Follower) -> bool:
        if not follower.is_there():
            return self._renew(follower)
        if why := complaints.complaint(follower.place):
            return self._renew(follower, why)
        try:
            return follower.step()
        except OtherPastError as error:
            return self._renew(follower, f"The index {follower.place} does not belong to this newsroom's log: {error}.")
        except IndexDamaged as error:
            room.require(follower.place.parent)  # without room everything looks damaged
            return self._renew(follower, str(error))

    def _renew(self, follower: Follower, why: str = "") -> bool:
        """Makes an index anew, and says ``why``; of one that never was there is nothing to be said."""
        if why:
            log.warning("%s It is made anew.", why.removesuffix(" It has to be made anew."))
        follower.close()
        others = [other for other in self.followers if other is not follower and other.is_there()]
        asked = time.monotonic()

        def meanwhile(done: int, total: int) -> None:
            """The other index follows the log while this one is made."""
            nonlocal asked
            if time.monotonic() - asked > PRINTING:
                for other in others:
                    self._try(other)
                asked = time.monotonic()

        count = renew(follower.place, follower.kinds, meanwhile)
        complaints.settle(follower.place)
        self.renewed.append(follower.name)
        log.info("the index %s is made: %s records", follower.name, count)
        return True

    @staticmethod
    def _try(follower: Follower) -> None:
        """Brings an index further, if that goes without trouble: else its own turn comes."""
        try:
            follower.step()
        except (OtherPastError, IndexDamaged, IndexBusy, RackFull):
            follower.close()


def follow(stop: Word, *, renew_first: str = "") -> None:
    """The archivist at work until ``stop`` is given. ``renew_first``: why the indexes are not to be opened as they are."""
    archivist, pulse, filing, thinning, crowding = Archivist(), Pulse(), Filing(), Thinning(), Crowding()
    rests = Rests(LONGER * settings.HARKARA_PRESS_REST)
    trouble, looked = TROUBLE, float("-inf")
    while not stop.is_set():
        try:
            pulse.beats()  # before the log is read: what is committed meanwhile is felt after it
            before = changes.position()
            if renew_first:
                archivist.renew_all(renew_first)
                renew_first = ""
            if time.monotonic() - looked > REST:
                archivist.look()
                thinning.on()
                looked = time.monotonic()
            rests.begin()
            worked = archivist.turn()
            if worked and (left := rests.due()):
                rest(stop, left, changes.position())
            worked = worked or (crowding.lets() and filing.on() > 0)
        except DatabaseError:
            log.exception("the database refuses; trying again")
            close_old_connections()
        except (RackFull, IndexBusy, turning.TurningBusy) as error:
            log.error("%s", error)
        except (IndexDamaged, OSError):
            log.exception("the archive cannot be written; trying again")
        else:
            trouble = TROUBLE
            if not worked:
                _rest(stop, pulse, before)
            continue
        archivist.close()
        stop.wait(trouble)
        trouble = min(2 * trouble, 60.0)
    archivist.close()
    connection.close()


def settle() -> None:
    """Brings both indexes to the end of the log. Trouble with them is said, and keeps nobody back."""
    archivist = Archivist()
    try:
        archivist.settle()
    except (RackFull, IndexBusy, IndexDamaged, turning.TurningBusy, OSError) as error:
        log.error("the archive was not brought up to date: %s", error)
    finally:
        archivist.close()


def _rest(stop: Word, pulse: Pulse, seen: int) -> None:
    """Waits until somebody commits a change, and then until others have come and the press has printed it, a moment at most.
    ``seen``: the newest position before the log was last read; what came during that turn is not waited for.
    """
    look = LOOK if connection.vendor == "sqlite" else 5 * LOOK
    end = time.monotonic() + SOON
    try:
        while (left := end - time.monotonic()) > 0 and not pulse.wait(stop, look, min(left, SURE)):
            if pulse.beats() and changes.position() > seen:
                break
        felt, position = time.monotonic(), changes.position()
        if stop.wait(GATHERING):
            return
        while time.monotonic() < felt + PRINTING and int(ledger.bookmark(FOLLOWED) or 0) < position:
            if stop.wait(look):
                break
    except DatabaseError:
        return  # the next turn meets it too, and says so
