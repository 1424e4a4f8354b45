"""The names that no reader may look like are carried to the readers' side: those of who works here, and the paper's own.

The readers' side cannot look them up, since it knows nothing of the newsroom. They change seldom, so they are looked at now
and then and not with every change.
"""

import logging
import time
from collections.abc import Callable
from typing import Final

from django.db import DatabaseError

from harkara.comments.actions import guard
from harkara.desk import copy

log = logging.getLogger(__name__)

EVERY: Final = 600.0
"""Seconds between two looks."""


class Guards:
    """Carries the names for one press. The first look comes a while after the start: readers wait for pages then."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, first: float = 5.0) -> None:
        self._clock = clock
        self._due = clock() + first

    def keep(self) -> bool:
        """Carries the names if it is time to. Returns whether any changed. A readers' database that does not answer is asked
        again at the next time.
        """
        now = self._clock()
        if now < self._due:
            return False
        self._due = now + EVERY
        try:
            return guard(copy.staff_names())
        except DatabaseError as error:
            log.warning("the names of staff are not guarded anew: %s", error)
            return False
