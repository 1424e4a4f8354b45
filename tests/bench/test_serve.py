"""The parts of the benches of the stand that can be right or wrong."""

import asyncio
import gzip
import os
import shutil
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote

import pytest

from bench.serve import rates, waits
from bench.serve_layers import LAYERS, has
from bench.serve_pace import paced
from bench.serve_rack import ABSENT, HOT, make
from bench.serve_sides import Side
from harkara.rack.manifest import Manifest
from harkara.rack.shelf import Shelf


def test_the_rack_of_the_bench_is_a_whole_one(tmp_path: Path) -> None:
    make(tmp_path, HOT + 5)
    shelf, manifest = Shelf(tmp_path / "rack" / "shelf"), Manifest(tmp_path / "rack" / "manifest.sqlite3")
    paths = [unquote(path) for path in (tmp_path / "random.txt").read_text().split()]
    bodies = set()
    for path in paths:
        entry = manifest.find(path)
        assert entry
        copy = shelf.get(entry.name)
        assert copy
        assert gzip.decompress(copy.gzip) == copy.identity()
        assert os.path.samefile(tmp_path / "files" / f"{path[1:]}.gz", shelf.file(entry.name))
        bodies.add(copy.identity())
    assert (len(bodies), shelf.torn) == (HOT + 5, 0)
    absent = [unquote(path) for path in (tmp_path / "absent.txt").read_text().split()]
    assert (len(absent), [path for path in absent if manifest.find(path)]) == (ABSENT, [])
    assert len(set((tmp_path / "hot.txt").read_text().split())) == HOT


class Slow(threading.Thread):
    """A server that keeps its readers waiting until it has ``least`` requests, and sends ``answer`` in pieces."""

    def __init__(self, answer: bytes, least: int = 1) -> None:
        super().__init__(daemon=True)
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self.socket.getsockname()[1]
        self.answer, self.least, self.taken, self.open = answer, least, 0, 0

    def run(self) -> None:
        asyncio.run(self.serve())

    async def serve(self) -> None:
        self.enough, self.gone = asyncio.Event(), asyncio.Event()
        async with await asyncio.start_server(self.take, sock=self.socket):
            await self.gone.wait()

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open += 1
        try:
            with suppress(asyncio.IncompleteReadError, ConnectionError):
                while await reader.readuntil(b"\r\n\r\n"):
                    self.taken += 1
                    if self.taken >= self.least:
                        self.enough.set()
                    await self.enough.wait()
                    for begin in range(0, len(self.answer), 50):
                        writer.write(self.answer[begin : begin + 50])
                        await writer.drain()
        finally:
            writer.close()
            self.open -= 1
            if not self.open:
                self.gone.set()


@pytest.fixture
def paths(tmp_path: Path) -> Path:
    listed = tmp_path / "paths.txt"
    listed.write_text("/a\n/b\n")
    return listed


@pytest.mark.skipif(shutil.which("cc") is None, reason="needs a C compiler")
def test_a_wait_is_counted_from_the_moment_it_was_due(paths: Path) -> None:
    server = Slow(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + b"x" * 100, least=60)
    server.start()
    told = paced(server.port, paths, 1000, 0.5)
    server.join()
    assert (told["count"], server.taken) == (500, 500)
    assert told["p99"] > 50.0  # of the first ones, who waited for the sixtieth: 1 % are five
    assert told["p50"] <= told["p99"]
    assert told["cost"] > 0.0


@pytest.mark.skipif(shutil.which("cc") is None, reason="needs a C compiler")
@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n", "an answer is no 200"),
        (b"HTTP/1.1 200 OK\r\n\r\ncontent-length: 0", "an answer does not tell its length"),
    ],
)
def test_a_wrong_answer_ends_the_run(paths: Path, answer: bytes, why: str) -> None:
    server = Slow(answer)
    server.start()
    with pytest.raises(RuntimeError) as caught:
        paced(server.port, paths, 1000, 0.5)
    server.join()
    assert str(caught.value) == why


def test_tables_give_ratios_of_medians() -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    pair = (Side("nginx", {}, process), Side("the stand", {}, process))
    for side, rate in zip(pair, (100.0, 45.0), strict=True):
        side.rates["hot"] = [rate, rate * 2, rate / 2]
        side.costs["hot"] = [10.0]
        side.waits["hot"] = [{"p50": 1.0, "p99": 1000 / rate, "late": 0.5}]
    assert rates(pair).splitlines()[2:] == [
        "| nginx | hot | 100 | 1.00 |  | 10 |",
        "| the stand | hot | 45 | **0.45** | ≥ 0.42 | 10 |",
    ]
    assert (
        waits(pair, {"hot": 22.5}).splitlines()[3] == "| the stand | hot | 22 | 1.00 | 22.22 | **2.2** | ≤ 3 | 0.50 |"
    )


def test_what_is_not_installed_is_known() -> None:
    assert has(sys.executable, ("httptools",))
    assert not has(sys.executable, ("httptools", "no_such_server"))
    granian = next(layer for layer in LAYERS if layer.modules == ("granian",))
    words = granian.line("python", 8000, 2)
    assert words[words.index("--port") + 1] == "8000"
    assert words[words.index("--workers") + 1] == "2"
