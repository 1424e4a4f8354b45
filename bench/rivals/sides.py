"""A side of the comparison: a server that was started for it, what it is asked for, and what it was measured at."""

import gzip
import os
import re
import shutil
import socket
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import Request, urlopen

CONNECTIONS = 32

LOADS = {
    "hot": "twenty pages, asked again and again",
    "random": "any page of the paper",
    "first": "each page once, that nobody asked for before",
    "after": "any page, from the moment at which a story is published",
}

SCRIPT = """
local paths, at, once = {{}}, {start}, {once}
for line in io.lines("{paths}") do paths[#paths + 1] = line end
math.randomseed({start} + 1)
local headers = {{ ["Accept-Encoding"] = "gzip" }}
request = function()
  at = at + 1
  local path = once and paths[(at - 1) % #paths + 1] or paths[math.random(#paths)]
  return wrk.format("GET", path, headers)
end
if once then
  response = function() if at >= {start} + #paths then wrk.thread:stop() end end
end
"""


class Skipped(Exception):  # noqa: N818 (not a fault)
    """This rival cannot be had here; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What one turn of load gave: requests a second, two quantiles of the wait (ms), CPU of the server (µs a request)."""

    rate: float
    p50: float
    p99: float
    cost: float


@dataclass
class Side:
    """A server that listens, with the paths of its stories. ``publish`` publishes one more (and clears its cache where
    that is what publishing takes); ``forget`` makes all pages such as nobody has asked for.
    """

    name: str
    port: int
    paths: Sequence[str]
    processes: "Sequence[subprocess.Popen[bytes]]"
    version: str = ""
    loads: Sequence[str] = tuple(LOADS)
    publish: Callable[[], None] = lambda: None
    forget: Callable[[], None] = lambda: None
    figures: dict[str, list[Figure]] = field(default_factory=dict)

    def median(self, load: str) -> Figure | None:
        """The medians of its turns under that load."""
        turns = self.figures.get(load)
        if not turns:
            return None
        rows = zip(*((one.rate, one.p50, one.p99, one.cost) for one in turns), strict=True)
        return Figure(*(statistics.median(row) for row in rows))


def measure(side: Side, load: str, folder: Path, turn: int, seconds: int) -> None:
    """One turn of ``load`` on ``side``. Raises ``RuntimeError`` where an answer was no page."""
    paths = side.paths[:20] if load == "hot" else side.paths
    asked, script = folder / "asked.txt", folder / "asked.lua"
    asked.write_text("\n".join(paths) + "\n")
    start = turn * 2411 % len(side.paths)
    script.write_text(SCRIPT.format(paths=asked, once="true" if load == "first" else "false", start=start))
    if load == "first":
        side.forget()
    if load == "after":
        side.publish()
    before = spent(side.processes)
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "--timeout", "30s", "-s", str(script)]
    said = subprocess.run(
        [*command, f"http://127.0.0.1:{side.port}"], capture_output=True, text=True, check=True
    ).stdout
    cost = spent(side.processes) - before
    if "Non-2xx" in said:
        raise RuntimeError(f"{side.name} did not answer every request with a page ({load}):\n{said}")
    side.figures.setdefault(load, []).append(read(said, cost))


def read(said: str, cost: float) -> Figure:
    """The figure in what wrk says. ``cost``: seconds of CPU meanwhile. Raises ``RuntimeError`` where there is none."""
    count, rate = re.search(r"(\d+) requests in", said), re.search(r"Requests/sec:\s+([\d.]+)", said)
    waits = {one: re.search(rf"{one}%\s+([\d.]+)(us|ms|s|m)", said) for one in (50, 99)}
    if count is None or rate is None or not all(waits.values()):
        raise RuntimeError(f"wrk says nothing of its requests:\n{said}")
    milliseconds = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}
    p50, p99 = (float(found[1]) * milliseconds[found[2]] for found in waits.values() if found)
    return Figure(float(rate[1]), p50, p99, cost / max(1, int(count[1])) * 1e6)


def spent(processes: "Sequence[subprocess.Popen[bytes]]") -> float:
    """Seconds of CPU that the processes and all below them have used, those that ended too."""
    ticks = 0
    for pid in {one for process in processes for one in family(process.pid)}:
        try:
            numbers = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += sum(map(int, numbers[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def family(pid: int) -> list[int]:
    """The process and all below it, whichever of its threads started them."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        found += [one for child in children for one in family(int(child))]
    return found


def started(
    stack: ExitStack, command: Sequence[str | Path], folder: Path, environment: Mapping[str, str] | None = None
) -> "subprocess.Popen[bytes]":
    """A server as a process that is ended with ``stack``; what it says goes to a file in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "said.txt").open("ab") as said:
        process = subprocess.Popen(
            [str(word) for word in command],
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdout=said,
            stderr=said,
            stdin=subprocess.DEVNULL,
        )
    stack.callback(_end, process)
    return process


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free() -> int:
    """A port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def answers(side: str, port: int, path: str = "/", patience: float = 120, *, needs: str = "") -> bytes:
    """Waits until ``path`` is answered with a page that has ``needs`` in it, and returns it. Raises :class:`Skipped`."""
    limit, last = time.monotonic() + patience, "nobody listens"
    while time.monotonic() < limit:
        try:
            request = Request(f"http://127.0.0.1:{port}{path}", headers={"Accept-Encoding": "gzip"})
            with urlopen(request, timeout=30) as answer:
                body: bytes = answer.read()
                if answer.headers["Content-Encoding"] == "gzip":
                    body = gzip.decompress(body)
                if needs.encode() in body:
                    return body
                last = "the page lacks its story"
        except OSError as error:
            last = str(error)
        time.sleep(0.2)
    raise Skipped(f"{side} gave no page within {patience:.0f} s ({last}).")


def tool(name: str) -> str:
    """Where the program ``name`` is. Raises :class:`Skipped`."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if found is None:
        raise Skipped(f"{name} is not installed.")
    return found
