"""``python -m bench.rivals``: brings the rivals (``--prepare FOLDER``), or measures (``--folder FOLDER``).

    python -m bench.rivals --prepare FOLDER
    python -m bench.rivals --folder FOLDER [--stories N] [--rounds N] [--seconds N] [--only NAME …] [--write]

Rounds are interleaved: in each, every side gets its turn under every load, one at a time, with one load generator
beside it. Figures are medians. ``--write`` puts table and chart into the docs.
"""

import argparse
import os
import platform
import signal
import sys
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harkara.settings")

from bench.machine import load, machine
from bench.rivals import ghost, harkara, nginx, packages, wagtail, wordpress
from bench.rivals.database import MariaDB
from bench.rivals.report import write
from bench.rivals.sides import CONNECTIONS, LOADS, Side, Skipped, answers, measure, tool

RIVALS = ("wagtail", "wordpress", "ghost")


def main(argv: list[str] | None = None) -> int:
    """Returns 0, or 77 with a sentence where nginx or wrk is missing."""
    options = _options(argv)
    if options.prepare:
        for sentence in packages.prepare(options.prepare.resolve()):
            print(sentence)
        return 0
    try:
        tool("wrk"), tool("nginx")
    except Skipped as error:
        print(f"Skipped: {error}")
        return 77
    folder = options.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers are ended too
    with ExitStack() as stack:
        sides, left_out = _sides(stack, folder, options.stories, options.only or RIVALS)
        for side in sides:
            for path in side.paths[: 8 * (os.cpu_count() or 1)]:  # each worker has its templates in memory
                answers(side.name, side.port, path)
        for side in [one for one in sides if "first" in one.loads]:  # and the ovens are hot
            measure(side, "first", folder, 0, options.seconds)
            side.figures.clear()
        before = load()
        for turn in range(options.rounds):
            for kind in LOADS:
                for side in sides:
                    if kind in side.loads:
                        measure(side, kind, folder, turn, options.seconds)
                        print(
                            f"round {turn + 1}, {kind}, {side.name}: {side.figures[kind][-1].rate:,.0f}/s", flush=True
                        )
    command = f"python -m bench.rivals --folder FOLDER --stories {options.stories} --rounds {options.rounds}"
    note = (
        f"`{command} --seconds {options.seconds} --write`, after `python -m bench.rivals --prepare FOLDER` · {machine()}, "
        f"{platform.system()} {platform.release().partition('-')[0]} · {before} at its start · {datetime.now(UTC):%Y-%m-%d}. "
        f"One load generator (wrk, {CONNECTIONS} connections, gzip accepted) beside the servers, which all stand ready and "
        f"are asked one at a time; {options.stories:,} stories; interleaved rounds, medians."
    )
    print(write(sides, left_out, note, into_docs=options.write))
    return 0


def _sides(stack: ExitStack, folder: Path, stories: int, only: Iterable[str]) -> tuple[list[Side], list[str]]:
    """All sides that can be had, and a sentence for each that cannot."""
    own = harkara.side(stack, folder, stories)
    home = harkara.prepared_home(folder, stories)
    found = [nginx.limit(stack, folder / f"limit-{stories}", harkara.bodies(home), own.paths), own]
    missing: list[str] = []
    bases: list[MariaDB] = []

    def database() -> MariaDB:
        if not bases:
            bases.append(MariaDB(stack, folder))
        return bases[0]

    bring: dict[str, Callable[[], Iterable[Side]]] = {
        "wagtail": lambda: wagtail.sides(stack, folder, stories),
        "wordpress": lambda: wordpress.sides(stack, folder, stories, database()),
        "ghost": lambda: ghost.sides(stack, folder, stories, database()),
    }
    for name in only:
        try:
            found += bring[name]()
        except Skipped as error:
            missing.append(str(error))
            print(error)
    return found, missing


def _options(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.rivals", description="Harkara beside its rivals.")
    parser.add_argument("--prepare", type=Path, metavar="FOLDER", help="bring the rivals into this folder, then end")
    parser.add_argument("--folder", type=Path, default=Path("/tmp/harkara-rivals"), help="where they were brought")
    parser.add_argument("--stories", type=int, default=4000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--only", nargs="*", choices=RIVALS, help="only these rivals")
    parser.add_argument("--write", action="store_true", help="put table and chart into docs/")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
