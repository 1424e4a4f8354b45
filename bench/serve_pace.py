"""Load at a fixed rate: a request is due at its moment, whether those before it were answered or not.

``python -m bench.serve_pace PORT PATHS RATE SECONDS`` asks for paths of the file ``PATHS`` in a random order, on 64
connections in turn, and prints one JSON object: ``p50``, ``p99``, ``late`` (the generator's own p99: from when a request
was due and a connection free until it was sent) in milliseconds, ``count``, and ``cost`` (the generator's CPU µs a
request). A wait is counted from the moment the request was due, so that a server that stops for a while is charged with all
who came meanwhile.

The generator is a small program in C, because it shares the machine with the server: one in Python took 47 µs of CPU a
request, so that at 20,000 requests/s it was itself what readers waited for. Needs a C compiler (``cc``).
"""

import json
import subprocess
import sys
from pathlib import Path

from bench.serve_sides import ROOT

SOURCE = ROOT / "bench" / "serve_pace.c"


def built(folder: Path) -> Path:
    """The generator as a program in ``folder``, built unless it is there."""
    program = folder / "serve_pace"
    if not program.exists() or program.stat().st_mtime < SOURCE.stat().st_mtime:
        command = ["cc", "-O2", "-Wall", "-Wextra", "-Werror", "-o", str(program), str(SOURCE)]
        subprocess.run(command, check=True)
    return program


def paced(port: int, paths: Path, rate: float, seconds: float) -> dict[str, float]:
    """What the generator says of a run. Raises ``RuntimeError`` with its sentence where an answer was not as it should."""
    command = [str(built(paths.parent)), str(port), str(paths), str(rate), str(seconds)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 60, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.strip())
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main(argv: list[str]) -> int:
    """Prints the object and returns 0."""
    port, paths, rate, seconds = argv
    print(json.dumps(paced(int(port), Path(paths), float(rate), float(seconds))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
