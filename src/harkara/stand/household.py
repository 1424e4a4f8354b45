"""Programs that run beside one another: started together, started again when they die, stopped together."""

import ctypes
import logging
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from harkara.figures import Sheet

log = logging.getLogger(__name__)

SETTLED: Final = 5.0
"""Seconds after which a program counts as having started well."""

PAUSES: Final = (0.1, 0.5, 1.0, 2.0, 5.0)
"""Seconds before a program is started again, by how often in a row it died without having settled."""

AT_WORK: Final = 2
"""At which of them it ends for a program that came to work each time: it can start, and what killed it came from outside or
from one piece of work. Who waits for pages waits no five seconds for it.
"""

PARTING: Final = 15.0
"""Seconds that programs get to end in order before they are killed."""

HEAD_START: Final = 2.0
"""Seconds for which a turn waits until the one before it is up, at most: who loads Django takes the processors from those that
readers wait for, and then from those that print.
"""

LOOK: Final = 0.02
"""Seconds between two looks whether they are."""

ASK: Final = 5.0
"""Seconds between two looks whether a program is wanted."""

_DEATH_SIGNAL: Final = 1  # PR_SET_PDEATHSIG of prctl(2)


@dataclass
class Program:
    """A program of the household. A ``vital`` one that will not start ends the household. ``up``: a file that it makes when it
    works, where it makes one; who comes in a later ``turn`` begins then. Vital ones wait for nobody. ``wanted``: a file without
    which it is not started: while nobody wants it, it costs nothing.

    It inherits the environment, with ``environment`` added and without what ``withheld`` names, and the open files ``passed``.
    """

    name: str
    command: Sequence[str]
    vital: bool = False
    turn: int = 1
    up: Path | None = None
    wanted: Path | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    withheld: tuple[str, ...] = ()
    passed: tuple[int, ...] = ()
    process: "subprocess.Popen[bytes] | None" = None
    began: float = 0.0
    due: float = 0.0
    falls: int = 0
    starts: int = 0
    born: float = 0.0

    def start(self) -> None:
        """Starts the program in a process group of its own, so that all it started can be ended with it."""
        self.began, self.born = time.monotonic(), time.time()
        self.starts += 1
        self.process = subprocess.Popen(  # noqa: S603 (the composition root's own command)
            self.command,
            env={name: value for name, value in os.environ.items() if name not in self.withheld}
            | dict(self.environment),
            pass_fds=self.passed,
            start_new_session=True,
            preexec_fn=_end_with_parent,
        )

    def send(self, number: int) -> None:
        """Sends a signal to the program and all it started."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def fell(self) -> bool:
        """Notes that the process is dead, ends what it left behind, and says whether it may be started again."""
        assert self.process is not None
        code, now = self.process.returncode, time.monotonic()
        self.send(signal.SIGKILL)
        self.process = None
        self.falls = 0 if now - self.began >= SETTLED else self.falls + 1
        if self.has_worked():
            self.falls = min(self.falls, AT_WORK)
        self.due = now + PAUSES[min(self.falls, len(PAUSES) - 1)]
        log.warning("%s ended with %s", self.name, code)
        return not (self.vital and self.falls >= len(PAUSES))

    def has_worked(self) -> bool:
        """Whether it came to work after it was started last, where it says so (``up``)."""
        try:
            return self.up is not None and self.up.stat().st_mtime >= self.born
        except FileNotFoundError:
            return False


class Household:
    """Runs ``programs`` until it is told to stop by SIGTERM or SIGINT. To be run in the main thread."""

    def __init__(self, programs: Sequence[Program], sheet: Sheet | None = None) -> None:
        self.programs: Final = programs
        self._sheet: Final = sheet or Sheet(None)
        self._stop = False

    def run(self) -> int:
        """Returns 0 after a signal, 1 if a vital program would not start."""
        reading, writing = os.pipe()
        os.set_blocking(writing, False)
        before = {number: signal.signal(number, self._told) for number in (signal.SIGTERM, signal.SIGINT)}
        before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda *_: None)
        woken = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
        try:
            return self._watch(reading)
        finally:
            self._part()
            signal.set_wakeup_fd(woken)
            for number, handler in before.items():
                signal.signal(number, handler)
            os.close(reading)
            os.close(writing)

    def _told(self, *_: object) -> None:
        self._stop = True

    def _watch(self, reading: int) -> int:
        began = time.monotonic()
        while not self._stop:
            now = time.monotonic()
            is_early = {program.turn: self._is_early(program.turn, now - began) for program in self.programs}
            for program in self.programs:
                if program.process is not None:
                    if program.process.poll() is not None and not program.fell():
                        log.error("%s does not start; everything is stopped", program.name)
                        return 1
                elif program.due <= now and (program.vital or not is_early[program.turn]):
                    if program.wanted is None or program.wanted.exists():
                        program.start()
                    else:
                        program.due = now + ASK
            self._sheet.write(self.figures())
            waiting = [program for program in self.programs if program.process is None]
            dues = [program.due for program in waiting if program.vital or not is_early[program.turn]]
            dues += [now + LOOK] if len(dues) < len(waiting) else []
            if select.select([reading], [], [], max(0.0, min(dues) - now) if dues else None)[0]:
                os.read(reading, 512)
        return 0

    def figures(self) -> dict[str, float]:
        """Which programs run, and how often each was started (:mod:`harkara.figures`)."""
        told: dict[str, float] = {}
        for program in self.programs:
            told[f'harkara_program_up{{program="{program.name}"}}'] = program.process is not None
            told[f'harkara_program_starts_total{{program="{program.name}"}}'] = program.starts
        return told

    def _is_early(self, turn: int, passed: float) -> bool:
        """Whether those of ``turn`` still wait for others, ``passed`` seconds after the household began."""
        before = [program.up for program in self.programs if program.up and (program.vital or program.turn < turn)]
        return passed < turn * HEAD_START and not all(up.exists() for up in before)

    def _part(self) -> None:
        """Ends all programs: in order, and by force those that do not go."""
        for program in self.programs:
            if program.process is not None:
                program.process.terminate()
        limit = time.monotonic() + PARTING
        for program in self.programs:
            if program.process is not None:
                try:
                    program.process.wait(max(0.0, limit - time.monotonic()))
                except subprocess.TimeoutExpired:
                    log.warning("%s does not end and is killed", program.name)
                program.send(signal.SIGKILL)
                program.process.wait()
                program.process = None


def _end_with_parent() -> None:
    """Has the kernel end a child in order when the household itself is killed. Linux only; elsewhere nothing happens."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGTERM)
