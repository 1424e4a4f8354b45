"""The application in front: one call from the server to the finished bytes.

The way of a request, the shortest first: an answer in memory whose generation is the rack's; a page whose slip says
where it lies; an answer in memory after a look at the rack; a page read from the shelf; a redirect or a notice by the
manifest; the application behind; a page printed while the reader waits. Only the last two are waited for; the others
are answered in the call in which they were asked.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import quote

from harkara.archive.index import Index
from harkara.rack import door, lite, live
from harkara.rack.generation import FIRST, WIDE, Generation
from harkara.rack.manifest import Entry, Manifest
from harkara.rack.manifest import stripe as of_path
from harkara.rack.once import asked
from harkara.rack.pages import BUSY, GONE, NOT_FOUND, Stored
from harkara.rack.pages import stored as made_ready
from harkara.rack.shelf import Shelf, has_brotli
from harkara.rack.shelf import stripe as of_sheet

from . import health
from .addresses import Absent, Unplanned, is_broken, lead
from .answers import Answer, whole
from .asgi import AsgiApp
from .asking import Ask, Asking, Outcome
from .beacon import ADDRESS, PICTURE, Beacon
from .bridge import Bridge
from .encodings import accepted
from .health import ADDRESSES as HEALTH
from .memory import Memory
from .notices import notice
from .oembed import ADDRESS as EMBEDDED
from .oembed import Embedding
from .search import ADDRESSES as SEARCHED
from .search import SHEET, Searching, Terms
from .server import Application, Exchange, Headers, Request
from .slips import Slips
from .voices import ADDRESSES as SAID
from .voices import Voices
from .waiting import Waiting

MEMORY: Final = 8 * 2**20
"""Bytes of ready answers a worker keeps: fronts, sections and some hundred stories, which are most of what is asked."""

SLIPS: Final = 12 * 2**20
"""Bytes of slips a worker keeps: room for 140,000 pages. Two workers with the newsroom behind stay below 300 MB."""

SPELLED: Final = 1024
LONGEST_SPELLED: Final = 1500
"""How many addresses, as they were asked for, are noted whose answers are in memory, and up to which length: at most 4 MB."""

PATIENCE: Final = 10.0
TRIES: Final = 3
"""Times a page is asked for when it is touched again and again while it is printed."""

ALLOW: Final = ("allow", "GET, HEAD, OPTIONS")
RETRY: Final = ("retry-after", "5")
NEVER_KEPT: Final = ("cache-control", "no-store")
MOVED_FOR: Final = {302: "public, max-age=60", 307: "public, max-age=60"}
"""How long a redirect is kept: minutes (a story may move again, or back), and less what is moved daily."""

PRESSED: Final = "/go/c"
"""How the addresses begin by which clicks on what is sold are counted; its number follows."""

TOLD: Final = ADDRESS.encode()
"""Where pages tell that they were read, as all of them spell it."""

Missing = tuple[str, Stored | None]
"""The sheet that has to be printed, and its page as it was, if there is one."""

Seen = tuple[int, int, int]
"""The stripe of a path, the number of wide changes and that of the stripe."""

NOTED: Final = {404: "missing", 410: "gone", 503: "busy"}
COUNTED: Final = (
    *(
        "shelf",
        "moved",
        "missing",
        "gone",
        "refused",
        "busy",
        "stale",
        "asked_press",
        "search",
        "embedded",
        "pressed",
        "newsroom",
        "readers_side",
    ),
)
"""Where answers come from, other than from memory or by a slip. A page that was printed while its reader waited counts both as
asked of the press and as read from the shelf.
"""

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
    archive: Callable[[], Index] | None = None,
    terms: Terms = Terms(),  # noqa: B008 (it is frozen)
    complain: Callable[[str], None] | None = None,
    voices: AsgiApp | None = None,
) -> "Stand":
    """The stand in front of the folder ``rack``, for a worker to serve (:mod:`.worker`).

    ``behind`` (ASGI) gets what lies under ``prefixes`` (``/desk/`` …). A page that is not baked is asked of the press at
    ``press_url`` by ``ask`` (a standing line to the rack's door), and waited for at most ``patience`` seconds.
    ``memory``: bytes of ready answers that one worker keeps; ``slips``: bytes of slips about other pages. ``spool``: the
    folder for what was read (:mod:`.beacon`); without, nobody is told. ``archive`` opens the public index, which readers
    search on these ``terms`` (:mod:`.search`); ``complain`` is told where they meet damage in it. ``voices`` (ASGI) gets what
    readers say (:mod:`.voices`).
    """
    asking = Asking(press_url, ask or door.Line().ask, patience)
    stand = Stand(Path(rack), behind and Bridge(behind), tuple(prefixes), asking, memory, slips)
    if spool is not None:
        stand.beacon = Beacon(Path(spool), proxies=terms.proxies, is_story=stand.has_story, is_ad=stand.has_ad)
    stand.voices = voices and Voices(voices, terms.proxies)
    stand.search = Searching(archive, stand.form, asking, terms, complain)
    return stand


class Stand:
    """What answers readers; one object for each worker process."""

    def __init__(
        self,
        rack: Path,
        behind: Application | None,
        prefixes: tuple[str, ...],
        asking: Asking,
        memory: int,
        slips: int,
    ) -> None:
        self.behind: Final = behind
        self.prefixes: Final = prefixes
        self.bare: Final = frozenset(prefix.rstrip("/") for prefix in prefixes) - {""}
        self.asking: Final = asking
        self.generation: Final = Generation(rack / "generation")
        self.shelf: Final = Shelf(rack / "shelf", self.generation)
        self.manifest: Final = Manifest(rack / "manifest.sqlite3", self.generation, mapped=0)  # it would be held
        self.beacon: Beacon | None = None
        self.search: Application | None = None
        self.voices: Application | None = None
        self.embedding: Final = Embedding(self.manifest, self._named, asking)
        self.waiting: Final = Waiting(self)
        self.from_memory = self.from_slips = 0
        """Answers from there, and in ``counts`` the others: plain numbers of this process (decision 35)."""
        self.counts: Final[dict[str, int]] = dict.fromkeys(COUNTED, 0)
        self.always: Headers = []
        """What stands on every answer, also of those behind."""
        self.absent: Final = Absent()
        self.memory: Final = Memory(memory)
        self.slips: Final = Slips(self.shelf, self.manifest, slips)
        self._answers: Final = self.memory.answers
        self._spelled: Final[dict[bytes, str]] = {}
        self._number: Final = self.generation.number

    def __call__(self, request: Request, exchange: Exchange) -> Awaitable[None] | None:
        """Answers one request, or returns what has to be waited for."""
        place, method = request.place, request.method
        if request.query_string and method in ("GET", "HEAD") and self._once(request, exchange):
            return None
        path = self._spelled.get(place)
        if path is not None:
            answer = self._answers.get(path)
            if answer is None:
                del self._spelled[place]
            elif self._is_right(answer) and method == "GET" and (answer.until is None or answer.fresh()):
                answer.used = True
                self.from_memory += 1
                if whole(request.headers):
                    exchange.response_ready(*answer.made(request.headers.get("accept-encoding")))
                else:
                    exchange.response_bytes(*answer.reply(request.headers))
                return None
        elif method == "GET" and whole(request.headers):
            taken = self.slips.take(place, accepted(request.headers))
            if taken is not None:
                self.from_slips += 1
                exchange.response_ready(*taken)
                return None
        elif place == TOLD and self.beacon is not None:
            self.beacon(request, exchange)
            return None
        path = request.path
        if path in HEALTH:
            health.answer(request, exchange, self.manifest, self.shelf)
            return None
        if self.beacon is not None and path in (ADDRESS, PICTURE):
            (self.beacon if path == ADDRESS else self.beacon.show)(request, exchange)
            return None
        if path.startswith(self.prefixes) or path in self.bare:
            if self.behind is not None:
                self.counts["newsroom"] += 1
                return self.behind(request, exchange)
            self._say(request, exchange, 404)
        elif path.startswith(SAID) and self.voices is not None:
            self.counts["readers_side"] += 1
            return self.voices(request, exchange)
        elif method == "OPTIONS":
            exchange.response_empty(204, [ALLOW])
        elif method not in ("GET", "HEAD"):
            self._say(request, exchange, 405, ALLOW)
        elif is_broken(path):
            self._say(request, exchange, 400)
        elif path in SEARCHED and self.search is not None:
            self.counts["search"] += 1
            return self.search(request, exchange)
        elif path.startswith(PRESSED):
            self._press(request, exchange, path)
        elif path == EMBEDDED:
            self.counts["embedded"] += 1
            return self.embedding(request, exchange)
        elif path.startswith(live.PREFIX) and (piece := live.waits_for(path)) is not None:
            return self.waiting(piece, request, exchange)
        else:
            missing = self._page(request, exchange, path)
            if missing is not None:
                return self._printed(request, exchange, path, missing)
        return None

    def figures(self) -> dict[str, float]:
        """What was answered since this process began, as series of Prometheus (:mod:`harkara.figures`)."""
        counts = {"memory": self.from_memory, "slip": self.from_slips, **self.counts}
        told: dict[str, float] = {f'harkara_stand_answers_total{{from="{name}"}}': n for name, n in counts.items()}
        told["harkara_stand_readings_dropped_total"] = self.beacon.dropped if self.beacon else 0
        told["harkara_stand_waiting"] = self.waiting.count
        told["harkara_stand_waited_total"] = self.waiting.told
        return told

    def is_right(self, answer: Answer) -> bool:
        """Whether neither the page nor what leads to it has changed since somebody looked."""
        return self._is_right(answer)

    def lying(self, path: str, request: Request) -> Answer | None:
        """What lies on the rack for ``path`` and may be handed out now: no redirect, and nothing that has to be printed first."""
        answer = self._answers.get(path)
        if answer is not None and self._is_right(answer) and answer.fresh():
            return answer
        before = self._seen(of_path(path))
        try:
            entry = lead(path, self.manifest)
        except Unplanned:
            return None
        if entry is None or entry.kind != "sheet":
            return None
        answer = self._looked(path, entry.name, entry, before, request)
        return answer if answer is not None and answer.fresh() else None

    def has_story(self, number: int) -> bool:
        """Whether the paper has a story of this number that it did not withdraw."""
        entry = self.manifest.find(f"/{number}")
        return entry is not None and entry.kind != "gone"

    def has_ad(self, number: int) -> bool:
        """Whether a campaign runs something of this number."""
        return self.manifest.find(f"{PRESSED}{number}") is not None

    def _press(self, request: Request, exchange: Exchange, path: str) -> None:
        """Answers a click on what is sold: it leads where the manifest says, and nowhere else."""
        number = path.removeprefix(PRESSED)
        entry = self.manifest.find(path) if number.isascii() and number.isdecimal() else None
        if entry is None or entry.kind != "moved":
            self._say(request, exchange, 404)
            return
        if self.beacon is not None and request.method == "GET":
            self.beacon.pressed(request, int(number))
        self.counts["pressed"] += 1
        where = quote(entry.target, safe="/:?&=#%~!$'()*+,;@")
        exchange.response_empty(302, [("location", where), NEVER_KEPT, ("x-robots-tag", "noindex, nofollow")])

    def form(self, request: Request) -> Answer | None:
        """The baked search form, if it lies there. It is never noted under the address asked for, nor on a slip: these do
        not tell a search from the empty form.
        """
        return self._named(lite.NAME + SHEET if lite.is_lite(request.path) else SHEET, request)

    def _once(self, request: Request, exchange: Exchange) -> bool:
        """Answers a request for a page of the paper that moved in, which it told apart by what was asked for (``/?p=12``)."""
        path = request.path
        if path in SEARCHED or path.startswith(self.prefixes) or path in self.bare or is_broken(path):
            return False
        wanted = asked(lite.full(path), request.query_string)
        entry = None if wanted is None else self.manifest.find(wanted)
        if entry is None or entry.kind == "sheet":
            return False
        if entry.kind == "gone":
            self._say(request, exchange, 410)
            return True
        where = lite.twin(entry.target) if lite.is_lite(path) and lite.leads_to_twin(entry.target) else entry.target
        self._move(exchange, Entry("moved", "", where, entry.status))
        return True

    def _move(self, exchange: Exchange, entry: Entry) -> None:
        self.counts["moved"] += 1
        where = quote(entry.target, safe="/:?&=#%~!$'()*+,;@")
        kept = MOVED_FOR.get(entry.status, "public, max-age=300")
        exchange.response_empty(entry.status, [("location", where), ("cache-control", kept)])

    def _page(self, request: Request, exchange: Exchange, path: str, asked: bool = False) -> Missing | None:
        """Answers a GET or HEAD for an address that may be the paper's; what has to be printed first is returned.

        ``asked``: the press knows of no such page.
        """
        stamp, before = self._number[0], self._seen(of_path(path))
        try:
            entry = None if self.absent.has(path, stamp) else lead(path, self.manifest)
        except Unplanned:  # a new rack: the press is finding out what there is
            self._say(request, exchange, 503, RETRY)
            return None
        if entry is None and not stamp & 1:
            self.absent.note(path, stamp)
        if entry is None or entry.kind == "gone" or entry.target == path:
            self.memory.forget(path)
            self._say(request, exchange, 410 if entry and entry.kind == "gone" else 404)
            return None
        if entry.kind == "moved":
            self._move(exchange, _short(path, entry))
            return None
        answer = self._looked(path, entry.name, entry, before, request)
        if path in self._answers:
            self._spell(request.place, path)
        if answer is not None and answer.fresh():
            self.counts["shelf"] += 1
            exchange.response_bytes(*answer.reply(request.headers, request.method == "GET"))
        elif asked:
            self._say(request, exchange, 404)  # the press is sure; the manifest will say so too
        else:
            return entry.name, (
                answer.copy if answer else None
            )  # nobody touched a copy: only the clock has made it old
        return None

    async def _printed(self, request: Request, exchange: Exchange, path: str, missing: Missing) -> None:
        """Answers when the press has printed what is missing, or with what there is."""
        for _ in range(TRIES):
            name, old = missing
            self.counts["asked_press"] += 1
            outcome = await self.asking.ask(name, path)
            if outcome is Outcome.DOWN:
                # A killed page is not found here: it was dropped, also from where touched pages are set aside.
                old = old or self.shelf.aside(name)
            if outcome in (Outcome.DOWN, Outcome.LATE):
                break
            still = self._page(request, exchange, path, outcome is Outcome.ABSENT)
            if still is None:
                return
            missing, old = still, still[1]
        self._stale(request, exchange, old)

    def _spell(self, place: bytes, path: str) -> None:
        """Notes that ``place`` is a spelling of ``path``, of which an answer is in memory."""
        if len(self._spelled) >= SPELLED:
            self._spelled.clear()
        if len(place) <= LONGEST_SPELLED:
            self._spelled[place] = path

    def _is_right(self, answer: Answer) -> bool:
        """Whether neither the page nor what leads to it has changed since somebody looked."""
        number, (one, other) = self._number, answer.stripes
        return number[WIDE] + number[FIRST + one] + number[FIRST + other] == answer.stamp

    def _seen(self, stripe: int) -> Seen:
        """What is to be seen before what is known of a path is looked at; ``stripe`` is the path's."""
        return stripe, self._number[WIDE], self._number[FIRST + stripe]

    def _looked(self, key: str, name: str, entry: Entry | None, seen: Seen, request: Request) -> Answer | None:
        """The answer in memory if what it was read from is what lies on the rack, else as it lies there."""
        (one, wide, first), other = seen, of_sheet(name)
        second = self._number[FIRST + other]
        stamp = -1 if (wide | first | second) & 1 else wide + first + second
        answer = self._answers.get(key)
        if answer is None or answer.entry != entry or answer.mark != self.shelf.mark(name):
            return self._read(key, name, entry, (stamp, one, other), request)
        answer.stamp, answer.stripes, answer.used = stamp, (one, other), True
        return answer

    def _read(
        self, key: str, name: str, entry: Entry | None, stamp: tuple[int, int, int], request: Request
    ) -> Answer | None:
        """The answer as it lies on the shelf; ``stamp`` (the sum and its stripes) was seen before anybody looked.

        It is kept in memory while there is room. Then only what is asked for often gets a place there, and of the other
        pages a slip is kept.
        """
        wanted = accepted(request.headers)
        found = self.shelf.fetch(name, brotli="br" in wanted)
        if found is None:
            self.memory.forget(key)
            return None
        answer = _stamped(Answer(found[0], entry, found[1]), stamp)
        often = self.slips.often(request.place, wanted)
        if self.memory.welcomes(answer, often) or not self.slips.keep(request.place, wanted, answer):
            if found[0].brotli is None and has_brotli(found[1]):
                found[0].brotli = self.shelf.brotli(found[0])
                answer = _stamped(Answer(found[0], entry, found[1]), stamp)
            self.memory.keep(key, answer)
        else:
            self.memory.forget(key)
        return answer

    def _stale(self, request: Request, exchange: Exchange, copy: Stored | None) -> None:
        """Hands out ``copy``, a page as it was, marked as stale; 503 if there is none."""
        if copy is None:
            self._say(request, exchange, 503, RETRY)
            return
        self.counts["stale"] += 1
        kept = [header for header in copy.headers if header[0] not in ("cache-control", "expires")]
        marked = (*kept, ("cache-control", "no-cache"), ("warning", '110 - "Response is Stale"'))
        answer = Answer(replace(copy, headers=marked))
        exchange.response_bytes(*answer.reply(request.headers, request.method == "GET"))

    def _say(self, request: Request, exchange: Exchange, status: int, *headers: tuple[str, str]) -> None:
        """A notice: the baked one of that status if there is one, else the stand's own."""
        self.counts[NOTED.get(status, "refused")] += 1
        answer, takes = self._notice(status, request), request.headers.get("accept-encoding")
        is_kept = status in (404, 410)
        if is_kept and not headers and request.method == "GET":
            exchange.response_ready(*answer.made(takes))  # strangers' programs ask for what is not there all day
            return
        fields, body = answer.ready(takes)
        if not is_kept:
            fields = [*(field for field in fields if field[0] != "cache-control"), NEVER_KEPT]
        exchange.response_bytes(status, [*fields, *headers], body)

    def _notice(self, status: int, request: Request) -> Answer:
        name = BAKED.get(status)
        if name and lite.is_lite(request.path):
            name = lite.NAME + name
        return (self._named(name, request) if name else None) or _own(status)

    def _named(self, name: str, request: Request) -> Answer | None:
        """The sheet ``name``, which is handed out under other addresses than its own; None where it does not lie there."""
        stamp = self._number[0]
        answer = self._answers.get(name)
        if answer is not None and self._is_right(answer):
            answer.used = True
            return answer
        if self.absent.has(name, stamp):
            return None
        answer = self._looked(name, name, None, self._seen(of_sheet(name)), request)
        if answer is None and not stamp & 1:
            self.absent.note(name, stamp)
        return answer


def _short(path: str, entry: Entry) -> Entry:
    """Where a short link leads, as 301 also where an earlier version wrote 302 into the manifest."""
    is_short = entry.status == 302 and lite.SHORT.fullmatch(lite.full(path))
    return replace(entry, status=301) if is_short else entry


@cache
def _own(status: int) -> Answer:
    return Answer(made_ready("", notice(status)))


def _stamped(answer: Answer, stamp: tuple[int, int, int]) -> Answer:
    answer.stamp, *stripes = stamp
    answer.stripes = stripes[0], stripes[1]
    return answer
