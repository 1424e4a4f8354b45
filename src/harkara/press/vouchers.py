"""Voucher copies on the command line, and the hands that file them and throw away what is older than it has to be."""

import argparse
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

from harkara.rack.disk import sync
from harkara.rack.errors import TornPage
from harkara.rack.manifest import Manifest
from harkara.rack.shelf import place_of
from harkara.rack.vouchers import FOLDERS, Vouchers, sheet_at, vouchers_of

AT_ONCE = 8
"""Folders that are looked through at a time; all of them in some hours."""


LOT = 200
"""Versions that are filed at a time: a fifth of a second."""

SYNC = 10.0
"""Seconds between two syncs at least."""


class Filing:
    """Files the versions that the press laid by, a lot at a time, and brings them to the disk every few seconds."""

    def __init__(self, steady: Callable[[], float] = time.monotonic) -> None:
        self._steady = steady
        self._synced = float("-inf")
        self._is_loose = False

    def on(self, most: int | None = LOT) -> int:
        """Files the next lot and returns how many versions that were."""
        if not settings.HARKARA_VOUCHER_DAYS:
            return 0
        vouchers = Vouchers(vouchers_of(settings.HARKARA_RACK))
        filed = vouchers.file(most)
        self._is_loose |= filed > 0
        if self._is_loose and self._steady() - self._synced >= SYNC:
            sync(vouchers.root)
            self._synced, self._is_loose = self._steady(), False
        return filed


class Thinning:
    """Throws away versions that are older than ``HARKARA_VOUCHER_DAYS``, a few folders at a time."""

    def __init__(self) -> None:
        self._folder = 0

    def on(self) -> int:
        """Goes through the next folders and returns how many versions went."""
        days = settings.HARKARA_VOUCHER_DAYS
        if not days:
            return 0
        vouchers = Vouchers(vouchers_of(settings.HARKARA_RACK))
        before = datetime.now(UTC) - timedelta(days=days)
        gone = sum(vouchers.thin((self._folder + number) % FOLDERS, before) for number in range(AT_ONCE))
        self._folder = (self._folder + AT_ONCE) % FOLDERS
        return gone


def voucher(argv: list[str]) -> int:
    """``harkara voucher ADDRESS``: lists the versions of a page as they were printed, each with time and SHA-256; with
    ``--at`` only the one that readers saw then, with ``--out`` its bytes go into a file. Returns 1 where there is none.
    """
    parser = argparse.ArgumentParser(prog="harkara voucher", description="Finds a page as it was printed.")
    parser.add_argument("address", help="the address of the page, such as / or /world/12")
    parser.add_argument("--at", metavar="TIME", help="what was to be seen then (2026-11-28 21:30, in the paper's zone)")
    parser.add_argument("--out", metavar="FILE", type=Path, help="write the bytes of that version, or of the newest")
    options = parser.parse_args(argv)
    name = sheet_at(options.address, Manifest(Path(settings.HARKARA_RACK) / "manifest.sqlite3"))
    vouchers, zone = Vouchers(vouchers_of(settings.HARKARA_RACK)), ZoneInfo(settings.HARKARA_ZONE)
    found = vouchers.of(name, place_of(name)) if name else []
    for lost in vouchers.torn(place_of(name)) if name else []:
        said = f"{lost.astimezone(zone):%Y-%m-%d %H:%M:%S}"
        print(f"The version of {said} is not whole: a power cut took it before it was on the disk.", file=sys.stderr)
    if options.at:
        try:
            at = datetime.fromisoformat(options.at)
        except ValueError:
            print(f"{options.at!r} is no time: write it like 2026-11-28 21:30.", file=sys.stderr)
            return 1
        moment = at if at.tzinfo else at.replace(tzinfo=zone)
        found = [one for one in found if one.since <= moment and (one.until is None or moment < one.until)]
    if not found:
        print(
            f"No voucher copy of {options.address} is kept here{' of that time' if options.at else ''}.",
            file=sys.stderr,
        )
        return 1
    for one in found:
        until = f"{one.until.astimezone(zone):%Y-%m-%d %H:%M:%S}" if one.until else "now"
        print(f"{one.since.astimezone(zone):%Y-%m-%d %H:%M:%S.%f%z}  until {until}  sha256 {one.sha256}  {one.name}")
    if options.out:
        try:
            options.out.write_bytes(found[0].page().identity())
        except TornPage as error:
            print(error, file=sys.stderr)
            return 1
    return 0
