"""A stable of hands: a process that has loaded Django once, and forks whoever is to work beside the paper.

``python -m bench.faults.stable FD`` in the home of the paper. Each is a process of its own, killed like any other; what is
saved is the second and a half of a processor that each takes to load, so that a short run has room for all kinds of work.
"""

import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from typing import IO, Any

from bench import homes

LOADED = ("harkara.press.command", "harkara.desk.actions", "harkara.comments.actions", "bench.faults.marks")
"""What most of them need."""

LONGEST = 65_536
"""Bytes of what is asked."""


class Horse:
    """Who was forked: as :class:`subprocess.Popen`, as far as the bench asks. ``stdout`` is what it says, or None."""

    def __init__(self, pid: int, stdout: IO[str] | None) -> None:
        self.pid, self.stdout = pid, stdout

    def poll(self) -> int | None:
        """None while it runs; the stable reaps, and nobody knows how it ended."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0
        return None

    def kill(self) -> None:
        """Ends it as a power switch would."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def wait(self, timeout: float = 600.0) -> int:
        """Returns when it has ended. Raises ``TimeoutExpired``."""
        end = time.monotonic() + timeout
        while self.poll() is None:
            if time.monotonic() > end:
                raise subprocess.TimeoutExpired(str(self.pid), timeout)
            time.sleep(0.005)
        return 0


class Stable:
    """The process that forks, in this environment; what it says goes to ``log``."""

    def __init__(self, environment: Mapping[str, str], log: IO[bytes]) -> None:
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            command = [sys.executable, "-m", "bench.faults.stable", str(theirs.fileno())]
            self.process = subprocess.Popen(
                command, env=environment, cwd=homes.ROOT, stdout=log, stderr=log, pass_fds=[theirs.fileno()]
            )

    def start(self, words: Sequence[str], *, listens: bool = False, tells: bool = False) -> Horse:
        """Has ``python -m WORDS`` done. ``listens``: what it says is in the horse's ``stdout``; ``tells``: the last line there
        says how it ended.
        """
        ours, theirs = os.pipe() if listens or tells else (-1, os.open(os.devnull, os.O_WRONLY))
        try:
            asked = json.dumps([list(words), tells]).encode()
            socket.send_fds(self._line, [asked], [theirs])
            pid = int(self._line.recv(32))
        finally:
            os.close(theirs)
        return Horse(pid, os.fdopen(ours) if ours >= 0 else None)

    def close(self) -> None:
        """Ends the stable; who was forked goes on."""
        self._line.close()
        self.process.wait()


def main(fd: int) -> None:
    """Forks until nobody asks any more."""
    from harkara.waking import wake

    wake()
    from django.db import connections

    for name in LOADED:
        import_module(name)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them
    with socket.socket(fileno=fd) as line:
        while True:
            asked, fds, _flags, _address = socket.recv_fds(line, LONGEST, 1)
            if not asked:
                return
            connections.close_all()
            words, tells = json.loads(asked)
            pid = os.fork()
            if pid == 0:
                _work(words, fds[0], tells=tells)
            os.close(fds[0])
            line.send(str(pid).encode())


def _work(words: list[str], out: int, *, tells: bool) -> None:
    """In the child: does it, and ends."""
    code: Any = 1
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.dup2(out, 1)
        sys.argv = words
        if words[0] == "harkara":
            from harkara.cli import main as verb

            code = verb(words[1:])
        else:
            runpy.run_module(words[0], run_name="__main__", alter_sys=True)
            code = 0
    except SystemExit as ended:
        code = ended.code or 0
    finally:
        with suppress(OSError):
            sys.stdout.write(f"\nended {code}\n" if tells else "")
            sys.stdout.flush()
        os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]))
