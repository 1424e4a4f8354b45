"""``harkara serve``: the stand in front, the newsroom behind it and the press beside them, as one command."""

import argparse
import os
import socket
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from .asgi import PLACE
from .household import Household, Program

APPLICATION: Final = "harkara.rsgi:app"
"""Where the composition root keeps the application that the server runs."""

PRESS: Final = (sys.executable, "-m", "harkara", "press")

NEWSROOM: Final = (sys.executable, "-m", "harkara", "newsroom")

CONNECTIONS: Final = 4096
"""Open connections a worker takes; slow readers hold one each and nothing else."""

RESPAWN: Final = 0.1
"""Seconds before a worker that died is started again."""

HEADERS_WITHIN: Final = 10_000
"""Milliseconds a reader has to send a request's headers."""


def serve(
    argv: list[str],
    press: Sequence[str] = PRESS,
    application: str = APPLICATION,
    newsroom: Sequence[str] = NEWSROOM,
) -> int:
    """``harkara serve [--host H] [--port P] [--workers N] [--no-press]``: serves until SIGTERM or SIGINT.

    One port: the stand in front (``application``), behind it the newsroom and beside it the press as processes of their
    own (the commands ``newsroom`` and ``press``). What dies is started again. Returns 0 when told to stop, 1 where it
    could not start.
    """
    options = _options(argv)
    refusal = _taken(options.host, options.port)
    if refusal:
        print(refusal, file=sys.stderr)
        return 1
    shown = f"[{options.host}]" if ":" in options.host else options.host
    place = f"http://{shown.replace('127.0.0.1', 'localhost')}:{options.port}"
    with (
        tempfile.TemporaryDirectory(prefix="harkara-") as folder,
        socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening,
    ):
        # The socket is the household's, so that requests wait in it while there is no newsroom.
        behind = str(Path(folder, "newsroom"))
        listening.bind(behind)
        listening.listen(CONNECTIONS)
        command = server(options.host, options.port, options.workers, application)
        programs = [
            Program("the server", command, vital=True, environment={PLACE: behind}),
            Program("the newsroom", (*newsroom, "--fd", str(listening.fileno())), passed=(listening.fileno(),)),
        ]
        if not options.no_press:
            programs.append(Program("the press", press))
        print(f"The paper is on {place}/, the newsroom on {place}/desk/. Ctrl-C ends it.", flush=True)
        return Household(programs).run()


def server(host: str, port: int, workers: int, application: str = APPLICATION) -> list[str]:
    """The command line of the server with the stand in front."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "rsgi", "--http", "1", "--no-ws"),
        *("--host", host, "--port", str(port), "--workers", str(workers), "--respawn-failed-workers"),
        *("--backlog", str(CONNECTIONS), "--backpressure", str(CONNECTIONS)),
        *("--http1-header-read-timeout", str(HEADERS_WITHIN), "--workers-kill-timeout", "5"),
        *("--respawn-interval", str(RESPAWN)),
        *("--log-level", "warning", application),
    ]


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="harkara serve", description="Serves the paper, the newsroom and the press.")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=8000, help="the port to listen on (default: %(default)s)")
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
