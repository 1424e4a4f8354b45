"""``/oembed?url=…``: other sites ask what they may show of a story, and the stand answers by itself, without a database.

What is said of a story is a sheet of the press (``embed:12:json``); here the frame gets the size that was asked for, and the
answer its form. Whether an address is one of the paper says the sheet, which knows the paper's own.

Source: oEmbed 1.0 (oembed.com), sections 2.2 (what is asked), 2.3 (answers) and 2.3.2 (errors: 404, 501).
"""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final, Literal
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

from harkara.rack import embeds, lite
from harkara.rack.manifest import Entry, Manifest

from .addresses import SHORT, STORY, Unplanned, is_broken, lead
from .answers import Answer
from .asking import Asking, Outcome
from .server import Exchange, Headers, Request

ADDRESS: Final = embeds.ANSWERS
LONGEST: Final = 2_000
"""Characters of a query."""

LARGEST: Final = 10_000
"""CSS pixels that anybody may ask for."""

Form = Literal["json", "xml"]
TYPES: Final[dict[Form, str]] = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
OPEN: Final[Headers] = [
    ("access-control-allow-origin", "*"),
    ("x-content-type-options", "nosniff"),
    ("x-robots-tag", "noindex"),
]
KEPT: Final = ("cache-control", "public, max-age=60")
"""Of a kill others hear within a minute; what stands in their frames is asked for each time."""

SENTENCES: Final = {
    400: "Say url=, the address of a story of this paper; maxwidth and maxheight are numbers of pixels.",
    404: "This paper has no story at that address.",
    410: "The story at that address was withdrawn.",
    501: "The format is json or xml.",
    503: "Come again in some seconds.",
}

Named = Callable[[str, Request], Answer | None]


class Refused(Exception):  # noqa: N818 (it is an answer)
    """What is asked gets no answer but ``status``."""

    def __init__(self, status: int) -> None:
        super().__init__(SENTENCES[status])
        self.status: Final = status


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asked: the story's address, in which form, and how large the frame may be."""

    url: str
    form: Form = "json"
    widest: int | None = None
    highest: int | None = None


class Embedding:
    """Answers what is asked at :data:`ADDRESS`. ``named`` finds a sheet, ``asking`` has it printed."""

    def __init__(self, manifest: Manifest, named: Named, asking: Asking) -> None:
        self._manifest: Final = manifest
        self._named: Final = named
        self._asking: Final = asking

    def __call__(self, request: Request, exchange: Exchange) -> Awaitable[None] | None:
        """Answers one GET or HEAD, or returns what has to be waited for."""
        try:
            wanted = read(request.query_string)
            name = self._sheet(wanted.url)
            found = self._named(name, request)
            if found is None:
                return self._printed(name, wanted, request, exchange)
            _say(wanted, found, exchange)
        except Refused as refusal:
            _refuse(refusal.status, exchange)
        return None

    async def _printed(self, name: str, wanted: Wanted, request: Request, exchange: Exchange) -> None:
        outcome = await self._asking.ask(name, embeds.address(name))
        found = self._named(name, request) if outcome is Outcome.PRINTED else None
        try:
            if found is None:
                raise Refused(404 if outcome is Outcome.ABSENT else 503)
            _say(wanted, found, exchange)
        except Refused as refusal:
            _refuse(refusal.status, exchange)

    def _sheet(self, url: str) -> str:
        """The name of the sheet that says what oEmbed says of the story at ``url``."""
        path = lite.full(unquote(urlsplit(url).path, errors="replace"))
        if is_broken(path):
            raise Refused(404)
        try:
            number = _number(path, lead(path, self._manifest))
        except Unplanned as error:
            raise Refused(503) from error
        name = embeds.names(number)[1]
        entry = self._manifest.find(embeds.address(name))
        if entry is None or entry.kind != "sheet":
            raise Refused(410 if entry else 404)
        return name


def read(query: str) -> Wanted:
    """What ``query`` asks for. Raises :class:`Refused`."""
    if len(query) > LONGEST:
        raise Refused(400)
    try:
        fields = {name: values[0] for name, values in parse_qs(query, max_num_fields=20).items()}
        parts = urlsplit(fields.get("url", "").strip())
    except ValueError as error:
        raise Refused(400) from error
    form = fields.get("format", "json").lower()
    if form not in ("json", "xml"):
        raise Refused(501)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise Refused(400 if not fields.get("url") else 404)
    return Wanted(parts.geturl(), "xml" if form == "xml" else "json", *(_pixels(fields, one) for one in SIZES))


SIZES: Final = ("maxwidth", "maxheight")


def _pixels(fields: dict[str, str], name: str) -> int | None:
    given = fields.get(name, "")
    if not given:
        return None
    if not (given.isascii() and given.isdecimal() and len(given) < 10 and int(given)):
        raise Refused(400)
    return min(int(given), LARGEST)


def _number(path: str, entry: Entry | None) -> int:
    if entry is None:
        raise Refused(404)
    target = entry.target if entry.kind == "moved" else path
    found = STORY.fullmatch(target) or SHORT.fullmatch(target)
    if found is None:
        raise Refused(410 if entry.kind == "gone" else 404)
    return int(found[1])


def _say(wanted: Wanted, found: Answer, exchange: Exchange) -> None:
    said: dict[str, Any] = json.loads(found.copy.identity())
    if urlsplit(wanted.url).netloc.lower() != urlsplit(said["provider_url"]).netloc.lower():
        raise Refused(404)
    told = embeds.framed(said, wanted.widest, wanted.highest)
    body = json.dumps(told, ensure_ascii=False) if wanted.form == "json" else _xml(told)
    exchange.response_bytes(200, [("content-type", TYPES[wanted.form]), KEPT, *OPEN], body.encode())


def _xml(told: dict[str, Any]) -> str:
    fields = "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in told.items())
    return f'<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>{fields}</oembed>\n'


def _refuse(status: int, exchange: Exchange) -> None:
    again: Headers = [("retry-after", "5")] if status == 503 else []
    headers = [("content-type", "text/plain; charset=utf-8"), ("cache-control", "no-store"), *OPEN, *again]
    exchange.response_bytes(status, headers, f"{SENTENCES[status]}\n".encode())
