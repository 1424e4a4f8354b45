"""The archive's engines beside one another: how fast they index, how large they are, how long a search takes.

    python -m bench.archive tantivy:100000 sqlite:100000 --write

For each engine and size: an index is made from stories of ``bench.archive_stories`` in one write; then four processes look for
the published mix at once, each through the door every process of the paper uses, hits with marked excerpts and all.
"""

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

from bench.archive_stories import KINDS, keep, kept, searches
from bench.homes import ROOT, between, home, table
from bench.machine import load, machine
from harkara.archive.index import Place, Search
from harkara.archive.shelf import open_index

PAGE = ROOT / "docs" / "archive.md"
WHAT = ["tantivy:10000", "sqlite:10000", "tantivy:100000", "sqlite:100000", "tantivy:1000000"]
CPU = "cpu"
USERS = 4
EACH = 300
"""Searches of each kind that a user does."""


def make(engine: str, stories: Path, folder: Path, count: int) -> dict[str, Any]:
    """Indexes the stories; the rate counts until all is found and its segments are settled."""
    shutil.rmtree(folder, ignore_errors=True)
    index = open_index(folder, writing=True, engine=engine)
    busy, began = time.process_time(), time.perf_counter()
    index.write(kept(stories), [], Place(count))
    written = time.perf_counter() - began
    index.close()
    settled = time.perf_counter() - began
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return {
        "rate": count / settled,
        "written": count / written,
        "busy": (time.process_time() - busy) / count,
        "bytes": size / count,
    }


def one_user(engine: str, folder: Path, seed: int, each: int) -> dict[str, list[float]]:
    """One user's searches, in a random order; milliseconds of each, by kind, and ``cpu`` those of the processor."""
    index = open_index(folder, engine=engine)
    asked = [(kind, text) for kind in KINDS for text in searches(kind, each, seed)]
    random.Random(seed).shuffle(asked)
    for kind in KINDS:
        for text in searches(kind, min(each, 10), -seed - 1):
            index.search(Search(text))
    took: dict[str, list[float]] = {kind: [] for kind in (*KINDS, CPU)}
    for kind, text in asked:
        busy, began = time.process_time(), time.perf_counter()
        index.search(Search(text))
        took[kind].append((time.perf_counter() - began) * 1000)
        took[CPU].append((time.process_time() - busy) * 1000)
    return took


def users(engine: str, folder: Path, each: int, at_once: int = USERS) -> dict[str, list[float]]:
    """All users at once, a process each; their milliseconds together."""
    command = [sys.executable, "-m", "bench.archive", "--user", engine, str(folder), str(each)]
    started = [subprocess.Popen([*command, str(seed)], cwd=ROOT, stdout=subprocess.PIPE) for seed in range(at_once)]
    together: dict[str, list[float]] = {kind: [] for kind in (*KINDS, CPU)}
    for process in started:
        said = process.communicate(timeout=1200)[0]
        for kind, took in json.loads(said).items():
            together[kind] += took
    return together


def percentile(took: list[float], of_hundred: int) -> float:
    """The least time that so many of a hundred do not exceed."""
    return statistics.quantiles(took, n=100)[of_hundred - 1]


def measure(engine: str, size: int, folder: Path, each: int, at_once: int = USERS) -> list[str]:
    """A row of the table. What was made in ``folder`` before is searched as it is."""
    stories, known = folder / f"stories-{size}", folder / f"{engine}-{size}.json"
    if not known.exists():
        keep(stories, size)
        known.write_text(json.dumps(make(engine, stories, folder / f"{engine}-{size}", size)))
    made = json.loads(known.read_text())
    took = users(engine, folder / f"{engine}-{size}", each, at_once)
    whole = [one for kind in KINDS for one in took[kind]]
    times = [f"{percentile(some, 50):.1f} / {percentile(some, 95):.1f}" for some in (whole, *took.values())]
    numbers = [f"{made['rate']:,.0f}", f"{1 / made['busy']:,.0f}", f"{made['bytes']:,.0f}"]
    return [f"{size:,}", engine, *numbers, *times]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="*", default=WHAT, help="an engine, a colon, and how many stories")
    parser.add_argument("--each", type=int, default=EACH, help="searches of each kind that a user does")
    parser.add_argument("--folder", help="where indexes are made and stay, to be searched again")
    parser.add_argument("--write", action="store_true", help="puts the table into docs/archive.md")
    parser.add_argument("--user", nargs=4, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.user:
        engine, folder, each, seed = given.user
        print(json.dumps(one_user(engine, Path(folder), int(seed), int(each))))
        return
    before = load()
    rows = []
    with home(given.folder) as folder:
        for one in given.what:
            engine, _, size = one.partition(":")
            rows.append(measure(engine, int(size), folder, given.each))
            print(rows[-1], load(), flush=True)
    head = ["stories", "engine", "indexed/s", "in a second of CPU", "bytes a story"]
    head += ["p50 / p95 ms", *KINDS, "CPU ms of a search"]
    said = (
        f"`python -m bench.archive {' '.join(given.what)} --each {given.each}` · {machine()} · {before} at its start · "
        f"{date.today()}. {USERS} users at once, a process each, {3 * given.each} searches a user.\n\n"
    )
    said += table(head, rows)
    print(said)
    if given.write:
        between(PAGE, "archive", said)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harkara.settings")
    main()
