"""The backroom: where the archivist works, in a process of its own that ends with the press, however that ends.

A keeper starts it again where it dies. The keeper is forked before the press has any thread or file open, so that what all
of them have loaded is in memory once; and so is each archivist, from the keeper, which does nothing else.
"""

import logging
import os
import select
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from django.db import connections

from harkara.press import archivist
from harkara.press.stop import wait

log = logging.getLogger(__name__)

POLITE: Final = 5
"""How much the archivist leaves readers, editors and the press the first turn (``nice``)."""

LONG: Final = 60.0
"""Seconds after which an archivist that dies counts as one that worked; the longest wait before the next, too."""

DEATHS: Final = 2
"""After so many sudden ends, one soon after the other, the indexes are taken for damaged."""


GRACE: Final = 5.0
"""Seconds in which an archivist that was told to stop comes to the end of what it has in hand. An index of a million stories
takes minutes to be made: it is left then, and begun again the next time; the old one stays.
"""


class Lifeline:
    """The word to stop, given by whoever holds the other end: on purpose, or because that process has ended."""

    def __init__(self, end: int) -> None:
        self.end = end
        self._poll = select.poll()
        self._poll.register(end, select.POLLIN)

    def is_set(self) -> bool:
        """Whether it was given."""
        return self.wait(0)

    def wait(self, seconds: float, bell: int = -1) -> bool:
        """Waits until it is given, at most ``seconds``; returns whether it was. Something to read at the file descriptor
        ``bell`` ends the waiting too.
        """
        return self.end in wait(self._poll, seconds, bell)


class Backroom:
    """An archivist beside this process, until :meth:`close`. Begin it before any thread, with no database open."""

    def __init__(self, work: Callable[[Lifeline, int], None] | None = None) -> None:
        connections.close_all()
        heard, self._held = os.pipe()
        self._keeper = os.fork()
        if self._keeper == 0:
            os.close(self._held)
            code = 1
            with suppress(BaseException):
                code = _keep(Lifeline(heard), work or _work)
            os._exit(code)
        os.close(heard)

    def close(self) -> None:
        """Lets the archivist come to the end of what it has in hand, which ends after :data:`GRACE` in any case."""
        os.close(self._held)
        os.waitpid(self._keeper, 0)


def _keep(lifeline: Lifeline, work: Callable[[Lifeline, int], None]) -> int:
    """Starts the archivist, and starts it again when it dies. Returns when it ended in order."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # the press says when
    deaths, pause = 0, 1.0
    while not lifeline.is_set():
        began = time.monotonic()
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                threading.Thread(target=_leave, args=(Lifeline(lifeline.end),), daemon=True).start()
                work(lifeline, deaths)
                code = 0
            except BaseException:
                log.exception("the archivist cannot go on")
            finally:
                os._exit(code)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        if code == 0:
            break
        if time.monotonic() - began > LONG:
            deaths, pause = 0, 1.0
        deaths += code < 0
        log.error("the archivist ended with %s; the next one begins in %.0f s", _said(code), pause)
        lifeline.wait(pause)
        pause = min(2 * pause, LONG)
    return 0


def _work(lifeline: Lifeline, deaths: int) -> None:
    os.nice(POLITE)
    why = "Whoever opens the indexes ends suddenly: they are taken for damaged." if deaths >= DEATHS else ""
    archivist.follow(lifeline, renew_first=why)


def _leave(lifeline: Lifeline) -> None:
    """Ends this process :data:`GRACE` after the word to stop."""
    while not lifeline.wait(LONG):
        pass
    time.sleep(GRACE)
    log.warning("the archivist was told to stop and is in the middle of something, which is begun again the next time")
    os._exit(0)


def _said(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
