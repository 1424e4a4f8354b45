"""Packs the whole paper into a folder: stories, pictures, what stands around them, what readers said, and the site.

All that the newsroom's database holds is read in one snapshot, so it is of one moment however long it takes and whatever is
published meanwhile. What readers said and read lies in the other database and is read in the same minutes. Originals and drawn
files of pictures never change.
"""

import mimetypes
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path
from typing import Any, Final

from django.conf import settings

import harkara
from harkara.comments import holdings as comments
from harkara.desk import clock, copy, holdings
from harkara.layout.copy import PaperCopy
from harkara.press.moving_out import site, stories
from harkara.press.moving_out.crate import Crate, NotPacked
from harkara.press.moving_out.site import Printer, Site
from harkara.press.snapshot import snapshot
from harkara.press.storeroom import Storeroom
from harkara.rack.crew import Crew, CrewLost
from harkara.readings import holdings as readings

OF_A_STORY: Final = 12 * 1024
"""Bytes that a story's file takes on a disk, about; its pages, its data and where it once stood ``OF_PAGES``."""

OF_PAGES: Final = 100 * 1024

TRIES: Final = 20
"""Times that several processes try to begin at one moment."""

Progress = Callable[[str, int, int], None]
"""Is told what is packed now, how many of it are done, and of how many."""


@dataclass(slots=True)
class Packed:
    """What was packed: the manifest, and what could not go along, with the reason."""

    manifest: dict[str, Any] = field(default_factory=dict)
    lacking: list[str] = field(default_factory=list)


def pack(
    target: Path,
    *,
    with_site: bool = True,
    with_readers: bool = False,
    lead_pages: bool = True,
    jobs: int = 0,
    progress: Progress = lambda _what, _done, _of: None,
) -> Packed:
    """Packs the paper into ``target``, which is empty or not there yet, and returns what was packed.

    ``with_readers``: readers' e-mail addresses too, which are personal data. ``lead_pages``: an old address gets a page in
    the site that leads on. ``jobs`` processes print the site beside this one. Raises
    :class:`~harkara.press.moving_out.crate.NotPacked`. Call it outside any transaction.
    """
    done = Packed()
    store = Storeroom.of_settings()
    with Crate(target) as crate, ExitStack() as stack:
        printer = Printer(crate.parts["site"], store.shelf)
        crew = stack.enter_context(Crew(jobs, printer.work)) if with_site and jobs else None
        try:
            with _one_moment(crew) as printer.position:
                counts = holdings.counts()
                pages = counts.stories * OF_PAGES + counts.bytes
                crate.require(counts.bytes + counts.stories * OF_A_STORY + (pages if with_site else 0))
                packing = _Packing(crate, printer, copy.paper(), done, progress)
                if with_site:
                    packing.site = Site(printer, settings.HARKARA_ORIGIN, crew, pages=lead_pages)
                told = packing.everything(counts, with_readers=with_readers)
            if packing.site:
                total = len(packing.site.shown)
                for number in packing.site.pictures():
                    progress("pictures of the site", number, total)
                packing.site.close()
                done.lacking += [
                    f"{path}: it has no place on a disk; see nginx/moved.map" for path in packing.site.homeless
                ]
        except CrewLost as why:
            raise NotPacked(
                f"Broken off: {why}. Nothing is left behind: begin anew, with --jobs 0 where memory is short."
            ) from why
        done.manifest = crate.close({**told, "lacking": done.lacking})
    return done


@contextmanager
def _one_moment(crew: Crew | None) -> Iterator[int]:
    """A snapshot, and one of the same position for each process of the crew; yields the position. Where something was published
    just when they began, they begin again.
    """
    for _ in range(TRIES):
        with snapshot() as position:
            if crew is None or set(crew.all(("begin", None))) == {position}:
                yield position
                return
    raise NotPacked(
        "The paper changes so often that several processes could not begin at one moment: begin anew, or with --jobs 0."
    )


