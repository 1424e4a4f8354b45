"""The press's keeper: has loaded all that a press needs, and is one again at once where the one that works dies suddenly.

To load Python, Django and the desk takes a second and a half of a processor, and many seconds on a machine that is full; to fork
who has loaded them takes hundredths of one. So what the kernel kills for its memory, or a library brings down, prints again
before readers notice. Whoever ends in order, also by a refusal, is not started again here: the household does, and with it loads
everything anew. So it does after :data:`DEATHS` sudden ends one soon after the other, which may lie in what the keeper loaded.
"""

import ctypes
import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from typing import Final

from django.db import connections

log = logging.getLogger(__name__)

DEATHS: Final = 5
"""Sudden ends, one soon after the other, after which the keeper ends too."""

LONG: Final = 5.0
"""Seconds after which a press that dies counts as one that worked."""

PAUSES: Final = (0.0, 0.1, 0.5, 1.0)
"""Seconds before the next begins, by how many died before it one soon after the other."""

_DEATH_SIGNAL: Final = 1  # PR_SET_PDEATHSIG of prctl(2)


def keep(work: Callable[[], int], sleep: Callable[[float], None] = time.sleep) -> int:
    """Has ``work`` done by a process of its own, again where that dies by a signal; returns its exit code. SIGTERM and SIGINT are
    handed on to it. To be called in the main thread of a process with no other, with no database open.
    """
    connections.close_all()
    told: list[int] = []
    child = 0

    def hand_on(number: int, _frame: object) -> None:
        told.append(number)
        if child:
            os.kill(child, number)

    before = {number: signal.signal(number, hand_on) for number in (signal.SIGTERM, signal.SIGINT)}
    deaths = 0
    try:
        while not told:
            began = time.monotonic()
            child = _fork(work, before)
            if told:  # it came between the look and the fork
                os.kill(child, told[-1])
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            child = 0
            if code >= 0 or told:
                return max(code, 0)
            deaths = 1 if time.monotonic() - began > LONG else deaths + 1
            log.error("the press ended by %s", signal.Signals(-code).name)
            if deaths >= DEATHS:
                return 1
            sleep(PAUSES[min(deaths, len(PAUSES)) - 1])
        return 0
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _fork(work: Callable[[], int], handlers: Mapping[signal.Signals, object]) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL)
        for number, handler in handlers.items():
            signal.signal(number, handler)  # type: ignore[arg-type]  # what signal.signal gave
        code = work()
    except BaseException:
        log.exception("the press cannot go on")
    finally:
        os._exit(code)
