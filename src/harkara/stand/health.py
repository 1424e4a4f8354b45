"""``/healthz`` and ``/readyz``: what machines ask that start processes again, or send readers to them.

They are met only by who asks for neither a page in memory nor one on a slip, so they cost no reader anything.
"""

import sqlite3
import time
from typing import Final

from harkara.rack.errors import RackError
from harkara.rack.manifest import WHOLE, Manifest
from harkara.rack.nodes import state
from harkara.rack.shelf import Shelf

from .server import Exchange, Headers, Request

LIVES: Final = "/healthz"
READY: Final = "/readyz"
ADDRESSES: Final = frozenset({LIVES, READY})

SAID: Final[Headers] = [("content-type", "text/plain; charset=utf-8"), ("cache-control", "no-store")]


def answer(request: Request, exchange: Exchange, manifest: Manifest, shelf: Shelf) -> None:
    """Answers one request for one of :data:`ADDRESSES`: 200, or 503 with what is lacking for readers to be sent here. A node
    that is cut off from the press says for how long, and stays ready: where the press is down all are, and readers read on.
    """
    why = "" if request.path == LIVES else lacking(manifest, shelf)
    if request.method not in ("GET", "HEAD"):
        exchange.response_empty(405, [*SAID, ("allow", "GET, HEAD")])
    else:
        exchange.response_bytes(503 if why else 200, SAID, f"{why or _well(request, shelf)}\n".encode())


def _well(request: Request, shelf: Shelf) -> str:
    """What is said where nothing is lacking."""
    node = state.read(shelf.root.parent) if request.path == READY else None
    silent = node.cut_off(time.time()) if node is not None else 0.0
    return f"ok, cut off from the press for {int(silent)} s" if silent else "ok"


def lacking(manifest: Manifest, shelf: Shelf) -> str:
    """Why the rack cannot be served from; empty where it can."""
    try:
        if not shelf.root.is_dir():
            return "rack: there is no shelf"
        if manifest.find(WHOLE) is None:
            return "manifest: it is not whole yet"
    except (OSError, sqlite3.Error, RackError) as error:
        return f"rack: {type(error).__name__}"
    return ""