class _Packing:
    """The packing of one paper, in one snapshot."""

    def __init__(self, crate: Crate, printer: Printer, paper: PaperCopy, done: Packed, progress: Progress) -> None:
        self.crate, self.position, self.paper, self.done, self.progress = crate, printer.position, paper, done, progress
        self.site: Site | None = None
        self.standing = printer.standing

    def everything(self, counts: holdings.Counts, *, with_readers: bool) -> dict[str, Any]:
        """Packs all but the site's pictures; returns what the manifest says of it."""
        rows = self._frame()
        self._pictures(counts.pictures)
        states = self._stories(counts.stories)
        said = self._readers(with_readers=with_readers)
        if self.site:
            for number in self.site.others():
                self.progress("pages", number, 0)
        return {
            "harkara": harkara.__version__,
            "packed_at": clock.now().astimezone(UTC).isoformat(timespec="seconds"),
            "position": self.position,
            "origin": settings.HARKARA_ORIGIN,
            "zone": self.paper.zone,
            "language": self.paper.language,
            "name": self.paper.name,
            "stories": states,
            "pictures": counts.pictures,
            "rows": rows,
            **said,
            "pages": self.site.count if self.site else 0,
        }

    def _frame(self) -> dict[str, int]:
        part, counts = self.crate.parts["paper"], {}
        for name in holdings.TABLES:
            with part.lines(f"{name}.jsonl") as lines:
                for row in holdings.frame(name):
                    lines.row(row)
                counts[name] = lines.rows
        return counts

    def _pictures(self, total: int) -> None:
        part, after, done = self.crate.parts["pictures"], 0, 0
        while rows := holdings.pictures(after, site.LOT):
            for row in rows:
                file = self._original(row) if row.get("file") else None
                part.put(f"{row['id'] // 1000}/{row['id']}.json", stories.picture(row, file, self.paper))
                done += 1
            after = rows[-1]["id"]
            self.progress("pictures", done, total)

    def _original(self, row: dict[str, Any]) -> dict[str, Any] | None:
        part, where = self.crate.parts["pictures"], stories.picture_place(row["id"], row["file"])
        before = part.bytes
        try:
            with holdings.original(row["file"]) as data:
                part.copy(where, data)
        except FileNotFoundError:
            self.done.lacking.append(f"picture {row['id']}: its file {row['file']} is not there")
            return None
        kind = mimetypes.guess_type(where)[0] or "application/octet-stream"
        return {"name": where.rpartition("/")[2], "type": kind, "bytes": part.bytes - before}

    def _stories(self, total: int) -> dict[str, int]:
        part, after, done = self.crate.parts["stories"], 0, 0
        states = {"live": 0, "withdrawn": 0, "killed": 0}
        while rows := holdings.stories(after, site.LOT):
            live = [row["id"] for row in rows if row["live"]]
            with site.at_work(self.position, self.standing) as press:
                press.read_ahead(f"story:{number}" for number in live)
                for row in rows:
                    shown = press.once(copy.story, row["id"]) if row["live"] else None
                    part.put(stories.place(row, self.paper), stories.document(row, shown, self.paper))
                    states["live" if row["live"] else "killed" if row["killed_at"] else "withdrawn"] += 1
                if self.site:
                    self.site.stories(press, live)
            after, done = rows[-1]["id"], done + len(rows)
            self.progress("stories", done, total)
        return states

    def _readers(self, *, with_readers: bool) -> dict[str, int]:
        part, after, count = self.crate.parts["readers"], 0, 0
        with part.lines("said.jsonl") as lines:
            while rows := comments.talks(after, site.LOT):
                for row in rows:
                    lines.row(row)
                    count += sum(one["state"] == "shown" for one in row["comments"])
                if self.site:
                    self.site.said([(row["story"], row["places"], site.long_talks(row["comments"])) for row in rows])
                after = rows[-1]["story"]
        with part.lines("popular.jsonl") as lines:
            after = 0
            while sums := readings.standings(after):
                for row in sums:
                    lines.row(row)
                after = sums[-1]["story"]
        with part.lines("lists.jsonl") as lines:
            lines.row({"popular": readings.orders(), "talked": comments.order()})
        accounts = 0
        if with_readers:
            with part.lines("accounts.jsonl") as lines:
                for row in comments.readers():
                    lines.row(row)
                accounts = lines.rows
        return {"comments": count, "accounts": accounts}
