"""``harkara take``: agencies' files and correspondents' letters in; items in the tray, or JSON out."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from harkara.waking import wake
from harkara.wire import drops
from harkara.wire.dispatch import Dispatch
from harkara.wire.drops import File
from harkara.wire.opening import Opened

PAPERS_ZONE = "Asia/Dhaka"

_NONE = float("-inf")
"""Patience with what breaks off: nobody comes back to complete it."""

_BECAME = {
    "new": "New in the tray",
    "updated": "Newer version",
    "withheld": "Held back by its sender",
    "killed": "Killed by its sender",
    "known": "Already in the tray",
}


def take(argv: list[str]) -> int:
    """Runs ``harkara take`` with ``argv``. Returns 0, 1 where something was refused, or 2 where nothing could be done.

    A folder is emptied: what was taken goes to its ``done/``, what was refused to ``refused/`` with the reason beside it. A
    single file stays where it is.
    """
    options = _options(argv)
    refused = False
    store = None if options.json else _Desk(options.outlet)
    for name in options.paths:
        path = Path(name)
        try:
            files = _folder(path, options) if path.is_dir() else [_single(path, options)]
        except OSError as error:
            print(f"Cannot read {path}: {error.strerror or error}; give a file or a folder.", file=sys.stderr)
            return 2
        for file in files:
            if store is None:
                _print(file)
            else:
                try:
                    file = store.receive(file)
                except _NoDesk as error:
                    print(str(error), file=sys.stderr)
                    return 2
            if file.opened.why:
                print(f"Refused: {file.name}: {file.opened.why}.", file=sys.stderr)
                refused = True
            if path.is_dir() and store is not None:
                drops.put_aside(path, file, datetime.now(UTC))
    return 1 if refused else 0


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="harkara take", description="Takes agencies' files (NewsML-G2, NITF, ninjs, IPTC 7901) and letters in."
    )
    parser.add_argument("paths", metavar="FILE|FOLDER", nargs="+", help="a file, or a folder that is emptied")
    parser.add_argument("--zone", metavar="ZONE", help="the sender's zone, of times that tell none: Europe/Berlin")
    parser.add_argument("--outlet", metavar="NAME", default="", help="whose items these are, where they do not say it")
    parser.add_argument("--json", action="store_true", help="print the items, store nothing, move nothing")
    options = parser.parse_args(argv)
    options.zone = options.zone or os.environ.get("HARKARA_ZONE") or PAPERS_ZONE
    try:
        ZoneInfo(options.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        parser.error(f"there is no zone “{options.zone}”: write it like Asia/Dhaka")
    return options


def _folder(folder: Path, options: argparse.Namespace) -> list[File]:
    """What lies whole in ``folder``, until nothing more does; nobody comes back here, so what breaks off is refused at once."""
    return drops.read(folder, drops.whole(folder), options.zone, patience=_NONE)


def _single(path: Path, options: argparse.Namespace) -> File:
    told = path.stat()
    mark = drops.Mark(told.st_size, told.st_mtime_ns)
    names = drops.lying(path.parent) | {path.name: mark}
    wanted = {name: one for name, one in names.items() if name == path.name or name.casefold().endswith(drops.PICTURES)}
    found = drops.read(path.parent, wanted, options.zone, patience=_NONE)
    for file in found:
        if file.name == path.name:
            return file
    return File(path.name, mark, Opened(why="it is a picture, and no item came with it; give the item that names it"))


def _print(file: File) -> None:
    for one in file.opened.dispatches:
        print(json.dumps(asdict(one), ensure_ascii=False, indent=2, default=_as_text))


def _as_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


class _NoDesk(Exception):  # noqa: N818 (a refusal says what is, as editors do)
    """There is no desk to take anything."""


class _Desk:
    """The desk's doors, and what is said of what they did."""

    def __init__(self, outlet: str) -> None:
        wake()
        self.outlet = outlet

    def receive(self, file: File) -> File:
        """Hands over what is in ``file``; returns it, refused where the desk refuses. Raises ``_NoDesk``."""
        from django.db import (
            DatabaseError,  # only this way needs the desk: --json works without a database, and at once
        )

        from harkara.desk.errors import DeskError
        from harkara.wire import filing

        try:
            for one in filing.with_pictures(self._named(file.opened.dispatches), file.opened.attached):
                received = filing.receive(one)
                print(f"{_BECAME[received.outcome]}: “{one.headline or one.guid}”, {received.address}")
        except DeskError as error:
            return replace(file, opened=replace(file.opened, why=str(error).rstrip(".")))
        except DatabaseError as error:
            raise _NoDesk(
                f"The newsroom's database refuses ({error}): run `harkara migrate`, then try again."
            ) from error
        return file

    def _named(self, dispatches: Sequence[Dispatch]) -> list[Dispatch]:
        return [replace(one, sender=one.sender or self.outlet) for one in dispatches]
