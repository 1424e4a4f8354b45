"""How fast the stand hands out pages, beside nginx with the same pages as ready compressed files.

``python -m bench.serve [--stories N] [--rounds N] [--seconds N] [--warm N] [--keep FOLDER] [--write]``. The stand is the
whole of ``harkara serve`` without the press: two processes on two cores, the newsroom behind loaded. Rounds are
interleaved (each server gets its turn in each round) and the figure is the median, so that a busy machine disturbs both
alike. Ratios carry over to another machine, absolute numbers do not. Needs nginx, wrk and a C compiler.

- ``hot`` asks for twenty pages, ``random`` for any of the rack, ``absent`` for addresses that do not exist.
- At a fixed rate, half of what the stand reached at full load, the wait for an answer (:mod:`bench.serve_pace`).
- A hundred slow clients beside the others (:mod:`bench.serve_slow`), as fast as it goes and at the fixed rate.
- The memory of the stand at the end, all its processes.
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from bench.homes import between
from bench.homes import table as laid_out
from bench.machine import load, machine
from bench.serve_pace import paced
from bench.serve_rack import make
from bench.serve_sides import CONNECTIONS, ROOT, Side, asked, end_in_order, measure, memory, sides
from bench.serve_slow import slow_clients

PAGE = ROOT / "docs" / "benchmarks.md"
KINDS = ("hot", "random", "absent")
SLOW = 100
GATES = {"hot": 0.42, "random": 0.32}
"""What the stand must reach of nginx."""

WAIT = 3.0
"""How many times nginx's p99 the stand's may be at half load."""


def rates(pair: tuple[Side, Side]) -> str:
    """Full load: the medians as a table in Markdown."""
    rows = []
    for kind in pair[0].rates:
        limit = statistics.median(pair[0].rates[kind])
        for side in pair:
            rate, cost = statistics.median(side.rates[kind]), statistics.median(side.costs[kind])
            share = f"{rate / limit:.2f}" if side is pair[0] else f"**{rate / limit:.2f}**"
            gate = f"≥ {GATES[kind]}" if side is pair[1] and kind in GATES else ""
            rows.append([side.name, kind, f"{rate:,.0f}", share, gate, f"{cost:.0f}"])
    return laid_out(["", "load", "requests/s", "of nginx", "aim", "server CPU µs/request"], rows)


def waits(pair: tuple[Side, Side], at: dict[str, float]) -> str:
    """Half load: the medians of the waits as a table in Markdown."""
    rows = []
    for kind, rate in at.items():
        limit = statistics.median(told["p99"] for told in pair[0].waits[kind])
        for side in pair:
            p50, p99, late = (
                statistics.median(told[part] for told in side.waits[kind]) for part in ("p50", "p99", "late")
            )
            share = "1.0" if side is pair[0] else f"**{p99 / limit:.1f}**"
            gate = f"≤ {WAIT:.0f}" if side is pair[1] else ""
            rows.append([side.name, kind, f"{rate:,.0f}", f"{p50:.2f}", f"{p99:.2f}", share, gate, f"{late:.2f}"])
    head = ["", "load", "requests/s", "p50 ms", "p99 ms", "p99, of nginx's", "aim", "of it the generator's"]
    return laid_out(head, rows)


def crowded(stand: Side, folder: Path, rounds: int, seconds: int, rate: float) -> str:
    """The stand with and without slow clients beside the others, interleaved, as a table in Markdown."""
    found: dict[bool, list[tuple[float, float]]] = {False: [], True: []}
    path, port = (folder / "hot.txt").read_text().split()[0], stand.port("random")

    def turn(slow: bool) -> None:
        _, fast, _ = asked(port, folder / "random.lua", seconds)
        found[slow].append((fast, paced(port, folder / "random.txt", rate, seconds)["p99"]))

    for _ in range(rounds):
        turn(slow=False)
        with slow_clients(port, path, SLOW, 4 * seconds + 30):
            turn(slow=True)
    rows = []
    for slow, name in ((False, "alone"), (True, f"beside {SLOW} slow clients")):
        fast, p99 = (statistics.median(values) for values in zip(*found[slow], strict=True))
        base = statistics.median(value for value, _ in found[False])
        rows.append([name, f"{fast:,.0f}", f"{fast / base:.2f}", f"{p99:.2f}"])
    return laid_out(["the others", "requests/s (aim ≥ 0.95)", "of alone", f"p99 ms at {rate:,.0f} requests/s"], rows)


def options_of(argv: list[str] | None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.serve", description=__doc__.partition("\n")[0])
    parser.add_argument("--stories", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=10, help="of each turn")
    parser.add_argument("--warm", type=int, default=40, help="seconds of random load before the first round")
    parser.add_argument("--keep", type=Path, help="folder to keep the pages in, and to find them in the next time")
    parser.add_argument("--write", action="store_true", help=f"put the tables into {PAGE.relative_to(ROOT)}")
    return parser.parse_args(argv)


def report(folder: Path, options: argparse.Namespace) -> str:
    """Measures all there is to measure and returns it as Markdown."""
    before, cores = load(), os.cpu_count() or 1
    with sides(folder, cores) as pair:
        stand = pair[1]
        for side in reversed(pair):
            asked(side.port("random"), folder / "random.lua", options.warm if side is stand else min(options.warm, 10))
        for _ in range(options.rounds):
            for kind in KINDS:
                for side in pair:
                    measure(side, kind, folder, options.seconds)
        half = {kind: statistics.median(stand.rates[kind]) / 2 for kind in GATES}
        for _ in range(options.rounds):
            for kind, rate in half.items():
                for side in pair:
                    told = paced(side.port(kind), folder / f"{kind}.txt", rate, options.seconds)
                    side.waits.setdefault(kind, []).append(told)
        slow = crowded(stand, folder, max(1, options.rounds // 2), options.seconds, half["random"])
        shared, held = memory(stand.process.pid)
    pages = sum(1 for _ in (folder / "random.txt").open())
    command = f"--stories {pages} --rounds {options.rounds} --seconds {options.seconds} --warm {options.warm} --write"
    return "\n\n".join(
        (
            f"`python -m bench.serve {command}` · {machine()} · {before} at its start · {datetime.now(UTC):%Y-%m-%d}. "
            f"{pages:,} story pages of 58 KB, one load generator ({CONNECTIONS} connections) beside the server, "
            f"{options.rounds} interleaved rounds of {options.seconds} s, medians, "
            f"after {options.warm} s of random load on the stand.",
            "As fast as it goes:",
            rates(pair),
            "At half of what the stand reached, a fixed rate, waits counted from the moment a request was due:",
            waits(pair, half),
            "Slow clients (half of them send their headers a byte a second, half read a hundred bytes a second):",
            slow,
            f"Memory of the stand at the end, all four processes with the newsroom's: {shared:.0f} MB (aim ≤ 300 MB);"
            f" {held:.0f} MB where what they share is counted for each.",
        )
    )


def main(argv: list[str] | None = None) -> int:
    """Returns 0, or 77 with a sentence where nginx, wrk or a C compiler is missing."""
    options = options_of(argv)
    missing = [name for name in ("nginx", "wrk", "cc") if shutil.which(name) is None]
    if missing:
        print(f"Skipped: {' and '.join(missing)} must be installed for this comparison.")
        return 77
    end_in_order()
    with ExitStack() as stack:
        folder = options.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="harkara-bench-")))
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
        if not (folder / "random.lua").exists():
            make(folder, options.stories)
        text = report(folder, options)
    print(text)
    if options.write:
        between(PAGE, "serve", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
