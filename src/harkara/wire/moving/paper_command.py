"""``harkara import paper FOLDER``: a paper that ``harkara export`` packed moves into an empty house."""

import argparse
import sys
import time
from pathlib import Path
from typing import TextIO

from harkara.wire.moving.paper import NotTaken, take


def move_in(argv: list[str]) -> int:
    """Runs it with ``argv`` (without ``paper``). Returns 0, or 2 for a folder or a house that is refused; what came in before a
    refusal stays, and the same command goes on from there.
    """
    parser = argparse.ArgumentParser(
        prog="harkara import paper",
        description="Takes a paper that `harkara export` packed into an empty house, under the same addresses. Killed and begun "
        "again, it goes on.",
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="what `harkara export` packed")
    options = parser.parse_args(argv)
    try:
        done = take(options.folder, Telling(sys.stderr))
    except NotTaken as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"Cannot read {error.filename or options.folder}: {error.strerror or error}.", file=sys.stderr)
        return 2
    there = f", {done.there} of both were there" if done.there else ""
    print(f"Moved in: {done.stories} stories, {done.pictures} pictures{there}, {done.comments} comments.")
    for line in done.warnings:
        print(line)
    print("`harkara serve` prints its pages when they are asked for; `harkara bake` prints them all now.")
    return 0


class Telling:
    """Says on ``out`` what is taken and how far it is, in place; where that is no screen, nothing."""

    def __init__(self, out: TextIO) -> None:
        self.out = out if out.isatty() else None
        self.said = 0.0

    def __call__(self, what: str, done: int, of: int) -> None:
        """``done`` of ``of`` things are taken."""
        now = time.monotonic()
        if self.out is None or (now - self.said < 0.2 and done < of):
            return
        self.said = now
        print(f"\r{what}: {done:,} of {of:,} ", end="\n" if done >= of else "", file=self.out, flush=True)
