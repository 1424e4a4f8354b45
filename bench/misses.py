"""How fast the press prints pages while readers wait for them: story pages that nobody asked for before.

``python -m bench.misses [--stories N] [--rounds N] [--seconds N] [--connections N]``. ``harkara serve`` stands in front
of a paper whose story pages were all taken off the rack; each is asked for once. The first turns heat the ovens and are
not counted. Prints pages a second, the wait, and which process spent how much CPU on a page. Needs wrk.
"""

import argparse
import os
import statistics
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harkara.settings")

from bench.homes import table
from bench.machine import load, machine
from bench.rivals import harkara
from bench.rivals.sides import Side, Skipped, family, measure, tool

WARM = 2
"""Turns that heat the ovens and are not counted."""

PARTS = {"harkara.press.oven": "ovens", "harkara press": "the press", "harkara.served:app": "the stand"}
"""Which part of the paper a process is, by what stands in its command."""


def main(argv: list[str] | None = None) -> int:
    """Returns 0, or 77 with a sentence where wrk is missing."""
    parser = argparse.ArgumentParser(prog="python -m bench.misses", description=__doc__.partition("\n")[0])
    parser.add_argument("--stories", type=int, default=4000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="folder to keep the paper in, and to find it in the next time")
    options = parser.parse_args(argv)
    try:
        tool("wrk")
    except Skipped as error:
        print(f"Skipped: {error}")
        return 77
    with ExitStack() as stack:
        folder = options.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="harkara-bench-")))
        side = harkara.side(stack, folder.resolve(), options.stories)
        for turn in range(WARM):
            measure(side, "first", folder, turn, options.seconds)
        side.figures.clear()
        spent: dict[str, list[float]] = {part: [] for part in PARTS.values()}
        for turn in range(options.rounds):
            before = parts(side)
            measure(side, "first", folder, turn, options.seconds)
            pages = side.figures["first"][-1].rate * options.seconds
            for part, seconds in parts(side).items():
                spent[part].append((seconds - before[part]) / pages * 1000)
        figure = side.median("first")
        assert figure
        print(f"{machine()}; {load()}\n")
        costs = [f"{statistics.median(values):.2f} ms" for values in spent.values()]
        print(
            table(
                ["pages/s", "p50", "p99", *(f"CPU of {part}" for part in spent)],
                [[f"{figure.rate:,.0f}", f"{figure.p50:,.0f} ms", f"{figure.p99:,.0f} ms", *costs]],
            )
        )
    return 0


def parts(side: Side) -> dict[str, float]:
    """Seconds of CPU that each part of the paper has used."""
    found = dict.fromkeys(PARTS.values(), 0.0)
    for pid in family(side.processes[0].pid):
        words = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
        part = next((part for mark, part in PARTS.items() if mark in words), None)
        if part:
            numbers = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            found[part] += (int(numbers[11]) + int(numbers[12])) / os.sysconf("SC_CLK_TCK")
    return found


if __name__ == "__main__":
    sys.exit(main())
