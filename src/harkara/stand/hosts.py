"""Two hosts, one stand: the paper on one, the newsroom on the other (``HARKARA_DESK_ORIGIN``).

Only a paper that has two pays for telling them apart. On the paper's host there is no newsroom: who opens it there by GET is led
to where it is, and nothing else goes through, so that neither a page nor a reader's cookie ever meets it. On the newsroom's host
readers neither speak nor search nor are counted; the paper's own pages are there, since previews are made of what they load.
"""

from collections.abc import Awaitable
from typing import Final
from urllib.parse import quote, urlsplit

from .beacon import ADDRESS, PICTURE
from .search import ADDRESSES as SEARCHED
from .server import Application, Exchange, Headers, Request
from .voices import ADDRESSES as SAID

NOWHERE: Final[Headers] = [("content-type", "text/plain; charset=utf-8"), ("cache-control", "no-store")]
LED: Final = ("cache-control", "no-store")
FIRST: Final = "/desk/"


class Hosts:
    """Answers with ``app`` what belongs on the host that was asked. ``prefixes``: what belongs to the newsroom."""

    def __init__(self, app: Application, desk: str, prefixes: tuple[str, ...]) -> None:
        self.app: Final = app
        self.desk: Final = desk
        self.prefixes: Final = prefixes
        self.bare: Final = frozenset(prefix.rstrip("/") for prefix in prefixes)
        self._host: Final = urlsplit(desk).hostname or ""
        self.always: Final[Headers] = getattr(app, "always", [])

    def __call__(self, request: Request, exchange: Exchange) -> Awaitable[None] | None:
        """Answers one request."""
        is_at_desk = host_of(request) == self._host
        path = request.path
        of_desk = path.startswith(self.prefixes) or path in self.bare
        if is_at_desk and path == "/":
            exchange.response_empty(302, [("location", FIRST), LED])
        elif is_at_desk and (path in (ADDRESS, PICTURE) or path in SEARCHED or path.startswith(SAID)):
            exchange.response_bytes(404, NOWHERE, b"This is the newsroom's host.\n")
        elif of_desk and not is_at_desk:
            self._lead(request, exchange, path)
        else:
            return self.app(request, exchange)
        return None

    def figures(self) -> dict[str, float]:
        """Those of the stand."""
        told: dict[str, float] = self.app.figures()  # type: ignore[attr-defined]  # the stand's alone are asked for
        return told

    def _lead(self, request: Request, exchange: Exchange, path: str) -> None:
        if request.method not in ("GET", "HEAD") or not (path.startswith(FIRST) or path == FIRST[:-1]):
            exchange.response_bytes(404, NOWHERE, b"The newsroom has a host of its own.\n")
            return
        query = f"?{request.query_string}" if request.query_string else ""
        where = f"{self.desk}{quote(path, safe='/:@!$&()*+,;=~')}{quote(query, safe='?/:@!$&()*+,;=~%')}"
        exchange.response_empty(302, [("location", where), LED])


def host_of(request: Request) -> str:
    """The host that was asked, in small letters and without a port.

    The request's line comes before the header (RFC 9112, 3.2.2).
    """
    said = (request.authority or request.headers.get("host") or "").casefold()
    if said.startswith("["):
        return said.partition("]")[0][1:]
    return said.partition(":")[0].rstrip(".")
