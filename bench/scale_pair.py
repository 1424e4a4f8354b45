"""The costs of ``bench.scale`` in turns: a small paper, a large one, and again, so that both meet the same machine.

``python -m bench.scale_pair [--sizes 1000,1000000] [--keep FOLDER] [--write]``. CPU time depends on what else the machine
does; measured one after the other, two sizes differ by that alone. ``--keep``: papers stay in FOLDER, one folder a size,
and are taken from there the next time, also by ``bench.scale``.
"""

import argparse
import json
import os
import statistics
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import homes, scale
from bench.machine import load, machine


def make(stories: int) -> dict[str, Any]:
    """A paper in this process's home, printed."""
    homes.set_up()
    from bench import papers
    from harkara.desk.models import Story
    from harkara.press.storeroom import Storeroom
    from harkara.press.turns import Turns

    if not Story.objects.exists():
        papers.write(stories, newest=datetime.now(UTC))
    turns = Turns(Storeroom.of_settings(), brotli=False)
    turns.settle()
    turns.close()
    return {}


def again(rounds: int) -> dict[str, Any]:
    """Some rounds of all acts on the paper in this process's home."""
    homes.set_up()
    from harkara.press.storeroom import Storeroom
    from harkara.press.turns import Turns

    turns = Turns(Storeroom.of_settings(), brotli=False)
    turns.settle()
    found = scale.acts(turns, rounds)
    turns.close()
    return found


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.scale_pair")
    parser.add_argument("--sizes", default="1000,1000000")
    parser.add_argument("--keep", type=Path, help="a folder in which the papers stay, to be used again")
    parser.add_argument("--times", type=int, default=6, help="how often each has its turn")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--make", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--again", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.make or options.again:
        print(json.dumps(make(options.make) if options.make else again(options.again)))
        return 0
    os.nice(10)
    sizes = options.sizes.split(",")
    found: dict[str, list[dict[str, float]]] = {size: [] for size in sizes}
    with ExitStack() as stack:
        papers = {
            size: stack.enter_context(homes.home(str(options.keep / size) if options.keep else None)) for size in sizes
        }
        for size, path in papers.items():
            homes.in_home(Path(path), "bench.scale_pair", f"--make={size}")
        for _ in range(options.times):
            for size, path in papers.items():
                found[size].append(homes.in_home(Path(path), "bench.scale_pair", "--again=3")["cpu"])
    rows = []
    for name in scale.ACTS:
        middle = [statistics.median(one[name] for one in found[size]) for size in sizes]
        rows.append([name, *(f"{value:.0f} ms" for value in middle), f"{middle[-1] / middle[0]:.2f}"])
    head = ["act, in turns", *(f"{int(size):,} stories" for size in sizes), "largest / smallest"]
    text = homes.table(head, rows)
    text += f"\n\n`python -m bench.scale_pair --sizes {options.sizes} --times {options.times} --write`"
    text += f" · {machine()}, {load()} · {datetime.now(UTC).date()}"
    print(text)
    if options.write:
        homes.between(scale.PAGE, "pair", text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
