"""What the press printed, as the readers' side sees it: the pieces with what was said, and the paper's own frame.

No database is asked: pieces lie on the rack, and one that does not is asked of the press, as the stand does it.
"""

import asyncio
import time
from pathlib import Path
from typing import Final

from harkara.layout.copy import PaperCopy
from harkara.layout.finding import paper_of
from harkara.layout.talking import UnderCopy, under_of
from harkara.rack import door, talk
from harkara.rack.generation import Generation
from harkara.rack.manifest import Manifest
from harkara.rack.shelf import Shelf

from .errors import Absent, CommentsError

FRAME: Final = "/search/"
"""The page on which the paper's card stands (:mod:`harkara.layout.finding`)."""

PATIENCE: Final = 10.0
"""Seconds for which a page waits for the press."""


class NotNow(CommentsError):  # noqa: N818 (it says what is)
    """The press has not printed what is needed, and does not now."""


class Printed:
    """The rack in the folder ``rack``, and the door of the press at ``press_url``. Safe for many threads."""

    def __init__(self, rack: Path, press_url: str, patience: float = PATIENCE) -> None:
        generation = Generation(rack / "generation")
        self._shelf: Final = Shelf(rack / "shelf", generation)
        self._manifest: Final = Manifest(rack / "manifest.sqlite3", generation, mapped=0)
        self._press: Final = press_url
        self._patience: Final = patience

    def piece(self, path: str) -> tuple[str, UnderCopy]:
        """The piece at ``path`` and the story to which it belongs. Raises ``Absent`` where there is none or no longer,
        ``NotNow`` where it cannot be had.
        """
        text = self._text(path)
        under = under_of(text)
        if under is None:
            raise NotNow("not_now")
        return text, under

    def under(self, story: int) -> UnderCopy:
        """What is known of ``story`` for its form, also where what is said under it is not printed. Raises as :meth:`piece`."""
        path = talk.address(f"{talk.NAME}{story}:{talk.FORM}")
        return self.piece(path)[1]

    def paper(self) -> PaperCopy:
        """What the frame of every page shows. Raises ``NotNow``."""
        found = paper_of(self._text(FRAME))
        if found is None:
            raise NotNow("not_now")
        return found

    def _text(self, path: str) -> str:
        entry = self._manifest.find(path)
        if entry is None or entry.kind != "sheet":
            raise Absent("gone_story" if entry and entry.kind == "gone" else "no_story")
        found = self._lies(entry.name)
        if found is None:
            answer = self._ask(path)
            if answer in ("absent", "unknown"):
                raise Absent("no_comment")
            found = self._lies(entry.name)
        if found is None:
            raise NotNow("not_now")
        return found

    def _lies(self, name: str) -> str | None:
        stored = self._shelf.get(name)
        if stored is None or (stored.valid_until is not None and stored.valid_until <= time.time()):
            return None
        return stored.identity().decode()

    def _ask(self, path: str) -> door.Answer:
        try:
            return asyncio.run(door.ask(self._press, path, self._patience))
        except OSError as error:  # TimeoutError too
            raise NotNow("not_now") from error
