"""Bare applications that hand out ready bytes and do nothing else: what an HTTP layer costs by itself.

They stand on the standard library alone, so that any interpreter with any server can run them. ``BARE`` in the
environment names a folder with ``COUNT`` pages as files ``p/NUMBER`` and, one behind the other, as one file ``segment``.
``python -m bench.serve_bare NAME PORT`` runs the servers that have no command of their own: ``socketify``, ``robyn``.
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


def socketify(port: int, processes: int) -> None:
    """uWebSockets, by way of socketify; the processes share the port."""
    from socketify import App  # type: ignore[import-not-found]  # not among our dependencies

    for _ in range(processes - 1):
        if os.fork() == 0:
            ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGTERM)  # ends with the first
            break
    app = App()

    def page(response: Any, request: Any) -> None:
        for name, value in HEADERS:
            response.write_header(name, value)
        response.end(PAGES[int(request.get_parameter(0))])

    app.get("/p/:number", page)
    app.listen({"port": port, "host": "127.0.0.1"})
    app.run()


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
    {"socketify": socketify, "robyn": robyn}[sys.argv[1]](int(sys.argv[2]), int(sys.argv[3]))
