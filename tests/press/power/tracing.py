"""What a process did to files, as the system saw it: the log of ``strace``, read as a list of events."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

STRACE = shutil.which("strace")
CALLS = (
    *("write", "pwrite64", "writev", "pwritev", "openat", "rename", "renameat", "renameat2", "link", "linkat"),
    *("unlink", "unlinkat", "fsync", "fdatasync", "ftruncate", "sync", "syncfs", "sendfile", "copy_file_range"),
)
LINE = re.compile(r"(?:\d+ +)?(\w+)\((.*)\) += (-?\d+)(?:<(.*?)>)?(?: .*)?$")
TOKEN = re.compile(r'"((?:\\x[0-9a-f]{2})*)"|(\w+)<((?:\\x[0-9a-f]{2})*)>|([A-Z_|0-9a-zx-]+)')

Kind = Literal["write", "size", "make", "link", "unlink", "rename", "sync", "sync folder", "sync all", "said"]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. ``path`` and ``other`` are absolute; ``data`` begins at ``place`` (bytes)."""

    kind: Kind
    path: str = ""
    other: str = ""
    place: int = 0
    data: bytes = b""


def command(log: Path) -> list[str]:
    """The words before a command whose file operations are to be written to ``log``."""
    assert STRACE is not None
    return [
        *(STRACE, "-f", "--seccomp-bpf", "-qq", "-y", "-xx", "-s", "100000000"),
        *("-o", str(log), "-e", ",".join(CALLS)),
    ]


def events(log: Path, root: Path) -> list[Event]:
    """What happened below ``root``, and what the process said on standard output, in order."""
    return list(_events(log, f"{root}/"))


def _events(log: Path, root: str) -> Iterator[Event]:
    offsets: dict[str, int] = {}
    with log.open() as lines:
        for line in lines:
            found = LINE.match(line)
            if found is None or found[3].startswith("-"):
                continue
            call, result = found[1], int(found[3])
            words = [_word(token) for token in TOKEN.finditer(found[2])]
            texts = [word for word in words if isinstance(word, bytes)]
            files = [word for word in words if isinstance(word, tuple)]
            plain = [word for word in words if isinstance(word, str)]
            if call == "openat":
                path = _decoded(found[4] or "").decode()
                if "O_DIRECTORY" not in found[2] and path.startswith(root):
                    offsets[f"{result} {path}"] = 0
                    if "O_CREAT" in found[2]:
                        yield Event("make", path)
                    if "O_TRUNC" in found[2]:
                        yield Event("size", path)
                continue
            if call == "write" and files[0][0] == "1":
                yield Event("said", data=texts[0])
            paths = [
                path if path.startswith("/") else root + path
                for path in (text.decode("utf-8", "replace") for text in texts)
            ]
            if call in ("sync", "syncfs"):
                yield Event("sync all")
            elif call.startswith("rename") and paths[0].startswith(root):
                yield Event("rename", paths[0], paths[1])
            elif call.startswith("link") and paths[0].startswith(root):
                yield Event("link", paths[0], paths[1])
            elif call.startswith("unlink") and paths[0].startswith(root):
                yield Event("unlink", paths[0])
            elif files and files[0][1].startswith(root.rstrip("/")):
                number, path = files[0]
                if call in ("fsync", "fdatasync"):
                    yield Event("sync folder" if Path(path).is_dir() else "sync", path)
                elif call == "ftruncate":
                    yield Event("size", path, place=int(plain[-1]))
                elif call == "pwrite64":
                    yield Event("write", path, place=int(plain[-1]), data=texts[0])
                elif call == "write":
                    key = f"{number} {path}"
                    yield Event("write", path, place=offsets.get(key, 0), data=texts[0])
                    offsets[key] = offsets.get(key, 0) + len(texts[0])
                else:
                    raise NotImplementedError(line[:200])


def _word(token: "re.Match[str]") -> bytes | tuple[str, str] | str:
    if token[1] is not None:
        return _decoded(token[1])
    if token[2] is not None:
        return token[2], _decoded(token[3]).decode("utf-8", "replace")
    return token[4]


def _decoded(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))
