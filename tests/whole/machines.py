"""A paper on several machines: a press with its dispatch, nodes with their stands, each a folder and a port of this machine, or
each in a network namespace of its own.
"""

import ctypes
import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import quote

from bench.faults.marks import versions
from tests.stand.processes import PATHS, ROOT

KEY = "a key that all machines of this test know"
PATIENCE = 60.0
NEWNET = 0x40000000
NOT_OURS = ("HARKARA_", "DJANGO_SETTINGS_MODULE")


@dataclass
class Machine:
    """Where processes run: their variables, and the network namespace (empty: that of the test)."""

    name: str
    home: Path
    namespace: str = ""
    host: str = "127.0.0.1"
    port: int = 0
    told: dict[str, str] = field(default_factory=dict)
    running: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def environment(self) -> dict[str, str]:
        """What a process here is told."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(NOT_OURS)}
        ours = {"HARKARA_HOME": str(self.home), "HARKARA_LOG": "WARNING", "PYTHONPATH": PATHS}
        return {**kept, **ours, "DJANGO_SETTINGS_MODULE": "harkara.settings", **self.told}

    def words(self, *words: str) -> list[str]:
        """The command line of ``words`` here."""
        return [*(("ip", "netns", "exec", self.namespace) if self.namespace else ()), *words]

    def start(self, *words: str) -> "subprocess.Popen[bytes]":
        """Starts ``harkara words``."""
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / "said.log").open("ab") as said:
            command = self.words(sys.executable, "-m", "harkara", *words)
            process = subprocess.Popen(command, env=self.environment(), cwd=ROOT, stdout=said, stderr=said)
        self.running.append(process)
        return process

    def run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Runs ``harkara words`` to its end."""
        command = self.words(sys.executable, "-m", "harkara", *words)
        return subprocess.run(
            command, env=self.environment(), cwd=ROOT, capture_output=True, text=True, check=False, timeout=PATIENCE * 5
        )

    def serve(self) -> "subprocess.Popen[bytes]":
        """Starts all that the role of this machine is."""
        return self.start("serve", "--host", "127.0.0.1", "--port", str(self.port or 8000), "--workers", "1")

    def ask(self, path: str, method: str = "GET", port: int = 0, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """What a reader on this machine gets; status 0 where nobody answers."""
        line = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=15)
        try:
            line.sock = self.connected(port or self.port)
            line.request(
                method,
                quote(path, safe="/?=&"),
                headers={name.replace("_", "-"): said for name, said in headers.items()},
            )
            answer = line.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        except OSError:
            return 0, {}, b""
        finally:
            line.close()

    def connected(self, port: int) -> socket.socket:
        """A connection to a port of this machine, from this machine."""
        if not self.namespace:
            return socket.create_connection(("127.0.0.1", port), 15)
        with entered(self.namespace):
            return socket.create_connection(("127.0.0.1", port), 15)

    def end(self) -> None:
        """Ends what was started here, in order."""
        for process in self.running:
            process.terminate()
        for process in self.running:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.running.clear()


@contextmanager
def entered(namespace: str) -> Iterator[None]:
    """This thread is in a network namespace: what it opens belongs there."""
    libc = ctypes.CDLL(None, use_errno=True)
    with Path("/proc/thread-self/ns/net").open("rb") as here, Path(f"/run/netns/{namespace}").open("rb") as there:
        if libc.setns(there.fileno(), NEWNET):
            raise OSError(ctypes.get_errno(), f"{namespace} cannot be entered")
        try:
            yield
        finally:
            assert libc.setns(here.fileno(), NEWNET) == 0


class Editor:
    """The desk: acts, and says when each act was acknowledged."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        command = machine.words(sys.executable, "-m", "tests.whole.editing")
        self._process = subprocess.Popen(
            command, env=machine.environment(), cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.addresses: dict[int, str] = {}
        assert self._said().readline() == "ready\n"

    def act(self, what: str, number: int, *further: int) -> float:
        """Does something, and returns when the database had acknowledged it (POSIX seconds)."""
        stdin = self._process.stdin
        assert stdin is not None
        stdin.write(" ".join([what, str(number), *map(str, further)]) + "\n")
        stdin.flush()
        line = self._said().readline()
        assert line, f"the editor ended at: {what} {number}"
        _done, serial, moment, address = line.split(maxsplit=3)
        assert int(serial) == number
        self.addresses[number] = address.strip()
        return float(moment)

    def end(self) -> None:
        """Goes home."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def _said(self) -> IO[str]:
        assert self._process.stdout is not None
        return self._process.stdout


def until(what: Callable[[], bool], patience: float = PATIENCE, pause: float = 0.01) -> float:
    """Waits until ``what`` is so; returns when that was (POSIX seconds). Fails where it never is."""
    end = time.monotonic() + patience
    while not what():
        assert time.monotonic() < end, "it never came"
        time.sleep(pause)
    return time.time()


def shows(machine: Machine, path: str, number: int, version: int = 1) -> bool:
    """Whether readers of this machine see the story there in that version."""
    status, _headers, body = machine.ask(path)
    return status == 200 and version in versions(body).get(number, ())


def is_gone(machine: Machine, path: str) -> bool:
    """Whether the address answers 410 there."""
    return machine.ask(path)[0] == 410


class Watch:
    """A reader on each machine who never stops, and notes where something older comes after something newer, or nothing."""

    def __init__(self, machines: list[Machine], paths: list[str]) -> None:
        self.wrong: list[str] = []
        self.failed: dict[str, int] = {}
        self.answers = 0
        self._paths = paths
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._read, args=(machine,), daemon=True) for machine in machines]
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """Reads no more."""
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _read(self, machine: Machine) -> None:
        newest: dict[tuple[str, int], int] = {}
        gone: set[str] = set()
        while not self._over.wait(0.05):
            for path in self._paths:
                status, _headers, body = machine.ask(path)
                self.answers += 1
                if status in (0, 500, 502, 503):
                    self.failed[machine.name] = self.failed.get(machine.name, 0) + 1
                elif status == 410:
                    gone.add(path)
                elif status == 200:
                    if path in gone:
                        self.wrong.append(f"{machine.name}: {path} came back")
                    for one, shown in versions(body).items():
                        key, version = (path, one), max(shown)
                        if version < newest.get(key, 0) or len(shown) > 1:
                            self.wrong.append(f"{machine.name}: {path} shows {one}.{shown} after {newest.get(key)}")
                        newest[key] = max(version, newest.get(key, 0))


@contextmanager
def ending(*machines: Machine) -> Iterator[None]:
    """Ends everything on the machines when the block is left."""
    with ExitStack() as stack:
        for machine in machines:
            stack.callback(machine.end)
        yield
