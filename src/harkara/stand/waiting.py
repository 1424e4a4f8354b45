"""Who waits for what comes next in live coverage: a request that is held until the piece is another than its reader has.

Nothing is done for those who wait but to look at two numbers of the generation, twenty times a second for each piece however
many wait for it. When the press has laid another piece there, it is read once and sent to all, some hundred in a turn of the
event loop, so that other readers are answered in between. Who has waited long enough is told that nothing came (304) and asks
again. A worker that holds as many as it may tells the next at once, with the time after which to look again.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final, Protocol

from harkara.layout.coverage import HOLD, PAUSE

from .answers import Answer
from .heads import head
from .server import Closed, Exchange, Headers, Request

log = logging.getLogger(__name__)

TICK: Final = 0.05
"""Seconds between two looks whether there is another piece."""

TOGETHER: Final = 200
"""Answers in one turn of the event loop: a few milliseconds."""

MOST: Final = 24_000
"""Readers that a worker holds: beside them must be room for those who read."""


class Desk(Protocol):
    """What the waiting room needs of the stand."""

    def __call__(self, request: Request, exchange: Exchange) -> Awaitable[None] | None:
        """Answers a request."""
        ...

    def lying(self, path: str, request: Request) -> Answer | None:
        """The piece as it lies on the rack now, if it does."""
        ...

    def is_right(self, answer: Answer) -> bool:
        """Whether nothing has changed since a look at the rack."""
        ...


@dataclass(slots=True)
class Held:
    """Who waits: until when, for what else than it has (``tag``), and how it takes it (``accept``)."""

    until: float
    request: Request
    exchange: Exchange
    tag: str
    accept: str | None


@dataclass(slots=True)
class Bench:
    """Those who wait for another piece than ``answer``, who came first first."""

    answer: Answer
    held: deque[Held] = field(default_factory=deque)


class Waiting:
    """The waiting room of one worker. ``seconds``: how long a request is held; ``most``: how many are."""

    def __init__(
        self,
        stand: Desk,
        seconds: float = HOLD,
        most: int = MOST,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._stand: Final = stand
        self._seconds: Final = seconds
        self._most: Final = most
        self._clock: Final = clock
        self._benches: Final[dict[str, Bench]] = {}
        self._leaving: Final[deque[tuple[Held, Answer]]] = deque()
        self._late: Final[set[asyncio.Task[None]]] = set()
        self._ticks = False
        self._accepts: Final[dict[str, str]] = {}
        self.count = 0
        """How many are held now."""
        self.told = 0
        """How many were told of another piece since this process began."""

    def __call__(self, path: str, request: Request, exchange: Exchange) -> Awaitable[None] | None:
        """Answers a request for what comes next at ``path``: at once where its reader has another piece than lies there, or
        none; else when there is another one.
        """
        request.place = path.encode()
        bench = self._benches.get(path)
        if bench is not None and self._stand.is_right(bench.answer) and bench.answer.fresh():
            answer: Answer | None = bench.answer
        else:
            answer = self._stand.lying(path, request)
        if request.method != "GET":
            answer = None
        known = _known(answer, request) if answer is not None else None
        if answer is None or known is None:
            return self._stand(request, exchange)
        if self.count >= self._most:
            exchange.response_empty(304, [("etag", known), ("retry-after", str(PAUSE))])
            return None
        accept = request.headers.get("accept-encoding")
        if accept is not None:
            accept = self._accepts.setdefault(accept, accept) if len(self._accepts) < 64 else accept
        if bench is None:
            bench = self._benches[path] = Bench(answer)
        elif bench.answer.copy.etag != answer.copy.etag:
            self._release(path, bench, answer)
            bench = self._benches[path] = Bench(answer)
        bench.held.append(Held(self._clock() + self._seconds, request, exchange, known, accept))
        self.count += 1
        if not self._ticks:
            self._ticks = True
            asyncio.get_running_loop().call_later(TICK, self._tick)
        return None

    def look(self) -> None:
        """Sends on who has something to hear, and who has waited long enough."""
        now = self._clock()
        for path, bench in [*self._benches.items()]:
            if not self._stand.is_right(bench.answer):
                self._see(path, bench)
            held = bench.held
            while held and held[0].until <= now:
                self._nothing_came(held.popleft())
            if not held and self._benches.get(path) is bench:
                del self._benches[path]

    def _tick(self) -> None:
        try:
            self.look()
        except Exception:
            log.exception("what lies ready could not be looked at; those who wait go on waiting")
        if self._benches:
            asyncio.get_running_loop().call_later(TICK, self._tick)
        else:
            self._ticks = False

    def _see(self, path: str, bench: Bench) -> None:
        """Something changed on the rack that may be this piece."""
        answer = self._stand.lying(path, bench.held[0].request) if bench.held else None
        if answer is None:  # withdrawn, or not printed yet: each is answered as whoever asks for it
            held, bench.held = bench.held, deque()
            for one in held:
                self._as_usual(one)
        elif answer.copy.etag != bench.answer.copy.etag:
            self._release(path, bench, answer)
        else:
            bench.answer = answer

    def _release(self, path: str, bench: Bench, answer: Answer) -> None:
        """All of ``bench`` get ``answer``, some at a time."""
        if self._benches.get(path) is bench:
            del self._benches[path]
        is_idle = not self._leaving
        self._leaving.extend((one, answer) for one in bench.held)
        bench.held = deque()
        if is_idle and self._leaving:
            self._send()

    def _send(self) -> None:
        for _ in range(min(TOGETHER, len(self._leaving))):
            one, answer = self._leaving.popleft()
            self.count -= 1
            self.told += 1
            one.exchange.response_ready(*answer.made(one.accept))
        if self._leaving:
            asyncio.get_running_loop().call_soon(self._send)

    def _nothing_came(self, one: Held) -> None:
        self.count -= 1
        one.exchange.response_ready(_unchanged(one.tag), b"")

    def _as_usual(self, one: Held) -> None:
        self.count -= 1
        rest = self._stand(one.request, one.exchange)
        if rest is not None:
            task = asyncio.get_running_loop().create_task(_finish(rest, one.exchange))
            self._late.add(task)
            task.add_done_callback(self._late.discard)


_heads: dict[str, bytes] = {}


def _unchanged(tag: str) -> bytes:
    """The head that says that nothing came to who has ``tag``."""
    found = _heads.get(tag)
    if found is None:
        if len(_heads) > 256:
            _heads.clear()
        fields: Headers = [("etag", tag), ("cache-control", "no-store")]
        found = _heads[tag] = head(304, fields, None)
    return found


def _known(answer: Answer, request: Request) -> str | None:
    """The tag of what the reader has, where that is ``answer``."""
    status, fields, _body = answer.reply(request.headers)
    return dict(fields)["etag"] if status == 304 else None


async def _finish(rest: Awaitable[None], exchange: Exchange) -> None:
    try:
        await rest
    except Closed:
        pass
    except Exception:
        log.exception("what somebody waited for could not be sent")
        exchange.response_empty(503, [("retry-after", str(PAUSE)), ("cache-control", "no-store")])
