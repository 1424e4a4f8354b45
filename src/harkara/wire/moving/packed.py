"""A ZIP of strangers whose files are read one by one: nothing is unpacked to the disk, so no name in it leads anywhere."""

import io
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO, Final, cast

from harkara.wire.errors import UnreadableItem
from harkara.wire.moving.uploads import LARGEST

MOST: Final = 500_000
"""Files in a ZIP."""

SWELLS: Final = 200
"""Times that a packed file may grow; text of papers grows ten times."""

FREE: Final = 64 * 1024 * 1024
"""Bytes below which nobody asks how much a file grew."""


class Store:
    """The files of a ZIP by their names. ``names`` are those that a file of an export has: relative, without ``..``."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, NotImplementedError) as why:
            raise UnreadableItem(f"the ZIP is broken ({why}); pack or fetch it again") from why
        told = self._zip.infolist()
        if len(told) > MOST:
            self._zip.close()
            raise UnreadableItem(
                f"the ZIP holds {len(told):,} files, more than {MOST:,}; unpack it and give the folder"
            )
        self._files = {one.filename: one for one in told if _is_plain(one)}
        self._below = {_trunk(name): name for name in self._files}
        self.size = 1

    @property
    def names(self) -> list[str]:
        """The names, in the order of the ZIP."""
        return list(self._files)

    def open(self, name: str) -> BinaryIO:
        """A file as a stream. Raises ``UnreadableItem`` where it cannot be opened; reading raises it for what swells or is broken."""
        one = self._files[name]
        self.size = max(1, one.file_size)
        try:
            return cast(BinaryIO, io.BufferedReader(_Guarded(self._zip, one)))
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as why:
            raise UnreadableItem(f"“{name}” in the ZIP cannot be opened ({why}); pack it without a password") from why

    def read(self, name: str) -> bytes | None:
        """The bytes of the file ``name``, wherever the folder of that path lies in the ZIP; ``None`` where there is none, or it is
        broken. One that is larger than a picture may be is read one byte too far, as of a folder.
        """
        whole = name if name in self._files else self._below.get(_trunk(name), "")
        if not whole:
            return None
        try:
            with self.open(whole) as file:
                return file.read(LARGEST + 1)
        except (UnreadableItem, OSError):
            return None

    def close(self) -> None:
        self._zip.close()


class _Guarded(io.RawIOBase):
    """A file of a ZIP that may not grow without bounds."""

    def __init__(self, archive: zipfile.ZipFile, one: zipfile.ZipInfo) -> None:
        super().__init__()
        self._file = archive.open(one)
        self._packed, self._given, self._name = max(1, one.compress_size), 0, one.filename

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._given

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]  # what BufferedReader gives
        try:
            piece = self._file.read(len(buffer))
        except (zlib.error, EOFError, zipfile.BadZipFile) as why:
            raise UnreadableItem(f"“{self._name}” in the ZIP is broken ({why}); pack it again") from why
        self._given += len(piece)
        if self._given > FREE and self._given > SWELLS * self._packed:
            raise UnreadableItem(f"“{self._name}” grows to more than {SWELLS} times its size, as no export does")
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        self._file.close()
        super().close()


def _is_plain(one: zipfile.ZipInfo) -> bool:
    steps = one.filename.replace("\\", "/").split("/")
    return not (one.is_dir() or one.filename.startswith(("/", "__MACOSX")) or ".." in steps or ":" in steps[0])


def _trunk(name: str) -> str:
    """A path from where its pictures begin."""
    at = name.find("content/images/")
    return name[at:] if at >= 0 else name
