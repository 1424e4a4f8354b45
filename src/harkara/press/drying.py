"""Drying: what is printed again and again gets no brotli part in between.

The part costs more than the page itself, and is thrown away with it. While stories come every second, that of front and
feeds would be made each second and hardly be taken by anybody; so a page that was printed twice within a few seconds hangs
until it has not been printed for so long. What is printed once waits for nothing.
"""

import time
from collections.abc import Callable, Iterable

LONG = 5.0
"""Seconds for which a page hangs."""


class Drying:
    """The sheets that were put a short time ago. ``steady`` is a clock that is never set."""

    def __init__(self, steady: Callable[[], float] = time.monotonic) -> None:
        self._steady = steady
        self._fresh: dict[str, float] = {}  # by name, when it was put; the oldest first, as in the next one
        self._hung: dict[str, float] = {}

    def hang(self, names: Iterable[str]) -> set[str]:
        """Takes up sheets that were just put; returns those that need not hang."""
        now = self._steady()
        self._forget(self._fresh, now)
        dry = set()
        for name in names:
            if self._fresh.pop(name, None) is None:
                dry.add(name)
            else:
                self._hung.pop(name, None)
                self._hung[name] = now
            self._fresh[name] = now
        return dry

    @property
    def is_empty(self) -> bool:
        """Whether nothing hangs."""
        return not self._hung

    def dry(self) -> set[str]:
        """The sheets that have hung long enough; they are taken down."""
        return self._forget(self._hung, self._steady())

    @staticmethod
    def _forget(times: dict[str, float], now: float) -> set[str]:
        old = set()
        for name, put in times.items():
            if now - put < LONG:
                break
            old.add(name)
        for name in old:
            del times[name]
        return old
