"""The folder in which a paper moves: what lies where, and whether it is as it was packed.

``manifest.json`` is written last and holds the SHA-256 of the lists ``sums/PART.sha256``, each of which names the files of a part
with theirs, as ``sha256sum --check`` reads it. A story and a picture are ninjs documents; what only Harkara knows of them stands
there as one more body.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

FORMAT: Final = 1
"""Version of the layout of the folder. A later house reads it and the one before."""

MANIFEST: Final = "manifest.json"
SUMS: Final = "sums"
PARTS: Final = ("paper", "pictures", "stories", "readers", "site")

STORY: Final = "application/vnd.harkara.story+json"
PICTURE: Final = "application/vnd.harkara.picture+json"
"""The types of the bodies that hold all that the desk keeps."""


def manifest_of(folder: Path) -> dict[str, Any]:
    """The manifest of ``folder``. Raises ``ValueError`` with a sentence where there is none, or none of this house."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
    except FileNotFoundError:
        raise ValueError(
            f"{folder} has no {MANIFEST}: it is no folder of `harkara export`, or not a whole one."
        ) from None
    except ValueError as error:
        raise ValueError(f"{folder / MANIFEST} cannot be read: {error}.") from error
    if manifest.get("format") != FORMAT:
        raise ValueError(
            f"{folder} is of format {manifest.get('format')!r}, and this Harkara reads {FORMAT}: take the Harkara that packed it."
        )
    return manifest


def check(folder: Path, progress: Callable[[int, int], None] = lambda _done, _of: None) -> list[str]:
    """What is wrong with ``folder``, a sentence each; nothing where it is as it was packed. Raises ``ValueError`` as
    ``manifest_of``.
    """
    manifest = manifest_of(folder)
    total = sum(part["files"] for part in manifest["parts"].values())
    wrong, seen = [], 0
    for name, part in manifest["parts"].items():
        listed = folder / SUMS / f"{name}.sha256"
        if not listed.is_file() or digest_of(listed) != part["sha256"]:
            wrong.append(f"{listed} is not the list that was packed.")
            continue
        count = 0
        for digest, path in lines_of(listed):
            count, seen = count + 1, seen + 1
            if said := _difference(folder / path, digest):
                wrong.append(f"{path} {said}.")
            progress(seen, total)
        lies = sum(len(files) for _folder, _folders, files in os.walk(folder / name))
        if lies > count:
            wrong.append(f"{name} holds {lies - count} files that were not packed.")
    return wrong


def lines_of(listed: Path) -> Iterator[tuple[str, str]]:
    """The files of a list, each as (SHA-256, path below the folder), one after the other. Raises ``ValueError`` for a line that
    is none, and for a path that leads out of the folder.
    """
    with listed.open(encoding="utf-8") as file:
        for line in file:
            digest, _, path = line[:-1].partition("  ")
            if path.partition("/")[0] != listed.stem or ".." in path.split("/"):
                raise ValueError(
                    f"{listed} names “{path[:80]}”, which is no file of that part: it was not packed by Harkara."
                )
            yield digest, path


def _difference(file: Path, digest: str) -> str:
    try:
        found = digest_of(file)
    except FileNotFoundError:
        return "is not there"
    return "" if found == digest else "was changed"


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
