"""Servers for tests, as real processes on this machine."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from harkara.stand.asgi import PLACE
from harkara.stand.command import listening, worker
from harkara.stand.worker import HEADERS_WITHIN
from tests.stand.reader import Rack
from tests.waiting import a_moment

ROOT = Path(__file__).resolve().parents[2]
PATHS = os.pathsep.join((str(ROOT / "src"), str(ROOT)))


def free() -> int:
    """A port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(command: list[str], port: int, **environment: str) -> Iterator[None]:
    """The program ``command``, which listens on ``port``, for the length of the block."""
    process = subprocess.Popen(command, env={**os.environ, **environment}, cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        while True:
            assert process.poll() is None
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except ConnectionRefusedError:
                a_moment()
        yield
    finally:
        process.terminate()
        process.wait()


@contextmanager
def stand(
    port: int,
    rack: Rack,
    workers: int = 1,
    press: str = "unix:/nowhere",
    place: str = "",
    headers_within: float = HEADERS_WITHIN,
    edge: str = "",
) -> Iterator[None]:
    """The stand in front of ``rack``, with the small application of :mod:`tests.stand.echo` behind it.

    The application is in the stand's process, or where :func:`newsroom` has put it: at ``place``. ``edge``: for which kind
    of CDN pages say their keys.
    """
    environment = {**os.environ, "RACK": str(rack.root), "PRESS": press, "PYTHONPATH": PATHS}
    environment |= ({PLACE: place} if place else {}) | ({"EDGE": edge} if edge else {})
    with ExitStack() as stack:
        for _ in range(workers):
            fd = stack.enter_context(listening("127.0.0.1", port)).fileno()
            command = worker(fd, "tests.stand.echo:app", headers_within)
            process = subprocess.Popen(command, env=environment, cwd=ROOT, pass_fds=(fd,), stderr=subprocess.DEVNULL)
            stack.callback(process.wait)
            stack.callback(process.terminate)
        yield


@contextmanager
def newsroom(place: Path) -> Iterator[None]:
    """The small application as a process of its own, which answers at ``place``."""
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(place))
        listening.listen()
        command = [sys.executable, "-m", "tests.stand.echo", str(listening.fileno())]
        environment = {**os.environ, "PYTHONPATH": PATHS}
        process = subprocess.Popen(
            command, env=environment, cwd=ROOT, pass_fds=(listening.fileno(),), stderr=subprocess.DEVNULL
        )
        try:
            yield
        finally:
            process.terminate()
            assert process.wait() == 0
