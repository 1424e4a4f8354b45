"""What ``harkara check --all`` takes on a large paper: wall time and memory of all its processes together.

``python -m bench.checking [--stories 100000] [--write]`` makes the paper in a home of its own, lets the press settle,
bakes every story page and its data as ``harkara bake --no-brotli`` does, then runs the check as an editor
would and looks at the memory of the check and its children twice a second.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import homes
from bench.machine import load, machine

PAGE = homes.ROOT / "docs/scale.md"


def measure(stories: int, jobs: int) -> dict[str, Any]:
    """The paper is made, baked and checked; seconds, megabytes, counts."""
    homes.set_up()
    from bench import papers
    from harkara.press import print_run
    from harkara.press.storeroom import Storeroom
    from harkara.press.turns import Turns
    from harkara.rack import ledger

    began = time.monotonic()
    papers.write(stories, newest=datetime.now(UTC))
    written = time.monotonic()
    turns = Turns(Storeroom.of_settings(), brotli=False)
    turns.settle()
    turns.close()
    settled = time.monotonic()
    done = print_run.run(Storeroom.of_settings(), kinds=("story", "data"), jobs=jobs, brotli=False)
    if not done.is_whole or done.failed:
        raise RuntimeError(f"The run is not whole: {done}")
    baked = time.monotonic()
    found = {"write": written - began, "settle": settled - written, "bake": baked - settled, "sheets": ledger.count()}
    return {**found, **watched(jobs), "load": load()}


def watched(jobs: int) -> dict[str, Any]:
    """Runs the check; seconds, and the most memory that it and its children held at once."""
    command = [sys.executable, "-m", "harkara", "check", "--all", "--jobs", str(jobs)]
    began = time.monotonic()
    check = subprocess.Popen(command, cwd=homes.ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    resident = proportional = 0
    while check.poll() is None:
        held = [memory(pid) for pid in family(check.pid)]
        resident = max(resident, sum(rss for rss, _ in held))
        proportional = max(proportional, sum(pss for _, pss in held))
        time.sleep(0.5)
    said = check.stdout.read().strip().splitlines() if check.stdout else []
    return {
        "check": time.monotonic() - began,
        "rss": resident / 1024,
        "pss": proportional / 1024,
        "said": said[-1] if said else "",
        "status": check.returncode,
    }


def family(pid: int) -> list[int]:
    """A process and all below it, as far as they still live."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(below for child in children for below in family(int(child)))]


def memory(pid: int) -> tuple[int, int]:
    """Kilobytes that a process holds: resident, and proportional (what is shared is divided among its holders)."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0, 0
    found = {name: int(size) for name, size in re.findall(r"^(Rss|Pss):\s+(\d+) kB", text, re.M)}
    return found.get("Rss", 0), found.get("Pss", 0)


def report(stories: int, jobs: int, found: dict[str, Any]) -> str:
    """The table, with command and machine."""
    rows = [
        ["stories", f"{stories:,}"],
        ["sheets on the rack", f"{found['sheets']:,}"],
        ["story pages and data baked in lots", f"{found['bake']:.0f} s, {stories / found['bake']:.0f} stories/s"],
        ["`harkara check --all`", f"{found['check'] / 60:.1f} min, {found['sheets'] / found['check']:.0f} sheets/s"],
        ["memory, resident, all processes together", f"{found['rss']:.0f} MB"],
        ["memory, shared pages counted once", f"{found['pss']:.0f} MB"],
        ["what it said", found["said"]],
    ]
    text = homes.table([f"{jobs} processes", ""], rows)
    command = f"python -m bench.checking --stories {stories} --write"
    return f"{text}\n\n`{command}` · {machine()}, {found['load']} · {datetime.now(UTC).date()}"


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.checking")
    parser.add_argument("--stories", type=int, default=100_000)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--home", help="a folder for the paper, which stays")
    parser.add_argument("--write", action="store_true", help="put the table into docs/scale.md")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.one:
        print(json.dumps(measure(options.stories, options.jobs)))
        return 0
    with homes.home(options.home) as path:
        given = ["--one", "--stories", str(options.stories), "--jobs", str(options.jobs)]
        found = homes.in_home(path, "bench.checking", *given, timeout=4 * 3600)
    text = report(options.stories, options.jobs, found)
    print(text)
    if options.write:
        homes.between(PAGE, "checking", text)
    return int(found["status"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
