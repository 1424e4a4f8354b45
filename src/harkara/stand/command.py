"""``harkara serve``: the stand in front, the newsroom behind it and the press beside them, as one command."""

import argparse
import os
import socket
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from .asgi import PLACE, VOICES_PLACE
from .household import Household, Program
from .limits import CONNECTIONS, HEADERS_WITHIN

APPLICATION: Final = "harkara.served:app"
"""Where the composition root keeps the application that the workers run."""

PRESS: Final = (sys.executable, "-m", "harkara", "press")

NEWSROOM: Final = (sys.executable, "-m", "harkara", "newsroom")

WIRE: Final = (sys.executable, "-m", "harkara", "wire", "--while-wanted")

WIRE_WANTED: Final = "wire-sources"
"""The file in the paper's home that is there while the newsroom has a source of the wire to look at."""

WIRE_LATER: Final = 10.0
"""Seconds for which the wire waits, so that it takes no processor from those who start: feeds are no hurry."""

VOICES: Final = (sys.executable, "-m", "harkara", "voices")

OF_THE_NEWSROOM: Final = (
    "HARKARA_DATABASE",
    "HARKARA_SECRET_KEY",
    "HARKARA_FORMER_SECRET_KEYS",
    "HARKARA_ARCHIVE_URL",
    "HARKARA_INDEXNOW_KEY",
)
"""What the readers' side is not told: the newsroom's doors and keys."""


def serve(
    argv: list[str],
    press: Sequence[str] = PRESS,
    application: str = APPLICATION,
    newsroom: Sequence[str] = NEWSROOM,
    voices: Sequence[str] = VOICES,
    wire: Sequence[str] = WIRE,
) -> int:
    """``harkara serve [--host H] [--port P] [--workers N] [--desks N] [--no-press]``: serves until SIGTERM or SIGINT.

    One port: the stand in front (``application``, in ``--workers`` processes), behind it the newsroom (in ``--desks``
    processes) and the readers' side, where comments are taken in, and beside it the press, as processes of their own (the
    commands ``newsroom``, ``voices`` and ``press``), and the ``wire`` while there is a source to look at. What dies is started
    again. With ``HARKARA_ROLE=stand`` there are neither newsroom nor wire nor press. Returns 0 when told to stop, 1 where it
    could not start.
    """
    options = _options(argv)
    refusal = _taken(options.host, options.port)
    if refusal:
        print(refusal, file=sys.stderr)
        return 1
    is_readers_side = os.environ.get("HARKARA_ROLE") == "stand"
    shown = f"[{options.host}]" if ":" in options.host else options.host
    place = f"http://{shown.replace('127.0.0.1', 'localhost')}:{options.port}"
    # All sockets are the household's, so that requests wait in them while there is nobody to answer.
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="harkara-")))
        desk, said = _behind(stack, folder / "newsroom"), _behind(stack, folder / "voices")
        told = {VOICES_PLACE: str(folder / "voices")} | ({} if is_readers_side else {PLACE: str(folder / "newsroom")})
        programs = []
        for number in range(options.workers):
            fd = stack.enter_context(listening(options.host, options.port)).fileno()
            up = folder / f"worker-{number + 1}"
            command = worker(fd, application, up=up)
            name = f"worker {number + 1}"
            programs.append(Program(name, command, vital=True, up=up, environment=told, passed=(fd,)))
        fd = desk.fileno()
        for number in range(0 if is_readers_side else options.desks):  # whoever of them is free takes the next request
            name = f"the newsroom {number + 1}" if number else "the newsroom"
            programs.append(Program(name, (*newsroom, "--fd", str(fd)), turn=2, passed=(fd,)))
        apart = {"HARKARA_ROLE": "stand"}
        command = [*voices, "--fd", str(said.fileno())]
        side = Program(
            "the readers' side", command, turn=2, environment=apart, withheld=OF_THE_NEWSROOM, passed=(said.fileno(),)
        )
        programs.append(side)
        if not (options.no_press or is_readers_side):
            up = folder / "press"
            programs.append(Program("the press", [*press, "--up", str(up)], up=up))
        if not is_readers_side:
            home = Path(os.environ.get("HARKARA_HOME", "").strip() or "var").expanduser()
            later = time.monotonic() + WIRE_LATER
            programs.append(Program("the wire", wire, turn=3, wanted=home / WIRE_WANTED, due=later))
        newsroom_at = "" if is_readers_side else f", the newsroom on {place}/desk/"
        print(f"The paper is on {place}/{newsroom_at}. Ctrl-C ends it.", flush=True)
        return Household(programs).run()


def _behind(stack: ExitStack, path: Path) -> socket.socket:
    """A socket in the file system at which a process behind the stand will answer."""
    sock = stack.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
    sock.bind(str(path))
    sock.listen(CONNECTIONS)
    return sock


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens beside others on the same port; the kernel shares readers out among them."""
    sock = socket.socket(_family(host), socket.SOCK_STREAM)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        sock.bind((host, port))
        sock.listen(CONNECTIONS)
    except OSError:
        sock.close()
        raise
    return sock


def worker(
    fd: int, application: str = APPLICATION, headers_within: float = HEADERS_WITHIN, up: Path | None = None
) -> list[str]:
    """The command line of a worker that answers at the listening socket ``fd`` it inherits, and makes the file ``up``."""
    options = ["--fd", str(fd), "--headers-within", str(headers_within), *(("--up", str(up)) if up else ())]
    return [sys.executable, "-m", "harkara.stand.worker", *options, application]


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="harkara serve", description="Serves the paper, the newsroom and the press.")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=8000, help="the port to listen on (default: %(default)s)")
    cores = os.cpu_count() or 1
    parser.add_argument("--workers", type=int, default=min(4, cores), help="processes that answer readers")
    parser.add_argument("--desks", type=int, default=1, help="processes that answer the newsroom: one for 15 who type")
    parser.add_argument("--no-press", action="store_true", help="the press runs somewhere else")
    options = parser.parse_args(argv)
    if not 1 <= options.port <= 65535:
        parser.error(f"--port {options.port} is no port: give a number from 1 to 65535")
    for name in ("workers", "desks"):
        if not 1 <= getattr(options, name) <= 64:
            parser.error(f"--{name} {getattr(options, name)} is out of bounds: give a number from 1 to 64")
    return options


def _taken(host: str, port: int) -> str:
    """A sentence where ``port`` cannot be listened on, else nothing."""
    with socket.socket(_family(host), socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return (
                f"Cannot listen on {host} port {port} ({error.strerror}): "
                f"stop what is there, or choose another with --port {port % 65535 + 1}."
            )
    return ""


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
