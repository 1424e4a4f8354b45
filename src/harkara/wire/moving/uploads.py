"""Pictures that came along in a folder, found by the address that the old paper had for them."""

import os
import re
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

LARGEST: Final = 30 * 1024 * 1024
"""Bytes of a picture, as the darkroom takes them; a larger file is refused there in words, so one byte more is read."""

_SIZED = re.compile(r"-(?:\d{2,5}x\d{2,5}|scaled|rotated)(?=\.[A-Za-z0-9]{2,5}\Z)")


class Uploads:
    """A folder as WordPress has it (``wp-content/uploads``: year, month, file), or any other with the same names below it."""

    def __init__(self, folder: str) -> None:
        self._root = Path(os.path.realpath(folder)) if folder else None

    def read(self, address: str) -> bytes | None:
        """The bytes of the picture at ``address``; the whole one where the address is of a smaller copy. Nothing outside of the
        folder is ever read.
        """
        if self._root is None:
            return None
        try:
            steps = [step for step in unquote(urlsplit(address).path).split("/") if step]
        except ValueError:
            return None
        if not steps or any(step in (".", "..") or "\0" in step or "\\" in step for step in steps):
            return None
        for at in range(len(steps)):  # the longest path that is there: the folder may begin anywhere in it
            for name in dict.fromkeys((_SIZED.sub("", steps[-1]), steps[-1])):
                found = self._inside(steps[at:-1], name)
                if found is not None:
                    return found
        return None

    def _inside(self, folders: list[str], name: str) -> bytes | None:
        assert self._root is not None
        path = os.path.realpath(os.path.join(self._root, *folders, name))
        if not path.startswith(f"{self._root}{os.sep}") or not os.path.isfile(path):
            return None
        with open(path, "rb") as file:
            return file.read(LARGEST + 1)
