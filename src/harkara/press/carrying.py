"""The carrier brings what changed on the readers' side into the newsroom's change log, in the order of its outbox.

Why the press need follow one log only: a rendering is of a position of the newsroom's log, and reads the readers' database
after it was taken. What is committed there later is carried later still, so its keys come behind that position, and
whoever read what was before is printed again. The place in the outbox is noted in the commit that touches the keys: a
press that dies carries nothing twice and leaves nothing out.
"""

import logging
from typing import Final

from django.db import DatabaseError, transaction

from harkara.rack import changes, ledger
from harkara.rack.outbox import log as outbox

log = logging.getLogger(__name__)

CARRIED: Final = "carried"
"""The bookmark, in the newsroom's books, that holds how far the outbox has been carried."""

BATCH: Final = 500
"""Entries carried together."""

KEPT: Final = 10_000
"""Entries that stay in the outbox behind the carrier, for who wants to know what happened."""


class Carrier:
    """Carries for one press. Not for several threads."""

    def __init__(self) -> None:
        self._at: int | None = None
        self._is_down = False

    def carry(self) -> bool:
        """Carries a batch. Returns whether there was any. One query where there is none.

        Where the readers' database does not answer nothing is carried, and news goes out as ever.
        """
        try:
            at = self._begin() if self._at is None else self._at
            batch = outbox.since(at, BATCH)
        except DatabaseError as error:
            if not self._is_down:
                log.error("the readers' database refuses: %s", error)
            self._is_down, self._at = True, None
            return False
        self._is_down = False
        if batch:
            self._note(at, batch[-1].position, frozenset[str]().union(*(entry.keys for entry in batch)))
        return bool(batch)

    def _begin(self) -> int:
        """Finds out where the last carrier was, and whether this is still the database that it knew."""
        self._at, newest = carried(), outbox.position()
        if newest < self._at:
            log.warning("the readers' database is another than it was: all that shows anything of it is printed again")
            self._note(newest, newest, frozenset((outbox.EVERYTHING,)))
        return self._at

    def _note(self, before: int, position: int, keys: frozenset[str]) -> None:
        with transaction.atomic(durable=True):
            ledger.note(CARRIED, str(position))
            changes.touch(*keys)
        self._at = position
        if position // KEPT > before // KEPT:
            outbox.prune(position - KEPT)


def carried() -> int:
    """The position up to which the outbox has been carried."""
    return int(ledger.bookmark(CARRIED) or 0)


def waiting() -> frozenset[str]:
    """The keys in the outbox that are still to be carried; none where the readers' database does not answer."""
    try:
        return frozenset[str]().union(*(entry.keys for entry in outbox.since(carried(), 10_000)))
    except DatabaseError:
        return frozenset()
