"""The application in front: one call from the server to the finished bytes.

The way of a request, the shortest first: an answer in memory whose generation is the rack's; a page whose slip says
where it lies; an answer in memory after a look at the rack; a page read from the shelf; a redirect or a notice by the
manifest; the application behind; a page printed while the reader waits. Only the last two leave the event loop's turn.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import quote

from harkara.rack import door
from harkara.rack.generation import Generation
from harkara.rack.manifest import Entry, Manifest
from harkara.rack.pages import BUSY, GONE, NOT_FOUND, Stored
from harkara.rack.pages import stored as made_ready
from harkara.rack.shelf import Shelf, has_brotli

from .addresses import Absent, is_broken, lead
from .answers import Answer, whole
from .asgi import AsgiApp
from .asking import Ask, Asking, Outcome
from .beacon import ADDRESS, Beacon
from .bridge import Bridge
from .encodings import accepted
from .memory import Memory
from .notices import notice
from .server import Application, Exchange, Headers, Request
from .slips import Slips

MEMORY: Final = 8 * 2**20
"""Bytes of ready answers a worker keeps: fronts, sections and some hundred stories, which are most of what is asked."""

SLIPS: Final = 12 * 2**20
"""Bytes of slips a worker keeps: room for 140,000 pages. Two workers with the newsroom behind stay below 300 MB."""

PATIENCE: Final = 10.0
TRIES: Final = 3
"""Times a page is asked for when it is touched again and again while it is printed."""

ALLOW: Final = ("allow", "GET, HEAD, OPTIONS")
RETRY: Final = ("retry-after", "5")
NEVER_KEPT: Final = ("cache-control", "no-store")
MOVED_FOR: Final = {302: "public, max-age=60", 307: "public, max-age=60"}
"""How long a redirect is kept: minutes (a story may move again, or back), and less what is moved daily."""

BAKED: Final = {404: NOT_FOUND, 410: GONE, 503: BUSY}
"""Notices that the press prints, and the names of their sheets."""


def application(
    rack: Path | str,
    behind: AsgiApp | None = None,
    prefixes: Sequence[str] = (),
    press_url: str = "",
    *,
    ask: Ask | None = None,
    patience: float = PATIENCE,
    memory: int = MEMORY,
    slips: int = SLIPS,
    spool: Path | str | None = None,
) -> "Stand":
    """The stand in front of the folder ``rack``, for a server that speaks RSGI.

    ``behind`` (ASGI) gets what lies under ``prefixes`` (``/desk/`` …). A page that is not baked is asked of the press at
    ``press_url`` by ``ask`` (a standing line to the rack's door), and waited for at most ``patience`` seconds.
    ``memory``: bytes of ready answers that one worker keeps; ``slips``: bytes of slips about other pages. ``spool``: the
    folder for what was read (:mod:`.beacon`); without, nobody is told.
    """
    asking = Asking(press_url, ask or door.Line().ask, patience)
    return Stand(Path(rack), behind and Bridge(behind), tuple(prefixes), asking, memory, slips, spool)


class Stand:
    """The RSGI application; one object for each worker process."""

    def __init__(
        self,
        rack: Path,
        behind: Application | None,
        prefixes: tuple[str, ...],
        asking: Asking,
        memory: int,
        slips: int,
        spool: Path | str | None,
    ) -> None:
        self.behind: Final = behind
        self.prefixes: Final = prefixes
        self.bare: Final = frozenset(prefix.rstrip("/") for prefix in prefixes) - {""}
        self.asking: Final = asking
        self.generation: Final = Generation(rack / "generation")
        self.shelf: Final = Shelf(rack / "shelf", self.generation)
        self.manifest: Final = Manifest(rack / "manifest.sqlite3", self.generation, mapped=0)  # it would be held
        self.beacon: Final = None if spool is None else Beacon(Path(spool))
        self.absent: Final = Absent()
        self.memory: Final = Memory(memory)
        self.slips: Final = Slips(self.shelf, self.manifest, slips)
        self._answers: Final = self.memory.answers
        self._number: Final = self.generation.number

    async def __call__(self, scope: Request, protocol: Exchange) -> None:
        """Answers one request of the server."""
        path = scope.path
        answer = self._answers.get(path)
        if (
            answer is not None
            and answer.stamp == self._number[0]
            and scope.method == "GET"
            and (answer.until is None or answer.fresh())
        ):
            answer.used = True
            protocol.response_bytes(*answer.reply(scope.headers))
        elif answer is None and (taken := self._taken(scope, path)) is not None:
            protocol.response_bytes(200, *taken)
        elif path == ADDRESS and self.beacon is not None:
            await self.beacon(scope, protocol)
        elif path.startswith(self.prefixes) or path in self.bare:
            if self.behind is None:
                self._say(scope, protocol, 404)
            else:
                await self.behind(scope, protocol)
        elif scope.method == "OPTIONS":
            protocol.response_empty(204, [ALLOW])
        elif scope.method not in ("GET", "HEAD"):
            self._say(scope, protocol, 405, ALLOW)
        elif is_broken(path):
            self._say(scope, protocol, 400)
        else:
            await self._page(scope, protocol, path)

    def _taken(self, scope: Request, path: str) -> tuple[Headers, bytes] | None:
        """Headers and body by the page's slip, for who wants the whole page whatever it is."""
        headers = scope.headers
        if scope.method != "GET" or not whole(headers):
            return None
        return self.slips.take(path, accepted(headers))

    async def _page(self, scope: Request, protocol: Exchange, path: str) -> None:
        """Answers a GET or HEAD for an address that may be the paper's."""
        old, absent = None, False
        for _ in range(TRIES):
            stamp = self._number[0]
            entry = None if self.absent.has(path, stamp) else lead(path, self.manifest)
            if entry is None and not stamp & 1:
                self.absent.note(path, stamp)
            if entry is None or entry.kind == "gone" or entry.target == path:
                self.memory.forget(path)
                return self._say(scope, protocol, 410 if entry and entry.kind == "gone" else 404)
            if entry.kind == "moved":
                where = quote(entry.target, safe="/:?&=#%~!$'()*+,;@")
                kept = MOVED_FOR.get(entry.status, "public, max-age=300")
                protocol.response_empty(entry.status, [("location", where), ("cache-control", kept)])
                return None
            answer = self._kept(path, entry.name, entry, stamp) or self._read(path, entry.name, entry, stamp, scope)
            if answer is not None and answer.fresh():
                return _send(scope, protocol, *answer.reply(scope.headers, scope.method == "GET"))
            if absent:
                return self._say(scope, protocol, 404)  # the press is sure; the manifest will say so too
            old = answer.copy if answer else None  # nobody touched it: only the clock has made it old
            outcome = await self.asking.ask(entry.name, path)
            if outcome is Outcome.DOWN:
                # A killed page is not found here: it was dropped, also from where touched pages are set aside.
                old = old or self.shelf.aside(entry.name)
            if outcome in (Outcome.DOWN, Outcome.LATE):
                break
            absent = outcome is Outcome.ABSENT
        return self._stale(scope, protocol, old)

    def _kept(self, key: str, name: str, entry: Entry | None, stamp: int) -> Answer | None:
        """The answer in memory, if what it was read from is what lies on the rack."""
        answer = self._answers.get(key)
        if answer is None or answer.entry != entry or answer.mark != self.shelf.mark(name):
            return None
        answer.stamp, answer.used = _even(stamp), True
        return answer

    def _read(self, key: str, name: str, entry: Entry | None, stamp: int, scope: Request) -> Answer | None:
        """The answer as it lies on the shelf; ``stamp`` was seen before the manifest was asked.

        It is kept in memory while there is room. Then only what is asked for often gets a place there, and of the other
        pages a slip is kept.
        """
        wanted = accepted(scope.headers)
        found = self.shelf.fetch(name, brotli="br" in wanted)
        if found is None:
            self.memory.forget(key)
            return None
        answer = Answer(found[0], entry, found[1])
        if self.memory.welcomes(answer, self.slips.often(key, wanted)) or not self.slips.keep(
            key, wanted, answer, stamp
        ):
            if found[0].brotli is None and has_brotli(found[1]):
                found[0].brotli = self.shelf.brotli(found[0])
                answer = Answer(found[0], entry, found[1])
            self.memory.keep(key, answer)
        else:
            self.memory.forget(key)
        answer.stamp = _even(stamp)
        return answer

    def _stale(self, scope: Request, protocol: Exchange, copy: Stored | None) -> None:
        """Hands out ``copy``, a page as it was, marked as stale; 503 if there is none."""
        if copy is None:
            return self._say(scope, protocol, 503, RETRY)
        kept = [header for header in copy.headers if header[0] not in ("cache-control", "expires")]
        marked = (*kept, ("cache-control", "no-cache"), ("warning", '110 - "Response is Stale"'))
        whole = Answer(replace(copy, headers=marked))
        return _send(scope, protocol, *whole.reply(scope.headers, scope.method == "GET"))

    def _say(self, scope: Request, protocol: Exchange, status: int, *headers: tuple[str, str]) -> None:
        """A notice: the baked one of that status if there is one, else the stand's own."""
        fields, body = self._notice(status, scope).ready(scope.headers.get("accept-encoding"))
        if status not in (404, 410):
            fields = [*(field for field in fields if field[0] != "cache-control"), NEVER_KEPT]
        _send(scope, protocol, status, [*fields, *headers], body)

    def _notice(self, status: int, scope: Request) -> Answer:
        name, stamp = BAKED.get(status), self._number[0]
        if name is None:
            return _own(status)
        answer = self._answers.get(name)
        if answer is not None and answer.stamp == stamp:
            answer.used = True
            return answer
        if self.absent.has(name, stamp):
            return _own(status)
        answer = self._kept(name, name, None, stamp) or self._read(name, name, None, stamp, scope)
        if answer is None and not stamp & 1:
            self.absent.note(name, stamp)
        return answer or _own(status)


@cache
def _own(status: int) -> Answer:
    return Answer(made_ready("", notice(status)))


def _even(stamp: int) -> int:
    """The stamp to keep: one that never equals a generation while a change is under way."""
    return -1 if stamp & 1 else stamp


def _send(scope: Request, protocol: Exchange, status: int, headers: Headers, body: bytes) -> None:
    if scope.method == "HEAD" and body:
        protocol.response_empty(status, [*headers, ("content-length", str(len(body)))])
    else:
        protocol.response_bytes(status, headers, body)
