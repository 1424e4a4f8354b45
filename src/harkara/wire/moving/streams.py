"""Large files that strangers send, opened as streams: plain, packed, or one file in a ZIP. Nothing is unpacked whole."""

import gzip
import io
import zipfile
import zlib
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from harkara.wire.errors import UnreadableItem

SWELLS: Final = 200
"""Times that a packed file may grow. XML of a paper grows ten times; what grows more was made to fill memory or disk."""

FREE: Final = 64 * 1024 * 1024
"""Bytes below which nobody asks how much a file grew."""

_CONTROLS: Final = bytes(range(9)) + bytes((11, 12)) + bytes(range(14, 32))
_BLANKED: Final = bytes.maketrans(_CONTROLS, b" " * len(_CONTROLS))


class Stream(io.RawIOBase):
    """A file that is read from its beginning; control characters, which no XML may hold, become blanks. ``share`` is how much of
    the file on the disk lies behind (0 to 1).
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._file: BinaryIO = path.open("rb")
        self._size = max(1, path.stat().st_size)
        self._packed = self._size
        self._given = 0
        try:
            self._inner = self._opened()
        except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as why:
            self._file.close()
            raise UnreadableItem(f"the archive is broken ({why}); pack or fetch it again") from why
        except UnreadableItem:
            self._file.close()
            raise

    def _opened(self) -> BinaryIO:
        head = self._file.read(4)
        self._file.seek(0)
        if head[:2] == b"\x1f\x8b":
            return cast(BinaryIO, gzip.GzipFile(fileobj=self._file))
        if head != b"PK\x03\x04":
            return self._file
        archive = zipfile.ZipFile(self._file)
        files = [one for one in archive.infolist() if not one.is_dir() and not one.filename.startswith("__MACOSX")]
        wanted = [one for one in files if one.filename.lower().endswith((".xml", ".json"))] or files
        if len(wanted) != 1:
            raise UnreadableItem(
                f"the ZIP holds {len(wanted)} files to read; unpack it and give the one that is the export"
            )
        self._packed = max(1, wanted[0].compress_size)
        return cast(BinaryIO, archive.open(wanted[0]))

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            piece = self._inner.read(len(buffer))
        except (zlib.error, EOFError, OSError, zipfile.BadZipFile) as why:
            raise UnreadableItem(f"the packed file breaks off or is broken ({why}); fetch it again") from why
        self._given += len(piece)
        if self._given > FREE and self._given > SWELLS * self._packed:
            raise UnreadableItem(
                f"the packed file grows to more than {SWELLS} times its size, as no export does; unpack it yourself if you trust it"
            )
        buffer[: len(piece)] = piece.translate(_BLANKED)
        return len(piece)

    @property
    def share(self) -> float:
        try:
            return min(1.0, self._file.tell() / self._size)
        except ValueError:
            return 1.0

    def close(self) -> None:
        if not self.closed:
            self._inner.close()
            self._file.close()
        super().close()
