"""``/search/``: readers search the archive, and the stand answers by itself, without database, desk or newsroom.

The empty form is a sheet that the press bakes (``search``), in the paper's own frame. With it lies the paper's card
(:mod:`harkara.layout.finding`), from which the pages of results are set in the same frame; a new name or section of the paper
prints the sheet anew, and the next search shows it. The search itself and the setting of its page are a clerk's, so that
no reader of another page waits for them.
"""

import json
import logging
import zlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Final
from urllib.parse import quote

from harkara.archive.index import Index
from harkara.rack import lite
from harkara.rack.pages import compressed

from .answers import Answer
from .asking import Asking, Outcome
from .clerks import Clerks, Crowded
from .encodings import accepted
from .lookup import Lookup, Resting
from .notices import SEARCHING, searching
from .server import Exchange, Headers, Request
from .turnstile import LOOPBACK, Turnstile

log = logging.getLogger(__name__)

BARE: Final = "/search"
FORM: Final = "/search/"
SUGGEST: Final = "/search/suggest"
ADDRESSES: Final = frozenset({BARE, FORM, SUGGEST, lite.twin(BARE), lite.twin(FORM)})

SHEET: Final = "search"
"""The name of the baked form."""

SUGGESTION: Final = 0.2
"""What a suggestion costs of a search, at the turnstile: there is one for every few letters."""

BUSY: Final = 3
"""Seconds after which somebody may come again who found the room full."""

UNLISTED: Final = ("x-robots-tag", "noindex")
JSON: Final[Headers] = [
    ("content-type", "application/json; charset=utf-8"),
    ("x-content-type-options", "nosniff"),
    UNLISTED,
]
SHORTLY: Final = ("cache-control", "private, max-age=15")
ONCE: Final = ("cache-control", "private, no-cache")
"""Results are a reader's own, and what was killed leaves them at once: a copy is only for the way back to them."""

