"""How fast the stand hands out pages, beside nginx with the same pages as ready compressed files.

``python -m bench.serve [--stories N] [--rounds N] [--seconds N] [--memory MB] [--keep FOLDER]``. Rounds are
interleaved (each server gets its turn in each round) and the figure is the median, so that a busy machine disturbs both
alike. ``hot`` asks for twenty pages, ``random`` for any. Prints a table; ratios carry over to another machine, absolute
numbers do not. Needs nginx and wrk.
"""

import argparse
import os
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from bench import words
from bench.machine import load, machine
from harkara.bangla.slug import slugify
from harkara.rack.manifest import Manifest
from harkara.rack.pages import Page, compressed
from harkara.rack.shelf import Shelf
from harkara.stand.command import server
from harkara.stand.rsgi import MEMORY, application

ROOT = Path(__file__).resolve().parents[1]
HEADERS = (("content-type", "text/html; charset=utf-8"), ("cache-control", "public, max-age=60"))
LENGTH = 58_000  # bytes of a story page, as they are in the wild
BODIES = 100
HOT = 20
CONNECTIONS = 32

NGINX = """
worker_processes {cores};
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000000;
    default_type "text/html; charset=utf-8";
    gzip_static on;
    gzip_vary on;
    open_file_cache max=20000 inactive=60s;
    server {{
        listen 127.0.0.1:{port} reuseport;
        root {folder}/files;
        add_header Cache-Control "public, max-age=60";
    }}
}}
"""

SCRIPT = """
local paths = {{}}
for line in io.lines("{paths}") do paths[#paths + 1] = line end
math.randomseed(os.time())
local headers = {{ ["Accept-Encoding"] = "gzip" }}
request = function() return wrk.format("GET", paths[math.random(#paths)], headers) end
"""

if "HARKARA_BENCH_RACK" in os.environ:
    app = application(
        os.environ["HARKARA_BENCH_RACK"],
        press_url="unix:/nowhere",
        memory=int(os.environ["HARKARA_BENCH_MEMORY"]) * 2**20,
    )


@dataclass
class Side:
    """A server under load: requests a second and CPU microseconds a request, by kind of load."""

    name: str
    port: int
    process: "subprocess.Popen[bytes]"
    rates: dict[str, list[float]] = field(default_factory=dict)
    costs: dict[str, list[float]] = field(default_factory=dict)


