"""The crew: presses, editors and others as processes of their own, forked from one that has the paper loaded.

The forking process never opens the database or the rack, so that none of them inherits a connection. Each of them may
be killed at any instant.
"""

import json
import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.press.processes import editing, stage

PATIENCE = 600.0
"""Seconds after which something that should have happened never will."""


class StuckError(Exception):
    """Something that should have happened did not."""


@dataclass
class Worker:
    """A process; ``words`` are the lines it said that nobody has read yet."""

    name: str
    pid: int
    ask: int
    answer: int
    words: bytes = b""
    code: int | None = None
    busy: dict[str, Any] = field(default_factory=dict)

    def lines(self, seconds: float) -> list[dict[str, Any]]:
        """What it said meanwhile; waits up to ``seconds`` for the first line."""
        while True:
            ready, _, _ = select.select([self.answer], [], [], 0 if b"\n" in self.words else seconds)
            said = os.read(self.answer, 65536) if ready else b""
            self.words += said
            if b"\n" in self.words or not said:
                break
        *whole, self.words = self.words.split(b"\n")
        return [json.loads(line) for line in whole]

    def tell(self, **words: Any) -> None:
        with suppress(BrokenPipeError):
            os.write(self.ask, json.dumps(words).encode() + b"\n")

    def is_alive(self) -> bool:
        if self.code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.code = os.waitstatus_to_exitcode(status)
        return self.code is None

    def wait(self, seconds: float = PATIENCE) -> int:
        """Its exit code, when it ends."""
        end = time.monotonic() + seconds
        while self.is_alive():
            if time.monotonic() > end:
                raise StuckError(f"{self.name} does not end")
            time.sleep(0.002)
        assert self.code is not None
        return self.code


class Crew:
    """Forks and ends the workers of one paper in ``home``."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.clock = home / "clock"
        self.version = "layout0"
        self.workers: list[Worker] = []

    def start(self, name: str, work: Callable[[], int]) -> Worker:
        """A process that does ``work`` on the stage, with its lines in and out as pipes and its log in ``home``."""
        ask, told = os.pipe(), os.pipe()
        sys.stdout.flush()
        pid = os.fork()
        if pid == 0:
            self._become(name, work, ask[0], told[1], (ask[1], told[0]))
        os.close(ask[0])
        os.close(told[1])
        worker = Worker(name, pid, ask[1], told[0])
        self.workers.append(worker)
        return worker

    def _become(self, name: str, work: Callable[[], int], stdin: int, stdout: int, others: tuple[int, ...]) -> None:
        code = 70
        try:
            for worker in self.workers:
                others += (worker.ask, worker.answer)
            for file in others:
                os.close(file)
            log = os.open(self.home / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
            for file, place in ((stdin, 0), (stdout, 1), (log, 2)):
                os.dup2(file, place)
            sys.stdin, sys.stdout = os.fdopen(0), os.fdopen(1, "w")
            stage.enter(self.clock, self.version)
            code = work()
            sys.stdout.flush()
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)

    def end(self, worker: Worker, number: int = signal.SIGKILL) -> int:
        """Ends a worker with a signal; returns its exit code."""
        if worker.is_alive():
            os.kill(worker.pid, number)
        code = worker.wait()
        os.close(worker.ask)
        os.close(worker.answer)
        self.workers.remove(worker)
        return code

    def run(self, name: str, work: Callable[[], int]) -> tuple[int, str]:
        """A process that is waited for: its exit code and what it said."""
        worker = self.start(name, work)
        said, end = worker.words, time.monotonic() + PATIENCE
        while True:
            ready, _, _ = select.select([worker.answer], [], [], max(0.0, end - time.monotonic()))
            if not ready:
                raise StuckError(f"{name} does not end")
            part = os.read(worker.answer, 65536)
            if not part:
                break
            said += part
        code = worker.wait()
        self.end(worker)
        return code, said.decode()

    def editor(self, mark: str) -> Worker:
        """An editor who waits for acts."""
        return self.start(f"editor {mark}", lambda: editing.main(mark))

    def end_all(self) -> None:
        for worker in list(self.workers):
            self.end(worker)
