"""What the embedded engines share: one folder, a note of what made it, and everything that is done with a view."""

import json
import os
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from . import likeness, searching, suggesting
from .index import Found, IndexDamaged, Place, Search
from .record import Record
from .view import View

NOTE = "archive.json"
"""The file in an index's folder that says which engine made it, in which format."""


class Engine(ABC):
    """An index in a folder of its own. The folder may be missing: until the first write, nothing is found in it."""

    name: ClassVar[str]
    format: ClassVar[int]

    def __init__(self, folder: Path, *, writing: bool = False) -> None:
        self.folder = folder
        self.writing = writing

    @abstractmethod
    def write(self, put: Iterable[Record], remove: Collection[str], place: Place | None = None) -> None:
        """See :class:`~harkara.archive.index.Index`, here and below."""

    @abstractmethod
    def close(self) -> None: ...

    @abstractmethod
    def _now(self) -> AbstractContextManager[View | None]:
        """The index as it stands; None where nothing was ever written."""

    def place(self) -> Place | None:
        with self._now() as view:
            return view.place() if view else None

    def count(self) -> int:
        with self._now() as view:
            return view.count() if view else 0

    def search(self, wanted: Search) -> Found:
        with self._now() as view:
            return searching.search(view, wanted) if view else Found()

    def suggest(self, typed: str, limit: int = 8) -> tuple[str, ...]:
        with self._now() as view:
            return suggesting.suggest(view, typed, limit) if view else ()

    def like(
        self, record: Record, limit: int = 20, *, published_before: datetime | None = None
    ) -> Sequence[tuple[int, float]]:
        with self._now() as view:
            return likeness.like(view, record, limit, published_before) if view else ()

    def _begin_writing(self) -> None:
        """Makes the folder and its note, or checks the note that is there."""
        if not self.writing:
            raise RuntimeError(f"The index in {self.folder} was opened for reading.")
        self.folder.mkdir(parents=True, exist_ok=True)
        note = self.folder / NOTE
        if note.exists() or any(self.folder.iterdir()):
            self._check_format()
            return
        fresh = note.with_suffix(".new")
        fresh.write_text(json.dumps({"engine": self.name, "format": self.format}))
        os.replace(fresh, note)

    def _check_format(self) -> None:
        """Raises :class:`IndexDamaged` where the folder is not one of this engine in this format."""
        note = self.folder / NOTE
        try:
            found = json.loads(note.read_text())
            made = (found["engine"], found["format"])
        except FileNotFoundError:
            raise self._damaged(f"it has no {NOTE}") from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise self._damaged(f"{NOTE} cannot be read") from error
        if made != (self.name, self.format):
            raise self._damaged(
                f"it is one of {made[0]} in format {made[1]}, not of {self.name} in format {self.format}"
            )

    def _damaged(self, why: str) -> IndexDamaged:
        return IndexDamaged(f"The index in {self.folder} cannot be used: {why}. It has to be made anew.")
