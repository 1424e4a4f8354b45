"""``python -m harkara.stand.teller FOLDER``: hands out the figures of the household (``HARKARA_METRICS``).

A small program of its own: it lives while press, newsroom or workers do not, and never takes a reader's turn. It listens on this
machine alone, or on a socket, unless there is a token that who asks must know.
"""

import argparse
import hmac
import os
import socket
import socketserver
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, Final

from harkara.figures import Place, gathered, place

TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"

WHERE: Final = "HARKARA_METRICS"
TOKEN: Final = "HARKARA_METRICS_TOKEN"  # noqa: S105  (its name)

PATIENCE: Final = 10.0
"""Seconds for a request."""


class Teller(socketserver.ThreadingMixIn, socketserver.TCPServer):
    """Answers ``GET /metrics`` at ``where`` with what lies in ``folder``."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, where: Place, folder: Path, token: str = "") -> None:
        self.folder: Final = folder
        self.token: Final = token
        self.address_family = socket.AF_UNIX if where.path else socket.AF_INET6 if ":" in where.host else socket.AF_INET
        if where.path:
            Path(where.path).unlink(missing_ok=True)
        address: Any = where.path or (where.host, where.port)
        before = os.umask(0o117)
        try:
            super().__init__(address, Asked)
        finally:
            os.umask(before)


class Asked(BaseHTTPRequestHandler):
    """One who asks."""

    timeout = PATIENCE
    server: Teller
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Hands out the figures."""
        if self.path.partition("?")[0] != "/metrics":
            self._say(404, "Figures are at /metrics.\n")
        elif self.server.token and not self._knows():
            self._say(
                401, "Say the token of HARKARA_METRICS_TOKEN: Authorization: Bearer …\n", ("WWW-Authenticate", "Bearer")
            )
        else:
            self._say(200, gathered(self.server.folder))

    def _knows(self) -> bool:
        said = self.headers.get("Authorization", "")
        return hmac.compare_digest(
            said.encode("latin-1", "replace"), f"Bearer {self.server.token}".encode("latin-1", "replace")
        )

    def _say(self, status: int, text: str, *more: tuple[str, str]) -> None:
        body = text.encode()
        self.send_response_only(status)
        for name, value in (
            ("Content-Type", TYPE),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            *more,
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (its name in the library)
        """Nobody needs to know who asked."""


def main(argv: list[str] | None = None) -> int:
    """Tells until it is ended. Returns 1 where nobody could ask."""
    parser = argparse.ArgumentParser(prog="python -m harkara.stand.teller", description="What `harkara serve` starts.")
    parser.add_argument("folder", type=Path, help="where the processes' figures lie")
    options = parser.parse_args(argv)
    where = place(os.environ.get(WHERE, "").strip())
    assert where is not None
    with Teller(where, options.folder, os.environ.get(TOKEN, "").strip()) as teller:
        teller.serve_forever()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
