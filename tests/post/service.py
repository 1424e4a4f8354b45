"""A push service on this machine: takes notices in, opens them as browsers do, and answers as it is told."""

import json
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec

Answers = Callable[[str, int], tuple[int, dict[str, str]]]
"""From the path and how often it was asked before, the status and the headers of the answer."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came: where, with which headers, and the body as it was."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class PushService:
    """Listens on 127.0.0.1. ``answers`` decides; everything is taken where nobody says otherwise."""

    answers: Answers = lambda path, before: (201, {})
    taken: list[Taken] = field(default_factory=list)

    def __post_init__(self) -> None:
        service, asked, lock = self, Counter[str](), threading.Lock()

        class Ear(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                with lock:
                    before = asked[self.path]
                    asked[self.path] += 1
                    told = {name.lower(): value for name, value in self.headers.items()}
                    service.taken.append(Taken(self.path, told, body))
                status, headers = service.answers(self.path, before)
                if not status:  # it says nothing and hangs up
                    self.close_connection = True
                    return
                self.send_response(status)
                for name, value in {"content-length": "0", **headers}.items():
                    self.send_header(name, value)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Ear)
        self.server.daemon_threads = True
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def paths(self) -> list[str]:
        """Where what was taken came in, sorted."""
        return sorted(one.path for one in self.taken)


def opened(body: bytes, key: ec.EllipticCurvePrivateKey, secret: bytes) -> Any:
    """What the browser with this key and this secret reads in ``body``."""
    return json.loads(http_ece.decrypt(body, private_key=key, auth_secret=secret, version="aes128gcm"))
