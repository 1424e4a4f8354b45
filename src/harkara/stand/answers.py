"""Ready answers: a page with every header worked out."""

import time
from typing import Final

from harkara.rack.manifest import Entry
from harkara.rack.pages import Encoding, Stored
from harkara.rack.shelf import Mark

from .conditions import matched, moment, span
from .encodings import PLAIN, order
from .heads import head
from .server import Fields, Headers

Reply = tuple[int, Headers, bytes]
"""Status, headers, body: what goes out. The length of the body stands in the headers only where no body is sent."""

KEPT_BY_304: Final = frozenset({"cache-control", "expires", "last-modified", "vary", "content-location"})
"""Headers of the page that a 304 repeats (RFC 9110, 15.4.5); the entity tag is added."""

MADE: Final = 8
"""Ways of saying what encodings one takes for which first lines are kept; browsers have three."""

COST: Final = 3000
"""Bytes an answer takes beside its bodies, roughly: headers, look-up, objects."""


CONDITIONS: Final = frozenset({b"if-none-match", b"if-modified-since", b"range"})


def whole(headers: Fields) -> bool:
    """Whether a reader with these headers wants the page whatever it is: neither if it is another, nor a part of it."""
    return not headers.any_of(CONDITIONS)


class Answer:
    """What a path is answered with. ``stamp`` is the sum of its ``stripes`` (:meth:`harkara.rack.generation.Generation.sum`;
    of the path and of the sheet) at which it was last right, -1 where that is not known; ``mark`` and ``entry`` are
    what it was read from; ``used`` is for the memory.
    """

    __slots__ = ("_made", "_ready", "copy", "entry", "mark", "size", "stamp", "stripes", "until", "used")

    def __init__(self, copy: Stored, entry: Entry | None = None, mark: Mark | None = None) -> None:
        self.copy: Final = copy
        self.entry: Final = entry
        self.mark: Final = mark
        self.until: Final = copy.valid_until
        self.size: Final = COST + len(copy.gzip) + len(copy.brotli or b"") + len(copy.plain or b"")
        self.stamp = -1
        self.stripes = (0, 0)
        self.used = False
        self._ready: dict[Encoding, tuple[Headers, bytes]] = {}
        self._made: dict[str | None, tuple[bytes, bytes]] = {}

    def made(self, accept: str | None) -> tuple[bytes, bytes]:
        """The first lines (:func:`.heads.head`) and the body of the whole page for who sends ``Accept-Encoding: accept``."""
        found = self._made.get(accept)
        if found is None:
            fields, body = self.ready(accept)
            found = head(self.copy.status, fields, len(body)), body
            if len(self._made) < MADE:
                self._made[accept] = found
        return found

    def ready(self, accept: str | None) -> tuple[Headers, bytes]:
        """Headers and body in the encoding that ``Accept-Encoding: accept`` wants most of those there are."""
        for encoding in order(accept) if accept else PLAIN:
            if (encoding == "br" and self.copy.brotli is not None) or (encoding == "gzip" and self.copy.gzip):
                return self.sent(encoding)
            if encoding == "identity":
                break
        if self.copy.plain is not None:
            return self.sent("identity")
        return self.headers("identity"), self.copy.identity()  # rare and large: made when asked for, never kept

    def sent(self, encoding: Encoding) -> tuple[Headers, bytes]:
        """Headers and body in ``encoding``, in which the page lies on the shelf."""
        found = self._ready.get(encoding)
        if found is None:
            body = {"br": self.copy.brotli, "gzip": self.copy.gzip, "identity": self.copy.plain}[encoding]
            assert body is not None
            found = self._ready[encoding] = (self.headers(encoding), body)
        return found

    def reply(self, headers: Fields, parts: bool = True) -> Reply:
        """The reply to a GET with these headers: 200, 206, 304 or 416 for a page, else the page's own status.

        Without ``parts`` it is always of the whole, as for HEAD (RFC 9110, 14.2).
        """
        status, (fields, body) = self.copy.status, self.ready(headers.get("accept-encoding"))
        if status != 200:
            return status, fields, body
        tag = self._known(headers, fields)
        if tag is not None:
            kept = [field for field in fields if field[0] in KEPT_BY_304]
            return 304, [*kept, ("etag", tag)], b""
        if parts and self.copy.plain is not None and (wanted := headers.get("range")) and self._fits(headers):
            return self._part(wanted, fields, body)
        return status, fields, body

    def fresh(self) -> bool:
        """Whether the page may still be handed out by the clock."""
        return self.until is None or time.time() < self.until

    def headers(self, encoding: Encoding) -> Headers:
        """The headers of the page as it is sent in ``encoding``."""
        fields = [*self.copy.headers]
        if encoding != "identity":
            fields.append(("content-encoding", encoding))
        if self.copy.plain is None:
            fields.append(("vary", "accept-encoding"))
        elif self.copy.status == 200:
            fields.append(("accept-ranges", "bytes"))
        if self.copy.status == 200:
            fields.append(("etag", self.copy.tag(encoding)))
        for name, _ in fields:
            if name == "cache-control":
                return fields
        return [*fields, ("cache-control", "no-cache")]

    def _known(self, headers: Fields, fields: Headers) -> str | None:
        """The tag of what the reader has, if that is as good as what we would send (with the headers ``fields``)."""
        if (tags := headers.get("if-none-match")) is not None:
            # Any encoding the reader takes will do: a brotli part that came later makes no copy old.
            taken = (*order(headers.get("accept-encoding") or ""), *PLAIN)
            return matched(tags, [self.copy.tag(encoding) for encoding in taken], dict(fields)["etag"])
        if (since := headers.get("if-modified-since")) is not None:
            dated, asked = moment(self.copy.header("last-modified") or ""), moment(since)
            if dated is not None and asked is not None and dated <= asked:
                return dict(fields)["etag"]
        return None

    def _fits(self, headers: Fields) -> bool:
        """``If-Range``: the range is wanted only of these very bytes."""
        condition = headers.get("if-range")
        return condition is None or condition in (self.copy.tag(), self.copy.header("last-modified"))

    def _part(self, wanted: str, fields: Headers, body: bytes) -> Reply:
        found = span(wanted, len(body))
        if found is None:
            return 200, fields, body
        start, end = found
        if start == end:
            return 416, [("content-range", f"bytes */{len(body)}"), ("cache-control", "no-store")], b""
        return 206, [*fields, ("content-range", f"bytes {start}-{end - 1}/{len(body)}")], body[start:end]
