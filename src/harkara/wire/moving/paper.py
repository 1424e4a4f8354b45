"""A paper that was packed by ``harkara export`` moves into this house: the same paper, under the same addresses.

It takes the whole of it or goes on where it was broken off: pictures, what stands around stories, the stories lot by lot, and last
what names them. Every file is held against its digest as it is read. A house in which another paper lives is refused: the numbers
of stories stand in their addresses, and two papers cannot have the same.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Final

from django.conf import settings

from harkara.comments import holdings as comments
from harkara.desk import holdings
from harkara.desk.errors import Refused
from harkara.desk.holdings.folder import PICTURE, STORY, SUMS, digest_of, lines_of, manifest_of
from harkara.readings import holdings as readings

LOT: Final = 200
"""Stories taken in one transaction."""

PICTURES: Final = 20

NOTE: Final = "moving-in.json"
"""The file in the home that says which folder is moving in; it goes with the end of the moving."""

Progress = Callable[[str, int, int], None]
Row = dict[str, Any]


class NotTaken(Exception):  # noqa: N818 (it says what is)
    """The folder cannot be taken: the sentence says why, and what to do."""


@dataclass(slots=True)
class Taken:
    """What came in now, and what had come before a moving was broken off."""

    stories: int = 0
    pictures: int = 0
    comments: int = 0
    there: int = 0
    warnings: tuple[str, ...] = ()


def take(folder: Path, progress: Progress = lambda _what, _done, _of: None) -> Taken:
    """Takes the paper in ``folder``. Raises :class:`NotTaken` for a folder that is not whole, and in a house that is not empty;
    what came before stays, and the same call goes on.
    """
    try:
        manifest = manifest_of(folder)
        moving = _Moving(folder, manifest, progress)
        moving.begin()
        return moving.everything()
    except (ValueError, Refused) as error:
        raise NotTaken(str(error)) from error


class _Moving:
    """One paper moving in."""

    def __init__(self, folder: Path, manifest: dict[str, Any], progress: Progress) -> None:
        self.folder, self.manifest, self.progress = folder, manifest, progress
        self.refs = holdings.Refs()
        self.done = Taken(warnings=tuple(_warnings(manifest)))
        self.note = Path(settings.HARKARA_HOME) / NOTE

    def begin(self) -> None:
        """Looks whether the folder's lists are those that were packed, and whether this house can take it."""
        for name, part in self.manifest["parts"].items():
            listed = self._list(name)
            if name != "site" and (not listed.is_file() or digest_of(listed) != part["sha256"]):
                raise NotTaken(f"{listed} is not the list that was packed: copy the folder again.")
        ours = {"parts": {name: part["sha256"] for name, part in self.manifest["parts"].items() if name != "site"}}
        if self.note.exists():
            if json.loads(self.note.read_text()) != ours:
                raise NotTaken(
                    f"Another folder was moving in and was broken off ({self.note} says so): let that one end first, or begin"
                    " with an empty database and without that file."
                )
        elif not holdings.is_empty() or not comments.is_empty():
            raise NotTaken(
                "This house is not empty: a paper lives here, and two papers cannot have the same numbers in their addresses. "
                "Take the folder into a new home (HARKARA_HOME), after `harkara migrate` and before anything else."
            )
        self.note.parent.mkdir(parents=True, exist_ok=True)
        self.note.write_text(json.dumps(ours))

    def everything(self) -> Taken:
        """Takes all of it, in the order in which nothing is named before it is there."""
        self._pictures()
        if not holdings.has_frame():
            holdings.take_frame(self._rows, self.refs)
        self.refs.forget()
        later = self._stories()
        if later:
            self._later()
        if not holdings.is_settled():
            holdings.settle(self._rows, self.refs)
        self._readers()
        self.note.unlink()
        return self.done

    def _pictures(self) -> None:
        total, seen = self.manifest["pictures"], 0
        listed = _by_number(self._lines("pictures"))
        while lot := list(islice(listed, PICTURES)):
            with ExitStack() as opened:
                arrived = holdings.take_pictures([self._picture(files, opened) for files in lot])
            self.done.pictures += arrived.new
            self.done.there += arrived.there
            seen += len(lot)
            self.progress("pictures", seen, total)

    def _stories(self) -> bool:
        """Takes the stories; returns whether some name others that came after them, or may."""
        total, seen = self.manifest["parts"]["stories"]["files"], 0
        later = False
        for rows in self._lots():
            arrived = holdings.take_stories(rows, self.refs)
            self.done.stories += arrived.new
            self.done.there += arrived.there
            later = later or bool(arrived.later) or bool(arrived.there)
            seen += len(rows)
            self.progress("stories", seen, total)
        return later

    def _later(self) -> None:
        for rows in self._lots():
            holdings.take_later(rows, self.refs)

    def _lots(self) -> Iterator[list[Row]]:
        listed = self._lines("stories")
        while lot := list(islice(listed, LOT)):
            yield [_held(self._read(path, digest), STORY, path) for digest, path in lot]

    def _readers(self) -> None:
        files = {path.removeprefix("readers/") for _digest, path in self._lines("readers")}
        if "accounts.jsonl" in files:
            comments.take_readers(self._lines_of("readers/accounts.jsonl"))
        said = iter(self._lines_of("readers/said.jsonl"))
        while lot := list(islice(said, LOT)):
            self.done.comments += comments.take(lot)
        sums = iter(self._lines_of("readers/popular.jsonl"))
        while lot := list(islice(sums, LOT)):
            readings.take(lot)
        for lists in self._lines_of("readers/lists.jsonl"):
            readings.take_orders(lists["popular"])
            comments.take_order(lists["talked"])

    def _picture(self, files: list[tuple[str, str]], opened: ExitStack) -> tuple[Row, BinaryIO | None]:
        """A picture's row, and its original, open until ``opened`` ends."""
        (said_digest, said_path), *original = sorted(files, key=lambda one: not one[1].endswith(".json"))
        row = _held(self._read(said_path, said_digest), PICTURE, said_path)
        if not original:
            return row, None
        ((digest, path),) = original
        if digest_of(self.folder / path) != digest:
            raise NotTaken(f"{path} was changed since it was packed: copy the folder again.")
        return row, opened.enter_context((self.folder / path).open("rb"))

    def _rows(self, name: str) -> Iterable[Row]:
        return self._lines_of(f"paper/{name}.jsonl")

    def _lines_of(self, path: str) -> Iterator[Row]:
        """The rows of a file, one a line; the file is held against its digest before the first is given."""
        part = path.partition("/")[0]
        digest = next((digest for digest, listed in self._lines(part) if listed == path), None)
        if digest is None:
            return
        if digest_of(self.folder / path) != digest:
            raise NotTaken(f"{path} was changed since it was packed: copy the folder again.")
        with (self.folder / path).open(encoding="utf-8") as file:
            for line in file:
                yield json.loads(line)

    def _read(self, path: str, digest: str) -> bytes:
        try:
            data = (self.folder / path).read_bytes()
        except FileNotFoundError:
            raise NotTaken(f"{path} is not there: copy the folder again.") from None
        if hashlib.sha256(data).hexdigest() != digest:
            raise NotTaken(f"{path} was changed since it was packed: copy the folder again.")
        return data

    def _lines(self, part: str) -> Iterator[tuple[str, str]]:
        return lines_of(self._list(part))

    def _list(self, part: str) -> Path:
        return self.folder / SUMS / f"{part}.sha256"


def _held(data: bytes, kind: str, path: str) -> Row:
    """All that the desk keeps of a story or picture, out of its ninjs document."""
    bodies = json.loads(data).get("bodies", [])
    body = next((one["value"] for one in bodies if one.get("contentType") == kind), None)
    if body is None:
        raise NotTaken(
            f"{path} has no body of the type {kind}: it was not packed by Harkara. Take it in as an agency's file."
        )
    row: Row = json.loads(body)
    return row


def _by_number(listed: Iterable[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """The files of each picture: its original, where it has one, and its words."""
    files: list[tuple[str, str]] = []
    for digest, path in listed:
        files.append((digest, path))
        if path.endswith(".json"):  # the words come after the original
            yield files
            files = []


def _warnings(manifest: dict[str, Any]) -> Iterator[str]:
    """What this house says otherwise than the one where the paper was packed."""
    for name, word in (("origin", "HARKARA_ORIGIN"), ("zone", "HARKARA_ZONE")):
        here = getattr(settings, word)
        if manifest[name] != here:
            yield f"{word} is {here} here, and was {manifest[name]} where the paper was packed: its pages say that."
