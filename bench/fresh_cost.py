"""What the CPU of one publication is spent on, by kind of sheet: without readers, without a stand, in one process.

``python -m bench.fresh_cost [--stories N] [--acts N] [--kept FOLDER]``. A paper of pages of 58 KB; stories are published
one after another through the desk's act, and after each the press follows the log. Printing and compressing are told
apart by kind; what is left of the turn is the plan, the books, the manifest and the shelf. CPU time, not time: it holds
while others use the machine.
"""

import argparse
import json
import os
import random
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import homes


@contextmanager
def listening(spent: dict[str, float]) -> Iterator[None]:
    """Adds to ``spent`` what printing and compressing cost, by kind of sheet, while the block runs."""
    from harkara.press import bake, printing

    press: Any = printing.Press  # where it is listened, methods and names are put in each other's place
    oven: Any = bake
    told, prepared = press.print, oven.prepare
    kinds: dict[int, str] = {}

    def printed(press: Any, name: str) -> Any:
        began = time.process_time()
        done = told(press, name)
        kind = name.partition(":")[0] if name != "sitemap:news" else "news sitemap"
        spent[f"printed {kind}"] += time.process_time() - began
        spent[f"{kind}, sheets"] += 1e-3
        kinds[id(done.page)] = kind
        return done

    def compressing(page: Any, *arguments: Any) -> Any:
        began = time.process_time()
        done = prepared(page, *arguments)
        spent[f"compressed {kinds[id(page)]}"] += time.process_time() - began
        return done

    press.print, oven.prepare = printed, compressing
    try:
        yield
    finally:
        press.print, oven.prepare = told, prepared


def measured(acts: int) -> dict[str, float]:
    """Medians of ``acts`` publications, in milliseconds, in the home of the environment."""
    from bench.fresh_hand import draft
    from harkara.desk import actions
    from harkara.press import heap
    from harkara.press.storeroom import Storeroom
    from harkara.press.turns import Turns

    dice = random.Random(1)
    turns = Turns(Storeroom.of_settings())
    while turns.turn():
        pass
    heap.settle()
    rows: list[dict[str, float]] = []
    for _ in range(acts):
        story = draft(dice)
        spent: dict[str, float] = defaultdict(float)
        began = time.process_time()
        actions.publish(story, None)
        acted = time.process_time()
        with listening(spent):
            turns.follow()
        followed = time.process_time()
        while turns.turn():
            pass
        rows.append(
            {"the act": acted - began, "the turn": followed - acted, "brotli": time.process_time() - followed, **spent}
        )
    turns.close()
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: statistics.median(row.get(name, 0.0) for row in rows) * 1000 for name in names}


def main(argv: list[str] | None = None) -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.fresh_cost", description=__doc__.partition("\n")[0])
    parser.add_argument("--stories", type=int, default=2_000)
    parser.add_argument("--acts", type=int, default=9)
    parser.add_argument("--kept", help="a folder that keeps the paper")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.here:
        homes.set_up()
        print(json.dumps(measured(options.acts)))
        return 0
    with homes.home(options.kept) as folder:
        if not (Path(folder) / "newsroom.sqlite3").exists():
            homes.in_home(folder, "bench.fresh_hand", "--found", str(options.stories))
        costs = homes.in_home(folder, "bench.fresh_cost", "--here", "--acts", str(options.acts))
    kinds = [name.removeprefix("printed ") for name in costs if name.startswith("printed ")]
    rows = [
        [kind, f"{costs[f'{kind}, sheets']:.0f}"]
        + [f"{costs.get(f'{verb} {kind}', 0):.1f}" for verb in ("printed", "compressed")]
        for kind in kinds
    ]
    print(homes.table(["sheets", "how many", "ms to print", "ms to compress"], rows))
    rest = costs["the turn"] - sum(cost for name, cost in costs.items() if name.startswith(("printed", "compressed")))
    print(
        f"\nCPU of the act {costs['the act']:.0f} ms, of the press's turn {costs['the turn']:.0f} ms, of which"
        f" {rest:.0f} are neither printing nor compressing; of brotli afterwards {costs['brotli']:.0f} ms."
    )
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harkara.settings")
    sys.exit(main())
