"""Servers for tests, as real processes on this machine."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from tests.stand.reader import Rack

ROOT = Path(__file__).resolve().parents[2]


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
                os.sched_yield()
        yield
    finally:
        process.terminate()
        process.wait()


def stand(port: int, rack: Rack, workers: int = 1, press: str = "unix:/nowhere") -> AbstractContextManager[None]:
    """The stand in front of ``rack``, with the small application of :mod:`tests.stand.echo` behind it."""
    granian = [sys.executable, "-m", "granian", "--interface", "rsgi", "--port", str(port), "--no-ws"]
    command = [*granian, "--workers", str(workers), "--log-level", "critical", "tests.stand.echo:app"]
    paths = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
    return running(command, port, RACK=str(rack.root), PRESS=press, PYTHONPATH=paths)
