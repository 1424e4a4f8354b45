"""A server that stands where OpenSearch would: it writes down what it is asked and answers what the test told it to.

It knows nothing of searching. Its answers have the shape of those in OpenSearch's public reference.
"""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answers = Callable[[str, str, str], tuple[int, Any]]
"""From method, path and body to a status and what is sent as JSON."""


@dataclass
class Desk:
    """What was asked, and what is answered: the next of ``answers``, or what ``otherwise`` says."""

    url: str = ""
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    answers: list[tuple[int, Any]] = field(default_factory=list)
    otherwise: Answers | None = None
    hold: threading.Event = field(default_factory=threading.Event)
    """Until it is set, a request for ``/slow…`` is not answered."""

    def answer(self, method: str, path: str, body: str) -> tuple[int, Any]:
        """What is answered to that."""
        if "slow" in path:
            self.hold.wait(20)
        if self.answers:
            return self.answers.pop(0)
        assert self.otherwise is not None, f"nothing to answer to {method} {path} {body}"
        return self.otherwise(method, path, body)


@contextmanager
def standing_in() -> Iterator[Desk]:
    """The server on a free port of this machine, until the block ends."""
    desk = Desk()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def _do(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            desk.asked.append((self.command, self.path, body))
            desk.headers.append(dict(self.headers))
            try:
                status, told = desk.answer(self.command, self.path, body)
            except AssertionError as error:
                status, told = 500, {"error": {"type": "test", "reason": str(error)}}
            if status == 0:  # the line goes dead
                self.close_connection = True
                return
            sent = told.encode() if isinstance(told, str) else json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=UTF-8")
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        do_GET = do_POST = do_PUT = do_DELETE = _do  # noqa: N815 (the names of the base class)

        def log_message(self, *told: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    desk.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield desk
    finally:
        desk.hold.set()
        server.shutdown()
        thread.join()
        server.server_close()
