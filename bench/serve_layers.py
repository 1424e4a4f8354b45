"""What an HTTP layer costs: bare applications that hand out ready bytes, under the servers there are, in one run.

``python -m bench.serve_layers [--python PATH] [--rounds N] [--seconds N] [--write]``. Each server has a process for
each core and hands out the same 2,000 pages of 10 KB with the same headers; all stand beside one another, and each gets
its turn in each round. ``--python`` names an interpreter of another environment, in which servers are installed that
are not among the paper's dependencies; what is not installed is skipped with a sentence. Needs nginx and wrk.
"""

import argparse
import importlib.util
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench import serve_bare
from bench.homes import between
from bench.homes import table as laid_out
from bench.machine import load, machine
from bench.serve_rack import SCRIPT
from bench.serve_sides import ROOT, Side, end_in_order, free, listens, measure, started

PAGE = ROOT / "docs" / "decisions" / "0007-http-layer.md"
LIMIT = "nginx, ready files"

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
    open_file_cache max=4000 inactive=60s;
    server {{
        listen 127.0.0.1:{port} reuseport;
        root {folder}/files;
        add_header Cache-Control "public, max-age=60";
    }}
}}
"""


@dataclass(frozen=True)
class Layer:
    """A server: its name, the modules it takes, and its command after ``python -m`` (``PORT`` and ``CORES`` replaced)."""

    name: str
    modules: tuple[str, ...]
    command: tuple[str, ...]

    def line(self, interpreter: str, port: int, cores: int) -> list[str]:
        """The whole command."""
        words = [word.replace("PORT", str(port)).replace("CORES", str(cores)) for word in self.command]
        return [interpreter, "-m", *words]


def granian(name: str, app: str, *more: str, interface: str = "rsgi", loop: str = "asyncio") -> Layer:
    """granian with one application of :mod:`bench.serve_bare`."""
    words = ["granian", "--interface", interface, "--http", "1", "--no-ws", "--port", "PORT", "--workers", "CORES"]
    modules = ("granian", *(("uvloop",) if loop == "uvloop" else ()))
    return Layer(name, modules, (*words, "--loop", loop, "--log-level", "error", *more, f"bench.serve_bare:{app}"))


def uvicorn(name: str, loop: str) -> Layer:
    """uvicorn with httptools."""
    words = ("uvicorn", "--port", "PORT", "--workers", "CORES", "--loop", loop, "--http", "httptools")
    modules = ("uvicorn", "httptools", *(("uvloop",) if loop == "uvloop" else ()))
    return Layer(name, modules, (*words, "--log-level", "error", "bench.serve_bare:asgi"))


LAYERS = (
    Layer(
        "httptools in a protocol on uvloop", ("httptools", "uvloop"), ("bench.serve_bare", "protocol", "PORT", "CORES")
    ),
    Layer("the same on asyncio's own loop", ("httptools",), ("bench.serve_bare", "protocol", "PORT", "CORES", "plain")),
    granian("granian, RSGI, bytes in memory", "rsgi"),
    granian("the same with uvloop", "rsgi", loop="uvloop"),
    granian("the same with granian's own tasks (Python 3.11 only)", "rsgi", "--task-impl", "rust"),
    granian("granian, RSGI, file opened and read", "rsgi_read"),
    granian("the same with uvloop, file opened and read", "rsgi_read", loop="uvloop"),
    granian("granian, RSGI, a mapped segment", "rsgi_segment"),
    granian("granian, RSGI, response_file", "rsgi_file"),
    granian("granian, RSGI, response_file_range", "rsgi_range"),
    granian("granian, static files", "rsgi", "--static-path-route", "/p", "--static-path-mount", "FOLDER/p"),
    granian("granian, ASGI", "asgi", interface="asgi"),
    granian("granian, ASGI, uvloop", "asgi", interface="asgi", loop="uvloop"),
    uvicorn("uvicorn and httptools, ASGI", "asyncio"),
    uvicorn("uvicorn and httptools, ASGI, uvloop", "uvloop"),
    Layer("socketify (uWebSockets)", ("socketify",), ("bench.serve_bare", "socketify", "PORT", "CORES")),
    Layer("Robyn (actix-web)", ("robyn",), ("bench.serve_bare", "robyn", "PORT", "CORES")),
)


def make(folder: Path) -> None:
    """The pages as files, as one segment and as ready files for nginx, and the load."""
    dice = random.Random(1)
    for name in ("p", "files/p"):
        (folder / name).mkdir(parents=True)
    with open(folder / "segment", "wb") as segment:
        for number in range(serve_bare.COUNT):
            body = dice.randbytes(serve_bare.LENGTH)
            segment.write(body)
            (folder / "p" / str(number)).write_bytes(body)
            (folder / "files" / "p" / f"{number}.gz").write_bytes(body)
    paths = folder / "random.txt"
    paths.write_text("\n".join(f"/p/{number}" for number in range(serve_bare.COUNT)) + "\n")
    (folder / "random.lua").write_text(SCRIPT.format(paths=paths))


def has(interpreter: str, modules: tuple[str, ...]) -> bool:
    """Whether the interpreter can import ``modules``."""
    if interpreter == sys.executable:
        return all(importlib.util.find_spec(module) for module in modules)
    asked = f"import importlib.util as u, sys; sys.exit(not all(map(u.find_spec, {modules!r})))"
    return subprocess.run([interpreter, "-c", asked], check=False).returncode == 0


def sides(folder: Path, stack: ExitStack, interpreter: str, cores: int) -> tuple[list[Side], list[str]]:
    """Every server that could be started, nginx first, and sentences about the others."""
    port = free()
    (folder / "nginx.conf").write_text(NGINX.format(cores=cores, folder=folder, port=port))
    nginx = ["nginx", "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
    found, skipped = [Side(LIMIT, {"random": port}, started(stack, nginx))], []
    for layer in LAYERS:
        if not has(interpreter, layer.modules):
            skipped.append(f"{layer.name}: skipped, {' or '.join(layer.modules)} is not installed.")
            continue
        port = free()
        line = [word.replace("FOLDER", str(folder)) for word in layer.line(interpreter, port, cores)]
        side = Side(layer.name, {"random": port}, started(stack, line, BARE=str(folder)))
        if listens(port):
            found.append(side)
        else:
            skipped.append(f"{layer.name}: skipped, it did not begin to listen.")
    return found, skipped


def report(folder: Path, options: argparse.Namespace) -> str:
    """Measures all layers and returns the table as Markdown."""
    before = load()
    with ExitStack() as stack:
        found, skipped = sides(folder, stack, options.python, os.cpu_count() or 1)
        failed: set[str] = set()
        for _ in range(options.rounds):
            for side in found:
                if side.name not in failed:
                    try:
                        measure(side, "random", folder, options.seconds)
                    except RuntimeError:
                        failed.add(side.name)
                        skipped.append(f"{side.name}: not every answer was a page.")
    limit = statistics.median(found[0].rates["random"])
    rows = []
    for side in found:
        if side.name not in failed:
            rate, cost = (statistics.median(values["random"]) for values in (side.rates, side.costs))
            rows.append([side.name, f"{rate:,.0f}", f"{rate / limit:.2f}", f"{cost:.0f}"])
    head = (
        f"`python -m bench.serve_layers --rounds {options.rounds} --seconds {options.seconds}`"
        f"{' with the interpreter of an environment that has the other servers' if options.python != sys.executable else ''}"
        f" · {machine()} · {before} at its start · {datetime.now(UTC):%Y-%m-%d}. {serve_bare.COUNT:,} pages of 10 KB at"
        " random, one load generator (wrk, 32 connections) beside the server, interleaved rounds, medians."
    )
    text = laid_out(["a bare application under", "requests/s", "of nginx", "CPU µs/request"], rows)
    return "\n\n".join([head, text, *skipped])


def main(argv: list[str] | None = None) -> int:
    """Returns 0, or 77 with a sentence where nginx or wrk is missing."""
    parser = argparse.ArgumentParser(prog="python -m bench.serve_layers", description=__doc__.partition("\n")[0])
    parser.add_argument("--python", default=sys.executable, help="the interpreter that runs the servers")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help=f"put the table into {PAGE.relative_to(ROOT)}")
    options = parser.parse_args(argv)
    missing = [name for name in ("nginx", "wrk") if shutil.which(name) is None]
    if missing:
        print(f"Skipped: {' and '.join(missing)} must be installed for this comparison.")
        return 77
    end_in_order()
    with tempfile.TemporaryDirectory(prefix="harkara-bench-") as made:
        folder = Path(made)
        folder.chmod(0o755)
        make(folder)
        text = report(folder, options)
    print(text)
    if options.write:
        between(PAGE, "serve-layers", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
