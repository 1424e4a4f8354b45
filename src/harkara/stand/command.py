"""``harkara serve``: the stand in front, the newsroom behind it and the press beside them, as one command."""

import argparse
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Final

APPLICATION: Final = "harkara.rsgi:app"
PRESS: Final = (sys.executable, "-m", "harkara", "press")
PATIENCE: Final = 10.0
"""Seconds a child may take to end when it is asked to."""
LOOK: Final = 0.2
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
"""Seconds before a press that ended is started again; twice as long each time it ends soon."""
SETTLED: Final = 60.0
"""Seconds after which a press counts as running well."""


def serve(argv: list[str]) -> int:
    """Runs the paper until SIGTERM or SIGINT. Returns 0, 1 where it could not start, or the server's own code."""
    options = _options(argv)
    refusal = _taken(options.host, options.port)
    if refusal:
        print(refusal, file=sys.stderr)
        return 1
    house = House(options)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, house.end)
    return house.run()


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="harkara serve", description="Serves the paper, the newsroom and the press.")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=8000)
    cores = os.cpu_count() or 1
    parser.add_argument("--workers", type=int, default=min(4, cores), help="processes that answer readers")
    parser.add_argument("--no-press", action="store_true", help="the press runs somewhere else")
    options = parser.parse_args(argv)
    if not 1 <= options.port <= 65535:
        parser.error(f"--port {options.port} is no port: give a number from 1 to 65535")
    if not 1 <= options.workers <= 64:
        parser.error(f"--workers {options.workers} is out of bounds: give a number from 1 to 64")
    return options


def _taken(host: str, port: int) -> str:
    """A sentence where ``port`` cannot be listened on, else nothing."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return (
                f"Cannot listen on {host} port {port} ({error.strerror}): "
                f"stop what is there, or choose another with --port {port % 65535 + 1}."
            )
    return ""


class House:
    """The children of one ``harkara serve``: server and press. A press that dies is started again; a server is not."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.ending = False
        self.press: subprocess.Popen[bytes] | None = None
        self.pause = FIRST_PAUSE
        self.begun = 0.0

    def end(self, number: int, frame: FrameType | None) -> None:
        """A signal's handler: the house closes."""
        self.ending = True

    def run(self) -> int:
        """Starts the children and looks after them until the house closes."""
        if not self.options.no_press:
            self._start_press()
        server = _child([sys.executable, "-m", "granian", *self._server()])
        shown = f"[{self.options.host}]" if ":" in self.options.host else self.options.host
        place = f"http://{shown.replace('127.0.0.1', 'localhost')}:{self.options.port}"
        print(f"The paper is on {place}/, the newsroom on {place}/desk/. Ctrl-C ends it.", flush=True)
        try:
            while not self.ending and server.poll() is None:
                self._look_after_press()
                time.sleep(LOOK)
            code = 0 if self.ending else server.returncode or 1
        finally:
            for child in filter(None, (self.press, server)):
                _stop(child)
        return code

    def _server(self) -> list[str]:
        options = self.options
        return [
            APPLICATION,
            *("--interface", "rsgi", "--host", options.host, "--port", str(options.port)),
            *("--workers", str(options.workers), "--no-ws", "--log-level", "warning"),
            *("--backlog", "4096", "--respawn-failed-workers"),
        ]

    def _start_press(self) -> None:
        self.press, self.begun = _child(PRESS), time.monotonic()

    def _look_after_press(self) -> None:
        if self.press is None or self.press.poll() is None:
            return
        lasted = time.monotonic() - self.begun
        if lasted >= SETTLED:
            self.pause = FIRST_PAUSE
        if lasted < self.pause:
            return  # it ended as soon as it began: not at once again
        print(f"The press ended (code {self.press.returncode}) and is started again.", file=sys.stderr, flush=True)
        self.pause = min(LONGEST_PAUSE, self.pause * 2)
        self._start_press()


def _child(command: list[str] | tuple[str, ...]) -> subprocess.Popen[bytes]:
    """A child in a process group of its own, so that Ctrl-C reaches only the house; it ends when the house is killed."""
    return subprocess.Popen(command, start_new_session=True, preexec_fn=_follow_into_death())  # noqa: PLW1509, S603


def _follow_into_death() -> Callable[[], None] | None:
    """What a child does first: asks Linux for SIGTERM when its parent is gone. None on other systems."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(1, signal.SIGTERM)  # 1: PR_SET_PDEATHSIG


def _stop(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is not None:
        return
    child.terminate()
    try:
        child.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
