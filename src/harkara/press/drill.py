"""``harkara drill``: a paper of its own is killed again and again, on this machine and this disk.

What is killed and how it is judged is :mod:`bench.faults`, part of the source and not of the installed package: nobody needs
it to publish. The paper is a new one in a temporary folder, or what a backup brings back there; nothing of the environment of
the paper that lives goes along, so neither its databases nor its rack can be meant.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import harkara

SOURCE: Final = Path(harkara.__file__).resolve().parents[2]
"""Where the source lies, where this is no installed package."""

ABSENT: Final = (
    "The drill is part of the source, not of the installed package: take the repository to this machine, and say “harkara drill”"
    " in the environment that `make setup` makes there."
)


def drill(argv: list[str], source: Path = SOURCE) -> int:
    """``harkara drill [--kills N] [--backup FILE] [--room FOLDER]``: kills a paper of its own, never the one that lives, and says
    what was lost. Returns 0 where nothing was lost, torn or older, 1 where something was, 2 where it cannot be done.
    """
    options = _options(argv)
    if not (source / "bench/faults/__main__.py").exists():
        print(ABSENT, file=sys.stderr)
        return 2
    room = options.room or Path(os.environ.get("HARKARA_HOME", "").strip() or "var").expanduser()
    room = room.absolute() if room.is_dir() else None
    for named in (options.room, options.backup):
        if named is not None and not named.exists():
            print(f"{named} is not there: name what is.", file=sys.stderr)
            return 2
    words = ["--kills", str(options.kills), "--seed", str(options.seed), "--troubles", options.troubles]
    words += ["--kinds", options.kinds] if options.kinds else []
    words += ["--backup", str(options.backup.absolute())] if options.backup else []
    command = [sys.executable, "-m", "bench.faults", *words]
    done = subprocess.run(command, cwd=source, env=alone(os.environ, source, room), check=False)  # noqa: S603 (our own)
    return done.returncode


def alone(environment: Mapping[str, str], source: Path, room: Path | None) -> dict[str, str]:
    """``environment`` without a word of the paper that lives; ``room``: where temporary folders are made."""
    kept = {name: value for name, value in environment.items() if not name.startswith(("HARKARA_", "DJANGO_"))}
    passphrase = {name: environment[name] for name in ("HARKARA_BACKUP_PASSPHRASE",) if name in environment}
    here = {"PYTHONPATH": os.pathsep.join((str(source / "src"), str(source)))}
    return kept | passphrase | here | ({"TMPDIR": str(room)} if room else {})


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="harkara drill", description="Kills a paper of its own again and again, and says what was lost."
    )
    parser.add_argument(
        "--kills", type=int, default=30, metavar="N", help="how often something is killed (%(default)s)"
    )
    parser.add_argument(
        "--kinds", default="", metavar="KIND,…", help="in what: publish, bake, import, comment, schedule, upgrade"
    )
    parser.add_argument(
        "--troubles", default="torn,storm,slow", metavar="TROUBLE,…", help="then: torn, storm, slow, clock, disk, none"
    )
    parser.add_argument("--seed", type=int, default=1, help="says what is killed, and when")
    parser.add_argument("--room", type=Path, metavar="FOLDER", help="on which disk (default: that of the paper's home)")
    parser.add_argument(
        "--backup", type=Path, metavar="FILE", help="kill what this backup brings back, not a new paper"
    )
    options = parser.parse_args(argv)
    if not 1 <= options.kills <= 100_000:
        parser.error(f"--kills {options.kills} is out of bounds: give a number from 1 to 100000")
    return options
