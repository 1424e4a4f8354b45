"""Room on the disk: the press stops printing before the newsroom cannot save any more."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from harkara.rack.errors import RackFull
from harkara.rack.shelf import NO_ROOM

RESERVE: Final = 16 * 2**20
"""Bytes that the press leaves free. Old pages stay as they are; kills and the editors' work still find room."""


def free(folder: Path | str) -> int:
    """Bytes that a process without privileges may still write to the disk of ``folder``."""
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize


def require(*folders: Path | str) -> None:
    """Raises :class:`RackFull` where less than the reserve is left on the disk of one of ``folders`` (those that exist)."""
    for folder in folders:
        with suppress(FileNotFoundError):
            left = free(folder)
            if left < RESERVE:
                raise RackFull(
                    f"the disk of {folder} has {left / 2**20:.1f} MiB left, and the press keeps {RESERVE // 2**20} free "
                    "for the newsroom; free some, nothing was replaced"
                )


@contextmanager
def needed(folder: Path | str) -> Iterator[None]:
    """Raises :class:`RackFull` in place of the system's error where the block finds no room on the disk of ``folder``."""
    try:
        yield
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        raise RackFull(f"there is no room on the disk of {folder}; free some, nothing was replaced") from error
