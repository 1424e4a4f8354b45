"""The pages of the paper as files that any web server can hand out: what the rack would hold, at the addresses of the rack.

A page whose address has no ending is the ``index.html`` of a folder of that name, so that a server without rules finds it and
knows what it is; nginx's ``try_files`` finds it without leading anywhere. Names are as they are read, in UTF-8: servers decode
the address of a request. A component of more than 255 bytes has no place on a disk; where it leads stays in the maps.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from string import ascii_uppercase
from typing import Any, Final

from harkara.comments.copy import ANSWERS
from harkara.comments.keys import PER_PAGE
from harkara.desk import copy
from harkara.press import names, plan
from harkara.press.moving_out import leads
from harkara.press.moving_out.crate import Lying, Part
from harkara.press.printing import Press
from harkara.press.snapshot import snapshot
from harkara.press.standing_type import TypeStore
from harkara.rack import lite, live, talk
from harkara.rack.crew import Crew
from harkara.rack.pages import Page
from harkara.rack.shelf import Shelf

LOT: Final = 64
"""Sheets that are read for together, and let go of together."""

FEW: Final = 8
"""Pictures that are drawn together."""

AHEAD: Final = 16
"""Lots that are on their way to a crew at most."""

LONGEST: Final = 255
"""Bytes of a file's name (POSIX, ``NAME_MAX``)."""

_SMALL: Final = {ord(letter): letter.lower() for letter in ascii_uppercase}

PUBLIC: Final = "public"
HTML: Final = "text/html"
OF_STORIES: Final = ("story", "data")


@dataclass(slots=True)
class Lot:
    """What became of some pages: the files in which they lie, the addresses that have no place on a disk, the picture files that
    they show (by the names of their sheets), and how many sheets were printed.
    """

    files: list[Lying] = field(default_factory=list)
    homeless: list[str] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)
    count: int = 0


Talk = tuple[int, int, list[int]]
"""A story, the places of what is said under it, and the comments below which more is said than a list shows."""


