"""The one file: what was written comes back, and whatever is cut off or altered is refused in one sentence."""

import gzip
import hashlib
import io
import json
import re
import tarfile
from pathlib import Path
from typing import IO, Any

import pytest

from harkara.press.backups.file import HEAD, LISTED, Listing, Writer, line_of, lines_in, read
from harkara.press.backups.refusals import NotKept

TOLD: dict[str, Any] = {"format": 1, "harkara": "0.1.0", "inside": True, "made": "2026-11-30T19:00:00+00:00"}
MEDIA = {
    "media/original_images/ঘাট.jpg": b"\xff\xd8" + b"picture" * 900,
    "media/b.png": b"",
    "vouchers/abc/1.page": b"12",
}
PARTS = {"newsroom.sqlite3.gz": b"tables" * 3000, "readers.sqlite3.gz": b"voices", "keys/secret-key": b"secret"}


def written(tmp_path: Path, head: dict[str, Any] = TOLD) -> bytes:
    out = io.BytesIO()
    writer, listing = Writer(out), Listing(tmp_path / "list")
    writer.put_bytes(HEAD, json.dumps(head).encode())
    for name, data in MEDIA.items():
        listing.add(name, len(data), writer.put(name, io.BytesIO(data), len(data)))
    listed = listing.close()
    writer.put_file(LISTED, tmp_path / "list")
    for name, data in PARTS.items():
        writer.put_bytes(name, data)
    writer.close(head, listed)
    return out.getvalue()


def got(data: bytes) -> dict[str, bytes]:
    members: dict[str, bytes] = {}

    def sink(name: str, member: IO[bytes]) -> None:
        members[name] = member.read()

    found = read(io.BytesIO(data), Path("paper.backup"), sink)
    assert found.manifest["files"]["files"] == len(MEDIA)
    return members


def test_what_was_written_comes_back(tmp_path: Path) -> None:
    members = got(written(tmp_path))
    listed = gzip.decompress(members.pop(LISTED))
    assert members == {**MEDIA, **PARTS}
    assert listed.splitlines()[1] == line_of("media/b.png", 0, hashlib.sha256(b"").hexdigest()).rstrip()
    assert [(name, size) for name, size, _sha256 in lines_in(tmp_path / "list")] == [
        (name, len(data)) for name, data in MEDIA.items()
    ]


def test_tar_reads_it_too(tmp_path: Path) -> None:
    with tarfile.open(fileobj=io.BytesIO(written(tmp_path))) as tar:
        names = tar.getnames()
    assert names == [HEAD, *MEDIA, LISTED, *PARTS, "manifest.json", "manifest.sha256"]


def test_what_was_cut_off_anywhere_is_refused(tmp_path: Path) -> None:
    whole = written(tmp_path)
    end = whole.rindex(b"manifest.sha256")
    for left in range(0, end + 512, 1024):
        with pytest.raises(NotKept, match=r"paper\.backup (was cut off|is no backup of Harkara)"):
            got(whole[:left])


def test_what_was_altered_is_refused(tmp_path: Path) -> None:
    whole = written(tmp_path)
    for said in (b"picturepicture", b"tablestables", b"voices", b"secret", b'"made"', b"2026-11-30T19", b"original_im"):
        for found in re.finditer(said, whole):
            data = bytearray(whole)
            data[found.start() + 3] ^= 1
            with pytest.raises(NotKept, match=r"paper\.backup was (altered|cut off)"):
                got(bytes(data))


def test_what_is_something_else_is_refused(tmp_path: Path) -> None:
    other = io.BytesIO()
    with tarfile.open(fileobj=other, mode="w") as tar:
        tar.addfile(tarfile.TarInfo("photos/1.jpg"))
    for data in (b"", b"nothing at all", b"\0" * 10_240):
        with pytest.raises(NotKept, match=r"paper\.backup (was cut off or altered|is no backup)"):
            got(data)
    with pytest.raises(NotKept, match=r"is no backup of Harkara: it begins with 'photos/1\.jpg'"):
        got(other.getvalue())


def test_a_file_of_a_later_format_is_refused(tmp_path: Path) -> None:
    later = written(tmp_path, {**TOLD, "format": 2, "harkara": "9.0"})
    with pytest.raises(NotKept, match=r"is of format 2, and this Harkara reads 1: take Harkara 9\.0"):
        got(later)


def test_no_member_leads_out_of_its_folder() -> None:
    for name in ("../secret", "/etc/passwd", "media/../../x"):
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w") as tar:
            tar.addfile(tarfile.TarInfo(name))
        with pytest.raises(NotKept, match="which is no file of a backup"):
            got(out.getvalue())
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        link = tarfile.TarInfo("media/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    with pytest.raises(NotKept, match="which is no file of a backup"):
        got(out.getvalue())


def test_memory_does_not_grow_with_the_number_of_files() -> None:
    """tarfile holds what it has written unless it is told not to."""
    writer = Writer(io.BytesIO())
    for number in range(50):
        writer.put_bytes(f"media/{number}", b"x")
    assert writer._tar.members == []  # type: ignore[attr-defined]
