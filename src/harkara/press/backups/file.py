"""The one file of a backup: a tar archive, written and read as a stream, whose last member says what all others are.

===================  ==================================================================================
``head.json``        what is in the file, from when and by which Harkara; first, so that nobody unpacks for nothing
``media/…``          the files of the media, where they are inside
``vouchers/…``       voucher copies, where they were asked for
``files.jsonl.gz``   every one of those with size and SHA-256, in the same order, a line each
``newsroom.…``       the newsroom's database: SQLite's file with gzip, or the dump of PostgreSQL
``readers.…``        the readers' database
``keys/…``           secrets, where they were asked for; only in what is sealed
``manifest.json``    the head again, and the SHA-256 of each part
``manifest.sha256``  that of the manifest; last: a file without it is not whole
===================  ==================================================================================

Where pictures lie beside the file (``negatives``), only their list is inside.
"""

import gzip
import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, BinaryIO, Final

from harkara.press.backups.refusals import NotKept

FORMAT: Final = 1
"""Version of the file. A later Harkara reads it; a file of a later version is refused."""

HEAD: Final = "head.json"
MANIFEST: Final = "manifest.json"
LAST: Final = "manifest.sha256"
LISTED: Final = "files.jsonl.gz"
PIECE: Final = 1 << 20
LONGEST: Final = 1 << 24
"""Bytes of the longest manifest that is read."""

FOLDERS: Final = ("media/", "vouchers/")
"""Members that stand in the list instead of the manifest."""