class Printer:
    """Prints pages and puts them where they are asked for, in this process or in one of a crew. ``shelf`` is where pictures lie
    that were drawn before.
    """

    def __init__(self, part: Part, shelf: Shelf) -> None:
        self.part, self.shelf = part, shelf
        self.standing = TypeStore()
        self.position = 0
        self._inside = ExitStack()

    def begin(self, _: None) -> int:
        """Enters a snapshot of its own, in a process of a crew; returns its position."""
        self.end()
        self.position = self._inside.enter_context(snapshot())
        return self.position

    def end(self) -> None:
        """Leaves it."""
        self._inside.close()

    def stories(self, numbers: Sequence[int], press: Press | None = None) -> Lot:
        """The pages of stories, their data and their lite pages; ``press`` has read for them, if there is one."""
        lot = Lot()
        with nullcontext(press) if press else at_work(self.position, self.standing) as at:
            if press is None:
                at.read_ahead(names.story(number) for number in numbers)
            for number in numbers:
                for name in (names.story(number), names.data(number), lite.NAME + names.story(number)):
                    self._print(at, name, lot)
                story = at.once(copy.story, number)
                for page in range(1, story.live.older + 1 if story and story.live else 1):
                    self._print(at, f"{live.NAME}{number}:{page}", lot)
        return lot

    def others(self, wanted: Sequence[str]) -> Lot:
        """Other pages, by the names of their sheets, each with its lite twin."""
        lot = Lot()
        with at_work(self.position, self.standing) as press:
            for name in wanted:
                self._print(press, name, lot)
                where = names.address(name)
                if where and lite.has_twin(where):
                    self._print(press, lite.NAME + name, lot)
        return lot

    def said(self, talks: Sequence[Talk]) -> Lot:
        """What readers said under stories, piece by piece."""
        lot = Lot()
        with at_work(self.position, self.standing) as press:
            for story, places, answers in talks:
                name = f"{talk.NAME}{story}"
                older = max(0, (places - 1) // PER_PAGE)
                pieces = ["", "best", *(str(page) for page in range(1, older)), *(f"t{number}" for number in answers)]
                for piece in pieces:
                    self._print(press, f"{name}:{piece}" if piece else name, lot)
        return lot

    def pictures(self, wanted: Sequence[str]) -> Lot:
        """The files of pictures: from the rack where they lie, else drawn; outside of the snapshot, for none ever changes."""
        self.end()
        lot = Lot()
        for name in wanted:
            lies = self.shelf.get(name)
            body = lies.identity() if lies else _drawn(name)
            if body is not None:
                self.write(names.address(name) or "", body, lot, is_html=False)
        return lot

    def work(self, task: tuple[str, Any]) -> Any:
        """What a process of a crew is asked for: one of the above, by its name."""
        return getattr(self, task[0])(task[1])

    def _print(self, press: Press, name: str, lot: Lot) -> None:
        printed = press.print(name)
        if printed.page is None:
            return
        lot.count += 1
        lot.shown.update(picture for _address, picture in printed.shown)
        where = printed.address or _notice(name)
        if where:
            self.write(where, printed.page.body, lot, is_html=_is_html(printed.page))

    def write(self, path: str, body: bytes, lot: Lot, *, is_html: bool) -> None:
        """Puts a body where it is asked for; what has no place, or one that is taken, is noted."""
        file = place(path, is_html=is_html)
        if file is None:
            lot.homeless.append(path)
            return
        try:
            lot.files.append(self.part.lay(f"{PUBLIC}/{file}", body))
        except (FileExistsError, NotADirectoryError, IsADirectoryError):
            lot.homeless.append(path)


class Site:
    """The site while it is written into the part of ``printer``, all of one snapshot. ``origin`` as in the paper's settings;
    ``crew`` prints, if there is one; ``pages``: whether an old address gets a page that leads on.
    """

    def __init__(self, printer: Printer, origin: str, crew: Crew | None = None, *, pages: bool = True) -> None:
        self.printer, self.part, self.crew = printer, printer.part, crew
        self.origin, self.pages = origin, pages
        self.shown: set[str] = set()
        """The picture files that pages show, by the names of their sheets."""
        self.homeless: list[str] = []
        """Addresses that have no place on a disk."""
        self.count = 0
        """Sheets that were printed."""
        root = self.part.root / self.part.name
        root.mkdir(parents=True, exist_ok=True)
        self._moved, self._gone = root / ".moved", root / ".gone"
        for noted in (self._moved, self._gone):
            noted.write_bytes(b"")

    def stories(self, press: Press, numbers: Sequence[int]) -> None:
        """Writes the pages of stories; ``press`` has read for them."""
        if self.crew is None:
            self._note(self.printer.stories(numbers, press))
        else:
            self._ask("stories", numbers)

    def said(self, talks: Sequence[Talk]) -> None:
        """Writes what readers said under stories."""
        self._ask("said", talks)

    def others(self) -> Iterator[int]:
        """Writes every other page, and notes where addresses lead; yields how many sheets are done."""
        for planned in plan.everything():
            wanted = (name for name in planned.placed.values() if name.partition(":")[0] not in OF_STORIES)
            yield from self._lots("others", wanted, LOT)
            with self._moved.open("a", encoding="utf-8") as moved:
                leading = (
                    (path, *where) for path, where in planned.moved.items() if not path.startswith(names.PRESSED)
                )
                moved.writelines(f"{status}\t{path}\t{to}\n" for path, to, status in leading)
                moved.writelines(f"301\t{path}\t{to}\n" for path, to in planned.yielding.items() if to)
            with self._gone.open("a", encoding="utf-8") as gone:
                gone.writelines(f"{path}\n" for path in sorted(planned.gone))
                gone.writelines(f"{path}\n" for path, to in planned.yielding.items() if to is None)
        yield from self._lots("others", names.NOTICES, LOT)
        self._settle()

    def pictures(self) -> Iterator[int]:
        """Writes the files of all pictures that pages show. Yields how many are asked for."""
        done = 0
        for _ in self._lots("pictures", sorted(self.shown), FEW):
            done = min(done + FEW, len(self.shown))
            yield done
        self._settle()

    def _lots(self, what: str, wanted: Iterable[str], size: int) -> Iterator[int]:
        wanted = iter(wanted)
        while lot := list(islice(wanted, size)):
            self._ask(what, lot)
            yield self.count

    def _ask(self, what: str, of: Sequence[Any]) -> None:
        """Has something printed: here, or by the crew in the order in which it was asked for."""
        if not of:
            return
        if self.crew is None:
            self._note(self.printer.work((what, of)))
            return
        while self.crew.is_busy(AHEAD):
            self._note(self.crew.take())
        self.crew.hand((what, of))

    def _settle(self) -> None:
        """Waits for all that was asked for."""
        while self.crew is not None and self.crew.waiting:
            self._note(self.crew.take())

    def _note(self, lot: Lot) -> None:
        for one in lot.files:
            self.part.note(one)
        self.homeless += lot.homeless
        self.shown |= lot.shown
        self.count += lot.count

    def close(self) -> None:
        """Writes where old addresses lead."""
        told = partial(_told, self._moved)
        for name, is_asked in (("gone", False), ("asked-gone", True)):
            gone = (path for path in _lines(self._gone) if ("?" in path) is is_asked)
            self._write_map(name, ((path, leads.nginx_gone(path)) for path in gone))
        self._write_map("asked", ((path, leads.nginx_asked(path, to)) for _, path, to in told() if "?" in path))
        for name, is_for_ever in (("moved", True), ("passing", False)):
            leading = ((path, to) for status, path, to in told() if (status == 301) is is_for_ever and "?" not in path)
            self._write_map(name, ((path, leads.nginx_moved(path, to)) for path, to in leading))
        self._write_lines(f"{PUBLIC}/_redirects", _redirects(self._moved, self._gone))
        self.part.put("nginx/maps.conf", leads.MAPS.encode())
        self.part.put("nginx/site.conf", leads.NGINX.encode())
        for _status, path, to in _told(self._moved) if self.pages else ():
            if "?" not in path:  # what is asked for behind the path, only a server with rules can tell apart
                lot = Lot()
                self.printer.write(path, leads.page(to, self.origin), lot, is_html=True)
                self._note(lot)
        for noted in (self._moved, self._gone):
            noted.unlink()

    def _write_map(self, name: str, lines: Iterable[tuple[str, str]]) -> None:
        """Writes one of nginx's maps, each path once: nginx knows no difference between large and small Latin letters, and
        refuses a map in which one comes twice. What has no line there has its page that leads on.
        """
        seen = sqlite3.connect("", isolation_level=None)  # on the disk where it is large, gone when it is closed
        seen.execute("BEGIN")
        seen.execute("CREATE TABLE seen (path TEXT PRIMARY KEY) WITHOUT ROWID")
        with closing(seen), self.part.text(f"nginx/{name}.map") as file:
            for path, line in lines:
                if seen.execute("INSERT OR IGNORE INTO seen VALUES (?)", (_small(path),)).rowcount:
                    file.write(line)

    def _write_lines(self, path: str, lines: Iterable[str]) -> None:
        with self.part.text(path) as file:
            for line in lines:
                file.write(line)


@contextmanager
def at_work(position: int, standing: TypeStore) -> Iterator[Press]:
    """A press in front of the snapshot that the caller is in: what it read it lets go of at the end."""
    press = Press(position, standing)
    with copy.standing_teasers(press.case):
        yield press


def place(path: str, *, is_html: bool) -> str | None:
    """Where the file for an address lies below ``public``; ``None`` where it can lie nowhere.

    >>> place("/world/", is_html=True), place("/12.json", is_html=False), place("/world/12/ক", is_html=True)
    ('world/index.html', '12.json', 'world/12/ক/index.html')
    """
    parts = path.removeprefix("/").split("/")
    if not path.startswith("/") or any(part in (".", "..") or "\0" in part for part in parts):
        return None
    if is_html and not (parts[-1].endswith(".html") and len(parts) == 1):
        parts = [*parts[:-1], *([parts[-1]] if parts[-1] else []), "index.html"]
    if not all(parts) or any(len(part.encode(errors="surrogatepass")) > LONGEST for part in parts):
        return None
    return "/".join(parts)


def long_talks(comments: Iterable[dict[str, object]]) -> list[int]:
    """The comments below which more is said than a list of many shows."""
    below: dict[int, int] = {}
    for one in comments:
        if isinstance(parent := one["parent"], int) and one["state"] == "shown":
            below[parent] = below.get(parent, 0) + 1
    return sorted(number for number, count in below.items() if count > ANSWERS)


def _notice(name: str) -> str | None:
    """Where a notice lies: servers of static sites look for ``404.html`` at the root."""
    kind, _, status = name.rpartition(":")
    if kind == "notice":
        return f"/{status}.html"
    return None


def _drawn(name: str) -> bytes | None:
    _, number, file = name.split(":")
    width, _, form = file.partition(".")
    drawn = copy.picture(int(number), int(width), form)
    return drawn.body if drawn else None


def _small(path: str) -> str:
    """A path as nginx compares it: Latin letters small, all others as they are."""
    return path.translate(_SMALL)


def _is_html(page: Page) -> bool:
    return dict(page.headers).get("content-type", "").startswith(HTML)


def _lines(noted: Path) -> Iterator[str]:
    """The lines of what was noted, one after the other."""
    with noted.open(encoding="utf-8") as file:
        for line in file:
            yield line[:-1]


def _told(moved: Path) -> Iterator[tuple[int, str, str]]:
    for line in _lines(moved):
        status, path, to = line.split("\t")
        yield int(status), path, to


def _redirects(moved: Path, gone: Path) -> Iterator[str]:
    yield from (leads.redirects(path, to, status) for status, path, to in _told(moved) if "?" not in path)
    yield from (f"{leads.encoded(path)} /410.html 404\n" for path in _lines(gone) if "?" not in path)
