"""A server of feeds that notes how it is asked: on 127.0.0.1, one thread a request, answers as a test sets them."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Asked:
    """One request: its path and headers (small letters)."""

    path: str
    headers: dict[str, str]


@dataclass
class Answer:
    """What is answered. ``pause``: seconds before the answer; ``drip``: seconds between two bytes of it."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    pause: float = 0
    drip: float = 0


class Server:
    """Answers by path; what is not set is not there. Conditional requests are answered by the ``ETag`` that was set."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.answers: dict[str, Answer | Callable[[Asked], Answer]] = {}
        self.most_at_once = 0
        self._now = 0
        self._lock = threading.Lock()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked = Asked(self.path, {name.lower(): value for name, value in self.headers.items()})
                with server._counting(asked):
                    server._answer(self, asked)

            def log_message(self, *_: Any) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.port = int(self._http.server_address[1])
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def at(self, path: str) -> str:
        """The address of ``path`` here."""
        return f"http://{self.host}{path}"

    def feeds_asked(self) -> list[Asked]:
        """What was asked beside ``robots.txt``."""
        return [asked for asked in self.asked if asked.path != "/robots.txt"]

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()

    @contextmanager
    def _counting(self, asked: Asked) -> Iterator[None]:
        with self._lock:
            self.asked.append(asked)
            if asked.path != "/robots.txt":
                self._now += 1
                self.most_at_once = max(self.most_at_once, self._now)
        try:
            yield
        finally:
            with self._lock:
                if asked.path != "/robots.txt":
                    self._now -= 1

    def _answer(self, handler: BaseHTTPRequestHandler, asked: Asked) -> None:
        found = self.answers.get(asked.path, Answer(status=404))
        answer = found(asked) if callable(found) else found
        time.sleep(answer.pause)
        etag = answer.headers.get("ETag", "")
        if etag and asked.headers.get("if-none-match") == etag:
            answer = Answer(status=304, headers=answer.headers)
        handler.send_response(answer.status)
        for name, value in answer.headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(answer.body)))
        handler.end_headers()
        try:
            if answer.drip:
                for byte in answer.body:
                    handler.wfile.write(bytes([byte]))
                    handler.wfile.flush()
                    time.sleep(answer.drip)
            else:
                handler.wfile.write(answer.body)
        except OSError:  # whoever asked has hung up
            pass


@contextmanager
def serving() -> Iterator[Server]:
    server = Server()
    try:
        yield server
    finally:
        server.close()
