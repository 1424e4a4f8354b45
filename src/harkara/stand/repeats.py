"""What was counted already today: a filter of bits that all workers of a machine share, and that knows nobody.

A reading is counted once a day for each reader, whoever asks again and however often. To know a repeat, nothing of the
reader need be kept: a digest with the day's salt chooses three of some hundred million bits, all within one page of memory,
and where all three are set, that was counted before. From the bits nobody finds an address again, not even with the salt; at
midnight (UTC) salt and bits are unlinked and others begin.

Source: B. H. Bloom, Space/time trade-offs in hash coding with allowable errors, 1970. With three bits each in 2**27, one
reading in 100 is taken for a repeat after ten million in a day.
"""

import hashlib
import mmap
import os
import secrets
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

DAY: Final = 86_400
SALT: Final = 32
THREE: Final = struct.Struct("<III")
PAGE: Final = 2**15
"""Bits of a page of memory."""

BITS: Final = 2**27
"""16 MB, of which the system holds in memory what was touched."""


class Repeats:
    """The bits in ``folder``, which is made when the first is asked for. ``bits``: a power of two, at most 2**32."""

    def __init__(self, folder: Path, bits: int = BITS, clock: Callable[[], float] = time.time) -> None:
        self._folder: Final = folder
        self._mask: Final = bits - 1
        self._within: Final = min(bits, PAGE) - 1
        self._clock: Final = clock
        self._day = -1
        self._salt = b""
        self._bits: mmap.mmap | bytearray = bytearray()

    def is_new(self, *words: str) -> bool:
        """Whether ``words`` were not asked for today; from now on they were."""
        if self._clock() // DAY != self._day:
            self._turn()
        found = hashlib.blake2b("\n".join(words).encode(), digest_size=12, key=self._salt).digest()
        first, second, third = THREE.unpack(found)
        first &= self._mask
        within = self._within
        page = first & ~within
        bits, is_new = self._bits, False
        for bit in (first, page | second & within, page | third & within):
            byte, one = SALT + (bit >> 3), 1 << (bit & 7)
            held = bits[byte]
            if not held & one:
                bits[byte] = held | one
                is_new = True
        return is_new

    def _turn(self) -> None:
        """Opens today's bits, made by whichever worker comes first, and unlinks what is of other days."""
        self._day = int(self._clock() // DAY)
        size = SALT + (self._mask + 1) // 8
        try:
            self._bits = _mapped(self._folder, self._folder / f"seen-{self._day}", size)
        except OSError:  # no room: this worker knows its own readers until tomorrow
            self._bits = bytearray(secrets.token_bytes(SALT) + bytes(size - SALT))
        self._salt = bytes(self._bits[:SALT])


def _mapped(folder: Path, path: Path, size: int) -> mmap.mmap:
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("seen-*"):
        if old != path and not old.name.endswith(".part"):
            old.unlink(missing_ok=True)
    if not path.exists():
        part = folder / f"{path.name}.{os.getpid()}.part"
        with open(part, "wb") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(secrets.token_bytes(SALT))
            file.truncate(size)
        with suppress(FileExistsError):
            path.hardlink_to(part)  # the first of two wins; the other takes its bits
        part.unlink()
    with open(path, "r+b") as file:
        return mmap.mmap(file.fileno(), size)
