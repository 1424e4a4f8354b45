"""Bare applications that hand out ready bytes and do nothing else: what an HTTP layer costs by itself.

They stand on the standard library alone, so that any interpreter with any server can run them. ``BARE`` in the
environment names a folder with ``COUNT`` pages as files ``p/NUMBER`` and, one behind the other, as one file ``segment``.
``python -m bench.serve_bare NAME PORT PROCESSES`` runs the servers that have no command of their own: ``protocol``,
``socketify``, ``robyn``.
"""

import ctypes
import mmap
import os
import signal
import sys
from pathlib import Path
from typing import Any

_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)

COUNT = 2000
LENGTH = 10_400
"""Bytes of a page: a story of 58 KB, compressed."""

HEADERS = [
    ("content-type", "text/html; charset=utf-8"),
    ("cache-control", "public, max-age=60"),
    ("last-modified", "Sat, 28 Nov 2026 00:00:00 GMT"),
    ("content-encoding", "gzip"),
    ("vary", "accept-encoding"),
    ("etag", '"1a2b3c4d-28a0"'),
]
ENCODED = [(name.encode(), value.encode()) for name, value in HEADERS]
FOLDER = os.environ.get("BARE", "")
PAGES = [Path(FOLDER, "p", str(number)).read_bytes() for number in range(COUNT)] if FOLDER else []
FILES = [f"{FOLDER}/p/{number}" for number in range(COUNT)]


def mapped() -> mmap.mmap:
    """The segment, mapped into memory."""
    with open(Path(FOLDER, "segment"), "rb") as file:
        return mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)


SEGMENT = mapped() if FOLDER else None


async def rsgi(scope: Any, protocol: Any) -> None:
    """From memory."""
    protocol.response_bytes(200, HEADERS, PAGES[int(scope.path[3:])])


async def rsgi_read(scope: Any, protocol: Any) -> None:
    """From a file that is opened, read and closed."""
    file = os.open(FILES[int(scope.path[3:])], os.O_RDONLY)
    data = os.pread(file, LENGTH, 0)
    os.close(file)
    protocol.response_bytes(200, HEADERS, data)


async def rsgi_segment(scope: Any, protocol: Any) -> None:
    """From a mapped segment."""
    begin = int(scope.path[3:]) * LENGTH
    protocol.response_bytes(200, HEADERS, SEGMENT[begin : begin + LENGTH])  # type: ignore[index]  # there is one


async def rsgi_file(scope: Any, protocol: Any) -> None:
    """By the server, which is told the file."""
    protocol.response_file(200, HEADERS, FILES[int(scope.path[3:])])


async def rsgi_range(scope: Any, protocol: Any) -> None:
    """By the server, which is told a part of the segment."""
    begin = int(scope.path[3:]) * LENGTH
    protocol.response_file_range(200, HEADERS, f"{FOLDER}/segment", begin, begin + LENGTH)


async def asgi(scope: Any, receive: Any, send: Any) -> None:
    """From memory, by ASGI."""
    if scope["type"] == "http":
        body = PAGES[int(scope["path"][3:])]
        length = (b"content-length", b"%d" % len(body))
        await send({"type": "http.response.start", "status": 200, "headers": [*ENCODED, length]})
        await send({"type": "http.response.body", "body": body})


def protocol(port: int, processes: int) -> None:
    """A protocol of asyncio on uvloop, or on asyncio's own loop: requests are read by httptools and answered at once."""
    import asyncio

    import httptools

    try:
        import uvloop
    except ImportError:
        uvloop = None  # type: ignore[assignment]  # asyncio's own loop then
    lines = b"".join(b"%b: %b\r\n" % field for field in ENCODED)
    head = b"HTTP/1.1 200 OK\r\n%bcontent-length: %d\r\n\r\n" % (lines, LENGTH)

    class Reader(asyncio.Protocol):
        """One connection."""

        def connection_made(self, transport: Any) -> None:
            self.transport, self.parser = transport, httptools.HttpRequestParser(self)

        def data_received(self, data: bytes) -> None:
            self.parser.feed_data(data)

        def on_url(self, url: bytes) -> None:
            self.url = url

        def on_header(self, name: bytes, value: bytes) -> None:
            """Taken, as a server has to."""

        def on_headers_complete(self) -> None:
            self.transport.writelines((head, PAGES[int(self.url[3:])]))

    async def serve() -> None:
        server = await asyncio.get_running_loop().create_server(Reader, "127.0.0.1", port, reuse_port=True)
        await server.serve_forever()

    _forked(processes)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop if uvloop and "plain" not in sys.argv else None) as runner:
        runner.run(serve())


def socketify(port: int, processes: int) -> None:
    """uWebSockets, by way of socketify; the processes share the port."""
    from socketify import App  # type: ignore[import-not-found]  # not among our dependencies

    _forked(processes)
    app = App()

    def page(response: Any, request: Any) -> None:
        for name, value in HEADERS:
            response.write_header(name, value)
        response.end(PAGES[int(request.get_parameter(0))])

    app.get("/p/:number", page)
    app.listen({"port": port, "host": "127.0.0.1"})
    app.run()


def _forked(processes: int) -> None:
    """Goes on as so many processes."""
    for _ in range(processes - 1):
        if os.fork() == 0:
            ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGTERM)  # ends with the first
            break


def robyn(port: int, processes: int) -> None:
    """actix-web, by way of Robyn."""
    sys.argv = [sys.argv[0], "--processes", str(processes), "--log-level", "ERROR", "--disable-openapi"]
    from robyn import Response, Robyn  # type: ignore[import-not-found]  # not among our dependencies

    app = Robyn(__file__)

    @app.get("/p/:number")  # type: ignore[untyped-decorator]  # not among our dependencies
    async def page(request: Any) -> Any:
        return Response(200, dict(HEADERS), PAGES[int(request.path_params["number"])])

    app.start(host="127.0.0.1", port=port, _check_port=False)


if __name__ == "__main__":
    {"protocol": protocol, "socketify": socketify, "robyn": robyn}[sys.argv[1]](int(sys.argv[2]), int(sys.argv[3]))
