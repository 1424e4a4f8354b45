"""A server of pages for tests: at 127.0.0.1, with answers that a test writes, and a resolver that a test fills."""

import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

Reply = Callable[[BaseHTTPRequestHandler], None]


def page(
    content: bytes, kind: str = "text/html; charset=utf-8", status: int = 200, headers: dict[str, str] | None = None
) -> Reply:
    """An answer with ``content``."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(content)), **(headers or {})}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(content)

    return reply


def leads_to(address: str, status: int = 302) -> Reply:
    """An answer that leads on to ``address``."""
    return page(b"", status=status, headers={"Location": address})


def raw(pieces: Iterator[bytes], pause: float = 0.0) -> Reply:
    """An answer byte for byte, with a pause after each piece, until the other side has gone."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        try:
            for piece in pieces:
                handler.wfile.write(piece)
                handler.wfile.flush()
                time.sleep(pause)
        except OSError:
            return

    return reply


@dataclass
class Paper:
    """A running server. ``asked`` are the requests it got: path, and headers by small letters."""

    port: int
    replies: dict[str, Reply]
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)
    """Names that TLS asked for."""

    def paths(self) -> list[str]:
        """The paths that were asked for, in order."""
        return [path for path, _ in self.asked]


@contextmanager
def paper(replies: dict[str, Reply], certificate: tuple[Path, Path] | None = None) -> Iterator[Paper]:
    """Serves ``replies`` by path; what is not among them is 404."""
    known = Paper(0, replies)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            known.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            known.replies.get(self.path, page(b"", status=404))(self)

        def log_message(self, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *args: None  # type: ignore[method-assign]  # a client that leaves is what is tested
    known.port = server.server_address[1]
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        context.sni_callback = lambda sock, name, context: known.names.append(name)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield known
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def silent() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """A certificate for ``name`` that it signed itself, and its key."""
    crt, key = folder / f"{name}.crt", folder / f"{name}.key"
    command = f"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN={name}"
    subprocess.run(
        [*command.split(), "-addext", f"subjectAltName=DNS:{name}", "-keyout", key, "-out", crt],
        check=True,
        capture_output=True,
    )
    return crt, key


class Names:
    """A resolver that knows what a test tells it. A name with several answers gives one after the other, then the last
    again and again.
    """

    def __init__(self, **answers: str | list[str]) -> None:
        self._answers = {name.replace("_", "."): answer for name, answer in answers.items()}
        self.asked: list[str] = []

    def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        try:
            answer = self._answers[host]
        except KeyError:
            try:  # numbers are their own answer
                return [row[4][0] for row in socket.getaddrinfo(host, port, flags=socket.AI_NUMERICHOST)]  # type: ignore[misc]
            except socket.gaierror:
                raise socket.gaierror(f"{host} is not known") from None
        if isinstance(answer, list):
            return [answer.pop(0) if len(answer) > 1 else answer[0]]
        return answer.split()
