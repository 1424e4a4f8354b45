"""``harkara import``: the archive of another paper moves in."""

import argparse
import hashlib
import sys
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from harkara.rack import crew
from harkara.wire.errors import UnreadableItem
from harkara.wire.moving import paper_command
from harkara.wire.moving.parcel import Wanted
from harkara.wire.moving.registry import KINDS
from harkara.wire.moving.report import Report

_SAID = {
    "story": "published stories",
    "draft": "drafts",
    "known": "known from before",
    "dropped": "items that do not move in",
    "pictures": "pictures",
    "comments": "comments",
    "lists": "old addresses of lists",
    "lacks": "things that items lack",
}


def move_in(argv: list[str]) -> int:
    """Runs ``harkara import`` with ``argv``. Returns 0, 1 where the export cannot be read to its end, 2 where nothing could be
    done. What was taken in before a refusal stays; the next import goes on from there.
    """
    if argv[:1] == ["paper"]:
        return paper_command.move_in(argv[1:])
    options = _options(argv)
    path = Path(options.path)
    from django.conf import settings  # the command is made of Django's settings only where it runs
    from django.db import DatabaseError

    from harkara.wire.moving.engine import Engine

    jobs = crew.usual() if options.jobs is None else options.jobs
    wanted = Wanted(options.uploads, options.zone or settings.HARKARA_ZONE, options.origin.rstrip("/"))
    try:
        print("Looking through the export …", file=sys.stderr)
        reader = KINDS[options.kind].open(path, wanted)
    except UnreadableItem as why:
        print(f"Cannot import {path}: {why}.", file=sys.stderr)
        return 2
    except OSError as why:
        print(f"Cannot read {path}: {why.strerror or why}; give the export as a file or folder.", file=sys.stderr)
        return 2
    report = None
    bar = _Bar(sys.stderr)
    try:
        report = Report(Path(options.report or f"import-{options.kind}{'-dry-run' if options.dry_run else ''}.csv"))
        engine = Engine(reader, report, options.kind, _digest(path), datetime.now(UTC), bar, jobs)
        counts = engine.rehearse() if options.dry_run else engine.run()
    except UnreadableItem as why:
        bar.end()
        print(f"Stopped: {why}.", file=sys.stderr)
        return 1
    except DatabaseError as why:
        bar.end()
        print(f"The newsroom's database refuses ({why}): run `harkara migrate`, then import again.", file=sys.stderr)
        return 2
    finally:
        reader.close()
        if report is not None:
            report.close()
    bar.end()
    _tell(counts, engine.tally.reasons, report.path, dry=options.dry_run)
    return 0


def _options(argv: Sequence[str]) -> argparse.Namespace:
    kinds = "\n".join(f"  {kind:<18}{export.what}" for kind, export in KINDS.items())
    parser = argparse.ArgumentParser(
        prog="harkara import",
        description="Takes in the archive of another paper: stories, sections, topics, people, pictures, comments; every old"
        " address leads to where its story is now. Killed and begun again, it goes on.",
        epilog=f"kinds:\n{kinds}\n  paper             a paper of this house, packed by `harkara export`",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("kind", metavar="KIND", choices=KINDS, help=", ".join(KINDS))
    parser.add_argument("path", metavar="PATH", help="the export: a file or a folder")
    parser.add_argument("--uploads", metavar="DIR", default="", help="the folder of pictures (wp-content/uploads)")
    parser.add_argument(
        "--origin", metavar="URL", default="", help="the old paper's address, where the export does not say it"
    )
    parser.add_argument("--zone", metavar="ZONE", default="", help="the zone of times that tell none (the paper's)")
    parser.add_argument("--dry-run", action="store_true", help="write the report, store nothing")
    parser.add_argument(
        "--jobs",
        metavar="N",
        type=int,
        help="processes that read beside the one that writes (one a processor; 0: none)",
    )
    parser.add_argument("--report", metavar="FILE", default="", help="where the report goes (import-KIND.csv)")
    options = parser.parse_args(argv)
    if options.jobs is not None and not 0 <= options.jobs <= crew.MOST:
        parser.error(f"--jobs {options.jobs} is no number of processes: give 0 to {crew.MOST}")
    if options.uploads and not Path(options.uploads).is_dir():
        parser.error(f"there is no folder “{options.uploads}”: give the folder in which the pictures are")
    if options.zone:
        try:
            ZoneInfo(options.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            parser.error(f"there is no zone “{options.zone}”: write it like Asia/Dhaka")
    return options


def _digest(path: Path) -> str:
    """Tells one export from another: by its size and its first megabyte, for a file; a folder may grow, and is the same one."""
    found = hashlib.blake2b(digest_size=16)
    if path.is_file():
        found.update(str(path.stat().st_size).encode())
        with path.open("rb") as file:
            found.update(file.read(2**20))
    else:
        found.update(str(path.resolve()).encode())
    return found.hexdigest()


def _tell(counts: Counter[str], reasons: Counter[str], report: Path, *, dry: bool) -> None:
    print("This would move in:" if dry else "Moved in:")
    for name, said in _SAID.items():
        if counts[name]:
            print(f"  {counts[name]:>12,}  {said}")
    for reason, many in reasons.most_common(12):
        print(f"  {many:>12,}  dropped: {reason}")
    print(f"Each item, and why what is missing: {report}")


class _Bar:
    """A bar of progress, on a terminal only."""

    def __init__(self, out: TextIO) -> None:
        self._out = out if out.isatty() else None
        self._began = self._last = time.monotonic()

    def __call__(self, share: float, items: int) -> None:
        now = time.monotonic()
        if self._out is None or (now - self._last < 0.2 and share < 1):
            return
        self._last = now
        speed = items / max(0.001, now - self._began)
        full = "█" * int(share * 30)
        self._out.write(f"\r{full:<30} {share:4.0%}  {items:,} items, {speed:,.0f} a second ")
        self._out.flush()

    def end(self) -> None:
        """Leaves the line."""
        if self._out is not None:
            self._out.write("\n")
            self._out = None
