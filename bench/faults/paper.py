"""The paper that is killed: ``harkara serve`` with all that it starts, and the editor beside it."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from bench import homes
from bench.faults.marks import Book
from bench.faults.stable import Horse, Stable

PATIENCE = 180.0
"""Seconds after which something that should have happened never will."""

PLACES = ("worker", "stand", "newsroom", "printer", "press", "editor", "household", "all")
"""What can be killed: a process that answers readers, all of them, the newsroom, the process of the press that prints, the press
whole with its keeper, the editor, the household that starts them again, and all of the paper at once.
"""


PRESS = "\0harkara\0press\0"
"""In the command line of the press, its keeper, and whatever it forks."""


class Stuck(RuntimeError):  # noqa: N818 (says what is)
    """Something that should have happened did not."""


def free_port() -> int:
    """A port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


class Processes:
    """The paper at ``home`` on ``port``. What a service manager does for the household, this does: it starts it again."""

    def __init__(
        self, home: Path, port: int, book: Book, seed: int, options: Sequence[str] = (), *, forked: bool = False
    ) -> None:
        """``options``: those of `harkara serve` beside its port and its two workers. ``forked``: who works beside the paper is
        forked from a stable (:mod:`.stable`).
        """
        self.home, self.port, self.book, self.seed, self.options = home, port, book, seed, options
        self.environment = {**os.environ, "HARKARA_HOME": str(home), "HARKARA_LOG": "ERROR"}
        # A paper that is installed is compiled: without that each start takes half as long again.
        for name in ("HARKARA_DATABASE", "HARKARA_RACK", "HARKARA_PRESS_URL", "PYTHONDONTWRITEBYTECODE"):
            self.environment.pop(name, None)
        self.environment["DJANGO_SETTINGS_MODULE"] = "harkara.settings"
        paths = [homes.ROOT / "src", homes.ROOT, homes.ROOT / "bench/faults/former"]
        self.environment["PYTHONPATH"] = os.pathsep.join(map(str, paths))
        self.log = (home / "said.log").open("ab")
        self.starts = 0
        self.household: subprocess.Popen[bytes] | None = None
        self.editor: subprocess.Popen[str] | Horse | None = None
        self.stable = Stable(self.environment, self.log) if forked else None

    def run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """A verb of the paper, to its end."""
        if self.stable is not None:
            horse = self.stable.start(["harkara", *words], tells=True)
            assert horse.stdout is not None
            with horse.stdout as out:
                said, _, code = out.read().rpartition("\nended ")
            return subprocess.CompletedProcess(list(words), int(code.strip() or -1), said, "")
        command = [sys.executable, "-m", "harkara", *words]
        return subprocess.run(
            command, env=self.environment, cwd=homes.ROOT, capture_output=True, text=True, check=False, timeout=1800
        )

    def start_household(self) -> None:
        """Starts ``harkara serve``, again and again while the port is still held by what its forerunner left."""
        command = [sys.executable, "-m", "harkara", "serve", "--port", str(self.port), "--workers", "2", *self.options]
        self.household = subprocess.Popen(
            command, env=self.environment, cwd=homes.ROOT, stdout=self.log, stderr=self.log
        )

    def start_editor(self) -> None:
        """Starts the editor, and a thread that writes down what he says."""
        self.starts += 1
        self.editor = self.hire(["bench.faults.hand", str(self.seed * 10_000 + self.starts)], listens=True)
        threading.Thread(target=self._listen, args=(self.editor,), daemon=True).start()

    def hire(self, words: Sequence[str], *, listens: bool, **told: str) -> "subprocess.Popen[str] | Horse":
        """Somebody who works beside the paper: ``python -m WORDS``. ``listens``: what it says is in its ``stdout``."""
        if self.stable is not None:
            return self.stable.start(words, listens=listens)
        out: Any = subprocess.PIPE if listens else self.log
        command = [sys.executable, "-m", *words]
        told = {**self.environment, **told}
        return subprocess.Popen(command, env=told, cwd=homes.ROOT, stdout=out, stderr=self.log, text=True)

    def tend(self) -> None:
        """Starts again what this is to start: the household and the editor."""
        if self.household is not None and self.household.poll() is not None:
            self.start_household()
        if self.editor is not None and self.editor.poll() is not None:
            self.start_editor()

    def pids(self, place: str) -> list[int]:
        """The processes at ``place``, as they are now."""
        assert self.household is not None
        household = self.household.pid
        if place == "editor":
            return [self.editor.pid] if self.editor is not None else []
        if place == "household":
            return [household]
        if place == "all":
            return [*family(household), *self.pids("editor")]
        if place in ("press", "printer"):
            keepers = [pid for pid in children(household) if PRESS in command(pid)]
            printers = [pid for keeper in keepers for pid in children(keeper) if PRESS in command(pid)]
            return printers if place == "printer" else [*keepers, *printers]
        below = children(household)
        mark = f"\0harkara\0{place}\0" if place in ("newsroom", "voices") else "\0harkara.stand.worker\0"
        return [pid for pid in below if mark in command(pid)]

    def position(self) -> int:
        """The newest entry of the change log."""
        return int(self._book("SELECT MAX(position) FROM rack_change") or 0)

    def followed(self, position: int) -> bool:
        """Whether a press listens at its door and has followed the log as far as ``position``."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as door:
            try:
                door.connect(str(self.home / "press.sock"))
            except OSError:
                return False
        noted = self._book("SELECT value FROM rack_bookmark WHERE name = 'followed'")
        return noted is not None and int(noted) >= position

    def _book(self, query: str) -> Any:
        """One value out of the newsroom's database; None where it cannot be had now."""
        try:
            with closing(sqlite3.connect(f"file:{self.home}/newsroom.sqlite3?mode=ro", uri=True, timeout=5)) as books:
                return books.execute(query).fetchone()[0]
        except (sqlite3.OperationalError, TypeError):
            return None

    def stop(self) -> None:
        """Ends the editor, then the household in order."""
        if self.editor is not None:
            self.editor.kill()
            self.editor.wait()
            self.editor = None
        if self.household is not None:
            self.household.terminate()
            try:
                self.household.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                for pid in reversed(family(self.household.pid)):
                    kill(pid)
                self.household.wait()
            self.household = None
        if self.stable is None:
            self.log.close()

    def close(self) -> None:
        """Nobody works here any more."""
        if self.stable is not None:
            self.stable.close()
        self.log.close()

    def _listen(self, editor: "subprocess.Popen[str] | Horse") -> None:
        assert editor.stdout is not None
        with editor.stdout as said:
            for line in said:
                if line.endswith("\n"):
                    self.book.note(line)


def children(pid: int) -> list[int]:
    """The children of a process, of all its threads."""
    found = []
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [int(child) for child in tasks.read_text().split()]
        except OSError:
            continue
    return found


def family(pid: int) -> list[int]:
    """A process and all below it."""
    return [pid, *(below for child in children(pid) for below in family(child))]


def command(pid: int) -> str:
    """The command line of a process, its words divided by zero bytes; empty where it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def kill(pid: int) -> None:
    """Ends a process as a power switch would."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
