"""``harkara export``: the whole paper in one folder."""

import argparse
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any, TextIO

from harkara.desk.holdings.folder import check
from harkara.press.moving_out.crate import NotPacked
from harkara.press.moving_out.packing import pack
from harkara.rack import crew

WITH_READERS = (
    "The folder holds the e-mail addresses of readers (readers/accounts.jsonl): personal data."
    " Keep it as you keep the database."
)

SHOWN = 20
"""What is lacking or wrong, told in words; the rest is counted."""


def export(argv: list[str]) -> int:
    """``harkara export FOLDER``: stories as ninjs, pictures, what readers said, and the site as plain files.

    ``--check``: whether a folder is as it was packed. Returns 0 where all is well, 1 where a file is lacking or something is
    wrong, 2 for a refusal.
    """
    parser = argparse.ArgumentParser(
        prog="harkara export",
        description="Packs the whole paper into a folder: stories as ninjs, pictures, and the site as plain files.",
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a folder that is empty or new")
    parser.add_argument("--check", action="store_true", help="do not pack: look whether FOLDER is as it was packed")
    parser.add_argument(
        "--no-site", action="store_true", help="without the site: a quarter of the time and of the room"
    )
    parser.add_argument(
        "--no-lead-pages", action="store_true", help="no page at old addresses of the site: the server reads the maps"
    )
    parser.add_argument(
        "--with-readers", action="store_true", help="the e-mail addresses of readers too (personal data)"
    )
    parser.add_argument(
        "--jobs", metavar="N", type=int, help="processes that print the site beside this one (one a processor; 0: none)"
    )
    options = parser.parse_args(argv)
    if options.jobs is not None and not 0 <= options.jobs <= crew.MOST:
        parser.error(f"--jobs {options.jobs} is no number of processes: give 0 to {crew.MOST}")
    if options.check:
        return _check(options.folder)
    stops = _stops()
    try:
        done = pack(
            options.folder,
            with_site=not options.no_site,
            with_readers=options.with_readers,
            lead_pages=not options.no_lead_pages,
            jobs=crew.usual() if options.jobs is None else options.jobs,
            progress=Telling(sys.stderr),
        )
    except NotPacked as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Broken off: nothing is left behind.", file=sys.stderr)
        return 2
    finally:
        _let(stops)
    for line in _lines(options.folder, done.manifest):
        print(line)
    for line in done.lacking[:SHOWN]:
        print(f"Lacking: {line}.")
    if len(done.lacking) > SHOWN:
        print(f"… and {len(done.lacking) - SHOWN} more; manifest.json has them all.")
    if options.with_readers:
        print(WITH_READERS)
    return 1 if done.lacking else 0


class Telling:
    """Says on ``out`` what is packed and how far it is: in place on a screen, else a line a minute."""

    def __init__(self, out: TextIO) -> None:
        self.out, self.is_screen = out, out.isatty()
        self.what = ""
        self.said = self.began = time.monotonic()

    def __call__(self, what: str, done: int, of: int) -> None:
        """``done`` of ``of`` things are packed (0: nobody knows of how many)."""
        now = time.monotonic()
        if what != self.what:
            if self.what and self.is_screen:
                print(file=self.out)
            self.what, self.began, self.said = what, now, now
        if now - self.said < (0.2 if self.is_screen else 60.0) and done != of:
            return
        self.said = now
        left = (now - self.began) / max(done, 1) * max(of - done, 0)
        words = f"{what}: {done:,}" + (f" of {of:,}, about {left / 60:.0f} min left" if of else "")
        print(f"\r{words}" if self.is_screen else words, end="" if self.is_screen else "\n", file=self.out, flush=True)


def _check(folder: Path) -> int:
    try:
        wrong = check(folder)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    for line in wrong[:SHOWN]:
        print(line)
    if len(wrong) > SHOWN:
        print(f"… and {len(wrong) - SHOWN} more.")
    print(f"{folder} is as it was packed." if not wrong else f"{len(wrong)} things are wrong with {folder}.")
    return 1 if wrong else 0


def _lines(folder: Path, manifest: dict[str, Any]) -> list[str]:
    states, parts = manifest["stories"], manifest["parts"]
    size = sum(part["bytes"] for part in parts.values())
    return [
        f"{folder}: {states['live']} stories, {states['withdrawn']} that were taken off the paper, {states['killed']} killed "
        f"(their addresses), {manifest['pictures']} pictures, {manifest['comments']} comments, {manifest['pages']} pages of "
        f"the site; {sum(part['files'] for part in parts.values())} files, {size / 2**20:.1f} MiB."
    ]


def _stops() -> Any:
    """Lets the word to stop (SIGTERM) end a packing as Ctrl-C does, so that nothing is left behind."""
    if threading.current_thread() is not threading.main_thread():
        return None

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    return signal.signal(signal.SIGTERM, stop)


def _let(before: Any) -> None:
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, before)
