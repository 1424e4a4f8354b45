"""The servers that the benches of the stand compare: nginx with ready files, and the stand with the newsroom behind it."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CONNECTIONS = 32
LOOK, LOOKS, BUSY = 2.0, 3, 0.25
"""Seconds of a look at what a process uses, how many of them in a row tell that it rests, and the share of a core below which."""

NGINX = """
worker_processes {cores};
worker_rlimit_nofile 10000;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    log_not_found off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000000;
    default_type "text/html; charset=utf-8";
    gzip_static on;
    gzip_vary on;
    root {folder}/files;
    add_header Cache-Control "public, max-age=60";
    server {{ listen 127.0.0.1:{hot} reuseport; open_file_cache max=1000 inactive=60s; }}
    server {{ listen 127.0.0.1:{port} reuseport; }}
}}
"""
"""Files kept open are faster for a few pages and slower for a hundred thousand: nginx gets what is best for each load."""


@dataclass
class Side:
    """A server under load: figures by kind of load, one for each round."""

    name: str
    ports: Mapping[str, int]
    process: "subprocess.Popen[bytes]"
    rates: dict[str, list[float]] = field(default_factory=dict)
    costs: dict[str, list[float]] = field(default_factory=dict)
    waits: dict[str, list[dict[str, float]]] = field(default_factory=dict)

    def port(self, kind: str) -> int:
        """Where to send that kind of load."""
        return self.ports.get(kind, self.ports["random"])


@contextmanager
def sides(folder: Path, cores: int) -> Iterator[tuple[Side, Side]]:
    """nginx and the stand in front of the pages in ``folder``, both listening, the newsroom behind loaded."""
    with ExitStack() as stack:
        hot, port, mine = free(), free(), free()
        (folder / "nginx.conf").write_text(NGINX.format(cores=cores, folder=folder, hot=hot, port=port))
        nginx = [shutil.which("nginx") or "nginx", "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
        home = folder / "home"
        home.mkdir(exist_ok=True)
        settings = {"HARKARA_HOME": str(home), "HARKARA_RACK": str(folder / "rack"), "HARKARA_LOG": "ERROR"}
        serve = (sys.executable, "-m", "harkara", "serve", "--no-press")
        limit = Side("nginx, ready files", {"hot": hot, "random": port}, started(stack, nginx))
        words = [*serve, "--port", str(mine), "--workers", str(cores)]
        stand = Side("the stand", {"random": mine}, started(stack, words, **settings))
        for one in (hot, port, mine):
            listens(one)
        fetch(mine, "/desk/")  # an answer means that the newsroom is loaded
        yield limit, stand


def end_in_order() -> None:
    """Has SIGTERM end this process so that the servers it started are ended too."""
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))


def started(stack: ExitStack, command: list[str], **environment: str) -> "subprocess.Popen[bytes]":
    """A server as a process that ends with ``stack``; in a session of its own, as a service is.

    Where the system shares the cores among sessions, a server would else share its part with who loads it.
    """
    paths = os.pathsep.join((str(ROOT / "src"), str(ROOT), os.environ.get("PYTHONPATH", "")))
    settings = {**os.environ, "PYTHONPATH": paths, **environment}
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    stack.callback(process.wait)
    stack.callback(process.terminate)
    return process


def listens(port: int, patience: float = 30) -> bool:
    """Waits until somebody listens on ``port``, at most ``patience`` seconds."""
    limit = time.monotonic() + patience
    while time.monotonic() < limit:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.05)
        else:
            return True
    return False


def fetch(port: int, path: str) -> bytes:
    """The first bytes of what ``path`` is answered with."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        return connection.recv(65536)


def free() -> int:
    """A port nobody listens on."""
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


def at_rest(pids: Callable[[], list[int]], patience: float = 1200.0) -> None:
    """Waits until the processes ``pids()`` have nothing to do but to look whether there is anything: in three looks of two
    seconds, one after the other, the same ones used less than a quarter of a core. Where caches are cold, a look costs.

    Raises ``RuntimeError`` where they never do within ``patience`` seconds, which says how much they used last.
    """
    limit, calm, share = time.monotonic() + patience, 0, 0.0
    while time.monotonic() < limit:
        before = {pid: cpu(pid) for pid in pids()}
        time.sleep(LOOK)
        same = bool(before) and before.keys() == set(pids())
        share = sum(cpu(pid) - used for pid, used in before.items()) / LOOK if same else 1.0
        calm = calm + 1 if share < BUSY else 0
        if calm == LOOKS:
            return
    raise RuntimeError(f"What is measured does not come to rest: it used {share:.0%} of a core last.")


def memory(pid: int) -> tuple[float, float]:
    """Megabytes that the process and those below it hold: shared pages divided among them, and counted for each."""
    held = {"Pss": 0, "Rss": 0}
    for one in family(pid):
        text = Path(f"/proc/{one}/smaps_rollup").read_text()
        for name in held:
            found = re.search(rf"^{name}:\s+(\d+)", text, re.MULTILINE)
            held[name] += int(found.group(1)) if found else 0
    return held["Pss"] / 1024, held["Rss"] / 1024


def asked(port: int, script: Path, seconds: int) -> tuple[int, float, bool]:
    """Load as fast as the server answers: requests, requests a second, and whether all got an answer of 200 to 399."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(script), f"http://127.0.0.1:{port}"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    total, rate = re.search(r"(\d+) requests in", said), re.search(r"Requests/sec:\s+([\d.]+)", said)
    if total is None or rate is None:
        raise RuntimeError(f"wrk says nothing of its requests:\n{said}")
    return int(total.group(1)), float(rate.group(1)), "Non-2xx" not in said and "Socket errors" not in said


def measure(side: Side, kind: str, folder: Path, seconds: int, name: str = "") -> None:
    """One turn of load on one server, noted under ``name``. Raises ``RuntimeError`` if an answer was not as it should."""
    before = cpu(side.process.pid)
    total, rate, good = asked(side.port(kind), folder / f"{kind}.lua", seconds)
    spent = cpu(side.process.pid) - before
    if good == (kind == "absent"):
        raise RuntimeError(f"{side.name} did not answer every {kind} request as it should")
    side.rates.setdefault(name or kind, []).append(rate)
    side.costs.setdefault(name or kind, []).append(spent / total * 1e6)