def make(folder: Path, stories: int, seed: int = 1) -> None:
    """A rack of ``stories`` pages, the same pages as files for nginx, and the lists of paths for the load."""
    dice = random.Random(seed)
    shelf, manifest = Shelf(folder / "rack" / "shelf"), Manifest(folder / "rack" / "manifest.sqlite3")
    bodies = []
    for _ in range(BODIES):
        text = "".join(f"<p>{paragraph}</p>\n" for paragraph in words.body(dice, LENGTH // 3))
        bodies.append(text.encode()[:LENGTH].decode(errors="ignore"))
    paths = []
    for number in range(1, stories + 1):
        headline = words.headline(dice)
        path = f"/world/{number}/{slugify(headline)}"
        body = f"<!doctype html><html lang=bn><h1>{headline}</h1>{bodies[number % BODIES]}".encode()
        shelf.put(f"story:{number}", Page(200, HEADERS, body), extra={"path": path})
        file = folder / "files" / f"{path[1:]}.gz"
        file.parent.mkdir(parents=True)
        file.write_bytes(compressed(body))
        paths.append((path, f"story:{number}"))
    manifest.place_all(paths)
    asked = [quote(path) for path, _ in paths]
    for kind, chosen in (("hot", dice.sample(asked, HOT)), ("random", asked)):
        (folder / f"{kind}.txt").write_text("\n".join(chosen) + "\n")
        (folder / f"{kind}.lua").write_text(SCRIPT.format(paths=folder / f"{kind}.txt"))


def start(folder: Path, cores: int, megabytes: int) -> list[Side]:
    """nginx and the stand, both listening."""
    ports = free(), free()
    (folder / "nginx.conf").write_text(NGINX.format(cores=cores, folder=folder, port=ports[0]))
    nginx = subprocess.Popen(["nginx", "-c", folder / "nginx.conf", "-g", "daemon off;"], stderr=subprocess.DEVNULL)
    stand = subprocess.Popen(
        server("127.0.0.1", ports[1], cores, "bench.serve:app"),
        cwd=ROOT,
        env={
            **os.environ,
            "HARKARA_BENCH_RACK": str(folder / "rack"),
            "HARKARA_BENCH_MEMORY": str(megabytes),
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        },
    )
    sides = [Side("nginx, ready files", ports[0], nginx), Side("the stand", ports[1], stand)]
    for side in sides:
        while True:
            try:
                socket.create_connection(("127.0.0.1", side.port)).close()
                break
            except ConnectionRefusedError:
                time.sleep(0.05)
    return sides


def free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def family(pid: int) -> list[int]:
    """The process and all below it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in family(int(child)))]


def cpu(pid: int) -> float:
    """Seconds of CPU that the process and those below it have used."""
    ticks = 0
    for one in family(pid):
        numbers = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        ticks += int(numbers[11]) + int(numbers[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> float:
    """Megabytes that the process and those below it hold, shared pages divided among them (PSS)."""
    kilobytes = 0
    for one in family(pid):
        found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{one}/smaps_rollup").read_text(), re.MULTILINE)
        kilobytes += int(found.group(1)) if found else 0
    return kilobytes / 1024


def measure(side: Side, kind: str, folder: Path, seconds: int) -> None:
    """One turn of load on one server. Raises ``RuntimeError`` if an answer was not 200."""
    before = cpu(side.process.pid)
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(folder / f"{kind}.lua")]
    said = subprocess.run(
        [*command, f"http://127.0.0.1:{side.port}"], capture_output=True, text=True, check=True
    ).stdout
    spent = cpu(side.process.pid) - before
    if "Non-2xx" in said or (found := re.search(r"(\d+) requests in", said)) is None:
        raise RuntimeError(f"{side.name} did not answer every request with a page:\n{said}")
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert rate
    side.rates.setdefault(kind, []).append(float(rate.group(1)))
    side.costs.setdefault(kind, []).append(spent / int(found.group(1)) * 1e6)


def table(sides: list[Side]) -> str:
    """The medians as a table in Markdown."""
    lines = ["| | load | requests/s | of nginx | server CPU µs/request |", "|---|---|---|---|---|"]
    middle: Callable[[list[float]], float] = statistics.median
    for kind in sides[0].rates:
        limit = middle(sides[0].rates[kind])
        for side in sides:
            rate, cost = middle(side.rates[kind]), middle(side.costs[kind])
            lines.append(f"| {side.name} | {kind} | {rate:,.0f} | {rate / limit:.2f} | {cost:.0f} |")
    return "\n".join(lines)


def main(argv: list[str] | None = None) -> int:
    """Returns 0, or 77 with a sentence where nginx or wrk is missing."""
    parser = argparse.ArgumentParser(prog="python -m bench.serve", description=__doc__.partition("\n")[0])
    parser.add_argument("--stories", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--memory", type=int, default=MEMORY // 2**20, help="MB of ready answers a worker keeps")
    parser.add_argument("--keep", type=Path, help="folder to keep the pages in, and to find them in the next time")
    options = parser.parse_args(argv)
    missing = [name for name in ("nginx", "wrk") if shutil.which(name) is None]
    if missing:
        print(f"Skipped: {' and '.join(missing)} must be installed for this comparison.")
        return 77
    with ExitStack() as stack:
        folder = options.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="harkara-bench-")))
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
        if not (folder / "random.lua").exists():
            make(folder, options.stories)
        sides = start(folder, os.cpu_count() or 1, options.memory)
        for side in sides:
            stack.callback(side.process.wait)
            stack.callback(side.process.terminate)
        for _ in range(options.rounds):
            for kind in ("hot", "random"):
                for side in sides:
                    measure(side, kind, folder, options.seconds)
        pages = sum(1 for _ in (folder / "random.txt").open())
        print(f"{machine()}; {load()}")
        print(f"{pages:,} pages, {options.rounds} rounds of {options.seconds} s, {options.memory} MB a worker\n")
        print(table(sides))
        print(f"\nMemory of the stand, all processes: {memory(sides[1].process.pid):.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
