"""A mail server on this machine that takes everything, or answers as a test wants, and keeps what it was given."""

import re
import socket
import socketserver
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

Replies = Callable[[str, str], str]
"""What is answered to a command (``MAIL``, ``RCPT``, ``DATA``, or ``.`` for a whole mail) for an address; empty for 250."""


class Sink(socketserver.ThreadingTCPServer):
    """Listens on 127.0.0.1 at a free port. ``taken``: the recipients whose mails were answered with 250, in their order;
    ``mails`` what they were (where ``keeps``), ``ways`` their return addresses.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, replies: Replies | None = None, *, keeps: bool = True) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.replies: Final = replies or (lambda _command, _address: "")
        self.keeps: Final = keeps
        self.taken: list[str] = []
        self.ways: list[str] = []
        self.mails: list[bytes] = []
        self.connections = 0
        self.port: Final = int(self.server_address[1])
        self.waiting = threading.Condition()
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def until(self, count: int, seconds: float = 60.0) -> bool:
        """Waits until so many mails were taken; returns whether they were."""
        with self.waiting:
            return self.waiting.wait_for(lambda: len(self.taken) >= count, seconds)

    def __exit__(self, *_: Any) -> None:
        self.shutdown()
        self.server_close()


class Talk(socketserver.StreamRequestHandler):
    """One connection."""

    server: Sink
    disable_nagle_algorithm = True

    def handle(self) -> None:
        with suppress(ConnectionError):  # who spoke was killed
            self._listen()

    def _listen(self) -> None:
        self.server.connections += 1
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._say("220 sink")
        way = to = ""
        while line := self.rfile.readline(2000):
            word = line[:4].upper().decode("ascii", "replace").strip()
            found = re.search(rb"<([^>]*)>", line)
            address = found[1].decode("ascii", "replace") if found else ""
            if word == "QUIT":
                self._say("221 bye")
                return
            if word == "DATA":
                if not self._data(way, to):
                    return
                continue
            if word == "MAIL":
                way = address
            elif word == "RCPT":
                to = address
            said = self.server.replies(word, address) if word in ("MAIL", "RCPT") else ""
            self._say(said or "250 ok")
            if said.startswith("421"):
                return

    def _data(self, way: str, to: str) -> bool:
        said = self.server.replies("DATA", to)
        if said:
            self._say(said)
            return not said.startswith("421")
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline(70_000)) != b".\r\n":
            if not line:
                return False
            if self.server.keeps:
                lines.append(line[1:] if line.startswith(b"..") else line)
        said = self.server.replies(".", to)
        if said:
            self._say(said)
            return not said.startswith("421")
        with self.server.waiting:
            self.server.taken.append(to)
            self.server.ways.append(way)
            self.server.mails.append(b"".join(lines))
            self.server.waiting.notify_all()
        self._say("250 taken")
        return True

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")
