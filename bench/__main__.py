"""``python -m bench``: every measurement that needs no more than this machine has, one after the other.

What a bench needs and does not find (nginx, wrk, the shared vectors) it says in a sentence, and the others go on.
"""

import subprocess
import sys

BENCHES = (
    ("bench.bangla_speed",),
    ("bench.serve", "--stories", "5000", "--rounds", "3", "--seconds", "5", "--warm", "10"),
    ("bench.ready", "--stories", "5000", "--rounds", "3", "--seconds", "5"),
    ("bench.serve_layers", "--rounds", "3", "--seconds", "3"),
    ("bench.story_list", "--sizes", "1000,20000"),
    ("bench.misses", "--stories", "1500", "--rounds", "3", "--seconds", "3"),
    ("bench.scale", "--sizes", "1000,10000"),
)
"""The benches and how large each runs here; ``docs/benchmarks.md`` names the commands of the published figures."""


def main() -> int:
    """Runs them all; 1 where one could not be run."""
    failed = []
    for name, *options in BENCHES:
        print(f"\n== python -m {' '.join((name, *options))}", flush=True)
        if subprocess.run([sys.executable, "-m", name, *options], check=False).returncode:
            failed.append(name)
    if failed:
        print(f"\nNot measured: {', '.join(failed)}.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
