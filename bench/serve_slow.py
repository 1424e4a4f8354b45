"""Slow clients beside the others: ``python -m bench.serve_slow PORT PATH COUNT SECONDS``.

Half of them send the headers of a request one byte a second and never end; the other half ask for a page and take a
hundred bytes of it a second. Who is cut off comes again. They stop by themselves after ``SECONDS``.
"""

import select
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

from bench.serve_sides import started

DRIP = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "


class Slow:
    """One slow client."""

    def __init__(self, port: int, path: str, reads: bool) -> None:
        self.port, self.path, self.reads = port, path, reads
        self.come()

    def come(self) -> None:
        """Connects, with a buffer as small as the system allows."""
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        self.socket.connect(("127.0.0.1", self.port))
        self.drip = iter(DRIP + b"x" * 10_000)
        if self.reads:
            self.ask()

    def ask(self) -> None:
        """Asks for a page."""
        self.socket.sendall(f"GET {self.path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n".encode())

    def act(self) -> None:
        """What the client does once a second; it comes again where it was cut off."""
        try:
            if self.reads:
                self.take()
            else:
                self.socket.sendall(bytes([next(self.drip)]))
                if select.select([self.socket], [], [], 0)[0] and not self.socket.recv(1024):
                    raise ConnectionResetError
        except OSError:
            self.socket.close()
            self.come()

    def take(self) -> None:
        """Takes a little of the page, or asks for the next."""
        if select.select([self.socket], [], [], 0)[0]:
            if not self.socket.recv(100):
                raise ConnectionResetError
        else:
            self.ask()


@contextmanager
def slow_clients(port: int, path: str, count: int, seconds: int) -> Iterator[None]:
    """``count`` slow clients in a process of their own, for the length of the block and at most for ``seconds``."""
    with ExitStack() as stack:
        started(stack, [sys.executable, "-m", "bench.serve_slow", str(port), path, str(count), str(seconds)])
        time.sleep(2)  # they are all there
        yield


def main(argv: list[str]) -> int:
    """Runs until the time is over and returns 0."""
    port, path, count, seconds = int(argv[0]), argv[1], int(argv[2]), float(argv[3])
    limit = time.monotonic() + seconds
    clients = [Slow(port, path, reads=number % 2 == 0) for number in range(count)]
    while time.monotonic() < limit:
        for client in clients:
            with suppress(ConnectionRefusedError):
                client.act()
        time.sleep(1)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
