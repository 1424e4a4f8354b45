"""The parts of the benches of the stand that can be right or wrong."""

import gzip
import os
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest

from bench.serve import rates, waits
from bench.serve_layers import LAYERS, has
from bench.serve_pace import Line, part
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


def test_an_answer_is_taken_in_pieces() -> None:
    near, far = socket.socketpair()
    with near, far:
        line = Line(near)
        line.ask(b"GET / HTTP/1.1\r\n\r\n", 0.0)
        assert far.recv(100) == b"GET / HTTP/1.1\r\n\r\n"
        seen = []
        for piece in (b"HTTP/1.1 200 OK\r\nContent-", b"Length: 5\r\n\r\nab", b"c", b"de"):
            far.sendall(piece)
            seen.append(line.took())
        assert seen == [False, False, False, True]
        line.ask(b"x", 0.0)
        assert far.recv(100) == b"x"
        far.sendall(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n")
        with pytest.raises(RuntimeError, match="404"):
            line.took()
        far.close()
        with pytest.raises(RuntimeError, match="closed"):
            line.took()


def test_parts_are_milliseconds() -> None:
    values = [number / 1000 for number in range(100, 0, -1)]
    assert (part(values, 0.5), part(values, 0.99), part([0.002], 0.99)) == (51.0, 100.0, 2.0)


def test_tables_give_ratios_of_medians() -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    pair = (Side("nginx", {}, process), Side("the stand", {}, process))
    for side, rate in zip(pair, (100.0, 45.0), strict=True):
        side.rates["hot"] = [rate, rate * 2, rate / 2]
        side.costs["hot"] = [10.0]
        side.waits["hot"] = [(1.0, 1000 / rate)]
    assert rates(pair).splitlines()[2:] == [
        "| nginx | hot | 100 | 1.00 |  | 10 |",
        "| the stand | hot | 45 | **0.45** | ≥ 0.42 | 10 |",
    ]
    assert waits(pair, {"hot": 22.5}).splitlines()[3] == "| the stand | hot | 22 | 1.00 | 22.22 | **2.2** | ≤ 3 |"


def test_what_is_not_installed_is_known() -> None:
    assert has(sys.executable, ("granian",))
    assert not has(sys.executable, ("granian", "no_such_server"))
    words = LAYERS[0].line("python", 8000, 2)
    assert words[words.index("--port") + 1] == "8000"
    assert words[words.index("--workers") + 1] == "2"