Form = Callable[[Request], Answer | None]


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms readers search: ``rate`` searches a minute from one address and ``burst`` at once; ``proxies`` are the
    networks whose ``X-Forwarded-For`` counts; ``clerks`` search at a time in a worker, ``waiting`` may wait for them, and
    nobody longer than ``patience`` seconds.
    """

    rate: float = 60
    burst: int = 30
    proxies: tuple[str, ...] = LOOPBACK
    clerks: int = 2
    waiting: int = 16
    patience: float = 5.0


class Searching:
    """Answers what is asked at :data:`ADDRESSES`. ``form`` finds the baked form, ``asking`` has it printed,
    ``complain`` is told why the index is damaged.
    """

    def __init__(
        self,
        opens: Callable[[], Index] | None,
        form: Form,
        asking: Asking,
        terms: Terms,
        complain: Callable[[str], None] | None = None,
    ) -> None:
        self.lookup: Final = Lookup(opens, complain=complain)
        self.clerks: Final = Clerks(terms.clerks, terms.waiting)
        self.prompters: Final = Clerks(1, terms.waiting)
        self.turnstile: Final = Turnstile(terms.rate, terms.burst, terms.proxies)
        self.patience: Final = terms.patience
        self._form: Final = form
        self._asking: Final = asking
        self._notices: Final[dict[tuple[bool, int], bytes]] = {}

    def __call__(self, request: Request, exchange: Exchange) -> Awaitable[None] | None:
        """Answers one GET or HEAD, or returns what has to be waited for."""
        path, query = request.path, request.query_string
        if lite.full(path) == BARE:
            where = f"{path}/?{query}" if query else f"{path}/"
            exchange.response_empty(301, [("location", _ascii(where)), ("cache-control", "public, max-age=300")])
            return None
        if path == SUGGEST:
            wait = self.turnstile.wait(request, SUGGESTION)
            if wait:
                _suggested(exchange, 429, (), ("retry-after", str(wait)))
                return None
            return self._suggest(query, exchange)
        if not query:
            form = self._form(request)
            if form is None:
                return self._print(request, exchange)
            exchange.response_bytes(*form.reply(request.headers, request.method == "GET"))
            return None
        wait = self.turnstile.wait(request)
        if wait:
            self._say(request, exchange, 429, wait)
            return None
        return self._search(request, exchange)

    async def _search(self, request: Request, exchange: Exchange) -> None:
        """The page of results."""
        form = self._form(request) or await self._printed(request)
        if form is None:
            self._say(request, exchange, 503, BUSY)
            return
        takes, light = "gzip" in accepted(request.headers), lite.is_lite(request.path)
        try:
            status, framed, body = await self.clerks.do(
                partial(_worked_out, request.query_string, form, self.lookup, takes, light), self.patience
            )
        except (Crowded, TimeoutError):
            self._say(request, exchange, 503, BUSY)
            return
        except LookupError as error:
            log.warning("The search form cannot be used: %s", error)
            self._say(request, exchange, 503, BUSY)
            return
        except Exception:
            log.exception("A search failed")
            self._say(request, exchange, 503, BUSY)
            return
        self._notices.update({(light, status): packed for status, packed in framed.items()})
        told: Headers = [ONCE] if status == 200 else [("cache-control", "no-store"), ("retry-after", str(BUSY))]
        exchange.response_bytes(status, [*_headers(takes, light), *told], body)

    async def _suggest(self, query: str, exchange: Exchange) -> None:
        try:
            words = await self.prompters.do(partial(_suggestions, query, self.lookup), self.patience)
        except (Crowded, TimeoutError, Resting):
            _suggested(exchange, 503, (), ("retry-after", str(BUSY)))
        except Exception:
            log.exception("A suggestion failed")
            _suggested(exchange, 503, (), ("retry-after", str(BUSY)))
        else:
            _suggested(exchange, 200, words, SHORTLY)

    async def _printed(self, request: Request) -> Answer | None:
        """The form, printed now; as it was before, where there is no press."""
        light = lite.is_lite(request.path)
        sheet, address = (lite.NAME + SHEET, lite.twin(FORM)) if light else (SHEET, FORM)
        outcome = await self._asking.ask(sheet, address)
        return self._form(request) if outcome is Outcome.PRINTED else None

    async def _print(self, request: Request, exchange: Exchange) -> None:
        form = await self._printed(request)
        if form is None:
            self._say(request, exchange, 503, BUSY)
        else:
            exchange.response_bytes(*form.reply(request.headers, request.method == "GET"))

    def _say(self, request: Request, exchange: Exchange, status: int, wait: int) -> None:
        """A notice: in the paper's frame once a clerk has set it, else the stand's own."""
        told: Headers = [("cache-control", "no-store"), ("retry-after", str(wait))]
        light = lite.is_lite(request.path)
        packed = self._notices.get((light, status))
        if packed is None:
            own = searching(status)
            exchange.response_bytes(status, [*own.headers, UNLISTED, *told], own.body)
            return
        takes = "gzip" in accepted(request.headers)
        body = packed if takes else zlib.decompress(packed, 31)
        exchange.response_bytes(status, [*_headers(takes, light), *told], body)


def _worked_out(
    query: str, form: Answer, lookup: Lookup, takes: bool, light: bool
) -> tuple[int, dict[int, bytes], bytes]:
    """Status of the page for ``query``, the room's notices in the paper's frame (compressed), and the page, compressed for
    who ``takes`` gzip; all of it lite pages if ``light``. For a clerk.
    """
    from . import results  # loaded with the first search

    text = form.copy.identity().decode()
    made = results.lite_page(query, text, lookup) if light else results.page(query, text, lookup)
    notices = {status: packed for status in SEARCHING if (packed := results.notice(status, text, light))}
    body = made.html.encode()
    return made.status, notices, compressed(body) if takes else body


def _suggestions(query: str, lookup: Lookup) -> tuple[str, ...]:
    from .wanted import typed  # loaded with the first search

    words = typed(query)
    return lookup.suggest(words) if words else ()


def _suggested(exchange: Exchange, status: int, words: Sequence[str], *told: tuple[str, str]) -> None:
    """Answers with suggestions, as an object of JSON."""
    kept = [] if status == 200 else [("cache-control", "no-store")]
    body = json.dumps({"suggestions": words}, ensure_ascii=False).encode()
    exchange.response_bytes(status, [*JSON, *kept, *told], body)


@cache
def _headers(takes: bool, light: bool) -> Headers:
    """The headers of every page set here."""
    from harkara.layout import policy  # loaded with the first search

    encoded = [("content-encoding", "gzip")] if takes else []
    html = ("content-type", "text/html; charset=utf-8")
    return [
        html,
        *(policy.lite_headers() if light else policy.headers()),
        UNLISTED,
        ("vary", "accept-encoding"),
        *encoded,
    ]


def _ascii(address: str) -> str:
    """``address`` as a header may say it: what is none is escaped."""
    return quote(address, safe="/:?&=#%~!$'()*+,;@", encoding="latin-1", errors="replace")