class Counting:
    """Bytes on their way, with their digest."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self.digest, self.bytes = hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        data = self._source.read(size)
        self.digest.update(data)
        self.bytes += len(data)
        return data


class Listing:
    """The list of many files, a line each, kept with gzip in the file ``path``; its digest is that of the lines."""

    def __init__(self, path: Path | None) -> None:
        self._file = gzip.open(path, "wb", compresslevel=4) if path else None  # noqa: SIM115 - closed by close()
        self.digest, self.files, self.bytes = hashlib.sha256(), 0, 0

    def add(self, name: str, size: int, sha256: str) -> None:
        """Writes down one file."""
        line = line_of(name, size, sha256)
        self.digest.update(line)
        self.files += 1
        self.bytes += size
        if self._file:
            self._file.write(line)

    def close(self) -> dict[str, Any]:
        """What the manifest says of the list."""
        if self._file:
            self._file.close()
        return {"files": self.files, "bytes": self.bytes, "sha256": self.digest.hexdigest()}


def line_of(name: str, size: int, sha256: str) -> bytes:
    """One line of the list."""
    return json.dumps([name, size, sha256], ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


class Writer:
    """Writes the members one after the other into ``out``, which may be a pipe."""

    def __init__(self, out: BinaryIO) -> None:
        self._tar = tarfile.open(fileobj=out, mode="w|", format=tarfile.PAX_FORMAT, bufsize=PIECE)  # noqa: SIM115 - closed by close()
        self.parts: dict[str, dict[str, Any]] = {}

    def put(self, name: str, source: BinaryIO, size: int) -> str:
        """Writes ``size`` bytes of ``source`` as the member ``name``; returns their SHA-256."""
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        counting = Counting(source)
        self._tar.addfile(member, counting)
        self._tar.members.clear()  # type: ignore[attr-defined]  # or it would hold all of them
        sha256 = counting.digest.hexdigest()
        if not name.startswith(FOLDERS):
            self.parts[name] = {"bytes": size, "sha256": sha256}
        return sha256

    def put_bytes(self, name: str, data: bytes) -> None:
        """The same for a few bytes."""
        self.put(name, io.BytesIO(data), len(data))

    def put_file(self, name: str, path: Path) -> str:
        """The same for a file."""
        with path.open("rb") as file:
            return self.put(name, file, path.stat().st_size)

    def close(self, head: dict[str, Any], listed: dict[str, Any]) -> None:
        """Writes the manifest and ends the archive."""
        manifest = {**head, "parts": self.parts, "files": listed}
        data = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
        self.put_bytes(MANIFEST, data)
        self.put_bytes(LAST, _sum(data))
        self._tar.close()


@dataclass(slots=True)
class Found:
    """What was read of a file."""

    manifest: dict[str, Any]
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)


Sink = Callable[[str, IO[bytes]], None]
"""Who takes a member in, by its name; it reads to the end."""


def read(stream: BinaryIO, path: Path, sink: Sink, told: Callable[[dict[str, Any]], None] = lambda head: None) -> Found:
    """Reads a whole backup from ``stream``: ``told`` gets the head before anything else comes, ``sink`` each member but head and
    manifest. ``path`` is what the sentences call it. Raises :class:`NotKept` where it is none, of a later version, cut off
    or altered: then nothing of what the sink was given is to be used.
    """
    parts: dict[str, dict[str, Any]] = {}
    listing, head, known = Listing(None), None, None
    manifest = last = b""
    try:
        for name, member in _members(stream):
            if head is None:
                head = _head(name, member, path)
                told(head)
                continue
            if name in (MANIFEST, LAST):
                data = member.read(LONGEST)
                manifest, last = (data, last) if name == MANIFEST else (manifest, data)
                continue
            counting = Counting(member)
            if name == LISTED:
                held = _Hashed(counting)
                sink(name, held)  # type: ignore[arg-type]  # it only reads
                known = held.close()
            else:
                sink(name, counting)  # type: ignore[arg-type]  # it only reads
            while counting.read(PIECE):
                pass
            if name.startswith(FOLDERS):
                listing.add(name, counting.bytes, counting.digest.hexdigest())
            else:
                parts[name] = {"bytes": counting.bytes, "sha256": counting.digest.hexdigest()}
        while stream.read(PIECE):
            pass  # the seal of the last piece is looked at with it
    except (tarfile.TarError, zlib.error, EOFError, UnicodeDecodeError, ValueError) as error:
        raise NotKept(f"{path} was cut off or altered: {error}.") from error
    if head is None:
        raise NotKept(f"{path} is no backup of Harkara.")
    if not last:
        raise NotKept(f"{path} was cut off: what says that it is whole is missing. Take another backup.")
    if last != _sum(manifest):
        raise NotKept(f"{path} was altered: its manifest is not what was written. Take another backup.")
    said: dict[str, Any] = json.loads(manifest)
    _compare(said, head, parts, listing.close(), known, path)
    return Found(said, parts)


def _sum(manifest: bytes) -> bytes:
    """The last member, as ``sha256sum --check`` reads it."""
    return f"{hashlib.sha256(manifest).hexdigest()}  {MANIFEST}\n".encode()


class _Hashed:
    """The list on its way, whose lines are counted as they are unpacked."""

    def __init__(self, source: Counting) -> None:
        self._source, self._unpack = source, zlib.decompressobj(wbits=31)
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(size)
        self.digest.update(self._unpack.decompress(data))
        return data

    def close(self) -> str:
        while self.read(PIECE):
            pass
        self.digest.update(self._unpack.flush())
        return self.digest.hexdigest()


def _compare(
    manifest: dict[str, Any],
    head: dict[str, Any],
    parts: dict[str, dict[str, Any]],
    listed: dict[str, Any],
    known: str | None,
    path: Path,
) -> None:
    """Raises :class:`NotKept` where what was read is not what the manifest says."""
    if any(manifest.get(name) != value for name, value in head.items()):
        raise NotKept(f"{path} was altered: its head and its manifest say different things.")
    wrong = sorted(name for name in {*parts, *manifest["parts"]} if parts.get(name) != manifest["parts"].get(name))
    wrong = [name for name in wrong if name != HEAD]
    if not wrong and (known != manifest["files"]["sha256"] or (head["inside"] and listed != manifest["files"])):
        wrong = ["the files of the media" if known == manifest["files"]["sha256"] else LISTED]
    if wrong:
        raise NotKept(f"{path} was altered: {', '.join(wrong[:5])} is not what was written. Take another backup.")


def _head(name: str, member: IO[bytes], path: Path) -> dict[str, Any]:
    if name != HEAD:
        raise NotKept(f"{path} is no backup of Harkara: it begins with {name[:60]!r}.")
    head: dict[str, Any] = json.loads(member.read())
    if head.get("format") != FORMAT:
        raise NotKept(
            f"{path} is of format {head.get('format')!r}, and this Harkara reads {FORMAT}:"
            f" take Harkara {head.get('harkara', 'that wrote it')}."
        )
    return head


def _members(stream: BinaryIO) -> Iterator[tuple[str, IO[bytes]]]:
    """The members with their names, none of which leads out of a folder. Raises what ``tarfile`` does."""
    with closing(tarfile.open(fileobj=stream, mode="r|", bufsize=PIECE)) as tar:
        while (member := tar.next()) is not None:
            tar.members.clear()  # type: ignore[attr-defined]  # or it would hold all of them
            name = member.name
            if not member.isfile() or name.startswith("/") or ".." in name.split("/") or "\0" in name:
                raise ValueError(f"it holds {name[:60]!r}, which is no file of a backup")
            taken = tar.extractfile(member)
            assert taken is not None
            yield name, taken


def lines_in(path: Path) -> Iterator[tuple[str, int, str]]:
    """The lines of a list, each as (name, size, SHA-256)."""
    with gzip.open(path, "rb") as file:
        for line in file:
            name, size, sha256 = json.loads(line)
            yield name, size, sha256
