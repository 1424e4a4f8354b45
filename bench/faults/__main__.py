"""``python -m bench.faults [--kills 1000] [--kinds publish,bake,…] [--seed 1] [--write]``: the table of a long run of kills."""

import argparse
import os
import statistics
import subprocess
import sys
from contextlib import nullcontext
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bench import homes
from bench.faults.run import KINDS, Result, run
from bench.faults.troubles import TROUBLES, small_disk
from bench.machine import load, machine

PAGE = homes.ROOT / "docs/faults.md"


USUAL = ("torn", "storm", "slow")

TOLD = {
    "torn": "page files torn on the disk",
    "storm": "a storm of connections that write",
    "slow": "slow clients",
    "clock": "a clock that steps",
    "disk": "a full disk",
}
"""Troubles, as the table calls them."""


def table(found: Result) -> str:
    """The result as a Markdown table."""
    counts = found.counts
    killed = ", ".join(f"{place} {count}" for place, count in found.kills.most_common())
    rows = [
        ["kills", f"{found.kills.total()} ({killed})", "≥ 1,000"],
        ["in what they fell", ", ".join(f"{kind} {count}" for kind, count in found.kinds.most_common()), ""],
        ["acts of the desk acknowledged", f"{found.acts:,} on {found.stories:,} stories", ""],
        ["acknowledged acts lost", str(len(found.lost)), "0"],
        ["answers read to the last byte", f"{counts['answers']:,}", ""],
        ["torn answers", str(counts["torn"]), "0"],
        ["an older version after a newer one", str(counts["older"]), "0"],
        ["stand back after a kill", times(found.back), "≤ 1 s"],
        ["press caught up after a kill of it", times(found.caught_up), "≤ 5 s"],
        ["a scheduled story to be read after its time, or after the press was there again", times(found.late), "≤ 5 s"],
        *[[f"wrong during and after: {TOLD[name]}", str(count), "0"] for name, count in found.troubles.items()],
        ["`harkara check --all` afterwards", found.check, "0 wrong"],
        ["connections refused or reset while a process was down", f"{counts['refused']:,}", ""],
        ["answers whose sender was killed in the middle", str(counts["broken off"]), ""],
        ["answers 503 (page touched, press down)", str(counts["503"]), ""],
        ["answers marked stale (press down)", str(counts["stale"]), ""],
    ]
    return homes.table(["", "found", "wanted"], rows)


def times(seconds: list[float]) -> str:
    """Median, 99th percentile and the longest of some times."""
    if not seconds:
        return "not measured"
    ordered = sorted(seconds)
    late = ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]
    return f"median {statistics.median(ordered):.2f} s, p99 {late:.2f} s, longest {ordered[-1]:.2f} s"


def is_right(found: Result) -> bool:
    """Whether nothing was lost, torn or older, and the rack is right (times are judged by who reads the table)."""
    return not found.lost and not found.wrong and found.clean


def main(argv: list[str]) -> int:
    """Makes a paper, kills in it, prints the table; 1 where something was lost, torn, older or wrong."""
    parser = argparse.ArgumentParser(prog="python -m bench.faults")
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--kinds", type=_kinds, default=KINDS, metavar="KIND,…", help=f"of {', '.join(KINDS)} (all)")
    parser.add_argument(
        "--troubles",
        type=_troubles,
        default=USUAL,
        metavar="TROUBLE,…",
        help=f"made after the kills: of {', '.join(TROUBLES)}, or none (%(default)s)",
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--home", help="a folder for the paper, which stays; one that exists is used again")
    parser.add_argument(
        "--backup", type=Path, metavar="FILE", help="kill what this backup brings back, not a new paper"
    )
    parser.add_argument("--write", action="store_true", help="put the table into docs/faults.md")
    options = parser.parse_args(argv)
    before = load()
    with homes.home(options.home) as path, small_disk(path) if "disk" in options.troubles else nullcontext():
        if options.backup and not brought_back(path, options.backup):
            return 2
        make(path)
        tell = partial(print, flush=True)
        found = run(path, options.kills, options.seed, tell, options.kinds, options.troubles)
    for line in [*found.lost, *found.wrong][:50]:
        print(line)
    some = "" if options.kinds == KINDS else f" --kinds {','.join(options.kinds)}"
    some += "" if options.troubles == USUAL else f" --troubles {','.join(options.troubles) or 'none'}"
    command = f"python -m bench.faults --kills {options.kills} --seed {options.seed}{some} --write"
    head = f"`{command}` · {machine()} · {datetime.now(UTC).date()} · {found.seconds / 60:.0f} min, {before} before"
    text = f"{head}\n\n{table(found)}"
    print(text)
    if options.write:
        homes.between(PAGE, "faults" if options.kinds == ("publish",) else "drill", text)
    return 0 if is_right(found) else 1


def _kinds(word: str) -> tuple[str, ...]:
    kinds = tuple(word.split(","))
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        raise argparse.ArgumentTypeError(f"{unknown[0]!r} is no kind: take some of {', '.join(KINDS)}")
    return kinds


def _troubles(word: str) -> tuple[str, ...]:
    troubles = () if word == "none" else tuple(word.split(","))
    if unknown := [trouble for trouble in troubles if trouble not in TROUBLES]:
        raise argparse.ArgumentTypeError(f"{unknown[0]!r} is no trouble: take some of {', '.join(TROUBLES)}, or none")
    return troubles


def brought_back(path: Path, backup: Path) -> bool:
    """Whether `harkara restore` brought the ``backup`` back into the folder ``path``; it says why where it did not."""
    environment = {**os.environ, "HARKARA_HOME": str(path), "HARKARA_LOG": "ERROR"}
    command = [sys.executable, "-m", "harkara", "restore", str(backup)]
    return subprocess.run(command, cwd=homes.ROOT, env=environment, check=False).returncode == 0


def make(path: Path, *words: str) -> None:
    """A paper with tables and sections in the folder ``path``; what is there already stays. ``words``: of :mod:`.founding`."""
    homes.in_home(path, "bench.faults.founding", *words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
