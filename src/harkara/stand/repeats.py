"""What was counted already today: a filter of bits that all workers of a machine share, and that knows nobody.

A reading is counted once a day for each reader, whoever asks again and however often. To know a repeat, nothing of the
reader need be kept: a digest with the day's salt chooses four of some hundred million bits, all within one word of 64, and
where all four are set, that was counted before. From the bits nobody finds an address again, not even with the salt; at
midnight (UTC) salt and bits are unlinked and others begin.

Source: B. H. Bloom, Space/time trade-offs in hash coding with allowable errors, 1970; within one word, so that one look at
memory tells: F. Putze, P. Sanders, J. Singler, Cache-, hash- and space-efficient Bloom filters, 2007. With four bits each in
2**27, one reading in 100 is taken for a repeat after ten million in a day.
"""

import hashlib
import mmap
import os
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

DAY: Final = 86_400
SALT: Final = 32
WORD: Final = 64
"""Bits that are looked at together."""

BEHIND_SALT: Final = SALT * 8 // WORD

BITS: Final = 2**27
"""16 MB, of which the system holds in memory what was touched."""


class Repeats:
    """The bits in ``folder``, which is made when the first is asked for. ``bits``: a power of two, at most 2**32. After the
    seconds ``lasting`` others begin.
    """

    def __init__(
        self, folder: Path, bits: int = BITS, clock: Callable[[], float] = time.time, lasting: int = DAY
    ) -> None:
        self._folder: Final = folder
        self._mask: Final = bits // WORD - 1
        self._clock: Final = clock
        self._lasting: Final = lasting
        self._since = self._until = 0.0
        self._salt = b""
        self._words = memoryview(bytearray(SALT)).cast("Q")

    def is_new(self, *words: str) -> bool:
        """Whether ``words`` were not asked for today; from now on they were."""
        if not self._since <= self._clock() < self._until:  # another day, or a clock that was set right
            self._turn()
        digest = hashlib.blake2b("\n".join(words).encode(), digest_size=8, key=self._salt).digest()
        found = int.from_bytes(digest, "little")
        four = 1 << (found >> 58) | 1 << (found >> 52 & 63) | 1 << (found >> 46 & 63) | 1 << (found >> 40 & 63)
        place = BEHIND_SALT + (found & self._mask)
        held = self._words[place]
        if held & four == four:
            return False
        self._words[place] = held | four
        return True

    def _turn(self) -> None:
        """Opens today's bits, made by whichever worker comes first, and unlinks what is of other days."""
        day = int(self._clock() // self._lasting)
        size = SALT + (self._mask + 1) * WORD // 8
        bits: mmap.mmap | bytearray
        try:
            bits = _mapped(self._folder, self._folder / f"seen-{day}", size)
        except OSError:  # no room: this worker knows its own readers until tomorrow
            bits = bytearray(secrets.token_bytes(SALT) + bytes(size - SALT))
        self._since, self._until = float(day * self._lasting), float((day + 1) * self._lasting)
        self._salt = bytes(bits[:SALT])
        self._words = memoryview(bits).cast("Q")


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
