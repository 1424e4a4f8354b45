"""The public index as the stand asks it: opened when first needed, again after it was damaged, and never the reader's trouble."""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final, TypeVar

from harkara.archive.index import Found, Index, IndexDamaged, Search

log = logging.getLogger(__name__)

T = TypeVar("T")

AGAIN: Final = 1.0
"""Seconds after which an index that could not be opened is tried again."""

SUGGESTIONS: Final = 8


class Resting(Exception):  # noqa: N818 (it says what is)
    """The index cannot be asked now."""


class Lookup:
    """Asks the index that ``opens`` opens; without one it always rests. Damage is told by ``complain``, which gets the reason.
    Safe for many threads.
    """

    def __init__(
        self,
        opens: Callable[[], Index] | None,
        clock: Callable[[], float] = time.monotonic,
        complain: Callable[[str], None] | None = None,
    ) -> None:
        self._opens: Final = opens
        self._clock: Final = clock
        self._complain: Final = complain
        self._lock: Final = threading.Lock()
        self._index: Index | None = None
        self._failed: float | None = None

    def search(self, wanted: Search) -> Found:
        """What is found. Raises :class:`Resting`."""
        return self._asked(lambda index: index.search(wanted))

    def suggest(self, typed: str) -> tuple[str, ...]:
        """What somebody may be about to look for. Raises :class:`Resting`."""
        return self._asked(lambda index: index.suggest(typed, SUGGESTIONS))

    def _asked(self, ask: Callable[[Index], T]) -> T:
        index = self._opened()
        try:
            return ask(index)
        except IndexDamaged as error:
            log.warning("The public index is damaged: %s", error)
            if self._complain is not None:
                self._complain(str(error))
            self._let_go(index)
        except Exception:
            log.exception("The public index does not answer")
        raise Resting

    def _opened(self) -> Index:
        with self._lock:
            if self._index is not None:
                return self._index
            now = self._clock()
            if self._opens is None or (self._failed is not None and now - self._failed < AGAIN):
                raise Resting
            try:
                self._index = _begun(self._opens())
            except Exception as error:
                if self._failed is None:
                    log.warning("Readers cannot search: %s", error)
                self._failed = now
                raise Resting from error
            self._failed = None
            return self._index

    def _let_go(self, index: Index) -> None:
        with self._lock:
            if self._index is index:
                self._index, self._failed = None, self._clock()
        with suppress(Exception):
            index.close()


def _begun(index: Index) -> Index:
    """``index``, if anything was ever written into it. Raises ``LookupError`` for one that is still to be made, in which
    nothing would be found: that nothing is found is an answer, and it would be a wrong one.
    """
    if index.place() is None and not index.count():
        index.close()
        raise LookupError("there is no index yet")
    return index
