"""Moving: how many stories a second leave the house and come back, and in how much memory.

``python -m bench.moving_out [--stories 10000] [--site] [--jobs 2]``. A made paper is packed (``harkara export``), with the site
once by one process and once with ``--jobs`` processes that print beside it; an empty house takes it (``harkara import paper``).
Each is counted in a process of its own, whose memory is what the system says; those that print beside it are not in it.
"""

import argparse
import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

from bench import homes
from bench.machine import machine

CHARACTERS = 2_500


def made(stories: int) -> dict[str, Any]:
    """A paper of ``stories``."""
    homes.set_up()
    from bench import papers

    papers.write(stories, CHARACTERS)
    return {}


def packed(folder: Path, *, site: bool, jobs: int = 0) -> dict[str, Any]:
    """The paper of this home, packed; ``jobs`` processes print the site beside this one."""
    homes.set_up()
    from harkara.press.moving_out.packing import pack

    before = _memory()
    began = time.perf_counter()
    done = pack(folder, with_site=site, jobs=jobs)
    took = time.perf_counter() - began
    return {"seconds": took, "before": before, "memory": _memory(), "manifest": done.manifest}


def taken(folder: Path) -> dict[str, Any]:
    """The paper in ``folder``, taken by this empty home."""
    homes.set_up()
    from harkara.wire.moving.paper import take

    before = _memory()
    began = time.perf_counter()
    done = take(folder)
    return {"seconds": time.perf_counter() - began, "before": before, "memory": _memory(), "stories": done.stories}


def _memory() -> float:
    """The most that this process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench.moving_out", description="Stories a second that leave and come."
    )
    parser.add_argument("--stories", type=int, default=10_000, metavar="N")
    parser.add_argument("--site", action="store_true", help="with the site")
    parser.add_argument(
        "--jobs", type=int, default=2, metavar="N", help="processes that print the site beside, the second time"
    )
    parser.add_argument("--step", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        step, *told = options.step
        found = {
            "made": lambda: made(int(told[0])),
            "packed": lambda: packed(Path(told[0]), site=len(told) > 1, jobs=int(told[1]) if len(told) > 1 else 0),
            "taken": lambda: taken(Path(told[0])),
        }[step]()
        print(json.dumps(found))
        return 0
    rows = []
    with homes.home() as first, homes.home() as second, homes.home() as beside:
        homes.in_home(first, "bench.moving_out", "--step", "made", str(options.stories))
        for jobs in (None, 0, options.jobs) if options.site else (None,):
            folder = beside / ("bare" if jobs is None else f"site-{jobs}")
            given = [str(folder), *([] if jobs is None else [str(jobs)])]
            out = homes.in_home(first, "bench.moving_out", "--step", "packed", *given)
            size = sum(part["bytes"] for part in out["manifest"]["parts"].values())
            what = "export --no-site" if jobs is None else f"export --jobs {jobs}"
            rows.append(_row(what, options.stories, out, size))
        back = homes.in_home(second, "bench.moving_out", "--step", "taken", str(beside / "bare"))
        assert back["stories"] == options.stories
        rows.append(_row("import paper", options.stories, back, 0))
    print(
        homes.table(
            ["what", "stories", "seconds", "stories a second", "MiB written", "MiB of memory (begun with)"], rows
        )
    )
    print(machine())
    return 0


def _row(what: str, stories: int, found: dict[str, Any], size: int) -> list[str]:
    memory = f"{found['memory']:.0f} ({found['before']:.0f})"
    written = f"{size / 2**20:.0f}" if size else ""
    return [what, f"{stories:,}", f"{found['seconds']:.1f}", f"{stories / found['seconds']:.0f}", written, memory]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harkara.settings")
    sys.exit(main())
