"""What the embedded engines share: one folder, a note of what made it, and everything that is done with a view."""

import hashlib
import json
import os
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from functools import cache
from importlib.resources import files
from itertools import chain, islice
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from . import likeness, searching, suggesting
from .columns import moment
from .index import Found, IndexDamaged, Place, Search
from .packing import Packing, common_words
from .record import Record
from .view import View

Thing = TypeVar("Thing")

_WORDS = "words.bin"
_LESSON = 500  # records of a first write from which an index learns its words

_RULES = (
    *("analyse.py", "clean.py", "lexicon.py", "romanise.py", "skeleton.py", "stem.py"),
    *("data/clean.toml", "data/endings.tsv", "data/inherent.tsv", "data/keep.txt", "data/more_words.txt"),
    *("data/romanised.tsv", "data/skeleton.tsv", "data/verbs.tsv", "data/words.txt.xz"),
)

NOTE = "archive.json"
"""The file in an index's folder that says which engine made it, in which format."""


@cache
def analyser() -> str:
    """A digest of the rules and word lists by which texts become tokens: what was written by others has to be made anew."""
    bangla = files("harkara.bangla")
    digest = hashlib.sha256()
    for name in _RULES:
        digest.update(bangla.joinpath(name).read_bytes())
    return digest.hexdigest()[:16]


class Handed(Exception):  # noqa: N818 (it carries an error)
    """What went wrong in records that were handed in, and says nothing about the index."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error


def handed(things: Iterable[Thing]) -> Iterator[Thing]:
    """The things, one by one; an error of theirs comes as :class:`Handed`."""
    coming = iter(things)
    while True:
        try:
            thing = next(coming)
        except StopIteration:
            return
        except Handed:
            raise
        except Exception as error:
            raise Handed(error) from error
        yield thing


class Engine(ABC):
    """An index in a folder of its own. The folder may be missing: until the first write, nothing is found in it."""

    name: ClassVar[str]
    format: ClassVar[int]

    def __init__(self, folder: Path, *, writing: bool = False) -> None:
        self.folder = folder
        self.writing = writing
        self._packing: Packing | None = None

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

    def kept(self, keys: Iterable[str]) -> dict[str, Record]:
        """The records that are kept under ``keys``, as they were put but for their topics, of which only filters know."""
        found: dict[str, Record] = {}
        with self._now() as view:
            for key in keys if view else ():
                assert view is not None
                if row := view.kept(key):
                    card, body = view.whole(row.address)
                    found[key] = Record(
                        kind=card.kind,
                        number=card.number,
                        headline=card.headline,
                        body=body,
                        published_at=moment(row.published),
                        summary=card.summary,
                        href=card.href,
                        section=card.section,
                        writers=card.writers,
                    )
        return found

    def suggest(self, typed: str, limit: int = 8) -> tuple[str, ...]:
        with self._now() as view:
            return suggesting.suggest(view, typed, limit) if view else ()

    def like(
        self, record: Record, limit: int = 20, *, published_before: datetime | None = None
    ) -> Sequence[tuple[int, float]]:
        with self._now() as view:
            return likeness.like(view, record, limit, published_before) if view else ()

    def _packed(self) -> Packing:
        """How texts are packed in this folder."""
        words = self.folder / _WORDS
        if self._packing is None or (not self._packing.words and words.exists()):
            self._packing = Packing(words.read_bytes() if words.exists() else b"")
        return self._packing

    def _taught(self, put: Iterable[Record]) -> Iterable[Record]:
        """The records, the first of which have taught an index that is still empty its commonest words."""
        coming = handed(put)
        first = list(islice(coming, _LESSON))
        words = self.folder / _WORDS
        if len(first) == _LESSON and not words.exists():
            fresh = words.with_suffix(".new")
            with fresh.open("wb") as file:
                file.write(common_words(record.body for record in first))
                file.flush()
                os.fsync(file.fileno())
            os.replace(fresh, words)
            self._packing = None
        return chain(first, coming)

    def _begin_writing(self) -> None:
        """Makes the folder and its note, or checks the note that is there."""
        if not self.writing:
            raise RuntimeError(f"The index in {self.folder} was opened for reading.")
        self.folder.mkdir(parents=True, exist_ok=True)
        note = self.folder / NOTE
        if note.exists() or any(self.folder.iterdir()):
            found = self._check_format()
            if found.get("analyser") != analyser():
                raise self._damaged("its words were analysed by other rules than today's")
            return
        fresh = note.with_suffix(".new")
        fresh.write_text(json.dumps({"engine": self.name, "format": self.format, "analyser": analyser()}))
        os.replace(fresh, note)

    def _check_format(self) -> dict[str, Any]:
        """The folder's note. Raises :class:`IndexDamaged` where the folder is not one of this engine in this format."""
        note = self.folder / NOTE
        try:
            found: dict[str, Any] = json.loads(note.read_text())
            made = (found["engine"], found["format"])
        except FileNotFoundError:
            raise self._damaged(f"it has no {NOTE}") from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise self._damaged(f"{NOTE} cannot be read") from error
        if made != (self.name, self.format):
            raise self._damaged(
                f"it is one of {made[0]} in format {made[1]}, not of {self.name} in format {self.format}"
            )
        return found

    def _damaged(self, why: str) -> IndexDamaged:
        return IndexDamaged(f"The index in {self.folder} cannot be used: {why}. It has to be made anew.")
