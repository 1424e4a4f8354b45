"""Load at a fixed rate: a request is due at its moment, whether those before it were answered or not.

``python -m bench.serve_pace PORT PATHS RATE SECONDS`` asks for paths of the file ``PATHS`` in a random order and prints
one JSON object: ``p50``, ``p99``, ``late`` (the generator's own p99, from due to sent) in milliseconds, and ``count``.
A wait is counted from the moment the request was due, so that a server that stops for a while is charged with all who
came meanwhile.
"""

import ctypes
import gc
import json
import random
import select
import socket
import subprocess
import sys
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

from bench.serve_sides import ROOT

CONNECTIONS = 64
REQUEST = "GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n"
_TIMERSLACK = 29  # PR_SET_TIMERSLACK of prctl(2), nanoseconds


@dataclass
class Line:
    """A connection and the answer that is coming in on it."""

    socket: socket.socket
    due: float = 0.0
    left: int = -1
    head: bytes = b""

    def ask(self, request: bytes, due: float) -> None:
        self.due, self.left, self.head = due, -1, b""
        self.socket.sendall(request)

    def took(self) -> bool:
        """Takes what has come and says whether the answer is whole. Raises ``RuntimeError`` if it is no 200."""
        data = self.socket.recv(262_144)
        if not data:
            raise RuntimeError("the server closed a connection")
        if self.left < 0:
            self.head += data
            end = self.head.find(b"\r\n\r\n")
            if end < 0:
                return False
            head = self.head[:end].lower()
            if not head.startswith(b"http/1.1 200"):
                raise RuntimeError(f"the server answered {head[:40]!r}")
            length = int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0])
            self.left = length - (len(self.head) - end - 4)
        else:
            self.left -= len(data)
        return self.left == 0


@dataclass
class Waits:
    """Seconds from due to answered, and from due to sent."""

    answered: list[float] = field(default_factory=list)
    sent: list[float] = field(default_factory=list)


def pace(port: int, requests: list[bytes], rate: float, seconds: float) -> Waits:
    """Sends ``rate`` requests a second for ``seconds``, drawn from ``requests``."""
    lines = {}
    for _ in range(CONNECTIONS):
        connection = socket.create_connection(("127.0.0.1", port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        lines[connection.fileno()] = Line(connection)
    numbers, idle, waiting, waits = list(lines), list(lines.values()), deque[float](), Waits()
    total, clock, draw = int(rate * seconds), time.perf_counter, random.Random(7).choice
    begin = clock() + 0.01
    came = done = 0
    while done < total:
        now = clock()
        while came < total and begin + came / rate <= now:
            waiting.append(begin + came / rate)
            came += 1
        while waiting and idle:
            line, due = idle.pop(), waiting.popleft()
            line.ask(draw(requests), due)
            waits.sent.append(clock() - due)
        pause = max(0.0, begin + came / rate - clock()) if came < total else 1.0
        for number in select.select(numbers, (), (), pause)[0]:
            line = lines[number]
            if line.took():
                waits.answered.append(clock() - line.due)
                idle.append(line)
                done += 1
    for line in lines.values():
        line.socket.close()
    return waits


def paced(port: int, paths: Path, rate: float, seconds: float) -> dict[str, float]:
    """:func:`pace` in a process of its own, as the command prints it."""
    command = [sys.executable, "-m", "bench.serve_pace", str(port), str(paths), str(rate), str(seconds)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=seconds + 60, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def part(values: list[float], share: float) -> float:
    """The value below which ``share`` of ``values`` lie, in milliseconds."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] * 1000


def main(argv: list[str]) -> int:
    """Prints the object and returns 0."""
    port, paths, rate, seconds = int(argv[0]), Path(argv[1]), float(argv[2]), float(argv[3])
    requests = [REQUEST.format(path=path).encode() for path in paths.read_text().split()]
    ctypes.CDLL(None).prctl(_TIMERSLACK, 1, 0, 0, 0)
    gc.disable()
    waits = pace(port, requests, rate, seconds)
    told = {"p50": part(waits.answered, 0.5), "p99": part(waits.answered, 0.99), "late": part(waits.sent, 0.99)}
    print(json.dumps({**told, "count": len(waits.answered)}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
